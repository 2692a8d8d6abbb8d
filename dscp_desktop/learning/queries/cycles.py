"""What the store knows of learning cycles and when they take place, as values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.names import near_names, tidy_name
from dscp_desktop.core.offers import DayMark
from dscp_desktop.learning.rules.cycles import (
    STATES,
    STOPPED,
    CalendarParts,
    CycleLine,
    CyclesPage,
    Facts,
    Lead,
    Named,
    PhaseLine,
    Template,
    TemplatePhase,
    TemplateStep,
    cycle_words,
    phase_state,
    phase_warnings,
)
from dscp_desktop.learning.rules.plan import Planned, Window, month_window, start_after
from dscp_desktop.learning.rules.settings import LISTS, lines_of
from dscp_desktop.learning.tables import Cycle, CyclePhase, PhaseTemplate, RouteTemplate
from dscp_desktop.meetings.queries.forward import meeting_days
from dscp_desktop.partnership.queries.parties import every_group, list_meeting_groups
from dscp_desktop.priorities.tables import Plan, Priority
from dscp_desktop.store.session import once
from dscp_desktop.store.settings import get_setting, sample_mark
from dscp_desktop.store.tables import HistoryRecord

FEATURE = "learning"


@dataclass(frozen=True, slots=True)
class _Around:
    """What lines of cycles are made with."""

    today: date
    groups: Mapping[str, Named]
    priorities: Mapping[str, Named]
    topics: Mapping[str, Named]
    starts: Mapping[str, date | None]
    days: Mapping[tuple[str, date], Collection[date]]  # of a group's meetings, by the month
    leads: Mapping[tuple[str, date], Sequence[Lead]]


class _Phase(NamedTuple):
    """What the lines of cycles show of a phase's row; what was found there is left in the store."""

    id: str
    cycle_id: str
    number: int
    title: str
    lead_id: str
    month: int
    slip: int
    review: bool
    started_on: date | None
    finished_on: date | None


def _phases_by_cycle(session: Session) -> dict[str, list[_Phase]]:
    """Return the phases of each cycle, in order."""
    found: dict[str, list[_Phase]] = defaultdict(list)
    query = select(*(getattr(CyclePhase, name) for name in _Phase._fields))
    for row in session.execute(query.order_by(CyclePhase.cycle_id, CyclePhase.number)):
        found[row[1]].append(_Phase(*row))
    return found


def bare(row: CyclePhase | _Phase) -> Planned:
    """Return what a phase's place in the calendar follows from."""
    return Planned(row.number, row.month, row.slip, row.review, row.finished_on is not None)


def starts_of(
    cycles: Iterable[Cycle], phases: Mapping[str, Sequence[_Phase]]
) -> dict[str, date | None]:
    """Return the month in which each cycle was first planned to start, along the chains."""
    rows = {row.id: row for row in cycles}
    found: dict[str, date | None] = {}

    def starts(cycle_id: str) -> date | None:
        if cycle_id not in found:
            row = rows[cycle_id]
            found[cycle_id] = row.starts
            if row.follows_id in rows:
                bares = [bare(phase) for phase in phases.get(row.follows_id, ())]
                found[cycle_id] = start_after(starts(row.follows_id), bares)
        return found[cycle_id]

    for cycle_id in rows:
        starts(cycle_id)
    return found


def list_cycles(session: Session, today: date) -> tuple[CycleLine, ...]:
    """Return every cycle as it stands on a day: by the month of its start, without one last."""
    return once(session, ("cycles", today), lambda: _in_order(_lines(session, today)))


def _in_order(lines: Iterable[CycleLine]) -> tuple[CycleLine, ...]:
    return tuple(sorted(lines, key=lambda line: (line.starts or date.max, line.id)))


def _lines(session: Session, today: date, cycle_id: str = "") -> list[CycleLine]:
    """Return the lines of all cycles, or of one, in no order."""
    rows = session.scalars(select(Cycle).order_by(Cycle.id)).all()
    phases = _phases_by_cycle(session)
    starts = starts_of(rows, phases)
    around = _around(session, rows, phases, starts, today)
    wanted = [row for row in rows if not cycle_id or row.id == cycle_id]
    return [_line(row, phases.get(row.id, ()), around) for row in wanted]


