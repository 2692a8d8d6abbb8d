"""How the pack of a meeting is put together: its options, and the order of its parts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.packs.queries.issues import is_issued
from dscp_desktop.packs.rules.parts import PackPart, moved_keys
from dscp_desktop.packs.tables import PackOptions
from dscp_desktop.store.session import fresh_id

CARES = ("packs",)


def set_options(
    session: Session, meeting_id: str, *, right_hand: bool, placeholders: bool
) -> Changes:
    """Say whether each paper begins on a right-hand page, and a missing one has a page.

    Raises Refused where the pack was issued.
    """
    row = _options(session, meeting_id)
    row.right_hand, row.placeholders = right_hand, placeholders
    return Changes(f"Options of the pack changed: {_named(session, meeting_id)}", CARES)


def move_part(
    session: Session, meeting_id: str, key: str, step: int, parts: Sequence[PackPart]
) -> Changes:
    """Move a part past its neighbour (`step` -1 or 1) within part 1 or part 2.

    `parts` are those of the pack now, in order. Items keep their numbers on the agenda. A part
    that has nowhere to go stays, and nothing is told. Raises Refused where the pack was issued.
    """
    keys = moved_keys(parts, key, step)
    if keys == tuple(part.key for part in parts):
        return Changes("", (), key)
    row = _options(session, meeting_id)
    row.order = "\n".join(keys)
    return Changes(f"Pack put in another order: {_named(session, meeting_id)}", CARES, key)


def _options(session: Session, meeting_id: str) -> PackOptions:
    if is_issued(session, meeting_id):
        name = _named(session, meeting_id)
        raise Refused(f"The pack of {name} was issued: its pages keep their numbers.")
    query = select(PackOptions).where(PackOptions.meeting_id == meeting_id)
    row = session.scalars(query).first()
    if row is None:
        row = PackOptions(id=fresh_id(session), meeting_id=meeting_id, order="")
        session.add(row)
    return row


def _named(session: Session, meeting_id: str) -> str:
    return session.get_one(Meeting, meeting_id).shown(session)
