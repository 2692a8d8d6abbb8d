"""What a person can do to the forward plan: accept, add, move, drop, put on an agenda."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.offers import Proposal
from dscp_desktop.diary.rules.meetings import CANCELLED
from dscp_desktop.diary.tables import Meeting, MeetingBody
from dscp_desktop.meetings.commands.agenda import new_item, started_items
from dscp_desktop.meetings.queries.forward import PROPOSED_BY, meetings_for
from dscp_desktop.meetings.rules.agenda import PURPOSES, ItemDetails
from dscp_desktop.meetings.rules.forward import (
    DROPPED,
    ON_AGENDA,
    PLANNED,
    ForwardDetails,
    neighbour,
)
from dscp_desktop.meetings.tables import AgendaItem, ForwardItem
from dscp_desktop.partnership.tables import Group
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.tables import Link, Record

CARES = ("meetings", "packs", "today")


def accept_proposals(session: Session, accepted: Sequence[tuple[Proposal, str | None]]) -> Changes:
    """Take proposals into the forward plan, each for a meeting, None for one not known yet.

    Each keeps what it is about. One that was accepted or dropped before is passed over.
    """
    made = [
        row
        for proposal, meeting_id in accepted
        if (row := _take(session, proposal, meeting_id, PLANNED)) is not None
    ]
    return Changes(_count_words(made, "accepted"), CARES, made[0].id if made else "")


def drop_proposals(session: Session, proposals: Sequence[Proposal]) -> Changes:
    """Say that proposals are not wanted: they are not made again."""
    made = [row for p in proposals if (row := _take(session, p, None, DROPPED)) is not None]
    return Changes(_count_words(made, "dropped"), CARES, made[0].id if made else "")


def _count_words(rows: Sequence[ForwardItem], what: str) -> str:
    if len(rows) == 1:
        return f"Proposal {what}: {rows[0].title}"
    return f"{len(rows)} proposals {what}"


def _take(
    session: Session, proposal: Proposal, meeting_id: str | None, state: str
) -> ForwardItem | None:
    known = select(ForwardItem.id).where(ForwardItem.source == proposal.key)
    if session.scalars(known).first():
        return None
    details = ForwardDetails(
        proposal.group_id,
        proposal.title,
        meeting_id,
        proposal.due,
        proposal.why,
        proposal.lead,
        proposal.minutes,
        proposal.purpose,
        proposal.restricted,
    )
    row = _new(session, details)
    row.source, row.state, row.document = proposal.key, state, proposal.document
    there = select(Record.id).where(Record.id == proposal.record_id)
    if proposal.record_id and session.scalars(there).first():
        row.about_id = proposal.record_id if proposal.document else None
        link = {"from_id": row.id, "to_id": proposal.record_id, "role": PROPOSED_BY}
        session.add(Link(id=fresh_id(session), **link))
    return row


def add_forward(session: Session, details: ForwardDetails) -> Changes:
    """Add something that is to come to a group. Raises Refused where it cannot be."""
    row = _new(session, details)
    return Changes(f"Forward plan: {row.title} added", CARES, row.id)


def _new(session: Session, details: ForwardDetails) -> ForwardItem:
    row = ForwardItem(id=fresh_id(session), source="", state=PLANNED, restricted=False, document="")
    with session.no_autoflush:
        _put(session, row, details)
        session.add(row)
    _restrict(session, row)
    return row


def change_forward(session: Session, forward_id: str, details: ForwardDetails) -> Changes:
    """Change what is said of an item of the forward plan.

    Raises Refused where it stands on an agenda and another group or meeting is chosen.
    """
    row = session.get_one(ForwardItem, forward_id)
    place = (row.group_id, row.meeting_id)
    if row.state == ON_AGENDA and place != (details.group_id, details.meeting_id):
        raise Refused(_on_agenda_words(session, row))
    _put(session, row, details)
    _restrict(session, row)
    return Changes(f"Forward plan: {row.title} changed", CARES, row.id)


def _put(session: Session, row: ForwardItem, details: ForwardDetails) -> None:
    title = " ".join(details.title.split())
    if not title:
        raise Refused("Type what is to come.")
    if session.get(Group, details.group_id) is None:
        raise Refused("Choose the group that it comes to.")
    if not 0 <= details.minutes <= 600:
        raise Refused("Type the minutes of the item, from 0 to 600.")
    if details.purpose not in PURPOSES:
        raise Refused(f"A purpose is one of: {', '.join(filter(None, PURPOSES))}.")
    if details.meeting_id:
        _refuse_meeting(session, details.group_id, details.meeting_id)
    row.group_id, row.title, row.meeting_id = details.group_id, title, details.meeting_id or None
    row.due, row.why, row.lead = details.due, details.why.strip(), " ".join(details.lead.split())
    row.minutes, row.purpose, row.restricted = details.minutes, details.purpose, details.restricted


def _refuse_meeting(session: Session, group_id: str, meeting_id: str) -> None:
    meeting = session.get_one(Meeting, meeting_id)
    joint = select(MeetingBody.body_id).where(MeetingBody.meeting_id == meeting_id)
    if group_id != meeting.group_id and group_id not in set(session.scalars(joint)):
        name = session.get_one(Group, group_id).name
        raise Refused(f"{meeting.shown(session)} is no meeting of {name}. Choose one of its own.")
    if meeting.status == CANCELLED:
        raise Refused(f"{meeting.shown(session)} was cancelled. Choose another meeting.")


def _restrict(session: Session, row: ForwardItem) -> None:
    session.flush()
    record = session.scalars(select(Record).where(Record.id == row.id)).one()
    record.restricted = row.restricted


def drop_forward(session: Session, forward_ids: Sequence[str]) -> Changes:
    """Say that items of the forward plan are no longer to come; what proposed them stays quiet.

    Raises Refused where one stands on an agenda.
    """
    rows = [session.get_one(ForwardItem, key) for key in forward_ids]
    for row in rows:
        _take_off(session, row)
        row.state = DROPPED
    what = rows[0].title if len(rows) == 1 else f"{len(rows)} items"
    return Changes(f"Forward plan: {what} dropped", CARES, rows[0].id if rows else "")


def _take_off(session: Session, row: ForwardItem) -> None:
    """Let go of the agenda of a cancelled meeting; refused on any other agenda."""
    if row.state != ON_AGENDA:
        return
    meeting = session.get(Meeting, row.meeting_id) if row.meeting_id else None
    if meeting is not None and meeting.status != CANCELLED:
        raise Refused(_on_agenda_words(session, row))
    row.item_id, row.state = None, PLANNED


def _on_agenda_words(session: Session, row: ForwardItem) -> str:
    where = session.get(Meeting, row.meeting_id) if row.meeting_id else None
    name = where.shown(session) if where else "a meeting"
    return f"‘{row.title}’ is on the agenda of {name}: take it off there first."


def move_forward(session: Session, forward_id: str, meeting_id: str | None) -> Changes:
    """Plan an item for another meeting of its group; None for none yet."""
    row = session.get_one(ForwardItem, forward_id)
    _take_off(session, row)
    if meeting_id:
        _refuse_meeting(session, row.group_id, meeting_id)
    row.meeting_id = meeting_id
    where = session.get_one(Meeting, meeting_id).shown(session) if meeting_id else "no meeting yet"
    return Changes(f"{row.title}: moved to {where}", CARES, row.id)


def shift_forward(session: Session, forward_id: str, step: int, today: date) -> Changes:
    """Move an item to the meeting before (-1) or after (1); at the end it stays where it is."""
    row = session.get_one(ForwardItem, forward_id)
    meetings = meetings_for(session).get(row.group_id, ())
    found = neighbour(meetings, row.meeting_id or "", step, today)
    if found is None:
        return Changes("", (), forward_id)
    return move_forward(session, forward_id, found.id)


def put_on_agenda(
    session: Session, forward_ids: Sequence[str], meeting_id: str | None = None
) -> Changes:
    """Put items of the forward plan on an agenda, each on that of its meeting unless one is said.

    They stand before any other business and keep what they are about; an item that was not
    reached at a meeting comes over with its threads. Raises Refused where an item has no meeting
    or is on an agenda already, or the meeting was cancelled or has approved minutes.
    """
    rows = [session.get_one(ForwardItem, key) for key in forward_ids]
    first = ""
    for row in rows:
        if row.state != PLANNED:
            raise Refused(
                _on_agenda_words(session, row)
                if row.state == ON_AGENDA
                else f"‘{row.title}’ was dropped from the forward plan."
            )
        wanted = meeting_id or row.meeting_id
        if not wanted:
            raise Refused(f"Choose the meeting that ‘{row.title}’ comes to first.")
        _refuse_meeting(session, row.group_id, wanted)
        details = ItemDetails(
            row.title, row.minutes, row.purpose, row.lead, row.document, row.restricted
        )
        item = new_item(session, wanted, started_items(session, wanted), details)
        item.about_id = row.about_id
        _keep_links(session, row, item)
        row.meeting_id, row.item_id, row.state = wanted, item.id, ON_AGENDA
        first = first or item.id
    if not rows:
        raise Refused("Choose what is to come first.")
    where = session.get_one(Meeting, str(rows[0].meeting_id)).shown(session)
    what = rows[0].title if len(rows) == 1 else f"{len(rows)} items"
    several = len({row.meeting_id for row in rows}) > 1
    on = "the agendas of their meetings" if several else f"the agenda of {where}"
    return Changes(f"{what}: put on {on}", CARES, first)


def _keep_links(session: Session, row: ForwardItem, item: AgendaItem) -> None:
    """Let an agenda item be about what its proposal was about."""
    query = select(Link.to_id).where(Link.from_id == row.id, Link.role == PROPOSED_BY)
    for about in session.scalars(query).all():
        before = session.get(AgendaItem, about)
        if before is None:
            link = {"from_id": item.id, "to_id": about, "role": PROPOSED_BY}
            session.add(Link(id=fresh_id(session), **link))
            continue
        item.carried_from_id, item.verbal = before.id, before.verbal
        item.document, item.about_id = before.document, before.about_id
        for link_row in session.scalars(select(Link).where(Link.from_id == before.id)).all():
            kept = {"from_id": item.id, "to_id": link_row.to_id, "role": link_row.role}
            session.add(Link(id=fresh_id(session), **kept))
