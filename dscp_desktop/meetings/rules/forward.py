"""The forward plan: what is to come to which meeting of which group, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from dscp_desktop.core.days import show_day, show_day_year
from dscp_desktop.core.offers import Proposal
from dscp_desktop.diary.rules.meetings import MeetingLine

PLANNED, ON_AGENDA, DONE, DROPPED = "planned", "on agenda", "done", "dropped"
STATES = (PLANNED, ON_AGENDA, DONE, DROPPED)
AHEAD = 184  # days: proposals are asked for half a year ahead


@dataclass(frozen=True, slots=True)
class ForwardDetails:
    """What is said of something that is to come to a group; `due` is the day it should be by."""

    group_id: str
    title: str
    meeting_id: str | None = None
    due: date | None = None
    why: str = ""
    lead: str = ""
    minutes: int = 0
    purpose: str = ""
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class ForwardValues:
    """One row of a sheet of the forward plan; what it leaves blank is None.

    `on` is the day of its meeting. A row with a fault has `sound` False.
    """

    group: str
    title: str
    on: date | None = None
    why: str | None = None
    lead: str | None = None
    minutes: int | None = None
    purpose: str | None = None
    due: date | None = None
    restricted: bool | None = None
    sound: bool = True


@dataclass(frozen=True, slots=True)
class ForwardLine:
    """An item of the forward plan as a list shows it.

    `item` is its number on the agenda, '' while it is on none. `record_id` is what it is about.
    `warning` says what is wrong with its meeting, '' where nothing is.
    """

    id: str
    group_id: str
    group: str
    code: str
    title: str
    why: str = ""
    lead: str = ""
    minutes: int = 0
    purpose: str = ""
    due: date | None = None
    restricted: bool = False
    state: str = PLANNED
    meeting: MeetingLine | None = None
    item_id: str = ""
    item: str = ""
    source: str = ""
    record_id: str = ""
    warning: str = ""

    @property
    def meeting_id(self) -> str:
        """Return the id of its meeting, '' where it has none."""
        return self.meeting.id if self.meeting else ""

    @property
    def when(self) -> str:
        """Return 'Thu 7 Sep 2023', or that no meeting was chosen."""
        return show_day_year(self.meeting.on) if self.meeting else "No meeting yet"

    @property
    def details(self) -> ForwardDetails:
        """Return what a form shows of it."""
        return ForwardDetails(
            self.group_id,
            self.title,
            self.meeting_id or None,
            self.due,
            self.why,
            self.lead,
            self.minutes,
            self.purpose,
            self.restricted,
        )


@dataclass(frozen=True, slots=True)
class Place:
    """The meeting that something goes to, None where there is none, and a warning in words."""

    meeting: MeetingLine | None = None
    warning: str = ""


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal as the list shows it: from which part of the program, and where it would go."""

    proposal: Proposal
    part: str
    group: str
    code: str
    place: Place = field(default_factory=Place)

    @property
    def key(self) -> str:
        """Return the key of the proposal."""
        return self.proposal.key


def in_order(meetings: Iterable[MeetingLine]) -> list[MeetingLine]:
    """Return meetings in order of time."""
    return sorted(meetings, key=lambda m: (m.on, m.start or time.min, m.id))


def is_coming(meeting: MeetingLine, today: date) -> bool:
    """Say whether something can still be brought to a meeting."""
    return meeting.goes_ahead and meeting.status != "held" and meeting.on >= today


def place_of(meetings: Iterable[MeetingLine], since: date, due: date | None) -> Place:
    """Return the meeting of a group that something goes to, and a warning where that is late.

    It is the first one that goes ahead, on or after the day it can come. Where that is after the
    day it is due, the warning says so.
    """
    coming = next(iter(in_order(m for m in meetings if is_coming(m, since))), None)
    if coming is None:
        by = f" by {show_day_year(due)}" if due else " to come"
        return Place(None, f"No meeting{by}")
    if due is not None and coming.on > due:
        return Place(coming, f"No meeting by {show_day_year(due)}")
    return Place(coming)


def meeting_by(meetings: Iterable[MeetingLine], since: date, due: date) -> MeetingLine | None:
    """Return the last meeting to come by a day, or else the first after it; None without any."""
    coming = in_order(m for m in meetings if is_coming(m, since))
    before = [m for m in coming if m.on <= due]
    return before[-1] if before else next(iter(coming), None)


def warning_of(meeting: MeetingLine | None, state: str, due: date | None, today: date) -> str:
    """Return what is wrong with the meeting of a planned item, '' where nothing is."""
    if state in (DONE, DROPPED):
        return ""
    if meeting is None:
        return "No meeting is chosen"
    if not meeting.goes_ahead:
        return "Its meeting was cancelled"
    if state == PLANNED and not is_coming(meeting, today):
        return "Its meeting is over"
    if due is not None and meeting.on > due:
        return f"Due {show_day(due)}, before its meeting"
    return ""


def state_of(state: str, meeting: MeetingLine | None) -> str:
    """Return how far an item is: on the agenda of a meeting that was held, it is done."""
    held = meeting is not None and meeting.status == "held"
    return DONE if state == ON_AGENDA and held else state


def neighbour(
    meetings: Sequence[MeetingLine], meeting_id: str, step: int, today: date
) -> MeetingLine | None:
    """Return the meeting to come before (-1) or after (1) another one; None where none is.

    Something without a meeting goes to the first, or the last, that is to come.
    """
    every = in_order(meetings)
    now = next((m for m in every if m.id == meeting_id), None)
    coming = [m for m in every if is_coming(m, today) and m.id != meeting_id]
    if now is not None:
        at = (now.on, now.start or time.min, now.id)
        coming = [
            m
            for m in coming
            if ((m.on, m.start or time.min, m.id) > at if step > 0 else
                (m.on, m.start or time.min, m.id) < at)
        ]  # fmt: skip
    if not coming:
        return None
    first = step > 0
    return coming[0] if first else coming[-1]


def not_known_yet(proposals: Iterable[Proposal], known: Iterable[str]) -> tuple[Proposal, ...]:
    """Return the proposals that were neither accepted nor dropped, each once, by due day."""
    taken = set(known)
    found: dict[str, Proposal] = {}
    for proposal in proposals:
        if proposal.key not in taken:
            found.setdefault(proposal.key, proposal)
    return tuple(sorted(found.values(), key=lambda p: (p.due, p.title, p.key)))


def count_words(lines: Sequence[ForwardLine]) -> str:
    """Return '4 items, 1 with no meeting'."""
    open_ones = [line for line in lines if line.state in (PLANNED, ON_AGENDA)]
    said = f"{len(open_ones)} {'item' if len(open_ones) == 1 else 'items'}"
    homeless = sum(line.meeting is None for line in open_ones)
    return f"{said}, {homeless} with no meeting" if homeless else said
