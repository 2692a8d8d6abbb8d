"""What is due of restraint scrutiny: footage that soon is overwritten, and papers for groups."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from dscp_desktop.core.days import show_date
from dscp_desktop.core.offers import Due, Proposal
from dscp_desktop.partnership.tables import Group
from dscp_desktop.restraint.queries.incidents import (
    ASKED_BY_NAME,
    FEATURE,
    incidents_where,
    quarter_of,
)
from dscp_desktop.restraint.queries.results import draw_results, list_reviews, waiting_refs
from dscp_desktop.restraint.queries.returns_due import list_returns_due
from dscp_desktop.restraint.rules.footage import (
    AMBER_DAYS,
    GONE,
    SOON,
    days_left,
    days_left_words,
    footage_state,
    footage_words,
    urgency_of,
)
from dscp_desktop.restraint.rules.incidents import NO, IncidentLine
from dscp_desktop.restraint.rules.returns import quarter_words
from dscp_desktop.restraint.rules.settings import OVERVIEW_TO
from dscp_desktop.restraint.tables import Home, Incident
from dscp_desktop.sampling.rules.records import RESTRAINT, refs_of
from dscp_desktop.sampling.tables import Frame
from dscp_desktop.store.settings import get_setting

HEADING = "Footage"
_LOOK_BACK = timedelta(days=184)
_AFTER_QUARTER = timedelta(days=30)


def list_due(session: Session, today: date) -> tuple[Due, ...]:
    """Return the footage that is overwritten within ten days of the calendar, and the returns.

    Each incident of a sample that waits for its review; of those that nothing was drawn from yet,
    one line for all.
    """
    waiting = waiting_refs(session)
    asked = incidents_where(session, _asks(session, waiting, today))
    lines = [line for line in asked if line.on <= today]
    found = [_sample_due(line, today) for line in lines if line.ref in waiting]
    dues = [due for due in found if due is not None]
    soon = [one for one in lines if one.ref not in waiting and footage_state(one, today) == SOON]
    if soon:
        listed = _listed(session)
        loose = [line for line in soon if line.ref not in listed]
        dues += [_loose_due(loose, today)] if loose else []
    dues += list_returns_due(session, today)
    return tuple(sorted(dues, key=lambda due: due.on))


def _listed(session: Session) -> set[str]:
    """Return the references that stand in a frozen list."""
    texts = session.scalars(select(Frame.text).where(Frame.kind == RESTRAINT))
    return {ref for text in texts for ref in refs_of(text)}


def _asks(session: Session, waiting: Collection[str], today: date) -> ColumnElement[bool]:
    """Return what picks every incident that waits for its review, every other whose footage is
    soon gone, and a few more; not those with no footage, held, or said to be overwritten.

    Each part has its index.
    """
    open_ones = and_(
        Incident.footage != NO,
        Incident.hold_confirmed_on.is_(None),
        Incident.overwritten_on.is_(None),
    )
    if len(waiting) > ASKED_BY_NAME:
        return open_ones
    days = select(func.min(Home.footage_days), func.max(Home.footage_days))
    shortest, longest = session.execute(days).one()
    until = today + timedelta(days=AMBER_DAYS)
    by_rule = Incident.on.between(
        today - timedelta(days=longest or 0), until - timedelta(days=shortest or 0)
    )
    homes = select(Home.id)  # with it the index of references is of use
    drawn = and_(Incident.home_id.in_(homes), Incident.ref.in_(waiting))
    return and_(open_ones, or_(Incident.footage_until.between(today, until), by_rule, drawn))


def _sample_due(line: IncidentLine, today: date) -> Due | None:
    state = footage_state(line, today)
    if line.kept_until is None or state not in (SOON, GONE) or line.overwritten_on:
        return None
    days = days_left(line, today)
    return Due(
        on=line.kept_until,
        what=f"{line.ref}: view the footage, or ask the home to hold it",
        feature=FEATURE,
        days=days_left_words(days),
        detail=footage_words(line, today),
        record_id=line.id,
        heading=HEADING,
        urgency=urgency_of(days),
    )


def _loose_due(lines: Sequence[IncidentLine], today: date) -> Due:
    first = min(lines, key=lambda line: line.kept_until or today)
    days = days_left(first, today)
    several = f"{len(lines)} incidents" if len(lines) > 1 else "1 incident"
    return Due(
        on=first.kept_until or today,
        what=f"Draw the sample: footage of {several} is kept for {AMBER_DAYS} days or less",
        feature=FEATURE,
        days=days_left_words(days),
        detail=f"The first is {first.ref}",
        record_id=first.id,
        heading=HEADING,
        urgency=urgency_of(days),
    )


def list_proposals(session: Session, since: date, until: date) -> tuple[Proposal, ...]:
    """Return the overview of each quarter, and the results of each draw that is reviewed.

    Both for the group that hears the overview; those of the half year before are proposed still.
    """
    group = session.get(Group, get_setting(session, OVERVIEW_TO))
    if group is None:
        return ()
    days = session.scalars(select(Incident.on).distinct())
    found = []
    for first, last in sorted({quarter_of(on) for on in days}):
        due = last + _AFTER_QUARTER
        if since - _LOOK_BACK <= due <= until:
            found.append(
                Proposal(
                    key=f"restraint-overview:{first.isoformat()}",
                    group_id=group.id,
                    title=f"Restraint overview: {quarter_words(first)}",
                    why=f"The quarter ends on {show_date(last)}",
                    due=due,
                    purpose="assurance",
                    comes=last + timedelta(days=1),
                    document="restraint-overview",
                )
            )
    reviews = list_reviews(session)
    for result in draw_results(session):
        days_of = [one.details.on for one in reviews if one.draw_id == result.id]
        if result.rehearsal or not result.is_complete or not days_of:
            continue
        if since - _LOOK_BACK <= max(days_of) <= until:
            found.append(
                Proposal(
                    key=f"restraint-results:{result.id}",
                    group_id=group.id,
                    title=f"Restraint scrutiny: results of {result.title}",
                    why=f"The last of its reviews was on {show_date(max(days_of))}",
                    due=max(max(days_of), since),
                    minutes=15,
                    purpose="assurance",
                    record_id=result.id,
                    comes=max(days_of),
                    document="restraint-results",
                )
            )
    return tuple(found)
