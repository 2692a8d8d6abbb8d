"""Settings of the store: what changes records or documents, by name, by command."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.tables import Setting

SAMPLE = "SAMPLE"


def sample_mark(session: Session) -> str:
    """Return the mark that all carries that goes out of a sample store; '' of any other."""
    return SAMPLE if get_setting(session, "sample.as_at") else ""


def get_setting(session: Session, name: str, default: str = "") -> str:
    """Return a setting's value as text, or the default."""
    found = session.scalars(select(Setting.value).where(Setting.name == name)).first()
    return default if found is None else found


def put_setting(session: Session, name: str, value: str) -> None:
    """Set a value as part of another command."""
    row = session.scalars(select(Setting).where(Setting.name == name)).first()
    if row is None:
        session.add(Setting(id=fresh_id(session), name=name, value=value))
    else:
        row.value = value


def change_setting(session: Session, name: str, value: str) -> Changes:
    """Set a value as a command of its own."""
    put_setting(session, name, value)
    return Changes(words=f"Setting changed: {name}", features=("*",))
