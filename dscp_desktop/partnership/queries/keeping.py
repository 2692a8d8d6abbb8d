"""The partnership as a profile holds it: names, groups and seats by role, and no people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.partnership.rules.seats import CHAIR, DEPUTY_CHAIR
from dscp_desktop.partnership.tables import (
    Chairing,
    FormerName,
    Group,
    KnownAs,
    Organisation,
    Seat,
    Succession,
)
from dscp_desktop.store.tables import Setting

Entry = dict[str, Any]
_SETTINGS = "partnership."


@dataclass(frozen=True, slots=True)
class _Names:
    """Codes of groups and names of organisations by id; what each was called, and is called too."""

    groups: Mapping[str, Group]
    bodies: Mapping[str, Organisation]
    former: Mapping[str, list[FormerName]]
    known: Mapping[str, list[str]]

    def of(self, record_id: str) -> str:
        """Return by what a profile calls a group or an organisation."""
        group, body = self.groups.get(record_id), self.bodies.get(record_id)
        return group.code if group else body.name if body else ""


def keep(session: Session, _today: date) -> Mapping[str, Any]:
    """Return the sections of a profile that `begin` puts in, as the store has them now."""
    names = _names(session)
    groups = sorted(names.groups.values(), key=lambda row: (row.position, row.code))
    bodies = sorted(names.bodies.values(), key=lambda row: row.name)
    return {
        "partnership": _settings(session),
        "organisation": [_organisation(row, names) for row in bodies],
        "group": [_group(row, names) for row in groups],
        "seat": _seats(session, names),
        "succession": _successions(session, names),
    }


def _names(session: Session) -> _Names:
    former: dict[str, list[FormerName]] = defaultdict(list)
    for row in session.scalars(select(FormerName).order_by(FormerName.starts, FormerName.name)):
        former[row.record_id].append(row)
    known: dict[str, list[str]] = defaultdict(list)
    for name in session.scalars(select(KnownAs).order_by(KnownAs.name)):
        if name.name not in {row.name for row in former[name.record_id]}:
            known[name.record_id].append(name.name)
    groups = {row.id: row for row in session.scalars(select(Group))}
    bodies = {row.id: row for row in session.scalars(select(Organisation))}
    return _Names(groups, bodies, former, known)


def _settings(session: Session) -> Entry:
    query = select(Setting).where(Setting.name.startswith(_SETTINGS)).order_by(Setting.name)
    found = {row.name.removeprefix(_SETTINGS): row.value for row in session.scalars(query)}
    return {"name": found.pop("name", "Partnership"), **found}


def _organisation(row: Organisation, names: _Names) -> Entry:
    above = names.groups.get(row.agency_group_id or "")
    return {
        "name": row.name,
        "short_name": row.short_name,
        "known_as": names.known[row.id],
        "kind": row.kind,
        "agency_group": above.name if above else "",
        "from": row.starts,
        "to": row.ends,
        "former": _former(names, row.id),
    }


def _group(row: Group, names: _Names) -> Entry:
    return {
        "name": row.name,
        "code": row.code,
        "known_as": names.known[row.id],
        "kind": row.kind,
        "purpose": row.purpose,
        "parent": names.of(row.parent_id or ""),
        "reports_to": names.of(row.reports_to_id or ""),
        "joint_with": row.joint_with,
        "from": row.starts,
        "to": row.ends,
        "former": _former(names, row.id),
    }


def _former(names: _Names, record_id: str) -> list[Entry]:
    return [
        {"name": row.name, "code": row.short_name, "from": row.starts, "to": row.ends}
        for row in names.former[record_id]
    ]


def _seats(session: Session, names: _Names) -> list[Entry]:
    rows = {row.id: row for row in session.scalars(select(Seat))}
    chairs: dict[str, list[Chairing]] = defaultdict(list)
    for chairing in session.scalars(select(Chairing)):
        chairs[chairing.seat_id].append(chairing)
    found = []
    for row in rows.values():
        source = rows.get(row.filled_from_id or "")
        entry = {
            **_seat(row, names),
            "kind": row.kind,
            "to": row.ends,
            "chair_of": names.of(row.chair_of_id or ""),
            "filled_from": _seat(source, names) if source else {},
            "chair": _chaired(row, chairs[row.id], CHAIR),
            "deputy_chair": _chaired(row, chairs[row.id], DEPUTY_CHAIR),
        }
        position = names.groups[row.group_id].position
        found.append(((position, *map(str, entry.values())), entry))
    return [entry for _place, entry in sorted(found, key=lambda each: each[0])]


def _seat(row: Seat, names: _Names) -> Entry:
    """Return what tells a seat from the others."""
    above = names.groups.get(row.agency_group_id or "")
    entry = {
        "group": names.of(row.group_id),
        "organisation": names.of(row.organisation_id or ""),
        "agency_group": above.name if above else "",
        "role": row.role,
        "from": row.starts,
    }
    return {name: value for name, value in entry.items() if value}


def _chaired(seat: Seat, chairings: list[Chairing], office: str) -> Any:
    """Return since when and until when a seat chairs: `True` where as long as it is there."""
    span = (seat.starts, seat.ends)
    mine = (c for c in chairings if c.office == office)
    found = sorted((c.starts or span[0], c.ends or span[1]) for c in mine)
    if found == [span]:
        return True
    return [{"from": starts, "to": ends} for starts, ends in found]


def _successions(session: Session, names: _Names) -> list[Entry]:
    found = [
        {
            "former": names.of(row.former_id),
            "successor": names.of(row.successor_id),
            "on": row.on,
            "how": row.how,
        }
        for row in session.scalars(select(Succession))
    ]
    return sorted(found, key=lambda entry: tuple(entry.values()))
