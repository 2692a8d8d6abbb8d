"""The sheet of meetings: one row a meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from dscp_desktop.core.faults import Fault
from dscp_desktop.core.offers import Reading, ReadLine, Recognised
from dscp_desktop.diary.rules.meetings import (
    MEETING_STATUSES,
    MeetingLine,
    MeetingValues,
    faults_of_times,
    read_status,
)
from dscp_desktop.sheets.grid import Found, Line, fault, find_table, is_empty, lines
from dscp_desktop.sheets.parsing import CellFault, Read, as_date, as_text, as_time, tidy_text
from dscp_desktop.sheets.values import Cell, Sheet, Value
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
# A column of different words gains nothing from being remembered.
_MEMO_LIMIT = 10_000
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


Memo = dict[tuple[str, Callable[..., Any], Any], Any]


class RowReader:
    """Reads the cells of one row, and collects every fault and note instead of raising.

    The rows of a sheet share a memo: the same words mean the same in a column, and come again.
    """

    def __init__(self, sheet: Sheet, line: Line, memo: Memo, places: Mapping[str, int]) -> None:
        self.sheet = sheet
        self.line = line
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        self._memo = memo
        self._places = places
        self._plain = line.plain

    def read(self, name: str, how: Callable[[Cell | Value, str], Read[T]], what: str) -> T | None:
        """Return the value of a field, None where the cell is empty or at fault."""
        plain = self._plain
        if plain is None:
            return self._read(name, how, what)
        at = self._places.get(name)
        value = plain[at - 1] if at is not None else None
        if value is None:
            return None
        kind = type(value)
        if kind is not str and kind is not date:
            return self._read(name, how, what)
        key = (name, how, value)
        if key in self._memo:
            known: T | None = self._memo[key]
            return known
        said = len(self.faults) + len(self.notes)
        got = self._read(name, how, what)
        if said == len(self.faults) + len(self.notes) and len(self._memo) < _MEMO_LIMIT:
            self._memo[key] = got
        return got

    def _read(self, name: str, how: Callable[[Cell | Value, str], Read[T]], what: str) -> T | None:
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
        at = self._places.get(name) if self._plain is not None else None
        written = self._plain[at - 1] if self._plain is not None and at is not None else None
        if type(written) is str:
            value: str | None = tidy_text(written)
        else:
            value = self.read(name, as_text, what)
        if need and not value and len(self.faults) == before:
            self.wrong(name, need)
        return value or None

    def is_blank(self) -> bool:
        """Say whether every field of the table is empty in this row."""
        for at in self._places.values() if self._plain is not None else ():
            value = self._plain[at - 1] if self._plain is not None else None
            if isinstance(value, str) and value.strip():
                return False
        return all(is_empty(cell) for cell in self.line.values.values())

    def wrong(self, name: str, why: str) -> None:
        """Keep a fault at the cell of a field; at the row where the sheet lacks the column."""
        self.faults.append(fault(self.sheet, self.line[name], why))

    def result(self, value: Any) -> ReadLine:
        """Return the row as read, with its cells as they stand."""
        return ReadLine(self.sheet.name, self.line.row, value, self.line.shown)


def read_rows(sheet: Sheet, taken: Recognised, judge: Callable[[RowReader], Any]) -> Reading:
    """Read every row of a table by `judge`; rows at fault stay in, marked by their values."""
    read: list[ReadLine] = []
    faults: list[Fault] = []
    notes: list[Fault] = []
    table = table_of(taken)
    memo: Memo = {}
    for line in lines(sheet, table):
        row = RowReader(sheet, line, memo, table.columns)
        if row.is_blank():
            continue
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
