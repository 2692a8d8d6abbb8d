"""What audits bring into a year that begins: its programme, returns, and what is promised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.audits.queries.settings import get_settings, programme_row
from dscp_desktop.audits.rules.new_year import Place, places_of
from dscp_desktop.audits.tables import Audit
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.offers import YearLine
from dscp_desktop.core.periods import year_before

PROGRAMME, AUDIT = "audit-programme", "audit"


def propose_year(session: Session, year: str, _today: date) -> tuple[YearLine, ...]:
    """Return the programme of a year, and the audits that its targets still lack.

    Where the year before had no audit, nobody plans audits here: nothing is proposed.
    """
    if not session.scalars(select(Audit.id).where(Audit.year == year_before(year))).first():
        return ()
    settings = get_settings(session)
    heading = f"Audits {year}"
    promised = [f"{kind.a_year} {kind.name}" for kind in settings.kinds if kind.a_year]
    found = []
    if programme_row(session, year) is None:
        why = f"Promised: {', '.join(promised)}" if promised else "No number is promised"
        found.append(YearLine(f"{PROGRAMME}:{year}", heading, f"Audit programme {year}", why))
    for place in open_places(session, year):
        found.append(YearLine(place.key, heading, place.title, place.why, place.due))
    return tuple(found)


def open_places(session: Session, year: str) -> tuple[Place, ...]:
    """Return the audits that a year is to have by its targets, and does not."""
    settings = get_settings(session)
    query = select(Audit.kind, Audit.quarter).where(Audit.year == year)
    there: Sequence[tuple[str, int | None]] = [
        (tidy_name(kind), quarter) for kind, quarter in session.execute(query)
    ]
    return tuple(
        place
        for kind in settings.kinds
        for place in places_of(
            kind,
            year,
            [quarter for name, quarter in there if name == tidy_name(kind.name)],
            settings.returned_within,
        )
    )