def _around(
    session: Session,
    rows: Sequence[Cycle],
    phases: Mapping[str, Sequence[_Phase]],
    starts: Mapping[str, date | None],
    today: date,
) -> _Around:
    leads: dict[tuple[str, date], list[Lead]] = defaultdict(list)
    for row in rows:
        start = starts[row.id]
        if start is None or row.state == STOPPED:
            continue
        for phase in phases.get(row.id, ()):
            window = month_window(start, phase.month, phase.slip)
            lead = Lead(phase.lead_id, row.id, row.topic, phase.number, window)
            leads[phase.lead_id, window.starts].append(lead)
    coming = [one.planned for each in leads.values() for one in each if one.planned.ends >= today]
    days: dict[tuple[str, date], list[date]] = defaultdict(list)
    if coming:
        since = min(window.starts for window in coming)
        for group_id, on_days in meeting_days(session, since).items():
            for day in on_days:
                days[group_id, day.replace(day=1)].append(day)
    return _Around(
        today=today,
        groups={g.id: Named(g.id, g.name, g.code) for g in every_group(session)},
        priorities={one.id: one for one in list_priorities(session)},
        topics={row.id: Named(row.id, row.topic) for row in rows},
        starts=starts,
        days=days,
        leads=leads,
    )


def _line(row: Cycle, phases: Sequence[_Phase], around: _Around) -> CycleLine:
    lines = tuple(_phase(row, phase, around) for phase in phases)
    return CycleLine(
        id=row.id,
        topic=row.topic,
        priority=around.priorities.get(row.priority_id or ""),
        starts=around.starts[row.id],
        follows=around.topics.get(row.follows_id or ""),
        state=row.state,
        agreed_on=row.agreed_on,
        words=cycle_words(row.state, lines, row.agreed_on, around.today),
        phases=lines,
    )


def _phase(cycle: Cycle, row: _Phase, around: _Around) -> PhaseLine:
    start = around.starts[cycle.id]
    first = month_window(start, row.month) if start else None
    planned = month_window(start, row.month, row.slip) if start else None
    facts = Facts(planned, row.started_on, row.finished_on, cycle.state)
    state, words = phase_state(facts, around.today)
    lead = around.groups.get(row.lead_id, Named(row.lead_id, ""))
    return PhaseLine(
        id=row.id,
        cycle_id=cycle.id,
        number=row.number,
        title=row.title,
        lead=lead,
        month=row.month,
        review=row.review,
        slip=row.slip,
        first=first,
        planned=planned,
        started_on=row.started_on,
        finished_on=row.finished_on,
        state=state,
        words=words,
        warnings=_warnings(cycle, row, planned, lead, around),
    )


def _warnings(
    cycle: Cycle, row: _Phase, planned: Window | None, lead: Named, around: _Around
) -> tuple[str, ...]:
    """Return what speaks against a month that is still to come, or runs."""
    done = row.finished_on is not None or cycle.state != STATES[0]
    if planned is None or done or planned.ends < around.today:
        return ()
    own = Lead(row.lead_id, cycle.id, cycle.topic, row.number, planned)
    others = around.leads.get((row.lead_id, planned.starts), ())
    days = around.days.get((row.lead_id, planned.starts), ())
    return phase_warnings(own, others, days, lead.code)


def get_cycle(session: Session, cycle_id: str, today: date) -> CycleLine | None:
    """Return a cycle as it stands on a day, None where there is none of this id."""
    found = _lines(session, today, cycle_id) if session.get(Cycle, cycle_id) else ()
    return next(iter(found), None)


def find_cycle(session: Session, topic: str) -> str:
    """Return the id of the cycle on a topic. Raises WrongUse, naming near ones, without one."""
    topics = {tidy_name(row.topic): row for row in session.scalars(select(Cycle))}
    found = topics.get(tidy_name(topic))
    if found is None:
        # A long topic is known by a word of it, as long as only one cycle has it.
        holding = [row for name, row in topics.items() if topic and tidy_name(topic) in name]
        found = holding[0] if len(holding) == 1 else None
    if found is None:
        known = [row.topic for row in topics.values()]
        near = near_names(topic, known) or tuple(known)
        said = f" There are: {'; '.join(near)}." if near else ""
        raise WrongUse(f"There is no learning cycle '{topic}'.{said}")
    return found.id


