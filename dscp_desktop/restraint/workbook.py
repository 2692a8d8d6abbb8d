"""Returns of restraint as sheets: one row an incident, each sheet typed by somebody else.

Only columns with a purpose are kept; `FIELDS` and `PURPOSES` say which and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from dscp_desktop.core.faults import Fault
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.offers import Reading, ReadLine, Recognised
from dscp_desktop.diary.workbook import Memo, RowReader, recognised, table_of
from dscp_desktop.restraint.rules.incidents import (
    FOOTAGE,
    IncidentLine,
    IncidentValues,
    parse_footage,
    parse_level,
)
from dscp_desktop.restraint.rules.returns import (
    ReturnValues,
    number_in,
    period_in,
    period_words,
    said_above,
)
from dscp_desktop.sampling.rules.frame import ref_fault
from dscp_desktop.sheets.grid import Found, Line, find_table, lines
from dscp_desktop.sheets.parsing import (
    CellFault,
    Read,
    as_date,
    as_text,
    as_time,
    as_whole,
    as_yes,
)
from dscp_desktop.sheets.values import Cell, Sheet, Value
from dscp_desktop.sheets.writing import ColumnOut, SheetOut

KIND = "incidents"
HEADINGS = {
    "ref": ("Incident ref", "Incident reference", "Incident number", "Incident no", "Ref"),
    "on": ("Date", "Date of incident", "Incident date", "Date of restraint"),
    "at": ("Time", "Time of incident", "Incident time", "Start time"),
    "child": ("Young person", "Child", "Pseudonym", "YP"),
    "age": ("Age",),
    "place": ("Location", "Place", "Where"),
    "reason": ("Reason", "Reason for restraint"),
    "minutes": ("Duration", "Duration mins", "Minutes", "Length"),
    "level": ("Injury level", "Level of injury", "Injury", "Injuries"),
    "footage": ("CCTV available", "Footage available", "CCTV", "Footage"),
    "footage_until": ("CCTV kept until", "Footage kept until", "Kept until"),
    "child_spoken_on": ("Debrief with child", "Child spoken to", "Debrief", "Child debriefed"),
    "manager_review": ("Manager review within 48h", "Manager review*"),
    "recorded_at": ("Recorded at", "Record made", "Recorded"),
    "person_spoken_at": ("Person spoken to at", "Person spoken to", "Staff member spoken to"),
    "home": ("Home",),
}
# Why each column is kept: what scrutiny needs and nothing else. A column of a return that is not
# here has no purpose and is not kept.
PURPOSES: Mapping[str, str] = {
    "ref": "to draw, and to find the home's own record",
    "on": "the period of a list, and the clocks",
    "at": "to find the footage, and the clocks of hours",
    "child": "to see that one child is held again and again, without a name",
    "age": "to judge what was proportionate",
    "place": "to find the footage",
    "reason": "to judge what was lawful and necessary",
    "minutes": "to judge what was proportionate",
    "level": "the strata of a draw",
    "footage": "to know what can be viewed",
    "footage_until": "to ask for a hold in time",
    "child_spoken_on": "regulation 35: the child spoken to within 5 days",
    "manager_review": "what the home says it reviewed; no clock of regulation 35",
    "recorded_at": "regulation 35: the record within 24 hours",
    "person_spoken_at": "regulation 35: the person spoken to within 48 hours",
    "home": "whose incident it is, where there are several homes",
}
FIELDS = (
    *(("ref", "Incident ref"), ("on", "Date"), ("at", "Time"), ("child", "Young person")),
    *(("age", "Age"), ("place", "Location"), ("reason", "Reason"), ("minutes", "Duration (mins)")),
    *(("level", "Injury level"), ("footage", "CCTV available")),
    *(("footage_until", "CCTV kept until"), ("child_spoken_on", "Debrief with child")),
    *(("manager_review", "Manager review within 48h"), ("recorded_at", "Recorded at")),
    *(("person_spoken_at", "Person spoken to at"), ("home", "Home")),
)
PREVIEW = ("Incident", "Date", "Injury", "Footage", "Kept until", "Child spoken to")
_TOTALS = frozenset(("total", "totals", "total incidents", "number of incidents"))
_NO_DAY = frozenset(("yes", "y", "no", "n", "none", "n/a", "na", "declined", "refused", "not done"))
_OLDEST, _LONGEST = 25, 2_880  # years of age, minutes


def recognise_incidents(sheet: Sheet) -> Recognised | None:
    """Take a sheet for a return by its headings: a reference, a date and a level of injury."""
    found = find_table(sheet, HEADINGS, required=("ref", "on", "level"))
    return recognised(KIND, found, ("ref", "on", "level")) if found else None


def read_incidents(sheet: Sheet, taken: Recognised) -> Reading:
    """Read every row: its values or its faults. The title gives the period, a total what the
    return declares; columns without a purpose are named.
    """
    found = table_of(taken)
    above = _texts_above(sheet, found)
    period = period_in((*above, sheet.name))
    said = said_above(above)
    declared: tuple[int, int] | None = None
    seen: dict[str, int] = {}
    read: list[ReadLine] = []
    faults: list[Fault] = []
    notes = [
        Fault(sheet.name, found.header_row, heading, None, "Scrutiny has no need of it: not kept.")
        for _, heading in sorted(found.extra.items())
    ]
    memo: Memo = {}
    for line in lines(sheet, found):
        if (total := _total_of(line)) is not None:
            declared = (line.row, total)
            continue
        reader = RowReader(sheet, line, memo, found.columns)
        if reader.is_blank():
            continue
        values = _read_row(reader, period, seen)
        faults += reader.faults
        notes += reader.notes
        if values is not None and not reader.faults:
            read.append(reader.result(values))
    first, last = period or (None, None)
    whole = ReturnValues(
        first,
        last,
        declared[1] if declared else None,
        said.get("supplied_by", ""),
        number_in(said.get("reported_ycs", "")),
        number_in(said.get("reported_ofsted", "")),
        said.get("home", ""),
    )
    row = declared[0] if declared else found.header_row
    read.append(ReadLine(sheet.name, row, whole))
    return Reading(tuple(read), tuple(faults), tuple(notes))


def _texts_above(sheet: Sheet, found: Found) -> list[str]:
    rows = sheet.rows[: found.header_row - 1]
    return [as_text(value).value for row in rows for value in row if isinstance(value, str)]


def _total_of(line: Line) -> int | None:
    """Return the number that a row of the total declares; None for any other row."""
    cell = line["ref"]
    if not isinstance(cell.value, str) or tidy_name(cell.value).rstrip(":") not in _TOTALS:
        return None
    for name, other in line.values.items():
        if name != "ref" and isinstance(other.value, int | float):
            return int(other.value)
    return None


def _read_row(
    reader: RowReader, period: tuple[date, date] | None, seen: dict[str, int]
) -> IncidentValues | None:
    ref = reader.text("ref", "reference", "The cell is empty. Type the reference.")
    if ref:
        _judge_ref(reader, ref, seen)
    on = reader.read("on", as_date, "date")
    if on is None and not any(fault.column == reader.line["on"].heading for fault in reader.faults):
        reader.wrong("on", "The cell is empty. Type the date, such as 26/10/2023.")
    if on and period and not period[0] <= on <= period[1]:
        words = period_words(*period)
        reader.wrong("on", f"{on:%d/%m/%Y} is outside the return: {words}. Correct the date.")
    values = IncidentValues(
        ref or "",
        on or date.min,
        reader.read("at", as_time, "time"),
        reader.read("level", _as_level, "injury level"),
        reader.text("child", "pseudonym") or "",
        _within(reader, "age", "age", _OLDEST),
        reader.text("place", "place") or "",
        reader.text("reason", "reason") or "",
        _within(reader, "minutes", "number of minutes", _LONGEST),
        reader.read("footage", _as_footage, "Yes, No or Partly") or "",
        reader.read("footage_until", as_date, "date"),
        reader.read("child_spoken_on", _as_spoken, "date"),
        _yes_words(reader.read("manager_review", as_yes, "Yes or No")),
        reader.read("recorded_at", _as_moment, "day and time") or "",
        reader.read("person_spoken_at", _as_moment, "day and time") or "",
    )
    return values if ref and on else None


def _judge_ref(reader: RowReader, ref: str, seen: dict[str, int]) -> None:
    first = seen.setdefault(ref.casefold(), reader.line.row)
    if first != reader.line.row:
        why = f"Row {first} has {ref} already. Take one of the two out, or number it anew."
        reader.wrong("ref", why)
    elif why := ref_fault(ref):
        reader.wrong("ref", why)


def _within(reader: RowReader, name: str, what: str, most: int) -> int | None:
    number = reader.read(name, as_whole, what)
    if number is not None and not 0 <= number <= most:
        reader.wrong(name, f"{number} cannot be right: type 0 to {most}.")
        return None
    return number


def _yes_words(said: bool | None) -> str:
    return "" if said is None else "yes" if said else "no"


def _as_level(cell: Cell | Value, what: str) -> Read[int | None]:
    text = as_text(cell, what).value
    try:
        return Read(parse_level(text))
    except ValueError as error:
        raise CellFault(str(error)) from error


def _as_footage(cell: Cell | Value, what: str) -> Read[str]:
    text = as_text(cell, what).value
    try:
        return Read(parse_footage(text))
    except ValueError as error:
        raise CellFault(str(error)) from error


def _as_spoken(cell: Cell | Value, what: str) -> Read[date | None]:
    """Read the day the child was spoken to; words without a day are no record of it."""
    held = cell.value if isinstance(cell, Cell) else cell
    if isinstance(held, str) and tidy_name(held) in _NO_DAY:
        return Read(None, f"“{held.strip()}” gives no day: it counts as not recorded.")
    return as_date(cell, what)


def _as_moment(cell: Cell | Value, what: str) -> Read[str]:
    """Read a day with its time, or the day alone, as ISO text."""
    held = cell.value if isinstance(cell, Cell) else cell
    if isinstance(held, datetime):
        return Read(held.isoformat(timespec="minutes"))
    if isinstance(held, str) and not (isinstance(cell, Cell) and cell.error):
        day, _, clock = held.strip().replace("T", " ").partition(" ")
        on = as_date(day, what).value
        at = as_time(clock.strip(), what).value if clock.strip() else None
        if on is not None and at is not None:
            return Read(datetime.combine(on, at).isoformat(timespec="minutes"))
        return Read(on.isoformat() if on else "")
    got = as_date(cell, what)
    return Read(got.value.isoformat() if got.value else "", got.note)


def incidents_sheet(incidents: Sequence[IncidentLine], homes: int = 1) -> SheetOut:
    """Return the register as it goes out; it comes in again all the same."""
    columns = [
        ColumnOut("Incident ref", "text", 14),
        ColumnOut("Date", "date", 12),
        ColumnOut("Time", "time", 8),
        ColumnOut("Young person", "text", 14),
        ColumnOut("Age", "whole", 6),
        ColumnOut("Location", "text", 24),
        ColumnOut("Reason", "text", 34),
        ColumnOut("Duration (mins)", "whole", 12),
        ColumnOut("Injury level", "whole", 12),
        ColumnOut("CCTV available", "text", 14),
        ColumnOut("CCTV kept until", "date", 14),
        ColumnOut("Debrief with child", "date", 14),
        ColumnOut("Manager review within 48h", "text", 14),
        ColumnOut("Recorded at", "text", 18),
        ColumnOut("Person spoken to at", "text", 18),
    ]
    rows = [_row_out(line) for line in incidents]
    if homes > 1:
        columns.append(ColumnOut("Home", "text", 30))
        rows = [(*row, line.home) for row, line in zip(rows, incidents, strict=True)]
    return SheetOut("Incidents", tuple(columns), tuple(rows))


def _row_out(line: IncidentLine) -> tuple[Value, ...]:
    values = line.values
    return (
        values.ref,
        values.on,
        values.at,
        values.child or None,
        values.age,
        values.place or None,
        values.reason or None,
        values.minutes,
        values.level,
        FOOTAGE[values.footage] if values.footage else None,
        values.footage_until,
        values.child_spoken_on,
        values.manager_review.capitalize() or None,
        values.recorded_at.replace("T", " ") or None,
        values.person_spoken_at.replace("T", " ") or None,
    )


def incident_values(incidents: Sequence[IncidentLine]) -> list[dict[str, Any]]:
    """Return the shape that scripts read: reference, day and level of each incident."""
    return [
        {"ref": line.ref, "date": line.on.isoformat(), "level": line.level} for line in incidents
    ]
