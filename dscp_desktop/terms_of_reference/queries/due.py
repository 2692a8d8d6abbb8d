"""What is due of documents in versions: reviews, and drafts that wait for a body."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from dscp_desktop.core.days import days_words, show_date
from dscp_desktop.core.offers import DayMark, Due, Proposal
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.partnership.queries.parties import load_parties
from dscp_desktop.terms_of_reference.queries.terms import list_documents
from dscp_desktop.terms_of_reference.rules.versions import DocumentLine

SOON = timedelta(days=30)
FEATURE = "terms_of_reference"
REVIEWS, WAITING = "Reviews of terms and documents", "Drafts that wait to be agreed"


def list_due(session: Session, today: date) -> tuple[Due, ...]:
    """Return reviews that are late or due within thirty days, and the drafts put to a body.

    A review is met by the next version that comes into force, or being drafted is under way.
    """
    found: list[Due] = []
    for line in list_documents(session, today):
        review = line.in_force.review_on if line.in_force else None
        if review is not None and review <= today + SOON:
            found.append(
                Due(
                    on=review,
                    what=f"Review: {line.title}",
                    feature=FEATURE,
                    days=days_words(review, today),
                    detail=_under_way(line),
                    record_id=line.id,
                    heading=REVIEWS,
                )
            )
        found += _waiting(session, line, today)
    return tuple(sorted(found, key=lambda due: (due.on, due.what)))


def list_days(session: Session, since: date, until: date) -> tuple[DayMark, ...]:
    """Return the reviews of what is in force, between two days, both in."""
    found = []
    for line in list_documents(session, since):
        review = line.in_force.review_on if line.in_force else None
        if review is not None and since <= review <= until:
            what = f"Review: {line.title}"
            found.append(DayMark(review, review, what, FEATURE, line.id, _under_way(line)))
    return tuple(sorted(found, key=lambda mark: (mark.starts, mark.what)))


def _under_way(line: DocumentLine) -> str:
    if line.draft is not None:
        return f"Version {line.draft.number} is being drafted"
    return f"Version {line.in_force.number} is in force" if line.in_force else ""


def _waiting(session: Session, line: DocumentLine, today: date) -> list[Due]:
    waits = line.draft.waits_for if line.draft else None
    if line.draft is None or waits is None:
        return []
    meeting = session.get(Meeting, waits.meeting_id) if waits.meeting_id else None
    on = meeting.on if meeting else today
    if meeting is not None and on > today + SOON:
        return []
    return [
        Due(
            on=on,
            what=f"{waits.body} to agree version {line.draft.number}: {line.title}",
            feature=FEATURE,
            days=days_words(on, today) if meeting else "No meeting chosen",
            detail=f"Put to the meeting on {show_date(on)}" if meeting else "",
            record_id=line.draft.id,
            heading=WAITING,
        )
    ]


def list_proposals(session: Session, since: date, until: date) -> tuple[Proposal, ...]:
    """Return the reviews due by a day, the late ones too, each for the meeting of its body.

    Terms come to their own group; other documents to the group that agreed them last.
    """
    parties = load_parties(session)
    found = []
    for line in list_documents(session, since):
        version = line.in_force
        review = version.review_on if version else None
        if version is None or review is None or review > until:
            continue
        bodies = [a.body_id for a in version.approvals]
        groups = [b for b in reversed(bodies) if b in parties and parties[b].is_group]
        group_id = line.group_id or next(iter(groups), "")
        if group_id:
            found.append(
                Proposal(
                    key=f"review:{line.id}:{version.number}",
                    group_id=group_id,
                    title=f"Review: {line.title}",
                    why=f"Version {version.number} is to be reviewed by {show_date(review)}",
                    due=review,
                    purpose="decision",
                    record_id=line.id,
                )
            )
    return tuple(found)
