"""Finding the table in a sheet: its heading row wherever it is, its columns, its lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from dscp_desktop.core.faults import Fault
from dscp_desktop.core.names import tidy_name
from dscp_desktop.sheets.values import Cell, Row, Sheet, show_value

# Titles, notes and blank rows stand above a heading row, but not a whole table of them.
_ROWS_LOOKED_AT = 200
_UNIT = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_SIGNS = re.compile(r"[()\[\]:*]")


@dataclass(frozen=True, slots=True)
class Found:
    """Where a table stands. `columns` says which column a field is in, `headings` how each
    column is headed, `extra` which headed columns belong to no field. Numbers are Excel's.
    """

    header_row: int
    columns: Mapping[str, int]
    extra: Mapping[int, str] = field(default_factory=dict)
    headings: Mapping[int, str] = field(default_factory=dict)


class Line:
    """One filled row of a table: a cell for each field, and for each column with no field.

    Cells are made when they are asked for: most rows of a long sheet are read by `plain` alone.
    """

    __slots__ = ("_found", "_plain", "_sheet", "row")

    def __init__(self, sheet: Sheet, found: Found, row: int, plain: Row | None = None) -> None:
        self.row = row
        self._sheet = sheet
        self._found = found
        self._plain = plain

    @property
    def plain(self) -> Row | None:
        """The values of the whole row, where no cell of it is an error or a formula."""
        return self._plain

    @property
    def values(self) -> dict[str, Cell]:
        """The cell of each field of the table."""
        return {name: self[name] for name in self._found.columns}

    @property
    def extra(self) -> dict[int, Cell]:
        """The cell of each headed column that belongs to no field."""
        cell = self._sheet.cell
        return {at: cell(self.row, at, heading) for at, heading in self._found.extra.items()}

    @property
    def shown(self) -> Mapping[str, tuple[str, str]]:
        """The heading and the text of each field's cell, as they stand."""
        return _Shown(self)

    def __getitem__(self, name: str) -> Cell:
        """Return the cell of a field; an empty one where the table lacks the column."""
        at = self._found.columns.get(name)
        if at is None:
            return Cell(None, self.row)
        return self._sheet.cell(self.row, at, self._found.headings.get(at, name))


class _Shown(Mapping[str, tuple[str, str]]):
    """The cells of a line for a fault or a note, which few lines need."""

    __slots__ = ("_line",)

    def __init__(self, line: Line) -> None:
        self._line = line

    def __getitem__(self, name: str) -> tuple[str, str]:
        if name not in self._line._found.columns:
            raise KeyError(name)
        cell = self._line[name]
        return cell.heading, show_value(cell)

    def __iter__(self) -> Iterator[str]:
        return iter(self._line._found.columns)

    def __len__(self) -> int:
        return len(self._line._found.columns)


def find_table(
    sheet: Sheet, headings: Mapping[str, Collection[str]], required: Collection[str]
) -> Found | None:
    """Find the row that heads the table, or None where no row has all the required fields.

    `headings` gives, for each field, the headings it goes by; one that ends in '*' stands for
    all that begin so. Case, line breaks, extra spaces, brackets and a unit in brackets at the
    end make no difference. The row with most fields is taken, the first of equal ones.
    """
    best: Found | None = None
    for number in range(1, min(len(sheet.rows), _ROWS_LOOKED_AT) + 1):
        written = _written_headings(sheet, number).values()
        if not all(_stands_among(written, headings[name]) for name in required):
            continue
        found = match_row(sheet, number, headings)
        if not all(name in found.columns for name in required):
            continue
        if found.columns and (best is None or len(found.columns) > len(best.columns)):
            best = found
    return best


def _stands_among(written: Collection[str], accepted: Collection[str]) -> bool:
    """Say whether a row may have a heading of a field: most rows have none, and cost little."""
    return any(
        matches(text, one)
        for text in written
        for one in accepted
        for matches in (_is_exact, _is_without_unit, _begins_so)
    )


def match_row(sheet: Sheet, row: int, headings: Mapping[str, Collection[str]]) -> Found:
    """Return which fields a row would head, were it the heading row."""
    written = _written_headings(sheet, row)
    columns: dict[str, int] = {}
    # A heading that is exactly one of the field's wins over one that only begins so.
    for matches in (_is_exact, _is_without_unit, _begins_so):
        for name, accepted in headings.items():
            if name in columns:
                continue
            taken = set(columns.values())
            for column, text in written.items():
                if column not in taken and any(matches(text, one) for one in accepted):
                    columns[name] = column
                    break
    taken = set(columns.values())
    extra = {column: text for column, text in written.items() if column not in taken}
    return Found(row, columns, extra, written)


def headings_of(sheet: Sheet, row: int) -> tuple[str, ...]:
    """Return the headings of a row as they stand, in order, line breaks as spaces."""
    return tuple(_written_headings(sheet, row).values())


def lines(sheet: Sheet, found: Found) -> Iterator[Line]:
    """Yield every filled row below the headings; empty rows and repeated headings are passed."""
    heads = {column: tidy_name(text) for column, text in found.headings.items()}
    places = (*found.columns.values(), *found.extra)
    first, last = min(places, default=1), max(places, default=1)
    special = {row for row, _ in (*sheet.errors, *sheet.formulas)}
    for number in range(found.header_row + 1, len(sheet.rows) + 1):
        row = sheet.rows[number - 1]
        plain = None if number in special or len(row) < last else row
        line = Line(sheet, found, number, plain)
        begins = plain[first - 1] if plain else None
        if isinstance(begins, str) and tidy_name(begins) not in ("", heads.get(first)):
            yield line  # neither empty nor the headings again, as one look tells
            continue
        values, extra = line.values, line.extra
        if all(map(is_empty, values.values())) and all(map(is_empty, extra.values())):
            continue
        if _repeats(values.values(), heads) and _repeats(extra.values(), heads):
            continue
        yield line


def _repeats(cells: Iterable[Cell], heads: Mapping[int, str]) -> bool:
    return all(tidy_name(show_value(cell)) == heads[cell.column_number] for cell in cells)


def is_empty(cell: Cell) -> bool:
    """Say whether a cell holds nothing at all: no value but spaces, no error, no formula."""
    value = cell.value
    blank = value is None or (isinstance(value, str) and not value.strip())
    return blank and not cell.error and not cell.formula


def fault(sheet: Sheet, cell: Cell, why: str) -> Fault:
    """Return the fault of a cell, with the value as it stands there."""
    return Fault(sheet.name, cell.row, cell.heading or None, show_value(cell), why)


def _written_headings(sheet: Sheet, row: int) -> dict[int, str]:
    line = sheet.rows[row - 1] if 0 < row <= len(sheet.rows) else ()
    return {
        column: " ".join(value.split())
        for column, value in enumerate(line, 1)
        if isinstance(value, str) and value.strip()
    }


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return tidy_name(_SIGNS.sub(" ", text))


@lru_cache(maxsize=4096)
def _unitless(text: str) -> str:
    return _plain(_UNIT.sub("", text))


def _is_exact(written: str, accepted: str) -> bool:
    return not accepted.endswith("*") and _plain(written) == _plain(accepted)


def _is_without_unit(written: str, accepted: str) -> bool:
    return not accepted.endswith("*") and _unitless(written) == _plain(accepted)


def _begins_so(written: str, accepted: str) -> bool:
    return accepted.endswith("*") and _plain(written).startswith(_plain(accepted))
