"""What a person can do to seats: add, change, end, remove."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.partnership.commands.naming import EVERYWHERE
from dscp_desktop.partnership.commands.passing import Part, close_seats, cut_parts, parts_of
from dscp_desktop.partnership.queries.seats import all_chairs, load_offices
from dscp_desktop.partnership.rules.seats import Office, runs_in_circle
from dscp_desktop.partnership.rules.spans import (
    Span,
    begin_after,
    last_day,
    read_date,
    read_span,
    show_when,
)
from dscp_desktop.partnership.tables import Group, Organisation, Seat
from dscp_desktop.store.session import fresh_id


def add_seat(
    session: Session,
    group_id: str,
    holder_id: str | None,
    role: str = "",
    kind: str = "core",
    times: tuple[str, str] = ("", ""),
    office: Office | None = None,
) -> Changes:
    """Give an organisation, an agency group or a role of its own a seat on a group.

    With `office` it is filled from another seat, or by the chair of a group. Raises Refused where
    there is neither holder nor role, that very seat is there at the time, it ends before it
    starts, or it would be filled from itself.
    """
    role = " ".join(role.split())
    if not holder_id and not role:
        raise Refused("Choose who holds the seat, or type its role.")
    span = read_span(*times, "The seat")
    group = session.get_one(Group, group_id)
    organisation = session.get(Organisation, holder_id) if holder_id else None
    agency = session.get_one(Group, holder_id) if holder_id and not organisation else None
    holder = organisation or agency
    row = Seat(
        id=fresh_id(session),
        group_id=group_id,
        organisation_id=organisation.id if organisation else None,
        agency_group_id=agency.id if agency else None,
        role=role,
        kind=kind,
        starts=span.starts,
        ends=span.ends,
    )
    _refuse_twins(session, row, holder.name if holder else role)
    _put_office(session, row, office or Office())
    session.add(row)
    who = holder.name if holder else role
    return Changes(f"Seat added: {who} on {group.code}", EVERYWHERE, row.id)


def _refuse_twins(session: Session, row: Seat, who: str) -> None:
    same = select(Seat).where(
        Seat.group_id == row.group_id,
        Seat.organisation_id.is_not_distinct_from(row.organisation_id),
        Seat.agency_group_id.is_not_distinct_from(row.agency_group_id),
        Seat.role == row.role,
        Seat.id != row.id,
    )
    span = Span(row.starts, row.ends)
    if any(Span(twin.starts, twin.ends).overlaps(span) for twin in session.scalars(same)):
        code = session.get_one(Group, row.group_id).code
        raise Refused(f"{who} has this seat on {code} already.")


def _put_office(session: Session, row: Seat, office: Office) -> None:
    if office.seat_id and office.chair_of:
        raise Refused("A seat is filled from one other seat, or from a chair: choose one of both.")
    offices = {**load_offices(session), row.id: office}
    if not office.seat_id and not office.chair_of:
        del offices[row.id]
    if runs_in_circle(row.id, offices, all_chairs(session)):
        raise Refused("A seat cannot be filled from itself, nor from one that is filled from it.")
    row.filled_from_id = office.seat_id or None
    row.chair_of_id = office.chair_of or None


def change_seat(
    session: Session,
    seat_id: str,
    role: str,
    kind: str,
    times: tuple[str, str] | None = None,
    office: Office | None = None,
) -> Changes:
    """Change a seat's role and kind, and where given its time and its office.

    Raises Refused where nobody would hold it, its time would not hold those who sat on it, or it
    would be filled from itself.
    """
    row = session.get_one(Seat, seat_id)
    row.role, row.kind = " ".join(role.split()), kind
    if not row.role and not row.organisation_id and not row.agency_group_id:
        raise Refused("Nobody else holds this seat, so it needs a role.")
    title, _ = row.describe(session)
    if times is not None:
        span = read_span(*times, "The seat")
        row.starts, row.ends = span
        cut_parts(session, seat_id, span.ends)
        _refuse_earlier(parts_of(session, seat_id), span)
        _refuse_twins(session, row, title.partition(" on ")[0])
    if office is not None:
        _put_office(session, row, office)
    return Changes(f"Seat changed: {title}", EVERYWHERE, seat_id)


def end_seat(session: Session, seat_id: str, ends: str) -> Changes:
    """End a seat with its last day or month: its holders and its chair end with it.

    What was so before stays. Raises Refused where it would end before it starts, or before
    somebody began on it.
    """
    row = session.get_one(Seat, seat_id)
    if not read_date(ends, "To"):
        raise Refused("Choose the last day of the seat.")
    span = read_span(row.starts, ends, "The seat")
    close_seats(session, [row], span.ends)
    title, _ = row.describe(session)
    return Changes(f"Seat ended: {title}, {show_when(row.ends)}", EVERYWHERE, seat_id)


def _refuse_earlier(parts: Iterable[Part], span: Span) -> None:
    if any(part.starts and Span(part.starts).first < span.first for part in parts):
        raise Refused("Somebody sat here before that day. Choose an earlier first day.")


def toggle_seat(session: Session, organisation_id: str, group_id: str) -> Changes:
    """Give an organisation a core seat on a group, or take away the one it has there.

    Seats that ended are left alone. Raises Refused where it holds several: which one is meant is
    said in the group's list.
    """
    seats = select(Seat).where(
        Seat.group_id == group_id, Seat.organisation_id == organisation_id, Seat.ends == ""
    )
    held = session.scalars(seats).all()
    if not held:
        return _add_again(session, organisation_id, group_id)
    if len(held) == 1:
        return remove_seat(session, held[0].id)
    code = session.get_one(Group, group_id).code
    name = session.get_one(Organisation, organisation_id).name
    raise Refused(f"{name} holds {len(held)} seats on {code}. Open the group to remove one.")


def _add_again(session: Session, organisation_id: str, group_id: str) -> Changes:
    """Add a seat that begins after those that ended, so that no two are there on one day."""
    ended = session.scalars(
        select(Seat.ends).where(
            Seat.group_id == group_id, Seat.organisation_id == organisation_id, Seat.role == ""
        )
    )
    starts = begin_after(max(ended, key=last_day, default=""))
    return add_seat(session, group_id, organisation_id, times=(starts, ""))


def remove_seat(session: Session, seat_id: str) -> Changes:
    """Remove a seat that was entered by mistake; a seat that ran out is ended instead.

    Raises Refused where somebody has sat on it, or another seat is filled from it.
    """
    row = session.get_one(Seat, seat_id)
    title, _ = row.describe(session)
    if parts_of(session, seat_id):
        raise Refused(f"{title} has had people on it. Open the group and end the seat instead.")
    filled = session.scalars(select(Seat).where(Seat.filled_from_id == seat_id)).first()
    if filled:
        other, _ = filled.describe(session)
        raise Refused(f"{other} is filled from this seat. Change that one first.")
    session.delete(row)
    return Changes(f"Seat removed: {title}", EVERYWHERE, seat_id)
