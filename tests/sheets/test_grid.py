from __future__ import annotations

from pathlib import Path

import pytest

from dscp_desktop.core.faults import Fault
from dscp_desktop.sheets.grid import (
    fault,
    find_table,
    headings_of,
    is_empty,
    lines,
    match_row,
)
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.values import Cell, Sheet, Value

INCIDENT = {
    "ref": ("Incident ref", "Ref"),
    "date": ("Date", "Date of incident"),
    "level": ("Injury level",),
    "minutes": ("Duration",),
}


def sheet_of(*rows: tuple[Value, ...]) -> Sheet:
    return Sheet("S", True, rows)


def read(data: Path, name: str) -> tuple[Sheet, ...]:
    return read_workbook((data / name).read_bytes(), name).sheets


def test_the_heading_row_is_found_wherever_it_is(data: Path) -> None:
    rows = []
    for sheet in read(data, "restraint-return-2022-23.xlsx"):
        found = find_table(sheet, INCIDENT, ("ref", "date", "level"))
        assert found is not None
        rows.append(found.header_row)
        assert found.columns == {"ref": 1, "date": 2, "minutes": 8, "level": 10}
        assert found.extra[4] == "Young person"
    assert rows[0] == 4
    counts = [
        sum(str(line["ref"].value).startswith("RST-") for line in lines(sheet, found))
        for sheet in read(data, "restraint-return-2022-23.xlsx")
        if (found := find_table(sheet, INCIDENT, ("ref",)))
    ]
    assert sum(counts) == 242


def test_a_heading_that_begins_so(data: Path) -> None:
    sheet = read(data, "contributions-2022-23.xlsx")[0]
    headings = {"partner": ("Partner",), "amount": ("Amount", "Contribution*")}
    found = find_table(sheet, headings, headings)
    assert found is not None
    assert found.header_row == 4
    assert found.headings[2] == "Contribution 2022-23 (£)"
    taken = [line["partner"].value for line in lines(sheet, found)]
    assert taken[:2] == ["Durham County Council", "Integrated Care Board (ICB)"]
    assert "Total" in taken


def test_columns_of_no_field_come_as_extra(data: Path) -> None:
    sheet = read(data, "meetings-and-actions-2023-24.xlsx")[1]
    found = find_table(sheet, {"body": ("Organisation",)}, ("body",))
    assert found is not None
    assert found.header_row == 2
    assert found.extra[2] == "EXEC 11 May 23"
    first = next(lines(sheet, found))
    assert first.extra[2].value == "P"
    assert first.extra[2].heading == "EXEC 11 May 23"


@pytest.mark.parametrize(
    "written",
    [
        "Injury level",
        "INJURY  LEVEL",
        "Injury\nlevel",
        "Injury (level)",
        "Injury\u00a0level:",
        "Injury level (0 to 3)",
        "Injury level [0-3]",
        "Injury level *",
    ],
)
def test_ways_to_write_a_heading(written: str) -> None:
    found = match_row(sheet_of((None, written)), 1, {"level": ("Injury level",)})
    assert found.columns == {"level": 2}


def test_an_exact_heading_wins_and_a_column_is_taken_once() -> None:
    headings = {"year": ("Contribution*",), "amount": ("Contribution",)}
    found = match_row(sheet_of(("Contribution", "Contribution 2023", "Contribution")), 1, headings)
    assert found.columns == {"amount": 1, "year": 2}
    assert found.extra == {3: "Contribution"}


def test_no_table() -> None:
    assert find_table(sheet_of(("a",), (None,)), INCIDENT, ("ref",)) is None
    assert find_table(sheet_of(), INCIDENT, ("ref",)) is None
    assert find_table(sheet_of(("a",)), INCIDENT, ()) is None
    assert headings_of(sheet_of(("a", 1, " b\nc ")), 1) == ("a", "b c")
    assert headings_of(sheet_of(("a",)), 9) == ()


def test_the_row_with_most_fields_is_taken() -> None:
    sheet = sheet_of(("Ref", None, None), ("Ref", "Date", "Injury level"), ("Ref", "Date", "x"))
    found = find_table(sheet, INCIDENT, ("ref",))
    assert found is not None
    assert found.header_row == 2


def test_empty_rows_and_repeated_headings_are_passed() -> None:
    rows: tuple[tuple[Value, ...], ...] = (
        ("Ref", "Date"),
        (" ", None),
        ("R1", 1),
        ("REF", "date"),
        (None, 2),
        (None, None),
    )
    sheet = Sheet("S", True, rows, errors={(6, 1): "#N/A"})
    found = find_table(sheet, INCIDENT, ("ref", "date"))
    assert found is not None
    taken = list(lines(sheet, found))
    assert [line.row for line in taken] == [3, 5, 6]
    assert taken[2]["ref"].error == "#N/A"
    assert taken[0]["minutes"] == Cell(None, 3)


def test_a_fault_names_the_cell_as_it_stands() -> None:
    sheet = Sheet("Q1", True, (("Ref", "Injury level (0-3)"), ("R1", 4)))
    found = find_table(sheet, INCIDENT, ("ref",))
    assert found is not None
    cell = next(lines(sheet, found))["level"]
    assert cell.column_number == 2
    assert fault(sheet, cell, "Use 0 to 3.") == Fault(
        "Q1", 2, "Injury level (0-3)", "4", "Use 0 to 3."
    )


def test_what_is_empty() -> None:
    assert is_empty(Cell(None))
    assert is_empty(Cell("\u00a0 \n"))
    assert not is_empty(Cell(0))
    assert not is_empty(Cell(None, error="#N/A"))
    assert not is_empty(Cell(None, formula="=A1"))
