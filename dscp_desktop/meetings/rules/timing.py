"""The time of a meeting: what the items add up to, and how far behind it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta


def minutes_between(start: time | None, end: time | None) -> int | None:
    """Return the minutes from one time of a day to another, None where one is not known."""
    if start is None or end is None:
        return None
    took = datetime.combine(date.min, end) - datetime.combine(date.min, start)
    return max(0, int(took.total_seconds()) // 60)


def after_minutes(start: time, minutes: int) -> time:
    """Return the time so many minutes after another one, on the clock of a day."""
    return (datetime.combine(date(2000, 1, 1), start) + timedelta(minutes=minutes)).time()


def length_words(minutes: int) -> str:
    """Return '45 minutes', '1 hour' or '2 hours 5 minutes'."""
    hours, rest = divmod(minutes, 60)
    said = [_count(hours, "hour")] if hours else []
    if rest or not hours:
        said.append(_count(rest, "minute"))
    return " ".join(said)


def timing_words(start: time | None, end: time | None, minutes: Sequence[int]) -> str:
    """Say what the items add up to, and by how much that is over the time of the meeting.

    '' where no item has any minutes.
    """
    total = sum(minutes)
    if not total:
        return ""
    said = f"The items add up to {length_words(total)}"
    there = minutes_between(start, end)
    if there is None or end is None:
        said += "."
    elif total > there:
        said += f", {length_words(total - there)} more than there is until {end:%H:%M}."
    elif total < there:
        said += f", with {length_words(there - total)} to spare until {end:%H:%M}."
    else:
        said += f", just the time until {end:%H:%M}."
    without = sum(allotted == 0 for allotted in minutes)
    if without:
        said += f" {_count(without, 'item')} {'has' if without == 1 else 'have'} no minutes."
    return said


def ends_words(start: time | None, end: time | None, minutes: Sequence[int]) -> tuple[str, bool]:
    """Return 'Ends 12:10, 10 minutes over the 2 hours', and whether it is over; '' with no start.

    '' too where no item has any minutes.
    """
    total = sum(minutes)
    if not total or start is None:
        return (f"{length_words(total)} in all" if total else ""), False
    said, there = f"Ends {after_minutes(start, total):%H:%M}", minutes_between(start, end)
    if there is None or total == there:
        return said, False
    if total < there:
        return f"{said}, {length_words(there - total)} to spare", False
    return f"{said}, {length_words(total - there)} over the {length_words(there)}", True


def minutes_behind(starts: time | None, minutes: int, started: time | None, now: time) -> int:
    """Return how many minutes a meeting is behind at an item that runs; < 0 where it is ahead.

    `starts` is when the item should begin; an item that runs over its minutes adds to it.
    """
    if starts is None or started is None:
        return 0
    late = _minute(started) - _minute(starts)
    over = max(0, _minute(now) - _minute(started) - minutes) if minutes else 0
    return late + over


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
