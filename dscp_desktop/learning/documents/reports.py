"""The report of a phase, and that of a whole cycle."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dscp_desktop.actions.rules.log import ActionLine
from dscp_desktop.core.days import show_date
from dscp_desktop.learning.documents.feedback import feedback_table
from dscp_desktop.learning.rules.cycles import CycleLine, PhaseLine, slip_words, window_words
from dscp_desktop.learning.rules.record import CycleRecord, FeedbackLine, PhaseRecord, RouteLine
from dscp_desktop.paper.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Paragraph,
    Row,
    Table,
    cells,
)

NOTHING = "Nothing is recorded yet."
_WRITTEN = (
    ("findings", "What was found"),
    ("learnt", "What was learnt about the process"),
    ("changed", "What changed in how we work"),
)
_SIGNS = {"done": "✓", "late": "■", "now": "▶"}


def phase_report(record: PhaseRecord, today: date) -> Document:
    """Return the report of one phase as it stands on a day."""
    phase, words = record.phase, record.words
    blocks: list[Block] = [
        Paragraph(f"Position at {show_date(today)}. {_sentence(phase)}", small=True),
        Facts(_facts(record)),
        Heading(2, "Key question"),
        Paragraph(record.asked or "No key question is recorded yet."),
        Heading(2, "How it was done"),
        Bullets(words.methods) if words.methods else Paragraph("No method is recorded yet."),
    ]
    blocks += _people(record)
    if words.purpose or words.legal_basis:
        shared = (("Purpose", words.purpose), ("Legal basis", words.legal_basis))
        pairs = tuple((label, text or "Not recorded") for label, text in shared)
        blocks += [Heading(2, "What was shared, and why"), Facts(pairs, columns=1)]
    for name, title in _WRITTEN:
        blocks += [Heading(2, title), Paragraph(getattr(words, name).strip() or NOTHING)]
    blocks += _feedback(record.feedback)
    blocks += _actions(record.actions)
    blocks += _sources(record)
    if record.undone:
        blocks += [Heading(2, "Still open"), Bullets(record.undone)]
    title = f"Phase {phase.number}: {phase.title}"
    return Document(title, subtitle=record.cycle.topic, blocks=tuple(blocks))


def _sentence(phase: PhaseLine) -> str:
    return f"{phase.words}." + (f" {slip_words(phase.slip)}." if phase.slip else "")


def _facts(record: PhaseRecord) -> tuple[tuple[str, str], ...]:
    phase, cycle = record.phase, record.cycle
    found = [
        ("Lead group", phase.lead.title),
        ("Priority", cycle.priority.title if cycle.priority else "None"),
        ("Planned", window_words(phase.planned)),
    ]
    if phase.slip:
        found.append(("First planned", window_words(phase.first)))
    found.append(("Started", show_date(phase.started_on) if phase.started_on else "Not recorded"))
    if phase.finished_on:
        found.append(("Finished", show_date(phase.finished_on)))
    return tuple(found)


def _people(record: PhaseRecord) -> list[Block]:
    people = record.words.took_part
    if not people:
        return []
    rows = tuple(
        Row(cells(line.people, "Not counted" if line.count is None else str(line.count)))
        for line in people
    )
    columns = (Column("Who", width=5), Column("How many", align="right", width=1.4))
    return [Heading(2, "Who took part"), Table(columns, rows)]


def _feedback(feedback: Sequence[FeedbackLine]) -> list[Block]:
    return [Heading(2, "Feedback"), feedback_table(feedback)] if feedback else []


def _actions(actions: Sequence[ActionLine]) -> list[Block]:
    if not actions:
        return []
    columns = (
        Column("No.", width=1.2),
        Column("Action", width=4.4),
        Column("Owner", width=2.2),
        Column("Due", width=1.6),
        Column("Status", width=1.4),
    )
    rows = tuple(
        Row(
            cells(
                line.number,
                line.text,
                line.owner or "No owner",
                show_date(line.due) if line.due else "Not set",
                "■ Late" if line.overdue else line.status.capitalize(),
            )
        )
        for line in actions
        if not line.restricted
    )
    return [Heading(2, "Actions"), Table(columns, rows)] if rows else []


def _sources(record: PhaseRecord) -> list[Block]:
    found: list[Block] = []
    if record.meetings:
        items = tuple(meeting.title for meeting in record.meetings)
        found += [Heading(2, "Worked on at"), Bullets(items)]
    if record.papers:
        items = tuple(paper.title for paper in record.papers)
        found += [Heading(2, "Papers"), Bullets(items)]
    return found


def cycle_report(record: CycleRecord, today: date) -> Document:
    """Return the report of a whole cycle as it stands on a day."""
    cycle = record.cycle
    asked = next((phase.asked for phase in reversed(record.phases) if phase.asked), "")
    blocks: list[Block] = [
        Paragraph(f"Position at {show_date(today)}. {cycle.words}.", small=True),
        Heading(2, "Key question"),
        Paragraph(asked or "No key question is recorded yet."),
        Heading(2, "Phases"),
        _phases(cycle),
    ]
    for phase in record.phases:
        blocks += _learnt(phase)
    blocks += _feedback(record.feedback)
    blocks += _route(record.route)
    blocks += _actions([action for phase in record.phases for action in phase.actions])
    subtitle = f"Learning cycle · {cycle.priority.title}" if cycle.priority else "Learning cycle"
    return Document(cycle.topic, subtitle=subtitle, blocks=tuple(blocks))


def _phases(cycle: CycleLine) -> Table:
    columns = (
        Column("Phase", width=4.2),
        Column("Lead", width=1),
        Column("Planned", width=2),
        Column("Started", width=2),
        Column("Finished", width=2),
        Column("Status", width=2.2),
    )
    rows = tuple(
        Row(
            (
                Cell(f"{phase.number} {phase.title}"),
                Cell(phase.lead.code),
                Cell(window_words(phase.planned), below=slip_words(phase.slip)),
                Cell(show_date(phase.started_on) if phase.started_on else "–"),
                Cell(show_date(phase.finished_on) if phase.finished_on else "–"),
                Cell(f"{_SIGNS.get(phase.state, '○')} {_status(phase)}"),
            )
        )
        for phase in cycle.phases
    )
    return Table(columns, rows)


def _status(phase: PhaseLine) -> str:
    return "Finished" if phase.state == "done" else phase.words


def _learnt(record: PhaseRecord) -> list[Block]:
    said = [
        (title, text)
        for name, title in _WRITTEN
        if (text := str(getattr(record.words, name)).strip())
    ]
    if not said:
        return []
    found: list[Block] = [Heading(2, f"Phase {record.phase.number}: {record.phase.title}")]
    for title, text in said:
        found += [Heading(3, title), Paragraph(text)]
    return found


def _route(route: Sequence[RouteLine]) -> list[Block]:
    if not route:
        return []
    columns = (
        Column("Group", width=3),
        Column("Does", width=3),
        Column("At", width=3.2),
        Column("Decision", width=3),
    )
    rows = tuple(
        Row(
            (
                Cell(step.group.title),
                Cell(step.does),
                Cell(step.meeting.title if step.meeting else "Not yet"),
                Cell(step.decision.title if step.decision else "–"),
            )
        )
        for step in route
    )
    return [Heading(2, "The way of the recommendations"), Table(columns, rows)]
