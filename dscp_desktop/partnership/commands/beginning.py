"""What a profile puts into a new store: groups, organisations, people, seats and their history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.partnership.commands.naming import put_names
from dscp_desktop.partnership.rules.parties import FOLLOWED, MERGED, PURPOSE
from dscp_desktop.partnership.rules.seats import CHAIR, DEPUTY_CHAIR
from dscp_desktop.partnership.rules.spans import begin_after
from dscp_desktop.partnership.tables import (
    Chairing,
    FormerName,
    Group,
    Holding,
    Organisation,
    Person,
    Seat,
    Succession,
)
from dscp_desktop.store.session import fresh_id, fresh_ids
from dscp_desktop.store.settings import put_setting

Entry = Mapping[str, Any]
Ids = Mapping[str, str]


def begin(session: Session, profile: Entry) -> None:
    """Put a profile's partnership, organisations, groups, people and seats into a new store."""
    for name, value in profile["partnership"].items():
        put_setting(session, f"partnership.{name}", str(value))
    entries = tuple(profile.get("group", ()))
    groups = {e["code"]: _begin_group(session, e, place) for place, e in enumerate(entries)}
    for entry in entries:
        _place_group(session, entry, groups)
    _begin_predecessors(session, entries, groups)
    named = {entry["name"]: groups[entry["code"]] for entry in entries}
    # Lists keep the order of the profile: the ids of these rows rise.
    entries = tuple(profile.get("organisation", ()))
    bodies = {
        entry["name"]: _begin_organisation(session, row_id, entry, named)
        for row_id, entry in zip(fresh_ids(session, len(entries)), entries, strict=True)
    }
    for entry in profile.get("organisation", ()):
        for former in entry.get("succeeds", ()):
            start = entry.get("from", "")
            _succession(session, bodies[former], bodies[entry["name"]], start, FOLLOWED)
    every = {**groups, **bodies}
    for entry in profile.get("succession", ()):
        pair = every[entry["former"]], every[entry["successor"]]
        _succession(session, *pair, entry.get("on", ""), entry["how"])
    people = {
        entry["name"]: _begin_person(session, entry, bodies) for entry in profile.get("person", ())
    }
    entries = tuple(profile.get("seat", ()))
    seats = {
        _seat_name(entry): _begin_seat(session, row_id, entry, groups, named, bodies)
        for row_id, entry in zip(fresh_ids(session, len(entries)), entries, strict=True)
    }
    for entry in profile.get("seat", ()):
        _fill_seat(session, entry, seats, groups, people)


def _begin_group(session: Session, entry: Entry, position: int) -> str:
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
    names = list(entry.get("known_as", ()))
    for former in entry.get("former", ()):
        if former.get("how") != PURPOSE:
            names += (former["name"], *former.get("known_as", ()))
            _former_name(session, row.id, former)
    put_names(session, row.id, names)
    return row.id


def _place_group(session: Session, entry: Entry, groups: Ids) -> None:
    session.flush()
    row = session.get_one(Group, groups[entry["code"]])
    row.reports_to_id = groups.get(entry.get("reports_to", ""))
    row.parent_id = groups.get(entry.get("parent", ""))
    into = groups.get(entry.get("merged_into", ""))
    if into:
        _succession(session, row.id, into, _first(entry, groups, session), MERGED)


def _first(entry: Entry, groups: Ids, session: Session) -> str:
    """Return when a merged group went on in the other: when that began, else after its own end."""
    into = session.get_one(Group, groups[entry["merged_into"]])
    return into.starts or begin_after(entry.get("to", ""))


def _begin_predecessors(session: Session, entries: tuple[Entry, ...], groups: Ids) -> None:
    """Add the groups that left their purpose to another one: groups of their own that ended."""
    place = len(entries)
    for entry in entries:
        for former in entry.get("former", ()):
            if former.get("how") != PURPOSE:
                continue
            row = Group(
                id=fresh_id(session),
                name=former["name"],
                code=former["code"],
                kind=entry["kind"],
                starts=former.get("from", ""),
                ends=former["to"],
                position=place,
                reports_to_id=groups.get(entry.get("reports_to", "")),
                parent_id=groups.get(entry.get("parent", "")),
            )
            session.add(row)
            put_names(session, row.id, former.get("known_as", ()))
            _succession(session, row.id, groups[entry["code"]], "", PURPOSE)
            place += 1


