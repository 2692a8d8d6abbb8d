"""Empty workbooks to fill in, as the kit writes and reads them."""

from __future__ import annotations

import io
from typing import Any

import openpyxl

from dscp_desktop.sheets.blanks import (
    GUIDE,
    HEADINGS,
    LISTS,
    BlankColumn,
    BlankSheet,
    is_lists,
    without_guide,
    write_blank,
)
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.values import Sheet
from dscp_desktop.sheets.writing import ColumnOut

COLUMNS = (
    BlankColumn(ColumnOut("Name", "text", 30), "Its name.", "Ann", "names", only=True),
    BlankColumn(ColumnOut("=Day", "date", 8), "The day."),
    BlankColumn(ColumnOut("Sum", "money", 90), "", "1.50"),
    BlankColumn(ColumnOut("None", "whole"), offers="nothing"),
)
BLANK = BlankSheet("Things", f"Things. {GUIDE}", COLUMNS, {"names": ("Ann", "=1+1"), "nothing": ()})


def test_notes_and_examples_stand_over_the_headings_and_lists_are_hidden() -> None:
    data = write_blank(BLANK)
    assert data == write_blank(BLANK)
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet: Any = book["Things"]
    assert [cell.value for cell in sheet[2]] == ["Its name.", "The day.", None, None]
    assert [cell.value for cell in sheet[3]] == ["e.g. Ann", None, "e.g. 1.50", None]
    assert [cell.value for cell in sheet[HEADINGS]] == ["Name", "=Day", "Sum", "None"]
    assert sheet[HEADINGS][1].data_type == "s"  # no formula, whatever a heading begins with
    assert sheet.freeze_panes == "A5"
    assert [sheet.column_dimensions[x].number_format for x in "ABC"] == [
        *("@", "dd/mm/yyyy", "#,##0.00")
    ]
    assert [sheet.column_dimensions[x].width for x in "ABC"] == [30, 12, 44]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules["A4:A1003"].formula1 == f"'{LISTS}'!$B$1:$B$2"
    assert rules["A4:A1003"].errorStyle == "stop"
    assert rules["B4:B1003"].prompt == "The day."
    assert set(rules) == {"A4:A1003", "B4:B1003"}  # an empty list offers nothing


def test_what_was_ours_is_known_again_and_not_read() -> None:
    first, second = read_workbook(write_blank(BLANK), "x.xlsx").sheets
    assert (is_lists(first), is_lists(second)) == (False, True)
    read = without_guide(first)
    assert [any(row) for row in read.rows] == [False, False, False, True]
    assert read.rows[3] == first.rows[3]


def test_rows_of_others_over_the_guide_stay() -> None:
    rows = (("Ours", None), (f"Things. {GUIDE}", None), ("n", None), ("e", None), ("Name", "Day"))
    read = without_guide(Sheet("S", True, rows))
    assert read.rows == (rows[0], *((None, None),) * 3, rows[4])
    cut = without_guide(Sheet("S", True, rows[:3]))
    assert cut.rows == (rows[0], (None, None), (None, None))
    plain = Sheet("S", True, (("Name",), (1,), ()))
    assert without_guide(plain) is plain
    assert not is_lists(Sheet("S", False, ()))
