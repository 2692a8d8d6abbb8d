"""The action log as a sheet: one row an action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dscp_desktop.actions.rules.log import (
    BY_DATE,
    BY_MEETING,
    STATUSES,
    ActionLine,
    ActionValues,
    read_due_words,
    read_status,
)
from dscp_desktop.actions.rules.stories import write_story
from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.offers import Reading, Recognised
from dscp_desktop.diary.workbook import RowReader, read_rows, recognised
from dscp_desktop.sheets.grid import find_table
from dscp_desktop.sheets.parsing import CellFault, Read, as_date, as_text, as_yes
from dscp_desktop.sheets.values import Cell, Sheet, Value
from dscp_desktop.sheets.writing import ColumnOut, SheetOut, write_workbook

KIND = "actions"
HEADINGS = {
    "number": ("No", "No.", "Number", "Action no", "Action number", "Ref", "Reference"),
    "group": ("Group", "Meeting group", "Meeting of"),
    "raised_on": ("Date raised", "Raised", "Raised on", "Date of meeting"),
    "item": ("Agenda item", "Item"),
    "text": ("Action", "Action agreed", "What is to be done"),
    "owner": ("Owner", "Action owner", "Responsible", "Who"),
    "due": ("Due", "Due date", "By when", "Deadline"),
    "status": ("Status", "State", "RAG"),
    "update": ("Update", "Updates", "Progress", "Comments"),
    "restricted": ("Restricted", "Part 2"),
}
FIELDS = (
    *(("number", "Number"), ("group", "Group"), ("raised_on", "Date raised")),
    *(("item", "Agenda item"), ("text", "Action"), ("owner", "Owner"), ("due", "Due")),
    *(("status", "Status"), ("update", "Update"), ("restricted", "Restricted")),
)
PREVIEW = ("Number", "Group", "Action", "Owner", "Due", "Status")

_HOW_TO_SAY_DUE = "Type a date, such as 26/10/2023, or ‘next meeting’."


def recognise_actions(sheet: Sheet) -> Recognised | None:
    """Take a sheet for an action log by its headings: number, action and owner."""
    found = find_table(sheet, HEADINGS, required=("number", "text", "owner"))
    return recognised(KIND, found, ("number", "text", "owner")) if found else None


def read_actions(sheet: Sheet, taken: Recognised) -> Reading:
    """Read each row of an action log, with all that is wrong with it."""
    return read_rows(sheet, taken, _judge)


def _judge(row: RowReader) -> ActionValues:
    number = row.text(
        "number", "number", "Every action needs a number. Type one that its group has not used."
    )
    group = row.text("group", "group", "Every action needs its group. Type the group's name.")
    raised_on = row.read("raised_on", as_date, "date")
    item = row.text("item", "agenda item")
    text = row.text("text", "action", "The action has no words. Type what is to be done.")
    owner = row.text("owner", "owner", "Every action needs an owner. Type the organisation.")
    due = row.read("due", _as_due, "due date")
    said = row.text("status", "status")
    status = read_status(said) if said else None
    if said and status is None:
        known = ", ".join((*STATUSES, "overdue"))
        row.wrong("status", f"This is no status of an action. Type one of: {known}.")
    by_words = isinstance(due, str)
    on = due if isinstance(due, date) else None
    if on and raised_on and on < raised_on:
        why = f"Due before the action was raised, {show_day_year(raised_on)}. Correct one of them."
        row.wrong("due", why)
    return ActionValues(
        group=group or "",
        number=number or "",
        text=text or "",
        owner=owner or "",
        raised_on=raised_on,
        item=item,
        due_rule=BY_MEETING if by_words else BY_DATE if on else None,
        due=on,
        due_group=due if isinstance(due, str) else "",
        status=status,
        update=row.text("update", "update"),
        restricted=row.read("restricted", as_yes, "Yes or No"),
        sound=not row.faults,
    )


def _as_due(cell: Cell | Value, what: str) -> Read[date | str]:
    """Read a due date, or the group that 'next meeting' and the like name ('' for its own)."""
    value = cell.value if isinstance(cell, Cell) else cell
    if isinstance(value, str):
        named = read_due_words(as_text(cell, what).value)
        if named is not None:
            return Read(named)
    try:
        got = as_date(cell, what)
    except CellFault as error:
        if not isinstance(value, str) or any(sign.isdigit() for sign in value):
            raise
        short = value.strip() if len(value) <= 40 else f"{value.strip()[:39]}…"
        raise CellFault(f"“{short}” is not a date. {_HOW_TO_SAY_DUE}") from error
    if got.value is None:
        raise CellFault(f"The cell holds no date. {_HOW_TO_SAY_DUE}")
    return Read(got.value, got.note)


_COLUMNS = (
    ColumnOut("No", "text", 10),
    ColumnOut("Group", "text", 32),
    ColumnOut("Date raised", "date", 13),
    ColumnOut("Agenda item", "text", 12),
    ColumnOut("Action", "text", 60),
    ColumnOut("Owner", "text", 28),
    ColumnOut("Due", "date", 14),
    ColumnOut("Status", "text", 14),
)
_UPDATE = ColumnOut("Update", "text", 44)
_RESTRICTED = ColumnOut("Restricted", "text", 11)


def actions_sheet(lines: Sequence[ActionLine]) -> SheetOut:
    """Return the log as it goes out, in the order of its numbers; it comes in all the same."""
    rows = (
        (*_row(line), line.restricted or None, write_story(line.updates) or None)
        for line in _ordered(lines)
    )
    return SheetOut("Action log", (*_COLUMNS, _RESTRICTED, _UPDATE), tuple(rows))


def owner_workbook(lines: Sequence[ActionLine]) -> SheetOut:
    """Return an owner's actions to be answered: what was said so far, and an empty update.

    It comes back as an action log does. Restricted actions are left out.
    """
    columns = (*_COLUMNS, ColumnOut("Said so far", "text", 44), _UPDATE)
    open_ones = [line for line in _ordered(lines) if not line.restricted]
    rows = ((*_row(line), write_story(line.updates) or None, None) for line in open_ones)
    return SheetOut("Action log", columns, tuple(rows))


def owner_file(lines: Sequence[ActionLine], marking: str = "") -> bytes:
    """Return the workbook of an owner as a file, with the marking of its printed page."""
    return write_workbook([owner_workbook(lines)], marking)


def _ordered(lines: Sequence[ActionLine]) -> list[ActionLine]:
    return sorted(lines, key=lambda line: (line.code, line.number))


def _row(line: ActionLine) -> tuple[Value, ...]:
    due: Value = line.due
    if line.due_rule == BY_MEETING:
        due = BY_MEETING
    return (
        line.number,
        line.group,
        line.raised_on,
        line.item,
        line.text,
        line.owner_name,
        due,
        line.status.capitalize(),
    )


def action_values(lines: Sequence[ActionLine]) -> list[dict[str, Any]]:
    """Return the actions as scripts read them; a due date that is not set yet is null."""
    return [
        {
            "group": line.group,
            "number": line.number,
            "text": line.text,
            "owner": line.owner_name,
            "due": line.due.isoformat() if line.due else None,
            "status": line.status,
            "overdue": line.overdue,
        }
        for line in _ordered(lines)
    ]
