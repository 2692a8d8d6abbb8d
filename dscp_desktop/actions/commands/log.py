"""What a person can do to the action log."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.actions.queries.log import find_next_number
from dscp_desktop.actions.queries.origins import group_without_meeting
from dscp_desktop.actions.rules.log import (
    BY_DATE,
    BY_MEETING,
    CLOSED,
    STATUSES,
    ActionDetails,
    ActionRow,
    UpdateLine,
    plain_words,
)
from dscp_desktop.actions.rules.origins import ORIGIN
from dscp_desktop.actions.tables import Action, ActionUpdate
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.names import tidy_name
from dscp_desktop.diary.queries.meetings import next_meeting_of
from dscp_desktop.partnership.tables import Group
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.tables import Link

FEATURE = "actions"
CARES = (FEATURE, "packs")


def add_action(
    session: Session,
    group_id: str,
    details: ActionDetails,
    number: str = "",
    origin_id: str | None = None,
) -> Changes:
    """Add an action to a group's log; without a number it takes the group's next one.

    `origin_id` is the record that it comes of, such as an audit or a challenge: it is found again
    by that. Without a group it belongs to the one that takes what no meeting raised. Raises
    Refused where the number is taken, or text, owner or a sound due date is missing.
    """
    group_id = group_id or group_without_meeting(session)
    if not group_id:
        raise Refused("Choose the group whose action it is.")
    group = session.get_one(Group, group_id)
    number = plain_words(number) or find_next_number(session, group_id)
    taken = select(Action.number).where(Action.group_id == group_id)
    if tidy_name(number) in {tidy_name(other) for other in session.scalars(taken)}:
        raise Refused(f"{group.name} has an action {number} already. Choose another number.")
    row = Action(id=fresh_id(session), group_id=group_id, number=number, status="open")
    _put(session, row, details)
    session.add(row)
    if origin_id:
        link = Link(id=fresh_id(session), from_id=row.id, to_id=origin_id, role=ORIGIN)
        session.add(link)
    return Changes(f"Action {number} added", CARES, row.id)


def change_action(session: Session, action_id: str, details: ActionDetails) -> Changes:
    """Change an action's words, owner, origin or due date; the first due date is kept.

    Raises Refused where text, owner or a sound due date is missing.
    """
    row = session.get_one(Action, action_id)
    _put(session, row, details)
    return Changes(f"Action {row.number} changed", CARES, action_id)


def _put(session: Session, row: Action, details: ActionDetails) -> None:
    text = details.text.strip()
    if not text:
        raise Refused("Type what is to be done.")
    role = plain_words(details.owner_role)
    if not details.owner_id and not role:
        raise Refused("Choose who owns the action.")
    if details.due_rule == BY_DATE:
        if details.due is None:
            raise Refused("Choose the day the action is due, or its group's next meeting.")
        if details.raised_on and details.due < details.raised_on:
            raise Refused(f"Enter a due date from {show_day_year(details.raised_on)} on.")
    set_due(session, row, details.due_rule, details.due)
    row.text, row.owner_id, row.owner_role = text, details.owner_id, role
    row.raised_on, row.item = details.raised_on, tidy_item(details.item)


def set_due(session: Session, row: Action | ActionRow, rule: str, due: date | None) -> None:
    """Give an action a due date, and keep what it was due first, also by 'next meeting'."""
    if row.first_due is None and row.due_rule == BY_MEETING and row.raised_on:
        with session.no_autoflush:
            coming = next_meeting_of(session, row.group_id, row.raised_on)
        row.first_due = coming.on if coming and rule == BY_DATE else None
    row.due_rule = rule
    row.due = due if rule == BY_DATE else None
    if row.first_due is None:
        row.first_due = row.due


def tidy_item(text: str) -> str:
    """Return the number of an agenda item without the full stop that lists put behind it."""
    return plain_words(text).rstrip(".").strip()


def mark_done(session: Session, action_id: str, on: date) -> Changes:
    """Say that an action is done, on a day."""
    row = session.get_one(Action, action_id)
    row.status, row.done_on = "complete", on
    return Changes(f"Action {row.number} marked done", CARES, action_id)


def reopen(session: Session, action_id: str) -> Changes:
    """Take back that an action is done or withdrawn."""
    row = session.get_one(Action, action_id)
    row.status, row.done_on, row.closed_at_id = "open", None, None
    return Changes(f"Action {row.number} opened again", CARES, action_id)


def set_status(session: Session, action_id: str, status: str, on: date) -> Changes:
    """Give an action another status; `on` is the day where that closes it."""
    if status not in STATUSES:
        raise Refused(f"An action is one of: {', '.join(STATUSES)}.")
    row = session.get_one(Action, action_id)
    row.status, row.done_on = status, on if status in CLOSED else None
    row.closed_at_id = row.closed_at_id if status in CLOSED else None
    return Changes(f"Action {row.number}: {status}", CARES, action_id)


def add_update(session: Session, action_id: str, text: str, on: date) -> Changes:
    """Add a dated line to an action's story. Raises Refused where it says nothing."""
    if not text.strip():
        raise Refused("Type what happened.")
    row = session.get_one(Action, action_id)
    _add_updates(session, action_id, (UpdateLine(text.strip(), on),))
    return Changes(f"Action {row.number}: update added", CARES, action_id)


def remove_update(session: Session, update_id: str) -> Changes:
    """Take a line that was entered by mistake out of an action's story."""
    row = session.get_one(ActionUpdate, update_id)
    number = session.get_one(Action, row.action_id).number
    session.delete(row)
    return Changes(f"Action {number}: update removed", CARES, row.action_id)


def _add_updates(session: Session, action_id: str, updates: tuple[UpdateLine, ...]) -> None:
    last = select(func.max(ActionUpdate.position)).where(ActionUpdate.action_id == action_id)
    at = session.scalar(last)
    for position, update in enumerate(updates, 0 if at is None else at + 1):
        row = ActionUpdate(id=fresh_id(session), action_id=action_id, position=position)
        row.on, row.text = update.on, update.text
        session.add(row)
