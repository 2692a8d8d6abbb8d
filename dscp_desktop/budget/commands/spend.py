"""What a person can do to spend: headings, budgets, transactions, orders and rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.budget.commands.years import FEATURE, open_year, refuse_closed_id, tidy
from dscp_desktop.budget.queries.spend import list_rules
from dscp_desktop.budget.rules.spend import (
    KEPT,
    OrderDetails,
    TransactionDetails,
    place,
    write_weights,
)
from dscp_desktop.budget.tables import (
    BudgetLine,
    ContributionYear,
    Grant,
    HeadingRule,
    OpenOrder,
    SpendHeading,
    Transaction,
)
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_long_day
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.money import show_pounds
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.periods import parse_year, year_bounds
from dscp_desktop.store.session import fresh_id


def new_heading(session: Session, title: str) -> SpendHeading:
    """Add a heading below the others; the caller has looked that nobody has its title."""
    last = session.scalar(select(func.max(SpendHeading.position))) or 0
    row = SpendHeading(id=fresh_id(session), position=last + 1, title=title, ends="")
    session.add(row)
    session.flush()
    return row


def _free_title(session: Session, title: str, but: str = "") -> str:
    """Return a title, tidy. Raises Refused where it is empty or another heading's."""
    plain = " ".join(title.split())
    if not plain:
        raise Refused("Type the title of the heading.")
    for row in session.scalars(select(SpendHeading).where(SpendHeading.id != but)):
        if tidy_name(row.title) == tidy_name(plain):
            raise Refused(f"There is a heading {row.title} already. Choose another title.")
    return plain


def add_heading(session: Session, title: str) -> Changes:
    """Add a heading of spend. Raises Refused where its title is empty or in use."""
    row = new_heading(session, _free_title(session, title))
    return Changes(f"Heading added: {row.title}", (FEATURE,), row.id)


def change_heading(session: Session, heading_id: str, title: str, ends: str = "") -> Changes:
    """Change a heading's title, or say which year is the last it is used in ('' for none).

    Raises Refused where a closed year shows its title, or the title is empty or in use.
    """
    row = session.get_one(SpendHeading, heading_id)
    plain = _free_title(session, title, heading_id)
    if plain != row.title and (why := row.frozen(session, {"title"})):
        raise Refused(why)
    try:
        row.ends = parse_year(ends) if ends.strip() else ""
    except ValueError as error:
        raise Refused(str(error)) from error
    row.title = plain
    return Changes(f"Heading changed: {row.title}", (FEATURE,), row.id)


def put_budget(
    session: Session,
    year: str,
    heading_id: str,
    amount: int,
    weights: Sequence[int] = (),
    forecast: int | None = None,
    note: str = "",
) -> Changes:
    """Say what a heading may spend in a year, in pence, and how the months share it.

    A `forecast` is what somebody expects for the whole year; None has it computed. Raises Refused
    for a budget below nothing, weights that are not twelve, or a closed year.
    """
    row = open_year(session, year)
    heading = session.get_one(SpendHeading, heading_id)
    if amount < 0:
        raise Refused("A budget is not below nothing. Type the amount without a minus.")
    query = select(BudgetLine).where(BudgetLine.year_id == row.id)
    line = session.scalars(query.where(BudgetLine.heading_id == heading_id)).first()
    if line is None:
        line = BudgetLine(id=fresh_id(session), year_id=row.id, heading_id=heading_id)
        session.add(line)
    try:
        line.weights = write_weights(weights)
    except ValueError as error:
        raise Refused(str(error)) from error
    line.amount, line.forecast, line.note = amount, forecast, tidy(note)
    words = f"Budget {year}, {heading.title}: {show_pounds(amount)}"
    return Changes(words, (FEATURE,), line.id)


def _in_year(year: str, on: date) -> None:
    first, last = year_bounds(year)
    if not first <= on <= last:
        raise Refused(
            f"{show_long_day(on)} is not in {year}. Choose a day from {show_long_day(first)} to "
            f"{show_long_day(last)}, or the other year."
        )


def _known_places(session: Session, heading_id: str, grant_id: str) -> None:
    if heading_id and session.get(SpendHeading, heading_id) is None:
        raise WrongUse("This heading is not in the store any more. Choose another.")
    if grant_id and session.get(Grant, grant_id) is None:
        raise WrongUse("This grant is not in the store any more. Choose another.")


def add_transaction(session: Session, year: str, details: TransactionDetails) -> Changes:
    """Enter a payment of a year: plus is spend, minus is money back.

    Without a heading and a grant the rules place it. Raises Refused for a day outside the year,
    an amount of nothing, or a closed year.
    """
    row = open_year(session, year)
    if not (details.heading_id or details.grant_id):
        words = f"{details.description} {details.reference}"
        rule = place(list_rules(session), details.cost_code, words)
        placed = (rule.heading_id, rule.grant_id) if rule else ("", "")
    else:
        placed = details.heading_id, details.grant_id
    made = Transaction(id=fresh_id(session), year_id=row.id, doubt="")
    _fill(session, made, year, details, placed)
    session.add(made)
    words = f"Transaction of {details.on:%d/%m/%Y} added: {show_pounds(details.amount)}"
    return Changes(words, (FEATURE,), made.id)


def _fill(
    session: Session,
    row: Transaction,
    year: str,
    details: TransactionDetails,
    placed: tuple[str, str],
) -> None:
    _in_year(year, details.on)
    if not details.amount:
        raise Refused("A transaction of nothing is none. Type its amount.")
    _known_places(session, *placed)
    row.on, row.amount = details.on, details.amount
    row.description, row.reference = tidy(details.description), tidy(details.reference)
    row.cost_code = tidy(details.cost_code)
    row.heading_id, row.grant_id = placed[0] or None, placed[1] or None


