"""The organisations and groups of the store, as values."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from operator import attrgetter

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.partnership.rules.parties import (
    AGENCY_GROUP,
    STATUTORY,
    GroupLine,
    Names,
    NameThen,
    OrganisationLine,
    Party,
    index_names,
    name_of_day,
)
from dscp_desktop.partnership.rules.spans import Span, last_day, stands_on
from dscp_desktop.partnership.tables import FormerName, Group, KnownAs, Organisation, Seat
from dscp_desktop.store.session import once
from dscp_desktop.store.settings import get_setting, sample_mark
from dscp_desktop.store.whereabouts import ask_driver


def every_organisation(session: Session) -> Sequence[Organisation]:
    """Return the rows of all organisations, in the order they came."""
    query = select(Organisation).order_by(Organisation.id)
    return once(session, "organisations", lambda: session.scalars(query).all())


def every_group(session: Session) -> Sequence[Group]:
    """Return the rows of all groups, in the order of the profile."""
    query = select(Group).order_by(Group.position, Group.id)
    return once(session, "groups", lambda: session.scalars(query).all())


def load_names(session: Session) -> Names:
    """Return every name of every organisation and group."""
    others = _other_names(session)
    organisations = [
        (_organisation_party(row), (row.name, row.short_name, *others[row.id]))
        for row in sorted(every_organisation(session), key=attrgetter("name"))
    ]
    groups = [
        (_group_party(row), (row.name, row.code, *others[row.id])) for row in every_group(session)
    ]
    return Names(index_names(organisations), index_names(groups))


def _other_names(session: Session) -> dict[str, list[str]]:
    """Return the other names of every organisation and group, in the order they were given."""
    others: dict[str, list[str]] = defaultdict(list)
    query = select(KnownAs.record_id, KnownAs.name).order_by(KnownAs.id)
    for record_id, name in session.execute(query):
        others[record_id].append(name)
    return others


def get_body(session: Session, record_id: str) -> Organisation | Group:
    """Return the organisation or the group of an id."""
    return session.get(Organisation, record_id) or session.get_one(Group, record_id)


def load_parties(session: Session) -> dict[str, Party]:
    """Return every organisation and group by its id."""
    return once(session, "parties", lambda: _parties(session))


def _parties(session: Session) -> dict[str, Party]:
    parties = [_organisation_party(row) for row in every_organisation(session)]
    parties += [_group_party(row) for row in every_group(session)]
    return {party.id: party for party in parties}


def _organisation_party(row: Organisation) -> Party:
    return Party(row.id, row.kind, row.name, row.short_name or row.name)


def _group_party(row: Group) -> Party:
    return Party(row.id, row.kind, row.name, row.name, is_group=True, code=row.code)


def list_organisations(session: Session) -> tuple[OrganisationLine, ...]:
    """Return all organisations: statutory partners first, then as they came.

    The groups are those of their seats that have no end.
    """
    codes = {row.id: (row.code, row.name) for row in every_group(session)}
    seats: dict[str, list[str]] = defaultdict(list)
    query = select(Seat.organisation_id, Seat.group_id).where(
        Seat.organisation_id.is_not(None), Seat.ends == ""
    )
    for organisation_id, group_id in session.execute(query):
        seats[organisation_id or ""].append(codes[group_id][0])
    others = _other_names(session)
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
        for row in every_organisation(session)
    ]
    return tuple(sorted(lines, key=lambda line: line.kind != STATUTORY))


def list_holders(session: Session) -> tuple[Party, ...]:
    """Return who can hold a seat or own an action: organisations that still are, agency groups."""
    rows = sorted(every_organisation(session), key=attrgetter("name"))
    groups = (row for row in every_group(session) if row.kind == AGENCY_GROUP)
    return (
        *(_organisation_party(row) for row in rows if not row.ends),
        *(_group_party(row) for row in groups if not row.ends),
    )


def group_codes(session: Session) -> dict[str, str]:
    """Return what each group is called in short, by its id; asked at every key of a search."""
    asked = "SELECT id, CASE code WHEN '' THEN name ELSE code END FROM \"group\""
    asked += " ORDER BY position, id"
    return dict(ask_driver(session.connection(), asked, ()))


def list_groups(session: Session) -> tuple[GroupLine, ...]:
    """Return all groups in the order of the profile."""
    return once(session, "lines of groups", lambda: _group_lines(session))


def _group_lines(session: Session) -> tuple[GroupLine, ...]:
    rows = every_group(session)
    codes = {row.id: row.code for row in rows}
    seats = Counter(session.scalars(select(Seat.group_id).where(Seat.ends == "")))
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
            parent=codes.get(row.parent_id or "", ""),
            parent_id=row.parent_id or "",
            reports_to_id=row.reports_to_id or "",
        )
        for row in rows
    )


def list_meeting_groups(session: Session) -> tuple[GroupLine, ...]:
    """Return the groups that meet as groups of the partnership: all but the agency groups."""
    return tuple(group for group in list_groups(session) if group.kind != AGENCY_GROUP)


def find_group(session: Session, text: str) -> GroupLine | None:
    """Return the group of exactly this name, code or other name."""
    party = load_names(session).group(text)
    groups = {group.id: group for group in list_groups(session)}
    return groups[party.id] if party else None


def statutory_partners(session: Session, on: date | None = None) -> tuple[Party, ...]:
    """Return the statutory partners of a day; without one, those that have not ended."""
    return tuple(
        _organisation_party(row)
        for row in every_organisation(session)
        if row.kind == STATUTORY and (stands_on(row.starts, row.ends, on) if on else not row.ends)
    )


def names_on(session: Session, on: date) -> dict[str, str]:
    """Return the name of each organisation and group as it was on a day, by id.

    A former name counts up to its last day; where that is not known, the present name is given.
    """
    return once(session, ("names", on), lambda: _names_on(session, on))


def _names_on(session: Session, on: date) -> dict[str, str]:
    names = {row.id: row.name for row in every_organisation(session)}
    names |= {row.id: row.name for row in every_group(session)}
    return names | {
        record_id: name
        for record_id, former in _former_names(session).items()
        if (name := name_of_day(former, on))
    }


def group_names_by_day(session: Session) -> Callable[[str, date], str]:
    """Return a function that gives the name of a group as it was on a day; '' for no group."""
    names = {row.id: row.name for row in every_group(session)}
    former = _former_names(session)
    return lambda group_id, on: name_of_day(former.get(group_id, ()), on) or names.get(group_id, "")


def _former_names(session: Session) -> dict[str, tuple[NameThen, ...]]:
    return once(session, "former names", lambda: _every_former_name(session))


def _every_former_name(session: Session) -> dict[str, tuple[NameThen, ...]]:
    found: dict[str, list[NameThen]] = defaultdict(list)
    for row in session.scalars(select(FormerName).order_by(FormerName.id)):
        then = NameThen(row.id, row.name, row.short_name, Span(row.starts, row.ends))
        found[row.record_id].append(then)
    return {record_id: tuple(rows) for record_id, rows in found.items()}


def former_names(session: Session, record_id: str) -> tuple[NameThen, ...]:
    """Return the former names of an organisation or a group, the oldest first."""
    found = _former_names(session).get(record_id, ())
    return tuple(sorted(found, key=lambda then: last_day(then.span.ends)))


def printed_marking(session: Session) -> str:
    """Return the protective marking as every page prints it; a sample says that it is one."""
    marking = get_setting(session, "partnership.marking", "OFFICIAL-SENSITIVE")
    return " · ".join(part for part in (sample_mark(session), marking) if part)
