"""Minutes sent out as Word, taken back, and their differences accepted one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.actions.tables import Action
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.meetings.commands.minutes import (
    CARES,
    begin_record,
    change_record,
    minutes_of,
    refuse_frozen,
)
from dscp_desktop.meetings.queries.returned import present_items
from dscp_desktop.meetings.rules.returned.values import (
    INSERT,
    RECORD,
    RESTRICTED,
    TITLE,
    Difference,
    PresentItem,
    Step,
    apply_steps,
)
from dscp_desktop.meetings.tables import AgendaItem, Challenge, Decision, Minutes, Note
from dscp_desktop.store.files import put_file
from dscp_desktop.store.session import fresh_id

Answered = tuple[Difference, int]
CERTAIN = -1


def send_out(session: Session, meeting_id: str, name: str, data: bytes) -> Changes:
    """Keep the Word copy of the minutes that goes out: what comes back is held against it.

    Raises Refused where the minutes were approved.
    """
    meeting = session.get_one(Meeting, meeting_id)
    refuse_frozen(session, meeting_id)
    row = minutes_of(session, meeting_id)
    if row is None:
        begin_record(session, meeting_id)
        session.flush()
        row = _minutes(session, meeting_id)
    row.kept_id, row.returned_id, row.settled = put_file(session, name, data), None, ""
    return Changes(f"Minutes sent out as Word: {meeting.shown(session)}", CARES, row.id)


def take_back(session: Session, meeting_id: str, name: str, data: bytes) -> Changes:
    """Keep an edited copy that came back, to be looked through.

    Raises Refused where no copy went out, or the minutes were approved.
    """
    meeting = session.get_one(Meeting, meeting_id)
    refuse_frozen(session, meeting_id)
    row = minutes_of(session, meeting_id)
    if row is None or row.kept_id is None:
        raise Refused(
            "No Word copy of these minutes went out, so there is nothing to hold this file "
            "against. Save a Word copy first."
        )
    file_id = put_file(session, name, data)
    if file_id != row.returned_id:
        row.returned_id, row.settled = file_id, ""
    return Changes(f"Minutes came back as Word: {meeting.shown(session)}", CARES, row.id)


def finish_returned(session: Session, meeting_id: str) -> Changes:
    """Put the returned copy aside: what was not accepted stays as it is here."""
    meeting = session.get_one(Meeting, meeting_id)
    row = _minutes(session, meeting_id)
    row.returned_id, row.settled = None, ""
    return Changes(f"Returned minutes put aside: {meeting.shown(session)}", CARES, row.id)


def leave_differences(session: Session, meeting_id: str, keys: Iterable[str]) -> Changes:
    """Leave differences of the returned copy as they are here; they are not shown again."""
    meeting = session.get_one(Meeting, meeting_id)
    refuse_frozen(session, meeting_id)
    _settle(_minutes(session, meeting_id), keys)
    return Changes(f"Left as it is: returned minutes of {meeting.shown(session)}", CARES)


def accept_difference(
    session: Session, meeting_id: str, difference: Difference, way: int = CERTAIN
) -> Changes:
    """Take one difference in; `way` is the answer chosen (from 0) where it is a question."""
    return accept_differences(session, meeting_id, ((difference, way),))


def accept_differences(session: Session, meeting_id: str, answered: Sequence[Answered]) -> Changes:
    """Take differences in, in the order of the file, each with the answer chosen or CERTAIN.

    Raises Refused where the minutes were approved, where a question has no answer, or where what
    stood here when a difference was shown has changed since. Then nothing is taken in.
    """
    meeting = session.get_one(Meeting, meeting_id)
    said = change_record(session, meeting_id)
    row = _minutes(session, meeting_id)
    steps = [step for difference, way in answered for step in _steps(difference, way)]
    before = present_items(session, meeting_id)
    for number, step in enumerate(steps):
        _look(before, step, steps[:number])
    _write(session, before, apply_steps(before, steps, lambda: fresh_id(session)), steps)
    _settle(row, [difference.key for difference, _ in answered if not difference.certain])
    count = len(answered)
    what = "1 difference" if count == 1 else f"{count} differences"
    return Changes(f"{what} taken in: minutes of {meeting.shown(session)}{said}", CARES, row.id)


def _minutes(session: Session, meeting_id: str) -> Minutes:
    row = minutes_of(session, meeting_id)
    if row is None:
        raise Refused("This meeting has no minutes.")
    return row


def _settle(row: Minutes, keys: Iterable[str]) -> None:
    row.settled = "\n".join(dict.fromkeys([*filter(None, row.settled.split("\n")), *keys]))


def _steps(difference: Difference, way: int) -> tuple[Step, ...]:
    if difference.certain:
        return difference.steps
    if not 0 <= way < len(difference.ways):
        raise Refused(f"Choose an answer first: {difference.words}")
    return difference.ways[way].steps


def _look(items: Sequence[PresentItem], step: Step, earlier: Sequence[Step]) -> None:
    """Raise Refused where what a step found is no longer there."""
    if any(one.note_id == step.note_id and one.kind != step.kind for one in earlier):
        return
    texts = {note.id: note.text for item in items for note in item.notes}
    titles = {item.id: item.title for item in items}
    known = titles if step.kind == TITLE else texts
    target = step.item_id if step.kind == TITLE else step.note_id
    changed = step.kind != INSERT and known.get(target) != step.was
    if changed or (step.item_id and step.item_id not in titles):
        raise Refused(
            "The minutes were changed here since the differences were listed. Look through the "
            "list again; nothing was taken in."
        )


def _write(
    session: Session,
    before: Sequence[PresentItem],
    after: Sequence[PresentItem],
    steps: Sequence[Step],
) -> None:
    """Bring the rows to what stands after the steps."""
    rows = {}
    ids = [item.id for item in before]
    for row in session.scalars(select(Note).where(Note.item_id.in_(ids))):
        rows[row.id] = row
    words = {step.note_id: step.text for step in steps if step.kind == RECORD}
    for was, item in zip(before, after, strict=True):
        if item.title != was.title:
            session.get_one(AgendaItem, item.id).title = item.title
        for position, note in enumerate(item.notes, 1):
            if note.id not in rows:
                made = Note(id=note.id, item_id=item.id, position=position, text=note.text)
                made.restricted = note.code == RESTRICTED
                session.add(made)
                continue
            row = rows.pop(note.id)
            if item.notes != was.notes and row.position != position:
                row.position = position
            if row.item_id != item.id:
                row.item_id = item.id
            if note.id in words:
                _reword(session, row, words[note.id])
            elif row.record_id is None and row.text != note.text:
                row.text = note.text
    for row in rows.values():
        session.delete(row)


def _reword(session: Session, row: Note, text: str) -> None:
    wanted = row.record_id or ""
    found: Decision | Action | Challenge | None = session.get(Decision, wanted)
    found = found or session.get(Action, wanted) or session.get(Challenge, wanted)
    if found is not None:
        found.text = text
