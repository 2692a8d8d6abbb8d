"""The log of feedback on paper: what was said, what changed, and who was told back."""

from __future__ import annotations

from collections.abc import Sequence

from dscp_desktop.core.days import show_date
from dscp_desktop.learning.rules.record import FeedbackLine, sum_of_people
from dscp_desktop.paper.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    Table,
    cells,
)


def feedback_table(feedback: Sequence[FeedbackLine]) -> Table:
    """Return what was said, by whom, what changed, and when people were told."""
    columns = (
        Column("Who and how", width=2.6),
        Column("What was said", width=4.2),
        Column("What changed", width=3.4),
        Column("Told back", width=1.8),
    )
    return Table(columns, tuple(_row(line) for line in feedback), head_column=0)


def _row(line: FeedbackLine) -> Row:
    said = line.details
    count = f"{said.count} " if said.count else ""
    how = ", ".join(part for part in (said.method, said.occasion, show_date(said.on)) if part)
    told = show_date(said.told_on) if said.told_on else "Not yet"
    return Row(
        (
            Cell(f"{count}{said.source.casefold() if count else said.source}", below=how),
            Cell(said.said, below=line.about),
            Cell(said.changed or "Not said yet"),
            Cell(told, below=said.told_how),
        )
    )


def feedback_report(feedback: Sequence[FeedbackLine], title: str) -> Document:
    """Return the log of a year, or of all years, for the annual report."""
    if not feedback:
        nothing = Paragraph("No feedback is in the log for this time.")
        return Document("Feedback", subtitle=title, blocks=(nothing,))
    told = sum(line.told for line in feedback)
    many = "1 piece" if len(feedback) == 1 else f"{len(feedback)} pieces"
    blocks: list[Block] = [
        Paragraph(f"{many} of feedback; of {told} those who gave it were told what changed."),
        Heading(2, "Who was heard"),
        _sums(feedback),
    ]
    sources = dict.fromkeys(line.details.source for line in feedback)
    for source in sources:
        lines = [line for line in feedback if line.details.source == source]
        blocks += [Heading(2, source), feedback_table(lines)]
    return Document("Feedback", subtitle=title, blocks=tuple(blocks))


def _sums(feedback: Sequence[FeedbackLine]) -> Table:
    columns = (
        Column("Source", width=4),
        Column("Pieces of feedback", align="right", width=2),
        Column("People, where counted", align="right", width=2),
        Column("Told back", align="right", width=1.6),
    )
    rows = tuple(
        Row(cells(source, str(pieces), str(people), str(told)))
        for source, pieces, people, told in sum_of_people(feedback)
    )
    return Table(columns, rows)
