"""How decisions are taken: votes by a rule, bodies that approve in turn, and urgent ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.rules.meetings import CANCELLED
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.meetings.commands.minutes import CARES, change_record, refuse_frozen
from dscp_desktop.meetings.commands.raising import (
    add_decision,
    change_decision,
    change_of,
    put_decision,
    restrict,
)
from dscp_desktop.meetings.queries.logs import decision_rules, list_voters
from dscp_desktop.meetings.rules.numbering import next_of_year
from dscp_desktop.meetings.rules.record import AGAINST, ANSWERS, VOTES
from dscp_desktop.meetings.rules.votes import SETTING, rules_from, rules_text
from dscp_desktop.meetings.tables import Decision, View
from dscp_desktop.partnership.tables import Group
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.settings import put_setting

_URGENT = "U"
Vote: TypeAlias = tuple[str, str, str]  # the body, its view, and the reason it gave


def begin_rules(session: Session, profile: Mapping[str, Any]) -> None:
    """Put the decision rules of a profile into a new store; most profiles have none."""
    rules = rules_from(profile.get("decision_rule", ()))
    if rules:
        put_setting(session, SETTING, rules_text(rules))


def add_urgent_decision(
    session: Session,
    group_id: str,
    on: date,
    text: str,
    how: str = "",
    rule: str = "",
    restricted: bool = False,
    votes: Sequence[Vote] = (),
) -> Changes:
    """Keep a decision that a group took between two meetings, by telephone for instance.

    Its number is unique in the group and year (2023-U1). It is reported to the next meeting.
    `votes` are taken by the rule, as in `decide`.
    """
    group = session.get_one(Group, group_id)
    query = select(Decision.number).where(Decision.group_id == group_id)
    number = next_of_year(on.year, list(session.scalars(query)), _URGENT)
    row = Decision(id=fresh_id(session), group_id=group_id, number=number, on=on)
    put_decision(session, row, text, how, rule, restricted)
    session.add(row)
    restrict(session, row.id, restricted)
    _put_votes(session, row, votes)
    return Changes(f"Urgent decision {number} of {group.name} added", CARES, row.id)


def decide(
    session: Session,
    item_id: str,
    text: str,
    how: str = "",
    rule: str = "",
    restricted: bool = False,
    votes: Sequence[Vote] = (),
    after: str = "",
    at: time | None = None,
) -> Changes:
    """Keep a decision of an item as `add_decision` does, with how each body voted by its rule.

    Raises Refused too where a body has no vote under the rule, or there are votes without one.
    """
    changes = add_decision(session, item_id, text, how, rule, restricted, after, at)
    _put_votes(session, session.get_one(Decision, str(changes.result)), votes)
    return changes


def decide_anew(
    session: Session,
    decision_id: str,
    text: str,
    how: str = "",
    rule: str = "",
    restricted: bool = False,
    votes: Sequence[Vote] = (),
) -> Changes:
    """Change a decision as `change_decision` does, and how each body voted: `votes` are all."""
    changes = change_decision(session, decision_id, text, how, rule, restricted)
    _put_votes(session, session.get_one(Decision, decision_id), votes)
    return changes


def _put_votes(session: Session, row: Decision, votes: Sequence[Vote]) -> None:
    """Keep these votes on a decision, and no others."""
    session.flush()
    said = {body_id for body_id, _, _ in votes}
    kept = select(View).where(View.decision_id == row.id, View.position == 0)
    for before in session.scalars(kept).all():
        if before.body_id not in said:
            session.delete(before)
    for body_id, view, reason in votes:
        record_vote(session, row.id, body_id, view, reason)


def report_decision(session: Session, decision_id: str, meeting_id: str | None) -> Changes:
    """Say at which meeting an urgent decision was reported; None takes it back.

    Raises Refused where the meeting was before it, was cancelled, is of another group, or has
    approved minutes.
    """
    row = session.get_one(Decision, decision_id)
    if row.meeting_id:
        raise Refused("Only a decision that was taken between meetings is reported to one.")
    if row.reported_at_id:
        change_record(session, row.reported_at_id)
    if meeting_id:
        meeting = session.get_one(Meeting, meeting_id)
        refuse_frozen(session, meeting_id)
        change_record(session, meeting_id)
        name = meeting.shown(session)
        if meeting.group_id != row.group_id:
            raise Refused(f"{name} is of another group. Choose a meeting of the same group.")
        if meeting.on < row.on or meeting.status == CANCELLED:
            raise Refused(f"{name} was before the decision, or cancelled. Choose another meeting.")
    row.reported_at_id = meeting_id or None
    return Changes(f"Decision {row.number}: where it was reported", CARES, decision_id)


def record_vote(
    session: Session, decision_id: str, body_id: str, view: str, reason: str = ""
) -> Changes:
    """Keep how one body voted on a decision: for, against or abstained; '' takes it back.

    Raises Refused where the decision is voted by no rule, or the body has no vote under it.
    """
    row = session.get_one(Decision, decision_id)
    if view not in (*VOTES, ""):
        raise Refused(f"A vote is one of: {', '.join(VOTES)}.")
    rule = next((each for each in decision_rules(session) if each.name == row.rule), None)
    if rule is None:
        raise Refused("No rule says how this decision is voted. Choose the rule first.")
    if body_id not in {voter for voter, _ in list_voters(session, row.group_id, row.on, rule)}:
        raise Refused(f"Only the {rule.of} of {show_day_year(row.on)} have a vote here.")
    said = change_of(session, row)
    query = select(View).where(View.decision_id == decision_id, View.body_id == body_id)
    kept = session.scalars(query.where(View.position == 0)).first()
    if not view:
        if kept is not None:
            session.delete(kept)
    else:
        if kept is None:
            kept = View(id=fresh_id(session), decision_id=decision_id, body_id=body_id, position=0)
            session.add(kept)
        kept.view, kept.on, kept.reason = view, row.on, reason.strip()
    return Changes(f"Decision {row.number}: vote kept{said}", CARES, decision_id)


def ask_approvals(session: Session, decision_id: str, body_ids: Sequence[str]) -> Changes:
    """Say which bodies approve a decision, in which turn; none takes the asking back.

    Raises Refused where one stands twice, or one that has answered would lose its place.
    """
    row = session.get_one(Decision, decision_id)
    if len(set(body_ids)) != len(body_ids):
        raise Refused("A body approves once. Leave the second one out.")
    before = _approvals(session, decision_id)
    given = [view.body_id for view in before if view.view]
    if list(body_ids[: len(given)]) != given:
        raise Refused("Those who have answered keep their place. Add others behind them.")
    kept = {view.body_id: view for view in before}
    for view in before:
        if view.body_id not in body_ids:
            session.delete(view)
    for position, body_id in enumerate(body_ids, 1):
        if body_id not in kept:
            new = View(id=fresh_id(session), decision_id=decision_id, body_id=body_id, view="")
            session.add(new)
            kept[body_id] = new
        kept[body_id].position = position
    return Changes(f"Decision {row.number}: bodies that approve it", CARES, decision_id)


def answer_approval(
    session: Session, decision_id: str, body_id: str, view: str, on: date | None, reason: str = ""
) -> Changes:
    """Keep that a body approved a decision, or was against it, and when; '' takes it back.

    The bodies answer in turn, each on or after the day of the one before. Also after the minutes
    were approved.
    """
    row = session.get_one(Decision, decision_id)
    asked = _approvals(session, decision_id)
    at = next((n for n, each in enumerate(asked) if each.body_id == body_id), None)
    if at is None:
        raise Refused("This body was not asked. Add it to those that approve first.")
    if view not in (*ANSWERS, ""):
        raise Refused(f"An answer is one of: {', '.join(ANSWERS)}.")
    before, later = asked[:at], asked[at + 1 :]
    if any(each.view for each in later):
        raise Refused("A body after it has answered already. Take that answer back first.")
    if view:
        if any(not each.view or each.view == AGAINST for each in before):
            raise Refused("It is not its turn yet: a body before it has not approved.")
        since = max([row.on, *(each.on for each in before if each.on)])
        if on is None or on < since:
            raise Refused(f"Enter the day of the answer, from {show_day_year(since)} on.")
    asked[at].view, asked[at].on, asked[at].reason = view, on if view else None, reason.strip()
    return Changes(f"Decision {row.number}: answer kept", CARES, decision_id)


def _approvals(session: Session, decision_id: str) -> list[View]:
    query = select(View).where(View.decision_id == decision_id, View.position > 0)
    return list(session.scalars(query.order_by(View.position)))
