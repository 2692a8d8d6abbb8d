"""The calendar of the cycles: what the window shows, and what is printed on A3 and A4."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dscp_desktop.core.days import show_date, show_month
from dscp_desktop.core.timetable import Block, BlockState, Lane, Timetable
from dscp_desktop.learning.documents.plan import NOTHING_PLANNED, calendar_aloud
from dscp_desktop.learning.rules.cycles import (
    DONE,
    LATE,
    NOW,
    STOPPED,
    CycleLine,
    PhaseLine,
    slip_words,
    window_words,
)
from dscp_desktop.learning.rules.plan import first_of_month
from dscp_desktop.paper.document import Block as Part
from dscp_desktop.paper.document import Bullets, Chart, Document, Heading, PageSize, Paragraph

LEAST_MONTHS = 24
_STATES: dict[str, BlockState] = {DONE: "done", NOW: "now", LATE: "late"}
_HEADS = ("Topic", "How it stands", "Phases")


def calendar_chart(cycles: Sequence[CycleLine], today: date) -> Timetable | None:
    """Return the cycles as lanes of phases: two years, or as many months as they take.

    Ordered by their start; what has no months stands last. None where there is no cycle.
    """
    if not cycles:
        return None
    days = [day for cycle in cycles for phase in cycle.phases for day in _days(phase)]
    starts = first_of_month(min(days, default=today))
    months = max((_months(starts, day) + 1 for day in days), default=LEAST_MONTHS)
    ends = _work_ends(cycles)
    return Timetable(
        tuple(_lane(cycle) for cycle in cycles),
        starts,
        max(months, LEAST_MONTHS),
        today,
        ends,
        f"{_months(starts, ends) + 1} months end" if ends else "",
        heads=_HEADS,
    )


def _days(phase: PhaseLine) -> tuple[date, ...]:
    windows = (phase.first, phase.planned)
    return tuple(day for window in windows if window for day in (window.starts, window.ends))


def _months(first: date, day: date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month


def _work_ends(cycles: Iterable[CycleLine]) -> date | None:
    """Return the last day of the cycles' own work, before any review that is still to come."""
    last = [
        work.planned.ends
        for cycle in cycles
        if cycle.state != STOPPED and (work := cycle.last_work) and work.planned
    ]
    return max(last, default=None)


def _lane(cycle: CycleLine) -> Lane:
    blocks = tuple(_block(phase) for phase in cycle.phases if phase.planned is not None)
    note = "" if blocks else "Its months are not known"
    return Lane(cycle.topic, cycle.words, blocks, cycle.id, note)


def _block(phase: PhaseLine) -> Block:
    planned, first = phase.planned, phase.first
    assert planned is not None
    return Block(
        words=str(phase.number),
        starts=planned.starts,
        ends=planned.ends,
        state=_STATES.get(phase.state, "to come"),
        said=spoken(phase),
        first=(first.starts, first.ends) if first is not None and phase.slip else None,
        key=phase.id,
    )


def spoken(phase: PhaseLine) -> str:
    """Return 'phase 4, Sharing learning, October 2023, in progress, IDG', and what is amiss."""
    words = phase.words[:1].lower() + phase.words[1:]
    slipped = slip_words(phase.slip)
    was = f"{slipped}, {show_month(phase.first.starts)}" if slipped and phase.first else ""
    said = (
        f"phase {phase.number}",
        phase.title,
        window_words(phase.planned),
        words,
        phase.lead.code,
        was,
    )
    warned = " ".join(phase.warnings)
    return ", ".join(part for part in said if part) + (f". {warned}" if warned else "")


def phase_names(cycles: Sequence[CycleLine], short: bool = False) -> tuple[tuple[str, str], ...]:
    """Return the numbers of phases with what they are called and who leads, as a key.

    Short names end before the first comma or 'and'.

    The names of the cycle that is under way, or the last one: other cycles may have others.
    """
    running = [cycle for cycle in cycles if cycle.current is not None] or list(cycles)
    return tuple(
        (str(phase.number), f"{_name(phase.title, short)} ({phase.lead.code})")
        for cycle in running[:1]
        for phase in cycle.phases
    )


def _name(title: str, short: bool) -> str:
    return title.partition(",")[0].partition(" and ")[0] if short else title


def calendar_document(cycles: Sequence[CycleLine], today: date, page: PageSize) -> Document:
    """Return the calendar on a landscape page, with the warnings of phases to come in words."""
    chart = calendar_chart(cycles, today)
    if chart is None:
        return Document("Calendar of the learning cycles", blocks=(Paragraph(NOTHING_PLANNED),))
    names = " · ".join(f"{number} {words}" for number, words in phase_names(cycles))
    key = "Grey: finished. Black: now. Striped: late. Dashed: not started."
    if any(phase.slip for cycle in cycles for phase in cycle.phases):
        key += " A thin dashed box below a lane: where a phase was first planned."
    blocks: list[Part] = [
        Paragraph(f"Position at {show_date(today)}. {key}", small=True),
        Chart(chart, calendar_aloud(cycles)),
        Paragraph(names, small=True),
    ]
    warned = tuple(
        f"{cycle.topic}, phase {phase.number}: {' '.join(phase.warnings)}"
        for cycle in cycles
        for phase in cycle.phases
        if phase.warnings
    )
    if warned:
        blocks += [Heading(2, "To look at"), Bullets(warned)]
    return Document("Calendar of the learning cycles", blocks=tuple(blocks), page=page)
