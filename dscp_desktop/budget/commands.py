"""What a person can do to the contributions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.budget.queries import get_year, list_years
from dscp_desktop.budget.rules import (
    PAYMENTS,
    ContributionValues,
    TotalValues,
    difference_words,
)
from dscp_desktop.budget.tables import Contribution, ContributionYear
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Fault, Refused, WrongUse
from dscp_desktop.core.money import show_pounds
from dscp_desktop.core.offers import Reading, ReadLine, RowOutcome, SheetOutcome
from dscp_desktop.core.periods import parse_year
from dscp_desktop.partnership.commands import ensure_party
from dscp_desktop.partnership.queries import load_names, load_parties
from dscp_desktop.partnership.rules import Party
from dscp_desktop.store.session import fresh_id

FEATURE = "budget"


def add_year(session: Session, year: str) -> Changes:
    """Add a year without lines. Raises Refused where it is there, or is not a year."""
    try:
        year = parse_year(year)
    except ValueError as error:
        raise Refused(str(error)) from error
    if _find_year(session, year):
        raise Refused(f"The contributions of {year} are there already. Open that year.")
    row = _new_year(session, year)
    return Changes(f"Contributions {year} added", (FEATURE,), row.id)


def _tidy(text: str) -> str:
    """Return text as a workbook gives it back, so that an export comes in the same."""
    plain = unicodedata.normalize("NFC", text)
    return "\n".join(" ".join(line.split()) for line in plain.splitlines()).strip()


def _find_year(session: Session, year: str) -> ContributionYear | None:
    return session.scalars(select(ContributionYear).where(ContributionYear.year == year)).first()


def _new_year(session: Session, year: str) -> ContributionYear:
    row = ContributionYear(id=fresh_id(session), year=year, source="", reason="")
    session.add(row)
    session.flush()
    return row


def _get_year(session: Session, year: str) -> ContributionYear:
    row = _find_year(session, year)
    if row is None:
        raise WrongUse(f"There are no contributions for {year}. Add the year first.")
    return row


def _line_of(session: Session, year_id: str, partner_id: str) -> Contribution | None:
    query = select(Contribution).where(
        Contribution.year_id == year_id, Contribution.partner_id == partner_id
    )
    return session.scalars(query).first()


def _partner(session: Session, partner_id: str) -> str:
    party = load_parties(session).get(partner_id)
    if party is None:
        raise WrongUse("This partner is not in the store. Add the organisation first.")
    return party.shown


def put_contribution(
    session: Session, year: str, partner_id: str, amount: int, note: str = "", mark: str = ""
) -> Changes:
    """Enter or correct what a partner gives in a year, in pence, and the note to it.

    Raises Refused for an amount below nothing, WrongUse for a year or partner nobody added.
    """
    if amount < 0:
        raise Refused("A contribution is not below nothing. Type the amount without a minus.")
    row = _get_year(session, year)
    shown = _partner(session, partner_id)
    line = _line_of(session, row.id, partner_id)
    words = f"Contribution of {shown} {year}: {show_pounds(amount)}"
    if line is None:
        line = _add_line(session, row.id, partner_id, amount)
    elif line.amount != amount:
        words = f"{words}, was {show_pounds(line.amount)}"
    line.amount, line.note, line.mark = amount, _tidy(note), mark
    return Changes(words, (FEATURE,), line.id)


def _add_line(session: Session, year_id: str, partner_id: str, amount: int) -> Contribution:
    last = select(func.max(Contribution.position)).where(Contribution.year_id == year_id)
    line = Contribution(
        id=fresh_id(session),
        year_id=year_id,
        position=(session.scalar(last) or 0) + 1,
        partner_id=partner_id,
        amount=amount,
        mark="",
        note="",
        payment="",
    )
    session.add(line)
    session.flush()
    return line


def _get_line(session: Session, year: str, partner_id: str) -> tuple[Contribution, str]:
    shown = _partner(session, partner_id)
    line = _line_of(session, _get_year(session, year).id, partner_id)
    if line is None:
        raise WrongUse(f"{shown} has no contribution in {year}.")
    return line, shown


def remove_contribution(session: Session, year: str, partner_id: str) -> Changes:
    """Remove a partner's line of a year; the history keeps it. Raises WrongUse without one."""
    line, shown = _get_line(session, year, partner_id)
    session.delete(line)
    return Changes(f"Contribution of {shown} {year} removed", (FEATURE,), line.year_id)


def set_payment(session: Session, year: str, partner_id: str, payment: str) -> Changes:
    """Say what has become of a contribution: one of PAYMENTS. Raises WrongUse for others."""
    if payment not in PAYMENTS:
        known = ", ".join(name for name in PAYMENTS if name)
        raise WrongUse(f"A payment is one of: {known}.")
    line, shown = _get_line(session, year, partner_id)
    line.payment = payment
    words = PAYMENTS[payment].lower() or "not known"
    return Changes(f"Payment of {shown} {year}: {words}", (FEATURE,), line.id)


def set_published(session: Session, year: str, published: int | None, source: str = "") -> Changes:
    """Keep the total as it was published, in pence, and where; None takes it away."""
    row = _get_year(session, year)
    row.published = published
    row.source = _tidy(source) or row.source
    shown = "none" if published is None else show_pounds(published)
    return Changes(f"Published total {year}: {shown}", (FEATURE,), row.id)


