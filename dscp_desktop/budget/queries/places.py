"""Payments, orders, and where they can belong, for one look at them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.budget.queries.spend import (
    list_headings,
    list_orders,
    list_rules,
    list_sources,
    list_transactions,
)
from dscp_desktop.budget.rules.ledger import SourceValues
from dscp_desktop.budget.rules.spend import OrderValues, RuleValues, TransactionValues
from dscp_desktop.budget.tables import Grant


@dataclass(frozen=True, slots=True)
class Ledger:
    """The payments and orders of a year; `headings` and `grants` are (id, title)."""

    payments: tuple[TransactionValues, ...] = ()
    orders: tuple[OrderValues, ...] = ()
    headings: tuple[tuple[str, str], ...] = ()
    grants: tuple[tuple[str, str], ...] = ()
    rules: tuple[RuleValues, ...] = ()
    sources: tuple[SourceValues, ...] = ()


def ledger_of(session: Session, year: str) -> Ledger:
    """Return the payments and orders of a year, and where they can belong."""
    grants = session.execute(select(Grant.id, Grant.title).order_by(Grant.id))
    return Ledger(
        list_transactions(session, year),
        list_orders(session, year),
        tuple((each.id, each.title) for each in list_headings(session, year)),
        tuple((row.id, row.title) for row in grants),
        list_rules(session),
        list_sources(session),
    )
