"""Actions as links of golden threads: what they came of, what they changed, and their reviews."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.actions.rules.lives import FOUND_WORDS, review_words
from dscp_desktop.actions.rules.log import CLOSED, is_overdue
from dscp_desktop.actions.rules.origins import ORIGIN
from dscp_desktop.actions.tables import Action, ActionReview
from dscp_desktop.core.days import show_date
from dscp_desktop.core.offers import Step
from dscp_desktop.store.tables import Link

FEATURE = "actions"


def list_steps(session: Session, today: date) -> tuple[Step, ...]:
    """Return the actions that came of a record, each followed by its reviews as evidence.

    A difference is awaited of an action that is done once a review of it was due or held.
    """
    origins: dict[str, list[str]] = defaultdict(list)
    links = select(Link.from_id, Link.to_id).where(Link.role == ORIGIN).order_by(Link.to_id)
    for action_id, origin_id in session.execute(links):
        origins[action_id].append(origin_id)
    reviews: dict[str, list[Any]] = defaultdict(list)
    # Rows of columns: there are thousands, and mapped objects of them take several times as long.
    held = select(*ActionReview.__table__.columns)
    for review in session.execute(held.order_by(ActionReview.due, ActionReview.months)):
        reviews[review.action_id].append(review)
    found: list[Step] = []
    own = select(*Action.__table__.columns).order_by(Action.number, Action.id)
    for row in session.execute(own):
        if row.id not in origins or row.restricted:
            continue
        found.append(_action(row, origins[row.id], reviews[row.id], today))
        found += [_evidence(row, review, today) for review in reviews[row.id]]
    return tuple(found)


def _action(row: Any, origins: Sequence[str], reviews: Sequence[Any], today: date) -> Step:
    asked = any(review.done_on is not None or review.due <= today for review in reviews)
    return Step(
        id=row.id,
        kind="action",
        title=f"{row.number} {row.text}",
        feature=FEATURE,
        of=tuple(origins),
        on=row.done_on if row.status == "complete" else row.due,
        state=_state(row, today),
        difference=row.difference,
        awaited=row.status == "complete" and not row.difference and asked,
    )


def _state(row: Any, today: date) -> str:
    if row.status == "complete":
        return f"Done {show_date(row.done_on)}" if row.done_on else "Done"
    late = row.status not in CLOSED and is_overdue(row.status, row.due, today)
    words = "Late" if late else row.status.capitalize()
    return f"{words}, due {show_date(row.due)}" if row.due and row.status not in CLOSED else words


def _evidence(row: Any, review: Any, today: date) -> Step:
    done = review.done_on is not None
    waits = f"Not reviewed, due {show_date(review.due)}"
    state = FOUND_WORDS.get(review.found, "Done") if done else waits
    return Step(
        id=review.id,
        kind="evidence",
        title=f"{review_words(review.months)} of {row.number}",
        feature=FEATURE,
        of=(row.id,),
        on=review.done_on or review.due,
        state=state,
        difference=review.difference,
        awaited=not review.difference and (done or review.due < today),
    )
