from __future__ import annotations

import datetime as d
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.sheets.values import (
    Cell,
    Sheet,
    Value,
    Workbook,
    column_letters,
    column_number,
    from_plain,
    from_values,
    show_value,
    to_plain,
    to_values,
)

ANY_VALUE: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
    st.dates(),
    st.times(),
    st.datetimes(),
)


@given(ANY_VALUE)
def test_a_value_travels_unchanged(value: Value) -> None:
    back = from_plain(json.loads(json.dumps(to_plain(value))))
    assert back == value
    assert type(back) is type(value)


@given(st.lists(st.tuples(ANY_VALUE, ANY_VALUE), max_size=5), st.booleans())
def test_a_workbook_travels_unchanged(rows: list[tuple[Value, ...]], visible: bool) -> None:
    sheet = Sheet("Q1", visible, tuple(rows), (2,), (1,), {(1, 2): "#N/A"}, {(3, 1): "=A1"}, True)
    workbook = Workbook("a.xlsx", (sheet, Sheet("Empty", True, ())), ("A note.",))
    values, blobs = to_values(workbook)
    assert from_values(json.loads(json.dumps(values)), blobs) == workbook


def test_many_rows_travel_in_batches() -> None:
    rows = tuple((n, "x") for n in range(2500))
    workbook = Workbook("a", (Sheet("S", True, rows), Sheet("T", True, rows[:1])))
    values, blobs = to_values(workbook)
    assert len(blobs) == 4
    assert from_values(values, blobs) == workbook


def test_no_blob_of_long_words_holds_a_window_up() -> None:
    rows = tuple(("w" * 30_000, number, d.date(2023, 10, 19)) for number in range(300))
    workbook = Workbook("w.xlsx", (Sheet("Long", True, (*rows, ("w" * 3_000_000, 1, None))),))
    values, blobs = to_values(workbook)
    assert max(map(len, blobs[:-1])) <= 2_000_000
    assert len(blobs) < 20
    assert from_values(values, blobs) == workbook


@pytest.mark.parametrize("plain", [{"x": "1"}, {"d": 5}, {"d": "a", "t": "b"}, [1], {}])
def test_anything_else_is_refused(plain: object) -> None:
    with pytest.raises(ValueError, match="not a value"):
        from_plain(plain)


@given(st.integers(1, 16_384))
def test_letters_and_numbers_of_columns(number: int) -> None:
    assert column_number(column_letters(number)) == number


def test_known_columns() -> None:
    assert [column_letters(n) for n in (1, 26, 27, 52, 703, 16_384)] == [
        *("A", "Z", "AA", "AZ", "AAA", "XFD")
    ]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (Cell(None), ""),
        (Cell("x"), "x"),
        (Cell(4), "4"),
        (Cell(True), "TRUE"),
        (Cell(False), "FALSE"),
        (Cell(d.date(2032, 4, 9)), "2032-04-09"),
        (Cell(d.datetime(2032, 4, 9, 9, 30)), "2032-04-09 09:30"),
        (Cell(d.time(9, 30)), "09:30"),
        (Cell(None, error="#N/A"), "#N/A"),
        (Cell(None, formula="=A1"), "=A1"),
        (Cell(7, formula="=A1"), "7"),
    ],
)
def test_a_cell_is_shown_as_it_stands(cell: Cell, shown: str) -> None:
    assert show_value(cell) == shown


def test_a_cell_outside_the_sheet_is_empty() -> None:
    sheet = Sheet("S", True, ((1,),))
    assert sheet.cell(0, 1).value is None
    assert sheet.cell(1, 0).value is None
    assert sheet.cell(1, 1, "No").heading == "No"
