"""The year of meetings on paper, and as events of a calendar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import groupby

from dscp_desktop.core.days import show_date, show_day, show_month, show_times
from dscp_desktop.diary.rules.meetings import CANCELLED, MeetingLine
from dscp_desktop.diary.rules.planner import MEETINGS, Planner, PlannerLine
from dscp_desktop.diary.rules.year import CalendarParts, YearLine
from dscp_desktop.paper.calendar import CalendarFile, Event, calendar_bytes
from dscp_desktop.paper.document import (
    Block,
    Cell,
    Column,
    Columns,
    Document,
    Heading,
    PageSize,
    Paragraph,
    Row,
    Simple,
    Table,
)

# Behind the id of a meeting: the same in every file, so that calendars know it again.
_SUFFIX = "@meetings.dscp-desktop"
_PLANNER_SUFFIX = "@planner.dscp-desktop"
_COUNTED_FROM = date(2020, 1, 1)
PLANNER_A3, PLANNER_A4 = "year-planner", "year-planner-a4"
_ACROSS = 3  # months that stand beside each other
_ROWS: dict[PageSize, int] = {"A4": 16, "A4 landscape": 8, "A3": 26, "A3 landscape": 16}
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
    whole = CalendarFile(title, parts.zone, made_at, parts.partnership, events, parts.mark)
    return calendar_bytes(whole)


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


# The planner of all features ----------------------------------------------------------------


def planner_document(planner: Planner, today: date, page: PageSize = "A3 landscape") -> Document:
    """Return the planner of a year as it stands on a day: three months beside each other."""
    kinds = ", ".join(kind.title for kind in planner.kinds)
    subtitle = planner.year if len(planner.kinds) != 1 else f"{kinds}, {planner.year}"
    if not planner.lines:
        nothing = Paragraph("Nothing is planned in this year.")
        return Document("Year planner", subtitle=planner.year, blocks=(nothing,), page=page)
    many = "1 date" if len(planner.lines) == 1 else f"{len(planner.lines)} dates"
    told = f"Position at {show_date(today)}. {many}: {kinds}."
    blocks: list[Block] = [Paragraph(told, small=True)]
    cards = [card for name, lines in planner.months for card in _month(name, lines, page)]
    while cards:
        across = 2 if len(cards) == _ACROSS + 1 else _ACROSS  # none is left alone
        blocks.append(Columns(tuple(cards[:across])))
        cards = cards[across:]
    return Document("Year planner", subtitle=subtitle, blocks=tuple(blocks), page=page)


def _month(name: str, lines: Sequence[PlannerLine], page: PageSize) -> Iterator[tuple[Simple, ...]]:
    """Give a month as columns that are no longer than a page."""
    if not lines:
        yield Heading(2, name), Paragraph("Nothing is planned.", small=True)
    rows = [_planned(list(same)) for _, same in groupby(lines, _together)]
    most = _ROWS[page]
    columns = (Column("When", width=1.6), Column("What", width=3.4))
    for place in range(0, len(rows), most):
        title = f"{name}, continued" if place else name
        yield Heading(2, title), Table(columns, tuple(rows[place : place + most]))


def _together(line: PlannerLine) -> object:
    """What falls due of one kind on one day stands in one row; a meeting has its own."""
    own = line.id if line.kind.name == MEETINGS or line.lasts else ""
    return line.kind.name, line.mark.starts, line.mark.ends, own


def _planned(lines: Sequence[PlannerLine]) -> Row:
    first = lines[0]
    kind = "" if first.kind.name == MEETINGS else first.kind.title
    detail = first.mark.detail if len(lines) == 1 else ""
    below = " · ".join(part for part in (kind, detail) if part)
    return Row((Cell(first.when), Cell("; ".join(one.mark.what for one in lines), below)))


def planner_calendar(planner: Planner, parts: CalendarParts, made_on: date) -> bytes:
    """Return the planner as an iCalendar file made on a day.

    Meetings are the events of their own file, so that a calendar never shows one twice. Those of
    other kinds last whole days; the number of a change is the day the file was made.
    """
    shown = {line.mark.record_id for line in planner.of(MEETINGS)}
    meetings = [event_of(one) for one in parts.meetings if one.id in shown or not one.goes_ahead]
    others = [
        Event(
            uid=f"{line.id}{_PLANNER_SUFFIX}",
            summary=f"{line.kind.title}: {line.mark.what}",
            on=line.mark.starts,
            last=line.mark.ends if line.lasts else None,
            description=line.mark.detail,
            sequence=max((made_on - _COUNTED_FROM).days, 0),
        )
        for line in planner.lines
        if line.kind.name != MEETINGS
    ]
    made_at = datetime.combine(made_on, time(), UTC)
    events = (*(meetings if shown else ()), *others)
    title = f"Year planner {planner.year}"
    whole = CalendarFile(title, parts.zone, made_at, parts.partnership, events, parts.mark)
    return calendar_bytes(whole)
