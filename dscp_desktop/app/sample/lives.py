"""What became of the sample's actions: done and closed, evidenced, reviewed, or late."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.actions.commands.lives import (
    close_at,
    plan_reviews,
    record_difference,
    record_evidence,
    record_review,
)
from dscp_desktop.actions.commands.log import add_update, set_status
from dscp_desktop.actions.rules.lives import ReviewFindings
from dscp_desktop.actions.tables import Action, ActionReview
from dscp_desktop.app.sample.county import County, chance

_STUCK, _WITHDRAWN, _REVIEWED, _EVIDENCED = 60, 45, 6, 3
_OLD = timedelta(days=300)


def finish_actions(session: Session, county: County) -> None:
    """Say how each action that a meeting raised went on until the sample's own day."""
    planned = set(session.scalars(select(ActionReview.action_id)))
    for place, (action_id, code, raised, due) in enumerate(county.actions, 1):
        done = (due or raised) + timedelta(days=chance(f"{place} {raised - county.move}") % 25 - 12)
        done = max(done, raised + timedelta(days=7))
        late = place % _STUCK == 0
        if place % _WITHDRAWN == 0 and county.today - raised > _OLD:
            set_status(session, action_id, "withdrawn", done)
        elif done >= county.today or (late and county.today - raised < _OLD):
            _under_way(session, county, action_id, code, raised)
        else:
            _finish(session, county, action_id, code, done, place)
        if action_id in planned:
            review_actions(session, county, action_id, code)
    session.flush()


def _words(county: County, name: str, code: str, on: date) -> str:
    line = county.next_of(f"action {name}", county.subjects["done"][name])
    seated = county.records["seats"][code]
    return county.say(line, f"{on - county.move} {code}", seated, on)


def _under_way(session: Session, county: County, action_id: str, code: str, raised: date) -> None:
    on = raised + timedelta(days=14)
    if on < county.today:
        add_update(session, action_id, _words(county, "under_way", code, on), on)
        set_status(session, action_id, "in progress", on)


def _finish(
    session: Session, county: County, action_id: str, code: str, done: date, place: int
) -> None:
    add_update(session, action_id, _words(county, "updates", code, done), done)
    closing = min(
        (on for group, on in county.meetings if group == code and done <= on < county.today),
        default=None,
    )
    meeting_id = county.meetings[code, closing] if closing else None
    close_at(session, action_id, meeting_id, closing or done)
    on = (closing or done) + timedelta(days=21)
    if place % _EVIDENCED == 0 and on < county.today:
        record_evidence(session, action_id, _words(county, "evidence", code, on), on)
        if place % (2 * _EVIDENCED) == 0:
            words = _words(county, "difference", code, on)
            record_difference(session, action_id, words, on)
    if place % _REVIEWED == 0:
        plan_reviews(session, action_id, closing or done, (6, 12))
        session.flush()
        review_actions(session, county, action_id, code)


def review_actions(session: Session, county: County, action_id: str, code: str) -> None:
    """Record the reviews that fell due, but for the last days: somebody has yet to do those."""
    query = select(ActionReview).where(
        ActionReview.action_id == action_id, ActionReview.done_on.is_(None)
    )
    for review in session.scalars(query.order_by(ActionReview.months)).all():
        done = session.get_one(Action, action_id).done_on
        on = max(review.due, done or review.due) + timedelta(days=4)
        if on >= county.today:
            continue
        found = county.next_of("found", county.subjects["done"]["found"]) if done else "no"
        evidence = _words(county, "evidence", code, on)
        difference = _words(county, "difference", code, on)
        findings = ReviewFindings(
            found, evidence if found != "no" else "", difference if found == "yes" else ""
        )
        record_review(session, review.id, findings, on)
