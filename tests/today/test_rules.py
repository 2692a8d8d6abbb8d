from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core.days import days_words
from dscp_desktop.core.offers import Due, YearLine
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.learning.rules.cycles import DONE, LATE, NOW, CycleLine, Named, PhaseLine
from dscp_desktop.learning.rules.plan import Window
from dscp_desktop.meetings.rules.agenda import Readiness
from dscp_desktop.today.rules import (
    Coming,
    TodayValues,
    YearStart,
    attention_words,
    by_heading,
    count_lines,
    few_lanes,
    lanes_of,
    phase_lanes,
    running_in,
    urgency,
    year_rows,
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
    assert urgency(replace(due(TODAY), urgency="later"), TODAY) == "later"


def test_the_count_is_said_in_words() -> None:
    assert [attention_words(n) for n in (0, 1, 8)] == [
        "Nothing needs attention",
        "1 thing needs attention",
        "8 things need attention",
    ]


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


def test_in_little_room_the_year_shows_what_runs_and_who_meets_next() -> None:
    month = timedelta(days=30)
    groups = [("g1", "Executive", "EXEC"), ("g2", "Neglect", "NEG")]
    meetings = [
        replace(meeting(1, TODAY + month), group_id="g1"),
        replace(meeting(2, TODAY + month / 2), group_id="g2"),
    ]
    runs = cycle(phase(1, 8, DONE), phase(2, 10, NOW))
    over = replace(cycle(phase(1, 5, DONE)), topic="Another topic")
    ahead = lanes_of(groups, meetings, TODAY, frozenset({"1", "2"}))
    lanes = (*phase_lanes([runs, over], date(2023, 4, 1), date(2024, 3, 31)), *ahead)
    assert [lane.name for lane in lanes] == ["A topic", "Another topic", "Executive", "Neglect"]
    assert [lane.name for lane in few_lanes(lanes)] == ["A topic", "Neglect"]
    assert [lane.name for lane in few_lanes(lanes, "g1")] == ["A topic", "Executive"]
    held = lanes_of(
        groups, [replace(one, on=TODAY - month) for one in meetings], TODAY, frozenset()
    )
    assert [lane.name for lane in few_lanes(held)] == ["Executive"]
    assert few_lanes(()) == ()


def test_a_coming_meeting_has_its_id() -> None:
    assert Coming(meeting(7, TODAY), Readiness("No agenda", "risk")).id == "7"


def phase(number: int, month: int, state: str, *, review: bool = False) -> PhaseLine:
    days = Window(date(2023, month, 1), date(2023, month, 28))
    begun = date(2023, month, 2) if state in (NOW, LATE) else None
    lead = Named("g", "Group", "IDG")
    return PhaseLine(
        id=f"p{number}", cycle_id="c", number=number, title="Sharing, and more", lead=lead,
        month=month, review=review, slip=0, first=None, planned=days, started_on=begun,
        finished_on=None, state=state, words="8 working days late" if state == LATE else "Now",
    )  # fmt: skip


def cycle(*phases: PhaseLine) -> CycleLine:
    return CycleLine("c", "A topic", None, None, None, "planned", None, "", phases)


def test_a_phase_that_runs_says_how_it_stands() -> None:
    one = cycle(
        phase(1, 8, DONE), phase(2, 9, LATE), phase(3, 10, NOW), phase(6, 10, NOW, review=True)
    )
    late, review = running_in([one], {"p6": "3 of 6 done"})
    assert (late.id, late.words) == ("p2", "Phase 2 of 4, Sharing, and more")
    assert late.stands == ("late", "8 working days late")
    assert late.ends == "ends Thursday 28 September 2023"
    assert review.stands == ("running", "3 of 6 done")
    ahead = replace(phase(4, 11, LATE), started_on=None, planned=None)
    assert running_in([cycle(ahead)], {}) == ()
    assert running_in([cycle(replace(ahead, state=NOW))], {})[0].ends == ""


def test_the_phases_of_a_year_share_out_a_month_that_is_theirs_together() -> None:
    one = cycle(phase(1, 8, DONE), phase(2, 8, LATE), phase(3, 9, NOW), phase(4, 10, "ahead"))
    (lane,) = phase_lanes([one, cycle()], date(2023, 4, 1), date(2024, 3, 31))
    assert [(each.words, each.state) for each in lane.phases] == [
        ("1", "done"),
        ("2", "now"),
        ("3 Sharing", "now"),
        ("4 Sharing", "to come"),
    ]
    first, second = lane.phases[:2]
    assert (first.ends, second.starts, second.ends) == (
        date(2023, 8, 14),
        date(2023, 8, 15),
        date(2023, 8, 28),
    )
    assert phase_lanes([one], date(2025, 4, 1), date(2026, 3, 31)) == ()


LINES = st.lists(st.integers(0, 40), unique=True, max_size=12)


@given(LINES, LINES, LINES)
def test_every_line_of_a_year_is_shown_once_ticked_unless_left_out(
    first: list[int], second: list[int], left: list[int]
) -> None:
    def lines(part: str, numbers: list[int]) -> tuple[YearLine, ...]:
        return tuple(YearLine(f"{part}:{n}", f"{part} {n % 3}", str(n), on=TODAY) for n in numbers)

    found = YearStart("2024-25", ((1, lines("a", first)), (2, lines("b", second))))
    out = {f"a:{n}" for n in left}
    changed = {key: replace(line, on=None) for line in found.lines if (key := line.key) in out}
    rows = year_rows(found, out, changed)
    assert sorted(row.key for row in rows) == sorted(line.key for line in found.lines)
    assert all(row.ticked == (row.key not in out) for row in rows)
    assert all(row.changed == (row.line.on is None) != row.may_change for row in rows)
    places = [(row.part, row.line.heading) for row in rows]
    assert len({*places}) == sum(a != b for a, b in pairwise([None, *places]))


def test_the_lines_are_counted_in_words() -> None:
    assert [count_lines(*each) for each in ((0, 0), (1, 1), (3, 4), (4, 4))] == [
        "Nothing is missing",
        "1 line is ticked",
        "3 of 4 lines are ticked",
        "4 lines are ticked",
    ]
