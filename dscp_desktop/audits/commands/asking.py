"""Asking agencies for what they find: sent, chased, and received by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.audits.queries.settings import CARES, get_settings
from dscp_desktop.audits.rules.settings import PLANNED, UNDER_WAY
from dscp_desktop.audits.tables import Audit, AuditAgency
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_date
from dscp_desktop.core.faults import Refused


def mark_sent(session: Session, audit_id: str, on: date, due: date | None = None) -> Changes:
    """Record that every agency of an audit was asked, and by when: a planned one is under way.

    Raises Refused where nobody takes part, or the return would be due before.
    """
    row = session.get_one(Audit, audit_id)
    agencies = _agencies(session, audit_id)
    if not agencies:
        raise Refused("Choose the agencies that take part first.")
    if due is not None and due < on:
        raise Refused(f"It was sent on {show_date(on)}. Enter a day from then on.")
    settings = get_settings(session)
    if settings.stage(row.status) == PLANNED:  # it is under way from now on
        under_way = (one.name for one in settings.statuses if one.stage == UNDER_WAY)
        row.status = next(under_way, row.status)
    row.sent_on = on
    row.returns_due = due or row.returns_due
    for agency in agencies:
        agency.sent_on = agency.sent_on or on
    return Changes(f"{row.number} sent to {len(agencies)} agencies", CARES, audit_id)


def set_agency_due(session: Session, audit_id: str, agency_id: str, due: date | None) -> Changes:
    """Give one agency a day of its own to return; None for that of the audit."""
    _agency(session, audit_id, agency_id).due = due
    number = session.get_one(Audit, audit_id).number
    return Changes(f"{number}: another day to return", CARES, audit_id)


def mark_chased(session: Session, audit_id: str, agency_ids: Sequence[str], on: date) -> Changes:
    """Record that agencies were reminded. Raises Refused where none is named."""
    if not agency_ids:
        raise Refused("Choose whom you reminded.")
    for agency_id in agency_ids:
        _agency(session, audit_id, agency_id).chased_on = on
    number = session.get_one(Audit, audit_id).number
    count = "1 agency" if len(agency_ids) == 1 else f"{len(agency_ids)} agencies"
    return Changes(f"{number}: {count} reminded", CARES, audit_id)


def record_received(
    session: Session, audit_id: str, agency_id: str, on: date, said: str = ""
) -> Changes:
    """Record that an agency has returned, where it came as no workbook of ours."""
    row = _agency(session, audit_id, agency_id)
    row.received_on, row.said = on, said.strip()
    number = session.get_one(Audit, audit_id).number
    return Changes(f"{number}: return received", CARES, audit_id)


def take_back_received(session: Session, audit_id: str, agency_id: str) -> Changes:
    """Take back that an agency has returned."""
    row = _agency(session, audit_id, agency_id)
    row.received_on, row.said = None, ""
    number = session.get_one(Audit, audit_id).number
    return Changes(f"{number}: return taken back", CARES, audit_id)


def _agencies(session: Session, audit_id: str) -> Sequence[AuditAgency]:
    query = select(AuditAgency).where(AuditAgency.audit_id == audit_id)
    return session.scalars(query.order_by(AuditAgency.position, AuditAgency.id)).all()


def _agency(session: Session, audit_id: str, agency_id: str) -> AuditAgency:
    found = (row for row in _agencies(session, audit_id) if row.agency_id == agency_id)
    row = next(found, None)
    if row is None:
        raise Refused("This agency does not take part in the audit. Add it first.")
    return row
