"""Workbooks to be filled in: locked but for some cells, with drop-downs and a hidden sheet."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dscp_desktop.sheets.values import column_letters
from dscp_desktop.sheets.writing import fix_stamps, put_text

_GREY, _LINE = "FFF0F2F4", "FF858C96"
_LARGE = 14  # points, of a title
_FIRST_CHOICES = 3  # column of the hidden sheet from which what is offered stands


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell of a form, by Excel's numbers. `look` is plain, title, bold, head or boxed.

    One that is `free` can be typed in; `offers` names the list that its drop-down shows.
    """

    row: int
    column: int
    text: str = ""
    look: str = "plain"
    free: bool = False
    offers: str = ""


@dataclass(frozen=True, slots=True)
class FormOut:
    """A form that goes out. `choices` are the lists that cells offer, by name.

    `marks` are pairs of name and value in the hidden sheet, by which it is known when it comes
    back; the rows down to `head_row` stay in sight.
    """

    title: str
    hidden: str
    cells: Sequence[FormCell]
    widths: Mapping[int, int]
    head_row: int
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    marks: Sequence[tuple[str, str]] = ()


def write_form(form: FormOut) -> bytes:
    """Return a form as an .xlsx file: the same form gives the same bytes.

    It is protected without a password: a slip is prevented, and what was changed all the same is
    for the reader to find.
    """
    from openpyxl import Workbook  # late: the window opens without it

    book = Workbook()
    sheet, marks = book.active, book.create_sheet(form.hidden)
    assert sheet is not None
    sheet.title = form.title
    for cell in form.cells:
        _put(sheet, cell)
    _set_up(sheet, form)
    places = _put_marks(marks, form)
    for name, source in places.items():
        _offer(sheet, source, [cell for cell in form.cells if cell.offers == name])
    marks.sheet_state = "veryHidden"
    for each in (sheet, marks):
        each.protection.sheet = True
        each.protection.formatColumns = False
        each.protection.formatRows = False
    book.security.lockStructure = True
    target = io.BytesIO()
    book.save(target)
    return fix_stamps(target.getvalue())


def _put(sheet: Any, cell: FormCell) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    out = sheet.cell(cell.row, cell.column)
    if cell.text:
        put_text(out, cell.text)
    if cell.look in ("title", "bold", "head"):
        out.font = Font(bold=True, size=_LARGE) if cell.look == "title" else Font(bold=True)
    if cell.look in ("head", "boxed"):
        line = Side(style="thin", color=_LINE)
        out.border = Border(left=line, right=line, top=line, bottom=line)
        out.number_format = "@"
        out.alignment = Alignment(wrap_text=True, vertical="top")
        if not cell.free:
            out.fill = PatternFill("solid", fgColor=_GREY)
    if cell.free:
        out.protection = Protection(locked=False)


def _set_up(sheet: Any, form: FormOut) -> None:
    for column, width in form.widths.items():
        sheet.column_dimensions[column_letters(column)].width = width
    sheet.freeze_panes = f"A{form.head_row + 1}"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth = "landscape", 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{form.head_row}:{form.head_row}"


def _put_marks(marks: Any, form: FormOut) -> dict[str, str]:
    """Write the hidden sheet; return where in it the lists stand, by name."""
    for at, pair in enumerate(form.marks, 1):
        for column, text in enumerate(pair, 1):
            put_text(marks.cell(at, column), text)
    places = {}
    for column, (name, choices) in enumerate(form.choices.items(), _FIRST_CHOICES):
        for at, text in enumerate(choices, 1):
            put_text(marks.cell(at, column), text)
        letters = column_letters(column)
        places[name] = f"'{form.hidden}'!${letters}$1:${letters}${len(choices)}"
    return places


def _offer(sheet: Any, source: str, cells: Sequence[FormCell]) -> None:
    if not cells:
        return
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = "Not in the list", "Choose one of the list."
    for cell in cells:
        rule.add(f"{column_letters(cell.column)}{cell.row}")
    sheet.add_data_validation(rule)
