"""Empty workbooks to fill in, one for each kind: headings as they go out, and what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from dscp_desktop.core.offers import Blank, WorkbookOffer
from dscp_desktop.sheets.blanks import GUIDE, BlankColumn, BlankSheet, write_blank
from dscp_desktop.sheets.values import Sheet, Value
from dscp_desktop.sheets.writing import ColumnOut, Kind, SheetOut

_PLAIN = Blank("")


def blank_offers(offers: Sequence[WorkbookOffer]) -> tuple[WorkbookOffer, ...]:
    """Return the kinds that have an empty workbook to fill in."""
    return tuple(offer for offer in offers if offer.blanks)


def blank_file(
    offer: WorkbookOffer,
    sheets: Sequence[SheetOut],
    lists: Mapping[str, Sequence[str]],
    year: str,
) -> bytes:
    """Return the empty workbook of a kind.

    `sheets` are those that go out, none where the store has no such records yet; `lists` are the
    lists of the store by name, `year` the financial year it is for where nothing else says it.
    """
    return write_blank(blank_sheet(offer, sheets, lists, year))


def blank_sheet(
    offer: WorkbookOffer,
    sheets: Sequence[SheetOut],
    lists: Mapping[str, Sequence[str]],
    year: str,
) -> BlankSheet:
    """Return what an empty workbook of a kind holds."""
    title, found = _columns(offer, sheets, year)
    words = f"{offer.title}. {GUIDE}"
    if "" in offer.blanks:
        words += f" {offer.blanks[''].note}"
    used: dict[str, Sequence[str]] = {}
    columns = [_column(column, offer, name, lists, used) for column, name in found]
    return BlankSheet(title, words, columns, used)


def _columns(
    offer: WorkbookOffer, sheets: Sequence[SheetOut], year: str
) -> tuple[str, list[tuple[ColumnOut, str]]]:
    """Return the sheet's name and its columns, each with its field; what is counted is left out."""
    for out in sheets:
        heads = Sheet(out.title, True, (tuple(column.heading for column in out.columns),))
        taken = offer.recognise(heads)
        if taken is not None:
            fields = {at: name for at, _, name in taken.columns}
            pairs = ((column, fields.get(at, "")) for at, column in enumerate(out.columns, 1))
            return out.title, [(c, name) for c, name in pairs if _field(name) in offer.blanks]
    own = set(offer.blanks) - set(offer.repeats)
    kept = [(name, label) for name, label in offer.fields if name in own]
    made = [
        (ColumnOut(label, _kind(offer.blanks.get(name, _PLAIN)), 20), name) for name, label in kept
    ]
    return f"{offer.title.replace(':', '')} {year}", made


def _field(name: str) -> str:
    """Return the field of a column; one of many, such as a group's, has its own name behind it."""
    return name.partition(":")[0] or "none"


def _kind(blank: Blank) -> Kind:
    """Return the kind of a column from its example."""
    if isinstance(blank.example, date):
        return "date"
    if isinstance(blank.example, time):
        return "time"
    if isinstance(blank.example, float):
        return "money"
    return "whole" if isinstance(blank.example, int) else "text"


def _column(
    column: ColumnOut,
    offer: WorkbookOffer,
    name: str,
    lists: Mapping[str, Sequence[str]],
    used: dict[str, Sequence[str]],
) -> BlankColumn:
    field = _field(name)
    blank = offer.blanks.get(field, _PLAIN)
    choices = lists[blank.choices] if isinstance(blank.choices, str) else blank.choices
    offered = (blank.choices if isinstance(blank.choices, str) else field) if choices else ""
    if offered:
        used[offered] = choices
    return BlankColumn(column, blank.note, _example(blank.example), offered, blank.only)


def _example(value: Any) -> Value:
    """Return an example as a person types it."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float):
        return f"{value:,.2f}"
    return None if value is None else str(value)
