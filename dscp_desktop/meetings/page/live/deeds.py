"""What the live minutes have the store do with decisions, actions and challenges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from dscp_desktop.actions.rules.log import BY_DATE, NO_DUE, ActionDetails
from dscp_desktop.core.changes import Changes
from dscp_desktop.meetings.commands.deciding import Vote, decide, decide_anew
from dscp_desktop.meetings.commands.raising import (
    ChallengeDetails,
    add_challenge,
    change_challenge,
    raise_action,
)
from dscp_desktop.meetings.rules.capture import ACTION, CHALLENGE, DECISION, Captured
from dscp_desktop.widgets.notelines import NoteBlock

Command = Callable[..., Changes]
WITHOUT_A_VOTE = "Agreed without a vote"


@dataclass(frozen=True, slots=True)
class Said:
    """One decision, action or challenge as it was put down; `record_id` where it is changed."""

    kind: str
    text: str
    how: str = WITHOUT_A_VOTE
    rule: str = ""
    votes: tuple[Vote, ...] = ()
    owner_id: str | None = None
    owner_role: str = ""
    due_rule: str = NO_DUE
    due: date | None = None
    raised_by: str = ""
    raised_to_id: str | None = None
    restricted: bool = False
    record_id: str = ""


def said_in(found: Captured, *, restricted: bool) -> Said:
    """Return what a typed line said."""
    return Said(
        found.kind,
        found.text,
        owner_id=found.owner.id if found.owner else None,
        owner_role=found.owner_role,
        due_rule=found.due_rule,
        due=found.due,
        raised_by=found.by.name if found.by else "",
        raised_to_id=found.to.id if found.to else None,
        restricted=restricted,
    )


def call_of(said: Said, item_id: str, at: time) -> tuple[Command, tuple[Any, ...], dict[str, Any]]:
    """Return the command that keeps it, with what it is given."""
    if said.kind == DECISION:
        what = (said.text, said.how, said.rule, said.restricted, said.votes)
        if said.record_id:
            return decide_anew, (said.record_id, *what), {}
        return decide, (item_id, *what), {"at": at}
    if said.kind == CHALLENGE:
        details = ChallengeDetails(said.text, said.raised_by, said.raised_to_id, said.restricted)
        if said.record_id:
            return change_challenge, (said.record_id, details), {}
        return add_challenge, (item_id, details), {"at": at}
    due = said.due if said.due_rule == BY_DATE else None
    action = ActionDetails(
        said.text, said.owner_id, said.owner_role, due_rule=said.due_rule, due=due
    )
    return raise_action, (item_id, action, said.restricted), {"at": at}


def block_for(said: Said) -> NoteBlock:
    """Return how it is shown until its number is known."""
    if said.kind == DECISION:
        return NoteBlock("decision", "Decision", said.text, said.how, strong=True)
    icon = "action" if said.kind == ACTION else "comment"
    return NoteBlock(icon, said.kind.capitalize(), said.text)
