"""What is written in the register of issue: copies given, asked back, destroyed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.packs.queries.register import recall_list
from dscp_desktop.packs.rules.parts import EDITIONS, PART_2
from dscp_desktop.packs.rules.register import CHANNELS, Given
from dscp_desktop.packs.tables import PackCopy, PackIssue
from dscp_desktop.store.session import fresh_id

CARES = ("packs",)


def give_copies(
    session: Session,
    issue_id: str,
    edition: str,
    given: Sequence[Given],
    on: date,
    *,
    numbered: bool = True,
) -> Changes:
    """Note who was given a copy of an issue; numbers go on behind those given before.

    Raises Refused where nobody is named, WrongUse for a channel or an edition nobody knows.
    """
    issue = session.get_one(PackIssue, issue_id)
    if edition not in (*EDITIONS, PART_2):
        raise WrongUse(f"There is no edition '{edition}'. The editions: {', '.join(EDITIONS)}.")
    names = [" ".join(one.recipient.split()) for one in given]
    if not names or not all(names):
        raise Refused("Type who is given a copy.")
    unknown = next((one.channel for one in given if one.channel not in CHANNELS), "")
    if unknown:
        raise WrongUse(f"'{unknown}' is no way to give a copy. Ways: {', '.join(CHANNELS)}.")
    query = select(func.max(PackCopy.number)).where(PackCopy.issue_id == issue_id)
    before = session.scalar(query) or 0
    for number, (one, name) in enumerate(zip(given, names, strict=True), before + 1):
        row = PackCopy(id=fresh_id(session), issue_id=issue_id, edition=edition, given_on=on)
        row.recipient, row.channel = name, one.channel
        row.number = number if numbered else 0
        row.of = before + len(names) if numbered else 0
        session.add(row)
    count = f"{len(names)} {'copy' if len(names) == 1 else 'copies'}"
    return Changes(f"{count} given: {_named(session, issue)}", CARES, issue_id)


def recall_copies(session: Session, copy_ids: Collection[str], on: date, why: str = "") -> Changes:
    """Ask copies back. Those that are destroyed, or were asked back before, stay as they are.

    Raises Refused where none is left to ask back.
    """
    rows = [row for row in _rows(session, copy_ids) if not (row.recalled_on or row.destroyed_on)]
    if not rows:
        raise Refused("Nobody holds a copy that was not asked back already.")
    for row in rows:
        row.recalled_on, row.why = on, " ".join(why.split())
    return Changes(f"Copies asked back: {len(rows)}", CARES, tuple(row.id for row in rows))


def recall_all(
    session: Session, on: date, *, meeting_id: str = "", paper_id: str = "", why: str = ""
) -> Changes:
    """Ask back every copy of a meeting's pack, or every one that shows a paper."""
    lines = recall_list(session, meeting_id=meeting_id, paper_id=paper_id)
    return recall_copies(session, [line.id for line in lines], on, why)


def mark_destroyed(session: Session, copy_ids: Collection[str], on: date, how: str = "") -> Changes:
    """Note that copies are gone. Raises Refused where none is left."""
    rows = [row for row in _rows(session, copy_ids) if not row.destroyed_on]
    if not rows:
        raise Refused("These copies are noted as destroyed already.")
    for row in rows:
        if on < row.given_on:
            raise Refused(f"{row.recipient} was given the copy after that day. Look at the date.")
        row.destroyed_on, row.how_destroyed = on, " ".join(how.split())
    return Changes(f"Copies destroyed: {len(rows)}", CARES, tuple(row.id for row in rows))


def _rows(session: Session, copy_ids: Collection[str]) -> Sequence[PackCopy]:
    query = select(PackCopy).where(PackCopy.id.in_(list(copy_ids)))
    return session.scalars(query.order_by(PackCopy.number, PackCopy.id)).all()


def _named(session: Session, issue: PackIssue) -> str:
    return session.get_one(Meeting, issue.meeting_id).shown(session)