def find_phase(session: Session, cycle_id: str, number: int) -> str:
    """Return the id of a phase of a cycle. Raises WrongUse, naming the numbers, without one."""
    query = select(CyclePhase).where(CyclePhase.cycle_id == cycle_id).order_by(CyclePhase.number)
    found = {row.number: row.id for row in session.scalars(query)}
    if number not in found:
        known = ", ".join(map(str, found))
        raise WrongUse(f"This cycle has no phase {number}. It has the phases {known}.")
    return found[number]


def list_priorities(session: Session) -> tuple[Named, ...]:
    """Return the priorities of every plan, the latest plan first; `code` is the plan's term."""
    query = select(Priority, Plan.term).join(Plan, Plan.id == Priority.plan_id)
    query = query.order_by(Plan.term.desc(), Priority.number, Priority.id)
    return tuple(Named(row.id, row.title, term) for row, term in session.execute(query))


def cycles_page(session: Session, today: date) -> CyclesPage:
    """Return what the page shows of all cycles, and what can be chosen there."""
    lists = {name: list_words(session, name) for name in LISTS}
    return CyclesPage(
        cycles=list_cycles(session, today),
        priorities=list_priorities(session),
        groups=named_groups(session),
        methods=lists["methods"],
        people=lists["people"],
        sources=lists["sources"],
        occasions=lists["occasions"],
    )


def named_groups(session: Session) -> tuple[Named, ...]:
    """Return the groups that meet, to choose the one that leads."""
    groups = (g for g in list_meeting_groups(session) if not g.ends)
    return tuple(Named(g.id, g.name, g.code) for g in groups)


def list_words(session: Session, name: str) -> tuple[str, ...]:
    """Return what a partnership calls its methods, people, sources, occasions or headings."""
    return lines_of(get_setting(session, LISTS[name][0]))


def get_template(session: Session) -> Template:
    """Return the phases and the route of the cycles to come."""
    groups = {g.id: Named(g.id, g.name, g.code) for g in every_group(session)}
    phases = session.scalars(select(PhaseTemplate).order_by(PhaseTemplate.number))
    steps = session.scalars(select(RouteTemplate).order_by(RouteTemplate.position))
    return Template(
        tuple(
            TemplatePhase(
                number=row.number,
                title=row.title,
                lead=groups[row.lead_id],
                month=row.month,
                checklist=lines_of(row.checklist),
                questions=lines_of(row.questions),
                review=row.review,
            )
            for row in phases
        ),
        tuple(TemplateStep(groups[row.group_id], row.does, row.agrees) for row in steps),
    )


def list_days(session: Session, since: date, until: date) -> tuple[DayMark, ...]:
    """Return the phases between two days, for the planner of the year."""
    return tuple(
        DayMark(
            starts=phase.planned.starts,
            ends=phase.planned.ends,
            what=f"{cycle.topic}: phase {phase.number}",
            feature=FEATURE,
            record_id=phase.id,
            detail=f"{phase.title} ({phase.lead.code})",
            of=cycle.topic,
        )
        for cycle in list_cycles(session, since)
        for phase in cycle.phases
        if cycle.state != STOPPED
        and phase.planned is not None
        and phase.planned.starts <= until
        and phase.planned.ends >= since
    )


def calendar_parts(session: Session, today: date) -> CalendarParts:
    """Return what a calendar file of the cycles is made of."""
    return CalendarParts(
        list_cycles(session, today),
        _sequences(session),
        get_setting(session, "partnership.name"),
        get_setting(session, "partnership.zone", "Europe/London"),
        sample_mark(session),
    )


def _sequences(session: Session) -> dict[str, int]:
    """Return for each phase the last entry of the history on it, its cycle or those before it."""
    query = select(HistoryRecord.record_id, func.max(HistoryRecord.seq))
    wanted = select(Cycle.id).union(select(CyclePhase.id))
    query = query.where(HistoryRecord.record_id.in_(wanted)).group_by(HistoryRecord.record_id)
    last = dict(session.execute(query).all())
    follows = dict(session.execute(select(Cycle.id, Cycle.follows_id)).all())
    found = {}
    for phase_id, cycle_id in session.execute(select(CyclePhase.id, CyclePhase.cycle_id)):
        seen = last.get(phase_id, 0)
        at: str | None = cycle_id
        while at:
            seen, at = max(seen, last.get(at, 0)), follows[at]
        found[phase_id] = seen
    return found
