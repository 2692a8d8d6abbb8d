"""Packs that were issued, as they stand in the store."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.packs.rules.issued import Issue, IssuedPack, IssuedPart
from dscp_desktop.packs.rules.numbers import parse_numbers
from dscp_desktop.packs.tables import IssuedEdition, PackIssue
from dscp_desktop.packs.tables import IssuedPart as PartRow
from dscp_desktop.store.files import get_file


def is_issued(session: Session, meeting_id: str) -> bool:
    """Say whether the pack of a meeting went out."""
    query = select(PackIssue.id).where(PackIssue.meeting_id == meeting_id)
    return session.scalars(query).first() is not None


def issue_lines(session: Session, meeting_id: str) -> tuple[Issue, ...]:
    """Return the pack as it was issued and its supplements, in order."""
    query = select(PackIssue).where(PackIssue.meeting_id == meeting_id)
    return tuple(
        Issue(
            row.id,
            row.number,
            row.issued_at,
            row.issued_on,
            row.check_code,
            row.pages,
            row.marking,
            row.partnership,
            row.heading,
            row.foot,
        )
        for row in session.scalars(query.order_by(PackIssue.number))
    )


def load_issued(session: Session, meeting_id: str, *, with_files: bool = True) -> IssuedPack | None:
    """Return the pack of a meeting as it was issued, with its supplements; None where it was not.

    Without `with_files` the files stay in the store: enough for lists and change sheets.
    """
    issues = issue_lines(session, meeting_id)
    if not issues:
        return None
    by_id = {issue.id: issue for issue in issues}
    rows = session.scalars(select(PartRow).where(PartRow.issue_id.in_(by_id))).all()
    ordered = sorted(rows, key=lambda row: (by_id[row.issue_id].number, row.position))
    parts = tuple(_part(row, by_id[row.issue_id]) for row in ordered)
    files = {part.file_id for part in parts if part.file_id} if with_files else set()
    found = session.scalars(select(IssuedEdition).where(IssuedEdition.issue_id.in_(by_id)))
    editions = ((by_id[e.issue_id].number, e.edition, e.pages, e.sha256) for e in found)
    return IssuedPack(
        meeting_id=meeting_id,
        issues=issues,
        parts=parts,
        editions=tuple(sorted(editions)),
        data={file_id: get_file(session, file_id) for file_id in sorted(files)},
    )


def _part(row: PartRow, issue: Issue) -> IssuedPart:
    return IssuedPart(
        key=row.key,
        kind=row.kind,
        title=row.title,
        numbers=parse_numbers(row.numbers),
        item=row.item,
        item_title=row.item_title,
        owner=row.owner,
        purpose=row.purpose,
        restricted=row.restricted,
        marking=row.marking,
        change=row.change,
        why=row.why,
        file_id=row.file_id,
        edition=row.edition,
        supplement=issue.number,
        on=issue.issued_on,
    )
