"""What the sample's groups mean to do: work plans with their quarters, and the forward plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.app.sample.county import County
from dscp_desktop.meetings.commands.forward import add_forward
from dscp_desktop.meetings.rules.forward import ForwardDetails
from dscp_desktop.priorities.queries.plans import list_plans
from dscp_desktop.priorities.rules.plans import PlanLine
from dscp_desktop.work_plans.commands import add_line, report_quarter, start_plan
from dscp_desktop.work_plans.rules import LineDetails, QuarterWords, quarter_bounds

_NEW_PLAN = "2023-24"  # from this year on, work plans follow the present plan of the partnership


def add_plans(session: Session, county: County) -> None:
    """Put in the work plans of three years, and what is to come to which meeting."""
    plans = list_plans(session)
    for entry in county.years["work_plan"]:
        for year in sorted({line[0] for line in entry["lines"]}):
            _add_work_plan(session, county, entry, year, plans)
    for group, title, why, lead, due, purpose, on in county.years["forward"]["lines"]:
        meeting_id = county.meetings[group, county.day(on)] if on else None
        said = (title, meeting_id, county.day(due), why, lead, 15, purpose)
        add_forward(session, ForwardDetails(county.groups[group], *said))
    session.flush()


def _add_work_plan(
    session: Session,
    county: County,
    entry: Mapping[str, Any],
    year: str,
    plans: tuple[PlanLine, ...],
) -> None:
    group_id, plan = county.groups[entry["group"]], plans[-1 if year >= _NEW_PLAN else 0]
    moved = county.year(year)
    plan_id = str(start_plan(session, group_id, moved).result)
    session.flush()
    for line in entry["lines"]:
        if line[0] == year:
            _, outcome, number, thread, owner, status, progress = line
            priority = next((p.id for p in plan.priorities if p.number == number), None)
            threads = (plan.threads[thread - 1].id,) if thread else ()
            due = quarter_bounds(moved, 4)[1]
            details = LineDetails(outcome, priority, threads, owner, due, status, progress)
            for more in range(county.times):
                told = f" ({more + 1})" if more else ""
                add_line(session, plan_id, replace(details, outcome=outcome + told))
    reported_until = county.day(entry["until"])  # some groups are late with their last quarter
    words = QuarterWords(*(entry[n] for n in ("achieved", "difference", "evidence", "next_steps")))
    for quarter in (1, 2, 3, 4):
        if quarter_bounds(moved, quarter)[1] < reported_until:
            report_quarter(session, plan_id, quarter, words)
    session.flush()
