"""A plan as a workbook of three sheets: outcomes, measures, golden threads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from dscp_desktop.core.faults import Fault, Refused
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.offers import Reading, ReadLine, Recognised
from dscp_desktop.diary.workbook import RowReader, read_rows, recognised, table_of
from dscp_desktop.priorities.rules.outcomes import number_key, parse_number, parse_outcomes
from dscp_desktop.priorities.rules.plans import PlanLine, terms_in
from dscp_desktop.priorities.rules.rows import (
    MeasureValues,
    OutcomeValues,
    SheetValues,
    ThreadValues,
)
from dscp_desktop.sheets.grid import find_table
from dscp_desktop.sheets.parsing import as_text, as_whole
from dscp_desktop.sheets.values import Sheet, Value
from dscp_desktop.sheets.writing import ColumnOut, SheetOut

OUTCOMES, MEASURES, THREADS = "plan", "plan-measures", "plan-threads"
BEFORE = "the plan before"
_OUTCOME_HEADINGS = {
    "number": ("Priority no", "Priority number", "Priority no."),
    "priority": ("Priority", "Priority title"),
    "outcome_number": ("Outcome no", "Outcome number", "Outcome no."),
    "outcome": ("Outcome", "Outcome title"),
    "lead": ("Lead group", "Lead", "Led by"),
}
_MEASURE_HEADINGS = {
    "title": ("Measure", "Measures"),
    "outcomes": ("Outcomes", "Outcome", "Outcome nos"),
    "activity": ("Activity", "Activities"),
}
_THREAD_HEADINGS = {"title": ("Thread", "Golden thread"), "how": ("Also in*",)}
OUTCOME_FIELDS = (
    *(("number", "Priority no"), ("priority", "Priority"), ("outcome_number", "Outcome no")),
    *(("outcome", "Outcome"), ("lead", "Lead group")),
)
MEASURE_FIELDS = (("title", "Measure"), ("outcomes", "Outcomes"), ("activity", "Activity"))
THREAD_FIELDS = (("title", "Thread"), ("how", "Also in the plan before"))
_HOWS = {"same": "same", "the same": "same", "reworded": "reworded", "new": "new", "no": "new"}


# Reading ------------------------------------------------------------------------------------


def recognise_outcomes(sheet: Sheet) -> Recognised | None:
    """Take a sheet for the outcomes of a plan by its headings: priority and outcome number."""
    needed = ("priority", "outcome_number")
    found = find_table(sheet, _OUTCOME_HEADINGS, required=needed)
    return recognised(OUTCOMES, found, needed) if found else None


def recognise_measures(sheet: Sheet) -> Recognised | None:
    """Take a sheet for the measures of a plan by its headings: measure and outcomes."""
    found = find_table(sheet, _MEASURE_HEADINGS, required=("title", "outcomes"))
    return recognised(MEASURES, found, ("title", "outcomes")) if found else None


def recognise_threads(sheet: Sheet) -> Recognised | None:
    """Take a sheet for golden threads by its headings: thread, and 'Also in' a plan before."""
    found = find_table(sheet, _THREAD_HEADINGS, required=("title", "how"))
    return recognised(THREADS, found, ("title", "how")) if found else None


def read_outcomes(sheet: Sheet, taken: Recognised) -> Reading:
    """Read each row: a priority with one of its outcomes, or alone."""
    seen: dict[str, int] = {}
    titles: dict[int, tuple[str, int]] = {}

    def judge(row: RowReader) -> OutcomeValues | None:
        values = _outcome_row(row)
        if values is None:
            return None
        title, first = titles.setdefault(values.number, (values.priority, row.line.row))
        if tidy_name(title) != tidy_name(values.priority):
            row.wrong("priority", f"Row {first} calls priority {values.number} ‘{title}’.")
        key = values.outcome_number or f"priority {values.number}"
        first = seen.setdefault(key, row.line.row)
        if first != row.line.row:
            why = f"Row {first} has {key} already. Number it anew, or leave one of the two."
            row.wrong("outcome_number", why)
        return None if row.faults else values

    return _reading(sheet, taken, judge)


def _outcome_row(row: RowReader) -> OutcomeValues | None:
    number = row.read("number", as_whole, "number of the priority")
    need = "Every row needs its priority. Type it, also where it is that of the row above."
    priority = row.text("priority", "priority", need)
    said = row.read("outcome_number", as_text, "number of the outcome") or ""
    outcome = row.text("outcome", "outcome") or ""
    lead = row.text("lead", "group") or ""
    try:
        outcome_number = parse_number(said) if said else ""
    except Refused as error:
        row.wrong("outcome_number", error.words)
        return None
    if outcome_number and not outcome:
        row.wrong("outcome", f"Outcome {outcome_number} has no words. Type what is to come of it.")
    if outcome and not outcome_number:
        row.wrong("outcome_number", "An outcome needs its number, such as 1.1.")
    if number is None and outcome_number:
        number = number_key(outcome_number)[0]
    if number is None and not row.faults:
        row.wrong("number", "The cell is empty. Type the number of the priority.")
    elif number is not None and not 0 < number < 1000:
        row.wrong("number", f"{number} is no number of a priority. Type 1 or more.")
    elif outcome_number and number_key(outcome_number)[0] != number:
        why = f"{outcome_number} is an outcome of another priority than {number}. Correct one."
        row.wrong("outcome_number", why)
    if row.faults or number is None:
        return None
    return OutcomeValues(number, priority or "", outcome_number, outcome, lead)


def read_measures(sheet: Sheet, taken: Recognised) -> Reading:
    """Read each row: a measure, the outcomes it points at, its activity."""
    seen: dict[str, int] = {}

    def judge(row: RowReader) -> MeasureValues | None:
        title = row.text("title", "measure", "Every row needs its measure. Type it.")
        _once(row, title, seen)
        said = row.text("outcomes", "outcomes") or ""
        activity = row.text("activity", "activity") or ""
        numbers: tuple[str, ...] = ()
        try:
            numbers = parse_outcomes(said)
        except Refused as error:
            row.wrong("outcomes", error.words)
        return None if row.faults else MeasureValues(title or "", numbers, activity)

    return _reading(sheet, taken, judge)


def read_threads(sheet: Sheet, taken: Recognised) -> Reading:
    """Read each row: a thread, and whether it is the same, reworded or new."""
    seen: dict[str, int] = {}

    def judge(row: RowReader) -> ThreadValues | None:
        title = row.text("title", "thread", "Every row needs its thread. Type it.")
        _once(row, title, seen)
        said = tidy_name(row.text("how", "same, reworded or new") or "")
        if said and said not in _HOWS:
            row.wrong("how", "A thread is the same, reworded or new. Type one of the three.")
        return None if row.faults else ThreadValues(title or "", _HOWS.get(said, ""))

    return _reading(sheet, taken, judge)


def _once(row: RowReader, title: str | None, seen: dict[str, int]) -> None:
    first = seen.setdefault(tidy_name(title), row.line.row) if title else row.line.row
    if first != row.line.row:
        row.wrong("title", f"Row {first} says this already. Leave one of the two.")


def _reading(sheet: Sheet, taken: Recognised, judge: Any) -> Reading:
    """Read the rows, and put what the sheet says as a whole behind its lines.

    The term of the plan stands in the sheet's name or above its table; never two.
    """
    found = read_rows(sheet, taken, judge)
    lines = tuple(line for line in found.lines if line.value is not None)
    terms = terms_in(" ".join((sheet.name, *_texts_above(sheet, taken))))
    if len(terms) > 1:
        why = f"The sheet names {len(terms)} plans: {' and '.join(terms)}. Name one in its name."
        return Reading(faults=(Fault(sheet.name, None, None, None, why),))
    table = table_of(taken)
    before = terms_in(table.headings.get(table.columns.get("how", 0), ""))
    whole = SheetValues(terms[0] if terms else "", before[0] if before else "")
    return replace(found, lines=(*lines, ReadLine(sheet.name, taken.header_row, whole)))


def _texts_above(sheet: Sheet, taken: Recognised) -> Iterator[str]:
    for row in sheet.rows[: taken.header_row - 1]:
        yield from (value for value in row if isinstance(value, str))


# Writing ------------------------------------------------------------------------------------


def plan_sheets(plan: PlanLine, plans: Sequence[PlanLine]) -> tuple[SheetOut, ...]:
    """Return the three sheets of a plan, which come in again all the same."""
    return outcomes_sheet(plan), measures_sheet(plan), threads_sheet(plan, plans)


def outcomes_sheet(plan: PlanLine) -> SheetOut:
    """Return priorities with their outcomes; one without any has a row with its lead."""
    columns = (
        ColumnOut("Priority no", "whole", 10),
        ColumnOut("Priority", "text", 48),
        ColumnOut("Outcome no", "text", 11),
        ColumnOut("Outcome", "text", 48),
        ColumnOut("Lead group", "text", 12),
    )
    rows: list[tuple[Value, ...]] = []
    for one in plan.priorities:
        # A lead of the priority itself has a row of its own: it is not that of an outcome.
        if one.lead or not one.outcomes:
            rows.append((one.number, one.title, None, None, one.lead or None))
        for outcome in one.outcomes:
            said = (outcome.number, outcome.title, outcome.lead or None)
            rows.append((one.number, one.title, *said))
    return SheetOut(f"Outcomes {plan.term}", columns, tuple(rows))


def measures_sheet(plan: PlanLine) -> SheetOut:
    """Return the measures with the outcomes they point at."""
    columns = (
        ColumnOut("Measure", "text", 52),
        ColumnOut("Outcomes", "text", 16),
        ColumnOut("Activity", "text", 28),
    )
    rows = tuple((one.title, one.shown or None, one.activity or None) for one in plan.measures)
    return SheetOut(f"Measures {plan.term}", columns, rows)


def threads_sheet(plan: PlanLine, plans: Sequence[PlanLine]) -> SheetOut:
    """Return the golden threads, and what is said of the plan before."""
    columns = (
        ColumnOut("Thread", "text", 64),
        ColumnOut(f"Also in {before_term(plan, plans) or BEFORE}", "text", 16),
    )
    rows = tuple((one.title, one.how or None) for one in plan.threads)
    return SheetOut(f"Golden threads {plan.term}", columns, rows)


def before_term(plan: PlanLine, plans: Sequence[PlanLine]) -> str:
    """Return the term of the plan whose threads go on in a plan; else the one before, or ''."""
    named = [one.continues_term for one in plan.threads if one.continues_term]
    earlier = [one.term for one in plans if one.term < plan.term]
    return max(named or earlier, default="")


def plan_values(plan: PlanLine) -> dict[str, Any]:
    """Return a plan as scripts read it."""
    return {
        "term": plan.term,
        "from": plan.starts or None,
        "to": plan.ends or None,
        "vision": plan.vision,
        "values": list(plan.values),
        "source": plan.source,
        "priorities": [
            {
                "number": one.number,
                "title": one.title,
                "lead_group": one.lead or None,
                "reasons": list(one.reasons),
                "activities": [activity.title for activity in one.activities],
                "outcomes": [
                    {"number": o.number, "title": o.title, "lead_group": o.lead or None}
                    for o in one.outcomes
                ],
            }
            for one in plan.priorities
        ],
        "measures": measure_values(plan),
        "threads": thread_values(plan),
    }


def measure_values(plan: PlanLine) -> list[dict[str, Any]]:
    """Return the measures of a plan as scripts read them."""
    return [
        {"measure": one.title, "outcomes": list(one.numbers), "activity": one.activity or None}
        for one in plan.measures
    ]


def thread_values(plan: PlanLine) -> list[dict[str, Any]]:
    """Return the golden threads of a plan as scripts read them."""
    return [
        {
            "thread": one.title,
            "how": one.how or None,
            "continues": one.continues or None,
            "continues_plan": one.continues_term or None,
        }
        for one in plan.threads
    ]
