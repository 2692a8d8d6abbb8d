"""What of the budget is late or has to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.budget.queries.contributions import list_history
from dscp_desktop.budget.rules.contributions import YearValues, difference_words
from dscp_desktop.budget.tables import BudgetLine, Transaction
from dscp_desktop.core.days import show_date
from dscp_desktop.core.money import show_pounds
from dscp_desktop.core.offers import Due
from dscp_desktop.core.periods import year_bounds
from dscp_desktop.store.settings import get_setting

FEATURE = "budget"
OVERDUE, OVERDUE_DAYS = "budget.overdue_days", 30


def overdue_days(session: Session) -> int:
    """Return after how many days an invoice that was not paid is to be looked at."""
    return int(get_setting(session, OVERDUE, str(OVERDUE_DAYS)))


def list_due(session: Session, today: date) -> tuple[Due, ...]:
    """Return totals that differ, invoices that were not paid, and years to close, on a day."""
    found: list[Due] = []
    days, worked = overdue_days(session), _worked(session)
    for year in list_history(session):
        if year.unexplained:
            found.append(_difference(year, today))
        if year.closed_on is None:
            found += _unpaid(year, today, days)
            last = year_bounds(year.year)[1]
            begun = year.id in worked or any(line.steps for line in year.lines)
            if begun and last < today:
                found.append(_to_close(year, last))
    return tuple(found)


def _difference(year: YearValues, today: date) -> Due:
    """A difference that nobody explained is due on the day it is looked at."""
    return Due(
        on=today,
        what=difference_words(year),
        feature=FEATURE,
        days="Not explained",
        detail=f"Contributions {year.year}",
        record_id=year.id,
        heading="Totals that differ",
    )


def _unpaid(year: YearValues, today: date, days: int) -> Iterator[Due]:
    """Yield what was invoiced so long ago, and is not all there."""
    for line in year.lines:
        invoices = [step.on for step in line.steps if step.kind == "invoiced"]
        missing = line.invoiced - line.received
        if not invoices or missing <= 0:
            continue
        due = min(invoices) + timedelta(days=days)
        if due >= today:
            continue
        late = (today - due).days
        yield Due(
            on=due,
            what=f"{line.partner}: {show_pounds(missing)} invoiced and not received",
            feature=FEATURE,
            days=f"{late} day{'' if late == 1 else 's'} late",
            detail=f"Contributions {year.year}, invoiced on {show_date(min(invoices))}",
            record_id=year.id,
            heading="Contributions not received",
            urgency="late",
        )


def _to_close(year: YearValues, last: date) -> Due:
    return Due(
        on=last,
        what=f"Close the year {year.year}",
        feature=FEATURE,
        days="Ended",
        detail=f"It ended on {show_date(last)}",
        record_id=year.id,
        heading="Years to close",
        urgency="near",
    )


def _worked(session: Session) -> set[str]:
    """Return the ids of years with a budget or with transactions: the others were only typed in."""
    budgets = session.scalars(select(BudgetLine.year_id).distinct())
    return {*budgets, *session.scalars(select(Transaction.year_id).distinct())}
