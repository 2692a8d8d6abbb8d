"""From when to when: dates known to the day, to the month, or not at all.

Such a date is text: 'YYYY-MM-DD', 'YYYY-MM' or ''. The first day or month of a span and its last
one both belong to it; a month as a whole. An empty one is open: nobody knows, or not yet.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from dscp_desktop.core.days import show_date, show_month
from dscp_desktop.core.faults import Refused


class Span(NamedTuple):
    """From when to when something stood: the first day or month and the last one, both in it."""

    starts: str = ""
    ends: str = ""

    def holds(self, on: date) -> bool:
        """Say whether it stood on that day."""
        return stands_on(self.starts, self.ends, on)

    def overlaps(self, other: Span) -> bool:
        """Say whether some day belongs to both."""
        first = max(first_day(self.starts), first_day(other.starts))
        return first <= min(last_day(self.ends), last_day(other.ends))

    @property
    def first(self) -> date:
        """Return the first day that may belong to it."""
        return first_day(self.starts)

    @property
    def last(self) -> date:
        """Return the last day that may belong to it."""
        return last_day(self.ends)

    @property
    def words(self) -> str:
        """Say it in words: 'From 1 July 2022'."""
        return in_time(self.starts, self.ends)

    @property
    def said(self) -> str:
        """Say it in the middle of a sentence: 'from 1 July 2022'."""
        words = self.words
        return words[:1].lower() + words[1:] if words.startswith(("From", "Until")) else words


def stands_on(starts: str, ends: str, on: date) -> bool:
    """Say whether what began and ended then stood on that day."""
    return first_day(starts) <= on <= last_day(ends)


def first_day(text: str) -> date:
    """Return the first day that a date to the day, month or year can mean; the oldest if open."""
    if not text:
        return date.min
    parts = [int(part) for part in text.split("-")]
    return date(parts[0], *(*parts[1:], 1, 1)[:2])


def last_day(text: str) -> date:
    """Return the last day that a date to the day, month or year can mean; the latest if open."""
    if not text:
        return date.max
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(parts[0], parts[1], parts[2])
    month = parts[1] if len(parts) == 2 else 12
    return date(parts[0], month, monthrange(parts[0], month)[1])


def end_before(starts: str) -> str:
    """Return when the one before ends, where the next one begins then: the day before, or the
    month itself where no more is known.
    """
    if len(starts) != 10:
        return starts
    day = date.fromisoformat(starts)
    return (day - timedelta(days=1)).isoformat() if day > date.min else starts


def begin_after(ends: str) -> str:
    """Return when the next one begins, where the one before ended then: the next day or month."""
    if not ends or last_day(ends) == date.max:
        return ends
    return (last_day(ends) + timedelta(days=1)).isoformat()[: len(ends)]


def read_date(text: str, what: str) -> str:
    """Return a date as it is kept, of 'YYYY-MM-DD' or 'YYYY-MM'; '' stays.

    Raises Refused, in words that name `what`, where it is neither.
    """
    plain = "".join(text.split())
    try:
        return "" if not plain else _checked(plain)
    except ValueError as error:
        why = f"{what} is a day (2023-10-19) or a month (2023-10), not ‘{text.strip()}’."
        raise Refused(why) from error


def _checked(plain: str) -> str:
    if len(plain) == 7 and plain[4] == "-":
        return date.fromisoformat(f"{plain}-01").isoformat()[:7]
    if len(plain) == 10:
        return date.fromisoformat(plain).isoformat()
    raise ValueError(plain)


def read_span(starts: str, ends: str, what: str) -> Span:
    """Return a span of two dates as they are kept.

    Raises Refused, in words that name `what`, where one is no date or it ends before it starts.
    """
    span = Span(read_date(starts, "From"), read_date(ends, "To"))
    if last_day(span.ends) < first_day(span.starts):
        raise Refused(
            f"{what} ends before it starts: from {_show(span.starts)} to {_show(span.ends)}. "
            "Change one of the two dates."
        )
    return span


def in_time(starts: str, ends: str) -> str:
    """Say from when to when something was, of dates to the day or month: 'From 1 July 2022'."""
    first, last = (_show(text) for text in (starts, ends))
    if first and last:
        return f"{first} to {last}"
    return f"From {first}" if first else f"Until {last}" if last else ""


def show_when(text: str) -> str:
    """Say a date to the day or month: '1 July 2022', 'November 2021'; '' where open."""
    return _show(text)


def _show(text: str) -> str:
    if not text:
        return ""
    if len(text) == 7:
        return show_month(date.fromisoformat(f"{text}-01"))
    return show_date(date.fromisoformat(text)) if len(text) == 10 else text
