"""Contributions that come in by sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from dscp_desktop.budget.commands.contributions import LAPSED, add_line, drop_reason, line_of
from dscp_desktop.budget.commands.years import find_year, known_year, new_year, put_reason
from dscp_desktop.budget.queries.contributions import get_year, list_years
from dscp_desktop.budget.rules.contributions import (
    PART,
    PAYMENTS,
    ContributionValues,
    TotalValues,
    difference_words,
)
from dscp_desktop.budget.tables import Contribution
from dscp_desktop.core.faults import Fault
from dscp_desktop.core.money import show_pounds
from dscp_desktop.core.offers import Reading, ReadLine, RowOutcome, SheetOutcome
from dscp_desktop.partnership.commands.organisations import ensure_party
from dscp_desktop.partnership.queries.parties import load_names, load_parties
from dscp_desktop.partnership.rules.parties import Names, Party


def take_contributions(session: Session, reading: Reading) -> SheetOutcome:
    """Take the lines of a sheet of contributions, and the total published there.

    A partner nobody knows is added as new, with a note. What the store holds and the sheet
    leaves out is kept, with a note. The total makes a row of its own only where it changes
    a year that was there.
    """
    known = {year: known_year(session, year) for year in list_years(session)}
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
        taken = _take_line(session, line, values, party, names)
        notes += taken.notes
        rows += [taken.row] if taken.row else []
        faults += [taken.fault] if taken.fault else []
    for line in reading.lines:
        if isinstance(line.value, TotalValues):
            rows += _take_total(session, line, line.value, known, faults)
    session.flush()
    notes += _lapsed_reasons(session, reading)
    if not faults and not reading.faults:
        notes += _notes_of_years(session, reading, set(seen))
    return SheetOutcome(tuple(rows), tuple(faults), tuple(notes))


@dataclass(slots=True)
class _Taken:
    """What became of one line: its outcome, or why it is refused, and what is said of it."""

    row: RowOutcome | None = None
    fault: Fault | None = None
    notes: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Change:
    """One field of a line that a sheet says otherwise: how it is called, and both values."""

    label: str
    name: str
    old: str
    new: str
    value: object


def _take_line(
    session: Session, line: ReadLine, values: ContributionValues, party: Party, names: Names
) -> _Taken:
    payer = names.party(values.payer) if values.payer else None
    if values.payer and payer is None:
        near = names.near(values.payer)
        why = f"Nobody is called {values.payer}.{near} Add the organisation, or correct the name."
        return _Taken(fault=line.fault("payer", why))
    year = find_year(session, values.year) or new_year(session, values.year)
    row = line_of(session, year.id, party.id)
    taken = _Taken()
    changes = _changes(session, row, line, values, payer, taken) if row else []
    if year.closed_on and (row is None or changes):
        return _Taken(fault=line.fault("amount", year.closed_words()))
    state = "changed" if changes else "same"
    if row is None:
        row, state = add_line(session, year.id, party.id, values.amount), "new"
        row.mark, row.note, row.in_kind = values.mark, values.note, values.in_kind
        row.in_kind_value, row.payer_id = values.in_kind_value, payer.id if payer else None
        row.payment = _typed(line, values, taken)
    for change in changes:
        setattr(row, change.name, change.value)
        if change.name == "note":
            row.mark = values.mark or row.mark
    shown = tuple((each.label, each.old, each.new) for each in changes)
    cells = (show_pounds(values.amount), values.note, PAYMENTS[values.payment])
    label = f"{party.shown} {values.year}"
    taken.row = RowOutcome(line.row, state, label, cells, () if state == "new" else shown)
    return taken


def _typed(line: ReadLine, values: ContributionValues, taken: _Taken) -> str:
    """Return how far a contribution is as a sheet may say it: part payments need their days."""
    if values.payment != PART:
        return values.payment
    why = "A part payment has a day and an amount. Record it at the contribution."
    taken.notes.append(line.fault("payment", why))
    return ""


def _changes(
    session: Session,
    row: Contribution,
    line: ReadLine,
    values: ContributionValues,
    payer: Party | None,
    taken: _Taken,
) -> list[_Change]:
    """Return what a sheet says otherwise. A blank takes nothing away: what was typed here may
    never have stood in the sheet.
    """
    found = []
    if row.amount != values.amount:
        old, new = show_pounds(row.amount), show_pounds(values.amount)
        found.append(_Change("Amount", "amount", old, new, values.amount))
    if values.note and row.note != values.note:
        found.append(_Change("Note", "note", row.note, values.note, values.note))
    if values.mark and not (row.mark or row.note or values.note):
        found.append(_Change("Mark", "mark", "", values.mark, values.mark))
    found += _payment(session, row, line, values, taken)
    if payer and (row.payer_id or row.partner_id) != payer.id:
        old = load_parties(session)[row.payer_id].shown if row.payer_id else ""
        found.append(_Change("Payer", "payer_id", old, payer.shown, payer.id))
    if values.in_kind and row.in_kind != values.in_kind:
        found.append(_Change("In kind", "in_kind", row.in_kind, values.in_kind, values.in_kind))
    value = values.in_kind_value
    if value is not None and row.in_kind_value != value:
        old = "" if row.in_kind_value is None else show_pounds(row.in_kind_value)
        found.append(_Change("Value in kind", "in_kind_value", old, show_pounds(value), value))
    return found


def _payment(
    session: Session, row: Contribution, line: ReadLine, values: ContributionValues, taken: _Taken
) -> Iterator[_Change]:
    """Yield how far a contribution is, where a sheet says otherwise and no payments say it."""
    shown = next(x for x in get_year(session, values.year).lines if x.id == row.id)
    if not values.payment or values.payment == shown.payment:
        return
    if shown.steps:
        why = f"By what was recorded it is: {PAYMENTS[shown.payment].lower()}. That is kept."
        taken.notes.append(line.fault("payment", why))
    elif wanted := _typed(line, values, taken):
        yield _Change("Payment", "payment", PAYMENTS[row.payment], PAYMENTS[values.payment], wanted)


def _take_total(
    session: Session,
    line: ReadLine,
    values: TotalValues,
    known: Collection[str],
    faults: list[Fault],
) -> list[RowOutcome]:
    year = find_year(session, values.year) or new_year(session, values.year)
    changes = []
    if values.published is not None and year.published != values.published:
        old = "" if year.published is None else show_pounds(year.published)
        changes.append(("Published total", old, show_pounds(values.published)))
    if values.source and year.source != values.source:
        changes.append(("Source", year.source, values.source))
    if year.closed_on:
        if changes:
            faults.append(line.fault("published", year.closed_words()))
        return []
    year.published = year.published if values.published is None else values.published
    year.source = values.source or year.source
    session.flush()
    difference = get_year(session, values.year).difference
    if _explains(values, difference) and year.reason != values.reason:
        changes.append(("Reason", year.reason, values.reason))
        put_reason(session, year, values.reason, difference)
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
        row = find_year(session, name)
        if row is None or row.closed_on:
            continue
        if drop_reason(session, row):
            yield Fault(line.sheet, None, None, None, f"{LAPSED}.")
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
