"""What the diary brings into a year that begins: its meetings, and run-ups that are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.core.days import add_working_days, show_day
from dscp_desktop.core.offers import YearLine
from dscp_desktop.core.periods import year_bounds
from dscp_desktop.diary.queries.planning import (
    list_existing,
    list_steps,
    plan_scope,
    planning_parts,
    sharing,
)
from dscp_desktop.diary.rules.bounds import Planned, Taken
from dscp_desktop.diary.rules.planning import replan
from dscp_desktop.diary.rules.runup import Step
from dscp_desktop.partnership.rules.parties import GroupLine

MEETING, RUN_UP = "meeting", "run-up"
RUN_UPS = "Run-ups of meetings"


def propose_year(session: Session, year: str, today: date) -> tuple[YearLine, ...]:
    """Return the meetings that the cadences ask for in a year and the diary does not hold.

    None is in the past, and groups that share seats do not get in each other's way. A group
    without a run-up is offered the one that most groups have.
    """
    groups, _, cadences = planning_parts(session)
    first, last = year_bounds(year)
    with_whom = sharing(session, max(first, today))
    steps = {group.id: list_steps(session, group.id) for group in groups if group.id in cadences}
    planned: dict[str, list[Taken]] = {}
    found: list[YearLine] = []
    for group in groups:
        cadence = cadences.get(group.id)
        if cadence is None:
            continue
        scope = plan_scope(session, cadence, year)
        others = [one for other in with_whom.get(group.id, {}) for one in planned.get(other, ())]
        scope = replace(scope, taken=(*scope.taken, *others))
        wanted = replan(scope, list_existing(session, group.id, first, last)).add
        ahead = [one for one in wanted if one.on >= today]
        planned[group.id] = [Taken(one.on, cadence.start, cadence.end, group.name) for one in ahead]
        found += [_meeting(group, one, steps[group.id]) for one in ahead]
    return (*found, *_run_ups(groups, steps))


def _meeting(group: GroupLine, planned: Planned, steps: Sequence[Step]) -> YearLine:
    said = [planned.why_moved] if planned.why_moved else []
    if before := min(steps, key=lambda step: step.days, default=None):
        said.append(f"{before.title} {show_day(add_working_days(planned.on, before.days))}")
    return YearLine(
        key=f"{MEETING}:{group.id}:{planned.slot.isoformat()}",
        heading=f"Meetings of {group.name}",
        what=group.name,
        why=" · ".join(said),
        on=planned.on,
        warning=planned.clash and f"At the same time as {planned.clash}",
    )


def _run_ups(
    groups: Sequence[GroupLine], steps: Mapping[str, Sequence[Step]]
) -> tuple[YearLine, ...]:
    count = len(usual_run_up(steps.values()))
    return tuple(
        YearLine(
            key=f"{RUN_UP}:{group.id}",
            heading=RUN_UPS,
            what=f"Run-up of {group.name}",
            why=f"It has none; most groups have {count} step{'' if count == 1 else 's'}",
        )
        for group in groups
        if count and group.id in steps and not steps[group.id]
    )


def usual_run_up(run_ups: Iterable[Sequence[Step]]) -> tuple[Step, ...]:
    """Return the run-up that most groups have, () where none has any."""
    counted = Counter(tuple((step.title, step.days) for step in own) for own in run_ups if own)
    return tuple(Step(*step) for most, _ in counted.most_common(1) for step in most)
