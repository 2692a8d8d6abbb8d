"""When a learning cycle takes place: whole calendar months, reckoned from its start by rule.

Month one is the month of the start (annual report 2022-23, chapters 4 and 9: phases 1 to 5 take
four months, and the review takes place in month twelve).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from dscp_desktop.actions.rules.lives import add_months
from dscp_desktop.core.faults import Refused

LAST_MONTH = 60  # a cycle of more than five years is a slip of the keys
MOST_PHASES = 12
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Window:
    """Whole calendar months: the first and the last day, both in."""

    starts: date
    ends: date

    def holds(self, day: date) -> bool:
        """Say whether a day lies in it."""
        return self.starts <= day <= self.ends


@dataclass(frozen=True, slots=True)
class PhaseShape:
    """A phase of the template; `review` where it comes after the cycle's own work."""

    title: str
    lead_id: str
    month: int
    checklist: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    review: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """What a phase's place in the calendar follows from: its month, and by how many it moved."""

    number: int
    month: int
    slip: int = 0
    review: bool = False
    finished: bool = False


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """What is wrong with the template: the phase counted from 0, the field, and what to do."""

    place: int
    field: str
    why: str


@dataclass(frozen=True, slots=True)
class PhaseValues:
    """One row of a sheet of cycles. Fields that the sheet leaves blank are None."""

    topic: str
    number: int | None
    title: str | None = None
    lead: str | None = None
    month: int | None = None
    slip: int | None = None
    review: bool | None = None
    started: date | None = None
    finished: date | None = None
    priority: str | None = None
    plan: str | None = None
    starts: date | None = None
    follows: str | None = None
    state: str | None = None
    sound: bool = True


def first_of_month(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def month_window(starts: date, month: int = 1, slip: int = 0) -> Window:
    """Return the calendar month that is number `month` of a cycle, moved by `slip` months."""
    return _whole_month(starts.year * 12 + starts.month - 1 + month - 1 + slip)


@cache  # few months, and each of hundreds of phases stands in some
def _whole_month(months: int) -> Window:
    (year, month), (next_year, following) = divmod(months, 12), divmod(months + 1, 12)
    return Window(date(year, month + 1, 1), date(next_year, following + 1, 1) - timedelta(days=1))


def start_after(starts: date | None, phases: Iterable[Planned]) -> date | None:
    """Return when a cycle starts that follows one: after its work as first planned, not slipped.

    The review waits for nobody: only where a cycle is all review does the next wait for that.
    """
    held = tuple(phases)
    months = [phase.month for phase in held if not phase.review]
    months = months or [phase.month for phase in held]
    if starts is None or not months:
        return None
    return add_months(first_of_month(starts), max(months))


def faults_of_template(phases: Sequence[PhaseShape]) -> tuple[TemplateFault, ...]:
    """Return everything that is wrong with a template, at its fields."""
    if not phases:
        return (TemplateFault(0, "title", "A cycle needs at least one phase. Add one."),)
    found: list[TemplateFault] = []
    if len(phases) > MOST_PHASES:
        found.append(TemplateFault(MOST_PHASES, "title", f"At most {MOST_PHASES} phases."))
    before = 1
    for place, phase in enumerate(phases):
        number = place + 1
        if not phase.title.strip():
            found.append(TemplateFault(place, "title", f"Type what phase {number} is called."))
        if not phase.lead_id:
            why = f"Phase {number} has no lead group. Choose the group that leads it."
            found.append(TemplateFault(place, "lead", why))
        if why := fault_of_month(number, phase.month, before):
            found.append(TemplateFault(place, "month", why))
        before = max(before, min(phase.month, LAST_MONTH))
    return tuple(found)


def fault_of_month(number: int, month: int, before: int) -> str:
    """Return why a phase cannot stand in a month after one that stands in `before`, or ''."""
    if not 1 <= month <= LAST_MONTH:
        return f"Phase {number}: type a month from 1 to {LAST_MONTH}; 1 is the month of the start."
    if month < before:
        return (
            f"Phase {number} would begin in month {month}, before month {before} of the phase "
            f"above it. Type {before} or a later month."
        )
    return ""


def judge_start(starts: date | None) -> None:
    """Raise Refused where a month lies too far off to be meant."""
    if starts is not None and not FIRST_YEAR <= starts.year < LAST_YEAR:
        raise Refused(f"Choose a month from {FIRST_YEAR} to {LAST_YEAR - 1}.")


def slip_phases(
    phases: Sequence[Planned], number: int, months: int, later: bool
) -> Mapping[int, int]:
    """Return the new slip of each phase that moves, by its number.

    A phase moves alone or, with `later`, together with those after it that are not finished. To
    slip by n and then by -n leaves everything as it was. Raises Refused where nothing would move,
    where the phase is finished, or where phases would no longer be in order.
    """
    named = next(phase for phase in phases if phase.number == number)
    if months == 0:
        raise Refused("Say by how many months the phase moves.")
    if named.finished:
        raise Refused(f"Phase {number} is finished. It keeps its month.")
    moved = {
        phase.number: phase.slip + months
        for phase in phases
        if phase.number == number or (later and phase.number > number and not phase.finished)
    }
    if any(abs(slip) > LAST_MONTH for slip in moved.values()):
        raise Refused(f"A phase moves by at most {LAST_MONTH} months from its first plan.")
    _judge_order(phases, moved)
    return moved


def _judge_order(phases: Sequence[Planned], moved: Mapping[int, int]) -> None:
    ordered = sorted(phases, key=lambda phase: phase.number)
    places = [(p.number, p.month + moved.get(p.number, p.slip)) for p in ordered]
    for (earlier, one), (after, other) in pairwise(places):
        if one > other:
            way = "Move the later ones too, or move it by less." if earlier in moved else ""
            raise Refused(
                f"Phase {earlier} would then take place after phase {after}. "
                f"{way or 'Move it by less.'}"
            )
