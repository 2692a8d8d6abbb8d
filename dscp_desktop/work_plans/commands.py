"""What a person can do to work plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.faults import Refused
from dscp_desktop.core.offers import Due, YearLine
from dscp_desktop.core.periods import parse_year, year_before
from dscp_desktop.partnership.tables import Group
from dscp_desktop.priorities.tables import Plan, Priority, Thread
from dscp_desktop.store.session import fresh_id
from dscp_desktop.store.tables import Link
from dscp_desktop.work_plans.queries import FEATURE, LINE, PLAN, THREAD
from dscp_desktop.work_plans.rules import CLOSED, QUARTERS, STATUSES, LineDetails, QuarterWords
from dscp_desktop.work_plans.tables import QuarterReport, WorkPlan, WorkPlanLine

CARES = (FEATURE, "packs")
MOST_LINES = 200


def start_plan(session: Session, group_id: str, year: str) -> Changes:
    """Start a group's work plan for a year. Raises Refused where it has one already."""
    try:
        year = parse_year(year)
    except ValueError as error:
        raise Refused(str(error)) from error
    group = session.get_one(Group, group_id)
    if _plan_for(session, group_id, year) is not None:
        raise Refused(f"{group.name} has a work plan for {year} already.")
    row = WorkPlan(id=fresh_id(session), group_id=group_id, year=year)
    session.add(row)
    return Changes(f"Work plan started: {group.code} {year}", CARES, row.id)


def remove_plan(session: Session, plan_id: str) -> Changes:
    """Take away a plan that was started by mistake. Raises Refused where something stands in it."""
    row = session.get_one(WorkPlan, plan_id)
    for table in (WorkPlanLine, QuarterReport):
        if session.scalars(select(table.id).where(table.plan_id == plan_id)).first():
            raise Refused("This plan has lines or reports. Remove those first.")
    title, _ = row.describe(session)
    session.delete(row)
    return Changes(f"{title} removed", CARES, None)


def add_line(session: Session, plan_id: str, details: LineDetails) -> Changes:
    """Add a line below the others. Raises Refused where it says nothing, or is one too many."""
    last = _last_position(session, plan_id)
    if last >= MOST_LINES:
        raise Refused(f"A work plan holds at most {MOST_LINES} lines.")
    row = WorkPlanLine(id=fresh_id(session), plan_id=plan_id, position=last + 1)
    _put(session, row, details)
    session.add(row)
    session.flush()
    _put_threads(session, row.id, details.threads)
    return Changes("Line added to the work plan", CARES, row.id)


def change_line(session: Session, line_id: str, details: LineDetails) -> Changes:
    """Change a line. Raises Refused where it would say nothing."""
    row = session.get_one(WorkPlanLine, line_id)
    _put(session, row, details)
    _put_threads(session, line_id, details.threads)
    return Changes("Line of the work plan changed", CARES, line_id)


def set_progress(session: Session, line_id: str, status: str, progress: str) -> Changes:
    """Say how a line stands, and what there is to say of it."""
    row = session.get_one(WorkPlanLine, line_id)
    row.status, row.progress = _known(status), progress.strip()
    return Changes("Progress of a line kept", CARES, line_id)


def finish_line(session: Session, due: Due, _on: date) -> Changes:
    """Say that a line is done, where it is listed as due; what was said of it stays."""
    row = session.get_one(WorkPlanLine, due.record_id)
    return set_progress(session, row.id, "done", row.progress)


def put_off_line(session: Session, due: Due, on: date) -> Changes:
    """Give a line another day to be done by."""
    row = session.get_one(WorkPlanLine, due.record_id)
    row.due = on
    return Changes(f"Line of the work plan put off to {show_day_year(on)}", CARES, row.id)


def move_line(session: Session, line_id: str, step: int) -> Changes:
    """Move a line by one place, up (-1) or down (1); at the end it stays."""
    row = session.get_one(WorkPlanLine, line_id)
    lines = list(_lines_of(session, row.plan_id))
    place = lines.index(row)
    wanted = min(max(place + step, 0), len(lines) - 1)
    lines.insert(wanted, lines.pop(place))
    for position, line in enumerate(lines, 1):
        if line.position != position:
            line.position = position
    return Changes("Line of the work plan moved", CARES, line_id)


