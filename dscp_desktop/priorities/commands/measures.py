"""What a person can do to the measures and golden threads of a plan."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.priorities.commands.plans import CARES, moved, title_of
from dscp_desktop.priorities.queries.plans import get_plan
from dscp_desktop.priorities.rules.outcomes import outcomes_of
from dscp_desktop.priorities.rules.plans import HOWS, ThreadDetails
from dscp_desktop.priorities.tables import Measure, MeasureOutcome, Plan, Thread
from dscp_desktop.store.session import fresh_id


def add_measure(
    session: Session, plan_id: str, title: str, outcomes: str = "", activity: str = ""
) -> Changes:
    """Add a measure below the others; `outcomes` as a plan writes them, such as '1.1-1.4'.

    Raises Refused where it has no title, or an outcome is not there.
    """
    ids = _read_outcomes(session, plan_id, outcomes)
    row = Measure(id=fresh_id(session), plan_id=plan_id, position=next_place(session, plan_id))
    row.title, row.activity = title_of(title, "measure"), " ".join(activity.split())
    session.add(row)
    session.flush()
    put_outcomes(session, row.id, ids)
    return Changes("Measure added", CARES, row.id)


def change_measure(
    session: Session, measure_id: str, title: str, outcomes: str = "", activity: str = ""
) -> Changes:
    """Change a measure, its activity and the outcomes it points at. Raises Refused as above."""
    row = session.get_one(Measure, measure_id)
    ids = _read_outcomes(session, row.plan_id, outcomes)
    row.title, row.activity = title_of(title, "measure"), " ".join(activity.split())
    put_outcomes(session, measure_id, ids)
    return Changes("Measure changed", CARES, measure_id)


def _read_outcomes(session: Session, plan_id: str, text: str) -> tuple[str, ...]:
    plan = get_plan(session, plan_id)
    if plan is None:
        raise Refused("This plan is no longer there.")
    return outcomes_of(text, plan)


def put_outcomes(session: Session, measure_id: str, ids: Collection[str]) -> None:
    """Make a measure point at these outcomes and no others."""
    query = select(MeasureOutcome).where(MeasureOutcome.measure_id == measure_id)
    there = {row.outcome_id: row for row in session.scalars(query)}
    for outcome_id, row in there.items():
        if outcome_id not in ids:
            session.delete(row)
    for outcome_id in ids:
        if outcome_id not in there:
            new = MeasureOutcome(id=fresh_id(session), measure_id=measure_id, outcome_id=outcome_id)
            session.add(new)
    session.flush()


def next_place(session: Session, plan_id: str, table: type[Measure | Thread] = Measure) -> int:
    """Return the place below the last measure, or thread, of a plan."""
    last = session.scalar(select(func.max(table.position)).where(table.plan_id == plan_id))
    return (last or 0) + 1


def move_measure(session: Session, measure_id: str, step: int) -> Changes:
    """Move a measure by one place, up (-1) or down (1)."""
    row = session.get_one(Measure, measure_id)
    query = select(Measure).where(Measure.plan_id == row.plan_id)
    rows = session.scalars(query.order_by(Measure.position, Measure.id)).all()
    _place(moved(rows, row, step))
    return Changes("Measure moved", CARES, measure_id)


def _place(order: Sequence[Measure | Thread]) -> None:
    """Number rows from 1 in their order."""
    for position, one in enumerate(order, 1):
        if one.position != position:
            one.position = position


def remove_measure(session: Session, measure_id: str) -> Changes:
    """Take a measure out of its plan."""
    row = session.get_one(Measure, measure_id)
    put_outcomes(session, measure_id, ())
    session.delete(row)
    return Changes("Measure removed", CARES, row.plan_id)


# Golden threads -----------------------------------------------------------------------------


def add_thread(session: Session, plan_id: str, details: ThreadDetails) -> Changes:
    """Add a golden thread below the others. Raises Refused where it says nothing, or wrongly."""
    place = next_place(session, plan_id, Thread)
    row = Thread(id=fresh_id(session), plan_id=plan_id, position=place)
    put_thread(session, row, details)
    session.add(row)
    return Changes("Golden thread added", CARES, row.id)


def change_thread(session: Session, thread_id: str, details: ThreadDetails) -> Changes:
    """Change a thread: its words, and how it goes on from one of an earlier plan."""
    put_thread(session, session.get_one(Thread, thread_id), details)
    return Changes("Golden thread changed", CARES, thread_id)


def put_thread(session: Session, row: Thread, details: ThreadDetails) -> None:
    """Put a person's words into a thread's row. Raises Refused where they do not fit together."""
    if details.how and details.how not in HOWS:
        raise Refused(f"A thread is one of: {', '.join(HOWS)}.")
    if details.continues_id:
        if details.how not in ("same", "reworded"):
            raise Refused("Say whether it goes on with the same words or reworded.")
        before = session.get(Thread, details.continues_id)
        if before is None:
            raise Refused("That thread is no longer there. Choose another one.")
        own, theirs = session.get_one(Plan, row.plan_id), session.get_one(Plan, before.plan_id)
        if theirs.term >= own.term:
            raise Refused(f"A thread goes on from a plan before {own.term}. Choose one of those.")
    row.title = title_of(details.title, "golden thread")
    row.how, row.continues_id = details.how, details.continues_id or None


def move_thread(session: Session, thread_id: str, step: int) -> Changes:
    """Move a thread by one place, up (-1) or down (1)."""
    row = session.get_one(Thread, thread_id)
    query = select(Thread).where(Thread.plan_id == row.plan_id)
    rows = session.scalars(query.order_by(Thread.position, Thread.id)).all()
    _place(moved(rows, row, step))
    return Changes("Golden thread moved", CARES, thread_id)


def remove_thread(session: Session, thread_id: str) -> Changes:
    """Take a thread out of its plan.

    The store refuses it, with the list, where something points at it: a later plan's thread too.
    """
    row = session.get_one(Thread, thread_id)
    session.delete(row)
    return Changes("Golden thread removed", CARES, row.plan_id)
