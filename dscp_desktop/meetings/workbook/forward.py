"""The forward plan as a sheet and as scripts read it: one row for each thing that is to come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dscp_desktop.core.offers import Reading, Recognised
from dscp_desktop.diary.workbook import RowReader, read_rows, recognised
from dscp_desktop.meetings.rules.agenda import PURPOSES
from dscp_desktop.meetings.rules.forward import ForwardLine, ForwardValues
from dscp_desktop.sheets.grid import find_table
from dscp_desktop.sheets.parsing import as_date, as_whole, as_yes
from dscp_desktop.sheets.values import Sheet, Value
from dscp_desktop.sheets.writing import ColumnOut, SheetOut

KIND = "forward-plan"
HEADINGS = {
    "group": ("Group", "Meeting of"),
    "on": ("Meeting", "Date of meeting", "Meeting date"),
    "title": ("What", "Subject", "What is to come"),
    "why": ("Why", "Reason"),
    "lead": ("Lead", "Led by"),
    "minutes": ("Minutes", "Time needed"),
    "purpose": ("Purpose",),
    "due": ("Due", "Due by", "By"),
    "restricted": ("Restricted", "Part 2"),
}
FIELDS = (
    *(("group", "Group"), ("on", "Meeting"), ("title", "What"), ("why", "Why"), ("lead", "Lead")),
    *(("minutes", "Minutes"), ("purpose", "Purpose"), ("due", "Due")),
    ("restricted", "Restricted"),
)
PREVIEW = ("Group", "Meeting", "What", "Due")
_MOST_MINUTES = 600


def recognise_forward(sheet: Sheet) -> Recognised | None:
    """Take a sheet for a forward plan by its headings: group, what and why."""
    found = find_table(sheet, HEADINGS, required=("group", "title", "why"))
    return recognised(KIND, found, ("group", "title", "why")) if found else None


def read_forward(sheet: Sheet, taken: Recognised) -> Reading:
    """Read each row of a forward plan, with all that is wrong with it."""
    return read_rows(sheet, taken, _judge)


def _judge(row: RowReader) -> ForwardValues:
    group = row.text("group", "group", "Everything to come needs its group. Type its name or code.")
    title = row.text("title", "words", "The row does not say what is to come. Type it.")
    minutes = row.read("minutes", as_whole, "number of minutes")
    if minutes is not None and not 0 <= minutes <= _MOST_MINUTES:
        row.wrong("minutes", f"Type the minutes of the item, from 0 to {_MOST_MINUTES}.")
    purpose = row.text("purpose", "purpose")
    if purpose and purpose.casefold() not in PURPOSES:
        row.wrong("purpose", f"A purpose is one of: {', '.join(filter(None, PURPOSES))}.")
    return ForwardValues(
        group=group or "",
        title=title or "",
        on=row.read("on", as_date, "date"),
        why=row.text("why", "reason"),
        lead=row.text("lead", "lead"),
        minutes=minutes,
        purpose=purpose.casefold() if purpose else None,
        due=row.read("due", as_date, "date"),
        restricted=row.read("restricted", as_yes, "Yes or No"),
        sound=not row.faults,
    )


def forward_sheet(lines: Sequence[ForwardLine]) -> SheetOut:
    """Return the forward plan as it goes out; what is planned comes in again all the same."""
    columns = (
        ColumnOut("Group", "text", 32),
        ColumnOut("Meeting", "date", 12),
        ColumnOut("What", "text", 60),
        ColumnOut("Why", "text", 50),
        ColumnOut("Lead", "text", 28),
        ColumnOut("Minutes", "whole", 10),
        ColumnOut("Purpose", "text", 14),
        ColumnOut("Due", "date", 12),
        ColumnOut("State", "text", 14),
        ColumnOut("Item", "text", 8),
        ColumnOut("Note", "text", 36),
        ColumnOut("Restricted", "text", 11),
    )
    rows: list[tuple[Value, ...]] = [
        (
            *(line.group, line.meeting.on if line.meeting else None, line.title),
            *(line.why or None, line.lead or None, line.minutes or None, line.purpose or None),
            *(line.due, line.state, line.item or None, line.warning or None),
            line.restricted or None,
        )
        for line in lines
    ]
    return SheetOut("Forward plan", columns, tuple(rows))


def forward_values(lines: Sequence[ForwardLine]) -> list[dict[str, Any]]:
    """Return the forward plan as scripts read it."""
    return [
        {
            "group": line.group,
            "meeting": line.meeting.on.isoformat() if line.meeting else None,
            "what": line.title,
            "why": line.why,
            "lead": line.lead,
            "minutes": line.minutes,
            "purpose": line.purpose or None,
            "due": line.due.isoformat() if line.due else None,
            "state": line.state,
            "item": line.item or None,
            "restricted": line.restricted,
            "warning": line.warning or None,
        }
        for line in lines
    ]
