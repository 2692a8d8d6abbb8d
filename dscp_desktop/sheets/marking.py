"""A copy of a workbook with its problem cells marked, to be sent back to who sent it."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from copy import copy
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from dscp_desktop.core.faults import Fault
from dscp_desktop.core.names import tidy_name
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.writing import (
    fix_stamps,
    put_text,
    safe_text,
    sheet_title,
    uses_defused_xml,
)

# Beyond this a copy with all its formats would take more memory than the reader may use.
CELLS_MARKED = 300_000
_FILL = PatternFill("solid", fgColor="FFFCECEA")
_HEADINGS = ("Sheet", "Row", "Column", "Value", "Why")
_WIDTHS = (22, 8, 26, 28, 90)


def mark_faults(data: bytes, faults: Sequence[Fault], name: str = "The workbook") -> bytes:
    """Return a copy of a workbook with each faulty cell filled and commented, and a sheet
    'Faults' that lists them all, in front.

    A workbook too large to be copied whole gives the list alone, and the list says so. Macros
    and links to other workbooks are left out. Raises Refused where `data` is no workbook.
    """
    if not uses_defused_xml():
        raise RuntimeError("openpyxl would read XML without its guard; install defusedxml")
    workbook = read_workbook(data, name)
    cells = sum(len(sheet.rows) * len(sheet.rows[0]) for sheet in workbook.sheets if sheet.rows)
    copied = _open_copy(data) if cells <= CELLS_MARKED else None
    book = _empty_book() if copied is None else copied
    _mark_cells(book, faults)
    _write_list(book, faults, copied is not None)
    target = io.BytesIO()
    book.save(target)
    return fix_stamps(target.getvalue())


def _empty_book() -> Any:
    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    return book


def _open_copy(data: bytes) -> Any:
    try:
        with warnings.catch_warnings():
            # It warns of what it leaves out of the copy: data bars, slicers and the like.
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(data), keep_links=False, keep_vba=False)
    except Exception:
        # It fails in many ways on files that are read well elsewhere; the list is left to give.
        return None


def _mark_cells(book: Any, faults: Sequence[Fault]) -> None:
    heads: dict[tuple[str, str], int] = {}
    reasons: dict[tuple[str, int, int], list[str]] = {}
    for fault in faults:
        if fault.sheet is None or fault.row is None or fault.sheet not in book.sheetnames:
            continue
        sheet = book[fault.sheet]
        if not hasattr(sheet, "cell"):
            continue
        column = _column_of(sheet, fault, heads)
        reasons.setdefault((fault.sheet, fault.row, column), []).append(fault.why)
    for (title, row, column), whys in reasons.items():
        cell = _first_of_merged(book[title], row, column)
        cell.fill = copy(_FILL)
        comment = Comment(safe_text("\n".join(whys)), "Import check")
        comment.width, comment.height = 320, 40 + 40 * len(whys)
        cell.comment = comment


def _column_of(sheet: Any, fault: Fault, heads: dict[tuple[str, str], int]) -> int:
    """Find a fault's column by its heading, in the nearest row above it; else the first."""
    key = (fault.sheet or "", fault.column or "")
    if fault.column is None or key in heads:
        return heads.get(key, 1)
    wanted = tidy_name(fault.column)
    for row in range(min((fault.row or 1) - 1, sheet.max_row), 0, -1):
        for column in range(1, sheet.max_column + 1):
            value = sheet.cell(row, column).value
            if isinstance(value, str) and tidy_name(value) == wanted:
                heads[key] = column
                return column
    heads[key] = 1
    return 1


def _first_of_merged(sheet: Any, row: int, column: int) -> Any:
    for block in sheet.merged_cells.ranges:
        if block.min_row <= row <= block.max_row and block.min_col <= column <= block.max_col:
            return sheet.cell(block.min_row, block.min_col)
    return sheet.cell(row, column)


def _write_list(book: Any, faults: Sequence[Fault], whole: bool) -> None:
    used = {title.casefold() for title in book.sheetnames}
    sheet = book.create_sheet(sheet_title("Faults", used), 0)
    book.active = 0
    for number, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True), 1):
        head = sheet.cell(1, number)
        put_text(head, heading)
        head.font = Font(bold=True)
        sheet.column_dimensions[head.column_letter].width = width
    for row, fault in enumerate(faults, 2):
        texts = (fault.sheet, None, fault.column, fault.value, fault.why)
        for number, text in enumerate(texts, 1):
            if text:
                put_text(sheet.cell(row, number), text)
        sheet.cell(row, 2).value = fault.row
        sheet.cell(row, 5).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:E{len(faults) + 1}"
    if not whole:
        put_text(
            sheet.cell(len(faults) + 3, 1),
            "The workbook is too large, or too unusual, to be copied here; find the rows above "
            "by their numbers.",
        )
