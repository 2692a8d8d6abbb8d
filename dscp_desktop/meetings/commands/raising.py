"""What comes of an item: decisions, actions of the one log, and challenges."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.actions.commands.log import add_action
from dscp_desktop.actions.rules.log import ActionDetails
from dscp_desktop.actions.rules.origins import ORIGIN
from dscp_desktop.actions.tables import Action
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.meetings.commands.minutes import CARES, begin_record, change_record
from dscp_desktop.meetings.commands.notes import item_words, put_place, take_place
from dscp_desktop.meetings.queries.logs import decision_rules
from dscp_desktop.meetings.rules.numbering import next_in, next_of_year
from dscp_desktop.meetings.tables import AgendaItem, Challenge, Decision, View
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.tables import Link, Record


@dataclass(frozen=True, slots=True)
class ChallengeDetails:
    """What is said of a challenge: the concern, who raised it, and to whom."""

    text: str
    raised_by: str = ""
    raised_to_id: str | None = None
    restricted: bool = False


def add_decision(
    session: Session,
    item_id: str,
    text: str,
    how: str = "",
    rule: str = "",
    restricted: bool = False,
    after: str = "",
    at: time | None = None,
) -> Changes:
    """Keep a decision of an item, numbered 4.1, 4.2 by the item's number.

    `how` says how it was taken ('Agreed without a vote'); `rule` names the profile's rule that it
    is voted by. It stands behind the paragraph or record `after`, else at the end. Raises Refused
    where it says nothing, or the minutes were approved.
    """
    item = session.get_one(AgendaItem, item_id)
    said = begin_record(session, item.meeting_id)
    meeting = session.get_one(Meeting, item.meeting_id)
    taken = session.scalars(select(Decision.number).where(Decision.meeting_id == meeting.id))
    row = Decision(id=fresh_id(session), group_id=meeting.group_id, meeting_id=meeting.id)
    row.item_id, row.number, row.on = item_id, next_in(item.label, list(taken)), meeting.on
    put_decision(session, row, text, how, rule, restricted)
    session.add(row)
    restrict(session, row.id, restricted or item.restricted)
    put_place(session, item_id, row.id, after, at)
    words = f"Decision {row.number}: {meeting.shown(session)}{said}"
    return Changes(words, CARES, row.id)


def put_decision(
    session: Session, row: Decision, text: str, how: str, rule: str, restricted: bool
) -> None:
    """Put what is said of a decision. Raises Refused where it cannot be. Part of a command."""
    if not text.strip():
        raise Refused("Type what was decided.")
    if rule and rule not in {known.name for known in decision_rules(session)}:
        raise Refused(f"This partnership has no rule called {rule}. Choose one of its rules.")
    row.text, row.how, row.rule = text.strip(), " ".join(how.split()), rule
    row.restricted = restricted


def change_decision(
    session: Session,
    decision_id: str,
    text: str,
    how: str = "",
    rule: str = "",
    restricted: bool = False,
) -> Changes:
    """Change the words of a decision, or how it was taken."""
    row = session.get_one(Decision, decision_id)
    said = change_of(session, row)
    put_decision(session, row, text, how, rule, restricted)
    item = session.get(AgendaItem, row.item_id) if row.item_id else None
    restrict(session, row.id, restricted or bool(item and item.restricted))
    return Changes(f"Decision {row.number} changed{said}", CARES, decision_id)


def remove_decision(session: Session, decision_id: str) -> Changes:
    """Take out a decision that was entered by mistake, with the views on it."""
    row = session.get_one(Decision, decision_id)
    said = change_of(session, row)
    for view in session.scalars(select(View).where(View.decision_id == decision_id)):
        session.delete(view)
    unlink(session, decision_id)
    take_place(session, decision_id)
    session.delete(row)
    return Changes(f"Decision {row.number} removed{said}", CARES, row.item_id or "")


def change_of(session: Session, row: Decision | Challenge) -> str:
    """Let a decision or challenge change, as part of a command; see `change_record`."""
    told = row.reported_at_id if isinstance(row, Decision) else None
    meeting_id = row.meeting_id or told
    return change_record(session, meeting_id) if meeting_id else ""


def raise_action(
    session: Session,
    item_id: str,
    details: ActionDetails,
    restricted: bool = False,
    after: str = "",
    at: time | None = None,
    origin_id: str = "",
) -> Changes:
    """Add an action that an item raised to its group's log, and to the minutes.

    It was raised on the day of the meeting, at the item's number. `origin_id` is the challenge or
    other record that it comes of; without one it is the item. Raises Refused as `add_action` does.
    """
    item = session.get_one(AgendaItem, item_id)
    said = begin_record(session, item.meeting_id)
    meeting = session.get_one(Meeting, item.meeting_id)
    whole = replace(details, raised_on=meeting.on, item=item.label)
    added = add_action(session, meeting.group_id, whole, origin_id=origin_id or item_id)
    session.flush()
    row = session.get_one(Action, str(added.result))
    row.raised_at_id = meeting.id
    row.restricted = restricted or item.restricted
    restrict(session, row.id, row.restricted)
    put_place(session, item_id, row.id, after, at)
    return Changes(f"Action {row.number} raised: {item_words(session, item)}{said}", CARES, row.id)


def add_challenge(
    session: Session,
    item_id: str,
    details: ChallengeDetails,
    after: str = "",
    at: time | None = None,
) -> Changes:
    """Keep a challenge that was raised at an item; it takes the year's next number."""
    item = session.get_one(AgendaItem, item_id)
    said = begin_record(session, item.meeting_id)
    meeting = session.get_one(Meeting, item.meeting_id)
    row = _new_challenge(session, meeting.group_id, meeting.on, details)
    row.meeting_id, row.item_id = meeting.id, item_id
    restrict(session, row.id, details.restricted or item.restricted)
    put_place(session, item_id, row.id, after, at)
    words = f"Challenge {row.number} raised: {item_words(session, item)}{said}"
    return Changes(words, CARES, row.id)


