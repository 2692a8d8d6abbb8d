"""Contributions of a year as a sheet: partners down, totals and footnotes below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dscp_desktop.budget.rules.contributions import (
    PAYMENTS,
    ContributionLine,
    ContributionValues,
    TotalValues,
    YearValues,
    years_in,
)
from dscp_desktop.core.faults import Fault
from dscp_desktop.core.money import show_pounds
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.offers import Reading, ReadLine, Recognised
from dscp_desktop.sheets.grid import Found, Line, fault, find_table, is_empty, lines
from dscp_desktop.sheets.parsing import CellFault, as_pence, as_text, required
from dscp_desktop.sheets.values import Cell, Sheet, Value, show_value
from dscp_desktop.sheets.writing import ColumnOut, SheetOut

KIND = "contributions"
HEADINGS = {
    "partner": ("Partner", "Partners", "Contributor"),
    "amount": ("Contribution*", "Contributions*"),
    "mark": ("Mark",),
    "note": ("Note", "Notes"),
    "payment": ("Payment",),
    "payer": ("Payer", "Paid by"),
    "in_kind": ("In kind", "Given in kind", "Contribution in kind"),
    "in_kind_value": ("Value in kind", "In kind value"),
}
FIELDS = (
    ("partner", "Partner"),
    ("amount", "Contribution"),
    ("mark", "Mark"),
    ("note", "Note"),
    ("payment", "Payment"),
    ("payer", "Payer"),
    ("in_kind", "In kind"),
    ("in_kind_value", "Value in kind"),
)
SUM, TOTAL, DIFFERENCE = "Sum of lines", "Total as published", "Difference"
_LONGEST_NAME = 200
_TOTALS = {"total", "grand total", "published total", tidy_name(TOTAL)}
_SUMS = {"sum", tidy_name(SUM)}
_FOOTNOTE = re.compile(r"(?P<mark>[*†‡]+)\s*(?P<note>\S.*)", re.DOTALL)
_MARKED_NAME = re.compile(r"(?P<name>[^*†‡]*[^*†‡\s])\s*(?P<mark>[*†‡]+)")
_PAYMENT_OF = {
    tidy_name(word): name for name, words in PAYMENTS.items() for word in (name, words) if word
}


@dataclass(slots=True)
class _Table:
    """What was read so far: lines without their footnotes yet, totals, footnotes, remarks."""

    sheet: Sheet
    year: str
    lines: list[ReadLine] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    footnotes: dict[str, str] = field(default_factory=dict)
    footnote_cells: dict[str, Cell] = field(default_factory=dict)
    total: ReadLine | None = None
    summed: tuple[Line, int] | None = None
    reason: str = ""
    explains: int = 0
    amount_found: bool = False


def recognise_contributions(sheet: Sheet) -> Recognised | None:
    """Take a sheet for one of contributions by a heading 'Partner' and one 'Contribution …'."""
    found = find_table(sheet, HEADINGS, required=("partner", "amount"))
    if found is None:
        return None
    names = {column: name for name, column in found.columns.items()}
    columns = tuple(
        (column, heading, names.get(column, ""))
        for column, heading in sorted(found.headings.items())
    )
    amount = found.headings[found.columns["amount"]]
    partner = found.headings[found.columns["partner"]]
    why = f"Because row {found.header_row} has the headings '{partner}' and '{amount}'."
    return Recognised(KIND, why, found.header_row, columns)


def read_contributions(sheet: Sheet, recognised: Recognised) -> Reading:
    """Read partners and amounts, the total as published, and the footnotes under the table.

    A starred figure and the footnote that begins with its star are brought together. A total
    is never a line, and never put in place of the sum.
    """
    found = _found(recognised)
    texts = _texts_above(sheet, found)
    years, wrong = _year(sheet, found, texts)
    if wrong:
        return Reading(faults=(wrong,))
    table = _Table(sheet, years)
    for line in lines(sheet, found):
        _read_line(table, line)
    _tie_footnotes(table)
    source = next((text for text in texts if not years_in([text])), "")
    if table.total or source or table.reason:
        _add_total(table, found, source)
    _check_sum(table)
    return Reading(tuple(table.lines), tuple(table.faults), tuple(table.notes))


def _found(recognised: Recognised) -> Found:
    return Found(
        recognised.header_row,
        {name: column for column, _, name in recognised.columns if name},
        {column: heading for column, heading, name in recognised.columns if not name},
        {column: heading for column, heading, _ in recognised.columns},
    )


def _texts_above(sheet: Sheet, found: Found) -> list[str]:
    above = sheet.rows[: found.header_row - 1]
    return [as_text(value).value for row in above for value in row if isinstance(value, str)]


def _year(sheet: Sheet, found: Found, texts: Sequence[str]) -> tuple[str, Fault | None]:
    """Return the one year that heading, title and name of the sheet agree on, or a fault."""
    heading_cell = sheet.cell(found.header_row, found.columns.get("amount", 1))
    cell = replace(heading_cell, heading=show_value(heading_cell))
    years = years_in([*found.headings.values(), *texts, sheet.name])
    if len(years) == 1:
        return years[0], None
    if not years:
        why = "The sheet does not say which year. Write it here, as in 'Contribution 2022-23 (£)'."
        return "", fault(sheet, cell, why)
    why = (
        f"The sheet names {len(years)} years: {' and '.join(years)}. Put each year in a sheet of "
        "its own, and only that year in its heading, title and name."
    )
    return "", fault(sheet, cell, why)


def _read_line(table: _Table, line: Line) -> None:
    sheet, cell = table.sheet, line["partner"]
    try:
        partner = as_text(cell, "name of the partner").value
    except CellFault as error:
        table.faults.append(fault(sheet, cell, error.why))
        return
    if is_empty(line["amount"]) and _is_below(table, line, partner):
        return
    if not partner:
        table.faults.append(fault(sheet, cell, "The cell is empty. Type the partner."))
        return
    try:
        read = required(as_pence, line["amount"], "amount")
    except CellFault as error:
        table.faults.append(fault(sheet, line["amount"], error.why))
        return
    if read.note:
        table.notes.append(fault(sheet, line["amount"], read.note))
    label = tidy_name(partner)
    if label in _TOTALS:
        _read_total(table, line, read.value)
    elif label in _SUMS:
        table.summed = (line, read.value)
    elif label == tidy_name(DIFFERENCE):
        table.reason, table.explains = _text(table, line, "note"), read.value
    else:
        _read_partner(table, line, partner, read.value, read.mark)


def _is_below(table: _Table, line: Line, partner: str) -> bool:
    """Take a row without amount that is a footnote, or words under the total."""
    footnote = _FOOTNOTE.fullmatch(partner)
    if footnote:
        table.footnotes[footnote["mark"]] = " ".join(footnote["note"].split())
        table.footnote_cells[footnote["mark"]] = line["partner"]
        return True
    if table.total and partner:
        why = "Words under the total are not taken. Begin a note with the mark of its figure."
        table.notes.append(fault(table.sheet, line["partner"], why))
        return True
    return False


def _text(table: _Table, line: Line, name: str) -> str:
    try:
        return as_text(line[name], name).value
    except CellFault as error:
        table.faults.append(fault(table.sheet, line[name], error.why))
        return ""


def _read_total(table: _Table, line: Line, published: int) -> None:
    if table.total is not None:
        why = f"Row {table.total.row} is a total already. Leave one of the two."
        table.faults.append(fault(table.sheet, line["partner"], why))
        return
    source = _text(table, line, "note")
    value = TotalValues(table.year, published, source)
    table.total = ReadLine(table.sheet.name, line.row, value, {"published": _shown(line["amount"])})


def _read_partner(table: _Table, line: Line, partner: str, amount: int, mark: str) -> None:
    before = len(table.faults)
    note = _text(table, line, "note")
    if marked := _MARKED_NAME.fullmatch(partner):
        # The mark of a footnote may stand behind the name as well as behind the amount.
        partner, mark = marked["name"], mark or marked["mark"]
    if len(partner) > _LONGEST_NAME:
        why = f"A name has at most {_LONGEST_NAME} letters. Type the partner's name alone."
        table.faults.append(fault(table.sheet, line["partner"], why))
    mark = mark or _text(table, line, "mark")
    payment = _payment(table, line)
    payer, in_kind = _text(table, line, "payer"), _text(table, line, "in_kind")
    value = _value_in_kind(table, line, in_kind)
    if amount < 0:
        why = "A contribution is not below nothing. Type the amount without a minus or brackets."
        table.faults.append(fault(table.sheet, line["amount"], why))
    if len(table.faults) > before:
        return
    values = ContributionValues(
        table.year, partner, amount, mark, note, payment, payer, in_kind, value
    )
    cells = {name: _shown(cell) for name, cell in line.values.items()}
    table.lines.append(ReadLine(table.sheet.name, line.row, values, cells))


def _value_in_kind(table: _Table, line: Line, in_kind: str) -> int | None:
    """Return the value put on what is given in kind: not below nothing, and never without words."""
    try:
        read = as_pence(line["in_kind_value"], "value in kind")
    except CellFault as error:
        table.faults.append(fault(table.sheet, line["in_kind_value"], error.why))
        return None
    if read.note:
        table.notes.append(fault(table.sheet, line["in_kind_value"], read.note))
    if read.value is not None and (read.value < 0 or not in_kind):
        why = "A value is not below nothing. Type it without a minus or brackets."
        why = why if in_kind else "A value stands here without words. Say what is given in kind."
        table.faults.append(fault(table.sheet, line["in_kind_value"], why))
        return None
    return read.value


def _payment(table: _Table, line: Line) -> str:
    text = tidy_name(_text(table, line, "payment"))
    if text and text not in _PAYMENT_OF:
        known = ", ".join(words for words in PAYMENTS.values() if words)
        why = f"A payment is one of: {known}."
        table.faults.append(fault(table.sheet, line["payment"], why))
    return _PAYMENT_OF.get(text, "")


def _shown(cell: Cell) -> tuple[str, str]:
    return cell.heading, show_value(cell)


def _tie_footnotes(table: _Table) -> None:
    used = set()
    for number, line in enumerate(table.lines):
        values: ContributionValues = line.value
        if not values.mark:
            continue
        used.add(values.mark)
        note = values.note or table.footnotes.get(values.mark, "")
        if not note:
            why = f"No note under the table begins with {values.mark}. Add one, or take it away."
            table.notes.append(line.fault("amount", why))
        table.lines[number] = replace(line, value=replace(values, note=note))
    for mark, cell in table.footnote_cells.items():
        if mark not in used:
            why = f"No figure carries the mark {mark}, so this note is not taken."
            table.notes.append(fault(table.sheet, cell, why))


def _add_total(table: _Table, found: Found, source: str) -> None:
    """Put what the sheet says of the whole year behind its lines."""
    line = table.total
    if line is None:
        line = ReadLine(table.sheet.name, found.header_row, TotalValues(table.year, None))
    values: TotalValues = line.value
    explains = table.explains if table.reason else 0
    whole = replace(values, source=values.source or source, reason=table.reason, explains=explains)
    table.lines.append(replace(line, value=whole))


def _check_sum(table: _Table) -> None:
    """Note a sum in the sheet that its own lines do not give; ours is counted anew."""
    if table.summed is None or table.faults:
        return
    line, summed = table.summed
    given = [each.value for each in table.lines if isinstance(each.value, ContributionValues)]
    counted = sum(values.amount for values in given)
    if counted != summed:
        why = f"The lines add up to {show_pounds(counted)}, which is what counts."
        table.notes.append(fault(table.sheet, line["amount"], why))


def contributions_sheet(year: YearValues) -> SheetOut:
    """Return a year as it goes out: lines, sum, published total and difference together.

    It comes in again all the same.
    """
    columns = [
        ColumnOut("Partner", "text", 40),
        ColumnOut(f"Contribution {year.year} (£)", "money", 26),
        ColumnOut("Mark", "text", 8),
        ColumnOut("Note", "text", 60),
        ColumnOut("Payment", "text", 16),
    ]
    more = any(line.payer or line.in_kind for line in year.lines)
    if more:
        columns += [ColumnOut("Payer", "text", 40), ColumnOut("In kind", "text", 60)]
        columns.append(ColumnOut("Value in kind (£)", "money", 18))
    rows: list[tuple[Value, ...]] = [_row(line, more) for line in year.lines]
    empty = (None,) * 3 if more else ()
    rows.append((SUM, year.sum, None, None, None, *empty))
    if year.published is not None:
        rows.append((TOTAL, year.published, None, year.source or None, None, *empty))
        rows.append((DIFFERENCE, year.difference, None, year.reason or None, None, *empty))
    return SheetOut(f"Contributions {year.year}", tuple(columns), tuple(rows))


def _row(line: ContributionLine, more: bool) -> tuple[Value, ...]:
    """Return a line as it goes out; `more` with who pays, and what is given in kind."""
    plain = (
        *(line.partner, line.amount, line.mark or None, line.note or None),
        PAYMENTS[line.payment] or None,
    )
    return (*plain, line.payer or None, line.in_kind or None, line.in_kind_value) if more else plain
