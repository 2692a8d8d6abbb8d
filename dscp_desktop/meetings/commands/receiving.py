"""Taking in several papers at once, as one entry of the history."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.meetings.commands.agenda import CARES, add_paper
from dscp_desktop.meetings.rules.papers import NOTHING_TOLD, Came
from dscp_desktop.meetings.tables import Minutes, Paper, PaperText


@dataclass(frozen=True, slots=True)
class ReceivedPaper:
    """A PDF that came: `removed` names what joining takes out of it, `came` what else is known."""

    title: str
    data: bytes
    pages: int
    removed: tuple[str, ...] = ()
    came: Came = NOTHING_TOLD


def add_papers(
    session: Session,
    meeting_id: str,
    papers: Sequence[ReceivedPaper],
    received_on: date,
    item_id: str = "",
) -> Changes:
    """Add papers to an item, or each as an item of its own before any other business."""
    changes = Changes("No paper added", ())
    for paper in papers:
        changes = add_paper(
            session,
            meeting_id,
            paper.title,
            paper.data,
            paper.pages,
            received_on=received_on,
            removed=paper.removed,
            item_id=item_id,
            came=paper.came,
        )
        session.flush()
    if len(papers) == 1:
        return changes
    return Changes(f"{len(papers)} papers added", CARES, changes.result)


def ask_again(session: Session, file_ids: Collection[str]) -> int:
    """Wait again for each paper whose file goes; return how many. Part of another command."""
    ids = list(file_ids)
    papers = session.scalars(select(Paper).where(Paper.file_id.in_(ids))).all()
    for text in session.scalars(select(PaperText).where(PaperText.file_id.in_(ids))).all():
        session.delete(text)
    for row in papers:
        row.file_id, row.pages, row.received_on = None, 0, None
        row.removed = "The file held a name that was redacted: ask for it in a clean form"
    for minutes in session.scalars(select(Minutes)):  # their Word copies are sent out anew
        if {minutes.kept_id, minutes.returned_id} & set(file_ids):
            minutes.kept_id = minutes.returned_id = None
    return len(papers)
