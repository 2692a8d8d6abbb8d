"""The names that organisations and groups go by."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.partnership.rules.parties import named_once
from dscp_desktop.partnership.tables import KnownAs
from dscp_desktop.store.session import fresh_id

FEATURE = "partnership"
EVERYWHERE = ("*",)  # names and seats stand on every page


def put_names(session: Session, record_id: str, names: Iterable[str]) -> None:
    """Add other names of an organisation or a group."""
    for name in names:
        session.add(KnownAs(id=fresh_id(session), record_id=record_id, name=name))


def set_names(session: Session, record_id: str, names: Iterable[str], own: Iterable[str]) -> None:
    """Let a record have these other names and no more; its own names are none of them."""
    wanted = named_once(names, own)
    there = session.scalars(select(KnownAs).where(KnownAs.record_id == record_id)).all()
    for row in there:
        if row.name not in wanted:
            session.delete(row)
    held = {row.name for row in there}
    put_names(session, record_id, [name for name in wanted if name not in held])
