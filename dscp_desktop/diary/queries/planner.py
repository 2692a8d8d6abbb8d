"""The planner of a year, from the meetings and what features offer."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from dscp_desktop.core.days import show_times
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.offers import DayMark, Feature, Scope
from dscp_desktop.core.periods import parse_year, year_bounds, year_of
from dscp_desktop.diary.queries.meetings import list_meetings
from dscp_desktop.diary.queries.planning import calendar_parts
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.diary.rules.planner import MEETINGS, Planner, PlannerKind, plan_lines
from dscp_desktop.diary.rules.year import CalendarParts

_OF_MEETINGS = PlannerKind(MEETINGS, "Meetings", "meeting")


def get_planner(session: Session, features: Sequence[Feature], scope: Scope) -> Planner:
    """Return a financial year with its meetings and the days of these features.

    Without a year it is the one of today. `scope.record_id` names the one kind that is wanted.
    Raises WrongUse for what is no year.
    """
    year = _year(scope)
    first, last = year_bounds(year)
    marks = [
        (_mark(meeting), _OF_MEETINGS, meeting.code)
        for meeting in list_meetings(session, since=first, until=last)
        if meeting.goes_ahead
    ]
    for feature in features:
        if feature.days is not None:
            kind = PlannerKind(feature.name, feature.title, feature.icon)
            found = feature.days.list_days(session, first, last)
            marks += [(mark, kind, "") for mark in found]
    planner = Planner(year, first, last, plan_lines(marks, first, last))
    return Planner(year, first, last, planner.of(scope.record_id))


def planner_file(
    session: Session, features: Sequence[Feature], scope: Scope
) -> tuple[Planner, CalendarParts]:
    """Return the planner with the meetings of its year, for its calendar file."""
    return get_planner(session, features, scope), calendar_parts(session, "", _year(scope))


def _year(scope: Scope) -> str:
    try:
        return parse_year(scope.year) if scope.year else year_of(scope.today)
    except ValueError as error:
        raise WrongUse(str(error)) from error


def _mark(meeting: MeetingLine) -> DayMark:
    times = show_times(meeting.start, meeting.end)
    detail = " · ".join(part for part in (times, meeting.venue) if part)
    return DayMark(meeting.on, meeting.on, meeting.title, MEETINGS, meeting.id, detail)
