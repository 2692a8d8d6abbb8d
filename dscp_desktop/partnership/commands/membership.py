"""Taking a membership matrix into the store."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.offers import Reading, ReadLine, RowOutcome, SheetOutcome
from dscp_desktop.partnership.commands.organisations import new_organisation
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.partnership.rules.membership import MembershipValues, said_twice
from dscp_desktop.partnership.rules.parties import AGENCY_GROUP, Names, Party
from dscp_desktop.partnership.rules.spans import last_day, show_when
from dscp_desktop.partnership.tables import Group, Organisation, Seat
from dscp_desktop.store.session import fresh_id


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
        row = new_organisation(session, values.name, kind, agency.id if agency else None)
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
    notes = _kept_seats(session, names, line, values, row.id)
    return outcome, notes + _ended_seats(session, names, line, values, row.id)


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
    held = seats.where(
        Seat.organisation_id == organisation_id, Seat.ends == "", Group.id.in_(asked - ticked)
    )
    held = held.distinct().order_by(Group.position)
    return [
        line.fault("name", f"The sheet leaves {code} blank; its seat there is kept.")
        for code in session.scalars(held)
    ]


def _ended_seats(
    session: Session, names: Names, line: ReadLine, values: MembershipValues, organisation_id: str
) -> list[Any]:
    """Note each tick for a seat that has ended: a sheet does not open it again."""
    ends: dict[str, list[str]] = defaultdict(list)
    mine = select(Seat.group_id, Seat.ends).where(Seat.organisation_id == organisation_id)
    for group_id, end in session.execute(mine):
        ends[group_id].append(end)
    notes = []
    for heading in values.groups:
        group = names.group(heading)
        ended = ends.get(group.id if group else "", [])
        if group and ended and all(ended):
            last = show_when(max(ended, key=last_day))
            why = (
                f"The seat on {group.code} ended: {last} was its last. It is not opened again by "
                "a sheet; open the group to give it a new one."
            )
            notes.append(line.fault("name", why))
    return notes
