"""What a person can do to the contributions."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.budget.queries import get_year, list_years
from dscp_desktop.budget.rules import (
    PAYMENTS,
    ContributionValues,
    TotalValues,
    difference_words,
    reason_setting,
)
from dscp_desktop.budget.tables import Contribution, ContributionYear
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Fault, Refused, WrongUse
from dscp_desktop.core.money import show_pounds
from dscp_desktop.core.offers import Reading, ReadLine, RowOutcome, SheetOutcome
from dscp_desktop.core.periods import parse_year
from dscp_desktop.partnership.commands.organisations import ensure_party
from dscp_desktop.partnership.queries.parties import load_names, load_parties
from dscp_desktop.partnership.rules.parties import Party
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.settings import get_setting, put_setting

FEATURE = "budget"
_LAPSED = "The reason recorded for the difference is taken away, for the difference is another one"


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
    """Return a year that is to be changed, its reason tied to the difference it explains."""
    row = _find_year(session, year)
    if row is None:
        raise WrongUse(f"There are no contributions for {year}. Add the year first.")
    if row.reason and not get_setting(session, reason_setting(row.id)):
        _put_reason(session, row, row.reason, get_year(session, year).difference)
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
    return Changes(words + _drop_reason(session, row), (FEATURE,), line.id)


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
    words = f"Contribution of {shown} {year} removed"
    words += _drop_reason(session, _get_year(session, year))
    return Changes(words, (FEATURE,), line.year_id)


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
    words = f"Published total {year}: {shown}" + _drop_reason(session, row)
    return Changes(words, (FEATURE,), row.id)


def record_reason(session: Session, year: str, reason: str) -> Changes:
    """Keep why the published total and the sum differ; '' opens the question again.

    Who wrote it and when stands in the history. Raises Refused where nothing differs.
    """
    row = _get_year(session, year)
    difference = get_year(session, year).difference
    if reason.strip() and not difference:
        raise Refused(f"The totals of {year} do not differ, so there is nothing to explain.")
    _put_reason(session, row, _tidy(reason), difference)
    what = "recorded" if row.reason else "taken away"
    return Changes(f"Reason for the difference {year} {what}", (FEATURE,), row.id)


def _put_reason(
    session: Session, row: ContributionYear, reason: str, difference: int | None
) -> None:
    """Keep a reason together with the difference that it explains: it is good for no other."""
    row.reason = reason
    put_setting(session, reason_setting(row.id), str(difference) if reason else "")


def _drop_reason(session: Session, row: ContributionYear) -> str:
    """Take a year's reason away where the difference has moved from under it; say so in words."""
    session.flush()
    if not row.reason or get_year(session, row.year).reason:
        return ""
    _put_reason(session, row, "", None)
    return f". {_LAPSED}"


def take_contributions(session: Session, reading: Reading) -> SheetOutcome:
    """Take the lines of a sheet of contributions, and the total published there.

    A partner nobody knows is added as new, with a note. What the store holds and the sheet
    leaves out is kept, with a note. The total makes a row of its own only where it changes
    a year that was there.
    """
    known = {year: _get_year(session, year) for year in list_years(session)}
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
    notes += _lapsed_reasons(session, reading)
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
    session: Session, line: ReadLine, values: TotalValues, known: Collection[str]
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
    session.flush()
    difference = get_year(session, values.year).difference
    if _explains(values, difference) and year.reason != values.reason:
        changes.append(("Reason", year.reason, values.reason))
        _put_reason(session, year, values.reason, difference)
    if not changes or values.year not in known:
        return []
    cells = ("" if values.published is None else show_pounds(values.published), "", "")
    label = f"Published total {values.year}"
    return [RowOutcome(line.row, "changed", label, cells, tuple(changes))]


def _explains(values: TotalValues, difference: int | None) -> bool:
    """Say whether a sheet gives a reason, and for the difference there is now."""
    return bool(values.reason and difference) and values.explains == difference


def _lapsed_reasons(session: Session, reading: Reading) -> Iterator[Fault]:
    """Take reasons away that the sheet made lapse, with a note; note those it has for others."""
    totals = {line.value.year: line for line in reading.lines}
    totals |= {x.value.year: x for x in reading.lines if isinstance(x.value, TotalValues)}
    for name, line in totals.items():
        row = _find_year(session, name)
        if row is None:
            continue
        if _drop_reason(session, row):
            yield Fault(line.sheet, None, None, None, f"{_LAPSED}.")
        difference = get_year(session, name).difference
        values = line.value
        if isinstance(values, TotalValues) and values.reason and not _explains(values, difference):
            shown = show_pounds(abs(difference or 0))
            why = f"The totals differ by {shown}: the sheet's reason is for another difference."
            yield line.fault("published", f"{why} It is not taken.")


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
