"""The three ways through a year: every so many weeks, a weekday of the month, so many a year.

Each is given the slots that are `fixed`, on which it counts, and those that are `free`: planned
before and touched by nobody, which it takes up again where their day is still right.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from dscp_desktop.core.days import bank_holiday
from dscp_desktop.diary.rules.bounds import Planned, PlanScope, kept_on, planned_on, why_not
from dscp_desktop.diary.rules.cadence import AUGUST, LAST, monday_of

_LOOK_AHEAD = 20  # weeks after the longest step, past which a group is taken to pause
_APART = 14  # days that a further meeting keeps from the ordinary ones
_SAME = 10  # days within which a meeting of a month is its ordinary one, where there are others
BESIDES = "Besides the ordinary meetings"


# Every so many weeks ------------------------------------------------------------------------


def by_weeks(scope: PlanScope, fixed: Sequence[date], free: Sequence[date]) -> Iterator[Planned]:
    """Walk through the year from one meeting to the next."""
    now = scope.start_from
    if now is None or now >= scope.first:
        first = _first(scope, fixed, free)
        if first is None:
            return
        now = first.slot
        if now <= scope.last:
            yield first
    while step := _step(scope, now, fixed, free):
        now = step.slot
        if now > scope.last:
            return
        if now >= scope.first:
            yield step


def _first(scope: PlanScope, fixed: Sequence[date], free: Sequence[date]) -> Planned | None:
    begin, most = scope.start_from, scope.rule.weeks_at_most
    there = {*fixed, *(day for day in free if not why_not(scope, day))}
    if begin is None:
        soon = [day for day in sorted(there) if 0 <= _gap(scope.first, day) <= most]
        if soon:
            return kept_on(soon[0])
        begin = _in_week(scope.first, scope.rule.weekday)
    same = [day for day in fixed if _gap(begin, day) == 0]
    if same:
        return kept_on(same[0])
    for count in range(_LOOK_AHEAD):
        day = _near(scope, begin + timedelta(weeks=count), scope.first)
        if day is not None:
            return planned_on(scope, day, begin)
    return None


def _step(
    scope: PlanScope, now: date, fixed: Sequence[date], free: Sequence[date]
) -> Planned | None:
    """Return the meeting after one: a kept one where it is near enough, else a new day.

    A kept one at less than half the step is one more meeting, and the cadence goes on without it.
    """
    least, most = scope.rule.weeks_at_least, scope.rule.weeks_at_most
    after = next((day for day in fixed if day > now and 2 * _gap(now, day) > least), None)
    found = _new_step(scope, now)
    limit = max(most, _gap(now, found.slot) if found else 0)
    for day in free:
        fits = least <= _gap(now, day) <= limit and not why_not(scope, day)
        if day > now and fits and (after is None or _gap(day, after) >= least):
            return kept_on(day)
    if after is not None:
        near = _gap(now, after) <= most
        if near or found is None or _gap(found.slot, after) < least:
            return kept_on(after)
    return found


def _new_step(scope: PlanScope, now: date) -> Planned | None:
    """Return the first good day after so many weeks; without a clash, if the weeks may vary."""
    least, most = scope.rule.weeks_at_least, scope.rule.weeks_at_most
    weekday = scope.start_from.weekday() if scope.start_from else scope.rule.weekday
    usual = _in_week(now, min(weekday, 4))
    wanted = usual + timedelta(weeks=least)
    days = [usual + timedelta(weeks=count) for count in range(least, most + 1)]
    found = [planned_on(scope, day, wanted) for day in days if not why_not(scope, day)]
    found.sort(key=lambda each: bool(each.clash))
    if found:
        return found[0]
    for count in range(least, most + _LOOK_AHEAD):
        day = usual + timedelta(weeks=count)
        if count <= most or bank_holiday(day):
            day = _near(scope, day, now) or day
        if not why_not(scope, day):
            return planned_on(scope, day, wanted)
    return None


def _gap(early: date, late: date) -> int:
    """Return how many weeks lie between, by the weeks of the calendar."""
    return (monday_of(late) - monday_of(early)).days // 7


def _in_week(day: date, weekday: int) -> date:
    return monday_of(day) + timedelta(days=weekday)


def _near(scope: PlanScope, day: date, after: date) -> date | None:
    """Return the good day of the same week nearest to a day, the later first."""
    monday = monday_of(day)
    week = [monday + timedelta(days=number) for number in range(5)]
    good = [each for each in week if each >= after and not why_not(scope, each)]
    return min(good, key=lambda each: (abs(each - day), each < day), default=None)


# A weekday of the month ---------------------------------------------------------------------


def by_months(scope: PlanScope, fixed: Sequence[date], _free: Sequence[date]) -> Iterator[Planned]:
    """Go through the months that have a meeting, and then spread those on top of them."""
    nth, weekday = _place_in_month(scope)
    ordinary: list[Planned] = []
    for year, month in _months(scope):
        wanted = nth_weekday(year, month, nth, weekday)
        there = [day for day in fixed if (day.year, day.month) == (wanted.year, wanted.month)]
        if scope.rule.besides:
            there = [day for day in there if abs((day - wanted).days) <= _SAME]
        if there:
            ordinary.append(kept_on(min(there, key=lambda day: abs(day - wanted))))
        else:
            day = _in_month(scope, wanted, nth, weekday)
            if day is not None and scope.first <= day <= scope.last:
                ordinary.append(planned_on(scope, day, wanted))
    yield from ordinary
    yield from _besides(scope, [each.slot for each in ordinary], fixed)


def _place_in_month(scope: PlanScope) -> tuple[int, int]:
    """Return which weekday of the month: as the rule says, else as the first meeting stands."""
    if scope.rule.nth:
        return scope.rule.nth, scope.rule.weekday
    begin = scope.start_from
    if begin is None:
        return 2, scope.rule.weekday
    return min((begin.day - 1) // 7 + 1, 4), min(begin.weekday(), 4)


def _months(scope: PlanScope) -> Iterator[tuple[int, int]]:
    """Yield the months that have a meeting, counted from the month that the plan starts from."""
    rule, first = scope.rule, _count(scope.first)
    begin = first if rule.named else _count(scope.start_from or scope.first)
    if begin < first:
        begin += -(-(first - begin) // rule.months) * rule.months
    for each in range(begin, _count(scope.last) + 1, 1 if rule.named else rule.months):
        month = each % 12 + 1
        if not rule.named or month in rule.named:
            yield each // 12, month


def _count(day: date) -> int:
    return day.year * 12 + day.month - 1


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    """Return the nth weekday of a month, 0 being Monday; -1 is the last of it."""
    if nth == LAST:
        last = date(year, month, calendar.monthrange(year, month)[1])
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7, weeks=nth - 1)


def _in_month(scope: PlanScope, wanted: date, nth: int, weekday: int) -> date | None:
    """Return the wanted day, or another of its month: a week later or earlier, else the nearest.

    An August that is skipped has none; where meetings are months apart, September has it.
    """
    if not why_not(scope, wanted):
        return wanted
    if wanted.month == AUGUST and scope.rule.skip_august:
        if scope.rule.months == 1 or scope.rule.named:
            return None
        return _in_month(scope, nth_weekday(wanted.year, AUGUST + 1, nth, weekday), nth, weekday)
    whole = calendar.monthrange(wanted.year, wanted.month)[1]
    days = (wanted.replace(day=number) for number in range(1, whole + 1))
    good = [day for day in days if scope.first <= day <= scope.last and not why_not(scope, day)]

    def far(day: date) -> tuple[bool, int, bool]:
        return day.weekday() != wanted.weekday(), abs((day - wanted).days), day < wanted

    return min(good, key=far, default=None)


def _besides(scope: PlanScope, ordinary: list[date], fixed: Sequence[date]) -> Iterator[Planned]:
    """Yield the meetings on top of the ordinary ones, away from them, spread over the year."""
    spare = [day for day in fixed if day not in ordinary]
    for begin, end in _stretches(scope, scope.rule.besides):
        there = [day for day in spare if begin <= day < end]
        if there:
            yield kept_on(there[0])
        elif found := _amid(scope, begin, end, ordinary):
            yield Planned(found.on, found.slot, BESIDES, found.clash)


# So many a year -----------------------------------------------------------------------------


def by_times(scope: PlanScope, fixed: Sequence[date], _free: Sequence[date]) -> Iterator[Planned]:
    """Share the year out into equal stretches, with one meeting near the middle of each."""
    for begin, end in _stretches(scope, scope.rule.times):
        there = [day for day in fixed if begin <= day < end]
        if there:
            yield kept_on(there[0])
        elif found := _amid(scope, begin, end, ()):
            yield found


def _stretches(scope: PlanScope, times: int) -> Iterator[tuple[date, date]]:
    """Yield the first day of each stretch and the day after its last: the same count of good days.

    The first begins with the year and the last ends with it, so that each day is in one.
    """
    good = [day for day in _days(scope.first, scope.last) if not why_not(scope, day)]
    marks = [good[len(good) * number // times] for number in range(1, times)] if good else []
    ends = [scope.first, *marks, scope.last + timedelta(days=1)]
    if times:
        yield from pairwise(ends)


def _days(first: date, last: date) -> Iterator[date]:
    for count in range((last - first).days + 1):
        yield first + timedelta(days=count)


def _amid(scope: PlanScope, begin: date, end: date, others: Sequence[date]) -> Planned | None:
    """Return the good day nearest to the middle of a stretch, on the rule's weekday if one is."""
    wanted = _in_week(begin + (end - begin) / 2, scope.rule.weekday)
    good = [d for d in _days(begin, end - timedelta(days=1)) if not why_not(scope, d)]

    def worth(day: date) -> tuple[int, bool, int, bool]:
        apart = min((abs((day - other).days) for other in others), default=_APART)
        off = day.weekday() != scope.rule.weekday
        return -min(apart, _APART), off, abs((day - wanted).days), day < wanted

    best = min(good, key=worth, default=None)
    return planned_on(scope, best, wanted) if best else None
