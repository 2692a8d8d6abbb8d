"""The rows and columns of the tables that show what becomes of a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dscp_desktop.core.faults import Fault
from dscp_desktop.core.offers import RowOutcome, WorkbookOffer
from dscp_desktop.records.rules.results import SheetResult, preview_cells
from dscp_desktop.widgets.columns import Column

EMPTY = "(empty)"


@dataclass(frozen=True, slots=True)
class FaultRow:
    """One fault or note, as a row of a table."""

    file: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class NewRow:
    """One row that would be added."""

    file: str
    sheet: str
    row: int
    cells: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field that would change; the first of a row carries its number and name."""

    file: str
    sheet: str
    row: str
    label: str
    field: str
    old: str
    new: str
    number: int = 0  # of the row, at its first field alone


def _tick_column(taken: Callable[[Any], bool | None]) -> Column:
    """Return the column with the boxes: ticked is taken. Space turns one."""
    return Column("", lambda _row: "", 44, tick=taken, tip="Space takes a row or leaves it out")


def left_columns() -> tuple[Column, ...]:
    """Return the columns of rows that are left out."""
    return (
        _tick_column(lambda _row: False),
        Column("Sheet", lambda row: row.sheet, 100, lines=2, drop_below=560),
        Column("Row", lambda row: str(row.row), 60, align="right"),
        Column("What it says", lambda row: row.words, stretch=2, lines=2, tone="t2"),
        Column("Why", lambda row: row.why, 170, tone="t2"),
    )


def fault_columns(why: str = "Why", narrow: int = 600) -> tuple[Column, ...]:
    """Return the columns of faults or notes; `why` heads their words.

    The sheet is dropped in a table less wide than `narrow`.
    """
    return (
        Column("Sheet", lambda row: row.fault.sheet or "", 100, lines=2, drop_below=narrow),
        Column("Row", lambda row: str(row.fault.row or ""), 60, align="right"),
        Column("Column", lambda row: row.fault.column or "", 118, lines=2, drop_below=420),
        Column(
            "Value",
            lambda row: _shown(row.fault),
            130,
            lines=2,
            role=lambda row: "mono" if row.fault.value else "base",
            tone=lambda row: "t1" if row.fault.value else "t2",
            drop_below=520,
        ),
        Column(why, lambda row: row.fault.why, lines=5),
    )


def _shown(fault: Fault) -> str:
    """Return a cell as it stands; nothing where the fault is of no one cell."""
    return fault.value or (EMPTY if fault.column else "")


def new_rows(result: SheetResult, offer: WorkbookOffer) -> Iterator[NewRow]:
    """Yield the new rows of a sheet, each with its notes."""
    notes: dict[int | None, list[str]] = {}
    for note in result.notes:
        notes.setdefault(note.row, []).append(note.why)
    return (
        NewRow(
            result.file,
            result.sheet or "",
            row.row,
            preview_cells(row, offer.headings),
            " ".join(notes.get(row.row, ())),
        )
        for row in result.rows
        if row.state == "new"
    )


def new_columns(headings: Sequence[str], rows: Sequence[NewRow]) -> list[Column]:
    """Return the columns of new rows: long texts get more room, the last give way first."""
    noted = any(row.note for row in rows)
    columns = [
        _tick_column(lambda _row: True),
        Column("Sheet", lambda row: row.sheet, 100, lines=2, drop_below=560),
        Column("Row", lambda row: str(row.row), 60, align="right"),
    ]
    taken = 204 + (190 if noted else 0)
    for place, heading in enumerate(headings):
        longest = max((len(row.cells[place]) for row in rows), default=0)
        needed = taken + 92 * (place + 1) if place > 1 else 0
        columns.append(_cell_column(place, heading, min(max(longest // 14, 1), 4), needed))
    if noted:
        columns.append(
            Column(
                "Note",
                lambda row: row.note,
                190,
                lines=5,
                tone="inf",
                icon=lambda row: "note" if row.note else "",
            )
        )
    return columns


def _cell_column(place: int, heading: str, stretch: int, needed: int) -> Column:
    return Column(
        heading, lambda row: row.cells[place], stretch=stretch, lines=3, drop_below=needed
    )


def changed_fields(result: SheetResult, row: RowOutcome) -> list[ChangedField]:
    """Return the fields of a row that change, the first with the row's number."""
    fields = []
    for place, (field, old, new) in enumerate(row.changes):
        head = (result.sheet or "", str(row.row), row.label) if place == 0 else ("", "", "")
        number = row.row if place == 0 else 0
        sheet = (result.sheet or "", *head[1:])
        fields.append(ChangedField(result.file, *sheet, field, old, new, number))
    return fields


def changed_columns() -> tuple[Column, ...]:
    """Return the columns of changed rows: the store now, the workbook then."""
    return (
        _tick_column(lambda row: True if row.number else None),
        Column("Sheet", lambda row: row.sheet if row.number else "", 100, lines=2, drop_below=560),
        Column("Row", lambda row: row.row, 52, align="right"),
        Column("Record", lambda row: row.label, 92, lines=3),
        Column("Field", lambda row: row.field, 84, lines=2),
        Column(
            "In the store now",
            lambda row: row.old or EMPTY,
            lines=4,
            tone="t2",
            struck=lambda row: bool(row.old),
        ),
        Column(
            "In the workbook",
            lambda row: row.new or EMPTY,
            lines=4,
            role=lambda row: "strong" if row.new else "base",
            underlined=lambda row: bool(row.new),
        ),
    )
