"""The sheets of owners as files in a folder: nothing is sent from here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from dscp_desktop.actions.documents import owner_page
from dscp_desktop.actions.rules.owners import MESSAGE, OwnerActions, message_words
from dscp_desktop.actions.workbook import owner_file
from dscp_desktop.core.mail import Enclosed, draft_message
from dscp_desktop.core.saving import save_file

RENDER = "dscp_desktop.paper.tasks:render"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Ask = Callable[[str, Any], tuple[dict[str, Any], list[bytes]]]


def save_sheets(
    sheets: Sequence[OwnerActions],
    folder: Path,
    form: str,
    today: date,
    ask: Ask,
    tell: Callable[[str, int, int], object],
) -> tuple[Path, ...]:
    """Make the files of each owner and save them in a folder; return them in their order.

    A file of the same name is replaced. `form` is a PDF and a workbook, or a draft message that
    holds both. Raises Refused where one could not be saved: those before it stay.
    """
    saved: list[Path] = []
    for count, sheet in enumerate(sheets):
        tell(f"Making the sheet of {sheet.owner.name}", count, len(sheets))
        _, (pdf, *_) = ask(RENDER, owner_page(sheet, today))
        for ending, data in _files(sheet, form, today, pdf):
            saved.append(save_file(folder / f"{sheet.name}{ending}", data))
    tell("The sheets are made", len(sheets), len(sheets))
    return tuple(saved)


def _files(sheet: OwnerActions, form: str, today: date, pdf: bytes) -> list[tuple[str, bytes]]:
    book = owner_file(sheet.lines, sheet.marking)
    if form != MESSAGE:
        return [(".pdf", pdf), (".xlsx", book)]
    subject, text = message_words(sheet.owner, today)
    enclosed = (
        Enclosed(f"{sheet.name}.pdf", PDF, pdf),
        Enclosed(f"{sheet.name}.xlsx", XLSX, book),
    )
    message = draft_message(sheet.owner.emails, subject, text, enclosed, sheet.marking)
    return [(".eml", message)]
