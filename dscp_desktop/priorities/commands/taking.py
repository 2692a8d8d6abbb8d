"""Taking a plan's workbook: outcomes, measures and golden threads, known again by number or words.

A blank takes nothing away, and what the sheet leaves out is kept, with a note.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.faults import Fault, Refused
from dscp_desktop.core.names import near_names, tidy_name
from dscp_desktop.core.offers import Reading, ReadLine, RowOutcome, SheetOutcome
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.priorities.commands.measures import next_place, put_outcomes
from dscp_desktop.priorities.commands.plans import outcomes_of as outcome_rows
from dscp_desktop.priorities.commands.plans import priorities_of
from dscp_desktop.priorities.queries.plans import get_plan, list_plans
from dscp_desktop.priorities.rules.outcomes import outcomes_of, show_outcomes
from dscp_desktop.priorities.rules.plans import HOWS, PlanLine, terms_in
from dscp_desktop.priorities.rules.rows import OutcomeValues, SheetValues, ThreadValues
from dscp_desktop.priorities.tables import Measure, Outcome, Plan, Priority, Thread
from dscp_desktop.store.session import fresh_id

_CHOOSE = "choose it under Priorities"


@dataclass(slots=True)
class _Taking:
    """What one sheet is taken into, and what became of its rows so far."""

    session: Session
    plan: Plan
    whole: ReadLine
    lines: tuple[ReadLine, ...]
    rows: list[RowOutcome] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    def remark(self, why: str) -> None:
        """Keep a note about the sheet as a whole."""
        self.notes.append(Fault(self.whole.sheet, None, None, None, why))

    def leaves_out(self, what: str, titles: list[str]) -> None:
        """Note what stands in the store and not in the sheet, where the sheet is sound."""
        if titles and not self.faults:
            named = "; ".join(titles[:5]) + (f" and {len(titles) - 5} more" if titles[5:] else "")
            self.remark(f"The sheet leaves out {what} that the plan has, which are kept: {named}.")

    @property
    def outcome(self) -> SheetOutcome:
        """Return what became of the sheet."""
        return SheetOutcome(tuple(self.rows), tuple(self.faults), tuple(self.notes))


# Which plan ---------------------------------------------------------------------------------


def _begin(
    session: Session, reading: Reading, fits: Callable[[PlanLine], bool]
) -> _Taking | SheetOutcome:
    """Find the plan that a sheet is of, or say that it does not say.

    It is the one that the sheet's name or title says, else the file's name; else the only one
    there is, or the only one that fits the rows. Each but the first is said in a note.
    """
    whole = next((line for line in reading.lines if isinstance(line.value, SheetValues)), None)
    lines = tuple(line for line in reading.lines if line is not whole)
    if whole is None or not (lines or not reading.faults):
        return SheetOutcome()
    term, why = _term(session, whole.value.term, reading.file, fits)
    if not term:
        return SheetOutcome(faults=(Fault(whole.sheet, None, None, None, why),))
    row = session.scalars(select(Plan).where(Plan.term == term)).first()
    notes = [why] if why else []
    if row is None:
        row = Plan(id=fresh_id(session), term=term, vision="", values="", source="")
        row.starts = row.ends = row.note = ""
        session.add(row)
        session.flush()
        notes.append(f"There was no plan {term} yet: it is added.")
    taking = _Taking(session, row, whole, lines)
    for note in notes:
        taking.remark(note)
    return taking


def _term(
    session: Session, said: str, file: str, fits: Callable[[PlanLine], bool]
) -> tuple[str, str]:
    """Return the term of a sheet's plan and why it is that one; '' and why it is not known."""
    if said:
        return said, ""
    of_file = terms_in(file)
    if len(of_file) == 1:
        return of_file[0], f"Taken for the plan {of_file[0]}, which the file's name says."
    plans = list_plans(session)
    if len(plans) == 1:
        return plans[0].term, f"Taken for the plan {plans[0].term}, the only one there is."
    fitting = [plan.term for plan in plans if fits(plan)]
    if len(fitting) == 1:
        return fitting[0], f"Taken for the plan {fitting[0]}, the only one that these rows fit."
    terms = f" There are: {', '.join(plan.term for plan in plans)}." if plans else ""
    why = "The sheet does not say of which plan it is. Write the term into the sheet's name, such "
    return "", f"{why}as ‘Outcomes 2025-27’.{terms}"


# Outcomes -----------------------------------------------------------------------------------


