"""What is said at a meeting, item by item: paragraphs, and the times of the items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.meetings.commands.minutes import CARES, begin_record
from dscp_desktop.meetings.rules.record import NoteDraft
from dscp_desktop.meetings.tables import AgendaItem, Note
from dscp_desktop.store.session import fresh_id


def save_item_notes(session: Session, item_id: str, notes: Sequence[NoteDraft]) -> Changes:
    """Put what was typed at an item in place of its notes before, in this order.

    A paragraph with the id of one that is there keeps it; one that is left out goes. The place of
    a decision, action or challenge stays in any case: where it is left out, it stays behind what
    it stood behind. Where nothing differs nothing is told. Raises Refused where the minutes were
    approved, WrongUse where a place is of no record of this item.
    """
    item = session.get_one(AgendaItem, item_id)
    before = notes_of(session, item_id)
    wanted = _with_places(before, [n for n in notes if n.record_id or n.text.strip()])
    if _as_drafts(before) == [_plain(draft) for draft in wanted]:
        return Changes("", (), item_id)
    said = begin_record(session, item.meeting_id)
    known = {note.id: note for note in before}
    places = {note.record_id: note for note in before if note.record_id}
    kept = set()
    for position, draft in enumerate(wanted):
        row = places.get(draft.record_id) if draft.record_id else known.get(draft.id)
        if row is None or row.id in kept or bool(row.record_id) != bool(draft.record_id):
            row = Note(id=fresh_id(session), item_id=item_id)
            session.add(row)
        kept.add(row.id)
        row.position, row.at, row.restricted = position, draft.at, draft.restricted
        if not draft.record_id:
            row.text = draft.text.strip("\n")
    for note in before:
        if note.id not in kept:
            session.delete(note)
    return Changes(f"{item_words(session, item)}: notes kept{said}", CARES, item_id)


def _with_places(before: Sequence[Note], drafts: Sequence[NoteDraft]) -> list[NoteDraft]:
    """Return the drafts with the places that they left out, each behind what it stood behind."""
    there = {note.record_id for note in before if note.record_id}
    given = [draft.record_id for draft in drafts if draft.record_id]
    if len(given) != len(set(given)) or set(given) - there:
        raise WrongUse("A decision, action or challenge stands once, at the item it was taken at.")
    wanted, last = list(drafts), ""
    for note in before:
        if note.record_id and note.record_id not in given:
            at = _behind(wanted, last)
            wanted.insert(at, NoteDraft("", note.id, note.at, note.restricted, note.record_id))
        last = note.id if any(_is(draft, note) for draft in wanted) else last
    return wanted


def _behind(drafts: Sequence[NoteDraft], note_id: str) -> int:
    ids = [draft.id for draft in drafts]
    return ids.index(note_id) + 1 if note_id in ids else 0


def _is(draft: NoteDraft, note: Note) -> bool:
    return draft.id == note.id


def _as_drafts(rows: Sequence[Note]) -> list[NoteDraft]:
    return [
        NoteDraft("" if n.record_id else n.text, n.id, n.at, n.restricted, n.record_id or "")
        for n in rows
    ]


def _plain(draft: NoteDraft) -> NoteDraft:
    text = "" if draft.record_id else draft.text.strip("\n")
    return NoteDraft(text, draft.id, draft.at, draft.restricted, draft.record_id)


def notes_of(session: Session, item_id: str) -> list[Note]:
    """Return the notes of an item in their order."""
    query = select(Note).where(Note.item_id == item_id).order_by(Note.position, Note.id)
    return list(session.scalars(query))


def put_place(
    session: Session, item_id: str, record_id: str, after: str = "", at: time | None = None
) -> None:
    """Let a record stand in the notes of an item, behind a paragraph, else at the end.

    `after` is the id of a paragraph or of a record that stands there. Part of a command.
    """
    notes = notes_of(session, item_id)
    found = next((n for n, note in enumerate(notes) if after and after in _ids(note)), len(notes))
    row = Note(id=fresh_id(session), item_id=item_id, record_id=record_id, at=at, text="")
    session.add(row)
    notes.insert(found + 1, row)
    for position, note in enumerate(notes):
        note.position = position


def take_place(session: Session, record_id: str) -> None:
    """Take the place of a record out of the notes. Part of a command."""
    for note in session.scalars(select(Note).where(Note.record_id == record_id)):
        session.delete(note)


def _ids(note: Note) -> tuple[str, str]:
    return note.id, note.record_id or ""


def start_item(session: Session, item_id: str, at: time) -> Changes:
    """Say when an item was begun; the one that was running ends then."""
    item = session.get_one(AgendaItem, item_id)
    said = begin_record(session, item.meeting_id)
    query = select(AgendaItem).where(AgendaItem.meeting_id == item.meeting_id)
    for other in session.scalars(query):
        if other is not item and other.started and other.ended is None and other.started <= at:
            other.ended = at
    item.started, item.ended = at, None
    return Changes(f"{item_words(session, item)}: begun at {at:%H:%M}{said}", CARES, item_id)


def end_item(session: Session, item_id: str, at: time) -> Changes:
    """Say when an item ended. Raises Refused where that is before it was begun."""
    item = session.get_one(AgendaItem, item_id)
    said = begin_record(session, item.meeting_id)
    if item.started and at < item.started:
        raise Refused(f"The item was begun at {item.started:%H:%M}. Enter a time from then on.")
    item.ended = at
    return Changes(f"{item_words(session, item)}: ended at {at:%H:%M}{said}", CARES, item_id)


def set_item_times(
    session: Session, item_id: str, started: time | None, ended: time | None
) -> Changes:
    """Correct when an item was begun and ended; None takes a time back."""
    item = session.get_one(AgendaItem, item_id)
    said = begin_record(session, item.meeting_id)
    if started and ended and ended < started:
        raise Refused(f"The item was begun at {started:%H:%M}. Enter a time from then on.")
    item.started, item.ended = started, ended
    return Changes(f"{item_words(session, item)}: times changed{said}", CARES, item_id)


def item_words(session: Session, item: AgendaItem) -> str:
    """Return 'Item 7A of Group, Thu 13 Jul 2023', as the history names it."""
    label = item.label or str(item.position + 1)
    return f"Item {label} of {session.get_one(Meeting, item.meeting_id).shown(session)}"
