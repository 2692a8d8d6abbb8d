"""The structure of the partnership on a day, and who sits on a group, as documents ask for them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.partnership.queries.parties import names_on
from dscp_desktop.partnership.queries.seats import seats_by_group, seats_on
from dscp_desktop.partnership.rules.seats import CHAIR, Membership, SeatHolder
from dscp_desktop.partnership.rules.spans import stands_on
from dscp_desktop.partnership.rules.structure import StructureGroup, StructurePlace, structure
from dscp_desktop.partnership.tables import Group, Succession


def load_structure(session: Session, on: date) -> tuple[StructurePlace, ...]:
    """Return the groups that stand on a day, under the names of that day, in their places."""
    names, seats = names_on(session, on), seats_by_group(session, on)
    rows = session.scalars(select(Group).order_by(Group.position, Group.id))
    groups = [
        StructureGroup(
            id=row.id,
            name=names[row.id],
            code=row.code,
            kind=row.kind,
            reports_to_id=row.reports_to_id or "",
            chair=_chair(seats.get(row.id, ())),
            joint_with=row.joint_with,
            starts=row.starts,
            ends=row.ends,
        )
        for row in rows
    ]
    successors = {r.former_id: r.successor_id for r in session.scalars(select(Succession))}
    return structure(groups, on, successors)


def _chair(seats: tuple[SeatHolder, ...]) -> str:
    chair = next((seat for seat in seats if seat.office == CHAIR), None)
    if chair is None:
        return ""
    role = "" if chair.role.casefold() == CHAIR else chair.role
    return chair.person or chair.organisation_short or chair.organisation or role or "Not named"


def load_membership(session: Session, group_id: str, on: date) -> Membership:
    """Return who sat on a group on a day, under its name of that day."""
    row = session.get_one(Group, group_id)
    name = names_on(session, on)[group_id]
    stands = stands_on(row.starts, row.ends, on)
    return Membership(name, row.code, on, stands, seats_on(session, group_id, on))