def take_outcomes(session: Session, reading: Reading) -> SheetOutcome:
    """Take priorities and outcomes, known again by their numbers."""
    said = {tidy_name(x.value.priority) for x in reading.lines if _is(x, OutcomeValues)}
    taking = _begin(
        session, reading, lambda plan: _stands_in((p.title for p in plan.priorities), said)
    )
    if isinstance(taking, SheetOutcome):
        return taking
    names = load_names(session)
    for line in taking.lines:
        values: OutcomeValues = line.value
        lead = names.group(values.lead) if values.lead else None
        if values.lead and lead is None:
            why = f"There is no group ‘{values.lead}’.{names.near(values.lead)} Add it first."
            taking.faults.append(line.fault("lead", why))
            continue
        _take_outcome(taking, line, lead.id if lead else None, values.lead)
    session.flush()
    numbers = {line.value.outcome_number for line in taking.lines}
    left = [
        f"{row.number} {row.title}"
        for priority in priorities_of(session, taking.plan.id)
        for row in outcome_rows(session, priority.id)
        if row.number not in numbers
    ]
    if not reading.faults:
        taking.leaves_out("outcomes", left)
    return taking.outcome


def _stands_in(titles: Iterable[str], said: Collection[str]) -> bool:
    """Say whether a sheet names all of a plan, of which there is something."""
    known = {tidy_name(title) for title in titles}
    return bool(known) and known <= set(said)


def _is(line: ReadLine, kind: type[Any]) -> bool:
    return isinstance(line.value, kind)


def _take_outcome(taking: _Taking, line: ReadLine, lead_id: str | None, lead: str) -> None:
    session, values = taking.session, line.value
    changes: list[tuple[str, str, str]] = []
    there = priorities_of(session, taking.plan.id)
    priority = next((row for row in there if row.number == values.number), None)
    is_new = priority is None
    if priority is None:
        priority = Priority(id=fresh_id(session), plan_id=taking.plan.id, number=values.number)
        priority.title, priority.reasons = values.priority, ""
        session.add(priority)
        session.flush()
    _change(changes, priority, "title", "Priority", values.priority)
    row: Priority | Outcome = priority
    label = f"Priority {values.number}"
    if values.outcome_number:
        label = f"Outcome {values.outcome_number}"
        known = outcome_rows(session, priority.id)
        found = next((one for one in known if one.number == values.outcome_number), None)
        is_new = found is None
        if found is None:
            found = Outcome(id=fresh_id(session), priority_id=priority.id)
            found.number, found.title = values.outcome_number, values.outcome
            session.add(found)
        _change(changes, found, "title", "Outcome", values.outcome)
        row = found
    if lead_id and row.lead_id != lead_id:
        changes.append(("Lead group", "another" if row.lead_id else "", lead))
        row.lead_id = lead_id
    cells = (str(values.number), values.priority, values.outcome_number, values.outcome, lead)
    state = "new" if is_new else "changed" if changes else "same"
    shown = tuple(changes) if state == "changed" else ()
    taking.rows.append(RowOutcome(line.row, state, label, cells, shown))


def _change(
    changes: list[tuple[str, str, str]], row: Any, name: str, label: str, value: str
) -> None:
    """Change a text that the sheet says otherwise; a blank says nothing."""
    old = getattr(row, name)
    if value and old != value:
        changes.append((label, old, value))
        setattr(row, name, value)


# Measures -----------------------------------------------------------------------------------


def take_measures(session: Session, reading: Reading) -> SheetOutcome:
    """Take measures, known again by their words. One without an outcome is noted."""
    taking = _begin(session, reading, lambda plan: bool(plan.outcomes))
    if isinstance(taking, SheetOutcome):
        return taking
    session.flush()
    plan = get_plan(session, taking.plan.id)
    assert plan is not None
    query = select(Measure).where(Measure.plan_id == taking.plan.id)
    known = {tidy_name(row.title): row for row in session.scalars(query)}
    said = {tidy_name(line.value.title) for line in taking.lines}
    left = [row.title for key, row in known.items() if key not in said]
    for line in taking.lines:
        try:
            ids = outcomes_of(show_outcomes(line.value.numbers), plan)
        except Refused as error:
            taking.faults.append(line.fault("outcomes", error.words))
            continue
        _take_measure(taking, line, known, plan, ids)
    session.flush()
    if not reading.faults:
        taking.leaves_out("measures", left)
    return taking.outcome


