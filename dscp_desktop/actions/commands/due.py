"""Dealing with an action where it is listed as due: it is done, or put off to another day."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.actions.commands.log import CARES, mark_done, set_due
from dscp_desktop.actions.rules.log import BY_DATE
from dscp_desktop.actions.tables import Action
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.offers import Due


def finish_action(session: Session, due: Due, on: date) -> Changes:
    """Say that an action is done, on a day."""
    return mark_done(session, due.record_id, on)


def put_off_action(session: Session, due: Due, on: date) -> Changes:
    """Give an action a later day; the first one it was due on is kept.

    Raises Refused for a day before it was raised.
    """
    row = session.get_one(Action, due.record_id)
    if row.raised_on and on < row.raised_on:
        raise Refused(f"Enter a due date from {show_day_year(row.raised_on)} on.")
    set_due(session, row, BY_DATE, on)
    return Changes(f"Action {row.number} put off to {show_day_year(on)}", CARES, row.id)
