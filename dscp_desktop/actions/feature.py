"""The action log as the rest of the house sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.actions.commands.due import finish_action, put_off_action
from dscp_desktop.actions.commands.log import FEATURE as NAME
from dscp_desktop.actions.commands.taking import take_actions
from dscp_desktop.actions.documents import action_log, owner_sheet
from dscp_desktop.actions.queries.days import list_days
from dscp_desktop.actions.queries.log import list_actions, list_due
from dscp_desktop.actions.queries.owners import actions_of
from dscp_desktop.actions.queries.steps import list_steps
from dscp_desktop.actions.rules.blanks import BLANKS
from dscp_desktop.actions.rules.origins import ORIGIN, REVIEW_MONTHS, WITHOUT_MEETING
from dscp_desktop.actions.tables import Action, ActionReview, ActionUpdate
from dscp_desktop.actions.workbook import (
    FIELDS,
    KIND,
    PREVIEW,
    action_values,
    actions_sheet,
    read_actions,
    recognise_actions,
)
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.offers import (
    DayOffer,
    DocumentOffer,
    DueOffer,
    Feature,
    Scope,
    StepOffer,
    WorkbookOffer,
)
from dscp_desktop.diary.queries.meetings import get_meeting
from dscp_desktop.paper.document import Document
from dscp_desktop.partnership.queries.parties import load_parties
from dscp_desktop.sheets.writing import SheetOut
from dscp_desktop.store.settings import put_setting


def _write(session: Session, scope: Scope) -> SheetOut:
    return actions_sheet(list_actions(session, scope.today, scope.group_id))


def _values(session: Session, scope: Scope) -> Any:
    return action_values(list_actions(session, scope.today, scope.group_id))


def _log(session: Session, scope: Scope) -> Document:
    meeting = get_meeting(session, scope.meeting_id) if scope.meeting_id else None
    group_id = scope.group_id or (meeting.group_id if meeting else "")
    group = load_parties(session).get(group_id)
    lines = list_actions(session, scope.today, group_id)
    return action_log(lines, scope.today, group.name if group else "")


def _owner_sheet(session: Session, scope: Scope) -> Document:
    owner = load_parties(session).get(scope.record_id)
    if owner is None:
        raise WrongUse("Say whose actions are wanted.")
    return owner_sheet(actions_of(session, owner.id, scope.today), owner.name, scope.today)


def _begin(session: Session, profile: Mapping[str, Any]) -> None:
    """Keep which group takes the actions that no meeting raised, and when actions are reviewed."""
    settings = profile.get("settings", {})
    if group := settings.get("actions_without_meeting"):
        put_setting(session, WITHOUT_MEETING, str(group))
    if months := settings.get("action_review_months"):
        put_setting(session, REVIEW_MONTHS, ", ".join(str(month) for month in months))


FEATURE = Feature(
    name=NAME,
    title="Actions",
    icon="action",
    page="dscp_desktop.actions.page.log:ActionsPage",
    tables=tuple(t.__tablename__ for t in (Action, ActionUpdate, ActionReview)),
    kinds={Action.record_kind: "Action"},
    roles=(ORIGIN,),
    due=DueOffer(list_due, NAME, finish_action, put_off_action),
    steps=StepOffer(list_steps),
    days=DayOffer(list_days),
    begin=_begin,
    documents=(
        DocumentOffer("action-log", "Action log", _log),
        DocumentOffer("owner-sheet", "Actions of one owner", _owner_sheet, needs=("owner",)),
    ),
    workbooks=(
        WorkbookOffer(
            kind=KIND,
            title="Action log",
            order=40,
            narrows=("group",),
            recognise=recognise_actions,
            read=read_actions,
            take=take_actions,
            write=_write,
            values=_values,
            headings=PREVIEW,
            fields=FIELDS,
            blanks=BLANKS,
        ),
    ),
)
