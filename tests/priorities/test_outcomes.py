"""Which outcomes a measure points at, read and written as plans do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dscp_desktop.core.faults import Refused
from dscp_desktop.priorities.rules.outcomes import (
    number_key,
    outcomes_of,
    parse_number,
    parse_outcomes,
    show_outcomes,
)
from dscp_desktop.priorities.rules.plans import OutcomeLine, PlanLine, PriorityLine

NUMBERS = st.sets(
    st.tuples(st.integers(1, 6), st.integers(1, 14)).map(lambda pair: f"{pair[0]}.{pair[1]}")
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1.1, 1.2", ("1.1", "1.2")),
        ("1.1,1.2", ("1.1", "1.2")),
        ("1.1-1.4", ("1.1", "1.2", "1.3", "1.4")),
        ("All of 2.1-2.4", ("2.1", "2.2", "2.3", "2.4")),
        ("all in 2.1 – 2.2", ("2.1", "2.2")),
        ("3.1 to 3.2 and 1.1", ("1.1", "3.1", "3.2")),
        ("1.10, 1.9", ("1.9", "1.10")),
        ("1.1-1.2, 1.2, 01.01", ("1.1", "1.2")),
        ("", ()),
        ("  none ", ()),
        ("–", ()),
    ],
)
def test_it_reads_what_plans_write(text: str, numbers: tuple[str, ...]) -> None:
    assert parse_outcomes(text) == numbers


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1.4-1.1", "'1.4-1.1' runs backwards. Write 1.1-1.4, if that is meant."),
        ("1.3-2.2", "runs from one priority into another"),
        ("1.1, soon", "'soon' is no number of an outcome"),
        ("1.1 1.2", "'1.1 1.2' is no number"),
        ("All of", "does not say which outcomes"),
        ("1,1", "'1' is no number"),
    ],
)
def test_it_refuses_in_words_what_it_cannot_read(text: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_outcomes(text)
    assert why in refused.value.words


@given(NUMBERS)
@settings(max_examples=60)
def test_what_is_shown_is_read_as_the_same(numbers: set[str]) -> None:
    in_order = tuple(sorted(numbers, key=number_key))
    shown = show_outcomes(numbers)
    assert parse_outcomes(shown) == in_order
    assert show_outcomes(parse_outcomes(shown)) == shown


@pytest.mark.slow
@pytest.mark.timeout(120)
@given(NUMBERS)
@settings(max_examples=1_000)
def test_what_is_shown_is_read_as_the_same_many_times(numbers: set[str]) -> None:
    assert set(parse_outcomes(show_outcomes(numbers))) == numbers


def test_three_in_a_row_are_a_range_and_two_are_not() -> None:
    assert show_outcomes(["2.3", "2.1", "2.2", "1.2", "1.1"]) == "1.1, 1.2, 2.1-2.3"
    assert show_outcomes(["1.9", "1.10", "1.11", "2.1"]) == "1.9-1.11, 2.1"


def test_a_number_is_kept_in_one_way() -> None:
    assert parse_number(" 01.02. ") == "1.2"
    assert number_key("1.10") > number_key("1.9")
    assert number_key("first") == (0, 0)
    with pytest.raises(Refused, match="Write it as in"):
        parse_number("first")


def test_outcomes_of_a_plan_are_ids_or_a_refusal() -> None:
    outcomes = tuple(OutcomeLine(f"id {n}", f"1.{n}", "Words") for n in (1, 2, 4))
    plan = PlanLine("p", "2025-27", "", (), "", (PriorityLine("a", 1, "Help", outcomes),))
    assert outcomes_of("1.1, 1.4", plan) == ("id 1", "id 4")
    assert outcomes_of("", plan) == ()
    with pytest.raises(Refused) as refused:
        outcomes_of("1.1-1.5", plan)
    words = "The plan 2025-27 has no outcomes 1.3, 1.5. Its outcomes: 1.1, 1.2, 1.4."
    assert refused.value.words == words
    with pytest.raises(Refused, match="has no outcome"):
        outcomes_of("2.1", plan)
