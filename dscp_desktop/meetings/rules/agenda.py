"""Meetings: the agenda and its times, papers, and who was there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from dscp_desktop.core.days import show_date
from dscp_desktop.core.names import tidy_name
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.meetings.rules.timing import ends_words, timing_words

T = TypeVar("T")

PURPOSES = ("", "decision", "discussion", "assurance", "information")

PRESENT, APOLOGIES, DEPUTY, NO_REPLY = "present", "apologies", "deputy", "no reply"
MARKS = (PRESENT, APOLOGIES, DEPUTY, NO_REPLY)
# A mark of sheets alone: this body was not asked to that meeting, so nothing is kept.
NOT_EXPECTED = "not expected"
LETTERS = {PRESENT: "P", APOLOGIES: "A", DEPUTY: "D", NO_REPLY: "", NOT_EXPECTED: "–"}
_MARK_WORDS = {
    **{letter.casefold(): mark for mark, letter in LETTERS.items()},
    **{mark: mark for mark in (*MARKS, NOT_EXPECTED)},
    "deputy sent": DEPUTY,
    "here": PRESENT,
    "apology": APOLOGIES,
    "-": NOT_EXPECTED,
}

# Papers and agenda go out some days before: a meeting this near without an agenda is due.
AGENDA_DUE_WITHIN = 10


@dataclass(frozen=True, slots=True)
class ItemDetails:
    """What is said of an agenda item. `document` names what the program makes for it."""

    title: str
    minutes: int = 0
    purpose: str = ""
    lead: str = ""
    document: str = ""
    restricted: bool = False
    verbal: bool = False


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper as a list shows it. It is missing while `file_id` is None.

    `due` is the day it should come by, its `own_due` or the run-up's; `version` numbers its file
    and `issued` whether that went out; `withdrawn` says why it is not taken any more.
    """

    id: str
    item_id: str
    title: str
    owner: str = ""
    pages: int = 0
    file_id: str | None = None
    received_on: date | None = None
    removed: str = ""
    restricted: bool = False
    due: date | None = None
    marking: str = ""
    withdrawn: str = ""
    version: int = 0
    issued: bool = False
    own_due: date | None = None

    @property
    def is_missing(self) -> bool:
        """Say whether it is still to come."""
        return self.file_id is None and not self.withdrawn


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """An item as the agenda shows it; a standing one not kept yet has no id.

    `number` is its place, from 1; `label` is what it is called, such as 7A, and stays once the
    agenda went out (`issued`). `carried_from` names the meeting that did not come to it;
    `about_id` is the record that its `document` is about, '' where it is about none.
    """

    id: str
    number: int
    title: str
    starts: time | None = None
    minutes: int = 0
    purpose: str = ""
    lead: str = ""
    document: str = ""
    restricted: bool = False
    last: bool = False
    papers: tuple[PaperLine, ...] = ()
    label: str = ""
    issued: bool = False
    verbal: bool = False
    carried_from: str = ""
    about_id: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """A meeting's agenda. Until someone starts it, it is the group's standing items."""

    meeting: MeetingLine
    items: tuple[AgendaLine, ...] = ()
    stored: bool = False

    @property
    def papers(self) -> tuple[PaperLine, ...]:
        """Return all its papers, in the order of the items."""
        return tuple(paper for item in self.items for paper in item.papers)

    @property
    def closes(self) -> time | None:
        """Return when the last item ends by its minutes, None where no start is known."""
        minutes = [item.minutes for item in self.items]
        return item_times(self.meeting.start, [*minutes, 0])[-1]

    @property
    def ends(self) -> tuple[str, bool]:
        """Return when it ends by its minutes in words, and whether that is over its time."""
        minutes = [item.minutes for item in self.items]
        return ends_words(self.meeting.start, self.meeting.end, minutes)

    @property
    def timing(self) -> str:
        """Say what the minutes add up to, and by how much they run over."""
        minutes = [item.minutes for item in self.items]
        return timing_words(self.meeting.start, self.meeting.end, minutes)


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far a meeting is prepared, in a word or two; `state` is done, risk, late or not due."""

    words: str
    state: str


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """Who may be at one meeting: a mark of '' is not recorded yet."""

    attendee_id: str
    attendee: str
    mark: str
    seated: bool
    role: str = ""


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One body's marks over several meetings; '' where nothing is recorded.

    `counts` says that it has a core seat: only then is its rate reported.
    """

    attendee_id: str
    attendee: str
    counts: bool
    marks: tuple[str, ...]

    @property
    def attended(self) -> int:
        """Return how often it was there itself or sent a deputy."""
        return sum(mark in (PRESENT, DEPUTY) for mark in self.marks)

    @property
    def recorded(self) -> int:
        """Return at how many of the meetings something is recorded of it."""
        return sum(bool(mark) for mark in self.marks)

    @property
    def rate(self) -> str:
        """Return '5 of 6', '' where it does not count or nothing is recorded."""
        return f"{self.attended} of {self.recorded}" if self.counts and self.recorded else ""


