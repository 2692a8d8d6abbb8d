"""What a person can do to plans, their priorities and outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.partnership.rules.spans import read_span
from dscp_desktop.partnership.tables import Group
from dscp_desktop.priorities.queries.plans import FEATURE
from dscp_desktop.priorities.rules.outcomes import number_key
from dscp_desktop.priorities.rules.plans import (
    MOST_TITLE,
    PlanDetails,
    PriorityDetails,
    parse_term,
)
from dscp_desktop.priorities.tables import (
    Measure,
    MeasureOutcome,
    Outcome,
    Plan,
    PlanActivity,
    Priority,
    Thread,
)
from dscp_desktop.store.session import fresh_id

CARES = (FEATURE, "work_plans", "meetings", "learning", "audits")
T = TypeVar("T")


def title_of(text: str, what: str) -> str:
    """Return a title on one line. Raises Refused where it says nothing, or is too long."""
    plain = " ".join(text.split())
    if not plain:
        raise Refused(f"Type the {what}.")
    if len(plain) > MOST_TITLE:
        raise Refused(f"This has {len(plain)} letters, up to {MOST_TITLE} fit. Shorten it.")
    return plain


def lines_of(lines: Sequence[str]) -> str:
    """Return lines as they are kept: tidied, without empty ones."""
    tidy = (" ".join(line.split()) for line in lines)
    return "\n".join(line for line in tidy if line)


def moved(rows: Sequence[T], row: T, step: int) -> list[T]:
    """Return rows with one moved by a place, up (-1) or down (1); at the end it stays."""
    order = list(rows)
    place = order.index(row)
    wanted = min(max(place + step, 0), len(order) - 1)
    order.insert(wanted, order.pop(place))
    return order


def lead_of(session: Session, group_id: str | None) -> str | None:
    """Return the id of a group that leads. Raises Refused where it is no longer there."""
    if group_id and session.get(Group, group_id) is None:
        raise Refused("This group is no longer there. Choose another one.")
    return group_id or None


# Plans --------------------------------------------------------------------------------------


def add_plan(session: Session, details: PlanDetails) -> Changes:
    """Add a plan without priorities. Raises Refused where its term is there, or is no term."""
    row = Plan(id=fresh_id(session), term="")
    _put_plan(session, row, details)
    session.add(row)
    return Changes(f"Plan {row.term} added", CARES, row.id)


def change_plan(session: Session, plan_id: str, details: PlanDetails) -> Changes:
    """Change what is said of a plan. Raises Refused as `add_plan` does."""
    row = session.get_one(Plan, plan_id)
    _put_plan(session, row, details)
    return Changes(f"Plan {row.term} changed", CARES, plan_id)


def _put_plan(session: Session, row: Plan, details: PlanDetails) -> None:
    term = parse_term(details.term) if details.term != row.term else row.term
    other = session.scalars(select(Plan).where(Plan.term == term, Plan.id != row.id)).first()
    if other is not None:
        raise Refused(f"There is a plan {term} already. Open that one, or type another term.")
    span = read_span(details.starts, details.ends, f"The plan {term}")
    row.term, row.starts, row.ends = term, span.starts, span.ends
    row.vision, row.source = details.vision.strip(), details.source.strip()
    row.values, row.note = lines_of(details.values), details.note.strip()


def remove_plan(session: Session, plan_id: str) -> Changes:
    """Take a plan away with all that stands in it; undo brings it back.

    The store refuses it, with the list, where something points at a part of it.
    """
    row = session.get_one(Plan, plan_id)
    for priority in priorities_of(session, plan_id):
        remove_priority(session, priority.id)
    for table in (Measure, Thread):
        for line in session.scalars(select(table).where(table.plan_id == plan_id)):
            session.delete(line)
    session.delete(row)
    return Changes(f"Plan {row.term} removed", CARES, None)


# Priorities ---------------------------------------------------------------------------------


def priorities_of(session: Session, plan_id: str) -> Sequence[Priority]:
    """Return the priorities of a plan in order."""
    query = select(Priority).where(Priority.plan_id == plan_id)
    return session.scalars(query.order_by(Priority.number, Priority.id)).all()


def add_priority(session: Session, plan_id: str, details: PriorityDetails) -> Changes:
    """Add a priority below the others. Raises Refused where it has no title."""
    there = priorities_of(session, plan_id)
    row = Priority(id=fresh_id(session), plan_id=plan_id)
    row.number = there[-1].number + 1 if there else 1
    _put_priority(session, row, details)
    session.add(row)
    session.flush()
    put_activities(session, row.id, details.activities)
    return Changes(f"Priority {row.number} added", CARES, row.id)


def change_priority(session: Session, priority_id: str, details: PriorityDetails) -> Changes:
    """Change a priority's title, reasons, activities and lead."""
    row = session.get_one(Priority, priority_id)
    _put_priority(session, row, details)
    put_activities(session, priority_id, details.activities)
    return Changes(f"Priority {row.number} changed", CARES, priority_id)


