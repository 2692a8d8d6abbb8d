"""The minutes of a meeting: draft, agreed by the chair, approved at a later meeting, corrected."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_date, show_day_year
from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.rules.meetings import CANCELLED
from dscp_desktop.diary.tables import Meeting, MeetingBody
from dscp_desktop.meetings.queries.actions import kept_words, minuted_actions
from dscp_desktop.meetings.queries.attendance import seat_marks
from dscp_desktop.meetings.queries.logs import urgent_at
from dscp_desktop.meetings.rules.numbering import shown_labels
from dscp_desktop.meetings.rules.record import AGREED, APPROVED, DRAFT
from dscp_desktop.meetings.tables import (
    AgendaItem,
    Attendance,
    Correction,
    Decision,
    Minutes,
    Note,
    frozen_words,
)
from dscp_desktop.partnership.tables import Succession
from dscp_desktop.store.session import fresh_id

CARES = ("meetings", "actions", "packs", "today")


def change_record(session: Session, meeting_id: str) -> str:
    """Let a command change what is kept of a meeting; part of that command.

    Minutes that the chair agreed are a draft again; the words for it are returned, '' else.
    Raises Refused where the minutes were approved.
    """
    refuse_frozen(session, meeting_id)
    row = minutes_of(session, meeting_id)
    if row is None or row.state != AGREED:
        return ""
    row.state, row.agreed_on, row.agreed_by = DRAFT, None, ""
    for note in _places(session, meeting_id):
        note.text = ""
    return "; the minutes are a draft again"


def refuse_frozen(session: Session, meeting_id: str) -> None:
    """Raise Refused where the minutes of a meeting were approved."""
    if words := frozen_words(session, meeting_id):
        raise Refused(words)


def begin_record(session: Session, meeting_id: str) -> str:
    """Begin to keep what is said at a meeting, as part of a command; see `change_record`.

    The numbers of its items stay as they are from now on, also of those that came in since.
    """
    said = change_record(session, meeting_id)
    if minutes_of(session, meeting_id) is None:
        session.add(Minutes(id=fresh_id(session), meeting_id=meeting_id, state=DRAFT))
    fix_labels(session, meeting_id)
    return said


def minutes_of(session: Session, meeting_id: str) -> Minutes | None:
    """Return the row of a meeting's minutes, None while nothing was kept."""
    return session.scalars(select(Minutes).where(Minutes.meeting_id == meeting_id)).first()


