"""What a person can do to groups."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.partnership.commands.naming import EVERYWHERE, set_names
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.partnership.rules.parties import GroupDetails
from dscp_desktop.partnership.rules.spans import read_span
from dscp_desktop.partnership.tables import Group
from dscp_desktop.store.session import fresh_id


def add_group(session: Session, details: GroupDetails) -> Changes:
    """Add a group below those there are. Raises Refused where its name or code is not its own."""
    _judge_group(session, "", details)
    last = session.scalar(select(func.max(Group.position)))
    row = Group(id=fresh_id(session), position=0 if last is None else last + 1)
    _put_group(session, row, details)
    session.add(row)
    return Changes(f"Group added: {row.name}", EVERYWHERE, row.id)


def change_group(session: Session, group_id: str, details: GroupDetails) -> Changes:
    """Change a group; a name or code it no longer has stays as another name.

    Raises Refused where its name or code is not its own, it would report to itself or be part of
    itself, or it ends before it starts.
    """
    _judge_group(session, group_id, details)
    row = session.get_one(Group, group_id)
    former = [old for old in (row.name, row.code) if old not in (details.name, details.code)]
    _put_group(session, row, replace(details, known_as=(*details.known_as, *former)))
    return Changes(f"Group changed: {row.name}", EVERYWHERE, row.id)


def _judge_group(session: Session, group_id: str, details: GroupDetails) -> None:
    if not details.name.strip():
        raise Refused("Type the group's name.")
    if not details.code.strip():
        raise Refused("Type a short code for the group, such as TFG.")
    known = load_names(session)
    for wanted in (details.name, details.code, *details.known_as):
        other = known.group(wanted)
        if other and other.id != group_id:
            raise Refused(f"{wanted} means {other.name} already. Choose another name.")
    if _comes_back(session, group_id, details.reports_to_id, "reports_to_id"):
        raise Refused("A group cannot report to itself, nor to one that reports to it.")
    if _comes_back(session, group_id, details.parent_id, "parent_id"):
        raise Refused("A group cannot be part of itself, nor of one that is part of it.")
    if details.times is not None:
        read_span(*details.times, "The group")


def _comes_back(session: Session, group_id: str, above: str | None, line: str) -> bool:
    while above and above != group_id:
        above = getattr(session.get_one(Group, above), line)
    return bool(above)


def _put_group(session: Session, row: Group, details: GroupDetails) -> None:
    row.name, row.code = " ".join(details.name.split()), " ".join(details.code.split())
    row.kind, row.purpose = details.kind, details.purpose.strip()
    row.cadence, row.joint_with = details.cadence.strip(), details.joint_with.strip()
    row.reports_to_id = details.reports_to_id
    if details.parent_id is not None:
        row.parent_id = details.parent_id or None
    if details.times is not None:
        row.starts, row.ends = read_span(*details.times, "The group")
    set_names(session, row.id, details.known_as, (row.name, row.code))
