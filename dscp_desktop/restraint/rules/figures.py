"""The figures of a year or a quarter: by level, by month, and what was published beside them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dscp_desktop.core.days import show_month
from dscp_desktop.restraint.rules.clocks import ClockCount, ClockRule, count_clocks
from dscp_desktop.restraint.rules.incidents import LEVELS, IncidentLine, count_levels
from dscp_desktop.restraint.rules.returns import quarter_bounds
from dscp_desktop.restraint.rules.suppression import suppress_table, with_totals
from dscp_desktop.sampling.rules.suppression import suppress

RIGHT, DIFFERS, IMPOSSIBLE = "right", "differs", "cannot be right"
_COUNTS = ("incidents", "injured", *(f"level_{level}" for level in LEVELS))


@dataclass(frozen=True, slots=True)
class YearFigures:
    """A financial year: a row of counts for each quarter, by level and then without level.

    `months` are (label, count) from April on; `without` says that some have no level.
    """

    year: str
    rows: tuple[tuple[int, ...], ...]
    months: tuple[tuple[str, int], ...]
    clocks: tuple[ClockCount, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        """The totals of the levels, of those without level, and of all."""
        return with_totals(self.rows)[-1]

    @property
    def counts(self) -> dict[str, int]:
        """The counts that published figures are held against, by name."""
        totals = self.totals
        found = {f"level_{level}": totals[level] for level in LEVELS}
        injured = sum(totals[level] for level in LEVELS if level)
        return {"incidents": totals[-1], "injured": injured, **found}

    @property
    def without(self) -> int:
        """How many have no level."""
        return self.totals[len(LEVELS)]


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A figure as it was published: a count, or a percentage `of` another count."""

    year: str
    title: str
    count: str
    value: str
    of: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class PublishedCheck:
    """A published figure beside the computed one: right, differs or cannot be right, and why."""

    title: str
    published: str
    computed: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class SafeFigures:
    """What of a year may be published: None stands for what is kept back."""

    table: tuple[tuple[int | None, ...], ...]
    months: tuple[int | None, ...]
    limit: int

    @property
    def hides(self) -> bool:
        """Whether anything is kept back."""
        return any(None in row for row in self.table) or None in self.months


def year_figures(
    year: str, lines: Sequence[IncidentLine], rules: Sequence[ClockRule]
) -> YearFigures:
    """Return the figures of a year from its incidents."""
    begins = int(year[:4])
    quarters = [quarter_bounds(begins, number) for number in range(1, 5)]
    rows = []
    for first, last in quarters:
        own = [line for line in lines if first <= line.on <= last]
        without = sum(line.level is None for line in own)
        rows.append((*count_levels(own).values(), without))
    months = []
    for number in range(12):
        first = date(begins + (number + 3) // 12, (number + 3) % 12 + 1, 1)
        count = sum((line.on.year, line.on.month) == (first.year, first.month) for line in lines)
        months.append((show_month(first), count))
    clocks = count_clocks([line.values for line in lines], rules)
    return YearFigures(year, tuple(rows), tuple(months), clocks)


def safe_figures(figures: YearFigures, limit: int) -> SafeFigures:
    """Return what of a year may be published, months and quarters judged together.

    The months of a quarter add up to it: where they would give a quarter away that is kept back,
    or it them, both are.
    """
    rows = figures.rows if figures.without else tuple(row[:-1] for row in figures.rows)
    table = with_totals(rows)
    quarters = [[count for _, count in figures.months[3 * n : 3 * n + 3]] for n in range(4)]
    safe_months = [suppress(counts, limit) for counts in quarters]
    last = len(table[0]) - 1
    also = {(n, last) for n, one in enumerate(safe_months) if one.total is None}
    safe = suppress_table(table, limit, also)
    months: list[int | None] = []
    for number, one in enumerate(safe_months):
        shown = safe[number][last] is not None
        months += one.counts if shown else (None, None, None)
    return SafeFigures(safe, tuple(months), limit)


def share_words(part: int, whole: int, places: int = 1) -> str:
    """Return a share in percent, a half rounded up: '83.1%'. Nothing of nothing is '–'."""
    if not whole:
        return "–"
    scale = 10**places
    tenths = (2 * 100 * scale * part + whole) // (2 * whole)
    return f"{tenths // scale}.{tenths % scale:0{places}d}%" if places else f"{tenths}%"


def check_published(
    figures: YearFigures, published: Sequence[PublishedFigure]
) -> tuple[PublishedCheck, ...]:
    """Return each figure published for the year beside the one computed from the register.

    A percentage is held against the whole as published, where that was published too.
    """
    own = [one for one in published if one.year == figures.year]
    said = {one.count: int(one.value) for one in own if not one.of}
    return tuple(
        _check_share(one, figures.counts, said) if one.of else _check_count(one, figures.counts)
        for one in own
    )


def _check_count(one: PublishedFigure, counts: Mapping[str, int]) -> PublishedCheck:
    computed = counts[one.count]
    right = int(one.value) == computed
    words = "As the register has it." if right else f"The register has {computed}."
    return PublishedCheck(one.title, one.value, str(computed), RIGHT if right else DIFFERS, words)


def _check_share(
    one: PublishedFigure, counts: Mapping[str, int], said: Mapping[str, int]
) -> PublishedCheck:
    whole = said.get(one.of, counts[one.of])
    places = len(one.value.partition(".")[2])
    shown = f"{one.value}%"
    computed = share_words(counts[one.count], counts[one.of])
    giving = [part for part in range(whole + 1) if share_words(part, whole, places) == shown]
    if not giving:
        words = f"No whole number of {whole} gives {shown}{_beside(one.value, whole)}."
        return PublishedCheck(one.title, shown, computed, IMPOSSIBLE, words)
    right = share_words(counts[one.count], counts[one.of], places) == shown
    part = f"{counts[one.count]} of {counts[one.of]} is {computed}."
    return PublishedCheck(one.title, shown, computed, RIGHT if right else DIFFERS, part)


def _beside(value: str, whole: int) -> str:
    below = int(float(value) * whole / 100)
    near = [part for part in (below, below + 1) if 0 <= part <= whole]
    said = [f"{part} is {share_words(part, whole)}" for part in near]
    return f": {', '.join(said)}" if said else ""


def figures_from(entries: Sequence[Mapping[str, Any]]) -> tuple[PublishedFigure, ...]:
    """Return the published figures of a profile or a setting.

    Raises ValueError where one is of nothing that is counted.
    """
    found = []
    for entry in entries:
        of = entry.get("of", "")
        if entry["count"] not in _COUNTS or (of and of not in _COUNTS):
            raise ValueError(f"the published figure ‘{entry['title']}’ is of nothing counted")
        found.append(
            PublishedFigure(
                entry["year"],
                entry["title"],
                entry["count"],
                str(entry["value"]),
                of,
                entry.get("source", ""),
            )
        )
    return tuple(found)


def figures_of(text: str) -> tuple[PublishedFigure, ...]:
    """Return the published figures that a setting keeps."""
    return figures_from(json.loads(text)) if text else ()


def figures_text(figures: Collection[PublishedFigure]) -> str:
    """Return published figures as a setting keeps them."""
    entries = [
        {"year": one.year, "title": one.title, "count": one.count, "value": one.value}
        | ({"of": one.of} if one.of else {})
        | ({"source": one.source} if one.source else {})
        for one in figures
    ]
    return json.dumps(entries, ensure_ascii=False)
