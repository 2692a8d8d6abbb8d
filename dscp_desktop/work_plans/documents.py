"""A work plan on paper: the group's report to those it reports to."""

from __future__ import annotations

from datetime import date

from dscp_desktop.core.days import show_date
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
from dscp_desktop.work_plans.rules import (
    NOT_REPORTED,
    PARTS,
    QuarterLine,
    WorkLine,
    WorkPlanValues,
    aligned_words,
    line_state,
    position_words,
)

_COLUMNS = (
    Column("No.", width=0.6),
    Column("Outcome and progress", width=4.2),
    Column("Priority and threads", width=2.6),
    Column("Owner", width=1.6),
    Column("Due", width=1.2),
    Column("Status", width=1.3),
)
_SIGNS = {"done": "✓", "late": "■"}


def work_plan_document(plan: WorkPlanValues, today: date) -> Document:
    """Return the plan of a year as it stands on a day: its lines, and what each quarter brought."""
    blocks: list[Block] = [
        Paragraph(f"Position at {show_date(today)}. {position_words(plan.lines)}.", small=True),
        Heading(2, "What is to be done"),
    ]
    if plan.lines:
        rows = tuple(Row(_cells(line, today)) for line in plan.lines)
        blocks.append(Table(_COLUMNS, rows, head_column=1))
    else:
        blocks.append(Paragraph("The plan has no lines yet."))
    for quarter in plan.quarters:
        blocks += _quarter(quarter, today)
    return Document(f"Work plan {plan.year}", subtitle=plan.group, blocks=tuple(blocks))


def _cells(line: WorkLine, today: date) -> tuple[Cell, ...]:
    kind, words = line_state(line, today)
    sign = _SIGNS.get(kind, "○")
    return (
        Cell(str(line.number)),
        Cell(line.outcome, below=line.progress),
        Cell(aligned_words(line) or "Not aligned"),
        Cell(line.owner or "No owner"),
        Cell(show_date(line.due) if line.due else "Not set"),
        Cell(f"{sign} {words}", bold=line.late),
    )


def _quarter(quarter: QuarterLine, today: date) -> list[Block]:
    heading = Heading(2, quarter.title)
    if not quarter.words.said:
        verb = "was" if quarter.due < today else "is"
        due = f"The report {verb} due by {show_date(quarter.due)}."
        words = f"{NOT_REPORTED} {due}" if quarter.ends < today else f"Not ended yet. {due}"
        return [heading, Paragraph(words)]
    found: list[Block] = [heading]
    for (_name, title), text in zip(PARTS, quarter.words.texts(), strict=True):
        found += [Heading(3, title), Paragraph(text.strip() or NOT_REPORTED)]
    return found
