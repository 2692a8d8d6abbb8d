"""What a person can do to the partnership."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.offers import Reading, ReadLine, RowOutcome, SheetOutcome
from dscp_desktop.partnership.queries import load_names
from dscp_desktop.partnership.rules import (
    AGENCY_GROUP,
    GroupDetails,
    MembershipValues,
    Names,
    OrganisationDetails,
    Party,
    named_once,
    said_twice,
)
from dscp_desktop.partnership.tables import Group, KnownAs, Organisation, Seat
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.settings import put_setting

FEATURE = "partnership"
EVERYWHERE = ("*",)  # names and seats stand on every page


def begin(session: Session, profile: Mapping[str, Any]) -> None:
    """Put a profile's partnership, organisations, groups and seats into a new store."""
    for name, value in profile["partnership"].items():
        put_setting(session, f"partnership.{name}", str(value))
    groups: dict[str, str] = {}
    for position, entry in enumerate(profile.get("group", ())):
        groups[entry["code"]] = _begin_group(session, entry, position)
    for entry in profile.get("group", ()):
        above = groups.get(entry.get("reports_to", ""))
        if above:
            session.flush()
            session.get_one(Group, groups[entry["code"]]).reports_to_id = above
    named = {entry["name"]: groups[entry["code"]] for entry in profile.get("group", ())}
    organisations = {
        entry["name"]: _begin_organisation(session, entry, named)
        for entry in profile.get("organisation", ())
    }
    for entry in profile.get("seat", ()):
        _begin_seat(session, entry, groups, named, organisations)


def _begin_group(session: Session, entry: Mapping[str, Any], position: int) -> str:
    row = Group(
        id=fresh_id(session),
        name=entry["name"],
        code=entry["code"],
        kind=entry["kind"],
        purpose=entry.get("purpose", ""),
        cadence=entry.get("cadence", {}).get("words", ""),
        joint_with=entry.get("joint_with", ""),
        starts=entry.get("from", ""),
        ends=entry.get("to", ""),
        position=position,
    )
    session.add(row)
    former = [n for f in entry.get("former", ()) for n in (f["name"], *f.get("known_as", ()))]
    _add_names(session, row.id, (*entry.get("known_as", ()), *former))
    return row.id


def _begin_organisation(
    session: Session, entry: Mapping[str, Any], named: Mapping[str, str]
) -> str:
    row = Organisation(
        id=fresh_id(session),
        name=entry["name"],
        short_name=entry.get("short_name", ""),
        kind=entry["kind"],
        agency_group_id=named.get(entry.get("agency_group", "")),
        starts=entry.get("from", ""),
        ends=entry.get("to", ""),
    )
    session.add(row)
    _add_names(session, row.id, entry.get("known_as", ()))
    return row.id


def _begin_seat(
    session: Session,
    entry: Mapping[str, Any],
    groups: Mapping[str, str],
    named: Mapping[str, str],
    organisations: Mapping[str, str],
) -> None:
    session.add(
        Seat(
            id=fresh_id(session),
            group_id=groups[entry["group"]],
            organisation_id=organisations.get(entry.get("organisation", "")),
            agency_group_id=named.get(entry.get("agency_group", "")),
            role=entry.get("role", ""),
            kind=entry.get("kind", "core"),
            starts=entry.get("from", ""),
            ends=entry.get("to", ""),
        )
    )


def _add_names(session: Session, record_id: str, names: Iterable[str]) -> None:
    for name in names:
        session.add(KnownAs(id=fresh_id(session), record_id=record_id, name=name))


def add_organisation(
    session: Session, name: str, kind: str = "other", agency_group_id: str = ""
) -> Changes:
    """Add an organisation. Raises Refused where the name is known already, or is empty."""
    name = " ".join(name.split())
    if not name:
        raise Refused("Type the organisation's name.")
    known = load_names(session).party(name)
    if known:
        raise Refused(f"{name} is known already, as {known.name}.")
    row = _new_organisation(session, name, kind, agency_group_id or None)
    return Changes(f"Organisation added: {name}", EVERYWHERE, row.id)


def _new_organisation(
    session: Session, name: str, kind: str, agency_group_id: str | None
) -> Organisation:
    row = Organisation(
        id=fresh_id(session), name=name, short_name="", kind=kind, agency_group_id=agency_group_id
    )
    session.add(row)
    session.flush()
    return row


def ensure_party(session: Session, names: Names, text: str) -> tuple[Party, Names, bool]:
    """Return the organisation or agency group of a name, added as new where nobody has it.

    Also returns the names as they are then, and whether it was added. Near names are never
    taken: the caller says what was added.
    """
    party = names.party(text)
    if party is not None:
        return party, names, False
    row = _new_organisation(session, " ".join(text.split()), "other", None)
    fresh = load_names(session)
    found = fresh.party(row.name)
    assert found is not None
    return found, fresh, True


