"""Seats that end, and seats that pass on to another organisation, as parts of other commands."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dscp_desktop.core.faults import Refused
from dscp_desktop.partnership.rules.spans import Span, begin_after, last_day, read_span, show_when
from dscp_desktop.partnership.tables import Chairing, Group, Holding, Organisation, Person, Seat
from dscp_desktop.store.session import fresh_id

Part = Holding | Chairing


def close_body(session: Session, row: Organisation | Group, ends: str) -> None:
    """End an organisation or a group, and the seats it holds or has; what ended before stays."""
    span = read_span(row.starts, ends, row.name)
    mine = (Seat.group_id, Seat.organisation_id, Seat.agency_group_id)
    seats = session.scalars(select(Seat).where(or_(*(column == row.id for column in mine)))).all()
    close_seats(session, [seat for seat in seats if last_day(seat.ends) > span.last], span.ends)
    row.ends = span.ends


def close_seats(session: Session, seats: Iterable[Seat], ends: str) -> None:
    """End seats, and with them their holders and chairs. Raises Refused where one begins later."""
    for row in seats:
        if Span(row.starts).first > last_day(ends):
            title, _ = row.describe(session)
            raise Refused(
                f"{title} begins later: {show_when(row.starts)}. Change or remove that seat first."
            )
        cut_parts(session, row.id, ends)
        row.ends = ends


def parts_of(session: Session, seat_id: str) -> list[Part]:
    """Return who held a seat, and when it chaired its group."""
    holdings = session.scalars(select(Holding).where(Holding.seat_id == seat_id)).all()
    chairings = session.scalars(select(Chairing).where(Chairing.seat_id == seat_id)).all()
    return [*holdings, *chairings]


def cut_parts(session: Session, seat_id: str, ends: str) -> None:
    """Let nobody hold a seat, nor chair on it, after a day; what was to begin later goes."""
    for part in parts_of(session, seat_id):
        if Span(part.starts).first > last_day(ends):
            session.delete(part)
        elif last_day(part.ends) > last_day(ends):
            part.ends = ends


def pass_on(session: Session, former_id: str, successor_id: str, starts: str, ends: str) -> None:
    """Pass the seats of an organisation, with who sits on them, to the one that follows it."""
    held = session.scalars(select(Seat).where(Seat.organisation_id == former_id)).all()
    for seat in held:
        if last_day(seat.ends) > last_day(ends):
            _pass_seat(session, seat, successor_id, starts, ends)
    for person in session.scalars(select(Person).where(Person.organisation_id == former_id)):
        if last_day(person.ends) > last_day(ends):
            person.organisation_id = successor_id


def _pass_seat(
    session: Session, seat: Seat, organisation_id: str | None, starts: str, ends: str
) -> Seat:
    same = select(Seat).where(
        Seat.group_id == seat.group_id,
        Seat.organisation_id == organisation_id,
        Seat.role == seat.role,
    )
    going_on = Span(max(starts, seat.starts), seat.ends)
    twins = session.scalars(same).all() if organisation_id != seat.organisation_id else []
    twin = next((t for t in twins if Span(t.starts, t.ends).overlaps(going_on)), None)
    if twin is None:
        twin = Seat(
            id=fresh_id(session),
            group_id=seat.group_id,
            organisation_id=organisation_id,
            agency_group_id=seat.agency_group_id,
            role=seat.role,
            kind=seat.kind,
            filled_from_id=seat.filled_from_id,
            chair_of_id=seat.chair_of_id,
            starts=going_on.starts,
            ends=going_on.ends,
        )
        session.add(twin)
        _pass_parts(session, seat, twin, ends)
    filled = session.scalars(select(Seat).where(Seat.filled_from_id == seat.id)).all()
    for other in filled:
        if last_day(other.ends) > last_day(ends):
            # A seat by office goes on as a seat of its own, filled from the one that follows.
            _pass_seat(session, other, other.organisation_id, starts, ends).filled_from_id = twin.id
    if Span(seat.starts).first > last_day(ends):
        cut_parts(session, seat.id, ends)
        session.delete(seat)
    else:
        close_seats(session, [seat], ends)
    return twin


def _pass_parts(session: Session, seat: Seat, new: Seat, ends: str) -> None:
    for part in parts_of(session, seat.id):
        if last_day(part.ends) <= last_day(ends):
            continue
        starts = max(begin_after(ends), part.starts)
        if isinstance(part, Holding):
            row: Part = Holding(person_id=part.person_id, deputy=part.deputy)
        else:
            row = Chairing(group_id=part.group_id, office=part.office)
        row.id, row.seat_id = fresh_id(session), new.id
        row.starts, row.ends = starts, part.ends
        session.add(row)
