"""The actions that minutes show, as they stand in the one log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.actions.rules.log import BY_DATE, BY_MEETING
from dscp_desktop.actions.tables import Action
from dscp_desktop.core.days import show_date
from dscp_desktop.meetings.rules.record import MinutedAction
from dscp_desktop.partnership.queries.parties import load_parties


def minuted_actions(session: Session, action_ids: Sequence[str]) -> dict[str, MinutedAction]:
    """Return actions as the log has them now, by their id; other records are passed over."""
    if not action_ids:
        return {}
    parties = load_parties(session)
    found = {}
    for row in session.scalars(select(Action).where(Action.id.in_(action_ids))):
        owner = parties.get(row.owner_id or "")
        named = ", ".join(p for p in (row.owner_role, owner.shown if owner else "") if p)
        found[row.id] = MinutedAction(
            row.id, row.number, row.text, named, _due_words(row), row.restricted
        )
    return found


def _due_words(row: Action) -> str:
    if row.due_rule == BY_MEETING:
        return BY_MEETING
    return show_date(row.due) if row.due and row.due_rule == BY_DATE else ""


def kept_words(action: MinutedAction) -> str:
    """Return an action as the text of its place in minutes that the chair agreed."""
    lines = (" ".join(line.split()) for line in (action.number, action.owner, action.due))
    return "\n".join((*lines, action.text))


def kept_action(now: MinutedAction, words: str) -> MinutedAction:
    """Return an action as agreed minutes show it: by the text that was kept at its place."""
    lines = words.split("\n", 3)
    if len(lines) < 4:
        return now
    number, owner, due, text = lines
    return replace(now, number=number, owner=owner, due=due, text=text)