def change_organisation(
    session: Session, organisation_id: str, details: OrganisationDetails
) -> Changes:
    """Change an organisation's names and kind; a name it no longer has stays as another name.

    Raises Refused where a name is missing, or means another organisation.
    """
    row = session.get_one(Organisation, organisation_id)
    name, short = " ".join(details.name.split()), " ".join(details.short_name.split())
    if not name:
        raise Refused("Type the organisation's name.")
    known = load_names(session)
    for wanted in (name, short, *details.known_as):
        other = known.organisation(wanted)
        if wanted and other and other.id != organisation_id:
            raise Refused(f"{wanted} means {other.name} already. Choose another name.")
    former = (row.name,) if row.name != name else ()
    row.name, row.short_name, row.kind = name, short, details.kind
    row.agency_group_id = details.agency_group_id
    _set_names(session, row.id, (*details.known_as, *former), (name, short))
    return Changes(f"Organisation changed: {name}", EVERYWHERE, row.id)


def add_group(session: Session, details: GroupDetails) -> Changes:
    """Add a group below those there are. Raises Refused where its name or code is not its own."""
    _judge_group(session, "", details)
    last = session.scalar(select(func.max(Group.position)))
    row = Group(id=fresh_id(session), position=0 if last is None else last + 1)
    _put_group(session, row, details)
    session.add(row)
    return Changes(f"Group added: {row.name}", EVERYWHERE, row.id)


def change_group(session: Session, group_id: str, details: GroupDetails) -> Changes:
    """Change a group; a name or code it no longer has stays as another name.

    Raises Refused where its name or code is not its own, or it would report to itself.
    """
    _judge_group(session, group_id, details)
    row = session.get_one(Group, group_id)
    former = [old for old in (row.name, row.code) if old not in (details.name, details.code)]
    _put_group(session, row, replace(details, known_as=(*details.known_as, *former)))
    return Changes(f"Group changed: {row.name}", EVERYWHERE, row.id)


def _judge_group(session: Session, group_id: str, details: GroupDetails) -> None:
    if not details.name.strip():
        raise Refused("Type the group's name.")
    if not details.code.strip():
        raise Refused("Type a short code for the group, such as PLG.")
    known = load_names(session)
    for wanted in (details.name, details.code, *details.known_as):
        other = known.group(wanted)
        if other and other.id != group_id:
            raise Refused(f"{wanted} means {other.name} already. Choose another name.")
    above: str | None = details.reports_to_id
    while above:
        if above == group_id:
            raise Refused("A group cannot report to itself, nor to one that reports to it.")
        above = session.get_one(Group, above).reports_to_id


def _put_group(session: Session, row: Group, details: GroupDetails) -> None:
    row.name, row.code = " ".join(details.name.split()), " ".join(details.code.split())
    row.kind, row.purpose = details.kind, details.purpose.strip()
    row.cadence, row.joint_with = details.cadence.strip(), details.joint_with.strip()
    row.reports_to_id = details.reports_to_id
    _set_names(session, row.id, details.known_as, (row.name, row.code))


def _set_names(session: Session, record_id: str, names: Iterable[str], own: Iterable[str]) -> None:
    wanted = named_once(names, own)
    there = session.scalars(select(KnownAs).where(KnownAs.record_id == record_id)).all()
    for row in there:
        if row.name not in wanted:
            session.delete(row)
    held = {row.name for row in there}
    _add_names(session, record_id, [name for name in wanted if name not in held])


def add_seat(
    session: Session, group_id: str, holder_id: str | None, role: str = "", kind: str = "core"
) -> Changes:
    """Give an organisation, an agency group or a role of its own a seat on a group.

    Raises Refused where there is neither holder nor role, or that very seat is there already.
    """
    role = " ".join(role.split())
    if not holder_id and not role:
        raise Refused("Choose who holds the seat, or type its role.")
    group = session.get_one(Group, group_id)
    organisation = session.get(Organisation, holder_id) if holder_id else None
    agency = session.get_one(Group, holder_id) if holder_id and not organisation else None
    holder = organisation or agency
    row = Seat(
        id=fresh_id(session),
        group_id=group_id,
        organisation_id=organisation.id if organisation else None,
        agency_group_id=agency.id if agency else None,
        role=role,
        kind=kind,
    )
    same = select(Seat.id).where(
        Seat.group_id == group_id,
        Seat.organisation_id.is_not_distinct_from(row.organisation_id),
        Seat.agency_group_id.is_not_distinct_from(row.agency_group_id),
        Seat.role == role,
    )
    who = holder.name if holder else role
    if session.scalars(same).first():
        raise Refused(f"{who} has this seat on {group.code} already.")
    session.add(row)
    return Changes(f"Seat added: {who} on {group.code}", EVERYWHERE, row.id)


def change_seat(session: Session, seat_id: str, role: str, kind: str) -> Changes:
    """Change a seat's role and kind. Raises Refused where nobody would hold it."""
    row = session.get_one(Seat, seat_id)
    row.role, row.kind = " ".join(role.split()), kind
    if not row.role and not row.organisation_id and not row.agency_group_id:
        raise Refused("Nobody else holds this seat, so it needs a role.")
    title, _ = row.describe(session)
    return Changes(f"Seat changed: {title}", EVERYWHERE, seat_id)


