"""Minutes that go out as Word and come back: the files, what stands here, what differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.actions.tables import Action
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.diary.queries.meetings import get_meeting
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.meetings.queries.record import meeting_record
from dscp_desktop.meetings.rules.numbering import shown_labels
from dscp_desktop.meetings.rules.record import MeetingRecord
from dscp_desktop.meetings.rules.returned.match import match
from dscp_desktop.meetings.rules.returned.values import (
    ACTION,
    CHALLENGE,
    DECISION,
    RESTRICTED,
    WORDS,
    Difference,
    FileLine,
    PresentItem,
    PresentNote,
)
from dscp_desktop.meetings.tables import (
    AgendaItem,
    Challenge,
    Decision,
    Minutes,
    Note,
    frozen_words,
)
from dscp_desktop.partnership.queries.parties import printed_marking
from dscp_desktop.store.files import get_file
from dscp_desktop.store.settings import get_setting
from dscp_desktop.store.tables import StoredFile

_Spoken: TypeAlias = type[Decision] | type[Action] | type[Challenge]
_RECORDS: tuple[tuple[_Spoken, str], ...] = (
    (Decision, DECISION),
    (Action, ACTION),
    (Challenge, CHALLENGE),
)


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """What a Word copy of minutes is made of."""

    record: MeetingRecord
    partnership: str
    marking: str


@dataclass(frozen=True, slots=True)
class ReturnedFiles:
    """The copy that went out last and the one that came back, None while there is none.

    `frozen` says in words why nothing can be taken in any more, '' where it can.
    """

    meeting: MeetingLine
    sent: bytes | None = None
    sent_name: str = ""
    back: bytes | None = None
    back_name: str = ""
    frozen: str = ""


def copy_facts(session: Session, meeting_id: str) -> CopyFacts:
    """Return what a Word copy of a meeting's minutes is made of."""
    name = get_setting(session, "partnership.name", "")
    return CopyFacts(meeting_record(session, meeting_id), name, printed_marking(session))


def returned_files(session: Session, meeting_id: str) -> ReturnedFiles:
    """Return the Word copies of a meeting's minutes. Raises WrongUse where the meeting is gone."""
    meeting = get_meeting(session, meeting_id)
    if meeting is None:
        raise WrongUse("This meeting is no longer there. Choose another one.")
    row = session.scalars(select(Minutes).where(Minutes.meeting_id == meeting_id)).first()
    frozen = frozen_words(session, meeting_id)
    if row is None:
        return ReturnedFiles(meeting, frozen=frozen)
    sent, sent_name = _file(session, row.kept_id)
    back, back_name = _file(session, row.returned_id)
    return ReturnedFiles(meeting, sent, sent_name, back, back_name, frozen)


def _file(session: Session, file_id: str | None) -> tuple[bytes | None, str]:
    kept = session.get(StoredFile, file_id) if file_id else None
    return (get_file(session, kept.id), kept.name) if kept else (None, "")


def present_items(session: Session, meeting_id: str) -> tuple[PresentItem, ...]:
    """Return the items of a meeting with their paragraphs, as a returned file is held against."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    items = session.scalars(query.order_by(AgendaItem.position, AgendaItem.id)).all()
    ids = [item.id for item in items]
    notes = select(Note).where(Note.item_id.in_(ids)).order_by(Note.position, Note.id)
    rows = session.scalars(notes).all()
    records = _records(session, [row.record_id for row in rows if row.record_id])
    hidden = {item.id for item in items if item.restricted}
    lines: dict[str, list[PresentNote]] = defaultdict(list)
    for row in rows:
        code, text = RESTRICTED if row.restricted or row.item_id in hidden else WORDS, row.text
        if row.record_id in records:
            code, text = records[row.record_id]
        lines[row.item_id].append(PresentNote(row.id, code, text))
    labels = shown_labels([item.label for item in items])
    return tuple(
        PresentItem(item.id, label, item.title, tuple(lines[item.id]), item.restricted)
        for item, label in zip(items, labels, strict=True)
    )


def _records(session: Session, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return the code and the words of the records that stand in notes."""
    found: dict[str, tuple[str, str]] = {}
    for table, code in _RECORDS:
        for record_id, text in session.execute(
            select(table.id, table.text).where(table.id.in_(ids))
        ):
            found[record_id] = code, text
    return found


def find_differences(
    session: Session, meeting_id: str, base: Sequence[FileLine], back: Sequence[FileLine]
) -> tuple[Difference, ...]:
    """Return what is other in a returned file, without what was left or answered already."""
    row = session.scalars(select(Minutes).where(Minutes.meeting_id == meeting_id)).first()
    settled = set(row.settled.split("\n")) if row else set()
    found = match(base, back, present_items(session, meeting_id))
    return tuple(difference for difference in found if difference.key not in settled)
