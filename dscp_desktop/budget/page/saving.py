"""Letters as files in a folder: nothing is sent from here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from dscp_desktop.budget.documents.letters import letter_values
from dscp_desktop.budget.rules.letters import Letter
from dscp_desktop.core.mail import Enclosed, draft_message
from dscp_desktop.core.saving import save_file

RENDER = "dscp_desktop.paper.tasks:render"
WRITE = "dscp_desktop.paper.tasks:write"
PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES, MESSAGES = "files", "messages"
Ask = Callable[[str, Any], tuple[dict[str, Any], list[bytes]]]


def save_letters(
    letters: Sequence[Letter],
    folder: Path,
    form: str,
    heads: tuple[str, str],
    ask: Ask,
    tell: Callable[[str, int, int], object],
) -> tuple[Path, ...]:
    """Make each letter as PDF and Word and save it in a folder; return the files in their order.

    `form` is FILES, or MESSAGES for a draft message each that holds both; `heads` are the name
    of the partnership and the marking. A file of the same name is replaced. Raises Refused where
    one could not be made or saved: those before it stay.
    """
    saved: list[Path] = []
    used: Counter[str] = Counter()
    for count, letter in enumerate(letters):
        tell(f"Writing to {letter.to}", count, len(letters))
        values = letter_values(letter, *heads)
        pdf = ask(RENDER, values)[1][0]
        word = ask(WRITE, {**values, "form": "docx"})[1][0]
        used[letter.name] += 1
        name = letter.name if used[letter.name] == 1 else f"{letter.name}-{used[letter.name]}"
        for ending, data in _files(letter, name, form, (pdf, word), heads[1]):
            saved.append(save_file(folder / f"{name}{ending}", data))
    tell("The letters are written", len(letters), len(letters))
    return tuple(saved)


def _files(
    letter: Letter, name: str, form: str, made: tuple[bytes, bytes], marking: str
) -> list[tuple[str, bytes]]:
    pdf, word = made
    if form != MESSAGES:
        return [(".pdf", pdf), (".docx", word)]
    enclosed = (Enclosed(f"{name}.pdf", PDF, pdf), Enclosed(f"{name}.docx", WORD, word))
    text = "\n\n".join((*letter.paragraphs, letter.signed))
    return [(".eml", draft_message(letter.emails, letter.subject, text, enclosed, marking))]
