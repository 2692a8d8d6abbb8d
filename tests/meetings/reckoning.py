"""What the machine over the record compares with: the rows, and the quorum reckoned once more."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.meetings.feature import FEATURE
from dscp_desktop.meetings.rules.record import MeetingRecord
from dscp_desktop.meetings.tables import Attendance, Movement
from dscp_desktop.store.session import fresh_id, read_rows, tracked_tables
from dscp_desktop.terms_of_reference.rules.quorum import AtLeast, EachStatutory, Quorum, Rule
from dscp_desktop.terms_of_reference.rules.quorum_text import quorum_text
from dscp_desktop.terms_of_reference.tables import DocumentVersion, GoverningDocument

TABLES = (*FEATURE.tables, "action", "action_update", "meeting", "link", "record")
HERE = ("present", "deputy")
CHANGE = date(2023, 7, 1)  # from here on the second version of the terms is in force
TERMS: tuple[tuple[date, Rule], ...] = ((date(2023, 1, 1), AtLeast(2)), (CHANGE, EachStatutory()))


def begin_terms(session: Session, group_id: str) -> Changes:
    """Put two versions in force, one after the other: two seats, then each statutory partner."""
    document = GoverningDocument(id=fresh_id(session), kind="terms of reference", title="Terms")
    document.group_id = group_id
    session.add(document)
    for number, (day, rule) in enumerate(TERMS, 1):
        row = DocumentVersion(id=fresh_id(session), document_id=document.id, number=number)
        row.agreed, row.in_force_from, row.quorum = True, day, quorum_text(Quorum(rule))
        session.add(row)
    return Changes("Terms", (), document.id)


def every_row(session: Session) -> dict[str, Any]:
    """Return every row that a rule here could change."""
    found = {}
    for name in TABLES:
        table = tracked_tables()[name]
        found[name] = read_rows(session, table, session.execute(select(table.c.id)).scalars())
    return found


def frozen_view(record: MeetingRecord) -> Any:
    """Return what of a record nothing may change: all but corrections and what comes later."""
    items = [
        (
            item.label,
            item.title,
            item.started,
            item.ended,
            item.quorum,
            *tuple((n.id, n.text, n.at, n.decision, n.action, n.challenge) for n in item.notes),
        )
        for item in record.items
    ]
    return record.minutes, record.seats, record.guests, record.moves, items, record.quorum


def expected_quorum(
    session: Session, meeting: str, record: MeetingRecord, seats: list[str]
) -> list[bool | None]:
    """Reckon the quorum once more, from the rows: two seats, or from July on the first three."""
    marks = dict(
        session.execute(
            select(Attendance.attendee_id, Attendance.mark).where(Attendance.meeting_id == meeting)
        ).all()
    )
    if not marks:
        return [None for _ in record.items]
    places = [item.id for item in record.items]
    rows = session.scalars(select(Movement).where(Movement.meeting_id == meeting)).all()
    found: list[bool | None] = []
    for at in range(len(places)):
        here = set()
        for seat in seats:
            own = [
                (places.index(str(r.item_id)), r.at, r.id, r.came)
                for r in rows
                if r.attendee_id == seat
            ]
            own.sort()
            is_here = marks.get(seat) in HERE and not (own and own[0][3])
            for place, _, _, came in own:
                is_here = came if place <= at else is_here
            here |= {seat} if is_here else set()
        if record.meeting.on < CHANGE:
            found.append(len(here) >= 2)
        else:
            found.append(set(seats[:3]) <= here)
    return found
