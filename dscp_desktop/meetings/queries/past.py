"""Who was at the last meetings of a group, for the rooms below that try a rule on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.diary.queries.meetings import list_meetings
from dscp_desktop.diary.rules.meetings import CANCELLED
from dscp_desktop.meetings.tables import Attendance


def past_meetings(
    session: Session, group_id: str, before: date, most: int
) -> tuple[tuple[date, Mapping[str, str]], ...]:
    """Return the last `most` meetings before a day whose attendance is known, the newest first.

    Each is its day, and the mark of each seat, organisation or agency group that has one.
    """
    until = before - timedelta(days=1)
    held = [m for m in list_meetings(session, group_id, until=until) if m.status != CANCELLED]
    found = []
    for meeting in reversed(held):
        query = select(Attendance.attendee_id, Attendance.mark)
        rows = session.execute(query.where(Attendance.meeting_id == meeting.id)).all()
        if rows:
            found.append((meeting.on, {row.attendee_id: row.mark for row in rows}))
        if len(found) == most:
            break
    return tuple(found)
