"""Sheets that go out: workbooks with real types, and comma-separated text.

The library for workbooks is loaded by what writes one: the window opens without it.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal

from dscp_desktop.core.money import plain_pounds
from dscp_desktop.sheets.values import Value, column_letters

if TYPE_CHECKING:
    from openpyxl import Workbook as OutBook

Kind = Literal["text", "date", "time", "money", "whole", "id"]

_FORMATS: dict[Kind, str] = {
    "text": "@",
    "id": "@",
    "date": "dd/mm/yyyy",
    "time": "hh:mm",
    "money": "#,##0.00",
    "whole": "0",
}
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_TEXT_LIMIT = 32_767
_CUT = " … (cut: a cell holds no more)"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_FIXED_DAY = (1980, 1, 1, 0, 0, 0)
_STAMPS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


@dataclass(frozen=True, slots=True)
class ColumnOut:
    """One column that goes out. `width` is in characters; kind 'id' is written but hidden."""

    heading: str
    kind: Kind = "text"
    width: int = 16


@dataclass(frozen=True, slots=True)
class SheetOut:
    """One sheet that goes out. Money is whole pence; None is an empty cell; text in any column
    stays text.
    """

    title: str
    columns: tuple[ColumnOut, ...]
    rows: tuple[tuple[Value, ...], ...]


def cell_format(kind: Kind) -> str:
    """Return Excel's format for the cells of a kind of column."""
    return _FORMATS[kind]


def write_workbook(sheets: Sequence[SheetOut], mark: str = "") -> bytes:
    """Return an .xlsx file: real dates and numbers, frozen heads, filters, no formula ever.

    The same sheets give the same bytes. A `mark` stands at the head and foot of each printed page
    and in the title of the file, never in a cell: what comes in again is not disturbed by it.
    """
    from openpyxl import Workbook

    for sheet in sheets:
        _check_widths(sheet)
    book = Workbook(write_only=True)
    used: set[str] = set()
    for sheet in sheets:
        _write_sheet(book, sheet, sheet_title(sheet.title, used))
    if mark:
        _mark(book, mark)
    target = io.BytesIO()
    book.save(target)
    return fix_stamps(target.getvalue())


def _mark(book: OutBook, mark: str) -> None:
    book.properties.title = mark
    plain = mark.replace("&", "&&")  # in a head or foot a single one begins a code
    for sheet in book.worksheets:
        for edge in (sheet.oddHeader, sheet.oddFooter):
            if edge is not None:
                edge.center.text = plain


def _check_widths(sheet: SheetOut) -> None:
    if any(len(row) != len(sheet.columns) for row in sheet.rows):
        raise ValueError(f"a row of {sheet.title} has not as many values as there are columns")


def _write_sheet(book: OutBook, sheet: SheetOut, title: str) -> None:
    from openpyxl.styles import Alignment, Font

    out: Any = book.create_sheet(title)
    out.freeze_panes = "A2"
    last = column_letters(max(1, len(sheet.columns)))
    out.auto_filter.ref = f"A1:{last}{len(sheet.rows) + 1}"
    for number, column in enumerate(sheet.columns, 1):
        about = out.column_dimensions[column_letters(number)]
        about.width = column.width
        about.hidden = column.kind == "id"
    bold = Font(bold=True)
    heads = [text_cell(out, column.heading) for column in sheet.columns]
    for head in heads:
        head.font = bold
        head.alignment = Alignment(wrap_text=True, vertical="top")
    out.append(heads)
    for row in sheet.rows:
        out.append(
            [_cell(out, value, column) for value, column in zip(row, sheet.columns, strict=True)]
        )