def record_reason(session: Session, year: str, reason: str) -> Changes:
    """Keep why the published total and the sum differ; '' opens the question again.

    Who wrote it and when stands in the history. Raises Refused where nothing differs.
    """
    row = _get_year(session, year)
    if reason.strip() and not get_year(session, year).difference:
        raise Refused(f"The totals of {year} do not differ, so there is nothing to explain.")
    row.reason = _tidy(reason)
    what = "recorded" if row.reason else "taken away"
    return Changes(f"Reason for the difference {year} {what}", (FEATURE,), row.id)


def take_contributions(session: Session, reading: Reading) -> SheetOutcome:
    """Take the lines of a sheet of contributions, and the total published there.

    A partner nobody knows is added as new, with a note. What the store holds and the sheet
    leaves out is kept, with a note. The total makes a row of its own only where it changes
    a year that was there.
    """
    known = set(list_years(session))
    names = load_names(session)
    seen: dict[tuple[str, str], int] = {}
    rows: list[RowOutcome] = []
    faults: list[Fault] = []
    notes: list[Fault] = []
    for line in reading.lines:
        values = line.value
        if not isinstance(values, ContributionValues):
            continue
        near = names.near(values.partner)
        party, names, added = ensure_party(session, names, values.partner)
        first = seen.setdefault((values.year, party.id), line.row)
        if first != line.row:
            why = f"This is {party.shown}, as row {first} is already. Leave one of the two."
            faults.append(line.fault("partner", why))
            continue
        if added:
            why = f"Nobody knows {party.shown} yet: it is added as new.{near}"
            notes.append(line.fault("partner", why))
        rows.append(_take_line(session, line, values, party))
    for line in reading.lines:
        if isinstance(line.value, TotalValues):
            rows += _take_total(session, line, line.value, known)
    session.flush()
    if not faults and not reading.faults:
        notes += _notes_of_years(session, reading, set(seen))
    return SheetOutcome(tuple(rows), tuple(faults), tuple(notes))


def _take_line(
    session: Session, line: ReadLine, values: ContributionValues, party: Party
) -> RowOutcome:
    year = _find_year(session, values.year) or _new_year(session, values.year)
    cells = (show_pounds(values.amount), values.note, PAYMENTS[values.payment])
    label = f"{party.shown} {values.year}"
    row = _line_of(session, year.id, party.id)
    if row is None:
        row = _add_line(session, year.id, party.id, values.amount)
        row.mark, row.note, row.payment = values.mark, values.note, values.payment
        return RowOutcome(line.row, "new", label, cells)
    changes = []
    if row.amount != values.amount:
        changes.append(("Amount", show_pounds(row.amount), show_pounds(values.amount)))
        row.amount = values.amount
    # A blank takes nothing away: what was typed here may never have stood in the sheet.
    if values.note and row.note != values.note:
        changes.append(("Note", row.note, values.note))
        row.note = values.note
        row.mark = values.mark or row.mark
    if values.mark and not (row.mark or row.note):
        changes.append(("Mark", "", values.mark))
        row.mark = values.mark
    if values.payment and row.payment != values.payment:
        changes.append(("Payment", PAYMENTS[row.payment], PAYMENTS[values.payment]))
        row.payment = values.payment
    return RowOutcome(line.row, "changed" if changes else "same", label, cells, tuple(changes))


def _take_total(
    session: Session, line: ReadLine, values: TotalValues, known: set[str]
) -> list[RowOutcome]:
    year = _find_year(session, values.year) or _new_year(session, values.year)
    changes = []
    if values.published is not None and year.published != values.published:
        old = "" if year.published is None else show_pounds(year.published)
        changes.append(("Published total", old, show_pounds(values.published)))
        year.published = values.published
    if values.source and year.source != values.source:
        changes.append(("Source", year.source, values.source))
        year.source = values.source
    if values.reason and year.reason != values.reason:
        changes.append(("Reason", year.reason, values.reason))
        year.reason = values.reason
    if not changes or values.year not in known:
        return []
    cells = ("" if values.published is None else show_pounds(values.published), "", "")
    label = f"Published total {values.year}"
    return [RowOutcome(line.row, "changed", label, cells, tuple(changes))]


def _notes_of_years(
    session: Session, reading: Reading, seen: set[tuple[str, str]]
) -> Iterator[Fault]:
    """Note, once a year, totals that differ and partners that the sheet leaves out."""
    told: set[str] = set()
    for line in sorted(reading.lines, key=lambda line: not isinstance(line.value, TotalValues)):
        if line.value.year in told:
            continue
        told.add(line.value.year)
        year = get_year(session, line.value.year)
        if year.difference:
            where = "published" if isinstance(line.value, TotalValues) else "amount"
            yield line.fault(where, f"{difference_words(year)}. Both are kept.")
        for kept in year.lines:
            if (year.year, kept.partner_id) not in seen:
                amount = show_pounds(kept.amount)
                why = f"The sheet leaves out {kept.partner}; its {amount} is kept."
                yield Fault(line.sheet, None, None, None, why)
