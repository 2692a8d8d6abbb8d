"""Lists on paper: what goes out as a sheet, as a document to be printed or saved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.core.days import show_date
from dscp_desktop.core.money import show_pounds
from dscp_desktop.core.offers import DocumentOffer, Scope, WorkbookOffer
from dscp_desktop.paper.document import (
    Column,
    Document,
    PageSize,
    Paragraph,
    Row,
    Table,
    cells,
)
from dscp_desktop.records.rules.going_out import OPEN, PRINTED, open_rows
from dscp_desktop.sheets.writing import ColumnOut, SheetOut

_WIDEST = 60  # characters that a column counts for at most


def list_offers(offers: Iterable[WorkbookOffer]) -> tuple[DocumentOffer, ...]:
    """Return each list as a document, whole and without what is restricted."""
    return tuple(_offer(offer, ending) for offer in offers for ending in ("", OPEN))


def _offer(offer: WorkbookOffer, ending: str) -> DocumentOffer:
    def make(session: Session, scope: Scope) -> Document:
        found = offer.write(session, scope)
        sheets = (found,) if isinstance(found, SheetOut) else found
        return list_document(offer.title, sheets, scope.today, whole=not ending)

    def is_restricted(session: Session, scope: Scope) -> bool:
        found = offer.write(session, scope)
        sheets = (found,) if isinstance(found, SheetOut) else found
        return not ending and any(len(s.rows) != len(_rows(s, whole=False)) for s in sheets)

    return DocumentOffer(f"{PRINTED}{offer.kind}{ending}", offer.title, make, is_restricted)


def list_document(title: str, sheets: Sequence[SheetOut], on: date, *, whole: bool) -> Document:
    """Return sheets as a document of tables, on paper as wide as they need."""
    blocks: list[Any] = []
    for sheet in sheets:
        kept = [at for at, column in enumerate(sheet.columns) if column.kind != "id"]
        rows = [
            Row(cells(*(_shown(row[at], sheet.columns[at]) for at in kept)))
            for row in _rows(sheet, whole=whole)
        ]
        columns = tuple(_column(sheet.columns[at]) for at in kept)
        caption = sheet.title if len(sheets) > 1 else ""
        if rows:
            blocks.append(Table(columns, tuple(rows), caption=caption))
        else:
            blocks.append(Paragraph(f"{sheet.title}: there is nothing in it."))
    wide = max((sum(1 for c in s.columns if c.kind != "id") for s in sheets), default=0)
    page: PageSize = "A4" if wide < 6 else "A4 landscape" if wide < 10 else "A3 landscape"
    return Document(title, f"As at {show_date(on)}", blocks=tuple(blocks), page=page)


def _rows(sheet: SheetOut, *, whole: bool) -> tuple[Any, ...]:
    headings = [column.heading for column in sheet.columns]
    return sheet.rows if whole else open_rows(headings, sheet.rows)


def _column(column: ColumnOut) -> Column:
    right = column.kind in ("money", "whole")
    return Column(column.heading, "right" if right else "left", min(column.width, _WIDEST) / 10)


def _shown(value: Any, column: ColumnOut) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return show_date(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, int) and column.kind == "money":
        return show_pounds(value)
    return str(value)
