"""The tool on paper: what is asked, with room to answer by hand."""

from __future__ import annotations

from dscp_desktop.audits.rules.settings import Grade
from dscp_desktop.audits.rules.tools import KIND_WORDS, SCALE, TEXT, YES_NO, VersionLine, lay_out
from dscp_desktop.core.days import show_date
from dscp_desktop.paper.document import (
    Block,
    Box,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Paragraph,
    Row,
    Table,
)

_KINDS = {**KIND_WORDS, TEXT: "In words"}
_NO_NAMES = (
    "Write references, never the name of a child, a parent or a worker. What names somebody is "
    "sent back and not kept."
)


def paper_tool(version: VersionLine, facts: tuple[tuple[str, str], ...] = ()) -> Document:
    """Return a version of a tool to be filled in by hand; `facts` say which audit it is for."""
    content = version.content
    asked = (*facts, ("Agency", ""), ("Filled in on", ""))
    shown = tuple((label, words or "………………") for label, words in asked)
    blocks: list[Block] = [Facts(shown), Box("No names", _NO_NAMES)]
    if any(one.kind == SCALE for one in content.questions):
        blocks += [Heading(2, "The scale"), _scale(content.scale)]
    rows: list[Row] = []
    section = ""
    for row in lay_out(content):
        if row.question is None:
            blocks += _table(rows)
            section, rows = row.section, []
            blocks.append(Heading(2, section or "Questions"))
            continue
        one = row.question
        cells = (
            Cell(str(row.number)),
            Cell(one.text, below=one.guidance),
            Cell(_room(one.kind, content.scale), below=_KINDS[one.kind]),
            Cell("…………………………"),
        )
        rows.append(Row(cells))
    blocks += _table(rows)
    if not content.questions:
        blocks.append(Paragraph("This tool asks nothing yet."))
    issued = f"Issued on {show_date(version.issued_on)}" if version.issued_on else "A draft"
    subtitle = f"Version {version.number}. {issued}."
    return Document(version.title, subtitle=subtitle, blocks=tuple(blocks))


def _scale(scale: tuple[Grade, ...]) -> Table:
    columns = (Column("Grade", width=1), Column("In words", width=8))
    return Table(columns, tuple(Row((Cell(g.letter, bold=True), Cell(g.words))) for g in scale))


def _room(kind: str, scale: tuple[Grade, ...]) -> str:
    """Return the boxes to be ticked."""
    if kind == TEXT:
        return "…………………………"
    offered = ("Yes", "No") if kind == YES_NO else tuple(grade.letter for grade in scale)
    return "   ".join(f"☐ {one}" for one in offered)


def _table(rows: list[Row]) -> list[Block]:
    if not rows:
        return []
    columns = (
        Column("No.", align="right", width=0.7),
        Column("Question", width=4.6),
        Column("Answer", width=3),
        Column("Comment", width=2.8),
    )
    return [Table(columns, tuple(rows), head_column=1)]
