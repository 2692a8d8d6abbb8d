"""Spend against budget, and the whole year, as sheets: what was typed comes in, the rest is
compared."""

from __future__ import annotations

from typing import Any

from dscp_desktop.budget.rules.contributions import difference_words, years_in
from dscp_desktop.budget.rules.ledger import SpendValues, StatementValues
from dscp_desktop.budget.rules.spend import (
    MONTHS,
    UNPLACED,
    BudgetYear,
    SpendLine,
    SpendYear,
)
from dscp_desktop.budget.rules.statement import statement_rows
from dscp_desktop.core.faults import Fault
from dscp_desktop.core.money import plain_pounds
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.offers import Reading, ReadLine, Recognised
from dscp_desktop.sheets.grid import Found, Line, fault, find_table, is_empty, lines
from dscp_desktop.sheets.parsing import CellFault, as_pence, as_text, required
from dscp_desktop.sheets.values import Sheet, Value
from dscp_desktop.sheets.writing import ColumnOut, SheetOut

SPEND, STATEMENT = "spend", "budget-year"
SPEND_HEADINGS = {
    "heading": ("Heading", "Spend heading"),
    "budget": ("Budget*",),
    "typed": ("Forecast typed", "Typed forecast"),
    "note": ("Note", "Notes"),
}
SPEND_FIELDS = (
    ("heading", "Heading"),
    ("budget", "Budget"),
    ("typed", "Forecast typed"),
    ("note", "Note"),
)
STATEMENT_HEADINGS = {"what": ("What",), "figure": ("Figure*",)}
SUM = "Sum of lines"
_LEFT = {"sum", "total", tidy_name(SUM), tidy_name(UNPLACED)}


def recognise_spend(sheet: Sheet) -> Recognised | None:
    """Take a sheet for one of budgets by a heading 'Heading' and one 'Budget …'."""
    found = find_table(sheet, SPEND_HEADINGS, required=("heading", "budget"))
    return _recognised(SPEND, found, ("heading", "budget")) if found else None


def recognise_statement(sheet: Sheet) -> Recognised | None:
    """Take a sheet for a year's statement by a heading 'What' and one 'Figure …'."""
    found = find_table(sheet, STATEMENT_HEADINGS, required=("what", "figure"))
    return _recognised(STATEMENT, found, ("what", "figure")) if found else None


def _recognised(kind: str, found: Found, by: tuple[str, ...]) -> Recognised:
    names = {column: name for name, column in found.columns.items()}
    told = " and ".join(f"'{found.headings[found.columns[name]]}'" for name in by)
    shown = tuple((at, text, names.get(at, "")) for at, text in sorted(found.headings.items()))
    why = f"Because row {found.header_row} has the headings {told}."
    return Recognised(kind, why, found.header_row, shown)


def _found(recognised: Recognised) -> Found:
    return Found(
        recognised.header_row,
        {name: at for at, _, name in recognised.columns if name},
        {at: heading for at, heading, name in recognised.columns if not name},
        {at: heading for at, heading, _ in recognised.columns},
    )


def _year(sheet: Sheet, recognised: Recognised, name: str) -> tuple[str, Fault | None]:
    """Return the one year that headings and name of a sheet agree on, or a fault."""
    years = years_in([*(heading for _, heading, _ in recognised.columns), sheet.name])
    if len(years) == 1:
        return years[0], None
    at = next((at for at, _, field in recognised.columns if field == name), 1)
    cell = sheet.cell(recognised.header_row, at)
    why = "The sheet does not say which year. Write it here, as in 'Budget 2023-24 (£)'."
    if years:
        why = f"The sheet names {len(years)} years: {' and '.join(years)}. Give each its own sheet."
    return "", fault(sheet, cell, why)


def read_spend(sheet: Sheet, recognised: Recognised) -> Reading:
    """Read headings, budgets and typed forecasts; what is counted from transactions is left."""
    year, wrong = _year(sheet, recognised, "budget")
    if wrong:
        return Reading(faults=(wrong,))
    taken: list[ReadLine] = []
    faults: list[Fault] = []
    notes: list[Fault] = []
    for line in lines(sheet, _found(recognised)):
        if tidy_name(str(line["heading"].value or "")) in _LEFT:
            continue
        if is_empty(line["budget"]) and is_empty(line["typed"]) and not is_empty(line["heading"]):
            continue  # a heading that nobody gave a budget
        cell = line["heading"]
        try:
            heading = required(as_text, cell, "heading").value
            cell = line["budget"]
            budget = required(as_pence, cell, "budget")
            cell = line["typed"]
            typed = as_pence(cell, "forecast")
            cell = line["note"]
            note = as_text(cell, "note").value
        except CellFault as error:
            faults.append(fault(sheet, cell, error.why))
            continue
        if budget.value < 0:
            why = "A budget is not below nothing. Type the amount without a minus or brackets."
            faults.append(fault(sheet, line["budget"], why))
            continue
        said = (("budget", budget.note), ("typed", typed.note))
        notes += [fault(sheet, line[name], words) for name, words in said if words]
        values = SpendValues(year, heading, budget.value, typed.value, note)
        taken.append(ReadLine(sheet.name, line.row, values, dict(line.shown)))
    return Reading(tuple(taken), tuple(faults), tuple(notes))


