"""Bringing a workbook's action log in."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.actions.commands.log import set_due, tidy_item
from dscp_desktop.actions.queries.log import stories
from dscp_desktop.actions.rules.log import (
    BY_MEETING,
    CLOSED,
    ActionRow,
    ActionValues,
    UpdateLine,
    letters_of,
    plain_words,
    stored_status,
)
from dscp_desktop.actions.rules.stories import missing_updates
from dscp_desktop.actions.tables import Action, ActionUpdate
from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.faults import Fault
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.offers import Reading, ReadLine, RowOutcome, SheetOutcome
from dscp_desktop.partnership.commands.organisations import ensure_party
from dscp_desktop.partnership.queries.parties import load_names, load_parties
from dscp_desktop.partnership.rules.parties import Names, Party
from dscp_desktop.store.adding import add_rows
from dscp_desktop.store.session import fresh_ids, work_of
from dscp_desktop.store.settings import get_setting
from dscp_desktop.store.tables import Record

_FIELDS = tuple(ActionRow.__dataclass_fields__)
_COLUMNS = tuple(Action.__table__.c[name] for name in _FIELDS)
Key = tuple[str, str]
Words = tuple[str, str, str]


@dataclass(slots=True)
class _Taking:
    """What an import of actions has seen so far.

    `before` are the lines of the sheets that this import took already.
    """

    names: Names
    parties: dict[str, Party]
    known: dict[Key, ActionRow]
    stories: Mapping[str, Sequence[UpdateLine]]
    ids: Iterator[str]
    before: dict[Key, ReadLine]
    today: date
    rows: dict[Key, list[ReadLine]] = field(default_factory=dict)
    new: deque[ActionRow] = field(default_factory=deque)
    changed: list[ActionRow] = field(default_factory=list)
    updates: dict[str, list[UpdateLine]] = field(default_factory=dict)
    outcomes: list[RowOutcome] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    groups: dict[str, Party | None] = field(default_factory=dict)
    owners: dict[str, Party] = field(default_factory=dict)

    def group(self, name: str) -> Party | None:
        """Return the group of a name; the same few names come again and again."""
        if name not in self.groups:
            self.groups[name] = self.names.group(name)
        return self.groups[name]


def take_actions(session: Session, reading: Reading) -> SheetOutcome:
    """Take the rows of an action log. The same action is group and number.

    An unknown owner is added as an organisation, with a note; an unknown group is a fault. A
    blank cell takes nothing away, and updates are only added. What comes in without a day for an
    action that was here already is of today.
    """
    session.flush()
    taking = _Taking(
        load_names(session),
        load_parties(session),
        {(row.group_id, tidy_name(row.number)): row for row in _stored(session)},
        stories(session),
        iter(fresh_ids(session, len(reading.lines))),
        session.info.setdefault("actions taken", {}),
        _today(session),
    )
    keyed = [(line, _key(taking, line)) for line in reading.lines]
    for line, key in keyed:
        if key is not None:
            taking.rows.setdefault(key, []).append(line)
    for line, key in keyed:
        group, wrong = _judge(taking, line, key)
        taking.faults += wrong
        if group is not None and key is not None and not wrong and line.value.sound:
            _take(session, taking, line, group, key)
    _write(session, taking)
    return SheetOutcome(tuple(taking.outcomes), tuple(taking.faults), tuple(taking.notes))


def _today(session: Session) -> date:
    stands_at = get_setting(session, "sample.as_at")
    zone = ZoneInfo(get_setting(session, "partnership.zone", "Europe/London"))
    now = work_of(session).clock().astimezone(zone)
    return date.fromisoformat(stands_at) if stands_at else now.date()


def _stored(session: Session) -> Iterator[ActionRow]:
    for row in session.execute(select(*_COLUMNS)):
        yield ActionRow(*row)


def _key(taking: _Taking, line: ReadLine) -> Key | None:
    values: ActionValues = line.value
    group = taking.group(values.group) if values.group else None
    return (group.id, tidy_name(values.number)) if group and values.number else None


def _write(session: Session, taking: _Taking) -> None:
    """Write what is new many at once, and what changed row by row."""
    new = {row.id for row in taking.new}
    hidden = [row.id for row in taking.new if row.restricted]
    add_rows(session, Action, (vars(taking.new.popleft()) for _ in range(len(taking.new))))
    for row in taking.changed:
        stored = session.get_one(Action, row.id)
        for name in _FIELDS:
            setattr(stored, name, getattr(row, name))
    for record_id in (*hidden, *(row.id for row in taking.changed)):
        # The search shows no text of what is restricted.
        record = session.scalars(select(Record).where(Record.id == record_id)).one()
        record.restricted = session.get_one(Action, record_id).restricted
    last = _last_places(session, [owner for owner in taking.updates if owner not in new])
    ids = iter(fresh_ids(session, sum(map(len, taking.updates.values()))))
    lines: Iterable[dict[str, Any]] = (
        {"id": next(ids), "action_id": owner, "position": at, "on": one.on, "text": one.text}
        for owner, updates in taking.updates.items()
        for at, one in enumerate(updates, last.get(owner, -1) + 1)
    )
    add_rows(session, ActionUpdate, lines)


def _last_places(session: Session, action_ids: Sequence[str]) -> dict[str, int]:
    place = func.max(ActionUpdate.position)
    query = select(ActionUpdate.action_id, place).group_by(ActionUpdate.action_id)
    found: dict[str, int] = {}
    for start in range(0, len(action_ids), 500):
        part = query.where(ActionUpdate.action_id.in_(action_ids[start : start + 500]))
        for owner, place_of_last in session.execute(part):
            found[owner] = place_of_last
    return found


def _judge(taking: _Taking, line: ReadLine, key: Key | None) -> tuple[Party | None, list[Fault]]:
    values: ActionValues = line.value
    if not values.group:
        return None, []
    group = taking.group(values.group)
    if group is None:
        near = taking.names.near(values.group)
        return None, [line.fault("group", f"No group is called this.{near}")]
    wrong = _judge_number(taking, line, key)
    if values.due_group:
        wrong += _judge_due_group(taking, line, group)
    return group, wrong


def _judge_number(taking: _Taking, line: ReadLine, key: Key | None) -> list[Fault]:
    """Refuse a number that stands twice: a copied line once, different actions both times.

    With two different actions under one number nobody can say which of them is meant. A sheet
    that was taken before in the same import counts as well.
    """
    same = taking.rows[key] if key is not None else [line]
    if key in taking.before and taking.before[key].value != line.value:
        first = taking.before[key]
        why = (
            f"The same number stands in sheet ‘{first.sheet}’, row {first.row}, with other "
            "values. Leave one of the two out, or make them the same."
        )
        return [line.fault("number", why)]
    if len(same) == 1:
        return []
    others = [other for other in same if other is not line]
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
    named = taking.group(line.value.due_group)
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


def _take(session: Session, taking: _Taking, line: ReadLine, group: Party, key: Key) -> None:
    values: ActionValues = line.value
    taking.before[key] = line
    row = taking.known.get(key)
    known = row is not None
    if row is None:
        row = ActionRow(id=next(taking.ids), group_id=group.id, number=values.number)
        taking.new.append(row)
        _note_letters(taking, line, group)
    changes = [*_change_words(row, values), *_change_owner(session, taking, line, row)]
    changes += _change_due(session, row, values)
    changes += _change_status(row, values, taking.today if known else None)
    changes += _change_restricted(row, values)
    if known and changes:
        taking.changed.append(row)
    added = missing_updates(taking.stories.get(row.id, ()), values.update) if values.update else ()
    if added and known:
        added = tuple(UpdateLine(one.text, one.on or taking.today) for one in added)
    if added:
        taking.updates.setdefault(row.id, []).extend(added)
    changes += [("Update", "", update.text) for update in added]
    state = "new" if not known else "changed" if changes else "same"
    shown = tuple(changes) if state == "changed" else ()
    cells = _cells(taking, group, row)
    taking.outcomes.append(RowOutcome(line.row, state, row.number, cells, shown))


def _note_letters(taking: _Taking, line: ReadLine, group: Party) -> None:
    letters = letters_of(line.value.number)
    named = taking.group(letters) if letters else None
    if named is not None and named != group:
        why = f"The number begins with {named.code}, the group is {group.code}; it is kept so."
        taking.notes.append(line.fault("number", why))


def _change_words(row: ActionRow, values: ActionValues) -> list[Words]:
    changes: list[Words] = []
    if not row.text or plain_words(row.text) != plain_words(values.text):
        changes.append(("Action", row.text, values.text))
        row.text = values.text
    item = tidy_item(values.item) or row.item if values.item else row.item
    if item != row.item:
        changes.append(("Agenda item", row.item, item))
        row.item = item
    if values.raised_on and values.raised_on != row.raised_on:
        changes.append(("Date raised", _said(row.raised_on), _said(values.raised_on)))
        row.raised_on = values.raised_on
    return changes


def _change_owner(session: Session, taking: _Taking, line: ReadLine, row: ActionRow) -> list[Words]:
    text = line.value.owner
    if row.owner_id is None and row.owner_role and tidy_name(row.owner_role) == tidy_name(text):
        return []
    party = taking.owners.get(text) or _owner(session, taking, line)
    if party.id == row.owner_id:
        return []
    before = taking.parties.get(row.owner_id or "")
    row.owner_id, row.owner_role = party.id, ""
    return [("Owner", before.shown if before else "", party.shown)]


def _owner(session: Session, taking: _Taking, line: ReadLine) -> Party:
    text: str = line.value.owner
    party, taking.names, added = ensure_party(session, taking.names, text)
    if added:
        taking.parties[party.id] = party
        why = f"No organisation is called this.{_others(taking.names, text)} It was added as new."
        taking.notes.append(line.fault("owner", why))
    taking.owners[text] = party
    return party


def _others(names: Names, text: str) -> str:
    others = {key: p for key, p in names.organisations.items() if key != tidy_name(text)}
    return Names(others).near(text)


def _change_due(session: Session, row: ActionRow, values: ActionValues) -> list[Words]:
    if values.due_rule is None or (values.due_rule, values.due) == (row.due_rule, row.due):
        return []
    before = _due_said(row)
    set_due(session, row, values.due_rule, values.due)
    return [("Due", before, _due_said(row))]


def _change_status(row: ActionRow, values: ActionValues, on: date | None) -> list[Words]:
    """Take a status; `on` is the day it is heard of, None for an action that is new here."""
    before = row.status
    said = values.status or before or "open"
    status = stored_status(said, before)
    if status == before:
        return []
    row.status = status
    closed = status in CLOSED
    row.done_on = (row.done_on or on) if closed else None
    row.closed_at_id = row.closed_at_id if closed else None
    return [("Status", before, status)]


def _change_restricted(row: ActionRow, values: ActionValues) -> list[Words]:
    if values.restricted is None or values.restricted == row.restricted:
        return []
    row.restricted = values.restricted
    now, before = ("Yes", "") if row.restricted else ("", "Yes")
    return [("Restricted", before, now)]


@lru_cache(maxsize=4096)
def _said(day: date | None) -> str:
    return show_day_year(day) if day else ""


def _due_said(row: ActionRow) -> str:
    return "Next meeting" if row.due_rule == BY_MEETING else _said(row.due)


def _cells(taking: _Taking, group: Party, row: ActionRow) -> tuple[str, ...]:
    owner = taking.parties.get(row.owner_id or "")
    shown = owner.shown if owner else row.owner_role
    return row.number, group.code, row.text, shown, _due_said(row), row.status