def _take_measure(
    taking: _Taking,
    line: ReadLine,
    known: dict[str, Measure],
    plan: PlanLine,
    ids: tuple[str, ...],
) -> None:
    session, values = taking.session, line.value
    changes: list[tuple[str, str, str]] = []
    row = known.get(tidy_name(values.title))
    is_new = row is None
    if row is None:
        row = Measure(id=fresh_id(session), plan_id=plan.id, title=values.title, activity="")
        row.position = next_place(session, plan.id)
        session.add(row)
        session.flush()
    _change(changes, row, "title", "Measure", values.title)
    _change(changes, row, "activity", "Activity", values.activity)
    old = next((one for one in plan.measures if one.id == row.id), None)
    if ids and (old is None or set(old.outcome_ids) != set(ids)):
        changes.append(("Outcomes", old.shown if old else "", show_outcomes(values.numbers)))
        put_outcomes(session, row.id, ids)
    if not ids and not (old and old.outcome_ids):
        why = "This measure points at no outcome. It is kept: say which under Priorities."
        taking.notes.append(line.fault("outcomes", why))
    state = "new" if is_new else "changed" if changes else "same"
    cells = (values.title, show_outcomes(values.numbers), values.activity)
    shown = tuple(changes) if state == "changed" else ()
    taking.rows.append(RowOutcome(line.row, state, values.title, cells, shown))


# Golden threads -----------------------------------------------------------------------------


def take_threads(session: Session, reading: Reading) -> SheetOutcome:
    """Take golden threads, known again by their words.

    One that is the same goes on from the thread of the same words in the plan before. From which
    one a reworded thread came the sheet does not say: what looks like it is only suggested.
    """
    said = {tidy_name(x.value.title) for x in reading.lines if _is(x, ThreadValues)}
    taking = _begin(
        session, reading, lambda plan: _stands_in((t.title for t in plan.threads), said)
    )
    if isinstance(taking, SheetOutcome):
        return taking
    before = _threads_of(session, taking.whole.value.before, taking.plan.term)
    query = select(Thread).where(Thread.plan_id == taking.plan.id)
    known = {tidy_name(row.title): row for row in session.scalars(query)}
    left = [row.title for key, row in known.items() if key not in said]
    for line in taking.lines:
        _take_thread(taking, line, known, before)
    session.flush()
    if not reading.faults:
        taking.leaves_out("golden threads", left)
    return taking.outcome


def _threads_of(session: Session, term: str, own: str) -> dict[str, str]:
    """Return the threads of the plan before by their words; of none where that is not there."""
    plans = [plan for plan in list_plans(session) if plan.term == term and term < own]
    return {thread.title: thread.id for plan in plans for thread in plan.threads}


def _take_thread(
    taking: _Taking, line: ReadLine, known: dict[str, Thread], before: dict[str, str]
) -> None:
    session, values = taking.session, line.value
    row = known.get(tidy_name(values.title))
    is_new = row is None
    if row is None:
        row = Thread(id=fresh_id(session), plan_id=taking.plan.id, title=values.title, how="")
        row.position = next_place(session, taking.plan.id, Thread)
        session.add(row)
        session.flush()
    changes: list[tuple[str, str, str]] = []
    _change(changes, row, "title", "Thread", values.title)
    if values.how and values.how != row.how:
        changes.append(("How it came", HOWS.get(row.how, ""), HOWS[values.how]))
        row.how = values.how
        if values.how == "new":
            row.continues_id = None
    if row.how == "same" and row.continues_id is None:
        same = {tidy_name(title): thread_id for title, thread_id in before.items()}
        row.continues_id = same.get(tidy_name(values.title))
        if row.continues_id:
            changes.append(("Goes on from", "", values.title))
    if row.how in ("same", "reworded") and row.continues_id is None:
        taking.notes += _unsaid(line, before)
    state = "new" if is_new else "changed" if changes else "same"
    shown = tuple(changes) if state == "changed" else ()
    cells = (values.title, HOWS.get(values.how, ""))
    taking.rows.append(RowOutcome(line.row, state, values.title, cells, shown))


def _unsaid(line: ReadLine, before: dict[str, str]) -> Iterator[Fault]:
    near = near_names(line.value.title, before)
    hint = f" It looks like ‘{near[0]}’." if near else ""
    yield line.fault("how", f"Nobody said from which thread it goes on: {_CHOOSE}.{hint}")
