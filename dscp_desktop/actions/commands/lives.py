"""What a person can say of an action after it was done: evidence, difference, reviews."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.actions.commands.log import CARES
from dscp_desktop.actions.rules.lives import (
    FOUND_WORDS,
    ReviewFindings,
    add_months,
    judge_findings,
    review_words,
)
from dscp_desktop.actions.tables import Action, ActionReview
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_date
from dscp_desktop.core.faults import Refused
from dscp_desktop.store.session import fresh_id


def close_at(session: Session, action_id: str, meeting_id: str | None, on: date) -> Changes:
    """Say that a meeting closed an action as done; None where no meeting did."""
    row = session.get_one(Action, action_id)
    row.status, row.done_on, row.closed_at_id = "complete", on, meeting_id
    return Changes(f"Action {row.number} closed", CARES, action_id)


def record_evidence(session: Session, action_id: str, text: str, on: date) -> Changes:
    """Say how we know that an action was done. Raises Refused where nothing is said."""
    row = _done(session, action_id, on)
    if not text.strip():
        raise Refused("Type how we know that it was done.")
    row.evidence, row.evidenced_on = text.strip(), on
    return Changes(f"Action {row.number}: evidence recorded", CARES, action_id)


def record_difference(session: Session, action_id: str, text: str, on: date) -> Changes:
    """Say what difference an action made. Raises Refused where nothing is said."""
    row = _done(session, action_id, on)
    if not text.strip():
        raise Refused("Type what changed for children, and how we know.")
    row.difference, row.difference_on = text.strip(), on
    return Changes(f"Action {row.number}: difference recorded", CARES, action_id)


def _done(session: Session, action_id: str, on: date) -> Action:
    row = session.get_one(Action, action_id)
    if row.status != "complete":
        raise Refused(f"{row.number} is not done yet. Mark it done first.")
    if row.done_on is not None and on < row.done_on:
        raise Refused(f"It was done on {show_date(row.done_on)}. Enter a day from then on.")
    return row


def plan_reviews(
    session: Session, action_id: str, counts_from: date, months: Iterable[int]
) -> Changes:
    """Plan the reviews of an action, so many months from a day; those planned already stay.

    Raises Refused where no number of months is given.
    """
    row = session.get_one(Action, action_id)
    wanted = sorted({count for count in months if count > 0})
    if not wanted:
        raise Refused("Choose after how many months the action is reviewed.")
    query = select(ActionReview.months).where(ActionReview.action_id == action_id)
    planned = set(session.scalars(query))
    for count in wanted:
        if count not in planned:
            due = add_months(counts_from, count)
            review = ActionReview(id=fresh_id(session), action_id=action_id, months=count, due=due)
            session.add(review)
    return Changes(f"Action {row.number}: reviews planned", CARES, action_id)


def move_review(session: Session, review_id: str, due: date) -> Changes:
    """Give a review that was not done yet another day."""
    review, row = _review(session, review_id)
    if review.done_on is not None:
        raise Refused(f"This review was done on {show_date(review.done_on)}. It keeps its day.")
    review.due = due
    return Changes(f"Action {row.number}: review moved", CARES, row.id)


def remove_review(session: Session, review_id: str) -> Changes:
    """Take out a review that was planned and is not needed."""
    review, row = _review(session, review_id)
    if review.done_on is not None:
        raise Refused(f"This review was done on {show_date(review.done_on)}. It stays.")
    session.delete(review)
    return Changes(f"Action {row.number}: review taken out", CARES, row.id)


def record_review(session: Session, review_id: str, findings: ReviewFindings, on: date) -> Changes:
    """Record what a review found: done or not, the evidence, what difference it made.

    What it says of evidence and difference becomes the action's own. Raises Refused where it
    does not say enough.
    """
    review, row = _review(session, review_id)
    judge_findings(findings, on, row.done_on)
    review.done_on, review.found = on, findings.found
    review.evidence, review.difference = findings.evidence.strip(), findings.difference.strip()
    if review.evidence:
        row.evidence, row.evidenced_on = review.evidence, on
    if review.difference:
        row.difference, row.difference_on = review.difference, on
    said = f"{review_words(review.months)}: {FOUND_WORDS[findings.found].casefold()}"
    return Changes(f"Action {row.number}. {said}", CARES, row.id)


def _review(session: Session, review_id: str) -> tuple[ActionReview, Action]:
    review = session.get_one(ActionReview, review_id)
    return review, session.get_one(Action, review.action_id)
