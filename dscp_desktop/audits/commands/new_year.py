"""Taking the programme and the promised audits into a year that begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.audits.commands.programme import add_audit, keep_programme, returning_agencies
from dscp_desktop.audits.queries.new_year import PROGRAMME, open_places
from dscp_desktop.audits.queries.settings import get_settings, programme_row
from dscp_desktop.audits.rules.programme import AuditDetails
from dscp_desktop.core.offers import YearLine


def take_year(session: Session, year: str, lines: Sequence[YearLine], _today: date) -> str:
    """Keep the programme and add the audits, each with the day its returns are due by now.

    What the year has by now is passed over; the programme stays to be agreed by its group.
    """
    said = []
    wanted = {line.key: line for line in lines}
    if f"{PROGRAMME}:{year}" in wanted and programme_row(session, year) is None:
        keep_programme(session, year)
        said.append("the audit programme")
    settings, count = get_settings(session), 0
    for place in open_places(session, year):
        if place.key not in wanted:
            continue
        due = wanted[place.key].on
        details = AuditDetails(
            year,
            place.title,
            place.kind,
            quarter=place.quarter,
            returns_due=due,
            agencies=returning_agencies(session, settings) if due else (),
            source=settings.sources[-1] if due and settings.sources else "",
            status=settings.statuses[0].name,
        )
        add_audit(session, details)
        count += 1
    if count:
        said.append(f"{count} audit{'' if count == 1 else 's'}")
    return ", ".join(said)
