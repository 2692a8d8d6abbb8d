"""What a workbook holds, as plain values that travel between processes as JSON and bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from typing import Any

Value = str | int | float | bool | date | time | datetime | None
Row = tuple[Value, ...]

# A batch of rows is one blob: small enough that decoding one never holds a window up.
_ROWS_IN_BLOB, _LETTERS_IN_BLOB = 1_000, 2_000_000
# The same words come again and again: kept once, a big sheet takes half the memory.
WORDS_KEPT = 100_000
_TEXTS = frozenset((str, type(None)))


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell where it stands. Row and column are Excel's numbers, from 1.

    `error` is the error of Excel that it shows ('#N/A'), `formula` its formula with the equals
    sign; either may be ''. Where a formula has no result, `value` is None. `from_1904` says
    that the workbook counts its days from 1904.
    """

    value: Value
    row: int = 0
    column_number: int = 0
    heading: str = ""
    error: str = ""
    formula: str = ""
    from_1904: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: every row from row 1, all equally wide; empty cells are None.

    `hidden_rows` and `hidden_columns` are numbers from 1; `errors` and `formulas` are keyed by
    (row, column), also from 1. `uncalculated` says that the file carries formulas and no
    results. `book` is the name of its file, where it was read from one.
    """

    name: str
    visible: bool
    rows: tuple[Row, ...]
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: bool = False
    from_1904: bool = False
    book: str = field(default="", compare=False)

    def cell(self, row: int, column: int, heading: str = "") -> Cell:
        """Return the cell at Excel's row and column number; beyond the sheet an empty one."""
        line = self.rows[row - 1] if 0 < row <= len(self.rows) else ()
        value = line[column - 1] if 0 < column <= len(line) else None
        error = self.errors.get((row, column), "") if self.errors else ""
        formula = self.formulas.get((row, column), "") if self.formulas else ""
        return Cell(value, row, column, heading, error, formula, self.from_1904)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook as read: its file name, its sheets in order, and what was left out, in words."""

    name: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()


def column_letters(number: int) -> str:
    """Return Excel's letters of a column: 1 is 'A', 27 is 'AA'."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column from its letters: 'A' is 1, 'AA' is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def show_value(cell: Cell) -> str:
    """Return a cell as it stands, for a fault: its error, formula or value; dates as ISO."""
    if cell.error:
        return cell.error
    value = cell.value
    if value is None:
        return cell.formula
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return str(value)


def to_plain(value: Value) -> Any:
    """Return a value as JSON holds it; dates and times are tagged."""
    if isinstance(value, datetime):
        return {"m": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, time):
        return {"t": value.isoformat()}
    return value


def from_plain(plain: Any) -> Value:
    """Return the value that `to_plain` made this of. Raises ValueError for anything else."""
    if plain is None or isinstance(plain, str | int | float):
        return plain
    if isinstance(plain, dict) and len(plain) == 1:
        tag, text = next(iter(plain.items()))
        if tag in _TAGS and isinstance(text, str):
            value: Value = _TAGS[tag](text)
            return value
    raise ValueError("not a value of a workbook")


_TAGS: Mapping[str, Any] = {
    "m": datetime.fromisoformat,
    "d": date.fromisoformat,
    "t": time.fromisoformat,
}


def to_values(workbook: Workbook) -> tuple[dict[str, Any], list[bytes]]:
    """Return a workbook as JSON values, and its rows in batches of JSON bytes."""
    batches = [list(row_blobs(sheet.rows)) for sheet in workbook.sheets]
    values = workbook_values(workbook, [len(of_sheet) for of_sheet in batches])
    return values, [blob for of_sheet in batches for blob in of_sheet]


def workbook_values(workbook: Workbook, batches: Sequence[int]) -> dict[str, Any]:
    """Return all of a workbook but its rows; `batches` says how many blobs each sheet's take."""
    sheets = [
        {
            "name": sheet.name,
            "visible": sheet.visible,
            "batches": count,
            "hidden_rows": list(sheet.hidden_rows),
            "hidden_columns": list(sheet.hidden_columns),
            "errors": [[*place, text] for place, text in sheet.errors.items()],
            "formulas": [[*place, text] for place, text in sheet.formulas.items()],
            "uncalculated": sheet.uncalculated,
            "from_1904": sheet.from_1904,
        }
        for sheet, count in zip(workbook.sheets, batches, strict=True)
    ]
    return {"name": workbook.name, "sheets": sheets, "notes": list(workbook.notes)}


def from_values(values: Mapping[str, Any], blobs: Sequence[bytes]) -> Workbook:
    """Return the workbook that `to_values` made these of."""
    sheets = []
    at = 0
    for plain in values["sheets"]:
        batches = blobs[at : at + plain["batches"]]
        at += plain["batches"]
        sheets.append(
            Sheet(
                name=plain["name"],
                visible=plain["visible"],
                rows=tuple(_read_rows(batches)),
                hidden_rows=tuple(plain["hidden_rows"]),
                hidden_columns=tuple(plain["hidden_columns"]),
                errors={(row, column): text for row, column, text in plain["errors"]},
                formulas={(row, column): text for row, column, text in plain["formulas"]},
                uncalculated=plain["uncalculated"],
                from_1904=plain["from_1904"],
                book=values["name"],
            )
        )
    return Workbook(values["name"], tuple(sheets), tuple(values["notes"]))


def row_blobs(rows: Iterable[Row]) -> Iterator[bytes]:
    """Pack rows as they come into batches of JSON bytes, column by column.

    A column that holds nothing but days is packed as their numbers: a sheet has many of them.
    """
    coming = iter(rows)
    while batch := list(islice(coming, _ROWS_IN_BLOB)):
        yield from _blobs_of(batch)


def _blobs_of(batch: list[Row]) -> Iterator[bytes]:
    """Pack rows into one blob, or into several where their words are very long."""
    columns = [_packed(column) for column in zip(*batch, strict=True)]
    packed = [len(batch), columns]
    text = json.dumps(packed, ensure_ascii=False, default=to_plain, separators=(",", ":"))
    if len(text) > _LETTERS_IN_BLOB and (half := len(batch) // 2):
        yield from _blobs_of(batch[:half])
        yield from _blobs_of(batch[half:])
    else:
        yield text.encode("utf-8", "surrogatepass")


def _packed(column: tuple[Any, ...]) -> Any:
    if set(map(type, column)) <= {date, type(None)}:
        return {"days": [day and day.toordinal() for day in column]}
    return column


def _read_rows(batches: Sequence[bytes]) -> Iterator[Row]:
    known: dict[str, str] = {}
    for batch in batches:
        count, columns = json.loads(batch.decode("utf-8", "surrogatepass"))
        unpacked = [_unpacked(column, known) for column in columns]
        yield from zip(*unpacked, strict=True) if unpacked else [()] * count


def _unpacked(column: Any, known: dict[str, str]) -> Sequence[Value]:
    if isinstance(column, dict):
        return [number and date.fromordinal(number) for number in column["days"]]
    if set(map(type, column)) <= _TEXTS and len(known) < WORDS_KEPT:
        return list(map(known.setdefault, column, column))
    return [from_plain(item) if isinstance(item, dict) else item for item in column]
