"""Empty workbooks to fill in: notes and an example over the headings, drop-downs below them.

The example stands above the headings, with the notes: it is not taken when it is left in.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dscp_desktop.sheets.values import Sheet, Value, column_letters
from dscp_desktop.sheets.writing import ColumnOut, cell_format, fix_stamps, put_text, sheet_title

LISTS = "Lists"  # the hidden sheet that the drop-downs show
MARK = "Lists of an empty workbook"
GUIDE = "Fill in the rows below the headings. What stands above them is not taken."
TITLE, NOTES, EXAMPLE, HEADINGS = 1, 2, 3, 4  # rows
_GUIDE_WITHIN = 20  # rows: somebody may have put a few of their own on top
_LAST = 1_003  # the last row with drop-downs
_NOTE_LIMIT, _LONGEST_LIST = 250, 2_000
_INK, _FILL = "FF4A515B", "FFF0F2F4"


@dataclass(frozen=True, slots=True)
class BlankColumn:
    """One column to fill in. `offers` names the list of its drop-down; with `only`, nothing else
    can be typed. The example is shown as text, the format is that of the column's kind.
    """

    column: ColumnOut
    note: str = ""
    example: Value = None
    offers: str = ""
    only: bool = False


@dataclass(frozen=True, slots=True)
class BlankSheet:
    """A sheet to fill in: its name, what it says on top, its columns, the lists they offer."""

    title: str
    words: str
    columns: Sequence[BlankColumn]
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)


def is_lists(sheet: Sheet) -> bool:
    """Say whether a sheet is the hidden one of such a workbook."""
    return not sheet.visible and bool(sheet.rows) and sheet.rows[0][:1] == (MARK,)


def without_guide(sheet: Sheet) -> Sheet:
    """Return a sheet that was filled in without what stood over its headings to begin with.

    A kind may read what stands over its headings, as a return's title; these words are not meant.
    """
    for at, row in enumerate(sheet.rows[:_GUIDE_WITHIN]):
        if row and isinstance(row[0], str) and GUIDE in row[0]:
            empty = ((None,) * len(row),) * (HEADINGS - TITLE)
            rows = (*sheet.rows[:at], *empty, *sheet.rows[at + len(empty) :])
            return replace(sheet, rows=rows[: len(sheet.rows)])
    return sheet


def write_blank(blank: BlankSheet) -> bytes:
    """Return an empty workbook as an .xlsx file: the same sheet gives the same bytes."""
    from openpyxl import Workbook  # late: the window opens without it
    from openpyxl.styles import Font

    book = Workbook()
    sheet, lists = book.active, book.create_sheet(LISTS)
    assert sheet is not None
    sheet.title = sheet_title(blank.title, {LISTS.casefold()})
    put_text(sheet.cell(TITLE, 1), blank.words)
    sheet.cell(TITLE, 1).font = Font(bold=True)
    for at, column in enumerate(blank.columns, 1):
        _put_column(sheet, at, column)
    places = _put_lists(lists, blank.lists)
    for at, column in enumerate(blank.columns, 1):
        _offer(sheet, at, column, places.get(column.offers, ""))
    sheet.freeze_panes = f"A{HEADINGS + 1}"
    sheet.row_dimensions[NOTES].height = 62
    lists.sheet_state = "veryHidden"
    target = io.BytesIO()
    book.save(target)
    return fix_stamps(target.getvalue())


def _put_column(sheet: Any, at: int, blank: BlankColumn) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    about = sheet.column_dimensions[column_letters(at)]
    about.width = max(min(blank.column.width, 44), 12)
    about.number_format = cell_format(blank.column.kind)
    for row, text in ((NOTES, blank.note), (EXAMPLE, _shown(blank.example))):
        cell = sheet.cell(row, at)
        if text:
            put_text(cell, text)
        cell.font = Font(italic=True, color=_INK)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    head = sheet.cell(HEADINGS, at)
    put_text(head, blank.column.heading)
    head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor=_FILL)
    head.border = Border(bottom=Side(style="medium", color=_INK))
    head.alignment = Alignment(wrap_text=True, vertical="top")


def _shown(example: Value) -> str:
    """Return an example as a person types it, led by the word that says what it is."""
    return "" if example is None else f"e.g. {example}"


def _put_lists(lists: Any, offered: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Write the lists down the hidden sheet; return where each one stands."""
    put_text(lists.cell(1, 1), MARK)
    places = {}
    for at, (name, words) in enumerate(offered.items(), 2):
        for row, text in enumerate(words[:_LONGEST_LIST], 1):
            put_text(lists.cell(row, at), text)
        letters = column_letters(at)
        count = min(len(words), _LONGEST_LIST)
        if count:
            places[name] = f"'{LISTS}'!${letters}$1:${letters}${count}"
    return places


def _offer(sheet: Any, at: int, blank: BlankColumn, source: str) -> None:
    """Let the cells of a column say what belongs there when they are chosen, and offer its list."""
    if not blank.note and not source:
        return
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="list" if source else None, formula1=source or None)
    rule.allow_blank = True
    rule.showInputMessage, rule.promptTitle = bool(blank.note), blank.column.heading[:32]
    rule.prompt = blank.note[:_NOTE_LIMIT] or None
    rule.showErrorMessage = bool(source)
    rule.errorStyle = "stop" if blank.only else "warning"
    rule.errorTitle, rule.error = "Not in the list", "Choose one of the list, where it is there."
    letters = column_letters(at)
    rule.add(f"{letters}{HEADINGS}:{letters}{_LAST}")
    sheet.add_data_validation(rule)
