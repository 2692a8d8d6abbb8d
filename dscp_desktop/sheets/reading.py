"""Reading a workbook from outside into plain values, or refusing it in words."""

from __future__ import annotations

import io
import math
import posixpath
import unicodedata
import zipfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from dscp_desktop.core.faults import Refused
from dscp_desktop.sheets import opening
from dscp_desktop.sheets.scanning import RowTooLong, Scan, scan_sheet
from dscp_desktop.sheets.values import (
    WORDS_KEPT,
    Row,
    Sheet,
    Value,
    Workbook,
    column_letters,
    row_blobs,
    workbook_values,
)

SHEETS_LIMIT = 100
ROWS_LIMIT = 201_000
COLUMNS_LIMIT = 500
# Rows times columns of all sheets: 200,000 rows of 12 columns and a few small sheets more.
CELLS_LIMIT = 3_000_000
_ROWS_AT_ONCE = 1_000

Progress = Callable[[str, int, int], None]


def _no_report(_words: str, _done: int, _all: int) -> None:
    """Nobody listens to the progress."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the list of contents says: sheet names with their parts, and the book's own switches."""

    parts: dict[str, str]
    from_1904: bool
    never_calculated: bool
    notes: tuple[str, ...]


def read_workbook(data: bytes, name: str, progress: Progress = _no_report) -> Workbook:
    """Read every sheet of an .xlsx or .xlsm file; `name` is used only in words.

    Raises Refused, naming the file and what to do, for a file that is damaged, protected, of
    another format, or larger than the limits above. Macros, links and pictures are never looked
    at. Whole numbers come as int, empty cells as None, text in NFC and else as it stands.
    """
    return _read(data, name, progress, tuple)


def read_packed(
    data: bytes, name: str, progress: Progress = _no_report
) -> tuple[dict[str, Any], list[bytes]]:
    """Read a workbook as `read_workbook` does, straight into what `values.from_values` unpacks.

    The rows are packed as they come, so that a large workbook takes half the memory.
    """
    blobs: list[bytes] = []
    batches: list[int] = []

    def pack(rows: Iterator[Row]) -> tuple[Row, ...]:
        before = len(blobs)
        blobs.extend(row_blobs(rows))
        batches.append(len(blobs) - before)
        return ()

    workbook = _read(data, name, progress, pack)
    return workbook_values(workbook, batches), blobs


def _read(
    data: bytes, name: str, progress: Progress, keep: Callable[[Iterator[Row]], tuple[Row, ...]]
) -> Workbook:
    with opening.open_package(data, name) as package:
        layout = _read_layout(package, name)
        strings = opening.find_part(package, "xl/sharedStrings.xml")
        if strings:
            for _ in opening.pieces(package, strings, name):
                pass
        scans = _scan_all(package, layout, name)
    try:
        return _read_values(data, name, layout, scans, progress, keep)
    except Refused:
        raise
    except BaseException as error:
        # The reader's own panics derive from BaseException alone.
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise Refused(
            f"{name} cannot be read; it may be damaged. Open it in Excel, save it again as "
            ".xlsx and try again."
        ) from error


def _read_layout(package: zipfile.ZipFile, name: str) -> _Layout:
    top = opening.read_part(package, "_rels/.rels", name)
    book_path = "xl/workbook.xml"
    for link in top if top is not None else ():
        if link.get("Type", "").endswith("/officeDocument"):
            book_path = _resolve("", link.get("Target", ""))
    book = opening.read_part(package, book_path, name)
    if book is None:
        raise Refused(f"{name} holds no workbook. Save it as an Excel workbook (.xlsx).")
    folder, file = posixpath.split(book_path)
    links = opening.read_part(package, f"{folder}/_rels/{file}.rels", name)
    targets = {
        link.get("Id", ""): _resolve(folder, link.get("Target", ""))
        for link in (links if links is not None else ())
    }
    parts: dict[str, str] = {}
    from_1904 = never_calculated = False
    for item in book.iter():
        kind = item.tag.rsplit("}", 1)[-1]
        if kind == "sheet":
            key = next((v for k, v in item.attrib.items() if k.endswith("}id")), "")
            title = item.get("name", "")
            if title in parts:
                raise Refused(f"{name} has two sheets called '{title}'. Rename one and save it.")
            parts[title] = targets.get(key, "")
        elif kind == "workbookPr":
            # A later edition of Excel adds a second element of this name.
            from_1904 |= item.get("date1904", "0") in ("1", "true")
        elif kind == "calcPr":
            never_calculated |= item.get("fullCalcOnLoad", "0") in ("1", "true")
    return _Layout(parts, from_1904, never_calculated, _package_notes(package, from_1904))


