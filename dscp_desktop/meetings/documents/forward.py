"""The forward plan on paper: what is to come, by group and meeting."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dscp_desktop.core.days import show_date, show_long_day
from dscp_desktop.meetings.rules.forward import ON_AGENDA, ForwardLine
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

_COLUMNS = (
    Column("What", width=4.4),
    Column("Why", width=3.8),
    Column("Lead", width=2.2),
    Column("Due", width=1.9),
)

_WITHHELD = "Part 2: withheld from this edition"


def forward_document(
    lines: Sequence[ForwardLine], group: str = "", *, withheld: bool = False
) -> Document:
    """Return the forward plan of a group, or of all: a table for each meeting.

    With `withheld` nothing is told of what is restricted: it goes into part 1 of a pack.
    """
    title, subtitle = "Forward plan", group or "All groups"
    if not lines:
        nothing = Paragraph("Nothing is planned for the meetings to come.")
        return Document(title, subtitle=subtitle, blocks=(nothing,))
    blocks: list[Block] = []
    level = 2 if group else 3
    for name, of_group in groupby(lines, key=lambda line: line.group):
        if not group:
            blocks.append(Heading(2, name))
        for when, items in groupby(of_group, key=_when):
            blocks += [
                Heading(level, when),
                Table(_COLUMNS, tuple(_row(line, withheld) for line in items)),
            ]
    return Document(title, subtitle=subtitle, blocks=tuple(blocks))


def _when(line: ForwardLine) -> str:
    if line.meeting is None:
        return "No meeting chosen yet"
    with_whom = "" if line.meeting.group_id == line.group_id else f", with {line.meeting.group}"
    return f"{show_long_day(line.meeting.on)}{with_whom}"


def _row(line: ForwardLine, withheld: bool) -> Row:
    if withheld and line.restricted:
        return Row((Cell(_WITHHELD), Cell(""), Cell(""), Cell("")))
    below = [f"For {line.purpose}"] if line.purpose else []
    if line.state == ON_AGENDA:
        below.append(f"On the agenda, item {line.item}" if line.item else "On the agenda")
    below += ["Part 2, restricted"] if line.restricted else []
    return Row(
        (
            Cell(line.title, below=". ".join(below)),
            Cell(line.why),
            Cell(line.lead),
            Cell(show_date(line.due) if line.due else "", below=line.warning),
        )
    )
