"""What a person can write of a phase and of what comes out of a cycle."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.actions.commands.lives import plan_reviews
from dscp_desktop.actions.commands.log import add_action
from dscp_desktop.actions.queries.origins import usual_months
from dscp_desktop.actions.rules.log import ActionDetails
from dscp_desktop.actions.rules.origins import ORIGIN
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_date
from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.tables import Meeting
from dscp_desktop.learning.commands.cycles import CARES, change_phase, set_phase_dates
from dscp_desktop.learning.commands.feedback import judge_names
from dscp_desktop.learning.queries.record import WORKED_AT
from dscp_desktop.learning.rules.record import People, PhaseEntry, PhaseWords, judge_people
from dscp_desktop.learning.tables import (
    BriefingPoint,
    Cycle,
    CyclePhase,
    PhaseCheck,
    PhasePaper,
    RouteStep,
    TookPart,
)
from dscp_desktop.meetings.tables import Decision, Paper
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.tables import Link


def write_phase(session: Session, phase_id: str, words: PhaseWords, sure: bool = False) -> Changes:
    """Keep what is written of a phase. Raises Refused where a text looks as if it named somebody,
    unless the person is sure that it does not.
    """
    judge_people(words.took_part)
    texts = (words.question, words.findings, words.learnt, words.changed)
    judge_names(texts, sure)
    row = session.get_one(CyclePhase, phase_id)
    row.question, row.purpose = words.question.strip(), words.purpose.strip()
    row.legal_basis, row.findings = words.legal_basis.strip(), words.findings.strip()
    row.learnt, row.changed = words.learnt.strip(), words.changed.strip()
    methods = dict.fromkeys(" ".join(method.split()) for method in words.methods)
    row.methods = "\n".join(method for method in methods if method)
    _put_people(session, phase_id, words.took_part)
    return Changes(f"Record of phase {row.number} kept", CARES, phase_id)


def keep_phase(session: Session, phase_id: str, entry: PhaseEntry, sure: bool = False) -> Changes:
    """Keep who leads a phase, when it really took place and what is written of it, in one.

    Raises Refused as `write_phase`, `change_phase` and `set_phase_dates` do.
    """
    row = session.get_one(CyclePhase, phase_id)
    change_phase(session, phase_id, row.title, entry.lead_id)
    set_phase_dates(session, phase_id, entry.started_on, entry.finished_on)
    return write_phase(session, phase_id, entry.words, sure)


def _put_people(session: Session, phase_id: str, people: Sequence[People]) -> None:
    query = select(TookPart).where(TookPart.phase_id == phase_id).order_by(TookPart.position)
    there = session.scalars(query).all()
    for place, line in enumerate(people):
        if place < len(there):
            row = there[place]
        else:
            row = TookPart(id=fresh_id(session), phase_id=phase_id)
        row.position, row.people, row.count = place, line.people.strip(), line.count
        session.add(row)
    for row in there[len(people) :]:
        session.delete(row)


def tick(session: Session, check_id: str, on: date | None, note: str = "") -> Changes:
    """Say that a line of the checklist is done, on a day; None takes that back."""
    row = session.get_one(PhaseCheck, check_id)
    row.done_on, row.note = on, " ".join(note.split())
    return Changes(f"Checklist: {'done' if on else 'to be done'}", CARES, row.phase_id)


def add_check(session: Session, phase_id: str, text: str) -> Changes:
    """Add a line to the checklist of one phase."""
    text = " ".join(text.split())
    if not text:
        raise Refused("Type what is to be done before the phase is finished.")
    query = select(func.max(PhaseCheck.position)).where(PhaseCheck.phase_id == phase_id)
    row = PhaseCheck(id=fresh_id(session), phase_id=phase_id, text=text)
    row.position = _next(session.scalar(query))
    session.add(row)
    return Changes("Line added to the checklist", CARES, row.id)


def remove_check(session: Session, check_id: str) -> Changes:
    """Take a line out of the checklist of one phase."""
    row = session.get_one(PhaseCheck, check_id)
    session.delete(row)
    return Changes("Line taken out of the checklist", CARES, row.phase_id)


def _next(last: int | None) -> int:
    return 0 if last is None else last + 1


def add_paper(session: Session, phase_id: str, title: str, paper_id: str | None = None) -> Changes:
    """Name a paper of a phase; `paper_id` is that of a meeting's paper."""
    paper = session.get(Paper, paper_id) if paper_id else None
    title = " ".join(title.split()) or (paper.title if paper else "")
    if not title:
        raise Refused("Type what the paper is called.")
    query = select(func.max(PhasePaper.position)).where(PhasePaper.phase_id == phase_id)
    row = PhasePaper(id=fresh_id(session), phase_id=phase_id, title=title)
    row.paper_id, row.position = paper.id if paper else None, _next(session.scalar(query))
    session.add(row)
    return Changes("Paper of the phase added", CARES, row.id)


