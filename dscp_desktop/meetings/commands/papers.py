"""What a person can do to a paper once it is there: a newer version, withdrawn, sent out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.meetings.commands.agenda import CARES, change_paper
from dscp_desktop.meetings.commands.receiving import ReceivedPaper
from dscp_desktop.meetings.commands.versions import (
    forget_text,
    keep_first,
    put_text,
    put_version,
)
from dscp_desktop.meetings.queries.papers import list_markings
from dscp_desktop.meetings.rules.papers import LONGEST_LINE, NO_REASON, PaperDetails
from dscp_desktop.meetings.tables import Paper


def replace_paper(
    session: Session, paper_id: str, received: ReceivedPaper, received_on: date, changed: str = ""
) -> Changes:
    """Bring a newer version of a paper; every older one stays, and its issued pages with it.

    Raises Refused where the one before went out and `changed` does not say what is new.
    """
    row = session.get_one(Paper, paper_id)
    put_version(
        session,
        row,
        received.data,
        received.pages,
        received_on,
        received.removed,
        received.came,
        changed,
    )
    number = len(keep_first(session, row))
    what = "received" if number == 1 else f"version {number}"
    return Changes(f"Paper ‘{row.title}’: {what}", CARES, paper_id)


def say_of_paper(session: Session, paper_id: str, details: PaperDetails) -> Changes:
    """Change what is said of a paper. Raises Refused for a marking that is not listed."""
    if details.marking and details.marking not in list_markings(session):
        raise Refused(f"A paper is marked: {', '.join(list_markings(session))}.")
    return change_paper(
        session,
        paper_id,
        details.title,
        details.owner,
        details.restricted,
        details.due,
        details.marking,
    )


def withdraw_paper(session: Session, paper_id: str, reason: str, on: date) -> Changes:
    """Withdraw a paper: it keeps its place, and the next pack says why it is not there."""
    row = session.get_one(Paper, paper_id)
    reason = " ".join(reason.split())[:LONGEST_LINE]
    if not reason:
        raise Refused(NO_REASON)
    if row.withdrawn_on:
        raise Refused(f"‘{row.title}’ was withdrawn already.")
    row.withdrawn_on, row.withdrawn = on, reason
    return Changes(f"Paper withdrawn: {row.title}", CARES, paper_id)


def bring_back_paper(session: Session, paper_id: str) -> Changes:
    """Take a paper that was withdrawn into the next pack again."""
    row = session.get_one(Paper, paper_id)
    if not row.withdrawn_on:
        raise Refused(f"‘{row.title}’ was not withdrawn.")
    row.withdrawn_on, row.withdrawn = None, ""
    return Changes(f"Paper brought back: {row.title}", CARES, paper_id)


def mark_issued(session: Session, paper_ids: Collection[str], on: date) -> int:
    """Note that the newest versions of papers went out; return how many. Part of a command."""
    count = 0
    for row in session.scalars(select(Paper).where(Paper.id.in_(list(paper_ids)))).all():
        found = keep_first(session, row)
        if found and row.file_id and found[-1].issued_on is None:
            found[-1].issued_on = on
            count += 1
    return count


def keep_texts(session: Session, texts: Mapping[tuple[str, str], Sequence[str]]) -> Changes:
    """Keep the words of papers' pages for the search, by the ids of paper and file.

    A paper that has another file by now, or is gone, is passed over.
    """
    count = 0
    for (paper_id, file_id), pages in texts.items():
        row = session.get(Paper, paper_id)
        if row is not None and row.file_id == file_id:
            forget_text(session, paper_id)
            put_text(session, row, pages)
            count += 1
    what = "1 paper" if count == 1 else f"{count} papers"
    return Changes(f"{what} read for the search", CARES)