def _resolve(folder: str, target: str) -> str:
    if target.startswith(("/", "\\")):
        return posixpath.normpath(target.lstrip("/\\"))
    return posixpath.normpath(posixpath.join(folder, target)) if target else ""


def _package_notes(package: zipfile.ZipFile, from_1904: bool) -> tuple[str, ...]:
    names = [part.casefold() for part in package.namelist()]
    found = (
        (any("vbaproject" in part for part in names), "Macros are in the file and were ignored."),
        (
            any("externallinks/" in part for part in names),
            "Links to other workbooks were not followed; the values last saved were read.",
        ),
        (any("/comments" in part for part in names), "Comments on cells were not read."),
        (from_1904, "The workbook counts its days from 1904; dates were read so."),
    )
    return tuple(words for there, words in found if there)


def _scan_all(package: zipfile.ZipFile, layout: _Layout, name: str) -> dict[str, Scan]:
    if len(layout.parts) > SHEETS_LIMIT:
        raise Refused(
            f"{name} has {len(layout.parts):,} sheets; up to {SHEETS_LIMIT} are read. Copy the "
            "sheets you need into a new workbook."
        )
    scans: dict[str, Scan] = {}
    left = CELLS_LIMIT
    for title, path in layout.parts.items():
        part = opening.find_part(package, path) if path else None
        if part is None:
            continue
        try:
            scan = scan_sheet(opening.pieces(package, part, name))
        except RowTooLong as error:
            raise Refused(f"{name}, sheet {title}: a row holds too much to be read.") from error
        _check_reach(scan, title, name)
        _check_special(scan, layout, title, name)
        left -= scan.last_row * scan.last_column
        if left < 0:
            raise Refused(
                f"{name} holds more than {CELLS_LIMIT:,} cells. Split it into smaller workbooks."
            )
        scans[title] = scan
    return scans


def _check_special(scan: Scan, layout: _Layout, title: str, name: str) -> None:
    """Refuse what a sheet holds more of than is kept: what is left out would be read wrongly."""
    if scan.error_count > len(scan.errors):
        row, column = next(iter(scan.errors))
        raise Refused(
            f"{name}, sheet {title}: {scan.error_count:,} cells show an error, the first is "
            f"{scan.errors[row, column]} in row {row:,}, column {column_letters(column)}. Mend the "
            "formulas in Excel and save it again."
        )
    if scan.formula_count > len(scan.formulas) and _is_uncalculated(scan, layout):
        row, column = next(iter(scan.formulas))
        raise Refused(
            f"{name}, sheet {title}: {scan.formula_count:,} formulas have no result, the first in "
            f"row {row:,}, column {column_letters(column)}. Open it in Excel, save it, try again."
        )


def _is_uncalculated(scan: Scan, layout: _Layout) -> bool:
    # Some writers leave every result at 0 and ask Excel to calculate on opening.
    zeros = layout.never_calculated and scan.results <= {"", "0"}
    return scan.formula_count > 0 and (scan.results <= {""} or zeros)


def _check_reach(scan: Scan, title: str, name: str) -> None:
    if scan.last_row > ROWS_LIMIT:
        raise Refused(
            f"{name}, sheet {title}: it reaches row {scan.last_row:,}; up to {ROWS_LIMIT:,} rows "
            "are read. Split the sheet, or delete the rows below the table and save it again."
        )
    if scan.last_column > COLUMNS_LIMIT:
        raise Refused(
            f"{name}, sheet {title}: it reaches column {column_letters(scan.last_column)}; up to "
            f"{COLUMNS_LIMIT} columns are read. Delete the columns beside the table and save it "
            "again."
        )


def _read_values(
    data: bytes,
    name: str,
    layout: _Layout,
    scans: dict[str, Scan],
    progress: Progress,
    keep: Callable[[Iterator[Row]], tuple[Row, ...]],
) -> Workbook:
    sheets: list[Sheet] = []
    notes = list(layout.notes)
    known = _Words({"": None})
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for number, about in enumerate(book.sheets_metadata):
            progress(f"Reading {about.name}", number, len(book.sheets_metadata))
            if about.typ != SheetTypeEnum.WorkSheet:
                notes.append(f"{about.name} is a chart or macro sheet and was not read.")
                continue
            scan = scans.get(about.name, Scan())
            visible = about.visible == SheetVisibleEnum.Visible
            source = book.get_sheet_by_name(about.name)
            sheet = _make_sheet(source, scan, layout, visible, keep, known)
            sheets.append(sheet)
            notes.extend(_sheet_notes(sheet))
    if not sheets:
        raise Refused(f"{name} holds no sheet with cells. Save the sheet you need as .xlsx.")
    named = (replace(sheet, book=name) for sheet in sheets)
    return Workbook(name, tuple(named), tuple(notes))


