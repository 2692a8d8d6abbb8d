"""The short ways that most cells go by say the same as the long ones."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dscp_desktop.actions.workbook import read_actions, recognise_actions
from dscp_desktop.core.names import tidy_name
from dscp_desktop.diary.workbook import read_meetings, recognise_meetings
from dscp_desktop.sheets.grid import find_table, lines
from dscp_desktop.sheets.parsing import tidy_text
from dscp_desktop.sheets.values import Sheet, Value, Workbook, from_values, to_values

ACTIONS = ("No", "Group", "Date raised", "Agenda item", "Action", "Owner", "Due", "Status")
MEETINGS = ("Group", "Date", "Start", "End", "Venue", "Chair", "Status", "Remarks")
WORDS = (
    *("EXEC", " EXEC ", "", "  ", "a  b", "next meeting", "26/10/2023", "Overdue", "No", "é"),
    *("Group", "e\u0301", "x\u200by", "nonsense", "31/02/2023", "09:30", "Held", "5."),
)
CELLS: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.sampled_from(WORDS),
    st.text(max_size=6),
    st.integers(-5, 90_000),
    st.sampled_from((0.5, 45_000.0, 1e300)),
    st.booleans(),
    st.dates(date(1880, 1, 1), date(2300, 1, 1)),
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),
    st.times(),
)
ROWS = st.lists(st.tuples(*[CELLS] * 8), max_size=6)


def by_cells(sheet: Sheet) -> Sheet:
    """The same sheet with a formula beside each row, so that each row is read cell by cell."""
    beside = {(row, 400): "=1" for row in range(1, len(sheet.rows) + 1)}
    return replace(sheet, formulas=beside)


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_a_row_without_errors_is_read_the_same_as_cell_by_cell(rows: list[Any]) -> None:
    for heads, recognise, read in (
        (ACTIONS, recognise_actions, read_actions),
        (MEETINGS, recognise_meetings, read_meetings),
    ):
        sheet = Sheet("Sheet", True, (heads, *rows))
        taken = recognise(sheet)
        assert taken is not None
        short, long = read(sheet, taken), read(by_cells(sheet), taken)
        assert short == long
        assert [dict(line.cells) for line in short.lines] == [
            dict(line.cells) for line in long.lines
        ]


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_a_line_is_found_the_same_in_both_ways(rows: list[Any]) -> None:
    sheet = Sheet("Sheet", True, (ACTIONS, *rows, ACTIONS))
    found = find_table(sheet, {"number": ("No",), "owner": ("Owner",)}, ("number", "owner"))
    assert found is not None
    short, long = list(lines(sheet, found)), list(lines(by_cells(sheet), found))
    assert [(line.row, line.values, line.extra) for line in short] == [
        (line.row, line.values, line.extra) for line in long
    ]
    assert all(line.plain is not None for line in short)
    assert all(line.plain is None for line in long)
    assert all(line["nowhere"].value is None for line in short)
    assert all("nowhere" not in line.shown and len(line.shown) == 2 for line in short)


@settings(max_examples=100, deadline=None)
@given(ROWS, st.lists(st.none() | st.dates(), max_size=8))
def test_rows_come_through_the_pipe_as_they_were(rows: list[Any], days: list[Any]) -> None:
    sheets = (
        Sheet("Any", True, tuple(rows)),
        Sheet("Days", True, tuple((day, "same", None) for day in days)),
        Sheet("Empty", True, ((),) * len(days)),
    )
    values, blobs = to_values(Workbook("book.xlsx", sheets))
    back = from_values(values, blobs).sheets
    for before, after in zip(sheets, back, strict=True):
        assert after.rows == before.rows
        kinds = [[type(value) for value in row] for row in before.rows]
        assert [[type(value) for value in row] for row in after.rows] == kinds


@given(st.text() | st.sampled_from(WORDS))
def test_text_that_is_tidy_stays_and_all_other_becomes_so(text: str) -> None:
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).casefold()).strip()
    assert tidy_name(text) == plain
    # With a sign that tidying leaves out, the text goes the long way.
    assert tidy_text(text) == tidy_text(f"{text}\u200b")


def test_midnight_and_the_first_day_are_no_empty_cells() -> None:
    sheet = Sheet("Sheet", True, ((time(0), date(1, 1, 1)), (None, None)))
    values, blobs = to_values(Workbook("book.xlsx", (sheet,)))
    assert from_values(values, blobs).sheets[0].rows == sheet.rows


def test_what_python_calls_equal_is_not_taken_for_the_same() -> None:
    rest = ("Do it", "HDFT", date(2023, 10, 26), "Open")
    items: tuple[Value, ...] = (True, 1, 1.0, 0, False, datetime(2023, 10, 26), date(2023, 10, 26))
    rows = [(f"A{n}", "EXEC", None, item, *rest) for n, item in enumerate(items)]
    sheet = Sheet("Sheet", True, (ACTIONS, *rows))
    taken = recognise_actions(sheet)
    assert taken is not None
    said = [line.value.item for line in read_actions(sheet, taken).lines]
    assert said == ["Yes", "1", "1.0", "0", "No", "26/10/2023 00:00", "26/10/2023"]