def _begin_organisation(session: Session, row_id: str, entry: Entry, named: Ids) -> str:
    row = Organisation(
        id=row_id,
        name=entry["name"],
        short_name=entry.get("short_name", ""),
        kind=entry["kind"],
        agency_group_id=named.get(entry.get("agency_group", "")),
        starts=entry.get("from", ""),
        ends=entry.get("to", ""),
    )
    session.add(row)
    names = list(entry.get("known_as", ()))
    for former in entry.get("former", ()):
        names += (former["name"], *former.get("known_as", ()))
        _former_name(session, row.id, former)
    put_names(session, row.id, names)
    return row.id


def _former_name(session: Session, record_id: str, entry: Entry) -> None:
    session.add(
        FormerName(
            id=fresh_id(session),
            record_id=record_id,
            name=entry["name"],
            short_name=entry.get("code", ""),
            starts=entry.get("from", ""),
            ends=entry.get("to", ""),
        )
    )


def _succession(session: Session, former: str, successor: str, on: str, how: str) -> None:
    row = Succession(id=fresh_id(session), former_id=former, successor_id=successor, on=on, how=how)
    session.add(row)


def _begin_person(session: Session, entry: Entry, bodies: Ids) -> str:
    row = Person(
        id=fresh_id(session),
        name=entry["name"],
        organisation_id=bodies.get(entry.get("organisation", "")),
        role=entry.get("role", ""),
        email=entry.get("email", ""),
        starts=entry.get("from", ""),
        ends=entry.get("to", ""),
    )
    session.add(row)
    return row.id


def _seat_name(entry: Entry) -> tuple[str, ...]:
    """Return what tells a seat of a profile from the others."""
    return tuple(
        entry.get(name, "") for name in ("group", "organisation", "agency_group", "role", "from")
    )


def _begin_seat(
    session: Session, row_id: str, entry: Entry, groups: Ids, named: Ids, bodies: Ids
) -> str:
    row = Seat(
        id=row_id,
        group_id=groups[entry["group"]],
        organisation_id=bodies.get(entry.get("organisation", "")),
        agency_group_id=named.get(entry.get("agency_group", "")),
        role=entry.get("role", ""),
        kind=entry.get("kind", "core"),
        chair_of_id=groups.get(entry.get("chair_of", "")),
        starts=entry.get("from", ""),
        ends=entry.get("to", ""),
    )
    session.add(row)
    return row.id


def _chaired(said: Any, span: tuple[str, str]) -> tuple[str, str]:
    """Return from when to when: `true` means as long as the seat is there."""
    return span if said is True else (said.get("from", span[0]), said.get("to", span[1]))


def _fill_seat(
    session: Session,
    entry: Entry,
    seats: Mapping[tuple[str, ...], str],
    groups: Ids,
    people: Ids,
) -> None:
    seat_id, span = seats[_seat_name(entry)], (entry.get("from", ""), entry.get("to", ""))
    if "filled_from" in entry:
        session.flush()
        source = seats[_seat_name(entry["filled_from"])]
        session.get_one(Seat, seat_id).filled_from_id = source
    for said, office in (("chair", CHAIR), ("deputy_chair", DEPUTY_CHAIR)):
        times = entry.get(said, ())
        for each in times if isinstance(times, tuple) else (times,):
            row = Chairing(id=fresh_id(session), group_id=groups[entry["group"]], seat_id=seat_id)
            row.office, (row.starts, row.ends) = office, _chaired(each, span)
            session.add(row)
    for held in entry.get("held_by", ()):
        session.add(
            Holding(
                id=fresh_id(session),
                seat_id=seat_id,
                person_id=people[held["person"]],
                deputy=bool(held.get("deputy")),
                starts=held.get("from", span[0]),
                ends=held.get("to", span[1]),
            )
        )
