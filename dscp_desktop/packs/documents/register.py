"""The register of issue and the recall list, to print."""

from __future__ import annotations

from collections.abc import Sequence

from dscp_desktop.core.days import show_date
from dscp_desktop.packs.rules.register import CopyLine
from dscp_desktop.paper.document import Block, Cell, Column, Document, Paragraph, Row, Table

NOBODY = "No copy was given to anybody yet."
NOTHING_OUT = "Nobody holds a copy: every one is destroyed, or none was given."


def register_document(heading: str, lines: Sequence[CopyLine]) -> Document:
    """Return who was given which copy of a pack, when and how, and what became of it."""
    columns = (
        Column("Copy", width=1),
        Column("Given to", width=3),
        Column("Edition", width=2),
        Column("When and how", width=2.4),
        Column("Now", width=2.4),
    )
    rows = tuple(
        Row(
            (
                Cell(line.copy_words or "–", below=line.issue if line.supplement else ""),
                Cell(line.recipient),
                Cell(line.edition_words),
                Cell(show_date(line.given_on), below=line.channel_words),
                Cell(line.state_words),
            )
        )
        for line in lines
    )
    body: Block = Table(columns, rows) if rows else Paragraph(NOBODY)
    return Document("Register of issue", heading, blocks=(body,))


def recall_document(heading: str, lines: Sequence[CopyLine], paper: str = "") -> Document:
    """Return who holds what that must come back, with room to note that it did."""
    columns = (
        Column("Copy", width=1),
        Column("Held by", width=3),
        Column("Edition", width=2),
        Column("Given", width=2.2),
        Column("Asked back", width=2),
        Column("Back", width=1),
    )
    rows = tuple(
        Row(
            (
                Cell(line.copy_words or "–", below=line.issue if line.supplement else ""),
                Cell(line.recipient),
                Cell(line.edition_words),
                Cell(show_date(line.given_on), below=line.channel_words),
                Cell(show_date(line.recalled_on) if line.recalled_on else "Not yet"),
                Cell("☐"),
            )
        )
        for line in lines
    )
    body: Block = Table(columns, rows) if rows else Paragraph(NOTHING_OUT)
    told: tuple[Block, ...] = (Paragraph(f"Because of: {paper}"),) if paper else ()
    return Document("Recall list", heading, blocks=(*told, body))
