"""Taking the contributions of one year into the next, as proposed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.budget.commands.contributions import line_of, put_gift, put_step
from dscp_desktop.budget.commands.years import find_year, new_year
from dscp_desktop.budget.queries.new_year import CONTRIBUTION, base_year
from dscp_desktop.core.offers import YearLine


def take_year(session: Session, year: str, lines: Sequence[YearLine], today: date) -> str:
    """Propose each contribution with the amount that it has now; agreed it is by nobody yet.

    A partner that has a contribution by now is passed over. Raises Refused where the year is
    closed or an amount is below nothing.
    """
    base = base_year(session, year)
    before = {line.partner_id: line for line in base.lines} if base else {}
    row = find_year(session, year)
    count = 0
    for line in lines:
        kind, _, partner_id = line.key.partition(":")
        old = before.get(partner_id)
        if kind != CONTRIBUTION or old is None or line.amount is None:
            continue
        row = row or new_year(session, year)
        if line_of(session, row.id, partner_id) is not None:
            continue
        put_step(session, year, partner_id, "proposed", today, line.amount)
        if old.payer_id or old.in_kind:
            put_gift(session, year, partner_id, old.payer_id, old.in_kind, old.in_kind_value)
        count += 1
    return f"{count} contribution{'' if count == 1 else 's'} proposed" if count else ""
