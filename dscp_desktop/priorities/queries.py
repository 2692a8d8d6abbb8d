"""What the store knows of plans, as values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.priorities.rules import OutcomeLine, PlanLine, PriorityLine, ThreadLine
from dscp_desktop.priorities.tables import Outcome, Plan, Priority, Thread


def keep(session: Session, _today: date) -> Mapping[str, Any]:
    """Return the plans as a profile holds them."""
    return {
        "plan": [
            {
                "term": plan.term,
                "vision": plan.vision,
                "values": list(plan.values),
                "source": plan.source,
                "priority": [
                    {
                        "number": priority.number,
                        "title": priority.title,
                        "outcomes": [
                            {"number": one.number, "title": one.title} for one in priority.outcomes
                        ],
                    }
                    for priority in plan.priorities
                ],
                "threads": [{"title": thread.title} for thread in plan.threads],
            }
            for plan in list_plans(session)
        ]
    }


def list_plans(session: Session) -> tuple[PlanLine, ...]:
    """Return all plans by term, each with its priorities, outcomes and threads in order."""
    outcomes: dict[str, list[OutcomeLine]] = defaultdict(list)
    for outcome in session.scalars(select(Outcome).order_by(Outcome.number, Outcome.id)):
        line = OutcomeLine(outcome.id, outcome.number, outcome.title)
        outcomes[outcome.priority_id].append(line)
    priorities: dict[str, list[PriorityLine]] = defaultdict(list)
    for row in session.scalars(select(Priority).order_by(Priority.number, Priority.id)):
        found = PriorityLine(row.id, row.number, row.title, tuple(outcomes[row.id]))
        priorities[row.plan_id].append(found)
    threads: dict[str, list[ThreadLine]] = defaultdict(list)
    for thread in session.scalars(select(Thread).order_by(Thread.position, Thread.id)):
        threads[thread.plan_id].append(ThreadLine(thread.id, thread.title))
    return tuple(
        PlanLine(
            id=plan.id,
            term=plan.term,
            vision=plan.vision,
            values=tuple(plan.values.splitlines()),
            source=plan.source,
            priorities=tuple(priorities[plan.id]),
            threads=tuple(threads[plan.id]),
        )
        for plan in session.scalars(select(Plan).order_by(Plan.term))
    )