def log_challenge(session: Session, group_id: str, on: date, details: ChallengeDetails) -> Changes:
    """Keep a challenge that was raised outside a meeting, in a group's name."""
    row = _new_challenge(session, group_id, on, details)
    restrict(session, row.id, details.restricted)
    return Changes(f"Challenge {row.number} added", CARES, row.id)


def _new_challenge(
    session: Session, group_id: str, on: date, details: ChallengeDetails
) -> Challenge:
    number = next_of_year(on.year, list(session.scalars(select(Challenge.number))))
    row = Challenge(id=fresh_id(session), group_id=group_id, number=number, on=on)
    _put_challenge(row, details)
    session.add(row)
    return row


def change_challenge(session: Session, challenge_id: str, details: ChallengeDetails) -> Changes:
    """Change the words of a challenge, who raised it or to whom."""
    row = session.get_one(Challenge, challenge_id)
    said = change_of(session, row)
    _put_challenge(row, details)
    item = session.get(AgendaItem, row.item_id) if row.item_id else None
    restrict(session, row.id, details.restricted or bool(item and item.restricted))
    return Changes(f"Challenge {row.number} changed{said}", CARES, challenge_id)


def remove_challenge(session: Session, challenge_id: str) -> Changes:
    """Take out a challenge that was entered by mistake."""
    row = session.get_one(Challenge, challenge_id)
    said = change_of(session, row)
    unlink(session, challenge_id)
    take_place(session, challenge_id)
    session.delete(row)
    return Changes(f"Challenge {row.number} removed{said}", CARES, row.item_id or "")


def reply_to_challenge(session: Session, challenge_id: str, reply: str, on: date | None) -> Changes:
    """Keep what was replied to a challenge, and when; also after the minutes were approved."""
    row = session.get_one(Challenge, challenge_id)
    if reply.strip() and on is None:
        raise Refused("Enter the day of the reply.")
    if on is not None and on < row.on:
        raise Refused(f"It was raised on {show_day_year(row.on)}. Enter a day from then on.")
    row.reply, row.replied_on = reply.strip(), on if reply.strip() else None
    return Changes(f"Challenge {row.number}: reply kept", CARES, challenge_id)


def end_challenge(session: Session, challenge_id: str, outcome: str, on: date | None) -> Changes:
    """Say how a challenge ended, and when; no day takes that back."""
    row = session.get_one(Challenge, challenge_id)
    if on is not None and not outcome.strip():
        raise Refused("Type how the challenge ended.")
    if on is not None and on < max(row.on, row.replied_on or row.on):
        since = show_day_year(max(row.on, row.replied_on or row.on))
        raise Refused(f"Its last word is of {since}. Enter a day from then on.")
    row.outcome, row.ended_on = outcome.strip(), on
    what = "ended" if on else "open again"
    return Changes(f"Challenge {row.number} {what}", CARES, challenge_id)


def _put_challenge(row: Challenge, details: ChallengeDetails) -> None:
    if not details.text.strip():
        raise Refused("Type what the concern is.")
    row.text, row.raised_by = details.text.strip(), " ".join(details.raised_by.split())
    row.raised_to_id, row.restricted = details.raised_to_id or None, details.restricted


def restrict(session: Session, record_id: str, restricted: bool) -> None:
    """Let the search show no text of what belongs to part 2. Part of a command."""
    session.flush()
    record = session.scalars(select(Record).where(Record.id == record_id)).one()
    record.restricted = restricted


def unlink(session: Session, record_id: str) -> None:
    """Take the threads and priorities off a record that goes; refused where an action is of it."""
    for link in session.scalars(select(Link).where(Link.from_id == record_id)):
        session.delete(link)
    for link in session.scalars(select(Link).where(Link.to_id == record_id)):
        if link.role == ORIGIN:
            action = session.get(Action, link.from_id)
            number = action.number if action else ""
            raise Refused(f"Action {number} comes of it: withdraw that action, or keep both.")
        session.delete(link)
