"""The register of incidents and the returns that it came by, as values."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from dscp_desktop.partnership.tables import Organisation
from dscp_desktop.restraint.rules.footage import kept_until
from dscp_desktop.restraint.rules.incidents import (
    IncidentLine,
    IncidentValues,
    Numbering,
    ReturnLine,
)
from dscp_desktop.restraint.tables import Home, Incident, RestraintReturn
from dscp_desktop.store.session import once

FEATURE = "restraint"
CARES = (FEATURE, "today")
ASKED_BY_NAME = 5_000  # references in one question to the store; it takes no more than 32,766

# Columns alone: a register holds thousands, and a mapped object of each takes as long as everything
# else together. What a return says of an incident stands last, in the order of its values.
_VALUES = [getattr(Incident, field.name) for field in fields(IncidentValues)]
_COLUMNS = (
    Incident.id,
    Incident.home_id,
    Incident.return_id,
    Incident.hold_asked_on,
    Incident.hold_confirmed_on,
    Incident.overwritten_on,
    *_VALUES,
)


def list_homes(session: Session) -> tuple[tuple[str, str], ...]:
    """Return the id and the name of every home."""
    query = select(Home.id, Organisation.name).join(
        Organisation, Organisation.id == Home.organisation_id
    )
    query = query.order_by(Home.id)
    return once(session, "homes", lambda: tuple((i, n) for i, n in session.execute(query)))


def list_incidents(
    session: Session,
    first: date | None = None,
    last: date | None = None,
    refs: Collection[str] | None = None,
    home_id: str = "",
    return_id: str = "",
) -> tuple[IncidentLine, ...]:
    """Return the incidents between two days, both in, by day and reference.

    Without days all of them; with `refs` only those, with `return_id` those of one return.
    """
    query = _incidents()
    if first:
        query = query.where(Incident.on >= first)
    if last:
        query = query.where(Incident.on <= last)
    if home_id:
        query = query.where(Incident.home_id == home_id)
    if return_id:
        query = query.where(Incident.return_id == return_id)
    if refs is not None and len(refs) <= ASKED_BY_NAME:
        query = query.where(Incident.ref.in_(refs))
    lines = _lines(session, query)
    return lines if refs is None else tuple(line for line in lines if line.ref in refs)


def incidents_where(session: Session, fits: ColumnElement[bool]) -> tuple[IncidentLine, ...]:
    """Return the incidents that fit, by day and reference."""
    return _lines(session, _incidents().where(fits))


def _incidents() -> Select[Any]:
    return select(*_COLUMNS).order_by(Incident.on, Incident.ref)


def _lines(session: Session, query: Select[Any]) -> tuple[IncidentLine, ...]:
    homes, days = dict(list_homes(session)), _footage_days(session)
    rows: Iterable[Sequence[Any]] = session.execute(query)
    return tuple(_line(row, homes.get(row[1], ""), days.get(row[1], 0)) for row in rows)


def get_incident(session: Session, incident_id: str) -> IncidentLine:
    """Return one incident."""
    (found,) = incidents_where(session, Incident.id == incident_id)
    return found


def _footage_days(session: Session) -> dict[str, int]:
    return dict(session.execute(select(Home.id, Home.footage_days)).all())


def values_of(row: Incident) -> IncidentValues:
    """Return what a row says of an incident, as a return would."""
    return IncidentValues(*(getattr(row, field.key) for field in _VALUES))


def _line(row: Sequence[Any], home: str, days: int) -> IncidentLine:
    own_id, home_id, return_id, asked, confirmed, overwritten, *said = row
    values = IncidentValues(*said)
    until = kept_until(values.footage, values.footage_until, values.on, days)
    return IncidentLine(
        own_id, home_id, home, return_id or "", values, until, asked, confirmed, overwritten
    )


def list_returns(session: Session, year_first: date | None = None) -> tuple[ReturnLine, ...]:
    """Return the returns with what was counted and the gaps in the numbering, the oldest first.

    Gaps are looked for in each return, and between it and the one before.
    """
    homes = dict(list_homes(session))
    held = select(Incident.return_id, func.json_group_array(Incident.ref))
    held = held.group_by(Incident.return_id)  # a row for each return, not for thousands
    refs = {return_id: json.loads(told) for return_id, told in session.execute(held)}
    query = select(RestraintReturn).order_by(RestraintReturn.first, RestraintReturn.id)
    found: list[ReturnLine] = []
    numberings: dict[str, Numbering] = {}
    told: set[str] = set()
    for row in session.scalars(query):
        own = refs.get(row.id, [])
        numbering = numberings.setdefault(row.home_id, Numbering())
        numbering.add(own)
        gaps = tuple(gap for gap in numbering.gaps() if gap not in told)
        if year_first and row.last < year_first:
            continue
        told.update(gaps)
        found.append(
            ReturnLine(
                row.id,
                row.home_id,
                homes.get(row.home_id, ""),
                row.first,
                row.last,
                row.received_on,
                row.supplied_by,
                row.declared,
                row.reported_ycs,
                row.reported_ofsted,
                row.note,
                len(own),
                gaps,
            )
        )
    return tuple(found)


def last_quarter(session: Session, until: date) -> tuple[date, date] | None:
    """Return the last quarter with incidents that had ended on a day; None without any.

    Where none had ended, the one that holds the first incident.
    """
    query = select(Incident.on).distinct().order_by(Incident.on)
    quarters = sorted({quarter_of(on) for on in session.scalars(query)})
    over = [quarter for quarter in quarters if quarter[1] <= until]
    return over[-1] if over else quarters[0] if quarters else None


def quarter_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the quarter of a financial year that holds a day."""
    first = date(day.year, day.month - (day.month - 1) % 3, 1)
    ahead = first + timedelta(days=95)
    return first, date(ahead.year, ahead.month, 1) - timedelta(days=1)
