"""Who was at a meeting, seat by seat: marks, deputies, guests, and who came late or left early."""

from __future__ import annotations

from datetime import time

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.meetings.commands.minutes import CARES, change_record
from dscp_desktop.meetings.rules.agenda import DEPUTY, MARKS, PRESENT
from dscp_desktop.meetings.tables import AgendaItem, Attendance, Guest, Movement
from dscp_desktop.partnership.tables import Seat
from dscp_desktop.store.session import fresh_id


def put_mark(
    session: Session, meeting_id: str, attendee_id: str, mark: str, name: str | None = None
) -> str:
    """Put a mark, and who came where `name` says so, as part of a command; '' takes it back.

    Return what else is to be told. Raises Refused for an unknown mark, and where the minutes were
    approved.
    """
    if mark not in (*MARKS, ""):
        raise Refused(f"Attendance is one of: {', '.join(MARKS)}.")
    said = change_record(session, meeting_id)
    query = select(Attendance).where(Attendance.meeting_id == meeting_id)
    row = session.scalars(query.where(Attendance.attendee_id == attendee_id)).first()
    if mark not in (PRESENT, DEPUTY):
        moves = select(Movement).where(Movement.meeting_id == meeting_id)
        for gone in session.scalars(moves.where(Movement.attendee_id == attendee_id)):
            session.delete(gone)
    if not mark:
        if row is not None:
            session.delete(row)
        return said
    if row is None:
        row = Attendance(id=fresh_id(session), meeting_id=meeting_id, attendee_id=attendee_id)
        row.name = ""
        session.add(row)
    elif row.mark != mark:
        row.name = ""  # who came as a deputy is not who sent apologies
    row.mark = mark
    if name is not None:
        row.name = " ".join(name.split())
    return said


def record_seat(
    session: Session, meeting_id: str, seat_id: str, mark: str, name: str | None = None
) -> Changes:
    """Record whether a seat was taken; `name` is who came, where it is not its holder.

    A mark of '' takes it back. A mark of the seat goes before that of its organisation.
    """
    said = put_mark(session, meeting_id, seat_id, mark, name)
    return _told(session, meeting_id, "Attendance recorded", said)


def name_attendee(session: Session, meeting_id: str, attendee_id: str, name: str) -> Changes:
    """Say who came for a seat or a body, such as the deputy's name."""
    query = select(Attendance).where(Attendance.meeting_id == meeting_id)
    row = session.scalars(query.where(Attendance.attendee_id == attendee_id)).first()
    if row is None or row.mark not in (PRESENT, DEPUTY):
        raise Refused("Mark it as here or as a deputy first.")
    said = change_record(session, meeting_id)
    row.name = " ".join(name.split())
    return _told(session, meeting_id, "Attendance recorded", said)


def move(
    session: Session,
    meeting_id: str,
    attendee_id: str,
    came: bool,
    at: time | None = None,
    item_id: str | None = None,
) -> Changes:
    """Say that somebody came late, or left early: when, and from which item on it counts.

    Who comes and was not marked here is marked here. Raises Refused where they could not: who is
    not here cannot leave, the item is of another meeting, or neither time nor item is said.
    """
    said = change_record(session, meeting_id)
    if at is None and not item_id:
        raise Refused("Enter the time, or choose the item.")
    if item_id and session.get_one(AgendaItem, item_id).meeting_id != meeting_id:
        raise Refused("This item is of another meeting. Choose one of this meeting.")
    attendee_id = _whose(session, meeting_id, attendee_id)
    query = select(Attendance.mark).where(Attendance.meeting_id == meeting_id)
    mark = session.scalars(query.where(Attendance.attendee_id == attendee_id)).first()
    here = mark in (PRESENT, DEPUTY)
    if not came and not here:
        raise Refused("Who is not marked as here cannot leave. Mark them as here first.")
    if came and not here:
        put_mark(session, meeting_id, attendee_id, PRESENT)
    row = Movement(id=fresh_id(session), meeting_id=meeting_id, attendee_id=attendee_id)
    row.came, row.at, row.item_id = came, at, item_id or None
    session.add(row)
    return _told(session, meeting_id, "Arrival kept" if came else "Departure kept", said, row.id)


def _whose(session: Session, meeting_id: str, attendee_id: str) -> str:
    """Return whose mark counts for a seat: its own, else that of the body that holds it."""
    query = select(Attendance.attendee_id).where(Attendance.meeting_id == meeting_id)
    marked = frozenset(session.scalars(query))
    seat = session.get(Seat, attendee_id)
    body = (seat.organisation_id or seat.agency_group_id or "") if seat else ""
    return body if attendee_id not in marked and body in marked else attendee_id


def remove_move(session: Session, move_id: str) -> Changes:
    """Take back that somebody came late or left early."""
    row = session.get_one(Movement, move_id)
    said = change_record(session, row.meeting_id)
    session.delete(row)
    return _told(session, row.meeting_id, "Arrival or departure removed", said)


def add_guest(session: Session, meeting_id: str, name: str, organisation: str = "") -> Changes:
    """Add somebody without a seat who was there."""
    said = change_record(session, meeting_id)
    row = Guest(id=fresh_id(session), meeting_id=meeting_id)
    _put_guest(row, name, organisation)
    session.add(row)
    return _told(session, meeting_id, "Guest added", said, row.id)


def change_guest(session: Session, guest_id: str, name: str, organisation: str = "") -> Changes:
    """Change who a guest was, or where they come from."""
    row = session.get_one(Guest, guest_id)
    said = change_record(session, row.meeting_id)
    _put_guest(row, name, organisation)
    return _told(session, row.meeting_id, "Guest changed", said, row.id)


def remove_guest(session: Session, guest_id: str) -> Changes:
    """Take back that a guest was there."""
    row = session.get_one(Guest, guest_id)
    said = change_record(session, row.meeting_id)
    session.delete(row)
    return _told(session, row.meeting_id, "Guest removed", said)


def _put_guest(row: Guest, name: str, organisation: str) -> None:
    plain = " ".join(name.split())
    if not plain:
        raise Refused("Type the name of the guest.")
    row.name, row.organisation = plain, " ".join(organisation.split())


def _told(session: Session, meeting_id: str, what: str, said: str, result: str = "") -> Changes:
    name = session.get_one(Meeting, meeting_id).shown(session)
    return Changes(f"{what}: {name}{said}", CARES, result or meeting_id)
