"""The cases of an audit and the lists they were drawn from, as values."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.audits.rules.programme import CaseLine
from dscp_desktop.audits.tables import AuditCase, AuditFrame
from dscp_desktop.sampling.queries import freeze_slip
from dscp_desktop.sampling.rules.records import FrozenList


def cases_of(session: Session, audit_id: str) -> tuple[CaseLine, ...]:
    """Return the cases of an audit by stratum and reference."""
    query = select(AuditCase).where(AuditCase.audit_id == audit_id)
    rows = session.scalars(query.order_by(AuditCase.stratum, AuditCase.ref))
    return tuple(CaseLine(r.id, r.ref, r.stratum, r.reason, r.draw_id or "") for r in rows)


def frames_of(session: Session, audit_id: str) -> tuple[FrozenList, ...]:
    """Return the lists that were frozen for an audit, the newest first."""
    query = select(AuditFrame.frame_id).where(AuditFrame.audit_id == audit_id)
    ids = session.scalars(query.order_by(AuditFrame.id.desc()))
    return tuple(freeze_slip(session, frame_id) for frame_id in ids)
