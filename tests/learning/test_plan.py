"""Months of a cycle follow from its start and the template, for any of them."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dscp_desktop.core.faults import Refused
from dscp_desktop.learning.rules.plan import (
    LAST_MONTH,
    PhaseShape,
    Planned,
    Window,
    faults_of_template,
    judge_start,
    month_window,
    slip_phases,
    start_after,
)

STARTS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
OFFSETS = st.lists(st.integers(1, LAST_MONTH), min_size=1, max_size=12).map(sorted)


def phases_of(months: list[int], slips: list[int] | None = None) -> list[Planned]:
    slips = slips or [0] * len(months)
    return [Planned(n, m, s) for n, (m, s) in enumerate(zip(months, slips, strict=True), 1)]


def shapes(*months: int, lead: str = "g") -> list[PhaseShape]:
    return [PhaseShape(f"Phase {number}", lead, month) for number, month in enumerate(months, 1)]


def check_whole_months(start: date, months: list[int]) -> None:
    windows = [month_window(start, month) for month in months]
    for month, window in zip(months, windows, strict=True):
        last = calendar.monthrange(window.starts.year, window.starts.month)[1]
        assert window.starts.day == 1
        assert window.ends == window.starts.replace(day=last)
        counted = (window.starts.year - start.year) * 12 + window.starts.month - start.month
        assert counted == month - 1
    assert all(one.starts <= other.starts for one, other in pairwise(windows))
    assert all(
        one.ends < other.starts
        for (one, month), (other, after) in pairwise(zip(windows, months, strict=True))
        if month < after
    )


def check_inverse(months: list[int], number: int, by: int, later: bool) -> None:
    before = phases_of(months)
    number = min(number, len(months))
    try:
        moved = slip_phases(before, number, by, later)
    except Refused:
        assume(False)
    after = phases_of(months, [moved.get(phase.number, 0) for phase in before])
    places = [phase.month + phase.slip for phase in after]
    assert places == sorted(places)
    back = slip_phases(after, number, -by, later)
    assert {n: slip for n, slip in back.items() if slip} == {}
    assert set(back) == set(moved)


@settings(max_examples=60, deadline=None)
@given(STARTS, OFFSETS)
def test_phases_are_whole_months_in_order(start: date, months: list[int]) -> None:
    check_whole_months(start, months)
    assert faults_of_template(shapes(*months)) == ()


@settings(max_examples=60, deadline=None)
@given(OFFSETS, st.integers(1, 12), st.integers(-12, 12), st.booleans())
def test_slipping_there_and_back_changes_nothing(
    months: list[int], number: int, by: int, later: bool
) -> None:
    check_inverse(months, number, by, later)


@pytest.mark.slow
@pytest.mark.timeout(120)
@settings(max_examples=5000, deadline=None)
@given(STARTS, OFFSETS, st.integers(1, 12), st.integers(-12, 12), st.booleans())
def test_any_start_any_template_any_slip(
    start: date, months: list[int], number: int, by: int, later: bool
) -> None:
    check_whole_months(start, months)
    check_inverse(months, number, by, later)


@settings(max_examples=60, deadline=None)
@given(STARTS, OFFSETS)
def test_the_next_cycle_starts_the_day_after_the_work_of_the_first(
    start: date, months: list[int]
) -> None:
    phases = [*phases_of(months), Planned(len(months) + 1, LAST_MONTH, review=True)]
    following = start_after(start, phases)
    assert following == month_window(start, months[-1]).ends + timedelta(days=1)


def test_a_cycle_of_reviews_alone_is_waited_for() -> None:
    assert start_after(date(2024, 2, 29), [Planned(1, 3, review=True)]) == date(2024, 5, 1)
    assert start_after(None, [Planned(1, 3)]) is None
    assert start_after(date(2024, 2, 29), []) is None


def test_the_worked_example_leap_years_and_year_ends() -> None:
    april = date(2023, 4, 1)
    said = [f"{month_window(april, month).starts:%Y-%m}" for month in (1, 1, 2, 3, 4, 12)]
    assert said == ["2023-04", "2023-04", "2023-05", "2023-06", "2023-07", "2024-03"]
    assert month_window(date(2023, 12, 31), 3) == Window(date(2024, 2, 1), date(2024, 2, 29))
    assert month_window(date(2022, 12, 1), 3).ends == date(2023, 2, 28)
    assert month_window(date(2023, 12, 1), 1).ends == date(2023, 12, 31)
    assert month_window(date(2024, 1, 31), 1, -1).starts == date(2023, 12, 1)


def test_what_is_wrong_with_a_template_is_said_at_its_field() -> None:
    (lead,) = faults_of_template([PhaseShape("One", "g", 1), PhaseShape("Two", "", 2)])
    assert (lead.place, lead.field) == (1, "lead")
    assert lead.why == "Phase 2 has no lead group. Choose the group that leads it."
    (month,) = faults_of_template(shapes(1, 3, 2))
    assert (month.place, month.field) == (2, "month")
    assert month.why == (
        "Phase 3 would begin in month 2, before month 3 of the phase above it. "
        "Type 3 or a later month."
    )
    assert [f.field for f in faults_of_template(shapes(0))] == ["month"]
    assert [f.field for f in faults_of_template(shapes(61))] == ["month"]
    assert [f.field for f in faults_of_template([PhaseShape(" ", "g", 1)])] == ["title"]
    assert [f.field for f in faults_of_template([])] == ["title"]
    assert [f.why for f in faults_of_template(shapes(*[1] * 13))] == ["At most 12 phases."]


def test_a_slip_that_breaks_the_order_is_refused() -> None:
    phases = phases_of([1, 2, 3])
    for number, by, words in (
        (
            2,
            2,
            "Phase 2 would then take place after phase 3. Move the later ones too, or move it "
            "by less.",
        ),
        (3, -2, "Phase 2 would then take place after phase 3. Move it by less."),
    ):
        with pytest.raises(Refused) as error:
            slip_phases(phases, number, by, False)
        assert error.value.words == words
    with pytest.raises(Refused, match="by how many months"):
        slip_phases(phases, 2, 0, True)
    with pytest.raises(Refused, match="at most 60 months"):
        slip_phases(phases, 2, 61, True)
    with pytest.raises(Refused, match="It keeps its month"):
        slip_phases([Planned(1, 1, finished=True)], 1, 1, True)


def test_a_finished_phase_stays_where_later_ones_go_along() -> None:
    phases = [Planned(1, 1), Planned(2, 1, finished=True), Planned(3, 2)]
    with pytest.raises(Refused, match="Phase 1 would then take place after phase 2"):
        slip_phases(phases, 1, 1, True)
    assert slip_phases(phases, 3, 1, True) == {3: 1}


def test_a_month_too_far_off_is_refused() -> None:
    judge_start(None)
    judge_start(date(2099, 12, 1))
    for year in (1999, 2100):
        with pytest.raises(Refused, match="from 2000 to 2099"):
            judge_start(date(year, 1, 1))
