"""Where on the page of meetings a record stands."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dscp_desktop.meetings.queries.agenda import meeting_of
from dscp_desktop.meetings.tables import Challenge, Decision, ForwardItem, Minutes

MEETING = "meeting"


def place_of_record(session: Session, record_id: str) -> tuple[str, str]:
    """Return the part of the page and the meeting of a record; '' for no meeting."""
    for table in (Decision, Challenge, ForwardItem):
        if session.get(table, record_id) is not None:
            return table.record_kind, ""
    minutes = session.get(Minutes, record_id)
    return MEETING, minutes.meeting_id if minutes else meeting_of(session, record_id)
