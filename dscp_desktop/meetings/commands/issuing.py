"""The agenda goes out: its numbers stay; and what was not reached goes to another meeting."""

from __future__ import annotations

from datetime import time

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.rules.meetings import CANCELLED
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.meetings.commands.agenda import CARES, new_item, started_items
from dscp_desktop.meetings.commands.minutes import change_record, fix_labels, refuse_frozen
from dscp_desktop.meetings.commands.notes import item_words
from dscp_desktop.meetings.rules.agenda import ItemDetails
from dscp_desktop.meetings.tables import AgendaItem
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.tables import Link

OUT = "agenda out"


def issue_agenda(session: Session, meeting_id: str) -> Changes:
    """Send the agenda out: each item keeps its number from now on, also those added since.

    Raises Refused where there is nothing to send, the meeting was cancelled, or its minutes were
    approved.
    """
    meeting = session.get_one(Meeting, meeting_id)
    name = meeting.shown(session)
    change_record(session, meeting_id)
    if meeting.status == CANCELLED:
        raise Refused(f"{name} was cancelled.")
    items = started_items(session, meeting_id)
    if not items:
        raise Refused(f"{name} has no items. Add what it is about first.")
    again = any(item.label for item in items)
    if again and all(item.label for item in items) and meeting.status != "planned":
        raise Refused(f"The agenda of {name} is out, and nothing was added since.")
    fix_labels(session, meeting_id)
    if meeting.status == "planned":
        meeting.status = OUT
    what = "Agenda out again, with what was added" if again else "Agenda out"
    return Changes(f"{what}: {name}", (*CARES, "diary"), meeting_id)


def carry_over(session: Session, item_id: str, to_meeting_id: str) -> Changes:
    """Put an item that was not reached on the agenda of a later meeting, with its threads.

    Its papers stay where they were. Raises Refused where the meeting is not later, was cancelled
    or has approved minutes, or the item was carried over already.
    """
    item = session.get_one(AgendaItem, item_id)
    old, new = (session.get_one(Meeting, key) for key in (item.meeting_id, to_meeting_id))
    name = new.shown(session)
    refuse_frozen(session, to_meeting_id)
    if (new.on, new.start or time.min) <= (old.on, old.start or time.min):
        raise Refused(f"{name} is not later than {old.shown(session)}. Choose a later meeting.")
    if new.status == CANCELLED:
        raise Refused(f"{name} was cancelled. Choose another meeting.")
    query = select(AgendaItem.meeting_id).where(AgendaItem.carried_from_id == item_id)
    if there := session.scalars(query).first():
        where = session.get_one(Meeting, there).shown(session)
        raise Refused(f"This item was carried over to {where} already.")
    details = ItemDetails(
        item.title,
        item.minutes,
        item.purpose,
        item.lead,
        item.document,
        item.restricted,
        item.verbal,
    )
    row = new_item(session, to_meeting_id, started_items(session, to_meeting_id), details)
    row.carried_from_id = item_id
    for link in session.scalars(select(Link).where(Link.from_id == item_id)).all():
        session.add(Link(id=fresh_id(session), from_id=row.id, to_id=link.to_id, role=link.role))
    return Changes(f"{item_words(session, item)}: carried over to {name}", CARES, row.id)
