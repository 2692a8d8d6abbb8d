"""A sheet taken for a kind because somebody says so, and sources that were set by hand before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dscp_desktop.core.faults import Refused
from dscp_desktop.core.offers import Recognised, WorkbookOffer
from dscp_desktop.records.rules.planning import (
    FilePlan,
    Known,
    Layout,
    SheetPlan,
    layout_key,
    plan_sheet,
    too_long,
)
from dscp_desktop.sheets.grid import headings_of, match_row
from dscp_desktop.sheets.values import Sheet, column_letters

_HEADS_LOOKED_AT, _HEADS_OFFERED = 200, 20  # rows that may be headings


def known_by(layouts: Iterable[Layout]) -> Known | None:
    """Return what tells a source whose columns were set by hand: by the headings of a row."""
    by_key = {layout.key: layout for layout in layouts}

    def known(
        sheet: Sheet, offers: Sequence[WorkbookOffer]
    ) -> tuple[WorkbookOffer, Recognised] | None:
        kinds = {offer.kind: offer for offer in offers}
        for row in range(1, min(len(sheet.rows), _HEADS_LOOKED_AT) + 1):
            written = match_row(sheet, row, {}).headings
            layout = by_key.get(layout_key(written.values())) if len(written) > 1 else None
            if layout is None or layout.kind not in kinds:
                continue
            why = f"Because row {row} has the headings of a source that was set by hand before."
            fields = zip(written.items(), layout.fields, strict=True)
            columns = tuple((at, text, name) for (at, text), name in fields)
            return kinds[layout.kind], Recognised(layout.kind, why, row, columns)
        return None

    return known if by_key else None


def plan_by_hand(
    plan: FilePlan, sheet: Sheet, offer: WorkbookOffer, header_row: int | None = None
) -> SheetPlan:
    """Take a sheet for a kind because somebody says so, its headings in a row: 0 for none.

    `plan` is that of its workbook. Raises Refused where it has more rows than the kind takes.
    """
    recognised = _recognise_as(sheet, offer, header_row)
    if why := too_long(plan.file, sheet, offer, recognised):
        raise Refused(why)
    found = next((each.found for each in plan.sheets if each.sheet == sheet.name), None)
    return plan_sheet(plan.file, sheet, offer, recognised, found)


def _recognise_as(sheet: Sheet, offer: WorkbookOffer, header_row: int | None) -> Recognised:
    """Return the columns of a sheet as one of a kind: as it finds them, else by its own words."""
    row = header_row if header_row is not None else _likely_heads(sheet, offer)
    if row:
        empty = (None,) * len(sheet.rows[0])
        below = replace(sheet, rows=(*(empty,) * (row - 1), *sheet.rows[row - 1 :]))
        found = offer.recognise(below if header_row else sheet)
        if found is not None and header_row in (None, found.header_row):
            return found
    words = {name: (label,) for name, label in offer.fields}
    matched = match_row(sheet, row, words) if row else None
    wide = len(sheet.rows[0]) if sheet.rows else 0
    none = {at: f"Column {column_letters(at)}" for at in range(1, wide + 1)}
    fields = {at: name for name, at in matched.columns.items()} if matched else {}
    headings = matched.headings if matched else none
    columns = tuple((at, text, fields.get(at, "")) for at, text in sorted(headings.items()))
    where = f"with its headings in row {row}" if row else "without headings"
    return Recognised(offer.kind, f"As chosen by hand, {where}.", row, columns)


def _likely_heads(sheet: Sheet, offer: WorkbookOffer) -> int:
    """Return the row that has most words of a kind; 0 where none has any."""
    words = {name: (label,) for name, label in offer.fields}
    rows = range(1, min(len(sheet.rows), _HEADS_LOOKED_AT) + 1)
    found = max(rows, key=lambda row: len(match_row(sheet, row, words).columns), default=0)
    return found if found and match_row(sheet, found, words).columns else 0


def head_rows(sheet: Sheet) -> tuple[tuple[int, str], ...]:
    """Return the rows that may be the headings of a sheet, each with its first words."""
    found: list[tuple[int, str]] = []
    for row in range(1, min(len(sheet.rows), _HEADS_LOOKED_AT) + 1):
        written = headings_of(sheet, row)
        if len(written) > 1 and len(found) < _HEADS_OFFERED:
            found.append((row, f"Row {row}: {', '.join(written)[:60]}"))
    return (*found, (0, "No headings"))


def perhaps(sheet: Sheet, offers: Sequence[WorkbookOffer]) -> str:
    """Say what a sheet of no known kind may be, '' where nothing tells."""
    near = [(offer, _likely_heads(sheet, offer)) for offer in offers if offer.fields]
    best, told = "", 1
    for offer, row in near:
        words = {name: (label,) for name, label in offer.fields}
        match = match_row(sheet, row, words) if row else None
        if match is not None and len(match.columns) > told:
            told = len(match.columns)
            quoted = [f"‘{match.headings[at]}’" for at in list(match.columns.values())[:3]]
            best = f"Perhaps {offer.title.lower()}: row {row} has {', '.join(quoted)}."
    return best
