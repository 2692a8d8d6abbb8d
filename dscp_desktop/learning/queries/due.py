"""What learning cycles ask for on a day: what is due, what comes before whom, golden threads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.actions.rules.origins import ORIGIN
from dscp_desktop.core.days import add_working_days, days_words, show_date, show_month
from dscp_desktop.core.offers import Due, Proposal, Step
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.learning.queries.cycles import FEATURE, list_cycles
from dscp_desktop.learning.queries.record import PHASE_REPORT, list_feedback, list_route
from dscp_desktop.learning.rules.cycles import PLANNED, CycleLine, PhaseLine
from dscp_desktop.learning.rules.record import SOON, TELL_BACK_DAYS, RouteLine, tell_back_by
from dscp_desktop.learning.rules.settings import TELL_BACK
from dscp_desktop.learning.tables import CyclePhase
from dscp_desktop.meetings.queries.forward import meetings_for
from dscp_desktop.meetings.tables import AgendaItem
from dscp_desktop.store.settings import get_setting
from dscp_desktop.store.tables import Link

CYCLE_REPORT = "cycle-report"
HEADING = "Learning cycle"
_LOOK_BACK = timedelta(days=366)  # what should have been done longer ago is asked for no more
_IF_NO_MEETING = timedelta(days=92)


def tell_back_days(session: Session) -> int:
    """Return within how many working days those who gave feedback are told what changed."""
    said = get_setting(session, TELL_BACK)
    return int(said) if said.isdecimal() else TELL_BACK_DAYS


def list_due(session: Session, today: date) -> tuple[Due, ...]:
    """Return phases that end soon or are late, reviews, and feedback nobody was told back about.

    Of the phases of a cycle's own work the first that is not finished counts: the others wait.
    A cycle of which nothing is recorded is asked about as a whole, from its first month on.
    """
    soon = add_working_days(today, SOON)
    found: list[Due] = []
    for cycle in list_cycles(session, today):
        if _not_begun(cycle, today):
            found.append(_cycle_due(cycle, today))
        else:
            found += [
                _phase_due(cycle, phase, today)
                for phase in _asked_for(cycle)
                if phase.planned and today - _LOOK_BACK <= phase.planned.ends <= soon
            ]
    found += _feedback_due(session, today, soon)
    return tuple(sorted(found, key=lambda due: due.on))


def _feedback_due(session: Session, today: date, soon: date) -> list[Due]:
    days = tell_back_days(session)
    return [
        Due(
            on=tell_back_by(line.details.on, days),
            what=f"Tell back what changed: {_lower(line.details.source)}",
            feature=FEATURE,
            days=days_words(tell_back_by(line.details.on, days), today),
            detail=line.about or line.details.occasion,
            record_id=line.id,
            heading=HEADING,
        )
        for line in list_feedback(session, since=today - 2 * _LOOK_BACK)
        if not line.told and tell_back_by(line.details.on, days) <= soon
    ]


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def _not_begun(cycle: CycleLine, today: date) -> bool:
    """Say whether a cycle should run since last month or longer, and nobody recorded anything."""
    first = cycle.phases[0].planned if cycle.phases else None
    begun = any(phase.started_on or phase.finished_on for phase in cycle.phases)
    return cycle.state == PLANNED and first is not None and first.ends < today and not begun


def _cycle_due(cycle: CycleLine, today: date) -> Due:
    window = cycle.phases[0].planned
    assert window is not None
    return Due(
        on=today,
        what=f"Say when it was begun, or move it: {cycle.topic}",
        feature=FEATURE,
        days=f"Planned {show_month(window.starts)}",
        detail=cycle.phases[0].lead.code,
        record_id=cycle.id,
        heading=HEADING,
        urgency="open",
    )


def _asked_for(cycle: CycleLine) -> Iterator[PhaseLine]:
    if cycle.state != PLANNED:
        return
    work = next((phase for phase in cycle.phases if phase.open and not phase.review), None)
    if work is not None:
        yield work
    yield from (phase for phase in cycle.phases if phase.open and phase.review)


def _phase_due(cycle: CycleLine, phase: PhaseLine, today: date) -> Due:
    assert phase.planned is not None
    return Due(
        on=phase.planned.ends,
        what=f"{cycle.topic}: phase {phase.number}",
        feature=FEATURE,
        days=days_words(phase.planned.ends, today),
        detail=f"{phase.title} ({phase.lead.code})",
        record_id=phase.id,
        heading=HEADING,
    )


def list_proposals(session: Session, since: date, until: date) -> tuple[Proposal, ...]:
    """Return what cycles would bring up: each phase, the review at month twelve, the route.

    A phase comes before its lead group in its month, with its report; a step of the route before
    its group once the step before it was taken.
    """
    reported = set(
        session.scalars(select(AgendaItem.about_id).where(AgendaItem.document == PHASE_REPORT))
    )
    meetings = meetings_for(session)
    found: list[Proposal] = []
    for cycle in list_cycles(session, since):
        if cycle.state != PLANNED:
            continue
        asked = {phase.id for phase in _asked_for(cycle)}
        found += [
            _phase_proposal(cycle, phase)
            for phase in cycle.phases
            if phase.open
            and phase.planned
            and phase.id not in reported
            and phase.planned.starts <= until
            and phase.planned.ends >= (since - _LOOK_BACK if phase.id in asked else since)
        ]
        found += _route_proposal(session, cycle, meetings, since)
    return tuple(found)


def _phase_proposal(cycle: CycleLine, phase: PhaseLine) -> Proposal:
    assert phase.planned is not None
    month = show_month(phase.planned.starts)
    what = "Review" if phase.review else f"Phase {phase.number}"
    return Proposal(
        key=f"cycle-phase:{phase.id}",
        group_id=phase.lead.id,
        title=f"{cycle.topic}: {phase.title}",
        why=f"{what} of the learning cycle is planned for {month}",
        due=phase.planned.ends,
        minutes=20,
        purpose="assurance" if phase.review else "discussion",
        record_id=phase.id,
        comes=phase.planned.starts,
        document=PHASE_REPORT,
    )


def _route_proposal(
    session: Session,
    cycle: CycleLine,
    meetings: dict[str, tuple[MeetingLine, ...]],
    since: date,
) -> list[Proposal]:
    """Return the next step of a cycle's route, once its last phase of work was begun."""
    last = cycle.last_work
    if last is None or (last.started_on is None and last.finished_on is None):
        return []
    route = list_route(session, cycle.id)
    step = next((one for one in route if one.meeting is None), None)
    if step is None:
        return []
    before = next((one.on for one in reversed(route) if one.on is not None), None)
    since = max(since, before + timedelta(days=1)) if before else since
    following = (m for m in meetings.get(step.group.id, ()) if m.on >= since and m.goes_ahead)
    coming = next(following, None)
    return [
        Proposal(
            key=f"cycle-route:{step.id}",
            group_id=step.group.id,
            title=f"{cycle.topic}: what the learning cycle recommends",
            why=_step_words(step, before),
            due=coming.on if coming else since + _IF_NO_MEETING,
            minutes=15,
            purpose="decision",
            record_id=cycle.id,
            document=CYCLE_REPORT,
        )
    ]


