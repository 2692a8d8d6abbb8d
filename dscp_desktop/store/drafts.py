"""Drafts: what somebody is typing, kept at each autosave, without history or search."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from dscp_desktop.store.session import fresh_id, work_of
from dscp_desktop.store.tables import Draft


def keep_draft(session: Session, place: str, value: str) -> None:
    """Keep what the person of this session has typed at a place; replaces the draft before."""
    work = work_of(session)
    drop_draft(session, place)
    session.add(
        Draft(
            id=fresh_id(session), person=work.who, place=place, value=value, saved_at=work.clock()
        )
    )


def drop_draft(session: Session, place: str) -> None:
    """Delete a draft: it has become a command, or nobody wants it."""
    who = work_of(session).who
    session.execute(delete(Draft).where(Draft.person == who, Draft.place == place))


def list_drafts(session: Session, person: str) -> Mapping[str, str]:
    """Return a person's drafts by place: offered back after a crash or a lock."""
    rows = session.execute(select(Draft.place, Draft.value).where(Draft.person == person))
    return {row.place: row.value for row in rows}
