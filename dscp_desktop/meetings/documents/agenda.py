"""Agenda and attendance on paper."""

from __future__ import annotations

from collections.abc import Mapping

from dscp_desktop.core.days import show_date, show_long_day, show_times
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.meetings.rules.agenda import (
    LETTERS,
    NO_REPLY,
    Agenda,
    AgendaLine,
    AttendanceRow,
    AttendanceTable,
)
from dscp_desktop.paper.document import (
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Paragraph,
    Row,
    Table,
)

_KEY = "P: here. A: apologies. D: deputy here, counted as here. –: not here, no reply."
_WITHHELD = "Part 2: withheld from this edition"


def agenda_document(
    agenda: Agenda, pages: Mapping[int, int] | None = None, *, withheld: bool = False
) -> Document:
    """Return a meeting's agenda; `pages` gives the pack page of items by their number.

    With `withheld` the titles of part 2 are left out, as in an edition that goes without it.
    """
    columns = [
        Column("Time", width=1.0),
        Column("Item", width=0.8),
        Column("Subject", width=5.0),
        Column("Lead", width=2.4),
    ]
    if pages is not None:
        columns.append(Column("Pack page", align="right", width=1.3))
    rows = tuple(_item(line, pages, withheld) for line in agenda.items)
    blocks = (Facts(_facts(agenda.meeting)), *((Table(tuple(columns), rows),) if rows else ()))
    if not rows:
        blocks = (*blocks, Paragraph("This meeting has no agenda yet."))
    return Document("Agenda", subtitle=agenda.meeting.group, blocks=blocks)


def _facts(meeting: MeetingLine) -> tuple[tuple[str, str], ...]:
    facts = [("Date", show_long_day(meeting.on))]
    facts += [("Time", show_times(meeting.start, meeting.end))] if meeting.start else []
    facts += [("Place", meeting.venue)] if meeting.venue else []
    facts += [("Chair", meeting.chair)] if meeting.chair else []
    return tuple(facts)


def _item(line: AgendaLine, pages: Mapping[int, int] | None, withheld: bool) -> Row:
    hidden = withheld and line.restricted
    below = [f"For {line.purpose}"] if line.purpose and not hidden else []
    below += ["Part 2, restricted"] if line.restricted and not hidden else []
    cells = [
        Cell(f"{line.starts:%H:%M}" if line.starts else ""),
        Cell(line.label or str(line.number)),
        Cell(_WITHHELD if hidden else line.title, below=". ".join(below)),
        Cell("" if hidden else line.lead),
    ]
    if pages is not None:
        cells.append(Cell(str(pages.get(line.number, ""))))
    return Row(tuple(cells))


def attendance_document(table: AttendanceTable, group: str = "") -> Document:
    """Return a group's attendance: those who count for it with a rate, then the others."""
    if not table.rows:
        nothing = Paragraph("No attendance is recorded yet.")
        return Document("Attendance", subtitle=group, blocks=(nothing,))
    counted = tuple(row for row in table.rows if row.counts)
    others = tuple(row for row in table.rows if not row.counts)
    last = show_date(table.meetings[-1].on)
    count = len(table.meetings)
    said = f"The last {count} meetings, up to {last}." if count > 1 else f"The meeting of {last}."
    blocks: list[Paragraph | Table | Heading] = [Paragraph(f"{said} {_KEY}", small=True)]
    if counted:
        blocks.append(_table(table, counted, rates=True))
    if others:
        blocks += [Heading(2, "Without a core seat"), _table(table, others, rates=False)]
    return Document("Attendance", subtitle=group, blocks=tuple(blocks))


def _table(table: AttendanceTable, rows: tuple[AttendanceRow, ...], *, rates: bool) -> Table:
    # Both tables have their meetings in the same place.
    columns = [Column("Organisation", width=3.6 if rates else 4.8)]
    columns += [Column(_short(meeting), width=1.0) for meeting in table.meetings]
    if rates:
        columns.append(Column("Here", align="right", width=1.2))
    return Table(
        tuple(columns),
        tuple(
            Row(
                (
                    Cell(row.attendee),
                    *(Cell(_letter(mark)) for mark in row.marks),
                    *((Cell(row.rate),) if rates else ()),
                )
            )
            for row in rows
        ),
    )


def _letter(mark: str) -> str:
    # In print a blank would look forgotten; only what is not recorded stays blank.
    return "–" if mark == NO_REPLY else LETTERS.get(mark, "")


def _short(meeting: MeetingLine) -> str:
    day, month, year = show_date(meeting.on).split(" ")
    return f"{day} {month[:3]} {year[2:]}"
