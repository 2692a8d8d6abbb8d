"""Where a record of audits is shown: an audit opens, a tool or a theme stands in its list."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from dscp_desktop.audits.tables import (
    Audit,
    AuditProgramme,
    AuditRecommendation,
    AuditReturn,
    AuditTheme,
    AuditTool,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go: `kind` is audit, returns, finding, tool, theme or programme."""

    kind: str
    audit_id: str = ""
    year: str = ""


def place_of(session: Session, record_id: str) -> Place:
    """Return the place of a record, that of the programme where it is none of ours."""
    audit = session.get(Audit, record_id)
    if audit is not None:
        return Place("audit", audit.id, audit.year)
    advice = session.get(AuditRecommendation, record_id)
    if advice is not None:
        return Place("finding", advice.audit_id)
    came = session.get(AuditReturn, record_id)
    if came is not None:
        return Place("returns", came.audit_id or "")
    if session.get(AuditTool, record_id) is not None:
        return Place("tool")
    if session.get(AuditTheme, record_id) is not None:
        return Place("theme")
    programme = session.get(AuditProgramme, record_id)
    return Place("programme", "", programme.year if programme else "")
