"""A quorum tried: on the seats of today, and on the meetings that were."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.core.offers import PastOffer
from dscp_desktop.terms_of_reference.queries.presence import presence_on
from dscp_desktop.terms_of_reference.rules.quorum import Quorum, Verdict, judge, reachable

LAST_MEETINGS = 4


@dataclass(frozen=True, slots=True)
class Trial:
    """How a quorum would have fared. `cannot` says why no meeting could reach it, '' if one can."""

    full: Verdict
    cannot: str
    past: tuple[tuple[date, Verdict], ...] = ()


def try_quorum(
    session: Session, group_id: str, on: date, quorum: Quorum, past: PastOffer | None = None
) -> Trial:
    """Judge a quorum with every seat of a day taken, and on the last meetings before that day.

    `past` gives those meetings: attendance is kept in a room above this one.
    """
    seats = presence_on(session, group_id, on)
    everybody = [replace(seat, here=bool(seat.seat_id)) for seat in seats]
    held = past(session, group_id, on, LAST_MEETINGS) if past else ()
    tried = tuple(
        (day, judge(quorum, presence_on(session, group_id, day, marks))) for day, marks in held
    )
    return Trial(judge(quorum, everybody), reachable(quorum, seats), tried)
