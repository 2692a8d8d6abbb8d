"""The register of incidents and the returns that it came by, as values."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, select
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

FEATURE = "restraint"
CARES = (FEATURE, "today")
_ASKED_BY_NAME = 5_000  # references in one question to the store; it takes no more than 32,766


def list_homes(session: Session) -> tuple[tuple[str, str], ...]:
    """Return the id and the name of every home."""
    query = select(Home.id, Organisation.name).join(
        Organisation, Organisation.id == Home.organisation_id
    )
    return tuple((home_id, name) for home_id, name in session.execute(query.order_by(Home.id)))


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
    # Their columns alone: a register holds thousands, and a mapped object of each takes as long
    # as everything else together.
    query = select(*Incident.__table__.columns).order_by(Incident.on, Incident.ref)
    if first:
        query = query.where(Incident.on >= first)
    if last:
        query = query.where(Incident.on <= last)
    if home_id:
        query = query.where(Incident.home_id == home_id)
    if return_id:
        query = query.where(Incident.return_id == return_id)
    if refs is not None and len(refs) <= _ASKED_BY_NAME:
        query = query.where(Incident.ref.in_(refs))
    homes, days = dict(list_homes(session)), _footage_days(session)
    return tuple(
        incident_line(row, homes.get(row.home_id, ""), days.get(row.home_id, 0))
        for row in session.execute(query)
        if refs is None or row.ref in refs
    )


def get_incident(session: Session, incident_id: str) -> IncidentLine:
    """Return one incident."""
    row = session.get_one(Incident, incident_id)
    homes, days = dict(list_homes(session)), _footage_days(session)
    return incident_line(row, homes.get(row.home_id, ""), days.get(row.home_id, 0))


def _footage_days(session: Session) -> dict[str, int]:
    return {row.id: row.footage_days for row in session.scalars(select(Home))}


def values_of(row: Incident | Row[Any]) -> IncidentValues:
    """Return what a row says of an incident, as a return would."""
    return IncidentValues(
        row.ref,
        row.on,
        row.at,
        row.level,
        row.child,
        row.age,
        row.place,
        row.reason,
        row.minutes,
        row.footage,
        row.footage_until,
        row.child_spoken_on,
        row.manager_review,
        row.recorded_at,
        row.person_spoken_at,
    )


def incident_line(row: Incident | Row[Any], home: str, days: int) -> IncidentLine:
    """Return an incident as lists show it."""
    values = values_of(row)
    return IncidentLine(
        row.id,
        row.home_id,
        home,
        row.return_id or "",
        values,
        kept_until(values.footage, values.footage_until, row.on, days),
        row.hold_asked_on,
        row.hold_confirmed_on,
        row.overwritten_on,
    )


def list_returns(session: Session, year_first: date | None = None) -> tuple[ReturnLine, ...]:
    """Return the returns with what was counted and the gaps in the numbering, the oldest first.

    Gaps are looked for in each return, and between it and the one before.
    """
    homes = dict(list_homes(session))
    refs: dict[str, list[str]] = {}
    for return_id, ref in session.execute(select(Incident.return_id, Incident.ref)):
        refs.setdefault(return_id or "", []).append(ref)
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
