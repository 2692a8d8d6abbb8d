"""The days of actions in the planner of a year: when open ones are due, and their reviews."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.actions.queries.log import list_actions
from dscp_desktop.actions.rules.lives import review_words
from dscp_desktop.actions.rules.log import CLOSED
from dscp_desktop.actions.tables import Action, ActionReview
from dscp_desktop.core.offers import DayMark

FEATURE = "actions"


def list_days(session: Session, since: date, until: date) -> tuple[DayMark, ...]:
    """Return the open actions due and the reviews to be held between two days, both in.

    Restricted ones are left out, for the planner goes to everybody.
    """
    found = [
        DayMark(one.due, one.due, f"{one.number} due", FEATURE, one.id, one.owner, "due")
        for one in list_actions(session, since, include_done=False, with_stories=False)
        if one.due is not None and since <= one.due <= until
        if one.status not in CLOSED and not one.restricted
    ]
    query = (
        select(ActionReview, Action.number)
        .join(Action, Action.id == ActionReview.action_id)
        .where(ActionReview.done_on.is_(None), Action.restricted.is_(False))
        .where(ActionReview.due.between(since, until))
    )
    for review, number in session.execute(query):
        what = f"{review_words(review.months)} of {number}"
        key = f"review {review.months}"
        found.append(DayMark(review.due, review.due, what, FEATURE, review.action_id, "", key))
    return tuple(sorted(found, key=lambda mark: (mark.starts, mark.what)))
