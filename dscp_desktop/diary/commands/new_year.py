"""Taking meetings and run-ups into the diary of a year that begins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.core.offers import YearLine
from dscp_desktop.diary.commands.planning import plan_meetings, set_run_up
from dscp_desktop.diary.queries.new_year import MEETING, RUN_UP, usual_run_up
from dscp_desktop.diary.queries.planning import list_cadences, list_existing, list_steps


def take_year(session: Session, _year: str, lines: Sequence[YearLine], _today: date) -> str:
    """Plan the meetings on the days that they have now; each keeps the slot of its cadence.

    A slot that has its meeting by now, or a group with a run-up, is passed over. Raises Refused
    where a day is no day for a meeting.
    """
    cadences = list_cadences(session)
    wanted: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for line in lines:
        kind, _, rest = line.key.partition(":")
        group_id, _, slot = rest.partition(":")
        if kind == MEETING and line.on is not None and group_id in cadences:
            wanted[group_id].append((line.on, date.fromisoformat(slot)))
    count = 0
    for group_id, planned in wanted.items():
        slots = {one.slot for one in list_existing(session, group_id, date.min, date.max)}
        new = [(on, slot) for on, slot in planned if slot not in slots]
        if new:
            plan_meetings(session, cadences[group_id], new)
            count += len(new)
    run_ups = _take_run_ups(session, [line.key for line in lines], [*cadences])
    said = [f"{count} meeting{'' if count == 1 else 's'}"] if count else []
    if run_ups:
        said.append(f"{run_ups} run-up{'' if run_ups == 1 else 's'}")
    return ", ".join(said)


def _take_run_ups(session: Session, keys: Sequence[str], groups: Sequence[str]) -> int:
    steps = {group_id: list_steps(session, group_id) for group_id in groups}
    usual = usual_run_up(steps.values())
    wanted = [g for g in groups if f"{RUN_UP}:{g}" in keys and not steps[g] and usual]
    for group_id in wanted:
        set_run_up(session, group_id, usual)
    return len(wanted)
