"""Plans as a profile holds them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.priorities.queries.plans import list_plans
from dscp_desktop.priorities.rules.plans import MeasureLine, OutcomeLine, PriorityLine, ThreadLine


def keep(session: Session, _today: date) -> Mapping[str, Any]:
    """Return the plans as a profile holds them."""
    return {
        "plan": [
            {
                "term": plan.term,
                "from": plan.starts,
                "to": plan.ends,
                "note": plan.note,
                "vision": plan.vision,
                "values": list(plan.values),
                "source": plan.source,
                "priority": [_priority(one) for one in plan.priorities],
                "measure": [_measure(one) for one in plan.measures],
                "threads": [_thread(one) for one in plan.threads],
            }
            for plan in list_plans(session)
        ]
    }


def _priority(one: PriorityLine) -> dict[str, Any]:
    return {
        "number": one.number,
        "title": one.title,
        "lead_group": one.lead,
        "reasons": list(one.reasons),
        "activities": [activity.title for activity in one.activities],
        "outcomes": [_outcome(outcome) for outcome in one.outcomes],
    }


def _outcome(one: OutcomeLine) -> dict[str, Any]:
    return {"number": one.number, "title": one.title, "lead_group": one.lead}


def _measure(one: MeasureLine) -> dict[str, Any]:
    return {"title": one.title, "outcomes": one.shown, "activity": one.activity}


def _thread(one: ThreadLine) -> dict[str, Any]:
    return {
        "title": one.title,
        "continues": one.continues,
        "continues_plan": one.continues_term,
        "how": one.how,
    }
