"""What meetings bring into a year that begins: the reviews of terms and documents due in it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.days import show_date
from dscp_desktop.core.offers import Proposal, YearLine
from dscp_desktop.core.periods import year_bounds
from dscp_desktop.meetings.rules.forward import not_known_yet
from dscp_desktop.meetings.tables import ForwardItem
from dscp_desktop.partnership.queries.parties import load_parties
from dscp_desktop.terms_of_reference.queries.due import REVIEWS
from dscp_desktop.terms_of_reference.queries.due import list_proposals as list_reviews


def open_reviews(session: Session, year: str, today: date) -> tuple[Proposal, ...]:
    """Return the reviews that fall due in a year, or are late, and stand in no forward plan yet."""
    first, last = year_bounds(year)
    found = list_reviews(session, today, last)
    due = [one for one in found if one.due >= first or one.due < today]
    known = session.scalars(select(ForwardItem.source).where(ForwardItem.source != ""))
    return not_known_yet(due, known)


def propose_year(session: Session, year: str, today: date) -> tuple[YearLine, ...]:
    """Return the reviews of a year, each to come to its group's forward plan by a day."""
    parties = load_parties(session)
    return tuple(
        YearLine(
            key=one.key,
            heading=REVIEWS,
            what=one.title,
            why=f"{one.why}; to {parties[one.group_id].name}",
            on=one.due,
            warning=f"Late since {show_date(one.due)}" if one.due < today else "",
        )
        for one in open_reviews(session, year, today)
        if one.group_id in parties
    )
