"""What a return says of itself: its period, its total, and what was reported elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dscp_desktop.core.days import show_date
from dscp_desktop.core.periods import parse_year, year_bounds

_QUARTER = re.compile(r"\b(?:quarter|qtr|q)\s*([1-4])\b", re.IGNORECASE)
_LABELLED = re.compile(r"(?P<label>[^:]{3,60}):\s*(?P<value>\S.*)")
_NUMBER = re.compile(r"\d{1,6}")


@dataclass(frozen=True, slots=True)
class ReturnValues:
    """A return as its sheet has it; what the sheet does not say stays empty."""

    first: date | None = None
    last: date | None = None
    declared: int | None = None
    supplied_by: str = ""
    reported_ycs: int | None = None
    reported_ofsted: int | None = None
    home: str = ""


@dataclass(frozen=True, slots=True)
class ReturnDetails:
    """What a person records of a return: when it came, who supplied it (a role), and totals."""

    received_on: date | None = None
    supplied_by: str = ""
    declared: int | None = None
    reported_ycs: int | None = None
    reported_ofsted: int | None = None
    note: str = ""


def period_in(texts: Iterable[str]) -> tuple[date, date] | None:
    """Return the period that a title names: 'quarter 1 2022-23' is April to June 2022.

    A year without quarter is the whole year; None where no year is named. The first title counts.
    """
    for text in texts:
        try:
            first, last = year_bounds(parse_year(text))
        except ValueError:
            continue
        found = _QUARTER.search(text)
        return quarter_bounds(first.year, int(found[1])) if found else (first, last)
    return None


def quarter_bounds(begins: int, number: int) -> tuple[date, date]:
    """Return the first and the last day of a quarter of the year that begins in April."""
    month = 4 + 3 * (number - 1)
    first = date(begins + (month > 12), (month - 1) % 12 + 1, 1)
    ahead = first + timedelta(days=95)
    return first, ahead.replace(day=1) - timedelta(days=1)


def said_above(texts: Iterable[str]) -> dict[str, str]:
    """Return what the lines above a table say of the return: supplied by, reported to whom."""
    found: dict[str, str] = {}
    for text in texts:
        for line in text.splitlines():
            told = _LABELLED.fullmatch(line.strip())
            if told is None:
                continue
            label, value = told["label"].casefold(), told["value"].strip()
            if "supplied" in label or "completed by" in label or "returned by" in label:
                found["supplied_by"] = value
            elif "ofsted" in label:
                found["reported_ofsted"] = value
            elif "youth custody" in label or "ycs" in label:
                found["reported_ycs"] = value
            elif label.strip() == "home":
                found["home"] = value
    return found


def number_in(text: str) -> int | None:
    """Return the first number of a text, None where there is none."""
    found = _NUMBER.search(text)
    return int(found[0]) if found else None


def period_words(first: date, last: date) -> str:
    """Return '1 April 2022 to 30 June 2022'."""
    return f"{show_date(first)} to {show_date(last)}"


def quarter_words(first: date) -> str:
    """Return 'Quarter 1, 2022-23' for the quarter that begins on a day."""
    number = (first.month - 4) % 12 // 3 + 1
    begins = first.year if first.month >= 4 else first.year - 1
    return f"Quarter {number}, {begins}-{(begins + 1) % 100:02d}"


def missing_months(
    returned: Iterable[tuple[date, date]], seen: Iterable[date], since: date, until: date
) -> tuple[date, ...]:
    """Return the first days of the months between two days that no return covers.

    A month with incidents in the register counts as returned. Nothing is expected before the
    first month that anything is known of; a month that has not ended is not missing yet.
    """
    periods, days = list(returned), list(seen)
    known = [first for first, _ in periods] + days
    if not known:
        return ()
    month = max(min(known), since).replace(day=1)
    covered = {day.replace(day=1) for day in days}
    found = []
    while (following := (month + timedelta(days=32)).replace(day=1)) <= until + timedelta(days=1):
        last = following - timedelta(days=1)
        within = any(first <= month and ends >= last for first, ends in periods)
        if not within and month not in covered:
            found.append(month)
        month = following
    return tuple(found)