def _cell(out: Any, value: Value, column: ColumnOut) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return text_cell(out, "Yes" if value else "No")
    if isinstance(value, str) or (isinstance(value, date) and value.year < 1900):
        return text_cell(out, str(value))
    pence = column.kind == "money" and isinstance(value, int)
    cell: Any = WriteOnlyCell(out)
    cell.value = Decimal(str(value)) / 100 if pence else value
    fits = (
        (isinstance(value, date) and column.kind == "date")
        or (isinstance(value, time) and column.kind == "time")
        or (isinstance(value, int | float) and column.kind in ("money", "whole"))
    )
    if isinstance(value, datetime):
        cell.number_format = "dd/mm/yyyy hh:mm"
    elif fits:
        cell.number_format = _FORMATS[column.kind]
    return cell


def text_cell(out: Any, text: str) -> Any:
    """Return a cell of a sheet being written whose text is never taken for a formula."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(out)
    put_text(cell, text)
    return cell


def put_text(cell: Any, text: str) -> None:
    """Put text in a cell as text: no formula, no control sign, no more than a cell holds."""
    cell.value = "x"
    cell._value = safe_text(text)
    cell.data_type = "s"
    # So that it stays text when someone edits the cell in Excel.
    cell.quotePrefix = text.startswith(_RISKY)


def safe_text(text: str) -> str:
    """Return text as a cell can hold it: line breaks plain, control signs shown as �, cut with
    words at Excel's limit.
    """
    plain = _UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    plain = _ESCAPE_LIKE.sub("_x005F_", plain)
    return plain if len(plain) <= _TEXT_LIMIT else plain[: _TEXT_LIMIT - len(_CUT)] + _CUT


def sheet_title(title: str, used: set[str]) -> str:
    """Return a sheet name that Excel accepts and no other sheet has; adds it to `used`."""
    plain = _NOT_IN_TITLES.sub(" ", _UNPRINTABLE.sub("", title)).strip(" '")[:31].strip(" '")
    plain = plain or "Sheet"
    if plain.casefold() == "history":
        plain = "History list"
    name, number = plain, 2
    while name.casefold() in used:
        tail = f" ({number})"
        name, number = plain[: 31 - len(tail)] + tail, number + 1
    used.add(name.casefold())
    return name


def fix_stamps(data: bytes) -> bytes:
    """Return an .xlsx file with every time stamp in it at one fixed day."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for part in source.namelist():
            content = source.read(part)
            if part == "docProps/core.xml":
                content = _STAMPS.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            about = zipfile.ZipInfo(part, _FIXED_DAY)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.create_system = 0
            out.writestr(about, content)
    return target.getvalue()


def write_csv(sheet: SheetOut) -> bytes:
    """Return a sheet as comma-separated text that Excel opens right (UTF-8 with its mark).

    Text that a spreadsheet would run as a formula is led by an apostrophe.
    """
    _check_widths(sheet)
    return b"".join(csv_pieces(sheet.columns, sheet.rows))


def csv_pieces(columns: Sequence[ColumnOut], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """Give a sheet as `write_csv` does, a row at a time: many rows are never held at once."""
    target = io.StringIO(newline="")
    out = csv.writer(target, lineterminator="\r\n")
    yield BOM_UTF8
    for row in chain(([_guard(column.heading) for column in columns],), _csv_rows(columns, rows)):
        out.writerow(row)
        yield target.getvalue().encode("utf-8", "replace")
        target.seek(0)
        target.truncate()


def _csv_rows(columns: Sequence[ColumnOut], rows: Iterable[Sequence[Value]]) -> Iterator[list[str]]:
    for row in rows:
        yield [_csv_text(value, about.kind) for value, about in zip(row, columns, strict=True)]


def _csv_text(value: Value, kind: Kind) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, int) and kind == "money":
        return plain_pounds(value)
    return _guard(value) if isinstance(value, str) else str(value)


def _guard(text: str) -> str:
    return f"'{text}" if text.startswith(_RISKY) else text


def uses_defused_xml() -> bool:
    """Say whether the workbook library reads XML with the guarded parser: it must."""
    import openpyxl

    return bool(openpyxl.DEFUSEDXML)
