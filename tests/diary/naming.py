"""Gives a group a former name, as a command of a test."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.partnership.tables import FormerName
from dscp_desktop.store.session import fresh_id


def rename(session: Session, group_id: str, name: str, ends: str) -> Changes:
    """Say that a group went by a name until a day."""
    session.add(FormerName(id=fresh_id(session), record_id=group_id, name=name, ends=ends))
    return Changes("Named", ("*",))
