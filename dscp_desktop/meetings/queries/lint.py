"""What does not fit between the terms of groups and their meetings."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.diary.rules.meetings import CANCELLED
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.meetings.tables import Attendance
from dscp_desktop.terms_of_reference.queries.lint import lint
from dscp_desktop.terms_of_reference.rules.lint import LintLine

LAST_MEETINGS = 6


def lint_groups(session: Session, on: date) -> tuple[LintLine, ...]:
    """Return everything that does not fit on a day, with who came to the last meetings."""
    return lint(session, on, last_marks(session, on))


def last_marks(
    session: Session, on: date, most: int = LAST_MEETINGS
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the marks at the last recorded meetings of each group, by group and attendee.

    Cancelled meetings and those nobody has recorded are left out; '' is no mark.
    """
    ordered = (Meeting.on, Meeting.start, Meeting.id)
    newest = func.row_number().over(
        partition_by=Meeting.group_id, order_by=[column.desc() for column in ordered]
    )
    recorded = select(Meeting.id, newest.label("place")).where(
        Meeting.on <= on,
        Meeting.status != CANCELLED,
        Meeting.id.in_(select(Attendance.meeting_id)),
    )
    ranked = recorded.subquery()
    query = (
        select(Meeting.group_id, Meeting.id, Attendance.attendee_id, Attendance.mark)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Meeting.id.in_(select(ranked.c.id).where(ranked.c.place <= most)))
        .order_by(*ordered)
    )
    held: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for group_id, meeting_id, attendee_id, mark in session.execute(query):
        held[group_id].setdefault(meeting_id, {})[attendee_id] = mark
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for group_id, meetings in held.items():
        last = list(meetings.values())
        attendees = dict.fromkeys(key for marks in last for key in marks)
        found[group_id] = {key: tuple(m.get(key, "") for m in last) for key in attendees}
    return found
