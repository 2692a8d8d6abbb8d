from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core.days import days_words
from dscp_desktop.core.offers import Due
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.meetings.rules.agenda import Readiness
from dscp_desktop.today.rules import (
    Coming,
    TodayValues,
    attention_words,
    by_heading,
    lanes_of,
    urgency,
    year_of,
)

TODAY = date(2023, 10, 19)
DAYS = st.dates(date(2023, 1, 1), date(2024, 12, 31))


def due(on: date, feature: str = "actions", heading: str = "", days: str = "") -> Due:
    return Due(on, f"{feature} {on}", feature, days or days_words(on, TODAY), heading=heading)


@given(st.lists(st.tuples(DAYS, st.sampled_from(["Late", "Soon", ""]))))
def test_every_due_stands_under_one_heading_in_its_order(given_: list[tuple[date, str]]) -> None:
    dues = sorted((due(on, heading=heading) for on, heading in given_), key=lambda d: d.on)
    parts = by_heading(dues)
    assert sorted(map(repr, (d for p in parts for d in p.lines))) == sorted(map(repr, dues))
    assert len({part.heading for part in parts}) == len(parts)
    assert all(list(p.lines) == sorted(p.lines, key=lambda d: d.on) for p in parts)
    assert TodayValues(parts, 0, ()).count == len(dues)


def test_a_due_without_heading_stands_under_its_feature() -> None:
    assert by_heading([due(TODAY, "budget")])[0].heading == "Budget"


@given(DAYS)
def test_what_is_behind_us_is_late_and_what_is_near_is_marked(on: date) -> None:
    said = urgency(due(on), TODAY)
    assert (said == "late") == (on < TODAY)
    assert (said == "near") == (TODAY <= on <= date(2023, 10, 26))


def test_words_without_days_are_open() -> None:
    assert urgency(due(TODAY, days="Not explained"), TODAY) == "open"
    assert urgency(due(TODAY), TODAY) == "near"


def test_the_count_is_said_in_words() -> None:
    assert [attention_words(n) for n in (0, 1, 8)] == [
        "Nothing needs attention",
        "1 thing needs attention",
        "8 things need attention",
    ]


def test_a_year_runs_from_april_to_march() -> None:
    assert [year_of(date(2024, m, d)) for m, d in ((3, 31), (4, 1))] == [2023, 2024]


def meeting(number: int, on: date, status: str = "planned", group: str = "g1") -> MeetingLine:
    return MeetingLine(str(number), group, "Executive", "EXEC", on, status=status)


def test_lanes_tell_held_today_next_and_planned() -> None:
    week = timedelta(days=7)
    meetings = [
        meeting(1, TODAY - week),
        meeting(2, TODAY),
        meeting(3, TODAY + week),
        meeting(4, TODAY + 2 * week),
        meeting(5, TODAY + 3 * week, "cancelled"),
    ]
    groups = [("g1", "Executive", "EXEC"), ("g2", "Neglect", "NEG")]
    (lane,) = lanes_of(groups, meetings, TODAY, frozenset({"3"}))
    assert (lane.name, lane.code) == ("Executive", "EXEC")
    assert [state for _, state in lane.meetings] == ["held", "today", "next", "planned"]


def test_a_coming_meeting_has_its_id() -> None:
    assert Coming(meeting(7, TODAY), Readiness("No agenda", "risk")).id == "7"
