"""What a person can do to the partnership."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.offers import Reading, ReadLine, RowOutcome, SheetOutcome
from dscp_desktop.partnership.queries import load_names
from dscp_desktop.partnership.rules import (
    AGENCY_GROUP,
    MembershipValues,
    Names,
    Party,
)
from dscp_desktop.partnership.tables import Group, KnownAs, Organisation, Seat
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.settings import put_setting

FEATURE = "partnership"


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


def _add_names(session: Session, record_id: str, names: Any) -> None:
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
    return Changes(f"Organisation added: {name}", (FEATURE,), row.id)


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


def add_seat(
    session: Session, group_id: str, organisation_id: str, role: str = "", kind: str = "core"
) -> Changes:
    """Give an organisation a seat on a group. Raises Refused where it has one in that role."""
    same = select(Seat.id).where(
        Seat.group_id == group_id, Seat.organisation_id == organisation_id, Seat.role == role
    )
    group = session.get_one(Group, group_id)
    organisation = session.get_one(Organisation, organisation_id)
    if session.scalars(same).first():
        raise Refused(f"{organisation.name} has this seat on {group.code} already.")
    row = Seat(
        id=fresh_id(session),
        group_id=group_id,
        organisation_id=organisation_id,
        role=role,
        kind=kind,
    )
    session.add(row)
    return Changes(f"Seat added: {organisation.name} on {group.code}", (FEATURE,), row.id)


def remove_seat(session: Session, seat_id: str) -> Changes:
    """End a seat that was entered by mistake; a seat that ran out gets an end date instead."""
    row = session.get_one(Seat, seat_id)
    title, _ = row.describe(session)
    session.delete(row)
    return Changes(f"Seat removed: {title}", (FEATURE,), seat_id)


def take_membership(session: Session, reading: Reading) -> SheetOutcome:
    """Take the rows of a membership matrix: organisations, their kinds and their seats.

    A blank where the store has a seat takes nothing away; it is noted.
    """
    names = load_names(session)
    rows, faults, notes = [], [], []
    for line in reading.lines:
        values: MembershipValues = line.value
        wrong = [
            line.fault(heading, f"No group is called {heading}.{names.near(heading)}")
            for heading in values.groups
            if names.group(heading) is None
        ]
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
    return [
        line.fault("name", f"The sheet leaves {code} blank; its seat there is kept.")
        for code in session.scalars(held)
    ]