def remove_line(session: Session, line_id: str) -> Changes:
    """Take a line out of a plan; one that will not be done is marked as dropped instead."""
    row = session.get_one(WorkPlanLine, line_id)
    _put_threads(session, line_id, ())
    session.delete(row)
    return Changes("Line of the work plan removed", CARES, row.plan_id)


def report_quarter(session: Session, plan_id: str, quarter: int, words: QuarterWords) -> Changes:
    """Keep what a group says of a quarter; without a word it counts as not reported."""
    if quarter not in QUARTERS:
        raise Refused("A year has the quarters 1 to 4.")
    plan = session.get_one(WorkPlan, plan_id)
    query = select(QuarterReport).where(
        QuarterReport.plan_id == plan_id, QuarterReport.quarter == quarter
    )
    row = session.scalars(query).first()
    if row is None:
        row = QuarterReport(id=fresh_id(session), plan_id=plan_id, quarter=quarter)
        session.add(row)
    texts = [text.strip() for text in words.texts()]
    row.achieved, row.difference, row.evidence, row.next_steps = texts
    return Changes(f"Report kept: quarter {quarter} of {plan.year}", CARES, plan_id)


def copy_open_lines(session: Session, plan_id: str) -> Changes:
    """Copy the lines of the year before that are not done, with owner, priority and threads.

    Dates and progress are not copied: they belong to the year before. A line that stands here
    word for word is not copied again. Raises Refused where there is nothing to copy.
    """
    plan = session.get_one(WorkPlan, plan_id)
    last = _plan_for(session, plan.group_id, year_before(plan.year))
    here = {line.outcome for line in _lines_of(session, plan_id)}
    lines = [
        line
        for line in (_lines_of(session, last.id) if last else ())
        if line.status not in CLOSED and line.outcome not in here
    ]
    if not lines:
        raise Refused(f"There is no open line of {year_before(plan.year)} that is not here yet.")
    for line in lines:
        _copy_line(session, plan_id, line)
    count = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
    return Changes(f"{count} copied from {year_before(plan.year)}", CARES, plan_id)


def _copy_line(session: Session, plan_id: str, line: WorkPlanLine) -> None:
    threads = select(Link.to_id).where(Link.from_id == line.id, Link.role == THREAD)
    found = tuple(session.scalars(threads))
    add_line(session, plan_id, LineDetails(line.outcome, line.priority_id, found, line.owner))


def take_year(session: Session, year: str, lines: Sequence[YearLine], _today: date) -> str:
    """Start the plans of a year, and copy the lines of the year before that were accepted.

    A line starts the plan of its group where there is none. What is there by now, or was done
    meanwhile, is passed over.
    """
    started = copied = 0
    for wanted in lines:
        kind, _, key = wanted.key.partition(":")
        line = session.get(WorkPlanLine, key) if kind == LINE else None
        group_id = session.get_one(WorkPlan, line.plan_id).group_id if line else key
        if kind not in (PLAN, LINE) or (line is None and session.get(Group, group_id) is None):
            continue
        plan = _plan_for(session, group_id, year)
        if plan is None:
            start_plan(session, group_id, year)
            session.flush()
            plan = _plan_for(session, group_id, year)
            started += 1
        here = {one.outcome for one in _lines_of(session, plan.id)} if plan else set()
        if plan and line is not None and line.status not in CLOSED and line.outcome not in here:
            _copy_line(session, plan.id, line)
            copied += 1
    said = [f"{started} work plan{'' if started == 1 else 's'}"] if started else []
    if copied:
        said.append(f"{copied} line{'' if copied == 1 else 's'} of work plans")
    return ", ".join(said)


def _plan_for(session: Session, group_id: str, year: str) -> WorkPlan | None:
    query = select(WorkPlan).where(WorkPlan.group_id == group_id, WorkPlan.year == year)
    return session.scalars(query).first()


def _lines_of(session: Session, plan_id: str) -> Sequence[WorkPlanLine]:
    query = (
        select(WorkPlanLine)
        .where(WorkPlanLine.plan_id == plan_id)
        .order_by(WorkPlanLine.position, WorkPlanLine.id)
    )
    return session.scalars(query).all()


