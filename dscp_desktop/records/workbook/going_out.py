"""Workbooks that go out: copies with their problem cells marked, and records as files."""

from __future__ import annotations

from collections.abc import Iterable

from dscp_desktop.core.faults import Fault, Refused
from dscp_desktop.core.offers import FileWork
from dscp_desktop.records.workbook.looking import LookedAt
from dscp_desktop.sheets.values import Sheet
from dscp_desktop.sheets.writing import ColumnOut, SheetOut, write_csv, write_workbook

MARK = "dscp_desktop.sheets.tasks:mark"


def mark_copy(ask: FileWork, looked: LookedAt, faults: Iterable[Fault]) -> bytes:
    """Return a copy of a workbook with its problem cells marked and a list of them in front."""
    listed = [[f.sheet, f.row, f.column, f.value, f.why] for f in faults]
    data = looked.data or write_workbook([_as_it_stands(sheet) for sheet in looked.sheets])
    _, blobs = ask(MARK, {"name": looked.name, "faults": listed}, [data])
    return blobs[0]


def _as_it_stands(sheet: Sheet) -> SheetOut:
    """Return a pasted block as a sheet to be written, each row where it stood."""
    first, *rest = sheet.rows
    return SheetOut(sheet.name, tuple(ColumnOut(str(cell or "")) for cell in first), tuple(rest))


def sheet_bytes(sheet: SheetOut | tuple[SheetOut, ...], ending: str, mark: str = "") -> bytes:
    """Return a sheet as a workbook or as comma-separated text, by the ending of its name.

    Several go into one workbook. `mark` is that of a sample; text has no place for one, so there
    it stands in the name of the file. Raises Refused where several are to be text.
    """
    if ending == ".xlsx":
        return write_workbook((sheet,) if isinstance(sheet, SheetOut) else sheet, mark)
    if isinstance(sheet, SheetOut):
        return write_csv(sheet)
    many = f"These are {len(sheet)} sheets, and {ending} holds one"
    raise Refused(f"{many}. Save them as .xlsx.")