def _make_sheet(
    source: CalamineSheet,
    scan: Scan,
    layout: _Layout,
    visible: bool,
    keep: Callable[[Iterator[Row]], tuple[Row, ...]],
    known: _Words,
) -> Sheet:
    uncalculated = _is_uncalculated(scan, layout)
    blank = set(scan.formulas) if uncalculated else set()
    errors = dict(scan.errors)
    rows = keep(_rows(source, errors, blank, known, scan.negatives))
    last_row, last_column = source.end or (-1, -1)
    return Sheet(
        name=source.name,
        visible=visible,
        rows=rows,
        hidden_rows=tuple(sorted(n for n in scan.hidden_rows if n <= last_row + 1)),
        hidden_columns=tuple(sorted(n for n in scan.hidden_columns if n <= last_column + 1)),
        errors=errors,
        formulas=scan.formulas,
        uncalculated=uncalculated,
        from_1904=layout.from_1904,
    )


class _Words(dict[str, str | None]):
    """Texts in NFC by how they are written, None for ''; each is kept once, up to a number."""

    def __missing__(self, written: str) -> str:
        text = written if written.isascii() else unicodedata.normalize("NFC", written)
        if len(self) < WORDS_KEPT:
            self[written] = text
        return text


def _rows(
    source: CalamineSheet,
    errors: dict[tuple[int, int], str],
    blank: set[tuple[int, int]],
    known: _Words,
    negatives: Collection[tuple[int, int]],
) -> Iterator[Row]:
    """Yield every row from row 1 and column 1; the reader leaves out empty columns before it."""
    start = source.start
    if start is None:
        return
    before: Row = (None,) * start[1]
    emptied = {row for row, _ in (*errors, *blank)}
    coming, done = source.iter_rows(), 0
    while block := list(islice(coming, _ROWS_AT_ONCE)):
        columns = [_column(column, known) for column in zip(*block, strict=True)]
        for place, column in enumerate(columns, len(before) + 1):
            for at in _beyond_number(column):
                errors[done + at, place] = "#NUM!"
                emptied.add(done + at)
            for at in _times(column) if negatives else ():
                if (done + at, place) in negatives:  # read as the time of day of a day before 1900
                    errors[done + at, place] = "#####"
                    emptied.add(done + at)
        for number, values in enumerate(zip(*columns, strict=True), done + 1):
            row = before + values
            yield _emptied(number, row, errors, blank) if number in emptied else row
        done += len(block)


def _emptied(
    number: int, row: Row, errors: dict[tuple[int, int], str], blank: set[tuple[int, int]]
) -> Row:
    return tuple(
        None if (number, column) in errors or (number, column) in blank else value
        for column, value in enumerate(row, 1)
    )


def _beyond_number(column: Sequence[Value]) -> list[int]:
    """Return where in a block a column holds what is no number after all, from 1."""
    if float not in set(map(type, column)):
        return []
    odd = (isinstance(value, float) and not math.isfinite(value) for value in column)
    return [at for at, found in enumerate(odd, 1) if found]


def _times(column: Sequence[Value]) -> list[int]:
    """Return where in a block a column holds times of day, from 1."""
    if time not in set(map(type, column)):
        return []
    return [at for at, value in enumerate(column, 1) if type(value) is time]


def _column(cells: tuple[Any, ...], known: _Words) -> Sequence[Value]:
    """Return one column of a block as values; a column of one kind goes by a short way."""
    kinds = set(map(type, cells))
    if kinds == {str}:
        return list(map(known.__getitem__, cells))
    if kinds == {date}:
        return cells
    return [cell if type(cell) is date else _value(cell, known) for cell in cells]


def _value(cell: Any, known: _Words) -> Value:
    kind = type(cell)
    if kind is str:
        return known[cell]
    if kind is float:
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else float(cell)
    if kind is timedelta:
        return _duration(cell)
    return cell if isinstance(cell, bool | int | date | datetime | time) else str(cell)


def _duration(length: timedelta) -> Value:
    """A duration under a day is a time; a longer one is text, '26:30:00'."""
    seconds = round(length.total_seconds())
    if 0 <= seconds < 86_400:
        return (datetime.min + timedelta(seconds=seconds)).time()
    sign, seconds = ("-" if seconds < 0 else ""), abs(seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _sheet_notes(sheet: Sheet) -> Iterator[str]:
    if not sheet.visible:
        yield f"{sheet.name} is a hidden sheet."
    for numbers, one, many in (
        (sheet.hidden_rows, "row is", "rows are"),
        (sheet.hidden_columns, "column is", "columns are"),
    ):
        if numbers:
            yield f"{sheet.name}: {len(numbers):,} {one if len(numbers) == 1 else many} hidden."
    if sheet.uncalculated:
        yield (
            f"{sheet.name} holds formulas without results. Open the workbook in Excel, save it "
            "and read it again."
        )
