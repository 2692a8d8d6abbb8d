"""The golden thread map on paper."""

from __future__ import annotations

from collections.abc import Sequence
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
from dscp_desktop.threads.rules import (
    ACTIVITY_ONLY,
    LOOSE,
    OUTCOME,
    PRIORITY,
    MapLine,
    ThreadMap,
)

TITLE = "Golden thread map"
APART = "On no priority or outcome"
_COLUMNS = (
    Column("Step", width=1.5),
    Column("What", width=4.2),
    Column("How it stands", width=1.6),
    Column("What difference it made", width=3.2),
)


def map_document(found: ThreadMap, term: str, today: date) -> Document:
    """Return the map of a plan as it stands on a day: a table for each priority."""
    blocks: list[Block] = [Paragraph(f"Position at {show_date(today)}. {_told(found)}", small=True)]
    part: list[MapLine] = []
    for line in found.lines:
        if line.step.kind == PRIORITY:
            blocks += _table(part)
            part = []
            blocks.append(Heading(2, line.step.title))
            blocks.append(Paragraph(_closed(line.difference)))
        else:
            part.append(line)
    blocks += _table(part)
    if found.apart:
        blocks += [Heading(2, APART), *_table(found.apart)]
    if not found.every:
        blocks.append(Paragraph("The plan has no priorities yet, and nothing else is under way."))
    return Document(TITLE, subtitle=term, blocks=tuple(blocks), page="A4 landscape")


def _told(found: ThreadMap) -> str:
    out = found.standing_out
    if not out:
        return _closed(found.words)
    many = "1 step is" if out == 1 else f"{out} steps are"
    return f"{_closed(found.words)} {many} activity with no difference recorded, marked ■."


def _closed(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _table(lines: Sequence[MapLine]) -> list[Block]:
    rows = [_row(line) for line in lines]
    return [Table(_COLUMNS, tuple(rows), head_column=1)] if rows else []


def _row(line: MapLine) -> Row:
    step = line.step
    if step.kind in (OUTCOME, LOOSE):
        return Row((Cell(f"{step.title}: {_lower(line.difference)}"),), "section")
    depth = max(line.depth - 2, 0) if line.depth else 0
    what = f"{'– ' * depth}{line.kind_words}"
    below = f"What came of it stands under {line.again}" if line.again else line.serves
    out = line.stands_out
    difference = Cell(f"■ {ACTIVITY_ONLY}" if out else line.difference, bold=out)
    return Row((Cell(what), Cell(step.title, below), Cell(line.stands), difference))


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
