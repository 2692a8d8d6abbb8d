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
    # Thousands: only what is shown, unpacked, for a column asked for by name takes much longer.
    ask = session.connection().execute
    origins: dict[str, list[str]] = defaultdict(list)
    links = select(Link.from_id, Link.to_id).where(Link.role == ORIGIN).order_by(Link.to_id)
    for action_id, origin_id in ask(links).all():
        origins[action_id].append(origin_id)
    reviews = _reviews(session)
    own = select(Action.id, Action.number, Action.text, Action.status, Action.due)
    own = own.add_columns(Action.done_on, Action.difference).where(Action.restricted.is_(False))
    found: list[Step] = []
    rows: Sequence[Any] = ask(own.order_by(Action.number, Action.id)).all()
    for key, number, text, status, due, done_on, difference in rows:
        if key not in origins:
            continue
        held, done = reviews.get(key, ()), status == "complete"
        waits = done and not difference
        found.append(
            Step(
                id=key,
                kind="action",
                title=f"{number} {text}",
                feature=FEATURE,
                of=tuple(origins[key]),
                on=done_on if done else due,
                state=_state(status, due, done_on, today),
                difference=difference,
                awaited=waits and any(one.done_on or one.due <= today for one in held),
            )
        )
        found += [_evidence(key, number, review, today) for review in held]
    return tuple(found)


def _reviews(session: Session) -> dict[str, list[Any]]:
    own, found = ActionReview, defaultdict[str, list[Any]](list)
    query = select(own.id, own.months, own.due, own.done_on, own.found, own.difference)
    query = query.add_columns(own.action_id).order_by(own.due, own.months)
    for row in session.connection().execute(query).all():
        found[row[-1]].append(row)
    return found


def _state(status: str, due: date | None, done_on: date | None, today: date) -> str:
    if status == "complete":
        return f"Done {show_date(done_on)}" if done_on else "Done"
    words = "Late" if is_overdue(status, due, today) else status.capitalize()
    return f"{words}, due {show_date(due)}" if due and status not in CLOSED else words


def _evidence(action_id: str, number: str, review: Any, today: date) -> Step:
    key, months, due, done_on, found, difference, _action_id = review
    done = done_on is not None
    waits = f"Not reviewed, due {show_date(due)}"
    return Step(
        id=key,
        kind="evidence",
        title=f"{review_words(months)} of {number}",
        feature=FEATURE,
        of=(action_id,),
        on=done_on or due,
        state=FOUND_WORDS.get(found, "Done") if done else waits,
        difference=difference,
        awaited=not difference and (done or due < today),
    )
