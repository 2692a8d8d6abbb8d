"""Today: how what is due is put together, and what a day's lists say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dscp_desktop.core.days import working_days_between
from dscp_desktop.core.offers import Due
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.meetings.rules.agenda import Readiness

# Within so many working days a date is near enough to be marked.
NEAR = 5
YEAR_BEGINS_IN = 4  # financial years run from April to March


@dataclass(frozen=True, slots=True)
class Coming:
    """A group's next meeting, and how far it is prepared."""

    meeting: MeetingLine
    readiness: Readiness

    @property
    def id(self) -> str:
        """The meeting's id."""
        return self.meeting.id


@dataclass(frozen=True, slots=True)
class Duties:
    """What is due under one heading, most urgent first."""

    heading: str
    lines: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class TodayValues:
    """Everything that the page of today shows, the year apart."""

    duties: tuple[Duties, ...]
    open_actions: int
    coming: tuple[Coming, ...]

    @property
    def count(self) -> int:
        """How many things need attention: as many as there are rows."""
        return sum(len(duties.lines) for duties in self.duties)


@dataclass(frozen=True, slots=True)
class YearLane:
    """The meetings of one group in a year; each with its state: held, today, next or planned."""

    group_id: str
    name: str
    code: str
    meetings: tuple[tuple[MeetingLine, str], ...]


def by_heading(dues: Sequence[Due]) -> tuple[Duties, ...]:
    """Put what is due under its headings; the heading of the earliest date comes first."""
    found: dict[str, list[Due]] = {}
    for due in dues:
        found.setdefault(due.heading or due.feature.capitalize(), []).append(due)
    return tuple(Duties(heading, tuple(lines)) for heading, lines in found.items())


def urgency(due: Due, today: date) -> str:
    """Say how near something is: late, near, later, or open where its words name no days."""
    if due.urgency:
        return due.urgency
    if not due.days[:1].isdigit() and not due.days.startswith("Due"):
        return "open"
    if due.on < today:
        return "late"
    return "near" if working_days_between(today, due.on) <= NEAR else "later"


def attention_words(count: int) -> str:
    """Return '8 things need attention'."""
    if not count:
        return "Nothing needs attention"
    return "1 thing needs attention" if count == 1 else f"{count} things need attention"


def year_of(day: date) -> int:
    """Return the calendar year in which the financial year of a day begins."""
    return day.year if day.month >= YEAR_BEGINS_IN else day.year - 1


def lanes_of(
    groups: Sequence[tuple[str, str, str]],
    meetings: Sequence[MeetingLine],
    today: date,
    upcoming: frozenset[str],
) -> tuple[YearLane, ...]:
    """Return a lane for each group that meets in a year, in the order of the groups.

    `groups` are (id, name, code); `upcoming` the ids of each group's next meeting. Cancelled
    meetings are left out.
    """
    lanes = []
    for group_id, name, code in groups:
        own = [m for m in meetings if m.group_id == group_id and m.goes_ahead]
        marks = tuple((m, _state(m, today, upcoming)) for m in own)
        if marks:
            lanes.append(YearLane(group_id, name, code, marks))
    return tuple(lanes)


def _state(meeting: MeetingLine, today: date, upcoming: frozenset[str]) -> str:
    if meeting.on == today:
        return "today"
    if meeting.on < today:
        return "held"
    return "next" if meeting.id in upcoming else "planned"
