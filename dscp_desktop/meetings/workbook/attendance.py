"""Attendance as a matrix: organisations down, meetings across, P, A and D in the cells."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, time
from typing import Any

from dscp_desktop.core.faults import Fault
from dscp_desktop.core.offers import Reading, ReadLine, Recognised
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.meetings.rules.agenda import (
    LETTERS,
    NOT_EXPECTED,
    AttendanceTable,
    AttendanceValues,
    read_mark,
)
from dscp_desktop.sheets.grid import Found, Line, fault, find_table, is_empty, lines
from dscp_desktop.sheets.parsing import CellFault, as_date, as_text
from dscp_desktop.sheets.values import Cell, Sheet, show_value
from dscp_desktop.sheets.writing import ColumnOut, SheetOut

KIND = "attendance"
HEADINGS = {"attendee": ("Organisation", "Attendee", "Agency", "Partner", "Member")}
FIELDS = (("attendee", "Organisation"), ("meeting", "Meeting"))
PREVIEW = ("Organisation", "Meeting", "Attendance")

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WORD_END = re.compile(r"(?<=\S)\s+(?=\S)")
_TIME = re.compile(r"(?P<rest>.*\S)\s+(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)")
_LEGEND = re.compile(r"P\s*=")
_WRONG_MARK = "Attendance is P, A or D; leave the cell blank where there was no reply."
_WRONG_HEADING = "This names no meeting. Write the group and the date, such as TFG 13 Jul 23."


def read_heading(text: str) -> tuple[str, date, time | None] | None:
    """Take 'EXEC 13 Jul 23' or 'EXEC 13 Jul 23 09:30' apart; None where it is no meeting."""
    start = None
    if timed := _TIME.fullmatch(text.strip()):
        text, start = timed["rest"], time(int(timed["hour"]), int(timed["minute"]))
    for gap in _WORD_END.finditer(text):
        try:
            on = as_date(text[gap.end() :].strip()).value
        except CellFault:
            continue
        if on is not None:
            return text[: gap.start()].strip(), on, start
    return None


def recognise_attendance(sheet: Sheet) -> Recognised | None:
    """Take a sheet for an attendance matrix: organisations, and headings that name meetings."""
    found = find_table(sheet, HEADINGS, required=("attendee",))
    if found is None:
        return None
    named = [text for text in found.extra.values() if read_heading(text)]
    if not named:
        return None
    columns = tuple(
        (at, text, "attendee" if at == found.columns["attendee"] else _field_of(text))
        for at, text in sorted(found.headings.items())
    )
    why = (
        f"Because row {found.header_row} has a heading for organisations, and "
        f"{len(named)} that name a meeting, such as ‘{named[0]}’."
    )
    return Recognised(KIND, why, found.header_row, columns)


def _field_of(heading: str) -> str:
    # A heading with a figure in it was meant for a meeting: if it names none, that is a fault.
    return "meeting" if any(sign.isdigit() for sign in heading) else ""


def read_attendance(sheet: Sheet, taken: Recognised) -> Reading:
    """Read each cell of an attendance matrix as a line of its own."""
    found = Found(
        taken.header_row,
        {name: at for at, _, name in taken.columns if name == "attendee"},
        {at: text for at, text, name in taken.columns if name == "meeting"},
        {at: text for at, text, _ in taken.columns},
    )
    faults = []
    meetings: dict[int, tuple[str, date, time | None]] = {}
    for at, heading in found.extra.items():
        named = read_heading(heading)
        if named is not None and named in meetings.values():
            why = "Another column is of the same meeting. Leave one of the two."
            faults.append(Fault(sheet.name, found.header_row, heading, heading, why))
        elif named is None:
            faults.append(Fault(sheet.name, found.header_row, heading, heading, _WRONG_HEADING))
        else:
            meetings[at] = named
    read: list[ReadLine] = []
    for line in lines(sheet, found):
        sound, wrong = _read_row(sheet, line, found, meetings)
        read += sound
        faults += wrong
    return Reading(tuple(read), tuple(faults))


def _read_row(
    sheet: Sheet, line: Line, found: Found, meetings: dict[int, tuple[str, date, time | None]]
) -> tuple[list[ReadLine], list[Fault]]:
    who = line["attendee"]
    marked = not all(is_empty(cell) for cell in line.extra.values())
    try:
        attendee = as_text(who, "organisation").value
    except CellFault as error:
        return [], [fault(sheet, who, error.why)]
    if not attendee:
        return [], [fault(sheet, who, "These marks belong to nobody. Type the organisation.")]
    if not marked and _LEGEND.match(attendee):
        return [], []
    read, faults = [], []
    for at, cell in line.extra.items():
        mark, why = _mark_of(cell)
        if why:
            faults.append(fault(sheet, cell, why))
        if at not in meetings:
            continue
        group, on, start = meetings[at]
        row = found.header_row
        value = AttendanceValues(attendee, group, on, start, mark, cell.heading, row)
        cells = {"attendee": (who.heading, attendee), "mark": (cell.heading, show_value(cell))}
        read.append(ReadLine(sheet.name, line.row, value, cells))
    return read, faults


def _mark_of(cell: Cell) -> tuple[str | None, str]:
    try:
        mark = read_mark(as_text(cell, "mark").value)
    except CellFault as error:
        return None, error.why
    return mark, "" if mark else _WRONG_MARK


def attendance_sheet(table: AttendanceTable) -> SheetOut:
    """Return the matrix as it goes out; a dash says that a body was not expected."""
    days = Counter((m.group_id, m.on) for m in table.meetings)
    headings = [_heading(m, days[m.group_id, m.on] > 1) for m in table.meetings]
    columns = (
        ColumnOut("Organisation", "text", 42),
        *(ColumnOut(heading, "text", 11) for heading in headings),
    )
    rows = tuple(
        (row.attendee, *(LETTERS[mark or NOT_EXPECTED] or None for mark in row.marks))
        for row in table.rows
    )
    return SheetOut("Attendance", columns, rows)


def _heading(meeting: MeetingLine, with_time: bool) -> str:
    on = meeting.on
    day = f"{meeting.code} {on.day:02d} {_MONTHS[on.month - 1]} {on.year}"
    return f"{day} {meeting.start:%H:%M}" if with_time and meeting.start else day


def attendance_values(table: AttendanceTable) -> list[dict[str, Any]]:
    """Return every mark as scripts read it, meeting by meeting."""
    return [
        {
            "group": meeting.group,
            "date": meeting.on.isoformat(),
            "start": f"{meeting.start:%H:%M}" if meeting.start else None,
            "organisation": row.attendee,
            "attendance": row.marks[at],
        }
        for at, meeting in enumerate(table.meetings)
        for row in table.rows
        if row.marks[at]
    ]
