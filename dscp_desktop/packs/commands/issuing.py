"""A pack goes out: from then on no page number moves. What comes later is a supplement."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.meetings.commands.papers import mark_issued
from dscp_desktop.packs.rules.issued import IssuedPart as Part
from dscp_desktop.packs.rules.numbers import written
from dscp_desktop.packs.rules.parts import PAPER
from dscp_desktop.packs.rules.ready import Ready
from dscp_desktop.packs.tables import IssuedEdition, IssuedPart, PackIssue
from dscp_desktop.store.files import put_file
from dscp_desktop.store.history import head_words
from dscp_desktop.store.session import fresh_id

CARES = ("packs", "meetings")
CHANGED_SINCE = "Something was changed since this pack was built. Build it again, then issue it."


def issue_pack(session: Session, meeting_id: str, ready: Ready) -> Changes:
    """Freeze the numbers of a pack, and keep what its pages show.

    Raises Refused where it was issued already, or the records changed since it was built.
    """
    name = session.get_one(Meeting, meeting_id).shown(session)
    if _last(session, meeting_id) is not None:
        raise Refused(f"The pack of {name} was issued already. Issue a supplement instead.")
    row = _write(session, meeting_id, ready)
    return Changes(f"Pack issued, {row.pages} pages: {name}", CARES, row.id)


def issue_supplement(session: Session, meeting_id: str, ready: Ready) -> Changes:
    """Keep what a supplement adds to a pack that was issued; no number given out moves.

    Raises Refused where there is no pack, another supplement came first, or the records changed
    since it was built.
    """
    name = session.get_one(Meeting, meeting_id).shown(session)
    last = _last(session, meeting_id)
    if last is None:
        raise Refused(f"The pack of {name} was not issued yet. Issue it first.")
    if ready.issue.number != last + 1:
        raise Refused(CHANGED_SINCE)
    row = _write(session, meeting_id, ready)
    return Changes(f"Supplement {row.number} issued: {name}", CARES, row.id)


def _last(session: Session, meeting_id: str) -> int | None:
    query = select(PackIssue.number).where(PackIssue.meeting_id == meeting_id)
    return session.scalars(query.order_by(PackIssue.number.desc())).first()


def _write(session: Session, meeting_id: str, ready: Ready) -> PackIssue:
    issue = ready.issue
    if head_words(session) != issue.check_code:
        raise Refused(CHANGED_SINCE)
    row = PackIssue(
        id=fresh_id(session),
        meeting_id=meeting_id,
        number=issue.number,
        issued_at=issue.issued_at,
        issued_on=issue.issued_on,
        check_code=issue.check_code,
        pages=issue.pages,
        marking=issue.marking,
        partnership=issue.partnership,
        heading=issue.heading,
        foot=issue.foot,
    )
    session.add(row)
    session.flush()
    for position, (part, data) in enumerate(ready.parts):
        session.add(_part_row(session, row, position, part, data))
    for edition, pages, digest in ready.editions:
        own = IssuedEdition(id=fresh_id(session), issue_id=row.id, edition=edition)
        own.pages, own.sha256 = pages, digest
        session.add(own)
    papers = [p.key for p, _ in ready.parts if p.kind == PAPER and p.file_id and p.numbers]
    mark_issued(session, papers, issue.issued_on)
    return row


def _part_row(
    session: Session, issue: PackIssue, position: int, part: Part, data: bytes | None
) -> IssuedPart:
    file_id = part.file_id if data is None else put_file(session, f"{part.title}.pdf", data)
    return IssuedPart(
        id=fresh_id(session),
        issue_id=issue.id,
        position=position,
        key=part.key,
        edition=part.edition,
        kind=part.kind,
        item=part.item,
        item_title=part.item_title,
        title=part.title,
        owner=part.owner,
        purpose=part.purpose,
        restricted=part.restricted,
        marking=part.marking,
        change=part.change,
        why=part.why,
        numbers=written(part.numbers),
        file_id=file_id,
    )