def remove_paper(session: Session, line_id: str) -> Changes:
    """Take a paper out of a phase; a meeting's own paper stays where it is."""
    row = session.get_one(PhasePaper, line_id)
    session.delete(row)
    return Changes("Paper of the phase taken out", CARES, row.phase_id)


def link_meeting(session: Session, phase_id: str, meeting_id: str) -> Changes:
    """Say that a meeting worked on a phase."""
    if _link(session, phase_id, meeting_id) is not None:
        raise Refused("This meeting is in the list already.")
    meeting = session.get_one(Meeting, meeting_id)
    link = Link(id=fresh_id(session), from_id=phase_id, to_id=meeting.id, role=WORKED_AT)
    session.add(link)
    return Changes(f"Worked on at {meeting.shown(session)}", CARES, phase_id)


def unlink_meeting(session: Session, phase_id: str, meeting_id: str) -> Changes:
    """Take back that a meeting worked on a phase."""
    link = _link(session, phase_id, meeting_id)
    if link is not None:
        session.delete(link)
    return Changes("Meeting taken out of the phase", CARES, phase_id)


def _link(session: Session, phase_id: str, meeting_id: str) -> Link | None:
    query = select(Link).where(
        Link.from_id == phase_id, Link.to_id == meeting_id, Link.role == WORKED_AT
    )
    return session.scalars(query).first()


def add_phase_action(
    session: Session, phase_id: str, details: ActionDetails, group_id: str = ""
) -> Changes:
    """Add an action that came of a phase to the log; it belongs to the lead group unless said.

    Where the action plan is agreed already, its reviews are planned from that day.
    """
    phase = session.get_one(CyclePhase, phase_id)
    cycle = session.get_one(Cycle, phase.cycle_id)
    made = add_action(session, group_id or phase.lead_id, details, origin_id=phase_id)
    session.flush()
    if cycle.agreed_on is not None:
        plan_reviews(session, str(made.result), cycle.agreed_on, usual_months(session))
    return Changes(made.words, CARES, made.result)


def agree_plan(session: Session, cycle_id: str, on: date | None) -> Changes:
    """Say on which day the action plan was agreed: its actions are reviewed from then on.

    Reviews that are planned already stay as they are. None takes the day back, not the reviews.
    """
    cycle = session.get_one(Cycle, cycle_id)
    cycle.agreed_on = on
    if on is None:
        return Changes("The action plan is not agreed yet", CARES, cycle_id)
    phases = select(CyclePhase.id).where(CyclePhase.cycle_id == cycle_id)
    query = select(Link.from_id).where(Link.role == ORIGIN, Link.to_id.in_(phases))
    months = usual_months(session)
    for action_id in session.scalars(query.order_by(Link.from_id)).all():
        plan_reviews(session, action_id, on, months)
    return Changes(f"Action plan agreed on {show_date(on)}", CARES, cycle_id)


def record_step(
    session: Session, step_id: str, meeting_id: str | None, decision_id: str | None = None
) -> Changes:
    """Say at which meeting a step of the route was taken, and by which decision.

    The step that agrees the action plan says from which day its actions are reviewed. Raises
    Refused where the decision was taken at another meeting.
    """
    row = session.get_one(RouteStep, step_id)
    decision = session.get(Decision, decision_id) if decision_id else None
    if decision is not None:
        meeting_id = meeting_id or decision.meeting_id
        if decision.meeting_id != meeting_id:
            raise Refused("This decision was taken at another meeting. Choose one of this meeting.")
    meeting = session.get(Meeting, meeting_id) if meeting_id else None
    row.meeting_id = meeting.id if meeting else None
    row.decision_id = decision.id if decision else None
    on = decision.on if decision else meeting.on if meeting else None
    if row.agrees:
        agree_plan(session, row.cycle_id, on)
    return Changes(f"Route: step {row.position + 1} kept", CARES, row.cycle_id)


def write_briefing(
    session: Session, cycle_id: str, texts: Sequence[str], sure: bool = False
) -> Changes:
    """Keep the words under the headings of the briefing, in their order. Raises Refused where one
    looks as if it named somebody, unless the person is sure that it does not.
    """
    judge_names(texts, sure)
    query = select(BriefingPoint).where(BriefingPoint.cycle_id == cycle_id)
    points = session.scalars(query.order_by(BriefingPoint.position)).all()
    if len(texts) != len(points):
        raise Refused(f"The briefing has {len(points)} headings. Write under each, or leave empty.")
    for point, text in zip(points, texts, strict=True):
        point.text = text.strip()
    return Changes("Briefing kept", CARES, cycle_id)