def fix_labels(session: Session, meeting_id: str) -> None:
    """Let every item keep the number that it shows now."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    items = session.scalars(query.order_by(AgendaItem.position, AgendaItem.id)).all()
    for item, label in zip(items, shown_labels([i.label for i in items]), strict=True):
        if item.label != label:  # what stays as it is need not be searched anew
            item.label = label


def agree_minutes(session: Session, meeting_id: str, on: date, by: str = "") -> Changes:
    """Say that the chair agreed the draft, on a day. `by` is the chair's name, where it is known.

    What the minutes show of each action is kept with them as it is today.

    Raises Refused where nothing was minuted, or the minutes are no draft.
    """
    refuse_frozen(session, meeting_id)
    meeting = session.get_one(Meeting, meeting_id)
    row = minutes_of(session, meeting_id)
    if row is None:
        raise Refused(f"{meeting.shown(session)} has no minutes yet. Type what was said first.")
    if row.state == AGREED and row.agreed_on:
        raise Refused(f"The chair agreed these minutes on {show_date(row.agreed_on)} already.")
    if on < meeting.on:
        raise Refused(f"The meeting was on {show_day_year(meeting.on)}. Enter a day from then on.")
    row.state, row.agreed_on = AGREED, on
    row.agreed_by = " ".join(by.split()) or meeting.chair
    _keep_actions(session, meeting_id)
    return Changes(f"Minutes agreed by the chair: {meeting.shown(session)}", CARES, row.id)


def redraft_minutes(session: Session, meeting_id: str) -> Changes:
    """Take back that the chair agreed the minutes."""
    meeting = session.get_one(Meeting, meeting_id)
    if not change_record(session, meeting_id):
        raise Refused("These minutes are a draft.")
    return Changes(f"Minutes set back to draft: {meeting.shown(session)}", CARES, meeting_id)


def approve_minutes(session: Session, meeting_id: str, at_meeting_id: str) -> Changes:
    """Say that a later meeting approved the minutes: from then on they are frozen.

    Who came is kept with them as it is known today. Raises Refused where the chair has not agreed
    them, or the approving meeting is not later, was cancelled, or is of another group.
    """
    refuse_frozen(session, meeting_id)
    meeting = session.get_one(Meeting, meeting_id)
    approving = session.get_one(Meeting, at_meeting_id)
    row = minutes_of(session, meeting_id)
    if row is None or row.state != AGREED:
        raise Refused("The chair has not agreed these minutes. Have them agreed first.")
    _refuse_meeting(session, meeting, approving)
    _keep_people(session, meeting_id)
    for decision in urgent_at(session, meeting_id):
        session.get_one(Decision, decision.id).reported_at_id = meeting_id
    row.state, row.approved_at_id, row.approved_on = APPROVED, at_meeting_id, approving.on
    fix_labels(session, meeting_id)
    words = f"Minutes approved: {meeting.shown(session)}, at {approving.shown(session)}"
    return Changes(words, CARES, row.id)


def _refuse_meeting(session: Session, meeting: Meeting, approving: Meeting) -> None:
    name = approving.shown(session)
    if _when(approving) <= _when(meeting):
        raise Refused(f"{name} is not later than {meeting.shown(session)}. Choose a later meeting.")
    if approving.status == CANCELLED:
        raise Refused(f"{name} was cancelled. Choose another meeting.")
    heirs = select(Succession.successor_id).where(Succession.former_id == meeting.group_id)
    fitting = {meeting.group_id, *_bodies(session, meeting), *session.scalars(heirs)}
    if not fitting & {approving.group_id, *_bodies(session, approving)}:
        raise Refused(f"{name} is of another group. Choose a meeting of the same group.")


def _bodies(session: Session, meeting: Meeting) -> tuple[str, ...]:
    query = select(MeetingBody.body_id).where(MeetingBody.meeting_id == meeting.id)
    return tuple(session.scalars(query))


def _when(meeting: Meeting) -> tuple[date, time]:
    return meeting.on, meeting.start or time.min


def _keep_people(session: Session, meeting_id: str) -> None:
    """Write down who came where nobody said: seats change hands, these minutes do not."""
    who = {seat.attendee_id: seat.who for seat in seat_marks(session, meeting_id) if seat.mark}
    for row in session.scalars(select(Attendance).where(Attendance.meeting_id == meeting_id)):
        row.name = row.name or who.get(row.attendee_id, "")


def _keep_actions(session: Session, meeting_id: str) -> None:
    """Write down the words of each action at its place: the log goes on, these minutes do not."""
    places = _places(session, meeting_id)
    found = minuted_actions(session, [note.record_id for note in places if note.record_id])
    for note in places:
        if note.record_id in found:
            note.text = kept_words(found[note.record_id])


def _places(session: Session, meeting_id: str) -> list[Note]:
    query = select(Note).join(AgendaItem, AgendaItem.id == Note.item_id)
    query = query.where(AgendaItem.meeting_id == meeting_id, Note.record_id.is_not(None))
    return list(session.scalars(query))


def add_correction(
    session: Session,
    meeting_id: str,
    text: str,
    on: date,
    item_id: str | None = None,
    made_at_id: str | None = None,
) -> Changes:
    """Add a dated correction to approved minutes. Raises Refused where they were not approved."""
    meeting = session.get_one(Meeting, meeting_id)
    row = minutes_of(session, meeting_id)
    if row is None or row.approved_on is None:
        raise Refused("These minutes are not approved yet: change their words instead.")
    if not text.strip():
        raise Refused("Type what is corrected.")
    if on < row.approved_on:
        raise Refused(
            f"The minutes were approved on {show_date(row.approved_on)}. Enter a day from then on."
        )
    if item_id and session.get_one(AgendaItem, item_id).meeting_id != meeting_id:
        raise Refused("This item is of another meeting. Choose one of these minutes.")
    made = Correction(id=fresh_id(session), minutes_id=row.id, on=on, text=text.strip())
    made.item_id, made.made_at_id = item_id or None, made_at_id or None
    session.add(made)
    return Changes(f"Minutes corrected: {meeting.shown(session)}", CARES, made.id)
