"""Planning a year of meetings from a group's cadence. Pure: days in, days and reasons out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dscp_desktop.diary.rules.bounds import Planned, PlanScope
from dscp_desktop.diary.rules.cadence import TIMES, WEEKDAY, WEEKS
from dscp_desktop.diary.rules.walks import by_months, by_times, by_weeks

_WALKS = {WEEKS: by_weeks, WEEKDAY: by_months, TIMES: by_times}


@dataclass(frozen=True, slots=True)
class Existing:
    """A meeting of the group that the diary holds. One that was `touched` is kept as it is:

    moved by hand, with an agenda, held or cancelled, or never planned by a cadence.
    """

    id: str
    on: date
    slot: date | None
    touched: bool

    @property
    def place(self) -> date:
        """Return the day from which the cadence goes on."""
        return self.slot or self.on


@dataclass(frozen=True, slots=True)
class Replanned:
    """What planning again comes to: what to add, what stays, and what no longer fits."""

    add: tuple[Planned, ...]
    keep: tuple[Existing, ...]
    remove: tuple[Existing, ...]


def plan_year(scope: PlanScope) -> tuple[Planned, ...]:
    """Return the meetings of a year that holds none yet, in order of time.

    None falls on a weekend, a bank holiday of England, or a day that the rule or the plan skips.
    Where the weeks may vary, a clash is avoided; else it is named.
    """
    return replan(scope, ()).add


def replan(scope: PlanScope, existing: Sequence[Existing]) -> Replanned:
    """Return what a year with meetings still needs, and which planned ones no longer fit.

    Those that were touched stay and are counted on. Planned ones nobody touched stay where their
    day is still right. Planning again what was just planned changes nothing.
    """
    within = [each for each in existing if scope.first <= each.place <= scope.last]
    kept = [each for each in within if each.touched]
    loose = [each for each in within if not each.touched]
    slots = [each.slot for each in within if each.slot]
    fixed = sorted({e.place for e in kept if e.slot or not _is_extra(scope, e.on, slots)})
    free = sorted({each.place for each in loose})
    walk = _WALKS[scope.rule.kind]
    wanted = {each.slot: each for each in walk(scope, fixed, free)}
    stay = [each for each in loose if each.place in wanted]
    known = {day for each in within for day in (each.place, each.on)}
    add = sorted((p for p in wanted.values() if p.slot not in known), key=lambda p: p.slot)
    gone = sorted((each for each in loose if each.place not in wanted), key=lambda each: each.on)
    keep = sorted((*kept, *stay), key=lambda each: each.on)
    return Replanned(tuple(add), tuple(keep), tuple(gone))


def _is_extra(scope: PlanScope, day: date, slots: Sequence[date]) -> bool:
    """Say whether a meeting no cadence gave stands beside one that it gave: one more meeting."""
    rule = scope.rule
    if rule.kind == WEEKDAY:
        return any((day.year, day.month) == (slot.year, slot.month) for slot in slots)
    apart = 7 * rule.weeks_at_least if rule.kind == WEEKS else 180 // rule.times
    return any(abs((day - slot).days) < apart for slot in slots)


def is_loose(meeting_slot: date | None, on: date, status: str, in_use: bool) -> bool:
    """Say whether nobody touched a planned meeting: on its slot's day, planned, with nothing on it.

    Only such a one may be taken away by planning again.
    """
    return meeting_slot == on and status == "planned" and not in_use