def _open_transaction(session: Session, transaction_id: str) -> tuple[Transaction, str]:
    """Return a transaction that may change, and its year."""
    row = session.get(Transaction, transaction_id)
    if row is None:
        raise WrongUse("This transaction is not in the store any more.")
    return row, refuse_closed_id(session, row.year_id).year


def change_transaction(
    session: Session, transaction_id: str, details: TransactionDetails
) -> Changes:
    """Change a payment. Raises Refused as `add_transaction` does."""
    row, year = _open_transaction(session, transaction_id)
    _fill(session, row, year, details, (details.heading_id, details.grant_id))
    return Changes(f"Transaction of {row.on:%d/%m/%Y} changed", (FEATURE,), row.id)


def remove_transaction(session: Session, transaction_id: str) -> Changes:
    """Remove a payment; the history keeps it. Raises Refused where its year is closed."""
    row, _year = _open_transaction(session, transaction_id)
    words = f"Transaction of {row.on:%d/%m/%Y} removed: {show_pounds(row.amount)}"
    session.delete(row)
    return Changes(words, (FEATURE,), row.year_id)


def keep_double(session: Session, transaction_id: str) -> Changes:
    """Say that a payment that looks like another one is one of its own."""
    row, _year = _open_transaction(session, transaction_id)
    row.doubt = KEPT
    return Changes(f"Transaction of {row.on:%d/%m/%Y} stands twice rightly", (FEATURE,), row.id)


def place_transaction(
    session: Session,
    transaction_id: str,
    heading_id: str = "",
    grant_id: str = "",
    rule: str = "",
    text: str = "",
) -> Changes:
    """Put a payment under a heading, or under a grant; with neither it has no place again.

    With a `rule` ('code' or 'words') and its `text`, later lists place such payments by
    themselves. Raises Refused where the year is closed.
    """
    row, _year = _open_transaction(session, transaction_id)
    _known_places(session, heading_id, grant_id)
    row.heading_id, row.grant_id = heading_id or None, grant_id or None
    if rule:
        add_rule(session, rule, text or row.cost_code, heading_id, grant_id)
    return Changes(f"Transaction of {row.on:%d/%m/%Y} placed", (FEATURE,), row.id)


def add_rule(
    session: Session, kind: str, text: str, heading_id: str = "", grant_id: str = ""
) -> Changes:
    """Say where payments of a cost code ('code'), or with words in them ('words'), belong.

    With neither heading nor grant they are left out of lists that come in, such as contributions
    received. A rule for the same takes the place of the one before.
    """
    said = tidy(text)
    if kind not in ("code", "words") or not said:
        raise Refused("Say a cost code, or words that stand in the payments.")
    _known_places(session, heading_id, grant_id)
    rows = session.scalars(select(HeadingRule).where(HeadingRule.kind == kind)).all()
    row = next((row for row in rows if tidy_name(row.text) == tidy_name(said)), None)
    if row is None:
        row = HeadingRule(id=fresh_id(session), kind=kind, text=said)
        session.add(row)
    row.heading_id, row.grant_id = heading_id or None, grant_id or None
    return Changes(f"Rule kept for {said}", (FEATURE,), row.id)


def remove_rule(session: Session, rule_id: str) -> Changes:
    """Remove a rule; what it placed stays where it is."""
    row = session.get_one(HeadingRule, rule_id)
    session.delete(row)
    return Changes(f"Rule for {row.text} removed", (FEATURE,), row.id)


def put_order(session: Session, year: str, details: OrderDetails, order_id: str = "") -> Changes:
    """Enter what was ordered and is to be paid, or change it: a commitment until it is closed.

    Raises Refused for a day outside the year, an amount that is nothing or below, a closed year.
    """
    row = open_year(session, year)
    _in_year(year, details.on)
    if details.amount <= 0:
        raise Refused("An order is of more than nothing. Type its amount.")
    _known_places(session, details.heading_id, details.grant_id)
    order = session.get_one(OpenOrder, order_id) if order_id else None
    if order is None:
        order = OpenOrder(id=fresh_id(session), year_id=row.id)
        session.add(order)
    elif order.year_id != row.id:
        raise WrongUse(f"This order is not one of {year}.")
    order.on, order.amount = details.on, details.amount
    order.description, order.reference = tidy(details.description), tidy(details.reference)
    order.heading_id, order.grant_id = details.heading_id or None, details.grant_id or None
    return Changes(f"Order {year}: {show_pounds(details.amount)}", (FEATURE,), order.id)


def _open_order(session: Session, order_id: str) -> tuple[OpenOrder, ContributionYear]:
    order = session.get(OpenOrder, order_id)
    if order is None:
        raise WrongUse("This order is not in the store any more.")
    return order, refuse_closed_id(session, order.year_id)


def close_order(session: Session, order_id: str, on: date) -> Changes:
    """Say that an order was paid or cancelled: it is no commitment any more."""
    order, year = _open_order(session, order_id)
    if on < order.on:
        raise Refused("An order is not closed before it was placed. Type a later day.")
    order.closed_on = on
    return Changes(f"Order {year.year} closed: {show_pounds(order.amount)}", (FEATURE,), order.id)


def remove_order(session: Session, order_id: str) -> Changes:
    """Remove an order that was entered in error. Raises Refused where its year is closed."""
    order, year = _open_order(session, order_id)
    session.delete(order)
    return Changes(f"Order {year.year} removed: {show_pounds(order.amount)}", (FEATURE,), year.id)
