"""Who was at meetings: seat by seat at one of them, and over a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.periods import parse_year, year_bounds
from dscp_desktop.diary.queries.meetings import get_meeting, joint_bodies, list_meetings
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.meetings.rules.numbering import shown_labels
from dscp_desktop.meetings.rules.record import GuestLine, MoveLine, SeatMark
from dscp_desktop.meetings.rules.year import AttendanceYear, SeatDay, count_year
from dscp_desktop.meetings.tables import AgendaItem, Attendance, Guest, Movement, frozen_words
from dscp_desktop.partnership.queries.parties import load_parties, names_on
from dscp_desktop.partnership.queries.seats import seats_on
from dscp_desktop.partnership.rules.seats import SeatHolder
from dscp_desktop.partnership.tables import Seat
from dscp_desktop.store.session import once


@dataclass(frozen=True, slots=True)
class _Mark:
    mark: str
    name: str


def seat_marks(session: Session, meeting_id: str) -> tuple[SeatMark, ...]:
    """Return the seats of the groups of a meeting, as they were that day, with their marks.

    Bodies and former seats that have a mark follow. Of approved minutes only what has a mark is
    shown. The mark of a seat goes before that of its organisation or agency group.
    """
    meeting = get_meeting(session, meeting_id)
    if meeting is None:
        return ()
    marks = _marks_of(session, meeting_id)
    moves: dict[str, list[MoveLine]] = defaultdict(list)
    for move in list_moves(session, meeting_id):
        moves[move.attendee_id].append(move)
    found, used = [], set()
    for seat in seats_of_meeting(session, meeting):
        whose = _whose(seat, marks)
        used.add(whose)
        found.append(_seat_mark(seat, whose, marks.get(whose), moves.get(whose, ())))
    rest = [(key, mark) for key, mark in marks.items() if key not in used]
    names = attendee_names(session, (key for key, _ in rest), meeting)
    found += [
        SeatMark(
            "", key, names[key], kind="", mark=mark.mark, name=mark.name, moves=tuple(moves[key])
        )
        for key, mark in rest
    ]
    if frozen_words(session, meeting_id):
        return tuple(seat for seat in found if seat.mark)
    return tuple(found)


def seats_of_meeting(session: Session, meeting: MeetingLine) -> tuple[SeatHolder, ...]:
    """Return the seats of a meeting's group on its day, and of the groups it is joint with."""
    joint = joint_bodies(session, meeting.id) if meeting.joint else ()
    groups = dict.fromkeys((meeting.group_id, *joint))
    return tuple(seat for group in groups for seat in seats_on(session, group, meeting.on))


def _whose(seat: SeatHolder, marks: Mapping[str, _Mark]) -> str:
    """Return whose mark counts for a seat: its own, else that of the body that holds it."""
    if seat.seat_id in marks:
        return seat.seat_id
    body = seat.organisation_id or seat.agency_group_id
    return body if body in marks else seat.seat_id


def _seat_mark(
    seat: SeatHolder, whose: str, mark: _Mark | None, moves: Sequence[MoveLine]
) -> SeatMark:
    return SeatMark(
        seat_id=seat.seat_id,
        attendee_id=whose,
        shown=seat.shown,
        role=seat.role,
        kind=seat.kind,
        statutory=seat.statutory,
        person=seat.person,
        deputy=seat.deputy,
        office=seat.office,
        mark=mark.mark if mark else "",
        name=mark.name if mark else "",
        moves=tuple(moves),
    )


def _marks_of(session: Session, meeting_id: str) -> dict[str, _Mark]:
    query = select(Attendance.attendee_id, Attendance.mark, Attendance.name)
    rows = session.execute(query.where(Attendance.meeting_id == meeting_id).order_by(Attendance.id))
    return {attendee: _Mark(mark, name) for attendee, mark, name in rows}


def attendee_names(session: Session, ids: Iterable[str], meeting: MeetingLine) -> dict[str, str]:
    """Return how lists name those with a mark: a body as it was called that day, or a seat."""
    parties, then = load_parties(session), names_on(session, meeting.on)
    found = {}
    for key in ids:
        seat = session.get(Seat, key) if key not in parties else None
        body = (seat.organisation_id or seat.agency_group_id) if seat else key
        shown = parties[body].shown if body in parties else ""
        if body in parties and then.get(body, parties[body].name) != parties[body].name:
            shown = then[body]
        found[key] = shown or (seat.role if seat else "")
    return found


