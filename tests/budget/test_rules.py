"""Shares, notes and totals of contributions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.budget.rules.contributions import (
    LOST_NOTE,
    ContributionLine,
    YearValues,
    difference_words,
    explanation,
    notes_of,
    show_change,
    total_share,
    with_marks,
    with_shares,
    year_up_to,
    years_in,
)

PUBLISHED = (19160400, 10513500, 3928500, 487300, 268000, 268000)


def line(amount: int, note: str = "", mark: str = "", last: int | None = None) -> ContributionLine:
    return ContributionLine("i", "p", "Partner", amount, mark, note, last_year=last)


def year_of_report() -> YearValues:
    lines = with_shares([line(amount) for amount in PUBLISHED])
    return YearValues("y", "2022-23", lines, 34706000, "Annual report, appendix")


def test_the_three_figures_of_the_annual_report_stand_together() -> None:
    year = year_of_report()
    assert (year.sum, year.published, year.difference) == (34625700, 34706000, 80300)
    assert difference_words(year) == (
        "Published total £347,060 differs from the sum of lines £346,257 by £803"
    )
    assert year.unexplained
    assert explanation(year) == "Not explained"
    known = replace(year, reason="A grant was counted")
    assert not known.unexplained
    assert explanation(known) == "A grant was counted"


def test_totals_that_agree_or_are_not_published() -> None:
    agreed = replace(year_of_report(), published=34625700)
    assert difference_words(agreed) == "Published total £346,257 is the sum of lines"
    assert explanation(agreed) == ""
    alone = replace(agreed, published=None)
    assert alone.difference is None
    assert difference_words(alone) == ""
    assert not alone.unexplained


def test_shares_of_the_annual_report() -> None:
    year = year_of_report()
    assert [each.share for each in year.lines] == [553, 304, 113, 14, 8, 8]
    assert total_share(year) == "100.0%"
    assert total_share(replace(year, lines=())) == ""


@given(st.lists(st.integers(0, 10**10), max_size=12))
def test_shares_add_up_and_sums_keep_any_order(amounts: list[int]) -> None:
    lines = with_shares([line(amount) for amount in amounts])
    assert sum(each.share for each in lines) == (1000 if sum(amounts) else 0)
    turned = YearValues("y", "2022-23", tuple(reversed(lines)))
    assert turned.sum == YearValues("y", "2022-23", lines).sum == sum(amounts)


def test_the_year_before() -> None:
    assert line(100, last=40).change == 60
    assert line(100).change is None
    year = YearValues("y", "2022-23", (line(100, last=40), line(5)))
    assert year.last_sum == 40
    assert YearValues("y", "2022-23", (line(5),)).last_sum is None


@pytest.mark.parametrize(
    ("change", "words"),
    [(310400, "+£3,104"), (-4000, "-£40"), (0, "No change"), (None, "")],
)
def test_a_change_in_words(change: int | None, words: str) -> None:
    assert show_change(change) == words


def test_each_note_has_one_mark() -> None:
    marked = with_marks(
        [line(1, "One", "*"), line(2, "Two", "*"), line(3, "One"), line(4), line(5, mark="§")]
    )
    assert [each.mark for each in marked] == ["*", "†", "*", "", "§"]
    assert notes_of(marked) == (("*", "One"), ("†", "Two"), ("§", LOST_NOTE))
    assert marked[4].note == ""


@given(st.lists(st.tuples(st.text(max_size=2), st.sampled_from(["", "*", "†"])), max_size=12))
def test_a_mark_never_stands_for_two_notes(notes: list[tuple[str, str]]) -> None:
    marked = with_marks([line(1, note, mark) for note, mark in notes])
    pairs = {(each.mark, each.note) for each in marked if each.mark}
    assert len({mark for mark, _ in pairs}) == len(pairs)
    assert all(each.mark for each in marked if each.note)


def test_years_are_found_in_titles() -> None:
    texts = ["DSCP Budget 2022-2023", "Contribution 2022-23 (£)", "tel 0191 2021-99", "2023/24"]
    assert years_in(texts) == ("2022-23", "2023-24")


def test_the_latest_year_up_to_another() -> None:
    assert year_up_to(["2021-22", "2023-24"], "2022-23") == "2021-22"
    assert year_up_to(["2023-24"], "2022-23") == ""
