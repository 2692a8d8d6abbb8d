"""What a person can do to returns, incidents and their footage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.restraint.queries.incidents import CARES
from dscp_desktop.restraint.rules.incidents import LEVELS, level_words
from dscp_desktop.restraint.rules.names import text_fault
from dscp_desktop.restraint.rules.returns import ReturnDetails, period_words
from dscp_desktop.restraint.rules.settings import NOT_NAMES, words_of
from dscp_desktop.restraint.tables import Incident, RestraintReturn
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.settings import get_setting


def add_return(
    session: Session, home_id: str, first: date, last: date, details: ReturnDetails
) -> Changes:
    """Record a return before or without its workbook; incidents of its days that are there are its.

    Raises Refused where the days are the wrong way round or the return is there already.
    """
    if last < first:
        raise Refused("The return ends before it begins. Correct its days.")
    query = select(RestraintReturn.id).where(
        RestraintReturn.home_id == home_id,
        RestraintReturn.first == first,
        RestraintReturn.last == last,
    )
    if session.scalars(query).first():
        raise Refused(f"The return {period_words(first, last)} is recorded already.")
    row = RestraintReturn(id=fresh_id(session), home_id=home_id, first=first, last=last)
    _put_return(session, row, details)
    session.add(row)
    loose = select(Incident).where(
        Incident.home_id == home_id,
        Incident.return_id.is_(None),
        Incident.on >= first,
        Incident.on <= last,
    )
    for incident in session.scalars(loose):
        incident.return_id = row.id
    return Changes(f"Return {period_words(first, last)} recorded", CARES, row.id)


def change_return(session: Session, return_id: str, details: ReturnDetails) -> Changes:
    """Record when a return came, who supplied it (a role), its total, and what was reported.

    Raises Refused for a total below nothing, or a name in place of a role.
    """
    row = session.get_one(RestraintReturn, return_id)
    _put_return(session, row, details)
    return Changes(f"Return {period_words(row.first, row.last)} changed", CARES, return_id)


def _put_return(session: Session, row: RestraintReturn, details: ReturnDetails) -> None:
    for number in (details.declared, details.reported_ycs, details.reported_ofsted):
        if number is not None and number < 0:
            raise Refused("A total is not below nothing. Type the number of incidents.")
    known = words_of(get_setting(session, NOT_NAMES))
    if why := text_fault(details.note, known):
        raise Refused(why)
    row.received_on, row.note = details.received_on, details.note.strip()
    row.supplied_by = " ".join(details.supplied_by.split())
    row.declared, row.reported_ycs = details.declared, details.reported_ycs
    row.reported_ofsted = details.reported_ofsted


def set_level(session: Session, incident_id: str, level: int | None) -> Changes:
    """Correct the injury level of an incident, as the home has confirmed it.

    Raises Refused where there is no such level.
    """
    if level is not None and level not in LEVELS:
        raise Refused("There are levels 0, 1, 2 and 3.")
    row = session.get_one(Incident, incident_id)
    was, row.level = row.level, level
    words = f"{row.ref}: {level_words(level)}, was {level_words(was)}"
    return Changes(words, CARES, incident_id)


def ask_hold(session: Session, incident_ids: Sequence[str], on: date) -> Changes:
    """Record that the home was asked to hold footage. Raises Refused where none is named."""
    for row in _rows(session, incident_ids):
        row.hold_asked_on = on
    return _changed(session, incident_ids, "hold asked for")


def confirm_hold(session: Session, incident_ids: Sequence[str], on: date) -> Changes:
    """Record that the home confirmed the hold: the footage is not overwritten any more."""
    for row in _rows(session, incident_ids):
        if row.overwritten_on:
            raise Refused(f"The footage of {row.ref} is overwritten: there is nothing to hold.")
        row.hold_confirmed_on = on
    return _changed(session, incident_ids, "hold confirmed")


def mark_overwritten(session: Session, incident_ids: Sequence[str], on: date) -> Changes:
    """Record on which day it was known that footage is overwritten."""
    for row in _rows(session, incident_ids):
        if on < row.on:
            raise Refused(f"{row.ref} was on {row.on:%d/%m/%Y}: choose a day from then on.")
        row.overwritten_on = on
    return _changed(session, incident_ids, "footage overwritten")


def clear_footage(session: Session, incident_ids: Sequence[str]) -> Changes:
    """Take back what was recorded of holds and of overwriting."""
    for row in _rows(session, incident_ids):
        row.hold_asked_on = row.hold_confirmed_on = row.overwritten_on = None
    return _changed(session, incident_ids, "holds taken back")


def _rows(session: Session, incident_ids: Sequence[str]) -> list[Incident]:
    if not incident_ids:
        raise Refused("Choose at least one incident.")
    return [session.get_one(Incident, one) for one in incident_ids]


def _changed(session: Session, incident_ids: Sequence[str], what: str) -> Changes:
    first = session.get_one(Incident, incident_ids[0]).ref
    named = first if len(incident_ids) == 1 else f"{len(incident_ids)} incidents"
    return Changes(f"{named}: {what}", CARES, incident_ids[0])
