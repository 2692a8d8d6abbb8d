"""What actions come of, and the group of those that no meeting raised."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.actions.rules.lives import review_months
from dscp_desktop.actions.rules.log import Origin
from dscp_desktop.actions.rules.origins import (
    ORIGIN,
    REVIEW_MONTHS,
    USUAL_MONTHS,
    WITHOUT_MEETING,
)
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.settings import get_setting
from dscp_desktop.store.tables import Link, Record


def origins_of(session: Session, action_id: str) -> tuple[Origin, ...]:
    """Return the records that an action comes of, in the order of their titles."""
    query = select(Record).join(Link, Link.to_id == Record.id)
    query = query.where(Link.from_id == action_id, Link.role == ORIGIN, Record.deleted.is_(False))
    rows = session.scalars(query.order_by(Record.title, Record.id))
    return tuple(Origin(row.id, row.kind, row.title) for row in rows)


def group_without_meeting(session: Session) -> str:
    """Return the id of the group that takes actions no meeting raised; '' where none is set."""
    code = get_setting(session, WITHOUT_MEETING, "")
    group = find_group(session, code) if code else None
    return group.id if group else ""


def usual_months(session: Session) -> tuple[int, ...]:
    """Return after how many months actions are reviewed, as the profile says."""
    return review_months(get_setting(session, REVIEW_MONTHS, USUAL_MONTHS))