def list_moves(session: Session, meeting_id: str) -> tuple[MoveLine, ...]:
    """Return who came late or left early, in the order of time."""
    return once(session, ("moves", meeting_id), lambda: _moves(session, meeting_id))


def _moves(session: Session, meeting_id: str) -> tuple[MoveLine, ...]:
    meeting = get_meeting(session, meeting_id)
    query = select(Movement).where(Movement.meeting_id == meeting_id)
    rows = session.scalars(query.order_by(Movement.at, Movement.id)).all()
    if meeting is None or not rows:
        return ()
    labels = labels_of(session, meeting_id)
    shown = {seat.seat_id: seat.shown for seat in seats_of_meeting(session, meeting)}
    rest = {row.attendee_id for row in rows} - shown.keys()
    shown |= attendee_names(session, rest, meeting)
    return tuple(
        MoveLine(
            id=row.id,
            attendee_id=row.attendee_id,
            attendee=shown[row.attendee_id],
            came=row.came,
            at=row.at,
            item_id=row.item_id or "",
            item=labels.get(row.item_id or "", ""),
        )
        for row in rows
    )


def labels_of(session: Session, meeting_id: str) -> dict[str, str]:
    """Return the number that each item of a meeting shows, by its id, in their order."""
    query = select(AgendaItem.id, AgendaItem.label).where(AgendaItem.meeting_id == meeting_id)
    query = query.order_by(AgendaItem.position, AgendaItem.id)
    rows = once(session, ("labels", meeting_id), lambda: session.execute(query).all())
    shown = shown_labels([label for _, label in rows])
    return {item_id: label for (item_id, _), label in zip(rows, shown, strict=True)}


def list_guests(session: Session, meeting_id: str) -> tuple[GuestLine, ...]:
    """Return who was at a meeting without a seat, in the order they were added."""
    query = select(Guest).where(Guest.meeting_id == meeting_id).order_by(Guest.id)
    return tuple(GuestLine(g.id, g.name, g.organisation) for g in session.scalars(query))


def recorded_meetings(session: Session, meetings: Iterable[MeetingLine]) -> list[MeetingLine]:
    """Return those that went ahead and whose attendance somebody recorded."""
    kept = frozenset(session.scalars(select(Attendance.meeting_id).distinct()))
    return [m for m in meetings if m.goes_ahead and m.id in kept]


def seat_days(session: Session, meeting: MeetingLine) -> tuple[SeatDay, ...]:
    """Return each core seat of a meeting's own group on its day, and its mark."""
    marks = _marks_of(session, meeting.id)
    found = []
    for seat in seats_on(session, meeting.group_id, meeting.on):
        if seat.kind != "core":
            continue
        mark = marks.get(_whose(seat, marks))
        body = seat.organisation_id or seat.agency_group_id
        name = seat.organisation_short or seat.organisation or seat.agency_group or seat.shown
        found.append(
            SeatDay(
                seat.seat_id,
                seat.shown,
                seat.role,
                body or seat.seat_id,
                name,
                mark.mark if mark else "",
            )
        )
    return tuple(found)


def attendance_year(session: Session, group_id: str, year: str) -> AttendanceYear:
    """Return the attendance of a group over a year named '2022-23', by organisation and seat.

    Only core seats count; cancelled meetings, and those nobody has recorded, are left out. Raises
    WrongUse where the year is written otherwise, or there is no such group.
    """
    try:
        named = parse_year(year)
    except ValueError as error:
        raise WrongUse(str(error)) from error
    group = load_parties(session).get(group_id)
    if group is None:
        raise WrongUse("Say which group's attendance is wanted.")
    since, until = year_bounds(named)
    meetings = recorded_meetings(session, list_meetings(session, group_id, since, until))
    days = [seat_days(session, meeting) for meeting in meetings]
    return count_year(group_id, group.name, named, meetings, days)
