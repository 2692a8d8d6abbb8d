"""What the store knows of one phase or cycle, and the log of feedback, as values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.actions.queries.log import find_by_origin
from dscp_desktop.core.days import show_date, show_day_year
from dscp_desktop.diary.queries.meetings import list_meetings
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.learning.queries.cycles import get_cycle
from dscp_desktop.learning.rules.cycles import CycleLine, Named, PhaseLine
from dscp_desktop.learning.rules.record import (
    Check,
    CycleRecord,
    FeedbackDetails,
    FeedbackLine,
    PaperLine,
    People,
    PhaseRecord,
    PhaseWords,
    RouteLine,
    checked_words,
    undone_words,
)
from dscp_desktop.learning.rules.settings import lines_of
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
from dscp_desktop.meetings.tables import AgendaItem, Decision, Paper
from dscp_desktop.partnership.tables import Group
from dscp_desktop.store.tables import Link

WORKED_AT = "worked at"
PHASE_REPORT = "phase-report"


def get_phase(session: Session, phase_id: str, today: date) -> PhaseRecord | None:
    """Return everything of a phase as it stands on a day, None where there is none of this id."""
    row = session.get(CyclePhase, phase_id)
    cycle = get_cycle(session, row.cycle_id, today) if row else None
    if row is None or cycle is None:
        return None
    return _phase(session, row, cycle, today)


def get_record(session: Session, cycle_id: str, today: date) -> CycleRecord | None:
    """Return everything of a cycle as it stands on a day, None where there is none of this id."""
    cycle = get_cycle(session, cycle_id, today)
    if cycle is None:
        return None
    rows = session.scalars(
        select(CyclePhase).where(CyclePhase.cycle_id == cycle_id).order_by(CyclePhase.number)
    ).all()
    return replace(
        cycle_around(session, cycle),
        phases=tuple(_phase(session, row, cycle, today) for row in rows),
        feedback=list_feedback(session, cycle_id=cycle_id),
    )


def cycle_around(session: Session, cycle: CycleLine) -> CycleRecord:
    """Return what a cycle has beside its phases: its route and its briefing."""
    points = select(BriefingPoint).where(BriefingPoint.cycle_id == cycle.id)
    return CycleRecord(
        cycle=cycle,
        route=list_route(session, cycle.id),
        briefing=tuple(
            (point.heading, point.text)
            for point in session.scalars(points.order_by(BriefingPoint.position))
        ),
    )


def _phase(session: Session, row: CyclePhase, cycle: CycleLine, today: date) -> PhaseRecord:
    line = _line_of(cycle, row.id)
    words = _words(session, row)
    checks = _checks(session, row.id)
    actions = find_by_origin(session, row.id, today)
    feedback = list_feedback(session, phase_id=row.id)
    return PhaseRecord(
        phase=line,
        cycle=cycle,
        words=words,
        asked=words.question or _asked_before(session, row),
        questions=lines_of(row.questions),
        checks=checks,
        papers=_papers(session, row.id),
        meetings=_meetings(session, row.id),
        actions=actions,
        feedback=feedback,
        undone=undone_words(checks, actions, feedback, words, _was_reported(session, row.id)),
    )


def _line_of(cycle: CycleLine, phase_id: str) -> PhaseLine:
    return next(phase for phase in cycle.phases if phase.id == phase_id)


def _words(session: Session, row: CyclePhase) -> PhaseWords:
    people = select(TookPart).where(TookPart.phase_id == row.id).order_by(TookPart.position)
    return PhaseWords(
        question=row.question,
        methods=lines_of(row.methods),
        took_part=tuple(People(one.people, one.count) for one in session.scalars(people)),
        purpose=row.purpose,
        legal_basis=row.legal_basis,
        findings=row.findings,
        learnt=row.learnt,
        changed=row.changed,
    )


def _asked_before(session: Session, row: CyclePhase) -> str:
    """Return the key question of the nearest earlier phase that has one."""
    query = select(CyclePhase.question).where(
        CyclePhase.cycle_id == row.cycle_id,
        CyclePhase.number < row.number,
        CyclePhase.question != "",
    )
    return session.scalars(query.order_by(CyclePhase.number.desc())).first() or ""


def _checks(session: Session, phase_id: str) -> tuple[Check, ...]:
    query = select(PhaseCheck).where(PhaseCheck.phase_id == phase_id)
    rows = session.scalars(query.order_by(PhaseCheck.position, PhaseCheck.id))
    return tuple(Check(row.id, row.text, row.note, row.done_on) for row in rows)


def list_checked(session: Session, phase_ids: Collection[str]) -> dict[str, str]:
    """Return '3 of 6 done' of the phases that have a checklist, by their id."""
    query = select(PhaseCheck.phase_id, func.count(PhaseCheck.done_on), func.count())
    query = query.where(PhaseCheck.phase_id.in_(phase_ids)).group_by(PhaseCheck.phase_id)
    return {phase: checked_words(done, whole) for phase, done, whole in session.execute(query)}


def _papers(session: Session, phase_id: str) -> tuple[PaperLine, ...]:
    query = select(PhasePaper).where(PhasePaper.phase_id == phase_id)
    rows = session.scalars(query.order_by(PhasePaper.position, PhasePaper.id))
    return tuple(PaperLine(row.id, row.title, row.paper_id) for row in rows)


def _meetings(session: Session, phase_id: str) -> tuple[Named, ...]:
    query = select(Meeting).join(Link, Link.to_id == Meeting.id)
    query = query.where(Link.from_id == phase_id, Link.role == WORKED_AT)
    rows = session.scalars(query.order_by(Meeting.on, Meeting.id))
    return tuple(Named(row.id, row.shown(session)) for row in rows)


def _was_reported(session: Session, phase_id: str) -> bool:
    """Say whether the report of a phase is, or was, on the agenda of a meeting."""
    query = select(AgendaItem.id).where(
        AgendaItem.about_id == phase_id, AgendaItem.document == PHASE_REPORT
    )
    return session.scalars(query).first() is not None


def list_route(session: Session, cycle_id: str) -> tuple[RouteLine, ...]:
    """Return the way that a cycle's recommendations take, with meetings and decisions."""
    query = select(RouteStep, Group).join(Group, Group.id == RouteStep.group_id)
    query = query.where(RouteStep.cycle_id == cycle_id)
    found = []
    for step, group in session.execute(query.order_by(RouteStep.position, RouteStep.id)):
        meeting = session.get(Meeting, step.meeting_id) if step.meeting_id else None
        decision = session.get(Decision, step.decision_id) if step.decision_id else None
        found.append(
            RouteLine(
                id=step.id,
                group=Named(group.id, group.name, group.code),
                does=step.does,
                agrees=step.agrees,
                meeting=Named(meeting.id, meeting.shown(session)) if meeting else None,
                decision=_decision(decision) if decision else None,
                on=decision.on if decision else meeting.on if meeting else None,
            )
        )
    return tuple(found)


