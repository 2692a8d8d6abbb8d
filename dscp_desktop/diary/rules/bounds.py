"""Which days may hold a meeting of a plan, and which times are taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from dscp_desktop.core.days import bank_holiday, show_day, show_times
from dscp_desktop.diary.rules.cadence import AUGUST, CadenceRule, monday_of

# Two weeks without meetings: those of Christmas and of New Year, as schools have them.
_CHRISTMAS_FROM, _CHRISTMAS_TO = (12, 21), (1, 3)


@dataclass(frozen=True, slots=True)
class Taken:
    """A time that is taken by another group with which seats are shared."""

    on: date
    start: time | None
    end: time | None
    words: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting to plan: its day, its slot, why it is not on the day its cadence asks for.

    `slot` is the day that the plan gave it. It stays when the meeting is moved by hand, and the
    rest of the year goes on from it. `clash` names the other meetings of that time.
    """

    on: date
    slot: date
    why_moved: str = ""
    clash: str = ""


@dataclass(frozen=True, slots=True)
class PlanScope:
    """What a plan is made of: the rule, its first and last day, and what stands in its way.

    `start_from` is the day of the first meeting, or of one before `first` from which to count.
    """

    rule: CadenceRule
    first: date
    last: date
    start_from: date | None = None
    taken: tuple[Taken, ...] = ()
    weeks_out: tuple[date, ...] = ()
    start: time | None = None
    end: time | None = None


def why_not(scope: PlanScope, day: date) -> str:
    """Return why a group does not meet on a day ('Good Friday', 'August is skipped'), or ''."""
    rule = scope.rule
    if day.weekday() > 4:
        return "weekend"
    if holiday := bank_holiday(day):
        return holiday
    if rule.skip_august and day.month == AUGUST:
        return "August is skipped"
    if rule.skip_christmas and is_christmas(day):
        return "Christmas is skipped"
    if monday_of(day) in {monday_of(out) for out in (*rule.left_out, *scope.weeks_out)}:
        return "that week is left out"
    return ""


def is_christmas(day: date) -> bool:
    """Say whether a day is from 21 December to 3 January, both in."""
    place = (day.month, day.day)
    return place >= _CHRISTMAS_FROM or place <= _CHRISTMAS_TO


def overlap(
    start: time | None, end: time | None, other: time | None, other_end: time | None
) -> bool:
    """Say whether two times of one day overlap; one that is not known overlaps with all."""
    if start is None or other is None:
        return True
    return start < (other_end or time.max) and other < (end or time.max)


def clash_on(scope: PlanScope, day: date) -> str:
    """Return in words which meetings of others take the same time of a day; '' where none do."""
    found = [
        ", ".join(part for part in (each.words, show_times(each.start, each.end)) if part)
        for each in scope.taken
        if each.on == day and overlap(scope.start, scope.end, each.start, each.end)
    ]
    return "; ".join(found)


def planned_on(scope: PlanScope, day: date, wanted: date) -> Planned:
    """Return a meeting on a day, with the reason where another day was wanted."""
    why = ""
    if day != wanted and (reason := why_not(scope, wanted) or clash_on(scope, wanted)):
        why = f"Not {show_day(wanted)}: {reason}"
    return Planned(day, day, why, clash_on(scope, day))


def kept_on(slot: date) -> Planned:
    """Return the place of a meeting that the diary holds already."""
    return Planned(slot, slot)
