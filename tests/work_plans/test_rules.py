"""Quarters and their reports, and how lines stand, in words."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dscp_desktop.core.days import is_working_day, working_days_between
from dscp_desktop.core.periods import year_bounds, year_named, year_of
from dscp_desktop.work_plans.rules import (
    CLOSED,
    STATUSES,
    Named,
    QuarterWords,
    WorkLine,
    aligned_words,
    covers,
    is_late,
    line_state,
    open_lines,
    position_words,
    quarter_bounds,
    quarters_of,
    report_state,
)

TODAY = date(2023, 10, 19)


def line(**more: object) -> WorkLine:
    values: dict[str, object] = {
        "id": "1", "number": 1, "outcome": "Do", "priority": None, "threads": (), "owner": "",
        "due": None, "status": "not started", "progress": "", "late": False,
    }  # fmt: skip
    return WorkLine(**{**values, **more})  # type: ignore[arg-type]


@settings(deadline=None)  # the first bank holidays of a year take a while
@given(st.integers(1990, 2150), st.integers(0, 30))
def test_the_four_quarters_make_the_year_without_a_gap(start: int, days: int) -> None:
    year = year_named(start)
    quarters = quarters_of(year, {}, days)
    assert (quarters[0].starts, quarters[-1].ends) == year_bounds(year)
    for before, after in pairwise(quarters):
        assert after.starts == before.ends + timedelta(days=1)
    for quarter in quarters:
        assert {year_of(quarter.starts), year_of(quarter.ends)} == {year}
        assert working_days_between(quarter.ends, quarter.due) == days
        assert not days or is_working_day(quarter.due)


def test_quarters_by_name_and_when_their_reports_are_due() -> None:
    quarters = quarters_of("2023-24", {})
    assert [quarter.title for quarter in quarters] == [
        "Quarter 1, April to June 2023",
        "Quarter 2, July to September 2023",
        "Quarter 3, October to December 2023",
        "Quarter 4, January to March 2024",
    ]
    # Ten working days after Friday 30 June; after Saturday 30 September; over New Year and Easter.
    assert [quarter.due for quarter in quarters] == [
        date(2023, 7, 14), date(2023, 10, 13), date(2024, 1, 15), date(2024, 4, 15),
    ]  # fmt: skip
    assert quarter_bounds("2023-24", 4) == (date(2024, 1, 1), date(2024, 3, 31))


def test_how_a_report_stands() -> None:
    first, second, third, _ = quarters_of("2023-24", {1: QuarterWords(achieved="Much")})
    assert report_state(first, TODAY) == ("done", "Reported")
    assert report_state(second, TODAY) == ("late", "Not reported, 4 working days late")
    assert report_state(second, date(2023, 10, 12)) == (
        "waiting", "Not reported, 1 working day left",
    )  # fmt: skip
    assert report_state(third, TODAY) == ("plain", "Not ended yet")
    assert report_state(third, date(2023, 12, 31)) == ("plain", "Not ended yet")


@given(st.sampled_from(STATUSES), st.none() | st.dates(), st.dates())
def test_a_line_is_late_only_while_something_is_to_be_done(
    status: str, due: date | None, today: date
) -> None:
    late = is_late(status, due, today)
    assert late == (status not in CLOSED and due is not None and due < today)
    assert not (late and is_late(status, due, due or today))


def test_how_a_line_stands() -> None:
    past = date(2023, 10, 6)
    assert line_state(line(status="done"), TODAY) == ("done", "Done")
    assert line_state(line(status="dropped"), TODAY) == ("plain", "Dropped")
    assert line_state(line(due=past, late=True), TODAY) == ("late", "9 working days late")
    assert line_state(line(status="in progress"), TODAY) == ("running", "In progress")
    assert line_state(line(), TODAY) == ("not due", "Not started")


def test_the_position_in_words() -> None:
    lines = [line(status="done"), line(late=True), line(), line(status="dropped")]
    assert position_words(lines) == "4 lines: 1 done, 1 late, 1 open, 1 dropped"
    assert position_words(lines[:1]) == "1 line: 1 done"
    assert position_words([]) == "No lines yet"
    assert open_lines(lines) == tuple(lines[1:3])


def test_what_a_line_is_aligned_with() -> None:
    assert aligned_words(line()) == ""
    named = line(priority=Named("p", "2023-26, 1 Neglect"), threads=(Named("t", "Voice"),))
    assert aligned_words(named) == "2023-26, 1 Neglect; Voice"


@pytest.mark.parametrize(
    ("term", "year", "holds"),
    [
        ("2023-26", "2023-24", True),
        ("2023-26", "2025-26", True),
        ("2023-26", "2026-27", False),
        ("2022-23", "2023-24", False),
        ("2022-2023", "2022-23", True),
        ("1999-2001", "2000-01", True),
        ("for ever", "2023-24", False),
    ],
)
def test_which_plans_cover_a_year(term: str, year: str, holds: bool) -> None:
    assert covers(term, year) is holds
