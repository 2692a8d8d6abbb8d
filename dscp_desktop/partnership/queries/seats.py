"""The seats of the store, as values: who sits on what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.partnership.queries.parties import (
    every_group,
    every_organisation,
    load_parties,
)
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
from dscp_desktop.store.session import once


def seats_on(session: Session, group_id: str, on: date) -> tuple[SeatHolder, ...]:
    """Return the seats of a group that stand on a day, each with who fills it.

    A seat by office is filled from its other seat or the chair of its group. Seats of statutory
    partners come first. A group that does not stand on that day has no seats.
    """
    return seats_by_group(session, on).get(group_id, ())


def seats_by_group(session: Session, on: date) -> dict[str, tuple[SeatHolder, ...]]:
    """Return the seats that stand on a day by the id of their group: see `seats_on`."""
    return once(session, ("seats", on), lambda: _seats_by_group(session, on))


def _seats_by_group(session: Session, on: date) -> dict[str, tuple[SeatHolder, ...]]:
    groups = {row.id: row for row in every_group(session)}
    bodies = {row.id: row for row in every_organisation(session)}
    bare, offices = [], {}
    for row in _every_seat(session):
        group = groups[row.group_id]
        if not stands_on(group.starts, group.ends, on) or not stands_on(row.starts, row.ends, on):
            continue
        bare.append(_bare_seat(row, bodies, groups, on))
        if row.filled_from_id or row.chair_of_id:
            offices[row.id] = Office(row.filled_from_id or "", row.chair_of_id or "")
    filled = fill_seats(
        bare, offices, all_holders(session), all_chairs(session), _people(session), on
    )
    found: dict[str, list[SeatHolder]] = {}
    for seat in sorted(
        filled.values(), key=lambda each: not (each.statutory and not each.by_office)
    ):
        found.setdefault(seat.group_id, []).append(seat)
    return {group_id: tuple(seats) for group_id, seats in found.items()}


def _every_seat(session: Session) -> Sequence[Seat]:
    return once(session, "seats", lambda: session.scalars(select(Seat).order_by(Seat.id)).all())


def _people(session: Session) -> dict[str, People]:
    query = select(Person.id, Person.name, Person.email)
    return once(session, "people", lambda: {row[0]: People(*row) for row in session.execute(query)})


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
    query = select(Holding.seat_id, Holding.person_id, Holding.deputy, Holding.starts, Holding.ends)
    rows = once(session, "holdings", lambda: session.execute(query.order_by(Holding.id)).all())
    return tuple(Holder(seat, who, deputy, Span(*span)) for seat, who, deputy, *span in rows)


def all_chairs(session: Session) -> tuple[Chair, ...]:
    """Return which seat chairs which group, whenever it was, in the order of entry."""
    own = Chairing
    query = select(own.group_id, own.seat_id, own.office, own.starts, own.ends).order_by(own.id)
    rows = once(session, "chairings", lambda: session.execute(query).all())
    return tuple(Chair(group, seat, office, Span(*span)) for group, seat, office, *span in rows)


def load_offices(session: Session) -> dict[str, Office]:
    """Return the seats by office: from which seat, or whose chair, each is filled."""
    return {
        row.id: Office(row.filled_from_id or "", row.chair_of_id or "")
        for row in _every_seat(session)
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
