"""One change of several actions at once: one command, one undo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.actions.commands.log import CARES, set_due
from dscp_desktop.actions.rules.log import BY_DATE, CLOSED, STATUSES, ManyChange
from dscp_desktop.actions.tables import Action
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.faults import Refused


def change_many(
    session: Session, action_ids: Sequence[str], change: ManyChange, on: date
) -> Changes:
    """Give several actions the same status, owner or due date; `on` is the day where it closes.

    What the change leaves out stays as it is in each. Raises Refused where it says nothing, or
    an action was raised after the due date: none is changed then.
    """
    if not action_ids:
        raise Refused("Choose the actions that are to be changed.")
    if change.is_empty():
        raise Refused("Choose a status, an owner or a due date to give them.")
    if change.status and change.status not in STATUSES:
        raise Refused(f"An action is one of: {', '.join(STATUSES)}.")
    rows = [session.get_one(Action, action_id) for action_id in action_ids]
    _refuse_early_due(rows, change.due)
    for row in rows:
        _put(session, row, change, on)
    return Changes(_said(rows, change), CARES, action_ids[0])


def _refuse_early_due(rows: Sequence[Action], due: date | None) -> None:
    late = [row for row in rows if due and row.raised_on and row.raised_on > due]
    if late:
        newest = max(row.raised_on for row in late if row.raised_on)
        numbers = ", ".join(row.number for row in late)
        raise Refused(
            f"Raised after that day: {numbers}. Enter a date from {show_day_year(newest)} on."
        )


def _put(session: Session, row: Action, change: ManyChange, on: date) -> None:
    if change.status:
        closes = change.status in CLOSED
        if not closes:
            row.done_on = row.closed_at_id = None
        elif row.status != change.status:
            row.done_on = on
        row.status = change.status
    if change.owner_id or change.owner_role:
        row.owner_id, row.owner_role = change.owner_id, change.owner_role
    if change.due:
        set_due(session, row, BY_DATE, change.due)


def _said(rows: Sequence[Action], change: ManyChange) -> str:
    parts = [
        change.status,
        "another owner" if change.owner_id or change.owner_role else "",
        f"due {show_day_year(change.due)}" if change.due else "",
    ]
    what = ", ".join(part for part in parts if part)
    return f"{len(rows)} actions: {what}" if len(rows) > 1 else f"Action {rows[0].number}: {what}"
