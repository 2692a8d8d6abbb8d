"""What a person can do to reviews of footage, and the actions that come of them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.actions.commands.log import add_action
from dscp_desktop.actions.rules.log import ActionDetails
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.restraint.queries.incidents import CARES
from dscp_desktop.restraint.rules.names import text_fault
from dscp_desktop.restraint.rules.review import ANSWERS, QUESTIONS, TEXTS, ReviewDetails
from dscp_desktop.restraint.rules.settings import NOT_NAMES, words_of
from dscp_desktop.restraint.tables import Incident, Reviewer, ScrutinyReview
from dscp_desktop.sampling.tables import Draw, Frame
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.settings import get_setting


def add_review(
    session: Session, incident_id: str, details: ReviewDetails, draw_id: str = ""
) -> Changes:
    """Record the review of an incident, in the sample of a draw where one is named.

    Raises Refused where a reviewer has not stated that they were not involved, nobody reviewed,
    the draw has no such incident, or it is reviewed already.
    """
    incident = session.get_one(Incident, incident_id)
    if draw_id:
        _judge_draw(session, incident, draw_id)
    there = select(ScrutinyReview.id).where(
        ScrutinyReview.incident_id == incident_id, ScrutinyReview.draw_id == (draw_id or None)
    )
    if session.scalars(there).first():
        raise Refused(f"{incident.ref} is reviewed already. Open that review and change it.")
    row = ScrutinyReview(id=fresh_id(session), incident_id=incident_id, draw_id=draw_id or None)
    _put(session, row, incident, details)
    session.add(row)
    _put_reviewers(session, row.id, details)
    return Changes(f"Review of {incident.ref} recorded", CARES, row.id)


def change_review(session: Session, review_id: str, details: ReviewDetails) -> Changes:
    """Change what a review says. Raises Refused as `add_review` does."""
    row = session.get_one(ScrutinyReview, review_id)
    incident = session.get_one(Incident, row.incident_id)
    _put(session, row, incident, details)
    _put_reviewers(session, review_id, details)
    return Changes(f"Review of {incident.ref} changed", CARES, review_id)


def remove_review(session: Session, review_id: str) -> Changes:
    """Remove a review; the history keeps it."""
    row = session.get_one(ScrutinyReview, review_id)
    ref = session.get_one(Incident, row.incident_id).ref
    for one in session.scalars(select(Reviewer).where(Reviewer.review_id == review_id)):
        session.delete(one)
    session.delete(row)
    return Changes(f"Review of {ref} removed", CARES, review_id)


def add_review_action(
    session: Session, review_id: str, group_id: str, details: ActionDetails
) -> Changes:
    """Put an action that comes of a review into the one log; it is found again by the review.

    Raises Refused as the log does.
    """
    session.get_one(ScrutinyReview, review_id)
    changes = add_action(session, group_id, details, origin_id=review_id)
    return Changes(changes.words, (*changes.features, *CARES), changes.result)


def _judge_draw(session: Session, incident: Incident, draw_id: str) -> None:
    draw = session.get_one(Draw, draw_id)
    frame = session.get_one(Frame, draw.frame_id)
    if f"\n{incident.ref}," not in f"\n{frame.text}":
        raise Refused(f"{incident.ref} does not stand in the list of this draw.")


def _put(session: Session, row: ScrutinyReview, incident: Incident, details: ReviewDetails) -> None:
    _judge_reviewers(details)
    if details.on < incident.on:
        raise Refused(f"The review cannot be before the incident, {incident.on:%d/%m/%Y}.")
    for name, question in QUESTIONS.items():
        answer = getattr(details, name)
        if answer not in ANSWERS:
            raise Refused(f"{question}: answer Yes, No or Unclear.")
        setattr(row, name, answer)
    known = words_of(get_setting(session, NOT_NAMES))
    for name, label in TEXTS.items():
        text = getattr(details, name).strip()
        if why := text_fault(text, known):
            raise Refused(f"{label}: {why}")
        setattr(row, name, text)
    row.on, row.manager_present = details.on, " ".join(details.manager_present.split())


def _judge_reviewers(details: ReviewDetails) -> None:
    if not details.reviewers:
        raise Refused("Say by role who reviewed the footage.")
    for one in details.reviewers:
        role = " ".join(one.role.split())
        if not role:
            raise Refused("Type the role of each reviewer.")
        if not one.not_involved:
            raise Refused(
                f"{role} has not stated that they were not involved, and so cannot be recorded as "
                "a reviewer. Have them state it, or take them out."
            )


def _put_reviewers(session: Session, review_id: str, details: ReviewDetails) -> None:
    there = {
        row.person: row
        for row in session.scalars(select(Reviewer).where(Reviewer.review_id == review_id))
    }
    wanted = list(dict.fromkeys(" ".join(one.role.split()) for one in details.reviewers))
    for person, row in there.items():
        if person not in wanted:
            session.delete(row)
    for person in wanted:
        if person not in there:
            new = Reviewer(id=fresh_id(session), review_id=review_id, person=person)
            new.not_involved = True
            session.add(new)
