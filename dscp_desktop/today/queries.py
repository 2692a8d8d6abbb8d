"""What is due over all features, the most urgent first, and the meetings round today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.actions.queries.log import list_actions
from dscp_desktop.core.offers import Due, DueOffer
from dscp_desktop.diary.queries.meetings import list_meetings, next_meetings
from dscp_desktop.meetings.queries.agenda import readiness
from dscp_desktop.partnership.queries.parties import list_meeting_groups
from dscp_desktop.today.rules import (
    YEAR_BEGINS_IN,
    Coming,
    TodayValues,
    YearLane,
    by_heading,
    lanes_of,
)


def list_due(session: Session, offers: Sequence[DueOffer], today: date) -> tuple[Due, ...]:
    """Return what every feature lists as due or wrong on a day, the earliest date first."""
    found = [due for offer in offers for due in offer.list_due(session, today)]
    return tuple(sorted(found, key=lambda due: (due.on, due.feature, due.what)))


def get_today(session: Session, offers: Sequence[DueOffer], today: date) -> TodayValues:
    """Return what needs attention on a day, and each group's next meeting."""
    meetings = next_meetings(session, today)
    states = readiness(session, today, meetings)
    return TodayValues(
        by_heading(list_due(session, offers, today)),
        len(list_actions(session, today, include_done=False)),
        tuple(Coming(meeting, states[meeting.id]) for meeting in meetings),
    )


def get_year(session: Session, year: int, today: date) -> tuple[YearLane, ...]:
    """Return the meetings of each group in the financial year that begins in a calendar year."""
    first, end = date(year, YEAR_BEGINS_IN, 1), date(year + 1, YEAR_BEGINS_IN, 1)
    meetings = [m for m in list_meetings(session, since=first) if m.on < end]
    groups = [(g.id, g.name, g.code) for g in list_meeting_groups(session)]
    upcoming = frozenset(m.id for m in next_meetings(session, today))
    return lanes_of(groups, meetings, today, upcoming)
