"""The seats of the store, as values: who sits on what."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.partnership.queries.parties import load_parties
from dscp_desktop.partnership.rules.parties import STATUTORY
from dscp_desktop.partnership.rules.seats import (
    CHAIR,
    Chair,
    Holder,
    Office,
    People,
    SeatHolder,
    SeatLine,
    fill_seats,
)
from dscp_desktop.partnership.rules.spans import Span, stands_on
from dscp_desktop.partnership.tables import Chairing, Group, Holding, Organisation, Person, Seat


def seats_on(session: Session, group_id: str, on: date) -> tuple[SeatHolder, ...]:
    """Return the seats of a group that stand on a day, each with who fills it.

    A seat by office is filled from its other seat or the chair of its group. Seats of statutory
    partners come first. A group that does not stand on that day has no seats.
    """
    return seats_by_group(session, on).get(group_id, ())


def seats_by_group(session: Session, on: date) -> dict[str, tuple[SeatHolder, ...]]:
    """Return the seats that stand on a day by the id of their group: see `seats_on`."""
    groups = {row.id: row for row in session.scalars(select(Group))}
    bodies = {row.id: row for row in session.scalars(select(Organisation))}
    bare, offices = [], {}
    for row in session.scalars(select(Seat).order_by(Seat.id)):
        group = groups[row.group_id]
        if not stands_on(group.starts, group.ends, on) or not stands_on(row.starts, row.ends, on):
            continue
        bare.append(_bare_seat(row, bodies, groups, on))
        if row.filled_from_id or row.chair_of_id:
            offices[row.id] = Office(row.filled_from_id or "", row.chair_of_id or "")
    people = {p.id: People(p.id, p.name, p.email) for p in session.scalars(select(Person))}
    filled = fill_seats(bare, offices, all_holders(session), all_chairs(session), people, on)
    found: dict[str, list[SeatHolder]] = {}
    for seat in sorted(
        filled.values(), key=lambda each: not (each.statutory and not each.by_office)
    ):
        found.setdefault(seat.group_id, []).append(seat)
    return {group_id: tuple(seats) for group_id, seats in found.items()}


def _bare_seat(
    row: Seat, bodies: dict[str, Organisation], groups: dict[str, Group], on: date
) -> SeatHolder:
    body = bodies.get(row.organisation_id or "")
    agency = groups.get(row.agency_group_id or "")
    statutory = bool(body and body.kind == STATUTORY and stands_on(body.starts, body.ends, on))
    return SeatHolder(
        seat_id=row.id,
        group_id=row.group_id,
        organisation_id=body.id if body else "",
        organisation=body.name if body else "",
        agency_group_id=agency.id if agency else "",
        role=row.role,
        kind=row.kind,
        statutory=statutory,
        starts=row.starts,
        ends=row.ends,
        organisation_short=body.short_name if body else "",
        agency_group=agency.name if agency else "",
    )


def all_holders(session: Session) -> tuple[Holder, ...]:
    """Return who fills which seat, or deputises on it, whenever it was, in the order of entry."""
    rows = session.scalars(select(Holding).order_by(Holding.id))
    return tuple(Holder(r.seat_id, r.person_id, r.deputy, Span(r.starts, r.ends)) for r in rows)


def all_chairs(session: Session) -> tuple[Chair, ...]:
    """Return which seat chairs which group, whenever it was, in the order of entry."""
    rows = session.scalars(select(Chairing).order_by(Chairing.id))
    return tuple(Chair(r.group_id, r.seat_id, r.office, Span(r.starts, r.ends)) for r in rows)


def load_offices(session: Session) -> dict[str, Office]:
    """Return the seats by office: from which seat, or whose chair, each is filled."""
    rows = session.scalars(select(Seat))
    return {
        row.id: Office(row.filled_from_id or "", row.chair_of_id or "")
        for row in rows
        if row.filled_from_id or row.chair_of_id
    }


def chair_of(session: Session, group_id: str, on: date, office: str = CHAIR) -> SeatHolder | None:
    """Return the seat that chairs a group on a day, filled; None where nobody does."""
    seats = seats_on(session, group_id, on)
    return next((seat for seat in seats if seat.office == office), None)


def list_seats(session: Session, group_id: str) -> tuple[SeatLine, ...]:
    """Return the seats of a group; those of statutory partners first."""
    parties = load_parties(session)
    lines = []
    for row in session.scalars(select(Seat).where(Seat.group_id == group_id).order_by(Seat.id)):
        holder = parties.get(row.organisation_id or row.agency_group_id or "")
        name = holder.shown if holder else row.role
        held_by = holder.id if holder else ""
        line = SeatLine(row.id, name, row.role, row.kind, row.starts, row.ends, held_by)
        lines.append((holder, line))
    lines.sort(key=lambda pair: pair[0] is None or pair[0].kind != STATUTORY)
    return tuple(line for _, line in lines)


def seated_on(session: Session, group_id: str) -> frozenset[str]:
    """Return the ids of the organisations and agency groups with a seat on a group.

    An agency group's seat is a seat of each of its organisations too.
    """
    query = select(Seat.organisation_id, Seat.agency_group_id).where(Seat.group_id == group_id)
    held = {party_id for row in session.execute(query) for party_id in row if party_id}
    inside = select(Organisation.id).where(Organisation.agency_group_id.in_(held))
    through = select(Organisation.agency_group_id).where(Organisation.id.in_(held))
    every = (*held, *session.scalars(inside), *session.scalars(through))
    return frozenset(party_id for party_id in every if party_id)
