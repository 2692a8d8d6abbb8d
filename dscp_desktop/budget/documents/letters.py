"""A letter to a partner as it is printed."""

from __future__ import annotations

from typing import Any

from dscp_desktop.budget.rules.letters import Letter
from dscp_desktop.core.days import show_long_day
from dscp_desktop.paper.document import Block, Document, Facts, Paragraph
from dscp_desktop.paper.furniture import Furniture, furniture_values
from dscp_desktop.paper.values import to_values


def letter_document(letter: Letter, marking: str = "") -> Document:
    """Return a letter: whom it is to, its words, what is asked, and the note to the figure."""
    blocks: list[Block] = [
        Paragraph(f"To: {letter.to}\n{show_long_day(letter.on)}"),
        *(Paragraph(words) for words in letter.paragraphs),
        Facts(letter.facts),
    ]
    if letter.note:
        blocks.append(Paragraph(letter.note, small=True))
    if letter.signed:
        blocks.append(Paragraph(letter.signed))
    return Document(letter.subject, marking=marking, blocks=tuple(blocks))


def letter_values(letter: Letter, partnership: str, marking: str) -> dict[str, Any]:
    """Return a letter as the tasks that make PDF and Word take it."""
    document = letter_document(letter, marking)
    furniture = Furniture(marking, partnership, letter.subject, skip_head_on_first=True)
    return {
        "document": to_values(document),
        "furniture": furniture_values(furniture),
        "title": letter.subject,
    }
