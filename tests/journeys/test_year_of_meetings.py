"""A year of three groups by the keyboard alone: planned, sent out, minuted, agreed, approved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from icalendar import Calendar
from PySide6.QtWidgets import QTabBar

from dscp_desktop.core.periods import year_bounds
from dscp_desktop.diary.queries.meetings import list_meetings
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.meetings.queries.record import meeting_record
from dscp_desktop.paper.word.reading import read_word
from dscp_desktop.partnership.queries.parties import list_groups
from dscp_desktop.store.check import check_store
from dscp_desktop.store.opening import Store, open_store
from tests.journeys.deeds import agree, approve, hold_by_commands, open_meeting, send_agenda
from tests.journeys.keyboard import Hands, Wall
from tests.moulds import PASSPHRASE

YEAR = "2023-24"
GROUPS = ("EXEC", "PLG", "IDG")
SAID = {
    "EXEC": "The Executive heard how the first months of the year had gone.",
    "PLG": "The group looked at what the audits had in common.",
    "IDG": "The group agreed how the survey is to be done.",
}
DECIDED = {
    "EXEC": "The budget of the year is approved.",
    "PLG": "The themes go to the Executive.",
    "IDG": "The survey runs for three weeks.",
}
TO_DO = "share the template with every team"


# What the officer does ----------------------------------------------------------------------------


def plan_year(hands: Hands, code: str, year: str = YEAR) -> tuple[MeetingLine, ...]:
    """Plan the year of a group from its cadence: look at the dates, and take them."""
    store = hands.shell.desk.store
    group = next(group for group in store.ask(list_groups) if group.code == code)
    hands.run("Plan the year of meetings")
    hands.choose("Group", group.name)
    hands.choose("Year", year)
    hands.fill("Starts (optional)", "10:00")
    hands.fill("Ends (optional)", "12:00")
    hands.pane("Dates of the plan")
    hands.press("Home", "Alt+Right")  # the first one a day later
    moved = hands.focus().value()  # type: ignore[attr-defined]
    assert moved.note == "Moved by hand"
    hands.pane("Group")
    hands.fill("Place (optional)", "Room 2")
    hands.press("Ctrl+Return")
    assert hands.here() == "Meetings of the year"
    first, last = year_bounds(year)
    return store.ask(list_meetings, group.id, since=first, until=last)


def prepare(hands: Hands, meeting: MeetingLine) -> None:
    """Make the agenda and send it out."""
    open_meeting(hands, meeting)
    hands.do("Start agenda")
    hands.do("Add item")
    hands.fill("Subject", "What the year is about")
    hands.fill("Lead (optional)", "Business manager")
    hands.fill("Minutes (optional)", "25")
    hands.choose("Purpose (optional)", "To discuss")
    hands.press("Ctrl+Return")
    assert hands.here() == "Agenda"
    send_agenda(hands)


def to_seats(hands: Hands) -> None:
    """Go to the attendance with F6; in a narrow window it is a tab beside the agenda."""
    for _ in range(8):
        if hands.here() == "Attendance":
            return
        if isinstance(hands.focus(), QTabBar):
            hands.press("Right")
        hands.press("F6")
    raise AssertionError("F6 never comes to the attendance")


def minute(hands: Hands, meeting: MeetingLine, round_words: str = "") -> None:
    """Hold a meeting: who is here, what is said, decided and to be done, who left.

    `round_words` are put behind each, to tell the meetings of a year apart.
    """
    store, code = hands.shell.desk.store, meeting.code
    open_meeting(hands, meeting)
    hands.do("Start minutes")
    hands.run("Start meeting")
    to_seats(hands)
    record = store.ask(meeting_record, meeting.id)
    apologies = ""
    for seat in record.seats:
        now = hands.focus().value()  # type: ignore[attr-defined]
        assert now.attendee_id == seat.attendee_id
        hands.press("Space")
        if not apologies and seat.shown != "Durham Constabulary":
            apologies = seat.attendee_id
            hands.press("Space")
        hands.press("Down")
    hands.pane("Notes")
    hands.wall.put("10:04")
    hands.press("Alt+Down", "Alt+Down")
    hands.wall.put("10:10")
    hands.type(f"{SAID[code]}{round_words}")
    hands.press("Return")
    hands.type(f"D: {DECIDED[code]}{round_words}")
    hands.press("Return")
    due = meeting.on + timedelta(days=21)
    hands.type(f"A: Durham Constabulary by {due.day} {due:%b} {due.year} {TO_DO}{round_words}")
    hands.press("Return")
    hands.type("It will go to every team.")
    to_seats(hands)
    hands.row(lambda row: getattr(row, "shown", "") == "Durham Constabulary")
    hands.wall.put("11:10")
    hands.press("L")
    hands.press("Return")
    hands.wall.put("11:45")
    hands.run("End meeting")
    record = store.ask(meeting_record, meeting.id)
    assert record.meeting.status == "held"
    marks = {seat.attendee_id: seat.mark for seat in record.seats}
    assert marks.pop(apologies) == "apologies"
    assert set(marks.values()) == {"present"}


# What came of it ----------------------------------------------------------------------------------


def words_of(path: Path) -> str:
    """Return all the words of a PDF or Word file, with single spaces."""
    if path.suffix == ".docx":
        return " ".join(str(read_word(path.read_bytes())).split())
    with pypdfium2.PdfDocument(path) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    return " ".join(" ".join(pages).split())


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("by_keys", "most"),
    [(("PLG",), 3), pytest.param(GROUPS, 99, marks=pytest.mark.slow)],
    ids=["first", "three"],
)
def test_a_year_of_three_groups_by_the_keyboard_alone(
    hands: Hands,
    path: Path,
    wall: Wall,
    export: Callable[..., Path],
    by_keys: tuple[str, ...],
    most: int,
) -> None:
    """The first meetings of `by_keys` are held by the keys, others by commands, up to `most`."""
    wall.put("2023-04-03 09:00")
    hands.unlock()
    hands.run("Go to Diary")
    planned = {code: plan_year(hands, code) for code in GROUPS}
    assert 6 <= len(planned["PLG"]) <= 9
    assert len(planned["IDG"]) in (11, 12)
    assert len(planned["EXEC"]) >= 8
    firsts = {code: planned[code][0] for code in by_keys}
    for meeting in firsts.values():
        assert meeting.venue == "Room 2"
        prepare(hands, meeting)
    sizes = [(1024, 640), (1440, 900), (1024, 640)]
    for size, meeting in zip(sizes, sorted(firsts.values(), key=lambda m: m.on), strict=False):
        hands.another_day(f"{meeting.on} 10:00")
        hands.shell.resize(*size)
        minute(hands, meeting)
        wall.put(f"{meeting.on} 14:00")
        agree(hands, meeting)
    for code in sorted(by_keys, key=lambda code: planned[code][1].on):
        following = planned[code][1]
        hands.another_day(f"{following.on} 10:00")
        approve(hands, firsts[code], following)
    hands.leave()
    held = {meeting.id for meeting in firsts.values()}
    wanted = {code: found[:most] for code, found in planned.items()}
    rest = [meeting for found in wanted.values() for meeting in found if meeting.id not in held]
    with open_store(path, PASSPHRASE, clock=wall) as store:
        hold_by_commands(store, wall, rest)
        look_at_records(store, wanted)
    look_at_exports(export, firsts, planned)


def look_at_records(store: Store, planned: dict[str, tuple[MeetingLine, ...]]) -> None:
    for found in planned.values():
        records = [store.ask(meeting_record, meeting.id) for meeting in found]
        assert {record.meeting.status for record in records} == {"held"}
        states = [record.minutes.state for record in records]
        assert states == ["approved"] * (len(found) - 1) + ["agreed"]
        assert records[0].minutes.approved_on == found[1].on
    assert check_store(store).problems == ()


def look_at_exports(
    export: Callable[..., Path],
    firsts: dict[str, MeetingLine],
    planned: dict[str, tuple[MeetingLine, ...]],
) -> None:
    decisions = words_of(export("decisions", "decisions.docx", "--year", YEAR))
    actions = words_of(export("action-log", "actions.pdf"))
    for code, meeting in firsts.items():
        name = f"{code} {meeting.on}"
        minutes = words_of(export("minutes", f"{code}.docx", "--meeting", name))
        assert SAID[code] in minutes
        assert DECIDED[code] in minutes
        assert DECIDED[code] in decisions
        assert f"{code}001" in minutes
        assert f"{code}001" in actions
        assert TO_DO in minutes.lower()
        assert "11:10" in minutes
        year = ("--group", code, "--year", YEAR)
        attended = words_of(export("attendance-year", f"{code}-attended.docx", *year))
        assert "Durham Constabulary" in attended
        page = export("minutes", f"{code}.html", "--meeting", name).read_text("utf-8")
        assert DECIDED[code] in page
        wanted = {meeting.on for meeting in planned[code]}
        calendar = Calendar.from_ical(
            export("calendar", f"{code}.ics", "--group", code).read_bytes()
        )
        days: set[date] = {event["DTSTART"].dt.date() for event in calendar.walk("VEVENT")}
        assert days == wanted
        export("forward-plan", f"{code}-forward.pdf", "--group", code)
    assert TO_DO in actions.lower()
