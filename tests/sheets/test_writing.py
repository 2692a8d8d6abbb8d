from __future__ import annotations

import csv
import datetime as d
import io
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.values import Value
from dscp_desktop.sheets.writing import (
    ColumnOut,
    SheetOut,
    safe_text,
    sheet_title,
    uses_defused_xml,
    write_csv,
    write_workbook,
)

HOSTILE = '<img src="file://h/x"> & <5 =1+1'
COLUMNS = (
    ColumnOut("Record id", "id"),
    ColumnOut("Partner", width=30),
    ColumnOut("On", "date"),
    ColumnOut("At", "time"),
    ColumnOut("Amount (£)", "money"),
    ColumnOut("Cases", "whole"),
)
ROW: tuple[Value, ...] = ("0190-a", "=1+1", d.date(2023, 5, 11), d.time(9, 30), 3_928_550, 12)


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_types_formats_and_furniture() -> None:
    data = write_workbook([SheetOut("Contributions", COLUMNS, (ROW, (None,) * 6))])
    sheet = opened(data)["Contributions"]
    assert [cell.value for cell in sheet[1]] == [column.heading for column in COLUMNS]
    assert sheet["A1"].font.bold
    assert sheet["B2"].value == "=1+1"
    assert sheet["B2"].data_type == "s"
    assert sheet["B2"].quotePrefix
    assert sheet["C2"].value == d.datetime(2023, 5, 11)
    assert sheet["C2"].number_format == "dd/mm/yyyy"
    assert sheet["D2"].value == d.time(9, 30)
    assert sheet["E2"].value == 39285.5
    assert sheet["E2"].number_format == "#,##0.00"
    assert sheet["F2"].value == 12
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F3"
    assert sheet.column_dimensions["A"].hidden
    assert not sheet.column_dimensions["B"].hidden
    assert sheet.column_dimensions["B"].width == 30
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_what_is_written_is_read_back() -> None:
    data = write_workbook([SheetOut("Q1", COLUMNS, (ROW,))])
    sheet = read_workbook(data, "x.xlsx").sheets[0]
    assert sheet.rows[1] == (*ROW[:4], 39285.5, 12)
    assert sheet.hidden_columns == (1,)
    assert not sheet.formulas


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_any_text_stays_text(texts: list[str]) -> None:
    columns = tuple(ColumnOut(f"c{n}") for n in range(len(texts)))
    out = SheetOut("S", columns, (tuple(texts),))
    sheet = read_workbook(write_workbook([out]), "x.xlsx").sheets[0]
    assert not sheet.formulas
    for column, text in enumerate(texts, 1):
        back = sheet.cell(2, column).value
        assert back is None or isinstance(back, str)
        if text.isprintable() and text.isascii():
            assert (back or "") == text


@pytest.mark.parametrize(
    "text",
    [HOSTILE, "=HYPERLINK(1)", "+1", "-1", "@x", "\tx", "a\nb", "_x0041_", "007", " a ", "1/2"],
)
def test_texts_that_a_spreadsheet_would_change(text: str) -> None:
    data = write_workbook([SheetOut("S", (ColumnOut("c"),), ((text,),))])
    assert read_workbook(data, "x").sheets[0].cell(2, 1).value == text


def test_values_of_another_kind_than_their_column() -> None:
    rows: tuple[tuple[Value, ...], ...] = (
        ("next meeting", "date"),
        (True, "whole"),
        (False, "text"),
        (d.datetime(2023, 5, 11, 9, 30), "date"),
        (d.date(1850, 1, 1), "date"),
        (1.5, "text"),
        ("39,285*", "money"),
        ("", "text"),
    )
    kinds: Any = [kind for _, kind in rows]
    columns = tuple(ColumnOut(f"c{n}", kind) for n, kind in enumerate(kinds))
    values = tuple(value for value, _ in rows)
    sheet = read_workbook(write_workbook([SheetOut("S", columns, (values,))]), "x").sheets[0]
    assert sheet.rows[1][:7] == (
        *("next meeting", "Yes", "No", d.datetime(2023, 5, 11, 9, 30), "1850-01-01", 1.5),
        "39,285*",
    )


def test_the_same_sheets_give_the_same_bytes() -> None:
    out = [SheetOut("A", COLUMNS, (ROW,)), SheetOut("A", COLUMNS, ())]
    data = write_workbook(out)
    assert write_workbook(out) == data
    assert opened(data).sheetnames == ["A", "A (2)"]
    core = zipfile.ZipFile(io.BytesIO(data)).read("docProps/core.xml")
    assert core.count(b"1980-01-01T00:00:00Z") == 2


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Q1: restraint/return?", "Q1  restraint return"),
        ("", "Sheet"),
        ("[]", "Sheet"),
        ("'quoted'", "quoted"),
        ("x" * 40, "x" * 31),
        ("History", "History list"),
        ("\x00a", "a"),
    ],
)
def test_sheet_names(title: str, name: str) -> None:
    used: set[str] = set()
    assert sheet_title(title, used) == name
    second = sheet_title(title.upper(), used)
    assert second.casefold() != name.casefold()
    assert len(second) <= 31


def test_text_is_cut_with_words_at_excels_limit() -> None:
    cut = safe_text("x" * 40_000)
    assert len(cut) == 32_767
    assert cut.endswith("(cut: a cell holds no more)")
    assert safe_text("a\x00b\r\nc") == "a\ufffdb\nc"


def test_a_row_of_another_length_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="as many values"):
        write_workbook([SheetOut("S", COLUMNS, ((1,),))])


def test_comma_separated_text_is_guarded() -> None:
    columns = (*COLUMNS, ColumnOut("c"), ColumnOut("d", "whole"))
    rows: tuple[tuple[Value, ...], ...] = (
        (*ROW, True, -3),
        ("+a", "-b", "@c", "\td", "\re", 'x,y\n"z"', d.datetime(2023, 5, 11, 9, 30), None),
        (None, "é", None, None, -5, 1.5, False, 0),
    )
    data = write_csv(SheetOut("S", columns, rows))
    assert data.startswith(b"\xef\xbb\xbfRecord id,Partner")
    assert b"\r\n" in data
    back = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert back[1] == ["0190-a", "'=1+1", "2023-05-11", "09:30", "39285.50", "12", "Yes", "-3"]
    assert back[2][:5] == ["'+a", "'-b", "'@c", "'\td", "'\re"]
    assert back[2][5:] == ['x,y\n"z"', "2023-05-11 09:30", ""]
    assert back[3] == ["", "é", "", "", "-0.05", "1.5", "No", "0"]


def test_xml_is_read_with_the_guarded_parser() -> None:
    assert uses_defused_xml()
