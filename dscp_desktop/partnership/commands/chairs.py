"""Who takes the chair: changed once, and every seat by office follows by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.partnership.commands.naming import EVERYWHERE
from dscp_desktop.partnership.queries.seats import all_chairs, load_offices
from dscp_desktop.partnership.rules.seats import CHAIR, DEPUTY_CHAIR, OFFICES, runs_in_circle
from dscp_desktop.partnership.rules.spans import Span, last_day, read_span, show_when
from dscp_desktop.partnership.rules.turns import Turn, check_turns, ends_words, rotate, take_turn
from dscp_desktop.partnership.tables import Chairing, Group, Seat
from dscp_desktop.store.session import fresh_id


def change_chair(
    session: Session,
    group_id: str,
    seat_id: str,
    starts: str,
    office: str = CHAIR,
    ends: str = "",
) -> Changes:
    """Let a seat take the chair of its group (or deputise for it) from a day on.

    Whose it was before ends the day before; seats by office follow. Raises Refused where the seat
    is of another group or not there then, or two would chair on one day.
    """
    group = session.get_one(Group, group_id)
    title = _chair(session, group, seat_id, starts, office, ends)
    when = f" from {show_when(starts)}" if starts else ""
    return Changes(f"{office.capitalize()} of {group.code}: {title}{when}", EVERYWHERE, group_id)


def _chair(
    session: Session, group: Group, seat_id: str, starts: str, office: str, ends: str
) -> str:
    seat = session.get_one(Seat, seat_id)
    if seat.group_id != group.id:
        raise Refused(f"Choose a seat of {group.name}: its chair is one of its own seats.")
    if office not in OFFICES:
        raise Refused("Choose whether it is the chair or the deputy chair.")
    span = read_span(starts, ends, "The chair's time")
    _refuse_outside(span, Span(seat.starts, seat.ends), "The seat")
    _refuse_outside(span, Span(group.starts, group.ends), group.name)
    taking = take_turn(_turns(session, group.id, office), office, span.starts, span.ends)
    if taking.cut_id:
        session.get_one(Chairing, taking.cut_id).ends = taking.cut_ends
    row = Chairing(
        id=fresh_id(session),
        group_id=group.id,
        seat_id=seat_id,
        office=office,
        starts=span.starts,
        ends=min((taking.span.ends, seat.ends, group.ends), key=last_day),
    )
    session.add(row)
    session.flush()
    _check(session, group.id, office, seat_id)
    return _shown(session, seat)


def _check(session: Session, group_id: str, office: str, seat_id: str) -> None:
    check_turns(_turns(session, group_id, office), office)
    offices, chairs = load_offices(session), all_chairs(session)
    if runs_in_circle(seat_id, offices, chairs):
        raise Refused("This seat is filled by the chair of its own group. Choose another seat.")
    mine = [c for c in chairs if c.group_id == group_id and c.seat_id == seat_id]
    pairs = [(c, d) for c in mine for d in mine if (c.office, d.office) == (CHAIR, DEPUTY_CHAIR)]
    if any(chair.span.overlaps(deputy.span) for chair, deputy in pairs):
        raise Refused("The chair cannot deputise for itself. Choose another seat.")


def _refuse_outside(span: Span, around: Span, what: str) -> None:
    for day in (span.starts, span.ends):
        words = ends_words(around, what, day)
        if words:
            raise Refused(words)


def _turns(session: Session, group_id: str, office: str) -> list[Turn]:
    query = select(Chairing, Seat).join(Seat, Seat.id == Chairing.seat_id)
    query = query.where(Chairing.group_id == group_id, Chairing.office == office)
    return [
        Turn(row.id, _shown(session, seat), Span(row.starts, row.ends))
        for row, seat in session.execute(query.order_by(Chairing.id))
    ]


def _shown(session: Session, seat: Seat) -> str:
    title, _ = seat.describe(session)
    holder = title.partition(" on ")[0]
    return f"{holder}, {seat.role}" if seat.role and seat.role != holder else holder


def rotate_chair(
    session: Session, group_id: str, seat_ids: Sequence[str], starts: date, months: int = 6
) -> Changes:
    """Let seats of a group take its chair one after the other, each for so many months.

    Raises Refused as `change_chair` does, and where no seat is chosen.
    """
    group = session.get_one(Group, group_id)
    for seat_id, span in rotate(seat_ids, starts, months):
        _chair(session, group, seat_id, span.starts, CHAIR, span.ends)
    words = f"Chair of {group.code} rotates over {len(seat_ids)} seats, {months} months each"
    return Changes(words, EVERYWHERE, group_id)


def change_chairing(session: Session, chairing_id: str, times: tuple[str, str]) -> Changes:
    """Change from when to when a seat chaired its group.

    Raises Refused where it ends before it starts, the seat is not there then, or two would chair
    on one day.
    """
    row = session.get_one(Chairing, chairing_id)
    group, seat = session.get_one(Group, row.group_id), session.get_one(Seat, row.seat_id)
    span = read_span(*times, "The chair's time")
    _refuse_outside(span, Span(seat.starts, seat.ends), "The seat")
    _refuse_outside(span, Span(group.starts, group.ends), group.name)
    row.starts, row.ends = span
    session.flush()
    _check(session, group.id, row.office, seat.id)
    words = f"{row.office.capitalize()} of {group.code} changed: {_shown(session, seat)}"
    return Changes(words, EVERYWHERE, group.id)


def remove_chairing(session: Session, chairing_id: str) -> Changes:
    """Remove a chair entered by mistake; one who gave it up gets a last day instead."""
    row = session.get_one(Chairing, chairing_id)
    group, seat = session.get_one(Group, row.group_id), session.get_one(Seat, row.seat_id)
    office = row.office
    session.delete(row)
    words = f"{office.capitalize()} of {group.code} removed: {_shown(session, seat)}"
    return Changes(words, EVERYWHERE, group.id)
