"""The day on paper: what is due or wrong, the next meetings, and what runs."""

from __future__ import annotations

from datetime import date

from dscp_desktop.core.days import show_day, show_long_day, show_times
from dscp_desktop.core.offers import Due
from dscp_desktop.paper.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    Table,
)
from dscp_desktop.today.rules import Coming, Running, TodayValues, attention_words, urgency

DAY_SHEET, TITLE = "day-sheet", "Day sheet"
_DUE = (
    Column("Done", width=0.6),
    Column("What", width=5.0),
    Column("Due", width=1.2),
    Column("How it stands", width=2.0),
)
_MEETINGS = (Column("Day", width=1.4), Column("Meeting", width=5.2), Column("Ready", width=2.0))
_RUNNING = (Column("Cycle", width=3.4), Column("Phase", width=3.6), Column("Stands", width=1.8))
NOTHING = "Nothing is late or due soon, and the next meetings have their agendas."


def day_sheet(values: TodayValues, today: date) -> Document:
    """Return the sheet of a day: the lists of the page of today, with boxes to tick by hand."""
    blocks: list[Block] = [Paragraph(f"{attention_words(values.count)}.")]
    if not values.duties:
        blocks = [Paragraph(NOTHING)]
    for duties in values.duties:
        blocks.append(Heading(2, duties.heading))
        rows = tuple(_due_row(due, today) for due in duties.lines)
        blocks.append(Table(_DUE, rows, head_column=1))
    blocks.append(Heading(2, "Next meetings"))
    if values.coming:
        blocks.append(Table(_MEETINGS, tuple(map(_meeting_row, values.coming)), head_column=1))
    else:
        blocks.append(Paragraph("No meeting is to come."))
    if values.running:
        blocks.append(Heading(2, "Learning cycle now"))
        blocks.append(Table(_RUNNING, tuple(map(_phase_row, values.running))))
    return Document(TITLE, subtitle=show_long_day(today), blocks=tuple(blocks))


def _due_row(due: Due, today: date) -> Row:
    late = urgency(due, today) == "late"
    words = f"■ {due.days}" if late else due.days
    stands = Cell(words, bold=late)
    return Row((Cell("☐"), Cell(due.what, below=due.detail), Cell(show_day(due.on)), stands))


def _meeting_row(row: Coming) -> Row:
    meeting = row.meeting
    below = " · ".join(
        part for part in (show_times(meeting.start, meeting.end), meeting.venue) if part
    )
    bad = row.readiness.state == "late"
    ready = Cell(f"■ {row.readiness.words}" if bad else row.readiness.words, bold=bad)
    return Row((Cell(show_day(meeting.on)), Cell(meeting.title, below=below), ready))


def _phase_row(row: Running) -> Row:
    kind, words = row.stands
    stands = Cell(f"■ {words}" if kind == "late" else words, bold=kind == "late")
    return Row(
        (Cell(row.topic), Cell(row.words, below=f"{row.ends[:1].upper()}{row.ends[1:]}"), stands)
    )
