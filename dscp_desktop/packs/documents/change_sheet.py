"""The change sheet of a supplement: what came, what changed, what goes, and what to do with it."""

from __future__ import annotations

from collections.abc import Sequence

from dscp_desktop.core.days import show_long_day
from dscp_desktop.packs.rules.issued import ADDED, REPLACED, Issue, SheetLine
from dscp_desktop.packs.rules.parts import FULL, PART_2, WITHHELD
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

_WORDS = {ADDED: "Added", REPLACED: "Replaced"}
HOW = (
    "Put the new pages in by their numbers: 112a stands behind 112. Take out the pages that are "
    "named; where your copy is printed on both sides, cross the old page out and lay the new one "
    "beside it. Every other page keeps its number."
)


def change_sheet(issue: Issue, lines: Sequence[SheetLine], edition: str = FULL) -> Document:
    """Return the change sheet of a supplement; but in the full edition nothing of part 2 is told.

    Part 2 alone names only its own.
    """
    shown = [line for line in lines if line.restricted or edition != PART_2]
    columns = (
        Column("Item", width=0.6),
        Column("Paper", width=5),
        Column("Change", width=1.6),
        Column("Take out", "right", 2),
        Column("Put in", "right", 2),
    )
    rows = tuple(_row(line, edition) for line in shown)
    facts = (
        ("Supplement", str(issue.number)),
        ("Issued", show_long_day(issue.issued_on)),
        ("Pages as issued", str(issue.pages)),
    )
    table = Table(columns, rows)
    blocks = (Facts(facts), Heading(2, "What changed"), table, Heading(2, "What to do"))
    return Document(
        f"Supplement {issue.number}: change sheet",
        issue.heading,
        blocks=(*blocks, Paragraph(HOW)),
    )


def _row(line: SheetLine, edition: str) -> Row:
    told = edition in (FULL, PART_2) or not line.restricted
    title = line.title if told else WITHHELD
    why = line.why if told else ""
    below = "These pages say that they are not needed any more." if line.crossed else ""
    return Row(
        (
            Cell(line.item),
            Cell(title, below=why or below),
            Cell(_WORDS.get(line.change, "Withdrawn")),
            Cell(line.take_out or "–"),
            Cell(line.put_in or "–"),
        )
    )
