"""What the store knows of the partnership, as values."""

from __future__ import annotations

from collections import Counter, defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.partnership.rules import (
    AGENCY_GROUP,
    GroupLine,
    Names,
    OrganisationLine,
    Party,
    SeatLine,
    index_names,
)
from dscp_desktop.partnership.tables import Group, KnownAs, Organisation, Seat
from dscp_desktop.store.settings import get_setting


def load_names(session: Session) -> Names:
    """Return every name of every organisation and group."""
    others = _other_names(session)
    organisations = [
        (_organisation_party(row), (row.name, row.short_name, *others[row.id]))
        for row in session.scalars(select(Organisation).order_by(Organisation.name))
    ]
    groups = [
        (_group_party(row), (row.name, row.code, *others[row.id]))
        for row in session.scalars(select(Group).order_by(Group.position))
    ]
    return Names(index_names(organisations), index_names(groups))


def _other_names(session: Session) -> dict[str, list[str]]:
    """Return the other names of every organisation and group, in the order they were given."""
    others: dict[str, list[str]] = defaultdict(list)
    query = select(KnownAs.record_id, KnownAs.name).order_by(KnownAs.id)
    for record_id, name in session.execute(query):
        others[record_id].append(name)
    return others


def load_parties(session: Session) -> dict[str, Party]:
    """Return every organisation and group by its id."""
    parties = [_organisation_party(row) for row in session.scalars(select(Organisation))]
    parties += [_group_party(row) for row in session.scalars(select(Group))]
    return {party.id: party for party in parties}


def _organisation_party(row: Organisation) -> Party:
    return Party(row.id, row.kind, row.name, row.short_name or row.name)


def _group_party(row: Group) -> Party:
    return Party(row.id, row.kind, row.name, row.name, is_group=True, code=row.code)


def list_organisations(session: Session) -> tuple[OrganisationLine, ...]:
    """Return all organisations: statutory partners first, then as they came."""
    codes = {row.id: (row.code, row.name) for row in session.scalars(select(Group))}
    seats: dict[str, list[str]] = defaultdict(list)
    query = select(Seat.organisation_id, Seat.group_id).where(Seat.organisation_id.is_not(None))
    for organisation_id, group_id in session.execute(query):
        seats[organisation_id or ""].append(codes[group_id][0])
    others = _other_names(session)
    rows = session.scalars(select(Organisation).order_by(Organisation.id)).all()
    lines = [
        OrganisationLine(
            row.id,
            row.name,
            row.short_name,
            row.kind,
            codes[row.agency_group_id][1] if row.agency_group_id else "",
            tuple(sorted(set(seats[row.id]))),
            tuple(others[row.id]),
            row.starts,
            row.ends,
        )
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda line: line.kind != "statutory partner"))


def list_holders(session: Session) -> tuple[Party, ...]:
    """Return who can hold a seat or own an action: organisations that still are, agency groups."""
    organisations = select(Organisation).where(Organisation.ends == "")
    agencies = select(Group).where(Group.kind == AGENCY_GROUP, Group.ends == "")
    rows = session.scalars(organisations.order_by(Organisation.name))
    groups = session.scalars(agencies.order_by(Group.position))
    return (*map(_organisation_party, rows), *map(_group_party, groups))


def list_groups(session: Session) -> tuple[GroupLine, ...]:
    """Return all groups in the order of the profile."""
    rows = session.scalars(select(Group).order_by(Group.position, Group.id)).all()
    codes = {row.id: row.code for row in rows}
    seats = Counter(session.scalars(select(Seat.group_id)))
    others = _other_names(session)
    return tuple(
        GroupLine(
            id=row.id,
            name=row.name,
            code=row.code,
            kind=row.kind,
            purpose=row.purpose,
            cadence=row.cadence,
            joint_with=row.joint_with,
            reports_to=codes.get(row.reports_to_id or "", ""),
            known_as=tuple(others[row.id]),
            starts=row.starts,
            ends=row.ends,
            seats=seats[row.id],
        )
        for row in rows
    )


def list_meeting_groups(session: Session) -> tuple[GroupLine, ...]:
    """Return the groups that meet as groups of the partnership: all but the agency groups."""
    return tuple(group for group in list_groups(session) if group.kind != AGENCY_GROUP)


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
    lines.sort(key=lambda pair: pair[0] is None or pair[0].kind != "statutory partner")
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


def find_group(session: Session, text: str) -> GroupLine | None:
    """Return the group of exactly this name, code or other name."""
    party = load_names(session).group(text)
    groups = {group.id: group for group in list_groups(session)}
    return groups[party.id] if party else None


def statutory_partners(session: Session) -> tuple[Party, ...]:
    """Return the statutory partners of today."""
    query = select(Organisation).where(
        Organisation.kind == "statutory partner", Organisation.ends == ""
    )
    rows = session.scalars(query.order_by(Organisation.id))
    return tuple(_organisation_party(row) for row in rows)


def printed_marking(session: Session) -> str:
    """Return the protective marking as every page prints it; a sample says that it is one."""
    marking = get_setting(session, "partnership.marking", "OFFICIAL-SENSITIVE")
    return f"SAMPLE · {marking}" if get_setting(session, "sample.as_at") else marking
