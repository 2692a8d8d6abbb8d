"""The files of a paper, kept by number: parts of the commands that receive and remove papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.days import show_date
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.names import slug
from dscp_desktop.meetings.rules.papers import LONGEST_LINE, NO_WORDS, NOTHING_TOLD, Came
from dscp_desktop.meetings.tables import Paper, PaperText, PaperVersion
from dscp_desktop.store.files import put_file
from dscp_desktop.store.session import fresh_id


def versions(session: Session, paper_id: str) -> list[PaperVersion]:
    """Return the versions of a paper, the first one first."""
    query = select(PaperVersion).where(PaperVersion.paper_id == paper_id)
    return list(session.scalars(query.order_by(PaperVersion.number)))


def put_version(
    session: Session,
    row: Paper,
    data: bytes,
    pages: int,
    received_on: date | None,
    removed: Sequence[str] = (),
    came: Came = NOTHING_TOLD,
    changed: str = "",
) -> None:
    """Make a file the newest version of a paper; those before it stay as they are.

    Without `data` the paper is awaited. Raises Refused without words of what changed where the
    version before went out.
    """
    if not data:
        row.pages, row.received_on, row.removed = pages, received_on, "; ".join(removed)
        return
    before = keep_first(session, row)
    changed = " ".join(changed.split())[:LONGEST_LINE]
    if before and before[-1].issued_on and not changed:
        raise Refused(NO_WORDS)
    row.file_id = put_file(session, row.title, data)
    row.pages, row.received_on, row.removed = pages, received_on, "; ".join(removed)
    row.withdrawn_on, row.withdrawn = None, ""
    session.flush()
    _add(session, row, len(before) + 1, came, changed)
    forget_text(session, row.id)
    if came != NOTHING_TOLD:  # else the window reads the file for the search
        put_text(session, row, came.text)


def put_text(session: Session, row: Paper, pages: Sequence[str]) -> None:
    """Keep the words of the pages of a paper's file; '' says that it was read and has none."""
    text = "\f".join(page.replace("\f", " ").strip() for page in pages)
    kept = {"paper_id": row.id, "file_id": row.file_id, "text": text if text.strip() else ""}
    session.add(PaperText(id=fresh_id(session), **kept))


def forget_text(session: Session, paper_id: str) -> None:
    """Take away what was kept of the words of a paper."""
    for old in session.scalars(select(PaperText).where(PaperText.paper_id == paper_id)).all():
        session.delete(old)


def keep_first(session: Session, row: Paper) -> list[PaperVersion]:
    """Return the versions of a paper; one that an older program took in gets its first row."""
    found = versions(session, row.id)
    if not found and row.file_id:
        found = [_add(session, row, 1, NOTHING_TOLD, "")]
    return found


def _add(session: Session, row: Paper, number: int, came: Came, changed: str) -> PaperVersion:
    version = PaperVersion(
        id=fresh_id(session),
        paper_id=row.id,
        number=number,
        file_id=row.file_id,
        pages=row.pages,
        received_on=row.received_on,
        removed=row.removed,
        changed=changed,
        source=_plain(came.source),
        left_in="; ".join(came.left_in),
    )
    session.add(version)
    session.flush()
    return version


def _plain(name: str) -> str:
    """Return the name of a file from outside as one of ours, its ending kept."""
    stem, dot, ending = name.rpartition(".")
    return f"{slug(stem)}.{slug(ending)}" if dot and stem else slug(name) if name else ""


def delete_paper(session: Session, row: Paper) -> None:
    """Remove a paper with its versions. Raises Refused where one of them went out."""
    found = versions(session, row.id)
    for version in found:
        if version.issued_on:
            raise Refused(
                f"‘{row.title}’ went out in a pack on {show_date(version.issued_on)}. Withdraw it "
                "instead: its pages stay, and the next pack says why."
            )
    texts = session.scalars(select(PaperText).where(PaperText.paper_id == row.id)).all()
    for part in (*found, *texts):
        session.delete(part)
    session.flush()
    session.delete(row)
