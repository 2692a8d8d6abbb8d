"""Taking returns into the register: none lost, none doubled, and no name of a child."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.faults import Fault
from dscp_desktop.core.names import tidy_name
from dscp_desktop.core.offers import Reading, ReadLine, RowOutcome, SheetOutcome
from dscp_desktop.restraint.queries.incidents import list_homes, values_of
from dscp_desktop.restraint.rules.incidents import IncidentValues, preview_of, show_field
from dscp_desktop.restraint.rules.names import child_fault, text_fault
from dscp_desktop.restraint.rules.returns import ReturnValues, period_words
from dscp_desktop.restraint.rules.settings import NOT_NAMES, words_of
from dscp_desktop.restraint.tables import Incident, RestraintReturn
from dscp_desktop.sampling.tables import Frame
from dscp_desktop.store.session import fresh_id, work_of
from dscp_desktop.store.settings import get_setting

_LABELS = {
    "ref": "Incident ref",
    "on": "Date",
    "at": "Time",
    "level": "Injury",
    "child": "Young person",
    "age": "Age",
    "place": "Place",
    "reason": "Reason",
    "minutes": "Minutes",
    "footage": "Footage",
    "footage_until": "Footage kept until",
    "child_spoken_on": "Child spoken to",
    "manager_review": "Manager's review",
    "recorded_at": "Recorded",
    "person_spoken_at": "Person spoken to",
}
_TEXTS = ("ref", "place", "reason")
_NO_HOME = "No secure children's home is recorded. Add it under Restraint, and import again."


@dataclass(slots=True)
class _Taking:
    """What one sheet is taken into: the home, its return, and what the register holds of it."""

    session: Session
    home_id: str
    own: RestraintReturn | None
    known: dict[str, Incident]
    not_names: frozenset[str]
    frozen: str
    rows: list[RowOutcome] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)


def take_incidents(session: Session, reading: Reading) -> SheetOutcome:
    """Take the rows of a return. An incident is known again by home and reference.

    A blank takes nothing away. What looks like a name is refused before it is stored. A change
    shows old and new; a list that was frozen before stays as it was, with a note.
    """
    whole = next((x for x in reading.lines if isinstance(x.value, ReturnValues)), None)
    if whole is None:
        return SheetOutcome()
    rows = [line for line in reading.lines if isinstance(line.value, IncidentValues)]
    home_id, wrong = _home_of(session, whole)
    if wrong:
        return SheetOutcome(faults=(wrong,))
    taking = _begin(session, home_id)
    if rows or not reading.faults:
        _take_return(taking, whole)
    for line in rows:
        _take_row(taking, line, whole.value)
    session.flush()
    taking.notes += _counted(whole, len(rows), bool(reading.faults or taking.faults))
    return SheetOutcome(tuple(taking.rows), tuple(taking.faults), tuple(taking.notes))


def _home_of(session: Session, whole: ReadLine) -> tuple[str, Fault | None]:
    homes = list_homes(session)
    wanted = tidy_name(whole.value.home)
    named = [home_id for home_id, name in homes if not wanted or tidy_name(name) == wanted]
    if len(named) == 1:
        return named[0], None
    names = ", ".join(name for _, name in homes)
    if not homes:
        why = _NO_HOME
    elif wanted:
        why = f"There is no home ‘{whole.value.home}’. There is: {names}."
    else:
        why = f"Say above the table which home it is, as in ‘Home: …’. There are: {names}."
    return "", Fault(whole.sheet, None, None, None, why)


def _begin(session: Session, home_id: str) -> _Taking:
    held = session.scalars(select(Incident).where(Incident.home_id == home_id))
    known = {row.ref.casefold(): row for row in held}
    frozen = "\n" + "".join(session.scalars(select(Frame.text)))
    not_names = words_of(get_setting(session, NOT_NAMES))
    return _Taking(session, home_id, None, known, not_names, frozen)


def _take_return(taking: _Taking, whole: ReadLine) -> None:
    """Find the return of the sheet's period, or add it; its total may change, old and new shown."""
    said: ReturnValues = whole.value
    if said.first is None or said.last is None:
        return
    query = select(RestraintReturn).where(
        RestraintReturn.home_id == taking.home_id,
        RestraintReturn.first == said.first,
        RestraintReturn.last == said.last,
    )
    row = taking.session.scalars(query).first()
    new = row is None
    if row is None:
        row = RestraintReturn(id=fresh_id(taking.session), home_id=taking.home_id)
        row.first, row.last, row.supplied_by, row.note = said.first, said.last, "", ""
        taking.session.add(row)
    changes = []
    labels = {"declared": "Declared total", "supplied_by": "Supplied by"}
    labels |= {"reported_ycs": "Reported to YCS", "reported_ofsted": "Reported to Ofsted"}
    for name, label in labels.items():
        value, old = getattr(said, name), getattr(row, name)
        if value not in (None, "") and value != old:
            changes.append((label, show_field(name, old), show_field(name, value)))
            setattr(row, name, value)
    taking.session.flush()
    taking.own = row
    if changes and not new:
        label = f"Return {period_words(said.first, said.last)}"
        taking.rows.append(RowOutcome(whole.row, "changed", label, (label,), tuple(changes)))


