"""Workbooks that came back: read in the process for files, never here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

from dscp_desktop.audits.rules.returns import MARK_NAMES, MARKS, SHEET, ReturnBook
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.intake import shown_name, take_file
from dscp_desktop.core.offers import FileWork
from dscp_desktop.sheets.values import Sheet, Value, Workbook, column_letters, from_values

READ = "dscp_desktop.sheets.tasks:read"
MOST_BYTES = 20 * 1024 * 1024
_MOST_CELLS = 50_000
_COMMENTS = "Comments on cells"  # as the reader says that it passed them over
_NOT_LOOKED_AT = (
    "has comments on cells, which nobody looks through for names: nothing of it was kept. Put what "
    "they say in the column for comments, take them out and bring it in again."
)
_NOT_READ = "could not be read: what came of it is no workbook. Save it again as .xlsx."


def look_at_returns(ask: FileWork, paths: Sequence[Path]) -> tuple[ReturnBook, ...]:
    """Read every file that came back; one that cannot be read says why and stays where it is."""
    return tuple(_look(ask, path) for path in dict.fromkeys(paths))


def _look(ask: FileWork, path: Path) -> ReturnBook:
    name = shown_name(path.name)
    try:
        return look_at(ask, name, take_file(path, name, MOST_BYTES))
    except Refused as refused:
        return ReturnBook(name, refusal=refused.words)


def look_at(ask: FileWork, name: str, data: bytes) -> ReturnBook:
    """Read one file from its bytes, as those that the store keeps."""
    try:
        values, blobs = ask(READ, {"name": name}, [data])
        return book_of(name, data, from_values(values, blobs))
    except Refused as refused:
        return ReturnBook(name, data, refusal=refused.words)
    except (TypeError, ValueError, LookupError, AttributeError):
        # The process that reads files is not trusted to answer as it should.
        return ReturnBook(name, data, refusal=f"{name} {_NOT_READ}")


def book_of(name: str, data: bytes, workbook: Workbook) -> ReturnBook:
    """Return a workbook as plain texts: its marks, the sheet of questions, and all its words."""
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    shown = [sheet for sheet in workbook.sheets if sheet.name != MARKS]
    questions = sheets.get(SHEET) or next(iter(shown), None)
    named = ("The name of the file", 1, "", name.rpartition(".")[0])
    every = (named, *(cell for sheet in workbook.sheets for cell in _texts(sheet)))
    if any(note.startswith(_COMMENTS) for note in workbook.notes):
        return ReturnBook(name, data, refusal=f"{name} {_NOT_LOOKED_AT}")
    if len(every) > _MOST_CELLS:
        why = f"{name} holds more than {_MOST_CELLS:,} cells of text. It is no return of ours."
        return ReturnBook(name, data, refusal=why)
    cells = {(row, column): text for row, column, text in _cells(questions)} if questions else {}
    return ReturnBook(name, data, _marks(sheets.get(MARKS)), cells, every)


def _marks(sheet: Sheet | None) -> dict[str, str]:
    cells = {(row, column): text for row, column, text in _cells(sheet)} if sheet else {}
    found = {text: cells.get((row, 2), "") for (row, column), text in cells.items() if column == 1}
    return {name: found.get(name, "") for name in MARK_NAMES} if found else {}


def _cells(sheet: Sheet) -> list[tuple[int, int, str]]:
    """Return the cells that hold something as text, an error or a formula as it stands."""
    special = {*sheet.errors, *sheet.formulas}
    found = []
    for at, line in enumerate(sheet.rows, 1):
        for place, value in enumerate(line, 1):
            if value is not None:
                found.append((at, place, _text(value)))
            elif (at, place) in special:
                found.append((at, place, _special(sheet, at, place)))
    return found


def _special(sheet: Sheet, row: int, column: int) -> str:
    return sheet.errors.get((row, column)) or sheet.formulas.get((row, column), "")


def _texts(sheet: Sheet) -> list[tuple[str, int, str, str]]:
    """Return every text with its sheet, row and column, and the sheet's own name."""
    name = [(sheet.name, 1, "", sheet.name)] if sheet.name not in (SHEET, MARKS) else []
    texts = [(sheet.name, row, column_letters(at), text) for row, at, text in _cells(sheet)]
    return [*name, *(one for one in texts if any(sign.isalpha() for sign in one[3]))]


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime | time):
        return value.isoformat(timespec="minutes")
    return str(value)
