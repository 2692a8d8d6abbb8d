"""What of the budget is late or has to be looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.budget.queries.contributions import list_history
from dscp_desktop.budget.queries.spend import list_grants
from dscp_desktop.budget.rules.contributions import YearValues, difference_words, year_up_to
from dscp_desktop.budget.tables import BudgetLine, Grant, Transaction
from dscp_desktop.core.days import days_words, show_date
from dscp_desktop.core.money import show_pounds
from dscp_desktop.core.offers import Due
from dscp_desktop.core.periods import year_bounds, year_of
from dscp_desktop.store.settings import get_setting

FEATURE = "budget"
OVERDUE, OVERDUE_DAYS = "budget.overdue_days", 30
_BEFORE_GRANT = timedelta(days=60)  # so long before its last day a grant is asked about


def overdue_days(session: Session) -> int:
    """Return after how many days an invoice that was not paid is to be looked at."""
    return int(get_setting(session, OVERDUE, str(OVERDUE_DAYS)))


def list_due(session: Session, today: date) -> tuple[Due, ...]:
    """Return totals that differ, invoices not sent or not paid, grants to be spent, and years to
    close, on a day.
    """
    found: list[Due] = []
    days, worked = overdue_days(session), _worked(session)
    history = list_history(session)
    for year in history:
        if year.unexplained:
            found.append(_difference(year, today))
        if year.closed_on is None:
            found += _unpaid(year, today, days)
            found += _not_invoiced(year, today, days)
            last = year_bounds(year.year)[1]
            begun = year.id in worked or any(line.steps for line in year.lines)
            if begun and last < today:
                found.append(_to_close(year, last))
    found += _grants(session, [year.year for year in history], today)
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


def _not_invoiced(year: YearValues, today: date, days: int) -> Iterator[Due]:
    """Yield what was agreed for the present year, and nobody asked for by then."""
    first, last = year_bounds(year.year)
    on = first + timedelta(days=days)
    lines = [line for line in year.lines if line.payment == "agreed" and line.amount > 0]
    if not lines or not first <= today <= last or on > today:
        return
    several = f"{len(lines)} contributions" if len(lines) > 1 else "1 contribution"
    yield Due(
        on=on,
        what=f"Invoice {several}: {show_pounds(sum(line.amount for line in lines))}",
        feature=FEATURE,
        days="Not invoiced",
        detail=f"Agreed for {year.year}: {', '.join(line.partner for line in lines)}",
        record_id=year.id,
        heading="Contributions not invoiced",
        urgency="near",
    )


def _grants(session: Session, years: Iterable[str], today: date) -> Iterator[Due]:
    """Yield the grants with money left that have to be spent soon, or should have been."""
    year, until = year_up_to(years, year_of(today)), today + _BEFORE_GRANT
    if not year or not session.scalars(select(Grant.id).where(Grant.spend_by <= until)).first():
        return
    for grant in list_grants(session, year):
        left = grant.carried - grant.committed
        if left > 0 and grant.spend_by and grant.spend_by <= until:
            yield Due(
                on=grant.spend_by,
                what=f"{grant.title}: {show_pounds(left)} of the grant is not spent",
                feature=FEATURE,
                days=days_words(grant.spend_by, today),
                detail=f"From {grant.funder}" if grant.funder else "",
                record_id=grant.grant_id,
                heading="Grants to be spent",
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
