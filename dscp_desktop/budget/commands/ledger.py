"""Transactions that come in by a finance system's list: placed, and doubles asked about."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.budget.commands.years import FEATURE, find_year, new_year, tidy
from dscp_desktop.budget.queries.spend import list_grants_by_name, list_headings, list_rules
from dscp_desktop.budget.rules.ledger import (
    MINUS,
    OWN_KEY,
    PLUS,
    SIGNS,
    LedgerValues,
    same_payment,
    sign_question,
)
from dscp_desktop.budget.rules.spend import DOUBT, place
from dscp_desktop.budget.tables import LedgerSource, Transaction
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Fault, WrongUse
from dscp_desktop.core.money import show_pounds
from dscp_desktop.core.names import near_names, tidy_name
from dscp_desktop.core.offers import Reading, ReadLine, RowOutcome, SheetOutcome
from dscp_desktop.core.periods import year_of
from dscp_desktop.store.session import fresh_id


def keep_source(
    session: Session, key: str, title: str, columns: Mapping[str, str], sign: str = ""
) -> Changes:
    """Keep how the lists with these headings are read: heading to field, and what a plus means.

    Raises WrongUse for a sign that is none of SIGNS.
    """
    if sign not in SIGNS:
        raise WrongUse(f"A sign is one of: {', '.join(name for name in SIGNS if name)}.")
    row = session.scalars(select(LedgerSource).where(LedgerSource.key == key)).first()
    if row is None:
        row = LedgerSource(id=fresh_id(session), key=key)
        session.add(row)
    row.title, row.sign = tidy(title), sign
    row.columns = json.dumps(dict(columns), ensure_ascii=False, sort_keys=True)
    return Changes(f"Kept how lists from {row.title} are read", (FEATURE,), row.id)


class _Take:
    """What a list is taken against, and what became of its rows so far."""

    def __init__(self, session: Session, sign: str) -> None:
        self.session = session
        self.sign = -1 if sign == MINUS else 1
        self.rules = list_rules(session)
        self.headings = {tidy_name(each.title): each for each in list_headings(session)}
        self.grants = list_grants_by_name(session)
        self.stored: dict[tuple[object, ...], list[Transaction]] = {}
        self.loose: Counter[tuple[object, ...]] = Counter()
        for row in session.scalars(select(Transaction).order_by(Transaction.on, Transaction.id)):
            loose = same_payment(row.on, row.reference, row.description, row.amount)
            self.stored.setdefault((*loose, tidy_name(row.description)), []).append(row)
            self.loose[loose] += 1
        self.seen: Counter[tuple[object, ...]] = Counter()
        self.rows: list[RowOutcome] = []
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        self.unplaced = 0

    def line(self, line: ReadLine, values: LedgerValues) -> None:
        """Take one row: the same as one that is there, new, or refused."""
        amount = self.sign * values.amount if values.signed else values.amount
        placed = self.place(line, values)
        if placed is None:
            return
        loose = same_payment(values.on, values.reference, values.description, amount)
        exact = (*loose, tidy_name(values.description))
        self.seen[exact] += 1
        held = self.stored.get(exact, ())
        label = f"{values.on:%d/%m/%Y} {show_pounds(amount)}"
        cells = (values.description, values.reference, show_pounds(amount))
        if self.seen[exact] <= len(held):
            row = held[self.seen[exact] - 1]
            self.same(line, row, placed, label, cells)
            return
        year = find_year(self.session, year_of(values.on))
        if year is not None and year.closed_on:
            self.faults.append(line.fault("on", year.closed_words()))
            return
        year = year or new_year(self.session, year_of(values.on))
        double = self.loose[loose] > 0
        self.loose[loose] += 1
        made = Transaction(id=fresh_id(self.session), year_id=year.id, on=values.on, amount=amount)
        made.description, made.reference = values.description, values.reference
        made.cost_code, made.doubt = values.cost_code, DOUBT if double else ""
        made.heading_id, made.grant_id = placed[0] or None, placed[1] or None
        self.session.add(made)
        self.unplaced += not any(placed)
        self.rows.append(RowOutcome(line.row, "new", label, cells))
        if double:
            why = (
                "There is a payment of this date, reference and amount already. This one is taken "
                "and counted as well: say in Budget, under Payments, whether it stands twice."
            )
            self.notes.append(line.fault("amount", why))

    def same(
        self,
        line: ReadLine,
        row: Transaction,
        placed: tuple[str, str],
        label: str,
        cells: tuple[str, ...],
    ) -> None:
        """Keep a payment that is there; the sheet may put it under another heading or grant."""
        values: LedgerValues = line.value
        named = bool(values.heading or values.grant)
        if not named or (row.heading_id or "", row.grant_id or "") == placed:
            self.rows.append(RowOutcome(line.row, "same", label, cells))
            return
        year = find_year(self.session, year_of(row.on))
        if year is not None and year.closed_on:
            self.faults.append(line.fault("heading", year.closed_words()))
            return
        titles = {each.id: each.title for each in self.headings.values()} | {
            grant_id: title for title, grant_id in self.grants.items()
        }
        old = " ".join(titles.get(each or "", "") for each in (row.heading_id, row.grant_id))
        new = " ".join(titles.get(each, "") for each in placed)
        row.heading_id, row.grant_id = placed[0] or None, placed[1] or None
        change = ("Heading", old.strip(), new.strip())
        self.rows.append(RowOutcome(line.row, "changed", label, cells, (change,)))

    def place(self, line: ReadLine, values: LedgerValues) -> tuple[str, str] | None:
        """Return heading and grant of a row; None where a rule leaves it out, or it is refused."""
        if values.heading or values.grant:
            heading = self.headings.get(tidy_name(values.heading))
            grant_id = self.grants.get(tidy_name(values.grant), "")
            if (values.heading and heading is None) or (values.grant and not grant_id):
                name = "heading" if values.heading and heading is None else "grant"
                self.faults.append(line.fault(name, self.unknown(name, values)))
                return None
            return heading.id if heading else "", grant_id
        words = f"{values.description} {values.reference}"
        rule = place(self.rules, values.cost_code, words)
        if rule is not None and not (rule.heading_id or rule.grant_id):
            why = f"Left out, as kept for “{rule.text}”."
            self.notes.append(line.fault("description", why))
            return None
        return (rule.heading_id, rule.grant_id) if rule else ("", "")

    def unknown(self, name: str, values: LedgerValues) -> str:
        """Say that nobody knows a heading or a grant, and which are near."""
        text = values.heading if name == "heading" else values.grant
        titles = [each.title for each in self.headings.values()]
        near = near_names(text, titles if name == "heading" else self.grants)
        perhaps = f" Perhaps {' or '.join(near)}." if near else ""
        return f"There is no {name} {text}.{perhaps} Add it in Budget, or correct the cell."


def _sign_of(session: Session, source: LedgerSource | None) -> str:
    """Return what a plus means in a list: as kept for it, else for lists that did not come yet."""
    if source is not None and source.sign:
        return source.sign
    rest = session.scalars(select(LedgerSource).where(LedgerSource.key == "")).first()
    return rest.sign if rest else ""


def take_transactions(session: Session, reading: Reading) -> SheetOutcome:
    """Take the rows of a finance system's list.

    A payment that is there already, the nth of its date, reference, words and amount, is the
    same. One that shares date, reference and amount with another is taken, said, and asked about.
    Where most amounts have a minus and nobody said what it means, nothing is taken.
    """
    lines = [line for line in reading.lines if isinstance(line.value, LedgerValues)]
    if not lines:
        return SheetOutcome()
    key = lines[0].value.key
    source = session.scalars(select(LedgerSource).where(LedgerSource.key == key)).first()
    sign = PLUS if key == OWN_KEY else _sign_of(session, source)
    amounts = [line.value.amount for line in lines if line.value.signed]
    if not sign and (why := sign_question(amounts)):
        return SheetOutcome(faults=(lines[0].fault("amount", why),))
    if source is None and key != OWN_KEY:
        fields = {heading: name for name, (heading, _) in lines[0].cells.items()}
        keep_source(session, key, lines[0].sheet, fields, sign)
    take = _Take(session, sign)
    for line in lines:
        take.line(line, line.value)
    session.flush()
    if take.unplaced:
        many = "1 payment has" if take.unplaced == 1 else f"{take.unplaced} payments have"
        why = f"{many} no heading yet. They count; place them in Budget, under Payments."
        take.notes.append(Fault(lines[0].sheet, None, None, None, why))
    return SheetOutcome(tuple(take.rows), tuple(take.faults), tuple(take.notes))