def _last_position(session: Session, plan_id: str) -> int:
    last = select(func.max(WorkPlanLine.position)).where(WorkPlanLine.plan_id == plan_id)
    return session.scalar(last) or 0


def _known(status: str) -> str:
    if status not in STATUSES:
        raise Refused(f"A line is one of: {', '.join(STATUSES)}.")
    return status


def _put(session: Session, row: WorkPlanLine, details: LineDetails) -> None:
    outcome = details.outcome.strip()
    if not outcome:
        raise Refused("Type the outcome that the line is for.")
    if details.priority_id and session.get(Priority, details.priority_id) is None:
        raise Refused("This priority is no longer there. Choose another one.")
    row.outcome, row.priority_id = outcome, details.priority_id or None
    row.owner, row.due = " ".join(details.owner.split()), details.due
    row.status, row.progress = _known(details.status), details.progress.strip()


def _put_threads(session: Session, line_id: str, threads: Sequence[str]) -> None:
    query = select(Link).where(Link.from_id == line_id, Link.role == THREAD)
    there = {row.to_id: row for row in session.scalars(query)}
    for thread_id, row in there.items():
        if thread_id not in threads:
            session.delete(row)
    for thread_id in dict.fromkeys(threads):
        if thread_id not in there:
            if session.get(Thread, thread_id) is None:
                raise Refused("This golden thread is no longer there. Choose again.")
            session.add(Link(id=fresh_id(session), from_id=line_id, to_id=thread_id, role=THREAD))
    session.flush()


# Profiles -----------------------------------------------------------------------------------


def begin(session: Session, profile: Mapping[str, Any]) -> None:
    """Put a profile's work plans into a new store."""
    session.flush()
    groups = {row.code: row.id for row in session.scalars(select(Group))}
    for entry in profile.get("work_plan", ()):
        plan_id = start_plan(session, groups[entry["group"]], entry["year"]).result
        session.flush()
        for line in entry.get("line", ()):
            term = line.get("plan", "")
            due = line.get("due", "")
            details = LineDetails(
                line["outcome"],
                _priority(session, term, line.get("priority", 0)),
                _threads(session, term, line.get("threads", ())),
                line.get("owner", ""),
                date.fromisoformat(due) if due else None,
            )
            add_line(session, str(plan_id), details)


def keep(session: Session, _today: date) -> Mapping[str, Any]:
    """Return the work plans as a profile holds them: what is to be done, not who does it."""
    query = (
        select(WorkPlan, Group.code)
        .join(Group, Group.id == WorkPlan.group_id)
        .order_by(Group.position, Group.code, WorkPlan.year)
    )
    found = []
    for plan, code in session.execute(query):
        lines = [_kept(session, line) for line in _lines_of(session, plan.id)]
        found.append({"group": code, "year": plan.year, "line": lines})
    return {"work_plan": found}


def _kept(session: Session, line: WorkPlanLine) -> dict[str, Any]:
    priority = session.get(Priority, line.priority_id) if line.priority_id else None
    query = (
        select(Thread)
        .join(Link, Link.to_id == Thread.id)
        .where(Link.from_id == line.id, Link.role == THREAD)
        .order_by(Thread.plan_id, Thread.position)
    )
    threads = session.scalars(query).all()
    plan_id = priority.plan_id if priority else threads[0].plan_id if threads else None
    term = session.get_one(Plan, plan_id).term if plan_id else ""
    return {
        "outcome": line.outcome,
        "plan": term,
        "priority": priority.number if priority else None,
        "threads": [thread.title for thread in threads],
        "due": line.due.isoformat() if line.due else "",
    }


def _priority(session: Session, term: str, number: int) -> str | None:
    query = (
        select(Priority.id)
        .join(Plan, Plan.id == Priority.plan_id)
        .where(Plan.term == term, Priority.number == number)
    )
    return session.scalars(query).first()


def _threads(session: Session, term: str, titles: Sequence[str]) -> tuple[str, ...]:
    query = (
        select(Thread.title, Thread.id)
        .join(Plan, Plan.id == Thread.plan_id)
        .order_by(Plan.term != term, Plan.term)
    )
    found: dict[str, str] = {}
    for title, thread_id in session.execute(query):
        found.setdefault(title, thread_id)
    return tuple(found[title] for title in titles if title in found)
