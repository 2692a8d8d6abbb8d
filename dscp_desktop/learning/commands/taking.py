"""Learning cycles come in from a workbook: one row a phase, a cycle known by its topic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.days import show_date
from dscp_desktop.core.faults import Fault
from dscp_desktop.core.names import near_names, tidy_name
from dscp_desktop.core.offers import Reading, ReadLine, RowOutcome, SheetOutcome
from dscp_desktop.learning.queries.cycles import get_template, list_priorities, list_words
from dscp_desktop.learning.rules.cycles import PLANNED
from dscp_desktop.learning.rules.plan import FIRST_YEAR, LAST_YEAR, PhaseValues, fault_of_month
from dscp_desktop.learning.tables import BriefingPoint, Cycle, CyclePhase, RouteStep
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.partnership.rules.parties import Names
from dscp_desktop.store.session import fresh_id

Change = tuple[str, str, str]
_OF_PHASE = (
    ("title", "title", "Name of phase"),
    ("month", "month", "Month"),
    ("slip", "slip", "Moved by"),
    ("review", "review", "Review"),
    ("started_on", "started", "Started"),
    ("finished_on", "finished", "Finished"),
)


@dataclass(slots=True)
class _Taking:
    """What the rows are judged against, and what became of them."""

    session: Session
    names: Names
    cycles: dict[str, Cycle]
    phases: dict[tuple[str, int], CyclePhase]
    outcomes: list[RowOutcome] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def take_cycles(session: Session, reading: Reading) -> SheetOutcome:
    """Take the rows of a sheet of cycles. The same phase is topic and number.

    A cycle with a fault in any row is left out whole, for its phases hang together. A blank cell
    takes nothing away; the first and the last day follow by rule and are not taken.
    """
    cycles = {tidy_name(row.topic): row for row in session.scalars(select(Cycle))}
    phases = {(row.cycle_id, row.number): row for row in session.scalars(select(CyclePhase))}
    taking = _Taking(session, load_names(session), cycles, phases)
    topics: dict[str, list[ReadLine]] = defaultdict(list)
    for line in reading.lines:
        topics[tidy_name(line.value.topic)].append(line)
    sound = {topic: lines for topic, lines in topics.items() if _are_sound(taking, lines, topics)}
    chained: list[tuple[Cycle, ReadLine]] = []
    for lines in sound.values():
        made = _take_cycle(taking, lines)
        chained += [(made, lines[0])] if lines[0].value.follows else []
    for cycle, line in chained:
        _chain(taking, cycle, line)
    session.flush()
    outcomes = sorted(taking.outcomes, key=lambda outcome: outcome.row)
    return SheetOutcome(tuple(outcomes), tuple(taking.faults))


def _are_sound(
    taking: _Taking, lines: Sequence[ReadLine], topics: dict[str, list[ReadLine]]
) -> bool:
    """Judge the rows of one cycle against each other and the store."""
    before = len(taking.faults)
    seen: dict[int, int] = {}
    month = place = 1
    follows = tidy_name(lines[0].value.follows or "")
    for line in sorted(lines, key=lambda one: one.value.number or 0):
        values: PhaseValues = line.value
        if values.number in seen:
            why = f"Phase {values.number} of this cycle stands in row {seen[values.number]} too."
            taking.faults.append(line.fault("number", f"{why} Leave one of the two."))
        elif values.number:
            seen[values.number] = line.row
        if values.lead and taking.names.group(values.lead) is None:
            near = taking.names.near(values.lead)
            taking.faults.append(line.fault("lead", f"No group is called this.{near}"))
        if values.month and (why := fault_of_month(values.number or 0, values.month, month)):
            taking.faults.append(line.fault("month", why))
        now = (values.month or month) + _slip(taking, values)
        if values.month and now < place and values.month >= month:
            why = "Moved so, it would take place before the phase above it. Correct it."
            taking.faults.append(line.fault("slip", why))
        month, place = max(month, values.month or month), max(place, now)
    _judge_first(taking, lines[0], follows, topics)
    return before == len(taking.faults) and all(line.value.sound for line in lines)


def _slip(taking: _Taking, values: PhaseValues) -> int:
    if values.slip is not None:
        return values.slip
    cycle = taking.cycles.get(tidy_name(values.topic))
    phase = taking.phases.get((cycle.id, values.number or 0)) if cycle else None
    return phase.slip if phase else 0


def _judge_first(
    taking: _Taking, line: ReadLine, follows: str, topics: dict[str, list[ReadLine]]
) -> None:
    """Judge what the first row of a cycle says of the whole of it."""
    values: PhaseValues = line.value
    if values.priority and _priority(taking, values) is None:
        known = near_names(values.priority, [p.title for p in list_priorities(taking.session)])
        near = f" Perhaps {' or '.join(known)}." if known else ""
        taking.faults.append(line.fault("priority", f"No plan has this priority.{near}"))
    if values.starts and not FIRST_YEAR <= values.starts.year < LAST_YEAR:
        why = f"Type a month from {FIRST_YEAR} to {LAST_YEAR - 1}."
        taking.faults.append(line.fault("starts", why))
    if follows and follows not in topics and follows not in taking.cycles:
        taking.faults.append(line.fault("follows", "There is no cycle on this topic. Correct it."))
    elif _runs_round(taking, tidy_name(values.topic), topics):
        why = "The cycles would follow one another in a circle. Correct it."
        taking.faults.append(line.fault("follows", why))


def _runs_round(taking: _Taking, topic: str, topics: dict[str, list[ReadLine]]) -> bool:
    by_id = {row.id: name for name, row in taking.cycles.items()}
    at, seen = topic, set[str]()
    while at and at not in seen:
        seen.add(at)
        said = topics[at][0].value.follows if at in topics else None
        row = taking.cycles.get(at)
        at = tidy_name(said) if said else by_id.get((row.follows_id if row else None) or "", "")
    return bool(at)


def _priority(taking: _Taking, values: PhaseValues) -> str | None:
    """Return the priority of this title, in the plan that is named, else in the latest."""
    wanted = tidy_name(values.priority or "")
    for one in list_priorities(taking.session):
        if tidy_name(one.title) == wanted and values.plan in (None, "", one.code):
            return one.id
    return None


def _take_cycle(taking: _Taking, lines: Sequence[ReadLine]) -> Cycle:
    first: PhaseValues = lines[0].value
    row = taking.cycles.get(tidy_name(first.topic))
    changes: list[Change] = []
    if row is None:
        row = _new_cycle(taking, first)
    else:
        changes = _change_cycle(taking, row, first)
    for place, line in enumerate(lines):
        _take_phase(taking, row, line, changes if place == 0 else [])
    return row


def _new_cycle(taking: _Taking, values: PhaseValues) -> Cycle:
    session = taking.session
    row = Cycle(id=fresh_id(session), topic=values.topic, state=values.state or PLANNED)
    row.starts = None if values.follows else values.starts
    row.priority_id = _priority(taking, values) if values.priority else None
    session.add(row)
    taking.cycles[tidy_name(values.topic)] = row
    for position, step in enumerate(get_template(session).route):
        line = RouteStep(id=fresh_id(session), cycle_id=row.id, position=position)
        line.group_id, line.does, line.agrees = step.group.id, step.does, step.agrees
        session.add(line)
    for position, heading in enumerate(list_words(session, "briefing")):
        point = BriefingPoint(id=fresh_id(session), cycle_id=row.id, position=position)
        point.heading = heading
        session.add(point)
    return row


def _change_cycle(taking: _Taking, row: Cycle, values: PhaseValues) -> list[Change]:
    changes: list[Change] = []
    if values.state and values.state != row.state:
        changes.append(("State", row.state, values.state))
        row.state = values.state
    if values.starts and not values.follows and values.starts != row.starts:
        changes.append(("Starts in", _said(row.starts), _said(values.starts)))
        row.starts, row.follows_id = values.starts, None
    if values.priority:
        priority_id = _priority(taking, values)
        if priority_id != row.priority_id:
            titles = {one.id: one.title for one in list_priorities(taking.session)}
            was = titles.get(row.priority_id or "", "")
            changes.append(("Priority", was, titles.get(priority_id or "", "")))
            row.priority_id = priority_id
    if values.follows:
        before = taking.cycles.get(tidy_name(values.follows))
        if before is None or before.id != row.follows_id:
            changes.append(("Follows", "", values.follows))
    return changes


def _chain(taking: _Taking, row: Cycle, line: ReadLine) -> None:
    """Let a cycle follow another one, once all are in; that one may have been left out."""
    before = taking.cycles.get(tidy_name(line.value.follows))
    if before is None:
        why = "The cycle that it follows was not taken: see the faults of that one."
        taking.faults.append(line.fault("follows", why))
    elif row.follows_id != before.id:
        row.follows_id, row.starts = before.id, None


def _take_phase(taking: _Taking, cycle: Cycle, line: ReadLine, changes: list[Change]) -> None:
    values: PhaseValues = line.value
    number = values.number or 0
    group = taking.names.group(values.lead or "")
    assert group is not None
    row = taking.phases.get((cycle.id, number))
    if row is None:
        row = CyclePhase(id=fresh_id(taking.session), cycle_id=cycle.id, number=number)
        row.title, row.lead_id = values.title or f"Phase {number}", group.id
        row.month, row.slip = values.month or 1, values.slip or 0
        row.review = bool(values.review)
        row.started_on, row.finished_on = values.started, values.finished
        taking.session.add(row)
        taking.phases[cycle.id, number] = row
        state = "new"
    else:
        changes = [*changes, *_change_phase(row, values, group.id, group.name)]
        state = "changed" if changes else "same"
    cells = (cycle.topic, str(number), row.title, group.name, str(row.month))
    days = (_said(row.started_on), _said(row.finished_on))
    label = f"{cycle.topic}, phase {number}"
    told = tuple(changes) if state == "changed" else ()
    taking.outcomes.append(RowOutcome(line.row, state, label, (*cells, *days), told))


def _change_phase(row: CyclePhase, values: PhaseValues, lead_id: str, lead: str) -> list[Change]:
    changes: list[Change] = []
    if row.lead_id != lead_id:
        changes.append(("Lead group", "", lead))
        row.lead_id = lead_id
    for column, name, title in _OF_PHASE:
        old, new = getattr(row, column), getattr(values, name)
        if new is not None and new != old:
            changes.append((title, _said(old), _said(new)))
            setattr(row, column, new)
    return changes


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return show_date(value)
    return "" if value is None else str(value)
