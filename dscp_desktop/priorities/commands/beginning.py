"""Plans of a profile put into a new store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.names import tidy_name
from dscp_desktop.partnership.tables import Group
from dscp_desktop.priorities.commands.measures import add_measure, add_thread
from dscp_desktop.priorities.commands.plans import add_plan, put_activities
from dscp_desktop.priorities.rules.plans import PlanDetails, ThreadDetails
from dscp_desktop.priorities.tables import Outcome, Plan, Priority, Thread
from dscp_desktop.store.session import fresh_id


def begin(session: Session, profile: Mapping[str, Any]) -> None:
    """Put a profile's plans, with all that stands in them, into a new store.

    An earlier plan comes first, so that the threads of a later one can go on from its own.
    """
    session.flush()
    groups = {row.code: row.id for row in session.scalars(select(Group))}
    for entry in sorted(profile.get("plan", ()), key=lambda one: str(one["term"])):
        details = PlanDetails(
            term=entry["term"],
            starts=entry.get("from", ""),
            ends=entry.get("to", ""),
            vision=entry.get("vision", ""),
            values=tuple(entry.get("values", ())),
            source=entry.get("source", ""),
            note=entry.get("note", ""),
        )
        plan_id = str(add_plan(session, details).result)
        session.flush()
        for priority in entry.get("priority", ()):
            _begin_priority(session, plan_id, priority, groups)
        session.flush()
        for one in entry.get("measure", ()):
            said = (one["title"], one.get("outcomes", ""), one.get("activity", ""))
            add_measure(session, plan_id, *said)
        for thread in entry.get("threads", ()):
            _begin_thread(session, plan_id, thread)
    session.flush()


def _begin_priority(
    session: Session, plan_id: str, entry: Mapping[str, Any], groups: Mapping[str, str]
) -> None:
    row = Priority(
        id=fresh_id(session),
        plan_id=plan_id,
        number=entry["number"],
        title=entry["title"],
        reasons="\n".join(entry.get("reasons", ())),
        lead_id=groups.get(entry.get("lead_group", "")),
    )
    session.add(row)
    session.flush()
    put_activities(session, row.id, entry.get("activities", ()))
    for outcome in entry.get("outcomes", ()):
        line = Outcome(
            id=fresh_id(session),
            priority_id=row.id,
            number=str(outcome["number"]),
            title=outcome["title"],
            lead_id=groups.get(outcome.get("lead_group", "")),
        )
        session.add(line)


def _begin_thread(session: Session, plan_id: str, entry: Mapping[str, Any]) -> None:
    session.flush()
    before = _find_thread(session, entry.get("continues", ""), entry.get("continues_plan", ""))
    how = entry.get("how", "")
    if before and how not in ("same", "reworded"):
        how = "reworded"
    add_thread(session, plan_id, ThreadDetails(entry["title"], how, before))


def _find_thread(session: Session, title: str, term: str) -> str | None:
    """Return the thread of these words in the plan of a term; without one in the latest so far."""
    query = (
        select(Thread, Plan.term)
        .join(Plan, Plan.id == Thread.plan_id)
        .order_by(Plan.term.desc(), Thread.position)
    )
    for thread, of in session.execute(query):
        if title and tidy_name(thread.title) == tidy_name(title) and term in ("", of):
            return thread.id
    return None
