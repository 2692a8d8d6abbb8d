"""Budgets that come in by sheet, and statements that are compared with what is counted."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.budget.commands.spend import new_heading
from dscp_desktop.budget.commands.years import find_year, new_year
from dscp_desktop.budget.queries.spend import list_headings
from dscp_desktop.budget.rules.ledger import SpendValues
from dscp_desktop.budget.tables import BudgetLine
from dscp_desktop.core.faults import Fault
from dscp_desktop.core.money import show_pounds
from dscp_desktop.core.names import near_names, tidy_name
from dscp_desktop.core.offers import Reading, ReadLine, RowOutcome, SheetOutcome
from dscp_desktop.store.session import fresh_id


def take_spend(session: Session, reading: Reading) -> SheetOutcome:
    """Take the budgets and typed forecasts of a sheet.

    A heading nobody knows is added as new, with a note. What the sheet leaves blank is kept.
    """
    rows: list[RowOutcome] = []
    faults: list[Fault] = []
    notes: list[Fault] = []
    seen: dict[tuple[str, str], int] = {}
    for line in reading.lines:
        values: SpendValues = line.value
        known = {tidy_name(each.title): each.id for each in list_headings(session)}
        first = seen.setdefault((values.year, tidy_name(values.heading)), line.row)
        if first != line.row:
            why = f"Row {first} has this heading already. Leave one of the two."
            faults.append(line.fault("heading", why))
            continue
        year = find_year(session, values.year) or new_year(session, values.year)
        heading_id = known.get(tidy_name(values.heading), "")
        row = _line(session, year.id, heading_id)
        changes = _changes(row, values)
        if year.closed_on and (row is None or changes):
            faults.append(line.fault("budget", year.closed_words()))
            continue
        if not heading_id:
            near = near_names(values.heading, [each.title for each in list_headings(session)])
            perhaps = f" Perhaps {' or '.join(near)}." if near else ""
            why = f"There is no heading {values.heading} yet: it is added as new.{perhaps}"
            notes.append(line.fault("heading", why))
            heading_id = new_heading(session, values.heading).id
        rows.append(_take(session, line, values, row, changes, (year.id, heading_id)))
        session.flush()
    return SheetOutcome(tuple(rows), tuple(faults), tuple(notes))


def _line(session: Session, year_id: str, heading_id: str) -> BudgetLine | None:
    query = select(BudgetLine).where(BudgetLine.year_id == year_id)
    return session.scalars(query.where(BudgetLine.heading_id == heading_id)).first()


def _changes(row: BudgetLine | None, values: SpendValues) -> list[tuple[str, str, str]]:
    if row is None:
        return []
    found = []
    if row.amount != values.budget:
        found.append(("Budget", show_pounds(row.amount), show_pounds(values.budget)))
    if values.forecast is not None and row.forecast != values.forecast:
        old = "" if row.forecast is None else show_pounds(row.forecast)
        found.append(("Forecast typed", old, show_pounds(values.forecast)))
    if values.note and row.note != values.note:
        found.append(("Note", row.note, values.note))
    return found


def _take(
    session: Session,
    line: ReadLine,
    values: SpendValues,
    row: BudgetLine | None,
    changes: list[tuple[str, str, str]],
    ids: tuple[str, str],
) -> RowOutcome:
    state = "new" if row is None else "changed" if changes else "same"
    if row is None:
        row = BudgetLine(id=fresh_id(session), year_id=ids[0], heading_id=ids[1], note="")
        row.weights = ""
        session.add(row)
    row.amount, row.note = values.budget, values.note or row.note
    row.forecast = row.forecast if values.forecast is None else values.forecast
    cells = (values.heading, show_pounds(values.budget))
    return RowOutcome(line.row, state, f"{values.heading} {values.year}", cells, tuple(changes))


def compare_statement(
    reading: Reading, counted: Mapping[str, Mapping[str, int | None]]
) -> SheetOutcome:
    """Compare the figures of a statement with those counted here, by year and name.

    None of them is taken: they are the same, or a fault says what is counted.
    """
    rows: list[RowOutcome] = []
    faults: list[Fault] = []
    for line in reading.lines:
        ours = counted.get(line.value.year, {})
        if line.value.what not in ours:
            why = "There is no such figure of this year. A statement is compared, never taken in."
            faults.append(line.fault("what", why))
        elif ours[line.value.what] != line.value.figure:
            figure = ours[line.value.what]
            shown = "nothing" if figure is None else show_pounds(figure)
            why = f"Counted here it is {shown}. Change what it is counted from: it is never taken."
            faults.append(line.fault("figure", why))
        else:
            rows.append(RowOutcome(line.row, "same", line.value.what))
    return SheetOutcome(tuple(rows), tuple(faults))
