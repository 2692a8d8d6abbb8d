"""The record of a meeting, gathered: attendance, items with what was said, minutes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.diary.rules.meetings import CANCELLED, MeetingLine
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.meetings.queries.actions import kept_action, minuted_actions
from dscp_desktop.meetings.queries.agenda import agenda
from dscp_desktop.meetings.queries.attendance import (
    labels_of,
    list_guests,
    list_moves,
    seat_marks,
)
from dscp_desktop.meetings.queries.logs import challenge_lines, decision_lines, urgent_at
from dscp_desktop.meetings.rules.agenda import AgendaLine
from dscp_desktop.meetings.rules.presence import (
    NOT_RECORDED,
    ItemTime,
    quorum_by_item,
    quorum_note,
)
from dscp_desktop.meetings.rules.record import (
    ChallengeLine,
    CorrectionLine,
    DecisionLine,
    ItemRecord,
    MeetingRecord,
    MinutedAction,
    MinutesState,
    MoveLine,
    NoteLine,
    SeatMark,
)
from dscp_desktop.meetings.tables import (
    AgendaItem,
    Challenge,
    Correction,
    Decision,
    Minutes,
    Note,
)
from dscp_desktop.terms_of_reference.queries.presence import presence_on
from dscp_desktop.terms_of_reference.queries.terms import quorum_on
from dscp_desktop.terms_of_reference.rules.quorum import Verdict


@dataclass(frozen=True, slots=True)
class _Stands:
    """What may stand in notes, by id, and whether the chair agreed what they say."""

    decisions: Mapping[str, DecisionLine]
    challenges: Mapping[str, ChallengeLine]
    actions: Mapping[str, MinutedAction]


def meeting_under_way(session: Session, today: date) -> str:
    """Return the id of the meeting of a day that goes on, else of its next one; '' for none."""
    query = select(Meeting.id).outerjoin(AgendaItem, AgendaItem.meeting_id == Meeting.id)
    of_day = query.where(Meeting.on == today, Meeting.status.not_in(("held", CANCELLED)))
    not_begun = func.count(AgendaItem.started) == 0
    first = of_day.group_by(Meeting.id).order_by(not_begun, Meeting.start, Meeting.id)
    return session.scalars(first.limit(1)).first() or ""


def meeting_record(session: Session, meeting_id: str) -> MeetingRecord:
    """Return all that is kept of a meeting. Raises WrongUse where it is gone."""
    lines = agenda(session, meeting_id)
    meeting = lines.meeting
    items = [line for line in lines.items if line.id] if lines.stored else []
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    rows = {row.id: row for row in session.scalars(query)}
    notes = _notes(session, list(rows))
    seats = seat_marks(session, meeting_id)
    moves = list_moves(session, meeting_id)
    verdicts, quorum = _quorum(session, meeting, seats, moves, [rows[item.id] for item in items])
    return MeetingRecord(
        meeting=meeting,
        minutes=minutes_state(session, meeting_id),
        chair=meeting.chair,
        minute_taker=meeting.minute_taker,
        also=meeting.joint,
        seats=seats,
        guests=list_guests(session, meeting_id),
        moves=moves,
        items=tuple(
            _item(item, rows[item.id], notes[item.id], verdicts[at])
            for at, item in enumerate(items)
        ),
        urgent=urgent_at(session, meeting_id),
        corrections=list_corrections(session, meeting_id),
        quorum=quorum,
        timing=lines.timing,
    )


def _item(
    line: AgendaLine, row: AgendaItem, notes: Sequence[NoteLine], quorum: Verdict | None
) -> ItemRecord:
    return ItemRecord(
        id=line.id,
        label=line.label,
        title=line.title,
        lead=line.lead,
        minutes=line.minutes,
        purpose=line.purpose,
        starts=line.starts,
        started=row.started,
        ended=row.ended,
        restricted=line.restricted,
        verbal=line.verbal,
        carried_from=line.carried_from,
        last=line.last,
        papers=line.papers,
        notes=tuple(notes),
        quorum=quorum,
    )


def item_notes(session: Session, item_id: str) -> tuple[NoteLine, ...]:
    """Return what was said at one item, in its order."""
    return tuple(_notes(session, [item_id])[item_id])


def _notes(session: Session, item_ids: Sequence[str]) -> dict[str, list[NoteLine]]:
    found: dict[str, list[NoteLine]] = defaultdict(list)
    query = select(Note, AgendaItem.restricted).join(AgendaItem, AgendaItem.id == Note.item_id)
    query = query.where(Note.item_id.in_(item_ids)).order_by(Note.position, Note.id)
    rows = session.execute(query).all()
    stands = _standing(session, [note.record_id for note, _ in rows if note.record_id])
    for note, item_restricted in rows:
        found[note.item_id].append(_note(note, item_restricted, stands))
    return found


def _standing(session: Session, ids: Sequence[str]) -> _Stands:
    if not ids:
        return _Stands({}, {}, {})
    decisions = session.scalars(select(Decision).where(Decision.id.in_(ids))).all()
    challenges = session.scalars(select(Challenge).where(Challenge.id.in_(ids))).all()
    return _Stands(
        {line.id: line for line in decision_lines(session, decisions)},
        {line.id: line for line in challenge_lines(session, challenges)},
        minuted_actions(session, ids),
    )


def _note(row: Note, item_restricted: bool, stands: _Stands) -> NoteLine:
    record_id = row.record_id or ""
    decision = stands.decisions.get(record_id)
    challenge = stands.challenges.get(record_id)
    action = stands.actions.get(record_id)
    if action is not None and row.text:
        action = kept_action(action, row.text)
    there = decision or challenge or action
    return NoteLine(
        id=row.id,
        text="" if record_id else row.text,
        at=row.at,
        restricted=row.restricted or item_restricted or bool(there and there.restricted),
        decision=decision,
        action=action,
        challenge=challenge,
    )


def _quorum(
    session: Session,
    meeting: MeetingLine,
    seats: Sequence[SeatMark],
    moves: Sequence[MoveLine],
    items: Sequence[AgendaItem],
) -> tuple[Sequence[Verdict | None], str]:
    """Return the verdict for each item by the terms of that day, and the words for the minutes."""
    rule = quorum_on(session, meeting.group_id, meeting.on)
    labels = labels_of(session, meeting.id)
    times = [ItemTime(row.id, labels[row.id], row.started) for row in items]
    if rule is not None and not any(seat.mark for seat in seats):
        return [None] * len(items), NOT_RECORDED
    marks = {seat.seat_id or seat.attendee_id: seat.mark for seat in seats if seat.mark}
    there = presence_on(session, meeting.group_id, meeting.on, marks)
    verdicts = quorum_by_item(rule, there, moves, times)
    return verdicts, quorum_note(verdicts, moves, times)


def minutes_state(session: Session, meeting_id: str) -> MinutesState:
    """Return how far the minutes of a meeting are; a draft without id where nothing was kept."""
    row = session.scalars(select(Minutes).where(Minutes.meeting_id == meeting_id)).first()
    if row is None:
        return MinutesState()
    return MinutesState(
        id=row.id,
        state=row.state,
        agreed_on=row.agreed_on,
        agreed_by=row.agreed_by,
        approved_at_id=row.approved_at_id or "",
        approved_at=_shown(session, row.approved_at_id),
        approved_on=row.approved_on,
    )


def list_corrections(session: Session, meeting_id: str) -> tuple[CorrectionLine, ...]:
    """Return the corrections to the minutes of a meeting, the oldest first."""
    labels = labels_of(session, meeting_id)
    query = select(Correction).join(Minutes, Minutes.id == Correction.minutes_id)
    query = query.where(Minutes.meeting_id == meeting_id).order_by(Correction.on, Correction.id)
    return tuple(
        CorrectionLine(
            id=row.id,
            on=row.on,
            text=row.text,
            item_id=row.item_id or "",
            item=labels.get(row.item_id or "", ""),
            made_at_id=row.made_at_id or "",
            made_at=_shown(session, row.made_at_id),
        )
        for row in session.scalars(query)
    )


def _shown(session: Session, meeting_id: str | None) -> str:
    row = session.get(Meeting, meeting_id) if meeting_id else None
    return row.shown(session) if row else ""
