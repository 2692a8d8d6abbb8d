"""The action log on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from dscp_desktop.actions.rules.ageing import ageing_of
from dscp_desktop.actions.rules.lives import review_words
from dscp_desktop.actions.rules.log import (
    BY_MEETING,
    ActionLine,
    due_words,
    position_of,
    slipped_words,
)
from dscp_desktop.actions.rules.owners import OwnerActions
from dscp_desktop.core.days import show_date
from dscp_desktop.paper.document import Block, Cell, Column, Document, Paragraph, Row, Table
from dscp_desktop.paper.furniture import Furniture, furniture_values
from dscp_desktop.paper.values import to_values

HIDDEN = "Restricted: its words are kept in part 2"
_COLUMNS = (
    Column("Ref", width=1.0),
    Column("Action and update", width=4.4),
    Column("Owner", width=1.9),
    Column("Due", width=1.3),
    Column("Status", width=1.2),
)


def action_log(lines: Sequence[ActionLine], today: date, group: str = "") -> Document:
    """Return the log of a group, or of all, as it stands on a day: late first, done last.

    How old the late ones are and how far due dates slipped stands above; the words of what belongs
    to part 2 are not shown.
    """
    position = f"Position at {show_date(today)}: {position_of(lines).words}."
    if not lines:
        position = f"Position at {show_date(today)}: no actions."
    ageing = ageing_of(lines, today)
    said = [words for words in (position, ageing.late_words, ageing.slipped_words) if words]
    above = tuple(Paragraph(words, small=True) for words in said)
    table = (Table(_COLUMNS, tuple(_row(line, today) for line in lines)),) if lines else ()
    return Document("Action log", subtitle=group, blocks=(*above, *table))


def owner_sheet(lines: Sequence[ActionLine], owner: str, today: date) -> Document:
    """Return the actions of one owner over all groups, to be sent out and answered.

    What is done and asks for nothing more is left out.
    """
    wanted = [line for line in lines if line.part != "done"]
    said = f"Position at {show_date(today)}: {position_of(wanted).words}."
    if not wanted:
        said = f"Position at {show_date(today)}: nothing is open."
    blocks: list[Block] = [Paragraph(said, small=True)]
    if wanted:
        blocks.append(Table(_COLUMNS, tuple(_row(line, today) for line in wanted)))
        blocks.append(Paragraph("Say of each action what was done, and by when the rest will be."))
    return Document("Actions", subtitle=owner, blocks=tuple(blocks))


def owner_page(given: OwnerActions, today: date) -> dict[str, Any]:
    """Return the sheet of an owner as the task that renders a PDF takes it."""
    document = owner_sheet(given.lines, given.owner.name, today)
    furniture = Furniture(given.marking, given.partnership, document.title, skip_head_on_first=True)
    return {
        "document": to_values(replace(document, marking=given.marking)),
        "furniture": furniture_values(furniture),
        "title": f"{document.title}, {given.owner.name}",
    }


def _row(line: ActionLine, today: date) -> Row:
    return Row(
        (
            Cell(line.number),
            Cell(HIDDEN if line.restricted else line.text, below=_below(line, today)),
            Cell(line.owner),
            Cell(_due(line, today)),
            _status(line),
        )
    )


def _below(line: ActionLine, today: date) -> str:
    said = [f"{due_words(line, today)}."] if line.part == "late" else []
    if line.review:
        said.append(f"{review_words(line.review.months)}: {show_date(line.review.due)}.")
    if line.slipped and line.part in ("late", "open"):
        said.append(f"Slipped by {slipped_words(line)}.")
    if line.updates and not line.restricted:
        said.append(" ".join(line.updates[-1].text.split()))
    return " ".join(said)


def _due(line: ActionLine, today: date) -> str:
    if line.due is None:
        return "Next meeting" if line.due_rule == BY_MEETING else "Not set"
    day, month, year = show_date(line.due).split(" ")
    short = f"{day} {month[:3]}"
    return short if line.due.year == today.year else f"{short} {year}"


def _status(line: ActionLine) -> Cell:
    if line.status == "withdrawn":
        return Cell("Withdrawn")
    if line.part == "done":
        return Cell("✓ Done")
    if line.part == "late":
        return Cell("■ Late", bold=True)
    return Cell("○ On time" if line.due else "○ Open")
