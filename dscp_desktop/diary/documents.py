"""The year of meetings on paper, and as events of a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from dscp_desktop.core.days import show_day, show_month, show_times
from dscp_desktop.diary.rules.meetings import CANCELLED, MeetingLine
from dscp_desktop.diary.rules.year import CalendarParts, YearLine
from dscp_desktop.paper.calendar import CalendarFile, Event, calendar_bytes
from dscp_desktop.paper.document import Cell, Column, Document, Paragraph, Row, Table

# Behind the id of a meeting: the same in every file, so that calendars know it again.
_SUFFIX = "@meetings.dscp-desktop"
STATUS_WORDS = {
    "planned": "Planned",
    "agenda out": "Agenda sent",
    "held": "Held",
    "cancelled": "Cancelled",
}


def event_of(meeting: MeetingLine) -> Event:
    """Return a meeting as a calendar shows it: group, day, times and place; nothing said there."""
    return Event(
        uid=f"{meeting.id}{_SUFFIX}",
        summary=meeting.title,
        on=meeting.on,
        start=meeting.start,
        end=meeting.end,
        location=meeting.venue,
        sequence=meeting.sequence,
        cancelled=meeting.status == CANCELLED,
    )


def calendar_file(parts: CalendarParts, made_on: date) -> bytes:
    """Return the meetings as an iCalendar file made on a day.

    Items and papers are not in it, so nothing restricted is.
    """
    title = f"Meetings: {parts.group}" if parts.group else "Meetings"
    made_at = datetime.combine(made_on, time(), UTC)
    events = tuple(event_of(meeting) for meeting in parts.meetings)
    return calendar_bytes(CalendarFile(title, parts.zone, made_at, parts.partnership, events))


def year_document(lines: Sequence[YearLine], year: str, group: str = "") -> Document:
    """Return the meetings of a year over all groups, or of one, month by month."""
    subtitle = f"{group}, {year}" if group else year
    if not lines:
        nothing = Paragraph("No meeting is in the diary for this year.")
        return Document("Meetings of the year", subtitle=subtitle, blocks=(nothing,))
    columns = (
        Column("Date", width=1.3),
        Column("Time", width=1.6),
        Column("Group", width=4.6),
        Column("Place", width=2.2),
        Column("Status", width=1.5),
    )
    rows: list[Row] = []
    month = ""
    for line in lines:
        if show_month(line.meeting.on) != month:
            month = show_month(line.meeting.on)
            rows.append(Row((Cell(month),), "section"))
        rows.append(_row(line))
    count = sum(line.meeting.goes_ahead for line in lines)
    said = f"{count} meeting{'' if count == 1 else 's'}"
    gone = len(lines) - count
    said += f", and {gone} cancelled." if gone else "."
    clashes = sum(bool(line.clash) for line in lines)
    if clashes:
        said += f" {clashes} of them share seats with another at the same time."
    blocks = (Paragraph(said, small=True), Table(columns, tuple(rows)))
    return Document("Meetings of the year", subtitle=subtitle, blocks=blocks)


def _row(line: YearLine) -> Row:
    meeting = line.meeting
    return Row(
        (
            Cell(show_day(meeting.on)),
            Cell(show_times(meeting.start, meeting.end)),
            Cell(meeting.title, below=line.clash),
            Cell(meeting.venue),
            Cell(STATUS_WORDS.get(meeting.status, meeting.status)),
        )
    )