def _step_words(step: RouteLine, before: date | None) -> str:
    said = f"{step.group.code} {step.does}"
    return f"{said}; the step before was taken on {show_date(before)}" if before else said


def list_steps(session: Session, today: date) -> tuple[Step, ...]:
    """Return the cycles as links of golden threads, each of its priority, and those of their
    phases that an action came of.

    What a cycle changed is what its review found; it is awaited once the review is over.
    """
    cycles = list_cycles(session, today)
    differences = _differences(session, cycles)
    origins = select(Link.id).where(Link.to_id == CyclePhase.id, Link.role == ORIGIN)
    asked = set(session.scalars(select(CyclePhase.id).where(origins.exists())))
    found: list[Step] = []
    for cycle in cycles:
        found.append(_step(cycle, differences.get(cycle.id, ""), today))
        found += [_phase_step(cycle, phase) for phase in cycle.phases if phase.id in asked]
    return tuple(found)


def _step(cycle: CycleLine, difference: str, today: date) -> Step:
    first = cycle.phases[0].planned if cycle.phases else None
    return Step(
        id=cycle.id,
        kind="cycle",
        title=cycle.topic,
        feature=FEATURE,
        of=(cycle.priority.id,) if cycle.priority else (),
        on=first.starts if first else None,
        state=cycle.words,
        difference=difference,
        awaited=_awaited(cycle, today) and not difference,
    )


def _phase_step(cycle: CycleLine, phase: PhaseLine) -> Step:
    return Step(
        id=phase.id,
        kind="cycle",
        title=f"{cycle.topic}: phase {phase.number}",
        feature=FEATURE,
        of=(cycle.id,),
        on=phase.planned.starts if phase.planned else None,
        state=phase.words,
    )


def _differences(session: Session, cycles: Sequence[CycleLine]) -> dict[str, str]:
    reviews = {phase.id: c.id for c in cycles for phase in c.phases if phase.review}
    rows = session.execute(select(CyclePhase.id, CyclePhase.findings).where(CyclePhase.review))
    return {reviews[key]: findings for key, findings in rows if findings and key in reviews}


def _awaited(cycle: CycleLine, today: date) -> bool:
    reviews = [phase for phase in cycle.phases if phase.review]
    return cycle.state == PLANNED and any(
        phase.finished_on or (phase.planned and phase.planned.ends < today) for phase in reviews
    )