def spend_sheet(year: SpendYear) -> SheetOut:
    """Return spend against budget by heading and month; its budgets come in again the same."""
    columns = (
        ColumnOut("Heading", "text", 30),
        ColumnOut(f"Budget {year.year} (£)", "money", 20),
        ColumnOut("Forecast typed (£)", "money", 20),
        ColumnOut("Note", "text", 40),
        *(ColumnOut(f"{month} (£)", "money", 12) for month in MONTHS),
        *(ColumnOut(f"{name} (£)", "money") for name in ("Spent", "Ordered", "Forecast")),
        ColumnOut("How forecast", "text", 60),
    )
    rows: list[tuple[Value, ...]] = [_spend_row(line) for line in year.lines]
    sums = (*year.months, year.actual, year.committed, year.forecast)
    rows.append((SUM, year.budget, None, None, *sums, None))
    return SheetOut(f"Spend {year.year}", columns, tuple(rows))


def _spend_row(line: SpendLine) -> tuple[Value, ...]:
    budget = line.budget if line.budgeted else None
    typed = (line.heading, budget, line.typed_forecast, line.note or None)
    counted = (*line.months, line.actual, line.committed, line.forecast)
    return (*typed, *counted, line.forecast_words)


def spend_values(year: SpendYear) -> dict[str, Any]:
    """Return spend against budget in the shape that scripts read."""
    return {
        "year": year.year,
        "lines": [
            {
                "heading": line.heading,
                "budget": plain_pounds(line.budget),
                "months": [plain_pounds(month) for month in line.months],
                "spent": plain_pounds(line.actual),
                "ordered": plain_pounds(line.committed),
                "forecast": plain_pounds(line.forecast),
                "forecast_how": line.forecast_how,
            }
            for line in year.lines
        ],
        "budget": plain_pounds(year.budget),
        "spent": plain_pounds(year.actual),
        "ordered": plain_pounds(year.committed),
        "forecast": plain_pounds(year.forecast),
        "not_placed": plain_pounds(year.unplaced_amount),
        "perhaps_twice": len(year.doubts),
    }


def statement_sheet(year: BudgetYear) -> SheetOut:
    """Return the figures of a year as a sheet."""
    name = year.contributions.year
    columns = (
        ColumnOut("What", "text", 50),
        ColumnOut(f"Figure {name} (£)", "money", 20),
        ColumnOut("Words", "text", 60),
    )
    rows = tuple((what, figure, words or None) for what, figure, words in statement_rows(year))
    return SheetOut(f"Budget year {name}", columns, rows)


def statement_values(year: BudgetYear) -> dict[str, Any]:
    """Return the figures of a year in the shape that scripts read, with each step of each line."""
    given = year.contributions
    return {
        "year": given.year,
        "closed_on": given.closed_on.isoformat() if given.closed_on else None,
        "totals": difference_words(given),
        "forecast": plain_pounds(year.spend.forecast),
        "figures": [
            {
                "what": what,
                "figure": None if amount is None else plain_pounds(amount),
                "words": words,
            }
            for what, amount, words in statement_rows(year)
        ],
        "contributions": [
            {
                "partner": line.partner,
                "payer": line.payer,
                "amount": plain_pounds(line.amount),
                "mark": line.mark,
                "payment": line.payment,
                "outstanding": plain_pounds(line.outstanding),
                "in_kind": line.in_kind,
                "steps": [
                    {
                        "step": step.kind,
                        "date": step.on.isoformat(),
                        "amount": plain_pounds(step.amount),
                        "reference": step.reference,
                    }
                    for step in line.steps
                ],
            }
            for line in given.lines
        ],
    }


def read_statement(sheet: Sheet, recognised: Recognised) -> Reading:
    """Read the figures of a statement, to be compared with what is counted here."""
    year, wrong = _year(sheet, recognised, "figure")
    if wrong:
        return Reading(faults=(wrong,))
    taken: list[ReadLine] = []
    faults: list[Fault] = []
    for line in lines(sheet, _found(recognised)):
        try:
            taken.append(_statement_line(sheet, line, year))
        except CellFault as error:
            faults.append(fault(sheet, line["figure"], error.why))
    return Reading(tuple(taken), tuple(faults))


def _statement_line(sheet: Sheet, line: Line, year: str) -> ReadLine:
    what = as_text(line["what"]).value
    values = StatementValues(year, what, as_pence(line["figure"], "figure").value)
    return ReadLine(sheet.name, line.row, values, dict(line.shown))
