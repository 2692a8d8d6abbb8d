"""What the store knows of plans, as values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.offers import Scope, Step
from dscp_desktop.partnership.queries.parties import list_meeting_groups
from dscp_desktop.partnership.tables import Group
from dscp_desktop.priorities.rules.outcomes import number_key
from dscp_desktop.priorities.rules.plans import (
    ActivityLine,
    MeasureLine,
    OutcomeLine,
    PlanLine,
    PriorityLine,
    ThreadLine,
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

FEATURE = "priorities"


@dataclass(frozen=True, slots=True)
class OutcomeChoice:
    """An outcome to choose, in words: '1.1 Awareness of exploitation (2025-27)'."""

    id: str
    words: str
    priority_id: str
    plan_id: str
    term: str


@dataclass(frozen=True, slots=True)
class PlansPage:
    """What the page shows: all plans by term, the one chosen, and the groups that may lead."""

    plans: tuple[PlanLine, ...]
    plan: PlanLine | None
    groups: tuple[tuple[str, str], ...]


def list_plans(session: Session) -> tuple[PlanLine, ...]:
    """Return all plans by term, each with all that stands in it, in order."""
    codes = {row.id: row.code for row in session.scalars(select(Group))}
    outcomes = _outcomes(session, codes)
    priorities = _priorities(session, codes, outcomes)
    numbers = {one.id: one.number for lines in outcomes.values() for one in lines}
    measures = _measures(session, numbers)
    threads = _threads(session)
    return tuple(
        PlanLine(
            id=plan.id,
            term=plan.term,
            vision=plan.vision,
            values=tuple(plan.values.splitlines()),
            source=plan.source,
            priorities=tuple(priorities[plan.id]),
            threads=tuple(threads[plan.id]),
            measures=tuple(measures[plan.id]),
            starts=plan.starts,
            ends=plan.ends,
            note=plan.note,
        )
        for plan in session.scalars(select(Plan).order_by(Plan.term))
    )


def _outcomes(session: Session, codes: Mapping[str, str]) -> dict[str, list[OutcomeLine]]:
    found: dict[str, list[OutcomeLine]] = defaultdict(list)
    rows = session.scalars(select(Outcome).order_by(Outcome.id))
    for row in sorted(rows, key=lambda row: number_key(row.number)):
        lead = codes.get(row.lead_id or "", "")
        line = OutcomeLine(row.id, row.number, row.title, lead, row.lead_id, row.priority_id)
        found[row.priority_id].append(line)
    return found


def _priorities(
    session: Session, codes: Mapping[str, str], outcomes: Mapping[str, list[OutcomeLine]]
) -> dict[str, list[PriorityLine]]:
    activities: dict[str, list[ActivityLine]] = defaultdict(list)
    query = select(PlanActivity).order_by(PlanActivity.position, PlanActivity.id)
    for activity in session.scalars(query):
        activities[activity.priority_id].append(ActivityLine(activity.id, activity.title))
    found: dict[str, list[PriorityLine]] = defaultdict(list)
    for row in session.scalars(select(Priority).order_by(Priority.number, Priority.id)):
        line = PriorityLine(
            id=row.id,
            number=row.number,
            title=row.title,
            outcomes=tuple(outcomes.get(row.id, ())),
            reasons=tuple(row.reasons.splitlines()),
            activities=tuple(activities[row.id]),
            lead=codes.get(row.lead_id or "", ""),
            lead_id=row.lead_id,
        )
        found[row.plan_id].append(line)
    return found


def _measures(session: Session, numbers: Mapping[str, str]) -> dict[str, list[MeasureLine]]:
    pointed: dict[str, list[str]] = defaultdict(list)
    query = select(MeasureOutcome.measure_id, MeasureOutcome.outcome_id)
    for measure_id, outcome_id in session.execute(query):
        pointed[measure_id].append(outcome_id)
    found: dict[str, list[MeasureLine]] = defaultdict(list)
    for row in session.scalars(select(Measure).order_by(Measure.position, Measure.id)):
        ids = sorted(pointed[row.id], key=lambda one: number_key(numbers.get(one, "")))
        shown = tuple(numbers[one] for one in ids if one in numbers)
        found[row.plan_id].append(MeasureLine(row.id, row.title, row.activity, tuple(ids), shown))
    return found


def _threads(session: Session) -> dict[str, list[ThreadLine]]:
    query = (
        select(Thread, Plan.term)
        .join(Plan, Plan.id == Thread.plan_id)
        .order_by(Thread.position, Thread.id)
    )
    rows = session.execute(query).all()
    named = {row.id: (row.title, term) for row, term in rows}
    found: dict[str, list[ThreadLine]] = defaultdict(list)
    for row, _term in rows:
        title, term = named.get(row.continues_id or "", ("", ""))
        line = ThreadLine(row.id, row.title, row.how, row.continues_id, title, term)
        found[row.plan_id].append(line)
    return found


def get_plan(session: Session, plan_id: str) -> PlanLine | None:
    """Return a plan, None where it is not there."""
    return next((plan for plan in list_plans(session) if plan.id == plan_id), None)


def find_plan(session: Session, term: str = "") -> PlanLine:
    """Return the plan of a term, without one the latest. Raises WrongUse, naming what there is."""
    plans = list_plans(session)
    if not plans:
        raise WrongUse("There is no plan yet. Add one under Priorities, or import a workbook.")
    if not term:
        return plans[-1]
    wanted = term.strip().replace("–", "-").replace("/", "-")
    plan = next((one for one in plans if one.term == wanted), None)
    if plan is None:
        terms = ", ".join(one.term for one in plans)
        raise WrongUse(f"There is no plan of {term}. There are: {terms}.")
    return plan


def find_priority(session: Session, term: str, number: int) -> PriorityLine | None:
    """Return the priority of a number in the plan of a term, None where there is none."""
    for plan in list_plans(session):
        if plan.term == term:
            return next((one for one in plan.priorities if one.number == number), None)
    return None


def list_outcomes(session: Session) -> tuple[OutcomeChoice, ...]:
    """Return the outcomes of all plans to choose from, those of the latest plan first."""
    return tuple(
        OutcomeChoice(one.id, f"{one.label} ({plan.term})", one.priority_id, plan.id, plan.term)
        for plan in reversed(list_plans(session))
        for one in plan.outcomes
    )


def plan_of(session: Session, scope: Scope) -> PlanLine:
    """Return the plan that a scope asks for: a record, the term it names as its year.

    Without either it is the one of the day. Raises WrongUse where there is none.
    """
    on = scope.on or scope.today
    if scope.record_id:
        found = find_of(list_plans(session), scope.record_id)
        if found is not None:
            return found
    if not scope.year and (plan := plan_on(list_plans(session), on)):
        return plan
    return find_plan(session, scope.year)


def plan_on(plans: Sequence[PlanLine], on: date) -> PlanLine | None:
    """Return the latest plan that goes on that day, else the latest; None where there is none."""
    found = [plan for plan in plans if plan.holds(on)] or list(plans)
    return found[-1] if found else None


def find_of(plans: Iterable[PlanLine], record_id: str) -> PlanLine | None:
    """Return the plan that a record is, or stands in: priority, outcome, measure or thread."""
    for plan in plans:
        if record_id in plan.ids:
            return plan
    return None


def plans_page(session: Session, plan_id: str, today: date, record_id: str = "") -> PlansPage:
    """Return what the page shows of a plan, or of the plan that a record stands in.

    Without either it is that of today.
    """
    plans = list_plans(session)
    plan = find_of(plans, record_id) if record_id else None
    if plan is None:
        plan = next((one for one in plans if one.id == plan_id), None)
    plan = plan or plan_on(plans, today)
    groups = tuple((one.id, one.name) for one in list_meeting_groups(session))
    return PlansPage(plans, plan, groups)


def list_steps(session: Session, _today: date) -> tuple[Step, ...]:
    """Return every outcome as the first link of its golden thread."""
    found = []
    for plan in list_plans(session):
        pointed: dict[str, int] = defaultdict(int)
        for measure in plan.measures:
            for outcome_id in measure.outcome_ids:
                pointed[outcome_id] += 1
        for one in plan.outcomes:
            count = pointed[one.id]
            state = f"{count} {'measure' if count == 1 else 'measures'}" if count else "No measure"
            found.append(
                Step(one.id, "outcome", one.label, FEATURE, (one.priority_id,), state=state)
            )
    return tuple(found)
