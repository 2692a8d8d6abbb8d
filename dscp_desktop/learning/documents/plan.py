"""The plan of all cycles on paper and as a calendar, and the one-page briefing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from dscp_desktop.core.charts import Gantt, Mark, Period
from dscp_desktop.core.days import show_date, show_month
from dscp_desktop.core.names import tidy_name
from dscp_desktop.learning.rules.cycles import (
    STOPPED,
    CalendarParts,
    CycleLine,
    PhaseLine,
)
from dscp_desktop.learning.rules.record import CycleRecord
from dscp_desktop.paper.calendar import CalendarFile, Event, calendar_bytes
from dscp_desktop.paper.document import (
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    Table,
)

NOTHING_PLANNED = "No learning cycle is planned yet."
# Behind the id of a phase: the same in every file, so that calendars know it again.
_SUFFIX = "@cycles.dscp-desktop"
_SIGNS = {"done": "✓", "late": "■", "now": "▶"}


def cycles_document(cycles: Sequence[CycleLine], today: date) -> Document:
    """Return the plan of all cycles as it stands on a day: their months, as table and calendar."""
    if not cycles:
        return Document("Learning cycles", blocks=(Paragraph(NOTHING_PLANNED),))
    most = max(len(cycle.phases) for cycle in cycles)
    columns = (
        Column("Topic", width=2.6),
        *(Column(f"Phase {number}", width=1.4) for number in range(1, most + 1)),
    )
    rows = tuple(Row(_cells(cycle, most)) for cycle in cycles)
    blocks: list[Block] = [
        Paragraph(f"Position at {show_date(today)}. {_count(cycles)}", small=True),
        Table(columns, rows, head_column=0),
        Paragraph(
            "✓ finished, ▶ now, ■ late, ○ to come. A phase lasts the whole month.", small=True
        ),
    ]
    periods = [period for cycle in cycles for period in _periods(cycle)]
    if periods:
        marks = (Mark(today, "Today"),) if _within(today, periods) else ()
        chart = Chart(Gantt(tuple(periods), marks, "Phase"), calendar_aloud(cycles))
        blocks += [Heading(2, "Calendar"), chart]
    return Document("Learning cycles", blocks=tuple(blocks))


def _count(cycles: Sequence[CycleLine]) -> str:
    planned = sum(cycle.state == "planned" for cycle in cycles)
    ended = len(cycles) - planned
    many = "1 cycle is" if planned == 1 else f"{planned} cycles are"
    return f"{many} planned or under way" + (f", {ended} finished or stopped." if ended else ".")


def _cells(cycle: CycleLine, most: int) -> tuple[Cell, ...]:
    priority = cycle.priority.title if cycle.priority else ""
    shown = "" if tidy_name(priority) == tidy_name(cycle.topic) else priority
    made = [Cell(cycle.topic, below=" · ".join(part for part in (shown, cycle.words) if part))]
    for phase in cycle.phases:
        month = f"{phase.planned.starts:%b %Y}" if phase.planned else "Not known"
        was = f"first {phase.first.starts:%b %Y}" if phase.slip and phase.first else ""
        made.append(Cell(f"{_SIGNS.get(phase.state, '○')}\u00a0{month}", below=was))
    return (*made, *(Cell("–") for _ in range(most - len(cycle.phases))))


def _periods(cycle: CycleLine) -> list[Period]:
    return [
        Period(
            f"{phase.number} {cycle.topic}",
            phase.planned.starts,
            phase.planned.ends,
            f"{phase.title} ({phase.lead.code})",
        )
        for phase in cycle.phases
        if phase.planned and cycle.state != STOPPED
    ]


def _within(day: date, periods: Sequence[Period]) -> bool:
    return min(p.starts for p in periods) <= day <= max(p.ends for p in periods)


def calendar_aloud(cycles: Sequence[CycleLine]) -> str:
    """Return in words which topic takes from which month to which."""
    told = [
        f"{cycle.topic} from {show_month(first)} to {show_month(last)}"
        for cycle in cycles
        if (months := [phase.planned.starts for phase in cycle.phases if phase.planned])
        for first, last in ((min(months), max(months)),)
    ]
    return f"A calendar of the phases: {'; '.join(told)}."


def briefing_document(record: CycleRecord) -> Document:
    """Return the briefing on what a cycle taught: headed points on one page."""
    blocks: list[Block] = []
    for number, (heading, text) in enumerate(record.briefing, 1):
        said = text.strip() or "Nothing is written here yet."
        blocks += [Heading(2, f"{number}. {heading}"), Paragraph(said)]
    if not blocks:
        words = "The briefing has no headings. Set them up among the lists of the learning cycle."
        blocks.append(Paragraph(words))
    return Document(record.cycle.topic, subtitle="Learning briefing", blocks=tuple(blocks))


def calendar_file(parts: CalendarParts, made_on: date) -> bytes:
    """Return the phases as an iCalendar file made on a day: each lasts its whole months.

    Nothing that was found or said is in it.
    """
    events = tuple(
        _event(cycle, phase, parts.sequences.get(phase.id, 0), phase.planned.starts)
        for cycle in parts.cycles
        for phase in cycle.phases
        if phase.planned is not None
    )
    made_at = datetime.combine(made_on, time(), UTC)
    return calendar_bytes(
        CalendarFile("Learning cycles", parts.zone, made_at, parts.partnership, events, parts.mark)
    )


def _event(cycle: CycleLine, phase: PhaseLine, sequence: int, starts: date) -> Event:
    return Event(
        uid=f"{phase.id}{_SUFFIX}",
        summary=f"{cycle.topic}: phase {phase.number}, {phase.title}",
        on=starts,
        last=phase.planned.ends if phase.planned else None,
        description=f"Lead group: {phase.lead.title}",
        sequence=sequence,
        cancelled=cycle.state == STOPPED,
    )
