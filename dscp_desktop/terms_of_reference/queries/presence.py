"""Who was on which seat, as the quorum is judged by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.partnership.queries.parties import statutory_partners
from dscp_desktop.partnership.queries.seats import seats_on
from dscp_desktop.terms_of_reference.rules.quorum import NO_SEAT, SeatPresence

PRESENT, DEPUTY = "present", "deputy"


def presence_on(
    session: Session, group_id: str, on: date, marks: Mapping[str, str] | None = None
) -> tuple[SeatPresence, ...]:
    """Return the seats of a group on a day, and who is here by the marks of attendance.

    `marks` gives the mark of a seat, or of the organisation or agency group that holds it; the
    mark of a seat goes before. A statutory partner without a seat stands at the end.
    """
    marks = marks or {}
    found = []
    for seat in seats_on(session, group_id, on):
        holder = seat.organisation_id or seat.agency_group_id
        mark = marks.get(seat.seat_id) or marks.get(holder) or ""
        found.append(
            SeatPresence(
                seat_id=seat.seat_id,
                name=seat.shown,
                organisation=seat.organisation,
                organisation_id=holder,
                role=seat.role,
                kind=seat.kind,
                statutory=seat.statutory,
                here=mark in (PRESENT, DEPUTY),
                by_deputy=mark == DEPUTY,
            )
        )
    seated = {seat.organisation_id for seat in found}
    for party in statutory_partners(session, on):
        if party.id not in seated:
            absent = SeatPresence("", party.name, party.name, party.id, "", NO_SEAT, True)
            found.append(absent)
    return tuple(found)
