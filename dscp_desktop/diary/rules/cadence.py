"""How often a group meets: the rule as a value, as text for the store, and as a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.rules.meetings import joined

WEEKS, WEEKDAY, TIMES = "weeks", "weekday", "times"
KINDS = (WEEKS, WEEKDAY, TIMES)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
LAST = -1  # the last such weekday of a month
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}
AUGUST = 8
_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)
_MOST_WEEKS, _MOST_TIMES, _MOST_BESIDES = 52, 52, 24
# A month without meetings and two weeks at Christmas are the longest stretch that is skipped.
_AUGUST_DAYS, _CHRISTMAS_DAYS = 31, 14


@dataclass(frozen=True, slots=True)
class CadenceRule:
    """How often a group meets. `kind` says which of the other fields count.

    - `weeks`: every `weeks_at_least` to `weeks_at_most` weeks; the fewer are preferred.
    - `weekday`: the `nth` (1 to 4, or -1 for the last) `weekday` (0 is Monday) of every `months`
      months, or of the `named` months (1 is January). An `nth` of 0 takes the place in the month
      and the weekday of the first meeting.
    - `times`: `times` a year, spread evenly.

    `besides` are meetings a year on top of a weekday of the month. `left_out` are days whose weeks
    are without meetings.
    """

    kind: str = WEEKS
    weeks_at_least: int = 6
    weeks_at_most: int = 8
    nth: int = 0
    weekday: int = 3
    months: int = 1
    named: tuple[int, ...] = ()
    times: int = 4
    besides: int = 0
    skip_august: bool = False
    skip_christmas: bool = False
    left_out: tuple[date, ...] = ()


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def fault_of_cadence(rule: CadenceRule) -> str:
    """Return what is wrong with a rule, with its remedy; '' where nothing is."""
    if rule.kind not in KINDS:
        return "Choose how often the group meets: every so many weeks, a weekday, or times a year."
    if rule.kind == WEEKS and not 1 <= rule.weeks_at_least <= rule.weeks_at_most <= _MOST_WEEKS:
        return f"The weeks go from at least one to at most {_MOST_WEEKS}, the fewer first."
    if rule.kind == WEEKDAY and not _month_sound(rule):
        return "Choose which weekday of the month, and every one to twelve months."
    if rule.kind == TIMES and not 1 <= rule.times <= _MOST_TIMES:
        return f"A group meets from one to {_MOST_TIMES} times a year."
    if not 0 <= rule.besides <= _MOST_BESIDES:
        return f"At most {_MOST_BESIDES} further meetings a year can be planned besides."
    if rule.besides and rule.kind != WEEKDAY:
        return "Further meetings besides go with a weekday of the month alone. Set them to none."
    return ""


def _month_sound(rule: CadenceRule) -> bool:
    placed = rule.nth in (0, *ORDINALS) and 0 <= rule.weekday < len(WEEKDAYS)
    return placed and 1 <= rule.months <= 12 and all(1 <= month <= 12 for month in rule.named)


def cadence_text(rule: CadenceRule) -> str:
    """Return the rule as JSON, for the store; fields that do not count are left out."""
    values: dict[str, Any] = {"kind": rule.kind}
    if rule.kind == WEEKS:
        values["weeks"] = [rule.weeks_at_least, rule.weeks_at_most]
    elif rule.kind == WEEKDAY:
        values |= {"nth": rule.nth, "weekday": rule.weekday}
        values |= {"named": list(rule.named)} if rule.named else {"months": rule.months}
    else:
        values["times"] = rule.times
    for name in ("besides", "skip_august", "skip_christmas"):
        if getattr(rule, name):
            values[name] = getattr(rule, name)
    if rule.left_out:
        values["left_out"] = [day.isoformat() for day in sorted(set(rule.left_out))]
    return json.dumps(values, sort_keys=True)


def cadence_of(text: str) -> CadenceRule:
    """Return the rule that `cadence_text` wrote. Raises Refused where it is none."""
    try:
        values = json.loads(text)
        weeks = values.get("weeks", [6, 8])
        rule = CadenceRule(
            kind=str(values["kind"]),
            weeks_at_least=int(weeks[0]),
            weeks_at_most=int(weeks[1]),
            nth=int(values.get("nth", 0)),
            weekday=int(values.get("weekday", 3)),
            months=int(values.get("months", 1)),
            named=tuple(int(month) for month in values.get("named", ())),
            times=int(values.get("times", 4)),
            besides=int(values.get("besides", 0)),
            skip_august=bool(values.get("skip_august", False)),
            skip_christmas=bool(values.get("skip_christmas", False)),
            left_out=tuple(date.fromisoformat(day) for day in values.get("left_out", ())),
        )
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise Refused("This is no rule of how often a group meets. Choose it again.") from error
    if why := fault_of_cadence(rule):
        raise Refused(why)
    return rule


def cadence_from_profile(
    table: Mapping[str, Any], defaults: Mapping[str, Any]
) -> CadenceRule | None:
    """Return the rule that a group's `cadence` in a profile states; None where it states none.

    `weeks = [6, 8]`; `months = 2` or a list of names of months, with `nth` and `weekday` by name;
    `times_a_year = 4`; `besides = 3` on top. August and Christmas are skipped as the group's
    table says, else as `defaults` (the profile's own `[cadence]`) says.
    """
    kind = _kind_in(table)
    if not kind:
        return None
    weeks, months = table.get("weeks", (6, 8)), table.get("months", 1)
    named = () if isinstance(months, int) else tuple(MONTHS.index(str(m)) + 1 for m in months)
    return CadenceRule(
        kind=kind,
        weeks_at_least=int(weeks[0]),
        weeks_at_most=int(weeks[-1]),
        nth=int(table.get("nth", 0)),
        weekday=WEEKDAYS.index(str(table.get("weekday", WEEKDAYS[3]))),
        months=months if isinstance(months, int) else 1,
        named=named,
        times=int(table.get("times_a_year", 4)),
        besides=int(table.get("besides", 0)),
        skip_august=bool(table.get("skip_august", defaults.get("skip_august", False))),
        skip_christmas=bool(table.get("skip_christmas", defaults.get("skip_christmas", False))),
    )


def cadence_table(rule: CadenceRule) -> dict[str, Any]:
    """Return a rule as a profile states it; weeks that are left out belong to one year, and go."""
    if rule.kind == WEEKS:
        table: dict[str, Any] = {"weeks": [rule.weeks_at_least, rule.weeks_at_most]}
    elif rule.kind == WEEKDAY:
        named = [MONTHS[month - 1] for month in rule.named]
        table = {"months": named or rule.months, "nth": rule.nth, "weekday": WEEKDAYS[rule.weekday]}
    else:
        table = {"times_a_year": rule.times}
    table |= {"besides": rule.besides} if rule.besides else {}
    return table | {"skip_august": rule.skip_august, "skip_christmas": rule.skip_christmas}


def _kind_in(table: Mapping[str, Any]) -> str:
    for name, kind in (("weeks", WEEKS), ("months", WEEKDAY), ("times_a_year", TIMES)):
        if name in table:
            return kind
    return ""


def number_words(number: int) -> str:
    """Return a number up to twelve as a word, a larger one in digits."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def cadence_words(rule: CadenceRule) -> str:
    """Return the rule as a sentence: 'Every six to eight weeks, not in August'."""
    words = {WEEKS: _weeks_words, WEEKDAY: _weekday_words, TIMES: _times_words}[rule.kind](rule)
    if rule.besides:
        count = "one more meeting" if rule.besides == 1 else f"{number_words(rule.besides)} more"
        words += f", and {count} a year besides"
    skipped = _skipped_words(rule)
    return words + (f", not {skipped}" if skipped else "")


def _weeks_words(rule: CadenceRule) -> str:
    least, most = rule.weeks_at_least, rule.weeks_at_most
    if least == most:
        return "Every week" if least == 1 else f"Every {number_words(least)} weeks"
    return f"Every {number_words(least)} to {number_words(most)} weeks"


def _weekday_words(rule: CadenceRule) -> str:
    every = "month" if rule.months == 1 else f"{number_words(rule.months)} months"
    if rule.named:
        every = joined([MONTHS[month - 1] for month in rule.named])
        if not rule.nth:
            return f"In {every}"
        return f"The {ORDINALS[rule.nth]} {WEEKDAYS[rule.weekday]} of {every}"
    if not rule.nth:
        return f"Every {every}"
    return f"The {ORDINALS[rule.nth]} {WEEKDAYS[rule.weekday]} of every {every}"


def _times_words(rule: CadenceRule) -> str:
    if rule.times <= 2:
        return f"{('Once', 'Twice')[rule.times - 1]} a year"
    return f"{number_words(rule.times).capitalize()} times a year"


def _skipped_words(rule: CadenceRule) -> str:
    skipped = ["in August"] if rule.skip_august else []
    skipped += ["at Christmas"] if rule.skip_christmas else []
    skipped += [f"in the week of {show_day_year(monday_of(day))}" for day in rule.left_out]
    return joined(skipped, "or")


def promised(rule: CadenceRule) -> tuple[int, int]:
    """Return the least and the most meetings a year that the rule promises."""
    if rule.kind == WEEKS:
        skipped = _AUGUST_DAYS * rule.skip_august + _CHRISTMAS_DAYS * rule.skip_christmas
        least = max((365 - skipped) // (7 * rule.weeks_at_most), 1)
        most = 1 + 365 // (7 * rule.weeks_at_least) - (365 % (7 * rule.weeks_at_least) == 0)
        least, most = least, max(most, least)
    elif rule.kind == WEEKDAY:
        least, most = _months_promised(rule)
    else:
        least = most = rule.times
    return least + rule.besides, most + rule.besides


def _months_promised(rule: CadenceRule) -> tuple[int, int]:
    if rule.named:
        months = {m for m in rule.named if not (rule.skip_august and m == AUGUST)}
        return len(months), len(months)
    if rule.months == 1:
        count = 12 - rule.skip_august
        return count, count
    return 12 // rule.months, -(-12 // rule.months)