def toggle_seat(session: Session, organisation_id: str, group_id: str) -> Changes:
    """Give an organisation a core seat on a group, or take away the one it has there.

    Raises Refused where it holds several: which one is meant is said in the group's list.
    """
    seats = select(Seat).where(Seat.group_id == group_id, Seat.organisation_id == organisation_id)
    held = session.scalars(seats).all()
    if not held:
        return add_seat(session, group_id, organisation_id)
    if len(held) == 1:
        return remove_seat(session, held[0].id)
    code = session.get_one(Group, group_id).code
    name = session.get_one(Organisation, organisation_id).name
    raise Refused(f"{name} holds {len(held)} seats on {code}. Open the group to remove one.")


def remove_seat(session: Session, seat_id: str) -> Changes:
    """End a seat that was entered by mistake; a seat that ran out gets an end date instead."""
    row = session.get_one(Seat, seat_id)
    title, _ = row.describe(session)
    session.delete(row)
    return Changes(f"Seat removed: {title}", EVERYWHERE, seat_id)


def take_membership(session: Session, reading: Reading) -> SheetOutcome:
    """Take the rows of a membership matrix: organisations, their kinds and their seats.

    A blank where the store has a seat takes nothing away; it is noted.
    """
    names = load_names(session)
    rows, faults, notes, seen = [], [], [], dict[str, int]()
    for line in reading.lines:
        values: MembershipValues = line.value
        wrong = [
            line.fault(heading, f"No group is called {heading}.{names.near(heading)}")
            for heading in values.groups
            if names.group(heading) is None
        ]
        wrong += [line.fault(*said) for said in said_twice(names, values, line.row, seen)]
        if values.agency_group and not _agency_group(names, values.agency_group):
            near = names.near(values.agency_group)
            wrong.append(line.fault("agency_group", f"No agency group is called this.{near}"))
        if wrong:
            faults += wrong
            continue
        outcome, noted = _take_member(session, names, line, values)
        rows.append(outcome)
        notes += noted
        if outcome.state == "new":
            session.flush()
            names = load_names(session)
    return SheetOutcome(tuple(rows), tuple(faults), tuple(notes))


def _agency_group(names: Names, text: str) -> Party | None:
    group = names.group(text)
    return group if group and group.kind == AGENCY_GROUP else None


def _take_member(
    session: Session, names: Names, line: ReadLine, values: MembershipValues
) -> tuple[RowOutcome, list[Any]]:
    agency = _agency_group(names, values.agency_group) if values.agency_group else None
    known = names.organisation(values.name)
    kind = values.kind.casefold()
    cells = (values.kind, values.agency_group, ", ".join(values.groups))
    if known is None:
        row = _new_organisation(session, values.name, kind, agency.id if agency else None)
        _seat_on(session, names, row.id, values.groups)
        return RowOutcome(line.row, "new", values.name, cells), []
    row = session.get_one(Organisation, known.id)
    changes: list[tuple[str, str, str]] = []
    if row.kind != kind:
        changes.append(("Kind", row.kind, kind))
        row.kind = kind
    if agency and row.agency_group_id != agency.id:
        old = session.get(Group, row.agency_group_id) if row.agency_group_id else None
        changes.append(("Agency group", old.name if old else "", agency.name))
        row.agency_group_id = agency.id
    added = _seat_on(session, names, row.id, values.groups)
    changes += [("Seat", "", code) for code in added]
    state = "changed" if changes else "same"
    outcome = RowOutcome(line.row, state, row.name, cells, tuple(changes))
    return outcome, _kept_seats(session, names, line, values, row.id)


def _seat_on(
    session: Session, names: Names, organisation_id: str, groups: tuple[str, ...]
) -> list[str]:
    seats = select(Seat.group_id).where(Seat.organisation_id == organisation_id)
    held = set(session.scalars(seats))
    added = []
    for heading in groups:
        group = names.group(heading)
        assert group is not None
        if group.id not in held:
            row = Seat(id=fresh_id(session), group_id=group.id, organisation_id=organisation_id)
            session.add(row)
            added.append(group.code)
    return added


def _kept_seats(
    session: Session, names: Names, line: ReadLine, values: MembershipValues, organisation_id: str
) -> list[Any]:
    asked = {g.id for heading in values.headings.values() if (g := names.group(heading))}
    ticked = {g.id for heading in values.groups if (g := names.group(heading))}
    seats = select(Group.code).join(Seat, Seat.group_id == Group.id)
    held = seats.where(Seat.organisation_id == organisation_id, Group.id.in_(asked - ticked))
    held = held.distinct().order_by(Group.position)
    return [
        line.fault("name", f"The sheet leaves {code} blank; its seat there is kept.")
        for code in session.scalars(held)
    ]
