"""What became of actions after they were done, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.actions.rules.lives import Lives, ReviewLine, is_review_due
from dscp_desktop.actions.tables import Action, ActionReview
from dscp_desktop.core.days import add_working_days
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.store.earlier import rows_before
from dscp_desktop.store.session import once

_FIELDS = [getattr(ActionReview, field.name) for field in fields(ReviewLine)]
_FAR = 20  # working days: more than a review is asked for ahead


def reviews_due(session: Session, today: date) -> Mapping[str, ReviewLine]:
    """Return the next open review of each action where it is to be asked for, by the action."""
    return once(session, ("reviews due", today), lambda: _reviews_due(session, today))


def _reviews_due(session: Session, today: date) -> Mapping[str, ReviewLine]:
    query = select(ActionReview.action_id, *_FIELDS).where(
        ActionReview.done_on.is_(None), ActionReview.due <= add_working_days(today, _FAR)
    )
    found: dict[str, ReviewLine] = {}
    for action_id, *said in session.execute(query.order_by(ActionReview.due, ActionReview.months)):
        review = ReviewLine(*said)
        if is_review_due(review, today):
            found.setdefault(action_id, review)
    return found


def get_lives(session: Session, row: Action) -> Lives:
    """Return how far an action lived."""
    query = select(*_FIELDS).where(ActionReview.action_id == row.id)
    reviews = session.execute(query.order_by(ActionReview.due, ActionReview.months))
    meeting = session.get(Meeting, row.closed_at_id) if row.closed_at_id else None
    return Lives(
        done_on=row.done_on,
        closed_at=meeting.shown(session) if meeting else "",
        evidence=row.evidence,
        evidenced_on=row.evidenced_on,
        difference=row.difference,
        difference_on=row.difference_on,
        reviews=tuple(ReviewLine(*review) for review in reviews),
    )


def due_days(session: Session, row: Action) -> tuple[date, ...]:
    """Return the days an action was due, in the order they were set, as its history tells."""
    days: list[date] = [row.first_due] if row.first_due else []
    for before in rows_before(session, row.id, Action.__tablename__, row.id).values():
        if before:
            _add(days, before.get("due"))
    _add(days, row.due)
    return tuple(days)


def _add(days: list[date], due: date | str | None) -> None:
    on = date.fromisoformat(due) if isinstance(due, str) and due else due
    if isinstance(on, date) and (not days or days[-1] != on):
        days.append(on)
