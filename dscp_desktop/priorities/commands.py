"""What fills the plans: so far the profile alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.priorities.tables import Outcome, Plan, Priority, Thread
from dscp_desktop.store.session import fresh_id


def begin(session: Session, profile: Mapping[str, Any]) -> None:
    """Put a profile's plans, with priorities, outcomes and threads, into a new store."""
    for entry in profile.get("plan", ()):
        plan = Plan(
            id=fresh_id(session),
            term=entry["term"],
            vision=entry.get("vision", ""),
            values="\n".join(entry.get("values", ())),
            source=entry.get("source", ""),
        )
        session.add(plan)
        for priority in entry.get("priority", ()):
            _begin_priority(session, plan.id, priority)
        for position, thread in enumerate(entry.get("threads", ()), 1):
            row = Thread(
                id=fresh_id(session), plan_id=plan.id, position=position, title=thread["title"]
            )
            session.add(row)


def _begin_priority(session: Session, plan_id: str, entry: Mapping[str, Any]) -> None:
    row = Priority(
        id=fresh_id(session), plan_id=plan_id, number=entry["number"], title=entry["title"]
    )
    session.add(row)
    for outcome in entry.get("outcomes", ()):
        line = Outcome(
            id=fresh_id(session),
            priority_id=row.id,
            number=str(outcome["number"]),
            title=outcome["title"],
        )
        session.add(line)
