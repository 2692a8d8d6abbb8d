"""The sheet of meetings: one row a meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from dscp_desktop.core.faults import Fault
from dscp_desktop.core.offers import Reading, ReadLine, Recognised
from dscp_desktop.diary.rules import (
    MEETING_STATUSES,
    MeetingLine,
    MeetingValues,
    faults_of_times,
    read_status,
)
from dscp_desktop.sheets.grid import Found, Line, fault, find_table, is_empty, lines
from dscp_desktop.sheets.parsing import CellFault, Read, as_date, as_text, as_time
from dscp_desktop.sheets.values import Cell, Sheet, Value, show_value
from dscp_desktop.sheets.writing import ColumnOut, SheetOut

T = TypeVar("T")

KIND = "meetings"
HEADINGS = {
    "group": ("Group", "Meeting of", "Name of group"),
    "on": ("Date", "Date of meeting", "Meeting date"),
    "start": ("Start", "Starts", "Start time", "Time", "From"),
    "end": ("End", "Ends", "End time", "Finish", "To", "Until"),
    "venue": ("Venue", "Place", "Location", "Where"),
    "chair": ("Chair", "Chaired by"),
    "status": ("Status", "State"),
}
FIELDS = (
    *(("group", "Group"), ("on", "Date"), ("start", "Start"), ("end", "End")),
    *(("venue", "Venue"), ("chair", "Chair"), ("status", "Status")),
)
PREVIEW = ("Group", "Date", "Time", "Venue", "Chair", "Status")


def recognise_meetings(sheet: Sheet) -> Recognised | None:
    """Take a sheet for one of meetings by its headings: group, date and a time or a place."""
    found = find_table(sheet, HEADINGS, required=("group", "on"))
    if found is None or not {"start", "venue", "chair"} & set(found.columns):
        return None
    return recognised(KIND, found, ("group", "on", "start", "venue", "chair"))


def recognised(kind: str, found: Found, telling: Sequence[str]) -> Recognised:
    """Say why a sheet is of a kind: its heading row and the headings that tell it."""
    fields = {column: name for name, column in found.columns.items()}
    told = [found.headings[found.columns[n]] for n in telling if n in found.columns][:3]
    quoted = [f"‘{heading}’" for heading in told]
    words = f"{', '.join(quoted[:-1])} and {quoted[-1]}"
    columns = tuple((at, text, fields.get(at, "")) for at, text in sorted(found.headings.items()))
    why = f"Because row {found.header_row} has the headings {words}."
    return Recognised(kind, why, found.header_row, columns)


def table_of(taken: Recognised) -> Found:
    """Return the table that was recognised, with the columns as a person may have chosen them."""
    headings = {at: text for at, text, _ in taken.columns}
    columns = {name: at for at, _, name in taken.columns if name}
    extra = {at: text for at, text, name in taken.columns if not name}
    return Found(taken.header_row, columns, extra, headings)


class RowReader:
    """Reads the cells of one row, and collects every fault and note instead of raising."""

    def __init__(self, sheet: Sheet, line: Line) -> None:
        self.sheet = sheet
        self.line = line
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []

    def read(self, name: str, how: Callable[[Cell | Value, str], Read[T]], what: str) -> T | None:
        """Return the value of a field, None where the cell is empty or at fault."""
        cell = self.line[name]
        if is_empty(cell):
            return None
        try:
            got = how(cell, what)
        except CellFault as error:
            self.wrong(name, error.why)
            return None
        if got.note:
            self.notes.append(fault(self.sheet, cell, got.note))
        return got.value

    def text(self, name: str, what: str, need: str = "") -> str | None:
        """Return the text of a field; `need` is the reason given where it is empty."""
        before = len(self.faults)
        value = self.read(name, as_text, what)
        if need and not value and len(self.faults) == before:
            self.wrong(name, need)
        return value or None

    def wrong(self, name: str, why: str) -> None:
        """Keep a fault at the cell of a field; at the row where the sheet lacks the column."""
        self.faults.append(fault(self.sheet, self.line[name], why))

    def result(self, value: Any) -> ReadLine:
        """Return the row as read, with its cells as they stand."""
        cells = {n: (c.heading, show_value(c)) for n, c in self.line.values.items()}
        return ReadLine(self.sheet.name, self.line.row, value, cells)


def read_rows(sheet: Sheet, taken: Recognised, judge: Callable[[RowReader], Any]) -> Reading:
    """Read every row of a table by `judge`; rows at fault stay in, marked by their values."""
    read: list[ReadLine] = []
    faults: list[Fault] = []
    notes: list[Fault] = []
    for line in lines(sheet, table_of(taken)):
        if all(is_empty(cell) for cell in line.values.values()):
            continue
        row = RowReader(sheet, line)
        read.append(row.result(judge(row)))
        faults += row.faults
        notes += row.notes
    return Reading(tuple(read), tuple(faults), tuple(notes))


def read_meetings(sheet: Sheet, taken: Recognised) -> Reading:
    """Read each row of a sheet of meetings, with all that is wrong with it."""
    return read_rows(sheet, taken, _judge)


def _judge(row: RowReader) -> MeetingValues:
    group = row.text("group", "group", "Every meeting needs its group. Type the group's name.")
    before = len(row.faults)
    on = row.read("on", as_date, "date")
    if on is None and len(row.faults) == before:
        row.wrong("on", "Every meeting needs a date. Type it, such as 26/10/2023.")
    before = len(row.faults)
    start = row.read("start", as_time, "time")
    end = row.read("end", as_time, "time")
    times_read = len(row.faults)
    venue, chair = row.text("venue", "venue"), row.text("chair", "chair")
    said = row.text("status", "status")
    status = read_status(said) if said else None
    if said and status is None:
        known = ", ".join(MEETING_STATUSES)
        row.wrong("status", f"This is no status of a meeting. Type one of: {known}.")
    if times_read == before and (why := faults_of_times(start, end)):
        row.wrong("end", why)
    return MeetingValues(group or "", on, start, end, venue, chair, status, not row.faults)


def meetings_sheet(meetings: Sequence[MeetingLine]) -> SheetOut:
    """Return the meetings as they go out; they come in again all the same."""
    columns = (
        ColumnOut("Group", "text", 36),
        ColumnOut("Date", "date", 12),
        ColumnOut("Start", "time", 8),
        ColumnOut("End", "time", 8),
        ColumnOut("Venue", "text", 28),
        ColumnOut("Chair", "text", 24),
        ColumnOut("Status", "text", 12),
    )
    rows = tuple(
        (m.group, m.on, m.start, m.end, m.venue, m.chair, m.status.capitalize()) for m in meetings
    )
    return SheetOut("Meetings", columns, rows)


def meeting_values(meetings: Sequence[MeetingLine]) -> list[Mapping[str, Any]]:
    """Return the meetings as scripts read them."""
    return [
        {
            "group": m.group,
            "date": m.on.isoformat(),
            "start": f"{m.start:%H:%M}" if m.start else None,
            "end": f"{m.end:%H:%M}" if m.end else None,
            "venue": m.venue,
            "chair": m.chair,
            "status": m.status,
        }
        for m in meetings
    ]
