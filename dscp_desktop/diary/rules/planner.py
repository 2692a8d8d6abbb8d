"""The planner of a year: the meetings, and what every feature has in it, by day and by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dscp_desktop.core.days import show_day, show_month
from dscp_desktop.core.offers import DayMark

MEETINGS = "meetings"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlannerKind:
    """What a line of the planner is of: a feature, its title and the name of its icon."""

    name: str
    title: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class PlannerLine:
    """Something in the year. `number` tells those of one record apart; `code` is for little room.

    `first` and `last` are the days of it that are in the year.
    """

    mark: DayMark
    kind: PlannerKind
    first: date
    last: date
    number: int = 1
    code: str = ""

    @property
    def id(self) -> str:
        """Return what is the same after a refresh."""
        record = self.mark.record_id or self.mark.what
        return f"{self.kind.name}:{record}:{self.mark.key or self.number}"

    @property
    def when(self) -> str:
        """Say on which day or days: 'Thu 9 Nov', 'April 2023', '3 Jul 2023 to 28 Jul 2023'."""
        return span_words(self.mark.starts, self.mark.ends)

    @property
    def lasts(self) -> bool:
        """Return whether it takes more than a day."""
        return self.mark.ends > self.mark.starts

    def state(self, today: date) -> str:
        """Say how it stands on a day: held, today, planned; or done, now, to come if it lasts."""
        if self.mark.ends < today:
            return "done" if self.lasts else "held"
        if self.mark.starts > today:
            return "to come" if self.lasts else "planned"
        return "now" if self.lasts else "today"


@dataclass(frozen=True, slots=True)
class Planner:
    """A year with its lines in order of their days; `kinds` are those that have some."""

    year: str
    first: date
    last: date
    lines: tuple[PlannerLine, ...] = ()

    @property
    def kinds(self) -> tuple[PlannerKind, ...]:
        """Return the kinds with a line, meetings first, then by title."""
        found = {line.kind for line in self.lines}
        return tuple(sorted(found, key=lambda kind: (kind.name != MEETINGS, kind.title)))

    def of(self, kind: str) -> tuple[PlannerLine, ...]:
        """Return the lines of a kind, of all for ''."""
        return tuple(line for line in self.lines if kind in ("", line.kind.name))

    @property
    def months(self) -> tuple[tuple[str, tuple[PlannerLine, ...]], ...]:
        """Return the months of the year, each with what begins in it.

        What began before the year stands in its first month.
        """
        found: dict[str, list[PlannerLine]] = {}
        day = self.first
        while day <= self.last:
            found[show_month(day)] = []
            day = (day + timedelta(days=31)).replace(day=1)
        for line in self.lines:
            found[show_month(line.first)].append(line)
        return tuple((month, tuple(lines)) for month, lines in found.items())


def span_words(starts: date, ends: date) -> str:
    """Say from when to when: whole months by name, others by day."""
    if ends <= starts:
        return show_day(starts)
    if starts.day == 1 and (ends + _DAY).day == 1:
        first, last = show_month(starts), show_month(ends)
        if first == last:
            return first
        if starts.year == ends.year:
            first = first.rpartition(" ")[0]
        return f"{first} to {last}"
    return f"{show_day(starts)} to {show_day(ends)}"


def plan_lines(
    marks: Iterable[tuple[DayMark, PlannerKind, str]], first: date, last: date
) -> tuple[PlannerLine, ...]:
    """Return what touches the days from first to last, in order; marks come with kind and code."""
    seen: dict[tuple[str, str], int] = {}
    found = []
    order = sorted(marks, key=lambda one: (one[0].starts, one[0].ends, one[1].title, one[0].what))
    for mark, kind, code in order:
        if mark.ends < first or mark.starts > last or mark.ends < mark.starts:
            continue
        key = kind.name, mark.record_id or mark.what
        seen[key] = number = seen.get(key, 0) + 1
        days = max(mark.starts, first), min(mark.ends, last)
        found.append(PlannerLine(mark, kind, *days, number, code))
    return tuple(found)


def shares(one: PlannerLine, other: PlannerLine) -> bool:
    """Say whether two are parts of one thing that take the same days."""
    mine, others = (one.mark.of, one.first, one.last), (other.mark.of, other.first, other.last)
    return bool(one.mark.of) and mine == others


def in_rows(lines: Sequence[PlannerLine]) -> tuple[tuple[PlannerLine, ...], ...]:
    """Return lines that last in as few rows as it takes so that none covers another.

    Parts of one thing stand in a row of their own, where those of the same days share them. What
    takes a day alone stands together in the first row.
    """
    rows: list[list[PlannerLine]] = []
    for line in sorted((one for one in lines if one.lasts), key=lambda one: one.first):
        own = [row for row in rows if row[0].mark.of == line.mark.of]
        room = next(
            (row for row in own if row[-1].last < line.first or shares(row[-1], line)), None
        )
        if room is None:
            rows.append([line])
        else:
            room.append(line)
    days = [line for line in lines if not line.lasts]
    if days:
        rows.insert(0, days)
    return tuple(tuple(row) for row in rows)
