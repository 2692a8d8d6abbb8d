"""The golden threads and priorities that agenda items touch, and the seats of a meeting."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.diary.queries.meetings import get_meeting, list_meetings
from dscp_desktop.diary.rules.meetings import MeetingLine, next_meeting
from dscp_desktop.meetings.queries.attendance import seat_marks
from dscp_desktop.meetings.queries.record import minutes_state
from dscp_desktop.meetings.rules.agenda import AttendanceLine
from dscp_desktop.meetings.rules.record import MinutesState
from dscp_desktop.priorities.queries.plans import list_plans
from dscp_desktop.store.tables import Link

THREAD, PRIORITY = "thread", "priority"


@dataclass(frozen=True, slots=True)
class Touching:
    """The threads and priorities to choose from, (id, words), and what items touch by id."""

    threads: tuple[tuple[str, str], ...] = ()
    priorities: tuple[tuple[str, str], ...] = ()
    touched: tuple[tuple[str, str], ...] = ()

    def of(self, item_id: str) -> frozenset[str]:
        """Return the threads and priorities of an item."""
        return frozenset(to_id for from_id, to_id in self.touched if from_id == item_id)


@dataclass(frozen=True, slots=True)
class Stand:
    """How far the minutes of a meeting are, and the group's later meetings."""

    minutes: MinutesState
    later: tuple[MeetingLine, ...] = ()
    next_id: str = ""
    meeting: MeetingLine | None = None


def touching(session: Session, item_ids: tuple[str, ...]) -> Touching:
    """Return the threads and priorities of the latest plans first, and what items touch."""
    plans = list_plans(session)[::-1]
    threads = {t.id: f"{t.title} ({p.term})" for p in plans for t in p.threads}
    priorities = {
        one.id: f"{one.number} {one.title} ({p.term})" for p in plans for one in p.priorities
    }
    query = select(Link.from_id, Link.to_id).where(
        Link.from_id.in_(item_ids), Link.role.in_((THREAD, PRIORITY))
    )
    touched = tuple((a, b) for a, b in session.execute(query))
    return Touching(tuple(threads.items()), tuple(priorities.items()), touched)


def seat_lines(session: Session, meeting_id: str) -> tuple[AttendanceLine, ...]:
    """Return the seats of a meeting as its list of attendance shows them."""
    return tuple(
        AttendanceLine(seat.attendee_id, seat.shown, seat.mark, bool(seat.seat_id), _said(
            seat.role, seat.who, seat.kind if seat.seat_id else "core"))
        for seat in seat_marks(session, meeting_id)
    )  # fmt: skip


def _said(role: str, who: str, kind: str) -> str:
    known = "" if kind == "core" else kind.capitalize()
    return " · ".join(part for part in (role, who, known) if part)


def stand_of(session: Session, meeting_id: str) -> Stand:
    """Return how far a meeting's minutes are, and which of the group's meetings come after it."""
    meeting = get_meeting(session, meeting_id)
    if meeting is None:
        return Stand(MinutesState())
    every = list_meetings(session, meeting.group_id, since=meeting.on)
    later = tuple(m for m in every if m.goes_ahead and m.on > meeting.on)
    following = next_meeting(later, meeting.on)
    return Stand(
        minutes_state(session, meeting_id), later, following.id if following else "", meeting
    )
