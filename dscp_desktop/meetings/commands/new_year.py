"""Taking the reviews of terms and documents into the forward plans of a year that begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.core.offers import YearLine
from dscp_desktop.meetings.commands.forward import accept_proposals
from dscp_desktop.meetings.queries.forward import meetings_for
from dscp_desktop.meetings.queries.new_year import open_reviews
from dscp_desktop.meetings.rules.forward import meeting_by


def take_year(session: Session, year: str, lines: Sequence[YearLine], today: date) -> str:
    """Put each review before the last meeting of its group by the day that it has now.

    It has to be known when the meetings of the year stand in the diary: those are taken first.
    """
    days = {line.key: line.on for line in lines if line.on is not None}
    meetings = meetings_for(session)
    accepted = []
    for review in open_reviews(session, year, today):
        if review.key in days:
            review = replace(review, due=days[review.key])
            found = meeting_by(meetings.get(review.group_id, ()), today, review.due)
            accepted.append((review, found.id if found else None))
    if not accepted:
        return ""
    accept_proposals(session, accepted)
    count = len(accepted)
    return f"{count} review{'' if count == 1 else 's'} in forward plans"
