"""The golden thread map of a plan, from what every feature adds to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.core.offers import Step, StepOffer
from dscp_desktop.priorities.queries.plans import FEATURE as PRIORITIES
from dscp_desktop.priorities.queries.plans import find_of, list_plans, plan_on
from dscp_desktop.priorities.rules.plans import PlanLine
from dscp_desktop.threads.rules import PRIORITY, ThreadMap, build_map


@dataclass(frozen=True, slots=True)
class MapPage:
    """What the page shows: the plans to choose from, newest first, and the map of one."""

    plans: tuple[tuple[str, str], ...] = ()
    plan_id: str = ""
    term: str = ""
    map: ThreadMap = field(default_factory=ThreadMap)


def map_page(
    session: Session,
    offers: Sequence[StepOffer],
    today: date,
    plan_id: str = "",
    record_id: str = "",
) -> MapPage:
    """Return the map of a plan, or of the plan that a record stands in, as it is on a day.

    Without either it is the plan of that day.
    """
    plans = list_plans(session)
    plan = find_of(plans, record_id) if record_id else None
    plan = plan or next((one for one in plans if one.id == plan_id), None)
    plan = plan or plan_on(plans, today)
    if plan is None:
        return MapPage()
    named = tuple((one.id, one.term) for one in reversed(plans))
    return MapPage(named, plan.id, plan.term, thread_map(session, offers, plan, today))


def thread_map(
    session: Session, offers: Sequence[StepOffer], plan: PlanLine, today: date
) -> ThreadMap:
    """Return the map of one plan from the steps that are offered."""
    steps = [step for offer in offers for step in offer.list_steps(session, today)]
    heads = [
        Step(one.id, PRIORITY, f"Priority {one.number}: {one.title}", PRIORITIES)
        for one in plan.priorities
    ]
    elsewhere = {key for one in list_plans(session) for key in one.ids} - plan.ids
    names = {one.id: f"Golden thread: {one.title}" for one in plan.threads}
    return build_map(heads, steps, elsewhere, names)
