"""What the store knows of spend, grants and the reserve, as values."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.budget.queries.contributions import get_year, list_history
from dscp_desktop.budget.rules.contributions import YearValues
from dscp_desktop.budget.rules.ledger import SourceValues, source_key
from dscp_desktop.budget.rules.spend import (
    DOUBT,
    UNPLACED,
    BudgetYear,
    GrantLine,
    HeadingValues,
    OrderValues,
    ReserveValues,
    RuleValues,
    SpendLine,
    SpendYear,
    TransactionValues,
    month_of,
    months_left,
    read_weights,
)
from dscp_desktop.budget.tables import (
    BudgetLine,
    ContributionYear,
    Grant,
    GrantYear,
    HeadingRule,
    LedgerSource,
    OpenOrder,
    SpendHeading,
    Transaction,
)
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.periods import year_before


def list_headings(session: Session, year: str = "") -> tuple[HeadingValues, ...]:
    """Return the headings of spend in order; with a year, only those used in it."""
    rows = session.scalars(select(SpendHeading).order_by(SpendHeading.position, SpendHeading.id))
    return tuple(
        HeadingValues(row.id, row.title, row.ends)
        for row in rows
        if not (year and row.ends and row.ends < year)
    )


def list_transactions(session: Session, year: str = "") -> tuple[TransactionValues, ...]:
    """Return the transactions of a year, or of all, in the order of their days."""
    titles = _titles(session)
    query = select(Transaction, ContributionYear.year).join(
        ContributionYear, ContributionYear.id == Transaction.year_id
    )
    if year:
        query = query.where(ContributionYear.year == year)
    return tuple(
        TransactionValues(
            id=row.id,
            year=name,
            on=row.on,
            amount=row.amount,
            description=row.description,
            reference=row.reference,
            cost_code=row.cost_code,
            heading_id=row.heading_id or "",
            heading=titles.get(row.heading_id or "", ""),
            grant_id=row.grant_id or "",
            grant=titles.get(row.grant_id or "", ""),
            doubt=row.doubt,
        )
        for row, name in session.execute(query.order_by(Transaction.on, Transaction.id))
    )


def _titles(session: Session) -> dict[str, str]:
    """Return the titles of headings and grants by id."""
    headings = session.execute(select(SpendHeading.id, SpendHeading.title))
    grants = session.execute(select(Grant.id, Grant.title))
    return {row.id: row.title for rows in (headings, grants) for row in rows}


def list_orders(session: Session, year: str = "") -> tuple[OrderValues, ...]:
    """Return the orders of a year, or of all: those that are open, and those that were."""
    titles = _titles(session)
    query = select(OpenOrder).order_by(OpenOrder.on, OpenOrder.id)
    if year:
        query = query.join(ContributionYear, ContributionYear.id == OpenOrder.year_id)
        query = query.where(ContributionYear.year == year)
    return tuple(
        OrderValues(
            id=row.id,
            on=row.on,
            amount=row.amount,
            description=row.description,
            reference=row.reference,
            heading_id=row.heading_id or "",
            heading=titles.get(row.heading_id or "", ""),
            grant_id=row.grant_id or "",
            grant=titles.get(row.grant_id or "", ""),
            closed_on=row.closed_on,
        )
        for row in session.scalars(query)
    )


def list_rules(session: Session) -> tuple[RuleValues, ...]:
    """Return where transactions belong, in the order the rules were made."""
    titles = _titles(session)
    return tuple(
        RuleValues(
            row.id,
            row.kind,
            row.text,
            row.heading_id or "",
            titles.get(row.heading_id or "", ""),
            row.grant_id or "",
            titles.get(row.grant_id or "", ""),
        )
        for row in session.scalars(select(HeadingRule).order_by(HeadingRule.id))
    )


def list_grants_by_name(session: Session) -> dict[str, str]:
    """Return the ids of all grants by their titles, tidied."""
    rows = session.execute(select(Grant.id, Grant.title))
    return {tidy_name(row.title): row.id for row in rows}


def list_sources(session: Session) -> tuple[SourceValues, ...]:
    """Return how the lists of finance systems are read, in the order they first came."""
    rows = session.scalars(select(LedgerSource).order_by(LedgerSource.id))
    return tuple(
        SourceValues(row.id, row.key, row.title, json.loads(row.columns), row.sign) for row in rows
    )


def find_source(session: Session, headings: Iterable[str]) -> SourceValues | None:
    """Return how lists with these headings are read, None where none came yet."""
    key = source_key(headings)
    return next((each for each in list_sources(session) if each.key == key), None)


def spend_year(session: Session, year: str, today: date) -> SpendYear:
    """Return spend against budget by heading and month, the ring-fenced grants left out.

    Raises WrongUse, naming the known ones, where there is no such year.
    """
    return _spend(session, get_year(session, year), today)


def _spend(session: Session, year: YearValues, today: date) -> SpendYear:
    every = list_transactions(session, year.year)
    own = [each for each in every if not each.grant_id]
    orders = [x for x in list_orders(session, year.year) if not x.closed_on and not x.grant_id]
    query = select(BudgetLine).where(BudgetLine.year_id == year.id)
    budgets = {row.heading_id: row for row in session.scalars(query)}
    left = 0 if year.closed_on else months_left(year.year, today)
    lines = []
    used = {each.heading_id for each in own} | {each.heading_id for each in orders}
    for heading in (*list_headings(session), HeadingValues("", UNPLACED)):
        budget = budgets.get(heading.id)
        # A closed year shows what it was closed with, whatever headings came or went since.
        ended = bool(year.closed_on or (heading.ends and heading.ends < year.year))
        if budget is None and (ended or not heading.id) and heading.id not in used:
            continue
        line = SpendLine(
            heading_id=heading.id,
            heading=heading.title,
            months=_by_month(each for each in own if each.heading_id == heading.id),
            committed=sum(x.amount for x in orders if x.heading_id == heading.id),
            months_left=left,
            budget=budget.amount if budget else 0,
            budgeted=budget is not None,
            weights=read_weights(budget.weights) if budget else (),
            typed_forecast=budget.forecast if budget else None,
            note=budget.note if budget else "",
        )
        lines.append(line)
    unplaced = tuple(each for each in own if not each.heading_id)
    doubts = tuple(each for each in every if each.doubt == DOUBT)
    return SpendYear(year.id, year.year, tuple(lines), unplaced, doubts, year.closed_on)


def _by_month(transactions: Iterable[TransactionValues]) -> tuple[int, ...]:
    months = [0] * 12
    for each in transactions:
        months[month_of(each.on)] += each.amount
    return tuple(months)


def list_grants(session: Session, year: str) -> tuple[GrantLine, ...]:
    """Return the grants of a year: those with a line in it, with spend, or with a carry-forward.

    Raises WrongUse, naming the known ones, where there is no such year.
    """
    wanted = get_year(session, year).year
    lines: dict[str, GrantLine] = {}
    for each in list_history(session):
        if each.year <= wanted:
            lines = _grants_of(session, each, lines)
    return tuple(lines.values())


def _grants_of(
    session: Session, year: YearValues, before: dict[str, GrantLine]
) -> dict[str, GrantLine]:
    """Return the grants of one year, from those of the year that was recorded before it."""
    query = select(GrantYear).where(GrantYear.year_id == year.id)
    kept = {row.grant_id: row for row in session.scalars(query)}
    spent: dict[str, int] = defaultdict(int)
    ordered: dict[str, int] = defaultdict(int)
    for each in list_transactions(session, year.year):
        spent[each.grant_id] += each.amount
    for order in list_orders(session, year.year):
        ordered[order.grant_id] += 0 if order.closed_on else order.amount
    found = {}
    for grant in session.scalars(select(Grant).order_by(Grant.id)):
        row, last = kept.get(grant.id), before.get(grant.id)
        carried = last.carried if last and not year.closed_on else 0
        if row is None and not carried and not spent[grant.id] and not ordered[grant.id]:
            continue
        typed = row.brought if row else None
        how = "typed" if typed is not None else "carried" if last else "new"
        found[grant.id] = GrantLine(
            grant_id=grant.id,
            title=grant.title,
            funder=grant.funder,
            conditions=grant.conditions,
            spend_by=grant.spend_by,
            brought=carried if typed is None else typed,
            brought_how=how,
            received=row.received if row else 0,
            spent=spent[grant.id],
            committed=ordered[grant.id],
        )
    return found


def reserve_of(session: Session, year: str, today: date) -> ReserveValues:
    """Return the reserve of a year; what was brought forward is counted from year to year.

    Raises WrongUse, naming the known ones, where there is no such year.
    """
    wanted = get_year(session, year).year
    last: ReserveValues | None = None
    for each in list_history(session):
        if each.year <= wanted:
            adjoining = last if last and last.year == year_before(each.year) else None
            last = _reserve(session, each, adjoining, today)
    assert last is not None
    return last


def _reserve(
    session: Session, year: YearValues, before: ReserveValues | None, today: date
) -> ReserveValues:
    row = session.get_one(ContributionYear, year.id)
    spend = _spend(session, year, today)
    known = before is not None and before.brought_how != "unknown"
    carried = before.carried if before is not None and known else None
    brought = row.brought if row.brought is not None else carried
    how = "typed" if row.brought is not None else "carried" if known else "unknown"
    return ReserveValues(
        year_id=year.id,
        year=year.year,
        brought=brought or 0,
        brought_how=how,
        carried_before=carried,
        contributions=year.sum,
        spent=spend.actual,
        forecast=spend.forecast,
        level=row.level,
        level_source=row.level_source,
        planned=row.planned,
    )


def budget_year(session: Session, year: str, today: date) -> BudgetYear:
    """Return everything of a year. Raises WrongUse where there is no such year."""
    values = get_year(session, year)
    return BudgetYear(
        values,
        _spend(session, values, today),
        list_grants(session, values.year),
        reserve_of(session, values.year, today),
    )
