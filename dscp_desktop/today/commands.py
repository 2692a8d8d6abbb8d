"""Starting a year: what features hold is brought into it, as one command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.offers import YearLine, YearOffer

CARES = (
    *("today", "diary", "meetings", "actions", "packs"),
    *("work_plans", "audits", "budget", "learning"),
)


def start_year(
    session: Session,
    offers: Sequence[YearOffer],
    year: str,
    accepted: Mapping[int, Sequence[YearLine]],
    today: date,
) -> Changes:
    """Bring the accepted lines into a year, by the number of the offer that each came from.

    What is there by now is passed over. Raises Refused where nothing is left to bring, or where
    a part refuses a line as it was changed.
    """
    said = []
    for offer in sorted(offers, key=lambda one: one.order):
        lines = accepted.get(offer.order, ())
        if lines:
            said.append(offer.take(session, year, lines, today))
            session.flush()
    told = ", ".join(words for words in said if words)
    if not told:
        raise Refused(f"Nothing was brought into {year}. Tick what is to come, or look again.")
    return Changes(f"Year {year} started: {told}", CARES)
