"""The forward plan as a sheet and as scripts read it: it goes out, and never comes in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dscp_desktop.core.offers import Reading, Recognised, SheetOutcome
from dscp_desktop.meetings.rules.forward import ForwardLine
from dscp_desktop.sheets.values import Sheet, Value
from dscp_desktop.sheets.writing import ColumnOut, SheetOut

KIND = "forward-plan"


def recognise_forward(_sheet: Sheet) -> Recognised | None:
    """Take no sheet for a forward plan."""
    return None


def read_forward(_sheet: Sheet, _taken: Recognised) -> Reading:
    """Read nothing."""
    return Reading()


def take_forward(_session: object, _reading: Reading) -> SheetOutcome:
    """Take nothing."""
    return SheetOutcome()


def forward_sheet(lines: Sequence[ForwardLine]) -> SheetOut:
    """Return the forward plan as it goes out: a row for each thing that is to come."""
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
    )
    rows: list[tuple[Value, ...]] = [
        (
            *(line.group, line.meeting.on if line.meeting else None, line.title),
            *(line.why or None, line.lead or None, line.minutes or None, line.purpose or None),
            *(line.due, line.state, line.item or None, line.warning or None),
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
