"""A plan on paper: the whole of it, and on one page."""

from __future__ import annotations

from collections.abc import Sequence

from dscp_desktop.paper.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Columns,
    Document,
    Facts,
    Heading,
    PageSize,
    Paragraph,
    Row,
    Simple,
    Table,
)
from dscp_desktop.priorities.rules.plans import (
    MeasureLine,
    PlanLine,
    PriorityLine,
    how_words,
)

PLAN, ON_A_PAGE = "Strategic plan", "Plan on a page"
NO_OUTCOME = "No outcome named"
NONE_NUMBERED = "No numbered outcomes"
_LETTERS_ACROSS = 130  # about so many letters of the body stand beside each other on A4 landscape
_LINES_ON_A4 = 24  # so many lines there leave room for title, heads and vision; more go on A3


def plan_document(plan: PlanLine) -> Document:
    """Return a plan: vision and values, each priority with its outcomes, measures, threads."""
    blocks: list[Block] = []
    facts = [("Vision", plan.vision), ("Values", ", ".join(plan.values)), ("Source", plan.source)]
    if said := tuple((label, text) for label, text in facts if text):
        blocks.append(Facts(said, columns=1))
    for one in plan.priorities:
        blocks += _priority(plan, one)
    if not plan.priorities:
        blocks.append(Paragraph("The plan has no priorities yet."))
    if plan.loose:
        blocks.append(Heading(2, "Measures without an outcome"))
        blocks.append(_measures(plan.loose))
    blocks.append(Heading(2, "Golden threads"))
    if plan.threads:
        columns = (Column("Thread", width=3), Column("How it came", width=2.4))
        rows = tuple(Row((Cell(one.title), Cell(how_words(one)))) for one in plan.threads)
        blocks.append(Table(columns, rows, head_column=0))
    else:
        blocks.append(Paragraph("The plan has no golden threads."))
    return Document(f"{PLAN} {plan.term}", subtitle=plan.when, blocks=tuple(blocks))


def _priority(plan: PlanLine, one: PriorityLine) -> list[Block]:
    found: list[Block] = [Heading(2, f"Priority {one.number}: {one.title}")]
    if one.lead:
        found.append(Paragraph(f"Led by {one.lead}.", small=True))
    if one.reasons:
        found += [Heading(3, "Why"), Bullets(one.reasons)]
    found.append(Heading(3, "Outcomes"))
    if one.outcomes:
        columns = (Column("No.", width=0.5), Column("Outcome", width=4), Column("Led by", width=1))
        rows = tuple(
            Row((Cell(o.number), Cell(o.title), Cell(o.lead or "Nobody named")))
            for o in one.outcomes
        )
        found.append(Table(columns, rows, head_column=1))
    else:
        found.append(Paragraph(f"{NONE_NUMBERED}."))
    if measures := plan.measures_of(one):
        found += [Heading(3, "Measures"), _measures(measures)]
    if one.activities:
        found += [Heading(3, "Activities"), Bullets(tuple(a.title for a in one.activities))]
    return found


def _measures(measures: Sequence[MeasureLine]) -> Table:
    columns = (
        Column("Measure", width=3.2),
        Column("Outcomes", width=1.2),
        Column("Activity", width=1.8),
    )
    rows = tuple(
        Row((Cell(one.title), Cell(one.shown or NO_OUTCOME), Cell(one.activity)))
        for one in measures
    )
    return Table(columns, rows, head_column=0)


def page_document(plan: PlanLine) -> Document:
    """Return a plan on one landscape page: a column for each priority, the threads beneath."""
    said = ". ".join(part.rstrip(".") for part in (plan.vision, ", ".join(plan.values)) if part)
    blocks: list[Block] = [Paragraph(f"{said}.")] if said else []
    blocks.append(_beside(plan) if plan.priorities else Paragraph("There are no priorities yet."))
    if plan.threads:
        blocks.append(Heading(2, "Golden threads"))
        blocks.append(_in_columns(tuple(one.title for one in plan.threads)))
    title = f"Plan {plan.term} on a page"
    page: PageSize = "A4 landscape" if _lines(plan) <= _LINES_ON_A4 else "A3 landscape"
    return Document(title, subtitle=plan.when, blocks=tuple(blocks), page=page)


def _lines(plan: PlanLine) -> int:
    """Return about how many lines of text the page is high."""
    letters = max(_LETTERS_ACROSS // max(len(plan.priorities), 1), 8)
    found = max((_wrapped(one.label, letters) for one in plan.priorities), default=0)
    for place in range(_highest(plan)):
        high = (_wrapped(_outcome(one, place), letters) for one in plan.priorities)
        found += 1 + max(high, default=0)
    each = max((_wrapped(one.title, _LETTERS_ACROSS // 3) for one in plan.threads), default=0)
    return found + -(-len(plan.threads) // 3) * each


def _wrapped(text: str, letters: int) -> int:
    return -(-len(text) // letters)


def _highest(plan: PlanLine) -> int:
    return max((len(one.outcomes) for one in plan.priorities), default=0) or 1


def _outcome(one: PriorityLine, place: int) -> str:
    """Return what stands in a priority's column at a place: an outcome and who leads it."""
    if place < len(one.outcomes):
        outcome = one.outcomes[place]
        return f"{outcome.label} ({outcome.lead})" if outcome.lead else outcome.label
    if place or one.outcomes:
        return ""
    return f"{NONE_NUMBERED} ({one.lead})" if one.lead else NONE_NUMBERED


def _beside(plan: PlanLine) -> Table:
    """Return the priorities beside each other, their outcomes below them, the first with first."""
    rows = tuple(
        Row(tuple(Cell(_outcome(one, place)) for one in plan.priorities))
        for place in range(_highest(plan))
    )
    columns = tuple(Column(one.label) for one in plan.priorities)
    return Table(columns, rows, head_column=-1)


def _in_columns(titles: tuple[str, ...]) -> Block:
    """Return threads in up to three columns, read down one after the other."""
    each = -(-len(titles) // 3)
    parts = [titles[at : at + each] for at in range(0, len(titles), each)]
    columns: tuple[tuple[Simple, ...], ...] = tuple((Bullets(part),) for part in parts)
    return Columns(columns) if len(columns) > 1 else Bullets(titles)