@dataclass(frozen=True, slots=True)
class AttendanceTable:
    """Attendance of a group: its meetings, the oldest first, and a row for each body."""

    meetings: tuple[MeetingLine, ...] = ()
    rows: tuple[AttendanceRow, ...] = ()


@dataclass(frozen=True, slots=True)
class AttendanceValues:
    """One cell of an attendance matrix: a body, a meeting and a mark.

    `row` of the heading and the heading itself are kept to say where a fault is. A `mark` of
    None was at fault.
    """

    attendee: str
    group: str
    on: date
    start: time | None
    mark: str | None
    heading: str
    heading_row: int


def item_times(start: time | None, minutes: Sequence[int]) -> tuple[time | None, ...]:
    """Return when each item begins: the start, then each after the minutes of those before."""
    if start is None:
        return tuple(None for _ in minutes)
    times: list[time | None] = []
    at = datetime.combine(date.min, start)
    for allotted in minutes:
        times.append(at.time())
        at += timedelta(minutes=allotted)
    return tuple(times)


def place_before_last(lasts: Sequence[bool]) -> int:
    """Return where something new stands (from 0): before any other business, else at the end."""
    return next((at for at, last in enumerate(lasts) if last), len(lasts))


def moved(things: Sequence[T], at: int, to: int) -> tuple[T, ...]:
    """Return the things with the one at a place put at another, both from 0, `to` kept inside."""
    rest = [*things[:at], *things[at + 1 :]]
    to = max(0, min(to, len(rest)))
    return (*rest[:to], things[at], *rest[to:])


def read_mark(text: str) -> str | None:
    """Return the mark that a cell holds: P, A, D or words in any case; None for anything else.

    A blank is 'no reply'; a dash says that the body was not expected.
    """
    return _MARK_WORDS.get(tidy_name(text))


def meeting_named(
    values: AttendanceValues, group: str, there: Sequence[MeetingLine]
) -> tuple[MeetingLine | None, str]:
    """Return the meeting that a heading means among those of its day, or why there is none."""
    day = show_date(values.on)
    found = list(there)
    if values.start is not None:
        found = [m for m in found if m.start == values.start]
        day += f" at {values.start:%H:%M}"
    if len(found) == 1:
        return found[0], ""
    if not found:
        return None, f"{group} has no meeting on {day}. Add it to the diary, or correct the date."
    times = " or ".join(f"{m.start:%H:%M}" for m in found if m.start)
    return None, f"{group} has {len(found)} meetings on {day}. Add the time: {times}."


def readiness_of(
    meeting: MeetingLine, items: int, papers: int, missing: int, days_left: int
) -> Readiness:
    """Say how far a meeting is prepared; `items` counts those of an agenda that was started."""
    if not meeting.goes_ahead:
        return Readiness("Cancelled", "not due")
    if meeting.status == "held":
        return Readiness("Held", "done")
    if missing:
        return Readiness(f"{missing} paper{'s' if missing > 1 else ''} missing", "late")
    if meeting.status == "agenda out":
        return Readiness("Agenda sent", "done")
    if not items:
        near = days_left <= AGENDA_DUE_WITHIN
        return Readiness("No agenda", "risk") if near else Readiness("Not due yet", "not due")
    return Readiness(f"Papers: {papers}" if papers else "Agenda ready", "done")
