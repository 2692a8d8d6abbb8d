"""What a person can do to learning cycles and their months."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_date
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.names import tidy_name
from dscp_desktop.learning.queries.cycles import FEATURE, bare, get_template, list_words
from dscp_desktop.learning.queries.record import get_phase
from dscp_desktop.learning.rules.cycles import PLANNED, STATES, CycleDetails, slip_words
from dscp_desktop.learning.rules.plan import first_of_month, judge_start, slip_phases
from dscp_desktop.learning.rules.record import judge_dates
from dscp_desktop.learning.tables import (
    BriefingPoint,
    Cycle,
    CyclePhase,
    Feedback,
    PhaseCheck,
    PhasePaper,
    RouteStep,
    TookPart,
)
from dscp_desktop.partnership.tables import Group
from dscp_desktop.priorities.tables import Priority
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.tables import Link

CARES = (FEATURE, "actions", "packs")


def add_cycle(session: Session, details: CycleDetails) -> Changes:
    """Plan a cycle with the phases, checklists, route and headings that the template has now.

    Raises Refused where the topic is missing or taken, or where there is no template yet.
    """
    template = get_template(session)
    if not template.phases:
        raise Refused("There are no phases yet. Set up the phases of a cycle first.")
    row = Cycle(id=fresh_id(session), topic="", state=PLANNED)
    _put(session, row, details)
    session.add(row)
    for phase in template.phases:
        made = CyclePhase(
            id=fresh_id(session),
            cycle_id=row.id,
            number=phase.number,
            title=phase.title,
            lead_id=phase.lead.id,
            month=phase.month,
            review=phase.review,
            questions="\n".join(phase.questions),
        )
        session.add(made)
        for position, text in enumerate(phase.checklist):
            check = PhaseCheck(id=fresh_id(session), phase_id=made.id, position=position, text=text)
            session.add(check)
    for position, step in enumerate(template.route):
        line = RouteStep(id=fresh_id(session), cycle_id=row.id, position=position)
        line.group_id, line.does, line.agrees = step.group.id, step.does, step.agrees
        session.add(line)
    for position, heading in enumerate(list_words(session, "briefing")):
        point = BriefingPoint(id=fresh_id(session), cycle_id=row.id, position=position)
        point.heading = heading
        session.add(point)
    return Changes("Learning cycle planned", CARES, row.id)


def change_cycle(session: Session, cycle_id: str, details: CycleDetails) -> Changes:
    """Change a cycle's topic, priority, start, or the cycle it follows; its phases stay.

    Raises Refused where it would follow itself, or the topic is missing or taken.
    """
    _put(session, session.get_one(Cycle, cycle_id), details)
    return Changes("Learning cycle changed", CARES, cycle_id)


def _put(session: Session, row: Cycle, details: CycleDetails) -> None:
    topic = " ".join(details.topic.split())
    if not topic:
        raise Refused("Type the topic of the cycle.")
    taken = session.execute(select(Cycle.id, Cycle.topic))
    if tidy_name(topic) in {tidy_name(other) for id_, other in taken if id_ != row.id}:
        raise Refused(f"There is a cycle on ‘{topic}’ already. Give this one another topic.")
    if details.priority_id and session.get(Priority, details.priority_id) is None:
        raise Refused("This priority is no longer there. Choose another one.")
    if details.state not in STATES:
        raise Refused(f"A cycle is one of: {', '.join(STATES)}.")
    if details.follows_id:
        _judge_chain(session, row.id, details.follows_id)
    judge_start(details.starts)
    row.topic, row.priority_id = topic, details.priority_id or None
    row.follows_id, row.state = details.follows_id or None, details.state
    month = first_of_month(details.starts) if details.starts else None
    row.starts = None if row.follows_id else month


def _judge_chain(session: Session, cycle_id: str, follows_id: str) -> None:
    at: str | None = follows_id
    while at:
        if at == cycle_id:
            raise Refused("A cycle cannot follow itself, or one that follows it. Choose another.")
        before = session.get(Cycle, at)
        if before is None:
            raise Refused("This cycle is no longer there. Choose another one to follow.")
        at = before.follows_id


def remove_cycle(session: Session, cycle_id: str) -> Changes:
    """Take away a cycle that was planned by mistake.

    Raises Refused where something was recorded, or where another cycle follows it.
    """
    row = session.get_one(Cycle, cycle_id)
    after = session.scalars(select(Cycle.topic).where(Cycle.follows_id == cycle_id)).first()
    if after is not None:
        raise Refused(f"‘{after}’ follows this cycle. Give that one a start of its own first.")
    phases = _phases(session, cycle_id)
    if _has_record(session, cycle_id, phases):
        raise Refused("Something is recorded of this cycle. Mark it as stopped instead.")
    ids = [phase.id for phase in phases]
    for line in session.scalars(select(PhaseCheck).where(PhaseCheck.phase_id.in_(ids))):
        session.delete(line)
    for step in session.scalars(select(RouteStep).where(RouteStep.cycle_id == cycle_id)):
        session.delete(step)
    for point in session.scalars(select(BriefingPoint).where(BriefingPoint.cycle_id == cycle_id)):
        session.delete(point)
    session.flush()
    for phase in phases:
        session.delete(phase)
    session.flush()
    session.delete(row)
    return Changes("Learning cycle removed", CARES, None)


def _has_record(session: Session, cycle_id: str, phases: Sequence[CyclePhase]) -> bool:
    ids = [phase.id for phase in phases]
    written = ("question", "methods", "purpose", "legal_basis", "findings", "learnt", "changed")
    if any(phase.started_on or phase.finished_on for phase in phases):
        return True
    if any(getattr(phase, name) for phase in phases for name in written):
        return True
    wanted = (
        select(TookPart.id).where(TookPart.phase_id.in_(ids)),
        select(PhasePaper.id).where(PhasePaper.phase_id.in_(ids)),
        select(PhaseCheck.id).where(PhaseCheck.phase_id.in_(ids), PhaseCheck.done_on.is_not(None)),
        select(Link.id).where(Link.from_id.in_(ids) | Link.to_id.in_(ids)),
        select(Feedback.id).where(Feedback.cycle_id == cycle_id),
        select(RouteStep.id).where(
            RouteStep.cycle_id == cycle_id, RouteStep.meeting_id.is_not(None)
        ),
        select(BriefingPoint.id).where(
            BriefingPoint.cycle_id == cycle_id, BriefingPoint.text != ""
        ),
    )
    return any(session.scalars(query).first() is not None for query in wanted)


def _phases(session: Session, cycle_id: str) -> Sequence[CyclePhase]:
    query = select(CyclePhase).where(CyclePhase.cycle_id == cycle_id)
    return session.scalars(query.order_by(CyclePhase.number)).all()


def slip_phase(
    session: Session, phase_id: str, months: int, later: bool = False, chained: bool = False
) -> Changes:
    """Move a phase by so many months, back where below 0; the first plan stays beside it.

    With `later` the phases after it that are not finished go along; with `chained` those of the
    cycles that follow too. Raises Refused where phases would no longer be in order.
    """
    row = session.get_one(CyclePhase, phase_id)
    _slip(_phases(session, row.cycle_id), row.number, months, later)
    for cycle in _followers(session, row.cycle_id) if chained else ():
        phases = _phases(session, cycle.id)
        first = next((phase for phase in phases if phase.finished_on is None), None)
        if first is not None and cycle.state == PLANNED:
            _slip(phases, first.number, months, later=True)
    now = slip_words(row.slip) or "back in the month first planned"
    return Changes(f"Phase {row.number} moved: {now}", CARES, phase_id)


def _slip(phases: Sequence[CyclePhase], number: int, months: int, later: bool) -> None:
    moved = slip_phases([bare(phase) for phase in phases], number, months, later)
    for phase in phases:
        phase.slip = moved.get(phase.number, phase.slip)


def _followers(session: Session, cycle_id: str) -> Iterator[Cycle]:
    for row in session.scalars(select(Cycle).where(Cycle.follows_id == cycle_id)).all():
        yield row
        yield from _followers(session, row.id)


def set_phase_dates(
    session: Session, phase_id: str, started_on: date | None, finished_on: date | None
) -> Changes:
    """Say when a phase was really started and finished; the plan stays beside it."""
    judge_dates(started_on, finished_on)
    row = session.get_one(CyclePhase, phase_id)
    row.started_on, row.finished_on = started_on, finished_on
    return Changes(f"Dates of phase {row.number} kept", CARES, phase_id)


def start_phase(session: Session, phase_id: str, on: date) -> Changes:
    """Say that a phase was started, on a day."""
    row = session.get_one(CyclePhase, phase_id)
    judge_dates(on, row.finished_on)
    row.started_on = on
    return Changes(f"Phase {row.number} started on {show_date(on)}", CARES, phase_id)


def finish_phase(session: Session, phase_id: str, on: date) -> Changes:
    """Say that a phase is finished, on a day. What is undone does not hold it up.

    The result lists what is undone, in words.
    """
    row = session.get_one(CyclePhase, phase_id)
    judge_dates(row.started_on, on)
    found = get_phase(session, phase_id, on)
    row.finished_on = on
    left = found.undone if found else ()
    said = f"; {len(left)} left undone" if left else ""
    return Changes(f"Phase {row.number} finished{said}", CARES, left)


def reopen_phase(session: Session, phase_id: str) -> Changes:
    """Take back that a phase is finished."""
    row = session.get_one(CyclePhase, phase_id)
    row.finished_on = None
    return Changes(f"Phase {row.number} opened again", CARES, phase_id)


def change_phase(session: Session, phase_id: str, title: str, lead_id: str) -> Changes:
    """Change what a phase of one cycle is called, and which group leads it."""
    row = session.get_one(CyclePhase, phase_id)
    title = " ".join(title.split())
    if not title:
        raise Refused(f"Type what phase {row.number} is called.")
    if not lead_id or session.get(Group, lead_id) is None:
        raise Refused(f"Phase {row.number} has no lead group. Choose the group that leads it.")
    row.title, row.lead_id = title, lead_id
    return Changes(f"Phase {row.number} changed", CARES, phase_id)
