"""What becomes of organisations and groups: renamed, merged, followed by another, ended.

Nothing of what was is lost: a former name, an end and a successor are rows of their own, and what
was recorded before still points at the one of its day.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.partnership.commands.naming import EVERYWHERE, set_names
from dscp_desktop.partnership.commands.passing import close_body, pass_on
from dscp_desktop.partnership.queries.parties import former_names, get_body, load_names
from dscp_desktop.partnership.rules.parties import FOLLOWED, MERGED, PURPOSE
from dscp_desktop.partnership.rules.spans import (
    Span,
    begin_after,
    end_before,
    first_day,
    last_day,
    read_date,
    read_span,
    show_when,
)
from dscp_desktop.partnership.tables import FormerName, Group, KnownAs, Organisation, Succession
from dscp_desktop.store.session import fresh_id

Body = Organisation | Group


def rename(session: Session, record_id: str, name: str, short_name: str, starts: str) -> Changes:
    """Give an organisation or a group another name from a day on; `short_name` is a group's code.

    Old meetings show the old name, and workbooks are still understood by it. Raises Refused where
    the name is missing, the same or another's, or the day is not after the last renaming.
    """
    row = get_body(session, record_id)
    name, short_name = " ".join(name.split()), " ".join(short_name.split())
    _judge_name(session, row, name, short_name)
    day = read_date(starts, "From")
    if not day:
        raise Refused("Choose the day from which the new name holds.")
    ended = [then.span.ends for then in former_names(session, row.id) if then.span.ends]
    begun = begin_after(max(ended, key=last_day, default="")) or row.starts
    if begun and first_day(day) <= first_day(begun):
        raise Refused(f"The present name holds from {show_when(begun)}. Choose a later day.")
    was, short = row.name, row.code if isinstance(row, Group) else row.short_name
    _add_former(session, row.id, was, short, Span(begun, end_before(day)))
    others = session.scalars(select(KnownAs.name).where(KnownAs.record_id == row.id)).all()
    row.name = name
    if isinstance(row, Group):
        row.code = short_name or row.code
    else:
        row.short_name = short_name
    own = (name, short_name or short)
    set_names(session, row.id, (*others, *filter(None, (was, short))), own)
    return Changes(f"Renamed: {was} is {name} from {show_when(day)}", EVERYWHERE, row.id)


def _judge_name(session: Session, row: Body, name: str, short_name: str) -> None:
    if not name:
        raise Refused("Type the new name.")
    if name == row.name:
        raise Refused(f"{name} is its name already. Type the new one.")
    known = load_names(session)
    for wanted in filter(None, (name, short_name)):
        other = known.group(wanted) if isinstance(row, Group) else known.organisation(wanted)
        if other and other.id != row.id:
            raise Refused(f"{wanted} means {other.name} already. Choose another name.")


def _add_former(session: Session, record_id: str, name: str, short: str, span: Span) -> str:
    row = FormerName(
        id=fresh_id(session),
        record_id=record_id,
        name=name,
        short_name=short,
        starts=span.starts,
        ends=span.ends,
    )
    session.add(row)
    return row.id


def add_former_name(
    session: Session, record_id: str, name: str, times: tuple[str, str] = ("", "")
) -> Changes:
    """Record a name that an organisation or a group went by before; its last day may be unknown.

    Raises Refused where the name is missing or another's, it ends before it starts, or two names
    would hold on one day.
    """
    row = get_body(session, record_id)
    name = " ".join(name.split())
    span = read_span(*times, "The former name")
    _judge_name(session, row, name, "")
    _refuse_two_names(session, record_id, "", span)
    _add_former(session, record_id, name, "", span)
    others = session.scalars(select(KnownAs.name).where(KnownAs.record_id == row.id)).all()
    short = row.code if isinstance(row, Group) else row.short_name
    set_names(session, row.id, (*others, name), (row.name, short))
    return Changes(f"Former name added: {name}, now {row.name}", EVERYWHERE, row.id)


def date_former_name(session: Session, former_id: str, times: tuple[str, str]) -> Changes:
    """Say from when to when a former name held.

    Raises Refused where it ends before it starts, or two names would hold on one day.
    """
    row = session.get_one(FormerName, former_id)
    span = read_span(*times, "The former name")
    _refuse_two_names(session, row.record_id, row.id, span)
    row.starts, row.ends = span
    return Changes(f"Former name dated: {row.name}", EVERYWHERE, row.record_id)


def _refuse_two_names(session: Session, record_id: str, former_id: str, span: Span) -> None:
    for then in former_names(session, record_id):
        if then.id != former_id and then.span.ends and span.ends and then.span.overlaps(span):
            raise Refused(f"{then.name} was its name {then.span.said}. Choose other days.")


def remove_former_name(session: Session, former_id: str) -> Changes:
    """Remove a former name entered by mistake; workbooks may still call the record by it."""
    row = session.get_one(FormerName, former_id)
    name, record_id = row.name, row.record_id
    session.delete(row)
    return Changes(f"Former name removed: {name}", EVERYWHERE, record_id)


def merge(session: Session, former_ids: Sequence[str], into_id: str, starts: str) -> Changes:
    """Merge organisations, or groups, into one from a day or month on: they end, it goes on.

    Their seats end; those that organisations held pass on, with who sits on them. Raises Refused
    where one would be merged into itself or one that has ended, or would end before it starts.
    """
    if not former_ids:
        raise Refused("Choose what is merged.")
    into = get_body(session, into_id)
    rows = [get_body(session, former_id) for former_id in dict.fromkeys(former_ids)]
    for row in rows:
        _succeed(session, row, into, starts, MERGED)
    names = " and ".join(row.name for row in rows)
    return Changes(f"Merged: {names} into {into.name}", EVERYWHERE, into.id)


def follow(
    session: Session, former_id: str, successor_id: str, starts: str, how: str = FOLLOWED
) -> Changes:
    """Say that another body follows an organisation, or a group, from a day or month on.

    The one before ends; its seats pass on as they do when merging. Raises Refused as `merge` does.
    """
    if how not in (FOLLOWED, PURPOSE):
        raise Refused("Choose how the one follows the other.")
    former, successor = get_body(session, former_id), get_body(session, successor_id)
    _succeed(session, former, successor, starts, how)
    if how == FOLLOWED and not successor.starts:
        successor.starts = read_date(starts, "From")
    return Changes(f"Followed: {former.name} by {successor.name}", EVERYWHERE, successor.id)


def _succeed(session: Session, former: Body, successor: Body, starts: str, how: str) -> None:
    day = read_date(starts, "From")
    if not day:
        raise Refused("Choose the day from which it is so.")
    if former.id == successor.id:
        raise Refused(f"{former.name} cannot be merged into itself, nor follow itself.")
    if type(former) is not type(successor):
        raise Refused("An organisation becomes part of an organisation, a group of a group.")
    if last_day(successor.ends) < first_day(day):
        raise Refused(f"{successor.name} ended: {show_when(successor.ends)} is its last.")
    if session.scalars(select(Succession).where(Succession.former_id == former.id)).first():
        raise Refused(f"{former.name} has a successor already. Undo that first.")
    ends = former.ends if last_day(former.ends) < first_day(day) else end_before(day)
    read_span(former.starts, ends, former.name)
    if isinstance(former, Organisation):
        pass_on(session, former.id, successor.id, day, ends)
    close_body(session, former, ends)
    for member in session.scalars(
        select(Organisation).where(Organisation.agency_group_id == former.id)
    ):
        member.agency_group_id = successor.id
    row = Succession(
        id=fresh_id(session), former_id=former.id, successor_id=successor.id, on=day, how=how
    )
    session.add(row)
    session.flush()


def end(session: Session, record_id: str, ends: str) -> Changes:
    """End an organisation or a group with its last day or month; its seats end with it.

    Raises Refused where it would end before it starts.
    """
    row = get_body(session, record_id)
    if not read_date(ends, "To"):
        raise Refused("Choose the last day.")
    close_body(session, row, ends)
    return Changes(f"Ended: {row.name}, {show_when(row.ends)}", EVERYWHERE, row.id)
