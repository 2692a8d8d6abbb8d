"""What a person can do to the action log; `take_actions` brings a workbook's log in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.actions.queries import find_next_number, stories
from dscp_desktop.actions.rules import (
    BY_DATE,
    BY_MEETING,
    CLOSED,
    STATUSES,
    ActionDetails,
    ActionValues,
    UpdateLine,
    letters_of,
    missing_updates,
    plain_words,
    stored_status,
)
from dscp_desktop.actions.tables import Action, ActionUpdate
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.faults import Fault, Refused
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.offers import Reading, ReadLine, RowOutcome, SheetOutcome
from dscp_desktop.diary.queries import next_meeting_of
from dscp_desktop.partnership.commands import ensure_party
from dscp_desktop.partnership.queries import load_names, load_parties
from dscp_desktop.partnership.rules import Names, Party
from dscp_desktop.partnership.tables import Group
from dscp_desktop.store.session import fresh_id

FEATURE = "actions"
CARES = (FEATURE, "packs")


def add_action(
    session: Session, group_id: str, details: ActionDetails, number: str = ""
) -> Changes:
    """Add an action to a group's log; without a number it takes the group's next one.

    Raises Refused where the number is taken, or text, owner or a sound due date is missing.
    """
    group = session.get_one(Group, group_id)
    number = plain_words(number) or find_next_number(session, group_id)
    taken = select(Action.number).where(Action.group_id == group_id)
    if tidy_name(number) in {tidy_name(other) for other in session.scalars(taken)}:
        raise Refused(f"{group.name} has an action {number} already. Choose another number.")
    row = Action(id=fresh_id(session), group_id=group_id, number=number, status="open")
    _put(session, row, details)
    session.add(row)
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
    _set_due(session, row, details.due_rule, details.due)
    row.text, row.owner_id, row.owner_role = text, details.owner_id, role
    row.raised_on, row.item = details.raised_on, tidy_item(details.item)


def _set_due(session: Session, row: Action, rule: str, due: date | None) -> None:
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
    row.status, row.done_on = "open", None
    return Changes(f"Action {row.number} opened again", CARES, action_id)


def set_status(session: Session, action_id: str, status: str, on: date) -> Changes:
    """Give an action another status; `on` is the day where that closes it."""
    if status not in STATUSES:
        raise Refused(f"An action is one of: {', '.join(STATUSES)}.")
    row = session.get_one(Action, action_id)
    row.status, row.done_on = status, on if status in CLOSED else None
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


@dataclass(slots=True)
class _Taking:
    """What an import of actions has seen so far."""

    names: Names
    parties: dict[str, Party]
    known: dict[tuple[str, str], Action]
    stories: dict[str, tuple[UpdateLine, ...]]
    rows: dict[tuple[str, str], list[ReadLine]] = field(default_factory=dict)
    outcomes: list[RowOutcome] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)


def take_actions(session: Session, reading: Reading) -> SheetOutcome:
    """Take the rows of an action log. The same action is group and number.

    An unknown owner is added as an organisation, with a note; an unknown group is a fault. A
    blank cell takes nothing away, and updates are only added.
    """
    taking = _Taking(
        load_names(session),
        load_parties(session),
        {(a.group_id, tidy_name(a.number)): a for a in session.scalars(select(Action))},
        {action_id: tuple(lines) for action_id, lines in stories(session).items()},
    )
    for line in reading.lines:
        named = taking.names.group(line.value.group) if line.value.group else None
        if named and line.value.number:
            taking.rows.setdefault((named.id, tidy_name(line.value.number)), []).append(line)
    for line in reading.lines:
        group, wrong = _judge(taking, line)
        taking.faults += wrong
        if group is not None and not wrong and line.value.sound:
            _take(session, taking, line, group)
    return SheetOutcome(tuple(taking.outcomes), tuple(taking.faults), tuple(taking.notes))


def _judge(taking: _Taking, line: ReadLine) -> tuple[Party | None, list[Fault]]:
    values: ActionValues = line.value
    if not values.group:
        return None, []
    group = taking.names.group(values.group)
    if group is None:
        near = taking.names.near(values.group)
        return None, [line.fault("group", f"No group is called this.{near}")]
    wrong = _judge_number(taking, line, group)
    if values.due_group:
        wrong += _judge_due_group(taking, line, group)
    return group, wrong


def _judge_number(taking: _Taking, line: ReadLine, group: Party) -> list[Fault]:
    """Refuse a number that stands twice: a copied line once, different actions both times.

    With two different actions under one number nobody can say which of them is meant.
    """
    same = taking.rows.get((group.id, tidy_name(line.value.number)), [line])
    others = [other for other in same if other is not line]
    if not others:
        return []
    if all(other.value == line.value for other in others):
        if line is same[0]:
            return []
        why = (
            f"The same number stands in row {same[0].row}. All values are the same, so the line "
            "may have been copied twice. Leave one out."
        )
    else:
        rows = ", ".join(str(other.row) for other in others)
        why = f"The same number stands in row {rows} with other values. Give each its own number."
    return [line.fault("number", why)]


def _judge_due_group(taking: _Taking, line: ReadLine, group: Party) -> list[Fault]:
    named = taking.names.group(line.value.due_group)
    if named == group:
        return []
    if named is None:
        why = "These words name no meeting. Type a date, such as 26/10/2023, or ‘next meeting’."
    else:
        why = (
            f"The action is of {group.name}, these words name {named.name}. Type the date of "
            "that meeting."
        )
    return [line.fault("due", why)]


def _take(session: Session, taking: _Taking, line: ReadLine, group: Party) -> None:
    values: ActionValues = line.value
    key = (group.id, tidy_name(values.number))
    row = taking.known.get(key)
    known = row is not None
    if row is None:
        row = Action(id=fresh_id(session), group_id=group.id, number=values.number, status="")
        row.text = row.owner_role = row.item = ""
        row.due_rule = "none"
        _note_letters(taking, line, group)
    changes = [*_change_words(row, values), *_change_owner(session, taking, line, row)]
    changes += _change_due(session, row, values)
    changes += _change_status(row, values)
    if not known:
        session.add(row)
    added = missing_updates(taking.stories.get(row.id, ()), values.update or "")
    if added:
        _add_updates(session, row.id, added)
    changes += [("Update", "", update.text) for update in added]
    state = "new" if not known else "changed" if changes else "same"
    taking.outcomes.append(
        RowOutcome(
            line.row,
            state,
            row.number,
            _cells(taking, group, row),
            tuple(changes) if state == "changed" else (),
        )
    )


def _note_letters(taking: _Taking, line: ReadLine, group: Party) -> None:
    named = taking.names.group(letters_of(line.value.number))
    if named is not None and named != group:
        why = f"The number begins with {named.code}, the group is {group.code}; it is kept so."
        taking.notes.append(line.fault("number", why))


def _change_words(row: Action, values: ActionValues) -> list[tuple[str, str, str]]:
    changes: list[tuple[str, str, str]] = []
    if plain_words(row.text) != plain_words(values.text):
        changes.append(("Action", row.text, values.text))
        row.text = values.text
    item = tidy_item(values.item or "") or row.item
    if item != row.item:
        changes.append(("Agenda item", row.item, item))
        row.item = item
    if values.raised_on and values.raised_on != row.raised_on:
        changes.append(("Date raised", _said(row.raised_on), _said(values.raised_on)))
        row.raised_on = values.raised_on
    return changes


def _change_owner(
    session: Session, taking: _Taking, line: ReadLine, row: Action
) -> list[tuple[str, str, str]]:
    text = line.value.owner
    if row.owner_id is None and tidy_name(row.owner_role) == tidy_name(text):
        return []
    party, taking.names, added = ensure_party(session, taking.names, text)
    if added:
        taking.parties[party.id] = party
        why = f"No organisation is called this.{_others(taking.names, text)} It was added as new."
        taking.notes.append(line.fault("owner", why))
    if party.id == row.owner_id:
        return []
    before = taking.parties.get(row.owner_id or "")
    row.owner_id, row.owner_role = party.id, ""
    return [("Owner", before.shown if before else "", party.shown)]


def _others(names: Names, text: str) -> str:
    others = {key: p for key, p in names.organisations.items() if key != tidy_name(text)}
    return Names(others).near(text)


def _change_due(session: Session, row: Action, values: ActionValues) -> list[tuple[str, str, str]]:
    if values.due_rule is None or (values.due_rule, values.due) == (row.due_rule, row.due):
        return []
    before = _due_said(row)
    _set_due(session, row, values.due_rule, values.due)
    return [("Due", before, _due_said(row))]


def _change_status(row: Action, values: ActionValues) -> list[tuple[str, str, str]]:
    before = row.status
    said = values.status or before or "open"
    status = stored_status(said, before)
    if status == before:
        return []
    row.status = status
    row.done_on = row.done_on if status in CLOSED else None
    return [("Status", before, status)]


def _said(day: date | None) -> str:
    return show_day_year(day) if day else ""


def _due_said(row: Action) -> str:
    return "Next meeting" if row.due_rule == BY_MEETING else _said(row.due)


def _cells(taking: _Taking, group: Party, row: Action) -> tuple[str, ...]:
    owner = taking.parties.get(row.owner_id or "")
    shown = owner.shown if owner else row.owner_role
    return row.number, group.code, row.text, shown, _due_said(row), row.status
