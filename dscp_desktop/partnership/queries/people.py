"""The people of the store, as values: who holds which seat, who chairs, and what became of what."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.partnership.queries.parties import load_parties
from dscp_desktop.partnership.queries.seats import seats_by_group
from dscp_desktop.partnership.rules.parties import SuccessionLine
from dscp_desktop.partnership.rules.people import ChairingLine, HoldingLine, PersonLine
from dscp_desktop.partnership.rules.spans import first_day
from dscp_desktop.partnership.tables import Chairing, Group, Holding, Person, Seat, Succession


def list_people(session: Session, on: date) -> tuple[PersonLine, ...]:
    """Return everybody by name, with the seats they hold or deputise on, on a day."""
    parties = load_parties(session)
    codes = {row.id: row.code for row in session.scalars(select(Group))}
    seats: dict[str, list[str]] = defaultdict(list)
    for group_id, group_seats in seats_by_group(session, on).items():
        for seat in group_seats:
            place = f"{seat.role or seat.shown} on {codes[group_id]}"
            if seat.person_id:
                seats[seat.person_id].append(place)
            if seat.deputy_id and not seat.by_office:
                seats[seat.deputy_id].append(f"Deputy: {place}")
    return tuple(
        PersonLine(
            id=row.id,
            name=row.name,
            role=row.role,
            organisation_id=row.organisation_id or "",
            organisation=parties[row.organisation_id].shown if row.organisation_id else "",
            email=row.email,
            starts=row.starts,
            ends=row.ends,
            seats=tuple(seats[row.id]),
        )
        for row in session.scalars(select(Person).order_by(Person.name, Person.id))
    )


def list_holdings(session: Session, seat_id: str) -> tuple[HoldingLine, ...]:
    """Return who held a seat and who deputised on it, the latest first."""
    query = select(Holding, Person.name).join(Person, Person.id == Holding.person_id)
    rows = session.execute(query.where(Holding.seat_id == seat_id).order_by(Holding.id)).all()
    lines = [
        HoldingLine(row.id, seat_id, row.person_id, name, row.deputy, row.starts, row.ends)
        for row, name in rows
    ]
    return tuple(sorted(lines, key=lambda line: first_day(line.starts), reverse=True))


def list_chairings(session: Session, group_id: str) -> tuple[ChairingLine, ...]:
    """Return which seats chaired a group, or deputised for the chair, the latest first."""
    parties = load_parties(session)
    query = select(Chairing, Seat).join(Seat, Seat.id == Chairing.seat_id)
    rows = session.execute(query.where(Chairing.group_id == group_id).order_by(Chairing.id)).all()
    lines = []
    for row, seat in rows:
        holder = parties.get(seat.organisation_id or seat.agency_group_id or "")
        named = (holder.shown if holder else "", seat.role)
        shown = ", ".join(text for text in named if text)
        line = ChairingLine(row.id, group_id, row.seat_id, shown, row.office, row.starts, row.ends)
        lines.append(line)
    return tuple(sorted(lines, key=lambda line: first_day(line.starts), reverse=True))


def list_successions(session: Session, record_id: str = "") -> tuple[SuccessionLine, ...]:
    """Return what became of organisations and groups: all, or what one came from or became."""
    parties = load_parties(session)
    rows = session.scalars(select(Succession).order_by(Succession.id)).all()
    lines = [
        SuccessionLine(
            row.id,
            row.former_id,
            parties[row.former_id].name,
            row.successor_id,
            parties[row.successor_id].name,
            row.on,
            row.how,
        )
        for row in rows
        if record_id in ("", row.former_id, row.successor_id)
    ]
    return tuple(sorted(lines, key=lambda line: first_day(line.on)))
