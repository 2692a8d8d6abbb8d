"""Years as the office counts them."""

from __future__ import annotations

import re
from datetime import date

_YEAR = re.compile(r"(?P<start>\d{4})\s*[-/–]\s*(?P<end>\d{4}|\d{2})(?!\d)")


def parse_year(text: str) -> str:
    """Read '2022-23', '2022/23' or '2022-2023' and return '2022-23'.

    Raises ValueError where the second year does not follow the first, or there is none.
    """
    found = _YEAR.search(text)
    if not found or int(found["end"]) % 100 != (int(found["start"]) + 1) % 100:
        raise ValueError("Write the year as 2022-23.")
    return year_named(int(found["start"]))


def year_named(start: int) -> str:
    """Return '2022-23' for the financial year that begins in April 2022."""
    return f"{start}-{(start + 1) % 100:02d}"


def year_of(day: date) -> str:
    """Return the financial year (1 April to 31 March) that holds the day."""
    return year_named(day.year if day.month >= 4 else day.year - 1)


def year_bounds(year: str) -> tuple[date, date]:
    """Return the first and the last day of a financial year named '2022-23'."""
    start = int(year[:4])
    return date(start, 4, 1), date(start + 1, 3, 31)


def year_before(year: str) -> str:
    """Return the financial year before."""
    return year_named(int(year[:4]) - 1)
