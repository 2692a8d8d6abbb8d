"""The register of issue: who holds what, and what must come back."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.packs.queries.issues import issue_lines, load_issued
from dscp_desktop.packs.rules.register import CopyLine, must_come_back, shows_part
from dscp_desktop.packs.tables import IssuedPart, PackCopy, PackIssue


def list_copies(session: Session, meeting_id: str) -> tuple[CopyLine, ...]:
    """Return every copy of the pack of a meeting that was given, in the order of their numbers."""
    issues = {issue.id: issue for issue in issue_lines(session, meeting_id)}
    query = select(PackCopy).where(PackCopy.issue_id.in_(issues))
    lines = (
        CopyLine(
            row.id,
            row.issue_id,
            issues[row.issue_id].title,
            issues[row.issue_id].number,
            row.edition,
            row.number,
            row.of,
            row.recipient,
            row.channel,
            row.given_on,
            row.recalled_on,
            row.why,
            row.destroyed_on,
            row.how_destroyed,
        )
        for row in session.scalars(query)
    )
    return tuple(sorted(lines, key=lambda line: (line.supplement, line.number, line.recipient)))


def recall_list(
    session: Session, *, meeting_id: str = "", issue_id: str = "", paper_id: str = ""
) -> tuple[CopyLine, ...]:
    """Return the copies that are still somewhere: of a meeting's pack, one issue, or a paper.

    Of a paper: the copies whose edition shows it.
    """
    if issue_id:
        meeting_id = session.get_one(PackIssue, issue_id).meeting_id
    if paper_id:
        query = select(PackIssue.meeting_id).join(IssuedPart, IssuedPart.issue_id == PackIssue.id)
        meeting_id = session.scalars(query.where(IssuedPart.key == paper_id)).first() or ""
    lines = must_come_back(list_copies(session, meeting_id))
    if issue_id:
        lines = tuple(line for line in lines if line.issue_id == issue_id)
    issued = load_issued(session, meeting_id, with_files=False) if paper_id else None
    if issued is not None:
        lines = tuple(line for line in lines if shows_part(issued, line, paper_id))
    return lines
