"""Lists as files, with or without their restricted rows."""

from __future__ import annotations

from dataclasses import replace

from dscp_desktop.records.rules.going_out import open_rows
from dscp_desktop.records.workbook.going_out import sheet_bytes
from dscp_desktop.sheets.writing import SheetOut


def file_of(
    found: SheetOut | tuple[SheetOut, ...], ending: str, whole: bool, mark: str = ""
) -> bytes:
    """Return what goes out as a file; unless it is to be `whole`, restricted rows are left out.

    `mark` is that of a sample. Raises Refused where several sheets are to be text.
    """
    if whole:
        return sheet_bytes(found, ending, mark)
    if isinstance(found, SheetOut):
        return sheet_bytes(_open(found), ending, mark)
    return sheet_bytes(tuple(_open(sheet) for sheet in found), ending, mark)


def _open(sheet: SheetOut) -> SheetOut:
    return replace(sheet, rows=open_rows((c.heading for c in sheet.columns), sheet.rows))
