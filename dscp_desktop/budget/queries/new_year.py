"""What the budget brings into a year that begins: each contribution of the last, as proposed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.budget.queries.contributions import list_history
from dscp_desktop.budget.rules.contributions import ContributionLine, YearValues, year_up_to
from dscp_desktop.core.offers import YearLine
from dscp_desktop.core.periods import year_before
from dscp_desktop.partnership.rules.spans import show_when
from dscp_desktop.partnership.tables import Organisation

CONTRIBUTION = "contribution"


def base_year(session: Session, year: str) -> YearValues | None:
    """Return the last year with contributions before a year, None where there is none."""
    history = {values.year: values for values in list_history(session) if values.lines}
    return history.get(year_up_to(history, year_before(year)))


def propose_year(session: Session, year: str, _today: date) -> tuple[YearLine, ...]:
    """Return the contributions of the year before that a year does not have yet, to be proposed.

    A closed year gets nothing. Who pays, and what is given in kind, comes along.
    """
    there = next((values for values in list_history(session) if values.year == year), None)
    base = base_year(session, year)
    if base is None or (there is not None and there.closed_on is not None):
        return ()
    known = {line.partner_id for line in there.lines} if there else set()
    query = select(Organisation.id, Organisation.ends).where(Organisation.ends != "")
    ended = dict(session.execute(query).all())
    return tuple(
        YearLine(
            key=f"{CONTRIBUTION}:{line.partner_id}",
            heading=f"Contributions {year}",
            what=line.partner,
            why=_why(line, base.year),
            amount=line.amount,
            warning=_ended_words(ended.get(line.partner_id, "")),
        )
        for line in base.lines
        if line.partner_id not in known
    )


def _ended_words(ends: str) -> str:
    return f"It has ended: {show_when(ends)}" if ends else ""


def _why(line: ContributionLine, year: str) -> str:
    said = [f"Proposed as it was in {year}"]
    if line.payer:
        said.append(f"paid by {line.payer}")
    if line.in_kind:
        said.append(f"in kind: {line.in_kind}")
    return ", ".join(said)