def _put_priority(session: Session, row: Priority, details: PriorityDetails) -> None:
    row.title = title_of(details.title, "priority")
    row.reasons = lines_of(details.reasons)
    row.lead_id = lead_of(session, details.lead_id)


def activities_of(session: Session, priority_id: str) -> Sequence[PlanActivity]:
    """Return the activities of a priority in order."""
    query = select(PlanActivity).where(PlanActivity.priority_id == priority_id)
    return session.scalars(query.order_by(PlanActivity.position, PlanActivity.id)).all()


def put_activities(session: Session, priority_id: str, titles: Sequence[str]) -> None:
    """Make the activities of a priority these; one that stays keeps its row."""
    wanted = list(dict.fromkeys(lines_of(titles).splitlines()))
    there = {row.title: row for row in activities_of(session, priority_id)}
    for title, row in there.items():
        if title not in wanted:
            session.delete(row)
    for position, title in enumerate(wanted, 1):
        found = there.get(title)
        if found is None:
            found = PlanActivity(id=fresh_id(session), priority_id=priority_id, title=title)
            session.add(found)
        if found.position != position:
            found.position = position
    session.flush()


def move_priority(session: Session, priority_id: str, step: int) -> Changes:
    """Move a priority by one place; it and its outcomes are numbered anew."""
    row = session.get_one(Priority, priority_id)
    order = moved(priorities_of(session, row.plan_id), row, step)
    numbers = sorted(one.number for one in order)
    for number, one in zip(numbers, order, strict=True):
        if one.number == number:
            continue
        for outcome in outcomes_of(session, one.id):
            of, place = number_key(outcome.number)
            if of == one.number:
                outcome.number = f"{number}.{place}"
        one.number = number
    return Changes("Priority moved", CARES, priority_id)


def remove_priority(session: Session, priority_id: str) -> Changes:
    """Take a priority away with its outcomes; measures then point at them no more."""
    row = session.get_one(Priority, priority_id)
    for outcome in outcomes_of(session, priority_id):
        remove_outcome(session, outcome.id)
    for activity in activities_of(session, priority_id):
        session.delete(activity)
    session.delete(row)
    return Changes(f"Priority {row.number} removed", CARES, row.plan_id)


# Outcomes -----------------------------------------------------------------------------------


def outcomes_of(session: Session, priority_id: str) -> list[Outcome]:
    """Return the outcomes of a priority in order."""
    query = select(Outcome).where(Outcome.priority_id == priority_id).order_by(Outcome.id)
    return sorted(session.scalars(query), key=lambda row: number_key(row.number))


def add_outcome(
    session: Session, priority_id: str, title: str, lead_id: str | None = None
) -> Changes:
    """Add an outcome below the others; it gets the next number."""
    priority = session.get_one(Priority, priority_id)
    there = outcomes_of(session, priority_id)
    place = number_key(there[-1].number)[1] + 1 if there else 1
    row = Outcome(id=fresh_id(session), priority_id=priority_id)
    row.number = f"{priority.number}.{place}"
    row.title, row.lead_id = title_of(title, "outcome"), lead_of(session, lead_id)
    session.add(row)
    return Changes(f"Outcome {row.number} added", CARES, row.id)


def change_outcome(
    session: Session, outcome_id: str, title: str, lead_id: str | None = None
) -> Changes:
    """Change an outcome's words and lead; its number and the measures stay."""
    row = session.get_one(Outcome, outcome_id)
    row.title, row.lead_id = title_of(title, "outcome"), lead_of(session, lead_id)
    return Changes(f"Outcome {row.number} changed", CARES, outcome_id)


def move_outcome(session: Session, outcome_id: str, step: int) -> Changes:
    """Move an outcome by one place within its priority: it changes numbers with its neighbour.

    Measures go with it, for they point at the outcome and not at its number.
    """
    row = session.get_one(Outcome, outcome_id)
    there = outcomes_of(session, row.priority_id)
    numbers = [one.number for one in there]
    for number, one in zip(numbers, moved(there, row, step), strict=True):
        if one.number != number:
            one.number = number
    return Changes("Outcome moved", CARES, outcome_id)


def remove_outcome(session: Session, outcome_id: str) -> Changes:
    """Take an outcome away; the others keep their numbers, measures point at it no more."""
    row = session.get_one(Outcome, outcome_id)
    query = select(MeasureOutcome).where(MeasureOutcome.outcome_id == outcome_id)
    for pointed in session.scalars(query):
        session.delete(pointed)
    session.delete(row)
    return Changes(f"Outcome {row.number} removed", CARES, row.priority_id)
