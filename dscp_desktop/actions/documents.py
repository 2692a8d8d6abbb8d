"""The action log on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dscp_desktop.actions.rules import BY_MEETING, ActionLine, due_words, position_of
from dscp_desktop.core.days import show_date
from dscp_desktop.paper.document import Cell, Column, Document, Paragraph, Row, Table

_COLUMNS = (
    Column("Ref", width=1.0),
    Column("Action and update", width=4.4),
    Column("Owner", width=1.9),
    Column("Due", width=1.3),
    Column("Status", width=1.2),
)


def action_log(lines: Sequence[ActionLine], today: date, group: str = "") -> Document:
    """Return the log of a group, or of all, as it stands on a day: late first, done last."""
    position = f"Position at {show_date(today)}: {position_of(lines).words}."
    if not lines:
        position = f"Position at {show_date(today)}: no actions."
    table = (Table(_COLUMNS, tuple(_row(line, today) for line in lines)),) if lines else ()
    return Document("Action log", subtitle=group, blocks=(Paragraph(position, small=True), *table))


def _row(line: ActionLine, today: date) -> Row:
    return Row(
        (
            Cell(line.number),
            Cell(line.text, below=_below(line, today)),
            Cell(line.owner),
            Cell(_due(line, today)),
            _status(line),
        )
    )


def _below(line: ActionLine, today: date) -> str:
    said = [f"{due_words(line, today)}."] if line.part == "late" else []
    if line.updates:
        said.append(" ".join(line.updates[-1].text.split()))
    return " ".join(said)


def _due(line: ActionLine, today: date) -> str:
    if line.due is None:
        return "Next meeting" if line.due_rule == BY_MEETING else "Not set"
    day, month, year = show_date(line.due).split(" ")
    short = f"{day} {month[:3]}"
    return short if line.due.year == today.year else f"{short} {year}"


def _status(line: ActionLine) -> Cell:
    if line.status == "withdrawn":
        return Cell("Withdrawn")
    if line.part == "done":
        return Cell("✓ Done")
    if line.part == "late":
        return Cell("■ Late", bold=True)
    return Cell("○ On time" if line.due else "○ Open")
