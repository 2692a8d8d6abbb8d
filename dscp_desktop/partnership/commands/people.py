"""What a person can do to people: who they are, which seats they hold, who takes the chair."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.names import tidy_name
from dscp_desktop.partnership.commands.naming import EVERYWHERE
from dscp_desktop.partnership.rules.people import PersonDetails, email_problem
from dscp_desktop.partnership.rules.spans import (
    Span,
    end_before,
    last_day,
    read_date,
    read_span,
    show_when,
)
from dscp_desktop.partnership.rules.turns import Turn, check_turns, ends_words, take_turn
from dscp_desktop.partnership.tables import Holding, Person, Seat
from dscp_desktop.store.session import fresh_id


def add_person(session: Session, details: PersonDetails) -> Changes:
    """Add somebody. Raises Refused where the name is missing or known, or the address is none."""
    row = Person(id=fresh_id(session))
    _put_person(session, row, details)
    session.add(row)
    return Changes(f"Person added: {row.name}", EVERYWHERE, row.id)


def change_person(session: Session, person_id: str, details: PersonDetails) -> Changes:
    """Change somebody's name, role, organisation, address and time.

    Raises Refused where the name is missing or known, the address is none, or they left before
    they came or while they hold a seat.
    """
    row = session.get_one(Person, person_id)
    _put_person(session, row, details)
    span = Span(row.starts, row.ends)
    for holding in session.scalars(select(Holding).where(Holding.person_id == person_id)):
        if holding.ends and last_day(holding.ends) > span.last:
            raise Refused(
                f"{row.name} holds a seat until {show_when(holding.ends)}. End that first."
            )
        if not holding.ends and row.ends:
            holding.ends = row.ends
    return Changes(f"Person changed: {row.name}", EVERYWHERE, row.id)


def _put_person(session: Session, row: Person, details: PersonDetails) -> None:
    name = " ".join(details.name.split())
    if not name:
        raise Refused("Type the person's name.")
    for other in session.scalars(select(Person).where(Person.id != row.id)):
        same_body = other.organisation_id == (details.organisation_id or None)
        if tidy_name(other.name) == tidy_name(name) and same_body:
            raise Refused(f"{other.name} of this organisation is known already.")
    problem = email_problem(details.email)
    if problem:
        raise Refused(problem)
    span = read_span(*details.times, "The person's time")
    row.name, row.role = name, " ".join(details.role.split())
    row.email, row.organisation_id = details.email.strip(), details.organisation_id or None
    row.starts, row.ends = span


def end_person(session: Session, person_id: str, ends: str) -> Changes:
    """Say on which day somebody left: the seats they hold end for them then, and stay vacant.

    Raises Refused where they would leave before they came or before they took a seat.
    """
    row = session.get_one(Person, person_id)
    if not read_date(ends, "To"):
        raise Refused("Choose the day on which the person left.")
    span = read_span(row.starts, ends, "The person's time")
    for holding in session.scalars(select(Holding).where(Holding.person_id == person_id)):
        if last_day(holding.ends) > span.last:
            holding.ends = read_span(holding.starts, span.ends, f"A seat of {row.name}").ends
    row.ends = span.ends
    return Changes(f"Person left: {row.name}, {show_when(row.ends)}", EVERYWHERE, person_id)


def remove_person(session: Session, person_id: str) -> Changes:
    """Remove somebody entered by mistake. Raises Refused where they have held a seat."""
    row = session.get_one(Person, person_id)
    if session.scalars(select(Holding).where(Holding.person_id == person_id)).first():
        raise Refused(f"{row.name} has held a seat. Say when they left instead.")
    session.delete(row)
    return Changes(f"Person removed: {row.name}", EVERYWHERE, person_id)


def seat_person(
    session: Session,
    seat_id: str,
    person_id: str,
    starts: str,
    deputy: bool = False,
    ends: str = "",
) -> Changes:
    """Let somebody fill a seat, or deputise on it, from a day on.

    Who held it before ends the day before. Raises Refused where the seat or the person is not
    there then, or two would hold the seat on one day.
    """
    seat, person = session.get_one(Seat, seat_id), session.get_one(Person, person_id)
    title, _ = seat.describe(session)
    _refuse_by_office(seat, title)
    span = read_span(starts, ends, f"The time of {person.name}")
    _refuse_outside(span, Span(person.starts, person.ends), person.name)
    _refuse_outside(span, Span(seat.starts, seat.ends), "The seat")
    _refuse_both(session, seat_id, person, deputy, span)
    what = "deputy's place" if deputy else "seat"
    taking = take_turn(_turns(session, seat_id, deputy), what, span.starts, span.ends)
    if taking.cut_id:
        session.get_one(Holding, taking.cut_id).ends = taking.cut_ends
    last = min((taking.span.ends, seat.ends, person.ends), key=last_day)
    row = Holding(
        id=fresh_id(session),
        seat_id=seat_id,
        person_id=person_id,
        deputy=deputy,
        starts=span.starts,
        ends=last,
    )
    session.add(row)
    when = f" from {show_when(span.starts)}" if span.starts else ""
    how = "deputises on" if deputy else "sits as"
    return Changes(f"{person.name} {how} {title}{when}", EVERYWHERE, row.id)


def _refuse_by_office(seat: Seat, title: str) -> None:
    if seat.filled_from_id or seat.chair_of_id:
        raise Refused(f"{title} is filled by office. Change who holds the seat it is filled from.")


def _refuse_both(session: Session, seat_id: str, person: Person, deputy: bool, span: Span) -> None:
    """Refuse a deputy for themselves; a deputy who moves up stops to deputise the day before."""
    other = select(Holding).where(
        Holding.seat_id == seat_id, Holding.person_id == person.id, Holding.deputy.is_not(deputy)
    )
    for row in session.scalars(other):
        if not Span(row.starts, row.ends).overlaps(span):
            continue
        if deputy or Span(row.starts).first >= span.first or len(span.starts) != 10:
            raise Refused(f"{person.name} cannot deputise for themselves. Choose somebody else.")
        row.ends = end_before(span.starts)


def _refuse_outside(span: Span, around: Span, what: str) -> None:
    for day in (span.starts, span.ends):
        words = ends_words(around, what, day)
        if words:
            raise Refused(words)


def _turns(session: Session, seat_id: str, deputy: bool) -> list[Turn]:
    query = select(Holding, Person.name).join(Person, Person.id == Holding.person_id)
    query = query.where(Holding.seat_id == seat_id, Holding.deputy.is_(deputy))
    return [
        Turn(row.id, name, Span(row.starts, row.ends))
        for row, name in session.execute(query.order_by(Holding.id))
    ]


def change_holding(session: Session, holding_id: str, times: tuple[str, str]) -> Changes:
    """Change from when to when somebody held a seat.

    Raises Refused where it would end before it starts, lie outside the time of the seat or the
    person, or two would hold the seat on one day.
    """
    row = session.get_one(Holding, holding_id)
    seat, person = session.get_one(Seat, row.seat_id), session.get_one(Person, row.person_id)
    span = read_span(*times, f"The time of {person.name}")
    _refuse_outside(span, Span(person.starts, person.ends), person.name)
    _refuse_outside(span, Span(seat.starts, seat.ends), "The seat")
    row.starts, row.ends = span
    session.flush()
    check_turns(
        _turns(session, row.seat_id, row.deputy), "deputy's place" if row.deputy else "seat"
    )
    title, _ = seat.describe(session)
    return Changes(f"Time changed: {person.name}, {title}", EVERYWHERE, row.id)


def remove_holding(session: Session, holding_id: str) -> Changes:
    """Remove a holder entered by mistake; one who left the seat gets a last day instead."""
    row = session.get_one(Holding, holding_id)
    title, _ = session.get_one(Seat, row.seat_id).describe(session)
    name = session.get_one(Person, row.person_id).name
    session.delete(row)
    return Changes(f"Holder removed: {name}, {title}", EVERYWHERE, holding_id)
