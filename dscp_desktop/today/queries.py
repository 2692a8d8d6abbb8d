"""What is due over all features, the most urgent first, the meetings round today, a new year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from dscp_desktop.actions.queries.log import count_open
from dscp_desktop.core.days import show_date
from dscp_desktop.core.offers import Due, DueOffer, YearOffer
from dscp_desktop.core.periods import year_bounds, year_named, year_of
from dscp_desktop.diary.queries.meetings import list_meetings, next_meetings
from dscp_desktop.diary.queries.planning import planning_parts
from dscp_desktop.learning.queries.cycles import list_cycles
from dscp_desktop.learning.queries.record import list_checked
from dscp_desktop.meetings.queries.agenda import readiness
from dscp_desktop.partnership.queries.parties import list_groups
from dscp_desktop.today.rules import (
    Coming,
    Running,
    TodayValues,
    YearLane,
    YearStart,
    by_heading,
    lanes_of,
    phase_lanes,
    running_in,
)

NEW_YEAR = "new_year"
_BEFORE_YEAR = timedelta(days=60)  # from when on a year without meetings is asked about


def list_due(session: Session, offers: Sequence[DueOffer], today: date) -> tuple[Due, ...]:
    """Return what every feature lists as due or wrong on a day, the earliest date first."""
    found = [due for offer in offers for due in offer.list_due(session, today)]
    return tuple(sorted(found, key=lambda due: (due.on, due.feature, due.what)))


def get_today(
    session: Session, offers: Sequence[DueOffer], today: date, cycles: bool = False
) -> TodayValues:
    """Return what needs attention on a day, each group's next meeting, and running phases.

    `cycles` says whether there are learning cycles here.
    """
    meetings = next_meetings(session, today)
    states = readiness(session, today, meetings)
    return TodayValues(
        by_heading(list_due(session, offers, today)),
        count_open(session, today),
        tuple(Coming(meeting, states[meeting.id]) for meeting in meetings),
        _running(session, today) if cycles else (),
    )


def get_day(
    session: Session, offers: Sequence[DueOffer], today: date, cycles: bool, year: str
) -> tuple[TodayValues, tuple[YearLane, ...]]:
    """Return both that the page of today shows: they stand on the same meetings and cycles."""
    return get_today(session, offers, today, cycles), get_year(session, year, today, cycles)


def _running(session: Session, today: date) -> tuple[Running, ...]:
    cycles = list_cycles(session, today)
    return running_in(cycles, list_checked(session, [one.id for one in running_in(cycles, {})]))


def get_year(
    session: Session, year: str, today: date, cycles: bool = False
) -> tuple[YearLane, ...]:
    """Return the phases and the meetings of each group in a financial year, named as 2023-24."""
    first, last = year_bounds(year)
    meetings = list_meetings(session, since=first, until=last)
    groups = [(g.id, g.name, g.code) for g in list_groups(session)]
    upcoming = frozenset(m.id for m in next_meetings(session, today))
    lanes = lanes_of(groups, meetings, today, upcoming)
    phases = phase_lanes(list_cycles(session, today), first, last) if cycles else ()
    return (*phases, *lanes)


def year_start(session: Session, offers: Sequence[YearOffer], year: str, today: date) -> YearStart:
    """Return what a year would get that it does not have, part by part."""
    ordered = sorted(offers, key=lambda offer: offer.order)
    parts = ((offer.order, offer.propose(session, year, today)) for offer in ordered)
    return YearStart(year, tuple(part for part in parts if part[1]))


def years_to_start(today: date) -> tuple[str, str]:
    """Return the present year and the next: those that can be started."""
    now = int(year_of(today)[:4])
    return year_named(now), year_named(now + 1)


def list_year_due(session: Session, today: date) -> tuple[Due, ...]:
    """Return the year to come, from sixty days before, while no meeting of it is in the diary.

    Groups that meet by no cadence are not asked about.
    """
    now, following = years_to_start(today)
    last = year_bounds(now)[1]
    if last - today > _BEFORE_YEAR:
        return ()
    groups, _, cadences = planning_parts(session)
    if not any(group.id in cadences for group in groups):
        return ()
    first, until = year_bounds(following)
    if list_meetings(session, since=first, until=until):
        return ()
    return (
        Due(
            on=last,
            what=f"Start the year {following}",
            feature=NEW_YEAR,
            days=f"Begins {show_date(first)}",
            detail="No meeting of it is in the diary yet",
            heading="The year to come",
            urgency="near",
        ),
    )
