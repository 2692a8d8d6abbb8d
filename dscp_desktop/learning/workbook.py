"""The sheet of learning cycles: one row a phase, and the shape that scripts read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dscp_desktop.core.offers import Reading, Recognised
from dscp_desktop.diary.workbook import RowReader, read_rows, recognised
from dscp_desktop.learning.rules.cycles import STATES, CycleLine
from dscp_desktop.learning.rules.plan import LAST_MONTH, PhaseValues
from dscp_desktop.sheets.grid import find_table
from dscp_desktop.sheets.parsing import CellFault, Read, as_date, as_text
from dscp_desktop.sheets.values import Cell, Sheet, Value
from dscp_desktop.sheets.writing import ColumnOut, SheetOut

KIND = "cycles"
HEADINGS = {
    "topic": ("Topic", "Cycle", "Learning cycle", "Theme"),
    "priority": ("Priority",),
    "plan": ("Plan", "Term of plan"),
    "starts": ("Starts in", "Start month", "Cycle starts"),
    "follows": ("Follows", "After"),
    "state": ("State", "State of cycle"),
    "number": ("Phase", "Phase number", "No.", "Number"),
    "title": ("Name of phase", "Phase name", "Title"),
    "lead": ("Lead group", "Lead"),
    "month": ("Month", "Month number"),
    "slip": ("Moved by", "Moved by months", "Slip"),
    "review": ("Review",),
    "started": ("Started", "Started on"),
    "finished": ("Finished", "Finished on"),
}
FIELDS = (
    *(("topic", "Topic"), ("priority", "Priority"), ("plan", "Plan"), ("starts", "Starts in")),
    *(("follows", "Follows"), ("state", "State"), ("number", "Phase"), ("title", "Name of phase")),
    *(("lead", "Lead group"), ("month", "Month"), ("slip", "Moved by"), ("review", "Review")),
    *(("started", "Started"), ("finished", "Finished")),
)
PREVIEW = ("Topic", "Phase", "Name of phase", "Lead group", "Month", "Started", "Finished")
_WHOLE = re.compile(r"-?\d{1,4}(?:\.0+)?")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")


def recognise_cycles(sheet: Sheet) -> Recognised | None:
    """Take a sheet for one of cycles by its headings: topic, phase, month and lead group."""
    found = find_table(sheet, HEADINGS, required=("topic", "number", "month", "lead"))
    return recognised(KIND, found, ("topic", "number", "lead")) if found else None


def read_cycles(sheet: Sheet, taken: Recognised) -> Reading:
    """Read each row of a sheet of cycles, with all that is wrong with it."""
    return read_rows(sheet, taken, _judge)


def _judge(row: RowReader) -> PhaseValues:
    topic = row.text("topic", "topic", "Every phase needs the topic of its cycle. Type it.")
    before = len(row.faults)
    number = row.read("number", as_whole, "number of the phase")
    if len(row.faults) == before and (number is None or number < 1):
        row.wrong("number", "Every phase needs its number: 1, 2 and so on.")
    lead = row.text("lead", "lead group", "Every phase needs a lead group. Type its name or code.")
    before = len(row.faults)
    month = row.read("month", as_whole, "month")
    if len(row.faults) == before and (month is None or not 1 <= month <= LAST_MONTH):
        why = f"Type a month from 1 to {LAST_MONTH}; 1 is the month in which the cycle starts."
        row.wrong("month", why)
    started = row.read("started", as_date, "date")
    finished = row.read("finished", as_date, "date")
    if started and finished and finished < started:
        row.wrong("finished", "The phase was finished before it was started. Correct one of them.")
    state = row.text("state", "state")
    if state and state.casefold() not in STATES:
        row.wrong("state", f"A cycle is one of: {', '.join(STATES)}.")
    review = row.text("review", "review")
    return PhaseValues(
        topic=topic or "",
        number=number,
        title=row.text("title", "name of the phase"),
        lead=lead,
        month=month,
        slip=row.read("slip", as_whole, "number of months"),
        review=None if review is None else review.casefold() in ("yes", "y", "true", "review"),
        started=started,
        finished=finished,
        priority=row.text("priority", "priority"),
        plan=row.text("plan", "plan"),
        starts=row.read("starts", as_month, "month"),
        follows=row.text("follows", "cycle"),
        state=state.casefold() if state else None,
        sound=not row.faults,
    )


def as_whole(cell: Cell | Value, what: str = "number") -> Read[int]:
    """Read a whole number. Raises CellFault."""
    text = as_text(cell, what).value
    if not _WHOLE.fullmatch(text):
        raise CellFault(f"This is not a {what}. Type a whole number, such as 2.")
    return Read(int(text.split(".")[0]))


def as_month(cell: Cell | Value, what: str = "month") -> Read[date | None]:
    """Read a month: '2023-04', or any day of it. Empty is None. Raises CellFault."""
    value = cell.value if isinstance(cell, Cell) else cell
    if isinstance(value, str) and (found := _MONTH.fullmatch(value.strip())):
        if not 1 <= int(found[2]) <= 12 or not 1900 <= int(found[1]) <= 2199:
            raise CellFault("There is no such month. Type it as year-month, such as 2023-04.")
        return Read(date(int(found[1]), int(found[2]), 1))
    day = as_date(cell, what)
    return Read(day.value.replace(day=1) if day.value else None, day.note)


def cycles_sheet(cycles: Sequence[CycleLine]) -> SheetOut:
    """Return the cycles as they go out; they come in again all the same."""
    columns = (
        ColumnOut("Topic", "text", 40),
        ColumnOut("Priority", "text", 26),
        ColumnOut("Plan", "text", 10),
        ColumnOut("Starts in", "text", 10),
        ColumnOut("Follows", "text", 30),
        ColumnOut("State", "text", 10),
        ColumnOut("Phase", "whole", 8),
        ColumnOut("Name of phase", "text", 36),
        ColumnOut("Lead group", "text", 12),
        ColumnOut("Month", "whole", 8),
        ColumnOut("Moved by", "whole", 10),
        ColumnOut("Review", "text", 8),
        ColumnOut("First day", "date", 12),
        ColumnOut("Last day", "date", 12),
        ColumnOut("Started", "date", 12),
        ColumnOut("Finished", "date", 12),
    )
    rows = tuple(
        (
            cycle.topic,
            cycle.priority.title if cycle.priority else "",
            cycle.priority.code if cycle.priority else "",
            f"{cycle.starts:%Y-%m}" if cycle.starts and not cycle.follows else "",
            cycle.follows.title if cycle.follows else "",
            cycle.state.capitalize(),
            phase.number,
            phase.title,
            phase.lead.code,
            phase.month,
            phase.slip,
            "Yes" if phase.review else "No",
            phase.planned.starts if phase.planned else None,
            phase.planned.ends if phase.planned else None,
            phase.started_on,
            phase.finished_on,
        )
        for cycle in cycles
        for phase in cycle.phases
    )
    return SheetOut("Learning cycles", columns, rows)


def cycle_values(cycles: Sequence[CycleLine]) -> list[Mapping[str, Any]]:
    """Return the cycles as scripts read them; what is not known is null."""
    return [
        {
            "topic": cycle.topic,
            "priority": cycle.priority.title if cycle.priority else None,
            "phases": [
                {
                    "number": phase.number,
                    "name": phase.title,
                    "lead": phase.lead.code,
                    "starts": phase.planned.starts.isoformat() if phase.planned else None,
                    "ends": phase.planned.ends.isoformat() if phase.planned else None,
                }
                for phase in cycle.phases
            ],
        }
        for cycle in cycles
    ]