def _decision(row: Decision) -> Named:
    return Named(row.id, row.text, row.number)


def list_feedback(
    session: Session,
    cycle_id: str = "",
    phase_id: str = "",
    since: date | None = None,
    until: date | None = None,
) -> tuple[FeedbackLine, ...]:
    """Return the log of feedback, the latest first: all of it, or that of a cycle or phase."""
    query = select(Feedback)
    if cycle_id:
        query = query.where(Feedback.cycle_id == cycle_id)
    if phase_id:
        query = query.where(Feedback.phase_id == phase_id)
    if since:
        query = query.where(Feedback.on >= since)
    if until:
        query = query.where(Feedback.on <= until)
    topics = dict(session.execute(select(Cycle.id, Cycle.topic)).all())
    numbers = dict(session.execute(select(CyclePhase.id, CyclePhase.number)).all())
    return tuple(
        FeedbackLine(row.id, _details(row), _about(row, topics, numbers))
        for row in session.scalars(query.order_by(Feedback.on.desc(), Feedback.id.desc()))
    )


def _about(row: Feedback, topics: dict[str, str], numbers: dict[str, int]) -> str:
    topic = topics.get(row.cycle_id or "", "")
    number = numbers.get(row.phase_id or "")
    return f"{topic}, phase {number}" if topic and number else topic


def _details(row: Feedback) -> FeedbackDetails:
    return FeedbackDetails(
        on=row.on,
        source=row.source,
        said=row.said,
        occasion=row.occasion,
        method=row.method,
        count=row.count,
        changed=row.changed,
        told_on=row.told_on,
        told_how=row.told_how,
        cycle_id=row.cycle_id,
        phase_id=row.phase_id,
    )


def place_of(session: Session, record_id: str) -> tuple[str, str]:
    """Return the cycle and the phase that a cycle, phase or feedback is of; '' where it has none.

    Of a cycle the phase is empty.
    """
    if feedback := session.get(Feedback, record_id):
        return feedback.cycle_id or "", feedback.phase_id or ""
    if phase := session.get(CyclePhase, record_id):
        return phase.cycle_id, phase.id
    return (record_id, "") if session.get(Cycle, record_id) else ("", "")


def meetings_to_choose(session: Session, group_id: str = "") -> tuple[Named, ...]:
    """Return the meetings of a group, or of all, that go ahead: the latest first."""
    return tuple(
        Named(line.id, f"{line.title}, {show_day_year(line.on)}", line.code)
        for line in reversed(list_meetings(session, group_id))
        if line.goes_ahead
    )


def decisions_of(session: Session, group_id: str, meeting_id: str = "") -> tuple[Named, ...]:
    """Return the decisions of a meeting; without one, of a group: the latest first."""
    query = select(Decision).where(Decision.group_id == group_id)
    if meeting_id:
        query = query.where(Decision.meeting_id == meeting_id)
    rows = session.scalars(query.order_by(Decision.on.desc(), Decision.number))
    return tuple(Named(row.id, f"{row.number}, {show_date(row.on)}", row.text) for row in rows)


def papers_of(session: Session, meeting_ids: Collection[str]) -> tuple[Named, ...]:
    """Return the papers of meetings, to choose those that a phase worked with."""
    query = select(Paper).join(AgendaItem, AgendaItem.id == Paper.item_id)
    query = query.where(AgendaItem.meeting_id.in_(meeting_ids)).order_by(Paper.title, Paper.id)
    return tuple(Named(row.id, row.title) for row in session.scalars(query))