def _take_row(taking: _Taking, line: ReadLine, said: ReturnValues) -> None:
    values: IncidentValues = line.value
    wrong = list(_name_faults(line, taking.not_names))
    today = work_of(taking.session).clock().date()
    if said.first is None and values.on > today:
        wrong.append(line.fault("on", f"{values.on:%d/%m/%Y} is still to come. Correct it."))
    if wrong:
        taking.faults += wrong
        return
    if values.child_spoken_on and values.child_spoken_on < values.on:
        why = "This day is before the incident: it does not count as the child spoken to."
        taking.notes.append(line.fault("child_spoken_on", why))
    row = taking.known.get(values.ref.casefold())
    cells = preview_of(values)
    if row is None:
        row = Incident(id=fresh_id(taking.session), home_id=taking.home_id)
        for name in _LABELS:
            setattr(row, name, getattr(values, name))
        row.return_id = _return_of(taking, values.on)
        taking.session.add(row)
        taking.known[values.ref.casefold()] = row
        taking.rows.append(RowOutcome(line.row, "new", values.ref, cells))
        return
    changes = _changes(row, values)
    moved = _return_of(taking, values.on)
    if moved and row.return_id != moved:
        row.return_id = moved
    if any(label in ("Date", "Injury") for label, _, _ in changes):
        taking.notes += _frozen_notes(taking, line, row.ref)
    state = "changed" if changes else "same"
    taking.rows.append(RowOutcome(line.row, state, values.ref, cells, tuple(changes)))


def _changes(row: Incident, values: IncidentValues) -> list[tuple[str, str, str]]:
    """Change what the return says otherwise; a blank says nothing."""
    before, changes = values_of(row), []
    for one in fields(IncidentValues):
        old, new = getattr(before, one.name), getattr(values, one.name)
        if one.name == "ref" or new in (None, "") or new == old:
            continue
        changes.append((_LABELS[one.name], show_field(one.name, old), show_field(one.name, new)))
        setattr(row, one.name, new)
    return changes


def _return_of(taking: _Taking, on: date) -> str | None:
    """Return the id of the return that a day belongs to: the sheet's own, else one of the home."""
    if taking.own is not None:
        return taking.own.id
    query = select(RestraintReturn.id).where(
        RestraintReturn.home_id == taking.home_id,
        RestraintReturn.first <= on,
        RestraintReturn.last >= on,
    )
    return taking.session.scalars(query.order_by(RestraintReturn.first.desc())).first()


def _name_faults(line: ReadLine, not_names: Collection[str]) -> Iterator[Fault]:
    values: Any = line.value
    if why := child_fault(values.child, not_names):
        yield line.fault("child", why)
    for name in _TEXTS:
        if why := text_fault(getattr(values, name), not_names):
            yield line.fault(name, why)


def _frozen_notes(taking: _Taking, line: ReadLine, ref: str) -> Iterator[Fault]:
    if f"\n{ref}," in taking.frozen:
        why = f"{ref} stands in a list that was frozen: that list and its draw stay as they were."
        yield line.fault("ref", why)


def _counted(whole: ReadLine, count: int, faulty: bool) -> Iterator[Fault]:
    """Note a total that the rows of the sheet do not give; one with faults is not counted yet."""
    declared = whole.value.declared
    if declared is not None and declared != count and not faulty:
        why = f"The return declares {declared} and lists {count}. Both are kept: ask the home."
        yield Fault(whole.sheet, whole.row, None, str(declared), why)
