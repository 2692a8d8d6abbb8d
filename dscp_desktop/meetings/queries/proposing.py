"""What meetings propose themselves: minutes to approve, urgent decisions, what was not reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.actions.tables import Action, ActionReview
from dscp_desktop.core.days import show_date
from dscp_desktop.core.offers import Proposal
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.meetings.queries.forward import meetings_for
from dscp_desktop.meetings.rules.forward import place_of
from dscp_desktop.meetings.rules.record import APPROVED
from dscp_desktop.meetings.tables import AgendaItem, Challenge, Decision, Minutes, Note
from dscp_desktop.terms_of_reference.queries.terms import standing_items_on

_LOOK_BACK = timedelta(days=366)  # what was left open longer ago is no longer proposed
_IF_NO_MEETING = timedelta(days=92)
_LAST_MINUTES = ("last-minutes", "minutes")
_MONTHS = {6: "six", 12: "twelve"}
Meetings = Mapping[str, Sequence[MeetingLine]]


def list_proposals(session: Session, since: date, until: date) -> tuple[Proposal, ...]:
    """Return what meetings would bring up until a day, by what was left open in the year before."""
    meetings = meetings_for(session)
    return (
        *_minutes(session, meetings, since),
        *_urgent(session, meetings, since),
        *_not_reached(session, meetings, since),
        *_reviews(session, since, until),
    )


def _due(meetings: Meetings, group_id: str, today: date) -> date:
    """Return the day of a group's next meeting: such things come to that one."""
    found = place_of(meetings.get(group_id, ()), today, None).meeting
    return found.on if found else today + _IF_NO_MEETING


def _lately(meetings: Meetings, today: date) -> dict[str, MeetingLine]:
    """Return the meetings of the last year that went ahead, by id; a group's own alone."""
    return {
        meeting.id: meeting
        for group, lines in meetings.items()
        for meeting in lines
        if meeting.group_id == group and meeting.goes_ahead
        and today - _LOOK_BACK <= meeting.on <= today
    }  # fmt: skip


def _minutes(session: Session, meetings: Meetings, today: date) -> list[Proposal]:
    """Return the minutes that wait to be approved.

    Those of the last meeting come by themselves where the agenda has a standing item for them.
    """
    lately = _lately(meetings, today)
    rows = session.scalars(select(Minutes).where(Minutes.state != APPROVED)).all()
    last: dict[str, MeetingLine] = {}
    for meeting in lately.values():
        if meeting.on < today:
            last[meeting.group_id] = max(
                meeting, last.get(meeting.group_id, meeting), key=lambda m: (m.on, m.id)
            )
    found = []
    for row in rows:
        held = lately.get(row.meeting_id)
        if held is None or held.on >= today:
            continue
        stands = any(
            item.document in _LAST_MINUTES
            for item in standing_items_on(session, held.group_id, today)
        )
        if stands and last[held.group_id].id == held.id:
            continue
        how = "The chair agreed them" if row.agreed_on else "They are a draft"
        found.append(
            Proposal(
                key=f"minutes:{held.id}",
                group_id=held.group_id,
                title=f"Minutes of {show_date(held.on)}, to be approved",
                why=f"{how}; no meeting has approved them",
                due=_due(meetings, held.group_id, today),
                minutes=5,
                purpose="decision",
                record_id=row.id,
            )
        )
    return found


def _urgent(session: Session, meetings: Meetings, today: date) -> list[Proposal]:
    """Return the urgent decisions that were reported to no meeting yet."""
    query = select(Decision).where(
        Decision.meeting_id.is_(None),
        Decision.reported_at_id.is_(None),
        Decision.on >= today - _LOOK_BACK,
        Decision.on <= today,
    )
    return [
        Proposal(
            key=f"urgent:{row.id}",
            group_id=row.group_id,
            title=f"Urgent decision {row.number}, to be reported",
            why=f"It was taken between meetings on {show_date(row.on)}",
            due=_due(meetings, row.group_id, today),
            minutes=5,
            purpose="information",
            record_id=row.id,
            restricted=row.restricted,
        )
        for row in session.scalars(query)
    ]


def _not_reached(session: Session, meetings: Meetings, today: date) -> list[Proposal]:
    """Return the items that a minuted meeting did not come to, and that were not carried over."""
    lately = _lately(meetings, today)
    kept = set(session.scalars(select(Minutes.meeting_id)))
    said = set(session.scalars(select(Note.item_id)))
    for table in (Decision, Challenge):
        said |= set(session.scalars(select(table.item_id).where(table.item_id.is_not(None))))
    carried = set(session.scalars(select(AgendaItem.carried_from_id)))
    by_meeting: dict[str, list[AgendaItem]] = defaultdict(list)
    for item in session.scalars(select(AgendaItem).where(AgendaItem.meeting_id.in_(kept))):
        by_meeting[item.meeting_id].append(item)
    found = []
    for meeting_id, items in by_meeting.items():
        held = lately.get(meeting_id)
        if held is None or held.on >= today or not any(item.id in said for item in items):
            continue
        found += [
            Proposal(
                key=f"carry:{item.id}",
                group_id=held.group_id,
                title=item.title,
                why=f"The meeting of {show_date(held.on)} did not come to it",
                due=_due(meetings, held.group_id, today),
                lead=item.lead,
                minutes=item.minutes,
                purpose=item.purpose,
                record_id=item.id,
                restricted=item.restricted,
            )
            for item in items
            if _was_left(item) and item.id not in said | carried
        ]
    return found


def _was_left(item: AgendaItem) -> bool:
    return item.started is None and not item.document and not item.last


def _reviews(session: Session, since: date, until: date) -> list[Proposal]:
    """Return the reviews of actions after six and twelve months, the late ones too."""
    query = (
        select(ActionReview, Action)
        .join(Action, Action.id == ActionReview.action_id)
        .where(
            ActionReview.done_on.is_(None),
            ActionReview.due <= until,
            ActionReview.due >= since - _LOOK_BACK,
        )
        .order_by(ActionReview.due, Action.number)
    )
    return [
        Proposal(
            key=f"action-review:{review.id}",
            group_id=action.group_id,
            title=f"Review of action {action.number} after "
            f"{_MONTHS.get(review.months, str(review.months))} months",
            why=f"Was it done, and what difference did it make? Due {show_date(review.due)}",
            due=review.due,
            purpose="assurance",
            record_id=action.id,
            restricted=action.restricted,
        )
        for review, action in session.execute(query)
    ]
