"""An agenda item together with the golden threads and priorities that it touches."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.meetings.commands.agenda import add_item, change_item
from dscp_desktop.meetings.queries.touching import PRIORITY, THREAD
from dscp_desktop.meetings.rules.agenda import ItemDetails
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.tables import Link, Record


def save_item(
    session: Session,
    meeting_id: str,
    item_id: str,
    details: ItemDetails,
    threads: Sequence[str],
    priorities: Sequence[str],
    after: str = "",
) -> Changes:
    """Add an item, or change the one of the id, and set what it touches; see `add_item`."""
    if item_id:
        changes = change_item(session, item_id, details)
    else:
        changes = add_item(
            session,
            meeting_id,
            details.title,
            details.lead,
            details.minutes,
            details.purpose,
            details.document,
            details.restricted,
            details.verbal,
            after,
        )
    for role, wanted in ((THREAD, threads), (PRIORITY, priorities)):
        _set_links(session, str(changes.result), role, wanted)
    return changes


def _set_links(session: Session, item_id: str, role: str, wanted: Sequence[str]) -> None:
    query = select(Link).where(Link.from_id == item_id, Link.role == role)
    there = {link.to_id: link for link in session.scalars(query)}
    for to_id, link in there.items():
        if to_id not in wanted:
            session.delete(link)
    for to_id in dict.fromkeys(wanted):
        if to_id not in there:
            if not session.scalars(select(Record.id).where(Record.id == to_id)).first():
                raise Refused("This thread or priority is no longer there. Choose again.")
            more = {"from_id": item_id, "to_id": to_id, "role": role}
            session.add(Link(id=fresh_id(session), **more))
    session.flush()
