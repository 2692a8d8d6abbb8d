"""The files that came in for an audit, as values."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.audits.rules.returns import ReturnLine
from dscp_desktop.audits.rules.tools import TEXT, content_of
from dscp_desktop.audits.tables import AuditAnswer, AuditReturn, ToolVersion
from dscp_desktop.core.faults import Fault, Refused
from dscp_desktop.partnership.queries.parties import load_parties
from dscp_desktop.store.files import get_file
from dscp_desktop.store.tables import StoredFile


def list_returns(session: Session, audit_id: str = "") -> tuple[ReturnLine, ...]:
    """Return what came in for an audit, or what belongs to none, in the order it came."""
    parties = load_parties(session)
    query = select(AuditReturn).where(AuditReturn.audit_id == (audit_id or None))
    lines = []
    for row in session.scalars(query.order_by(AuditReturn.id)):
        party = parties.get(row.agency_id or "")
        lines.append(
            ReturnLine(
                row.id,
                row.name,
                row.agency_id or "",
                party.shown if party else "",
                row.received_on,
                row.state,
                row.why,
                tuple(Fault(*one) for one in json.loads(row.faults)),
                _blank(session, row),
                row.file_id is not None,
            )
        )
    return tuple(lines)


def _blank(session: Session, row: AuditReturn) -> int:
    version = session.get(ToolVersion, row.version_id) if row.version_id else None
    words = {
        one.id
        for one in (content_of(version.content).questions if version else ())
        if one.kind == TEXT
    }
    query = select(AuditAnswer.question).where(
        AuditAnswer.return_id == row.id, AuditAnswer.value == ""
    )
    return sum(question not in words for question in session.scalars(query))


def return_file(session: Session, return_id: str) -> tuple[str, bytes]:
    """Return a file as it was received: its name and bytes. Raises Refused where it was removed."""
    row = session.get_one(AuditReturn, return_id)
    kept = session.get(StoredFile, row.file_id) if row.file_id else None
    if kept is None:
        raise Refused(f"{row.name} is no longer kept: only what was read of it.")
    return row.name, get_file(session, kept.id)
