"""What a person can do to the log of feedback. It names nobody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.personal import name_in
from dscp_desktop.learning.commands.cycles import CARES
from dscp_desktop.learning.rules.record import FeedbackDetails, judge_feedback
from dscp_desktop.learning.tables import CyclePhase, Feedback
from dscp_desktop.store.session import fresh_id


def judge_names(texts: Iterable[str], sure: bool) -> None:
    """Raise Refused, naming the words, where a text looks as if it named somebody.

    A person who is sure that it does not keeps it as it is.
    """
    found = "" if sure else next(filter(None, map(name_in, texts)), "")
    if found:
        raise Refused(
            f"“{found}” looks like a name. Say it without naming anybody, or say that it is none."
        )


def add_feedback(session: Session, details: FeedbackDetails, sure: bool = False) -> Changes:
    """Add feedback to the log. Raises Refused where it says too little, or seems to name somebody
    and nobody is sure that it does not.
    """
    row = Feedback(id=fresh_id(session))
    _put(session, row, details, sure)
    session.add(row)
    return Changes("Feedback added", CARES, row.id)


def change_feedback(
    session: Session, feedback_id: str, details: FeedbackDetails, sure: bool = False
) -> Changes:
    """Change feedback; for its reasons see `add_feedback`."""
    _put(session, session.get_one(Feedback, feedback_id), details, sure)
    return Changes("Feedback changed", CARES, feedback_id)


def tell_back(
    session: Session, feedback_id: str, on: date, how: str = "", changed: str = ""
) -> Changes:
    """Say when and how those who gave feedback were told what changed.

    Raises Refused where nobody has said yet what changed.
    """
    row = session.get_one(Feedback, feedback_id)
    row.changed = changed.strip() or row.changed
    if not row.changed:
        raise Refused("Say what changed, also where nothing could: that is what people are told.")
    if on < row.on:
        raise Refused(f"It was said on {row.on:%d/%m/%Y}. Enter a later day of telling back.")
    row.told_on, row.told_how = on, how.strip()
    return Changes("Feedback told back", CARES, feedback_id)


def remove_feedback(session: Session, feedback_id: str) -> Changes:
    """Take feedback out of the log that was entered by mistake."""
    session.delete(session.get_one(Feedback, feedback_id))
    return Changes("Feedback taken out", CARES, None)


def _put(session: Session, row: Feedback, details: FeedbackDetails, sure: bool) -> None:
    judge_feedback(details)
    judge_names((details.said, details.changed), sure)
    phase = session.get(CyclePhase, details.phase_id) if details.phase_id else None
    row.on, row.source = details.on, " ".join(details.source.split())
    row.occasion, row.method = details.occasion.strip(), details.method.strip()
    row.count, row.said = details.count, details.said.strip()
    row.changed, row.told_on = details.changed.strip(), details.told_on
    row.told_how = details.told_how.strip()
    row.phase_id = phase.id if phase else None
    row.cycle_id = phase.cycle_id if phase else details.cycle_id or None
