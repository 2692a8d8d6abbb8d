"""A finance system's list of transactions: its rows in, and ours out and in again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dscp_desktop.budget.rules.ledger import (
    OWN_HEADINGS,
    LedgerValues,
    source_key,
    text_rows,
)
from dscp_desktop.budget.rules.spend import TransactionValues
from dscp_desktop.core.faults import Fault
from dscp_desktop.core.money import plain_pounds
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.offers import Reading, ReadLine, Recognised
from dscp_desktop.sheets.grid import Found, Line, fault, find_table, is_empty, lines
from dscp_desktop.sheets.parsing import CellFault, as_date, as_entry, as_text, required
from dscp_desktop.sheets.values import Sheet
from dscp_desktop.sheets.writing import ColumnOut, SheetOut

KIND = "transactions"
HEADINGS = {
    "on": ("Date", "Posting date", "Transaction date", "Date posted", "Posted", "Period date"),
    "description": ("Description", "Details", "Narrative", "Supplier", "Text", "Line description"),
    "reference": ("Reference", "Ref", "Document number", "Document", "Invoice", "Invoice number"),
    "cost_code": ("Cost code", "Cost centre", "Account code", "Account", "Code", "Subjective"),
    "amount": ("Amount", "Net amount", "Value", "Net", "Net value"),
    "debit": ("Debit", "Debits", "Debit amount", "DR"),
    "credit": ("Credit", "Credits", "Credit amount", "CR"),
    "heading": ("Heading",),
    "grant": ("Grant",),
}
_TOTALS = {"total", "totals", "grand total", "sum", "balance"}


def recognise_transactions(sheet: Sheet) -> Recognised | None:
    """Take a sheet for a list of transactions by a date, words or a reference, and amounts."""
    for money in (("amount",), ("debit", "credit")):
        for words in ("description", "reference"):
            found = find_table(sheet, HEADINGS, required=("on", words, *money))
            if found is not None:
                return _recognised(found, found.columns, ("on", words, *money))
    return None


def recognise_by(sheet: Sheet, row: int, columns: Mapping[str, str]) -> Recognised:
    """Take a row for the headings of a list whose columns somebody chose: heading to field."""
    wanted = {tidy_name(heading): name for heading, name in columns.items()}
    cells = sheet.rows[row - 1] if 0 < row <= len(sheet.rows) else ()
    written = {at: str(cell) for at, cell in enumerate(cells, 1) if isinstance(cell, str) and cell}
    chosen = tuple(
        (at, heading, wanted.get(tidy_name(heading), "")) for at, heading in written.items()
    )
    return Recognised(KIND, "Because its columns were chosen.", row, chosen)


def _recognised(found: Found, columns: Mapping[str, int], by: Iterable[str]) -> Recognised:
    names = {column: name for name, column in columns.items()}
    told = " and ".join(f"'{found.headings[columns[name]]}'" for name in by)
    shown = tuple((at, text, names.get(at, "")) for at, text in sorted(found.headings.items()))
    return Recognised(
        KIND, f"Because row {found.header_row} has the headings {told}.", found.header_row, shown
    )


def read_transactions(sheet: Sheet, recognised: Recognised) -> Reading:
    """Read the rows of a list: a day, words and an amount each, with its sign as it stands.

    One column may hold the amounts, or one what is paid and one what comes back. Brackets, a minus
    before or behind, CR and DR are read; what has two signs is refused.
    """
    found = Found(
        recognised.header_row,
        {name: at for at, _, name in recognised.columns if name},
        {at: heading for at, heading, name in recognised.columns if not name},
        {at: heading for at, heading, _ in recognised.columns},
    )
    key = source_key(heading for _, heading, _ in recognised.columns)
    taken: list[ReadLine] = []
    faults: list[Fault] = []
    notes: list[Fault] = []
    for line in lines(sheet, found):
        try:
            _read(sheet, found, line, key, taken, notes)
        except _Refused as error:
            faults.append(error.fault)
    return Reading(tuple(taken), tuple(faults), tuple(notes))


class _Refused(Exception):
    def __init__(self, found: Fault) -> None:
        super().__init__(found.why)
        self.fault = found


def _read(
    sheet: Sheet, found: Found, line: Line, key: str, taken: list[ReadLine], notes: list[Fault]
) -> None:
    def said(name: str, what: str) -> str:
        try:
            return as_text(line[name], what).value
        except CellFault as error:
            raise _Refused(fault(sheet, line[name], error.why)) from error

    words, reference = said("description", "description"), said("reference", "reference")
    if is_empty(line["on"]) and tidy_name(words or reference) in _TOTALS | {""}:
        why = "This row has no date and is taken for a total: it is counted anew."
        notes.append(fault(sheet, line["on"], why))
        return
    try:
        on = required(as_date, line["on"], "date")
    except CellFault as error:
        raise _Refused(fault(sheet, line["on"], error.why)) from error
    assert on.value is not None
    values = LedgerValues(
        on=on.value,
        amount=_amount(sheet, found, line, notes),
        description=words,
        reference=reference,
        cost_code=said("cost_code", "cost code"),
        heading=said("heading", "heading"),
        grant=said("grant", "grant"),
        signed="amount" in found.columns,
        key=key,
    )
    if on.note:
        notes.append(fault(sheet, line["on"], on.note))
    if not values.amount:
        notes.append(fault(sheet, line[_money(found)], "A payment of nothing is left out."))
        return
    taken.append(ReadLine(sheet.name, line.row, values, dict(line.shown)))


def _money(found: Found) -> str:
    return next(name for name in ("amount", "debit", "credit") if name in found.columns)


def _amount(sheet: Sheet, found: Found, line: Line, notes: list[Fault]) -> int:
    """Return the amount of a row: of its one column, or what is paid less what comes back."""
    if not any(name in found.columns for name in ("amount", "debit", "credit")):
        raise _Refused(fault(sheet, line["on"], "No column holds the amounts. Choose one."))
    read: dict[str, int] = {}
    for name in ("amount",) if "amount" in found.columns else ("debit", "credit"):
        try:
            got = as_entry(line[name])
        except CellFault as error:
            raise _Refused(fault(sheet, line[name], error.why)) from error
        if got.note:
            notes.append(fault(sheet, line[name], got.note))
        if got.value is not None:
            read[name] = got.value
    if not read:
        raise _Refused(fault(sheet, line[_money(found)], "The cell is empty. Type the amount."))
    if read.get("debit") and read.get("credit"):
        why = "Both debit and credit are filled. Leave the one that is meant."
        raise _Refused(fault(sheet, line["credit"], why))
    # A credit is money back, whether or not its column shows a minus.
    return read.get("amount", 0) + read.get("debit", 0) - abs(read.get("credit", 0))


def pasted_sheet(text: str, name: str = "Pasted") -> Sheet:
    """Return what was copied from Excel, or comma-separated text, as a sheet."""
    return Sheet(name, True, text_rows(text))


def transactions_sheet(year: str, rows: Iterable[TransactionValues]) -> SheetOut:
    """Return the transactions of a year as they go out; they come in again all the same."""
    on, words, reference, code, amount, heading, grant = OWN_HEADINGS
    columns = (
        *(ColumnOut(on, "date", 12), ColumnOut(words, "text", 40), ColumnOut(reference)),
        *(ColumnOut(code), ColumnOut(amount, "money"), ColumnOut(heading), ColumnOut(grant)),
    )
    out = tuple(
        (
            *(each.on, each.description or None, each.reference or None, each.cost_code or None),
            *(each.amount, each.heading or None, each.grant or None),
        )
        for each in rows
    )
    return SheetOut(f"Transactions {year}", columns, out)


def transaction_values(rows: Iterable[TransactionValues]) -> list[dict[str, Any]]:
    """Return transactions in the shape that scripts read."""
    return [
        {
            "date": each.on.isoformat(),
            "description": each.description,
            "reference": each.reference,
            "cost_code": each.cost_code,
            "amount": plain_pounds(each.amount),
            "heading": each.heading,
            "grant": each.grant,
            "perhaps_twice": each.doubt == "twice",
        }
        for each in rows
    ]
