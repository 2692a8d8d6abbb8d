"""Days: working days in England, and how a date is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from functools import cache, lru_cache
from itertools import accumulate

from dscp_desktop.core.places import find_place

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


# Of these years the bank holidays are written down, as the library reckons them: to load it takes
# 16 MB and a third of a second, and nearly every date of a partnership lies in them.
WRITTEN = range(1990, 2061)


@cache
def _bank_holidays(year: int) -> Mapping[date, str]:
    return _written()[year] if year in WRITTEN else reckon_bank_holidays(year)


@cache
def _written() -> Mapping[int, Mapping[date, str]]:
    found: dict[int, dict[date, str]] = {year: {} for year in WRITTEN}
    for line in find_place("resources/bank-holidays.txt").read_text("utf-8").splitlines()[1:]:
        day = date.fromisoformat(line[:10])
        found[day.year][day] = line[11:]
    return found


def reckon_bank_holidays(year: int) -> dict[date, str]:
    """Return the bank holidays in England of any year, from the library of days off."""
    import holidays  # late: it takes a while, and the window opens without it

    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year))


def bank_holiday(day: date) -> str:
    """Return the name of the bank holiday in England on that day, '' where there is none."""
    return _bank_holidays(day.year).get(day, "")


def is_working_day(day: date) -> bool:
    """Monday to Friday and no bank holiday in England."""
    return day.weekday() < 5 and not bank_holiday(day)


@lru_cache(maxsize=8192)  # the steps of every meeting are reckoned again with each list of them
def add_working_days(start: date, count: int) -> date:
    """Return the day `count` working days after `start` (before, if negative); `start` is day 0."""
    step = timedelta(days=1 if count >= 0 else -1)
    day, left = start, abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """Return how many working days lie after `start` up to and with `end`; negative backwards."""
    if end < start:
        return -working_days_between(end, start)
    years = sum(_counted(year)[-1] for year in range(start.year, end.year))
    return years + _counted(end.year)[_in_year(end)] - _counted(start.year)[_in_year(start)]


@cache
def _counted(year: int) -> tuple[int, ...]:
    """Return for each day of a year the working days up to and with it; 0 before the first."""
    first = date(year, 1, 1)
    days = range(_in_year(date(year, 12, 31)))
    return (0, *accumulate(is_working_day(first + timedelta(days=n)) for n in days))


def _in_year(day: date) -> int:
    return day.toordinal() - date(day.year, 1, 1).toordinal() + 1


def show_day(day: date) -> str:
    """Return 'Thu 26 Oct'."""
    return f"{_DAYS[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1][:3]}"


def show_day_year(day: date) -> str:
    """Return 'Thu 26 Oct 2023'."""
    return f"{show_day(day)} {day.year}"


def show_date(day: date) -> str:
    """Return '26 October 2023'."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def show_long_day(day: date) -> str:
    """Return 'Thursday 26 October 2023'."""
    return f"{_DAYS[day.weekday()]} {show_date(day)}"


def show_month(day: date) -> str:
    """Return 'October 2023'."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def show_times(start: time | None, end: time | None) -> str:
    """Return '09:30 to 11:30', '09:30', or '' where no time is known."""
    if start is None:
        return ""
    return f"{start:%H:%M} to {end:%H:%M}" if end else f"{start:%H:%M}"


def days_words(due: date, today: date) -> str:
    """Say in words how late something is, or how long there is, in working days."""
    if due == today:
        return "Due today"
    late = due < today
    # A date that fell on a weekend is late by the first working day after it.
    count = abs(working_days_between(due, today))
    unit = "working day" if count == 1 else "working days"
    return f"{count} {unit} {'late' if late else 'left'}"
