from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.meetings.rules.agenda import (
    APOLOGIES,
    DEPUTY,
    LETTERS,
    MARKS,
    NO_REPLY,
    NOT_EXPECTED,
    PRESENT,
    Agenda,
    AgendaLine,
    AttendanceRow,
    AttendanceValues,
    PaperLine,
    item_times,
    meeting_named,
    moved,
    place_before_last,
    read_mark,
    readiness_of,
)

ON = date(2023, 7, 13)
MEETING = MeetingLine("m", "g", "Executive", "EXEC", ON, time(9, 30))


@given(st.times(), st.lists(st.integers(0, 600)))
def test_times_add_up(start: time, minutes: list[int]) -> None:
    times = item_times(start, [*minutes, 0])
    assert len(times) == len(minutes) + 1
    assert times[0] == start
    end = datetime.combine(ON, start) + timedelta(minutes=sum(minutes))
    assert times[-1] == end.time()


def test_without_a_start_there_are_no_times() -> None:
    assert item_times(None, [5, 10]) == (None, None)
    assert item_times(time(9), []) == ()


@given(st.lists(st.integers(), min_size=1, unique=True), st.integers(), st.integers(-5, 50))
def test_moving_keeps_everything_once(things: list[int], seed: int, to: int) -> None:
    at = seed % len(things)
    found = moved(things, at, to)
    assert sorted(found) == sorted(things)
    rest = [thing for thing in found if thing != things[at]]
    assert rest == [thing for thing in things if thing != things[at]]
    assert found.index(things[at]) == max(0, min(to, len(things) - 1))


def test_what_is_new_stands_before_any_other_business() -> None:
    assert place_before_last([False, False, True]) == 2
    assert place_before_last([False]) == 1
    assert place_before_last([]) == 0


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        ("P", PRESENT),
        (" a ", APOLOGIES),
        ("Deputy sent", DEPUTY),
        ("", NO_REPLY),
        ("No reply", NO_REPLY),
        ("–", NOT_EXPECTED),
        ("-", NOT_EXPECTED),
        ("X", None),
        ("PA", None),
    ],
)
def test_marks_are_read_in_any_case(cell: str, mark: str | None) -> None:
    assert read_mark(cell) == mark


@given(st.sampled_from((*MARKS, NOT_EXPECTED)))
def test_a_mark_that_is_written_is_read(mark: str) -> None:
    assert read_mark(LETTERS[mark]) == mark


@given(st.lists(st.sampled_from((*MARKS, ""))))
def test_a_rate_never_exceeds_what_is_recorded(marks: list[str]) -> None:
    row = AttendanceRow("o", "HDFT", True, tuple(marks))
    assert 0 <= row.attended <= row.recorded <= len(marks)
    assert row.rate == (f"{row.attended} of {row.recorded}" if row.recorded else "")
    assert AttendanceRow("o", "HDFT", False, tuple(marks)).rate == ""


def test_an_agenda_knows_its_papers_and_its_end() -> None:
    papers = (PaperLine("p", "i", "Report"),)
    items = (AgendaLine("i", 1, "One", minutes=20, papers=papers), AgendaLine("j", 2, "Two"))
    agenda = Agenda(MEETING, items, stored=True)
    assert agenda.papers == papers
    assert agenda.closes == time(9, 50)


def values(start: time | None = None) -> AttendanceValues:
    return AttendanceValues("HDFT", "EXEC", ON, start, PRESENT, "EXEC 13 Jul 23", 1)


def test_a_heading_means_one_meeting_of_its_day() -> None:
    later = MeetingLine("n", "g", "Executive", "EXEC", ON, time(14))
    assert meeting_named(values(), "Executive", [MEETING]) == (MEETING, "")
    assert meeting_named(values(time(14)), "Executive", [MEETING, later]) == (later, "")
    none, why = meeting_named(values(), "Executive", [MEETING, later])
    assert none is None
    assert why.endswith("Add the time: 09:30 or 14:00.")
    none, why = meeting_named(values(time(10)), "Executive", [MEETING])
    assert none is None
    assert why.startswith("Executive has no meeting on 13 July 2023 at 10:00.")


@pytest.mark.parametrize(
    ("status", "items", "papers", "missing", "left", "words"),
    [
        ("cancelled", 5, 1, 1, 1, "Cancelled"),
        ("held", 0, 0, 0, -5, "Held"),
        ("planned", 5, 2, 1, 3, "1 paper missing"),
        ("agenda out", 5, 2, 2, 3, "2 papers missing"),
        ("agenda out", 0, 0, 0, 3, "Agenda sent"),
        ("planned", 0, 0, 0, 10, "No agenda"),
        ("planned", 0, 0, 0, 11, "Not due yet"),
        ("planned", 6, 3, 0, 3, "Papers: 3"),
        ("planned", 6, 0, 0, 3, "Agenda ready"),
    ],
)
def test_how_far_a_meeting_is_prepared(
    status: str, items: int, papers: int, missing: int, left: int, words: str
) -> None:
    meeting = MeetingLine("m", "g", "Executive", "EXEC", ON, status=status)
    assert readiness_of(meeting, items, papers, missing, left).words == words
