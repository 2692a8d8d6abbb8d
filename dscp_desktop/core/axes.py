"""The room a chart is drawn in, its axes and its key."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from dscp_desktop.core.charts import Series, Unit, show_short
from dscp_desktop.core.drawing import Area, Measure, Shape, Stroke, Words

_MOST_LINES = 5  # lines of a grid above 0
_HIGH = 13  # sizes of text from the lowest to the highest line of a grid
_MOST_ROWS, _MOST_WRAPPED = 3, 2  # rows of names under the axis; lines of one name


def grid_values(most: int, least: int = 0) -> list[int]:
    """Return the values of the lines of a grid: round, with 0, from `least` to `most` or further.

    There are at most six above 0 and with it, and two more where some lie below.
    """
    most, least = max(most, 0), min(least, 0)
    size = 10 ** (len(str(most - least)) - 1)
    rounds = [int(size * factor) for factor in (0.1, 0.2, 0.25, 0.5)]
    rounds += [size, size * 2, size * 5 // 2, size * 5, size * 10]
    step = next(step for step in rounds if step * _MOST_LINES >= most - least and step)
    return list(range(least // step * step, -(-most // step) * step + 1, step))


@dataclass(frozen=True, slots=True)
class Page:
    """The room there is, and how much of it words take."""

    width: float
    size: float
    measure: Measure
    height: float
    marked: int

    def wide(self, text: str, bold: bool = False) -> float:
        """Return how wide a text is."""
        return self.measure(text, self.size, bold)

    def fitted(self, text: str, room: float, bold: bool = False) -> str:
        """Return the text on one line, or as much of it as fits before an ellipsis."""
        text = " ".join(text.split())
        if self.wide(text, bold) <= room:
            return text
        over = range(1, len(text) + 1)
        kept = bisect_left(over, room, key=lambda count: self.wide(text[:count] + "…", bold))
        return text[:kept].rstrip() + "…"

    def wrapped(self, text: str, room: float) -> tuple[str, ...]:
        """Return a name on as many lines as it takes; none where a word of it is too wide."""
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if self.wide(longer, True) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return () if any(self.wide(line, True) > room for line in lines) else tuple(lines)


@dataclass(frozen=True, slots=True)
class _Name:
    """A name under the axis: its middle, half of how wide it is, its lines, and its note."""

    middle: float
    half: float
    lines: tuple[str, ...]
    note: str

    @property
    def tall(self) -> int:
        return len(self.lines) + bool(self.note)


class Frame:
    """The axes: where a value stands, the lines of the grid, the names of the categories.

    It leaves `top` above it, the names and `below` under it, and `right` beside it. Where names
    are not of one kind, `every` one is shown: wrapped and in up to three rows, each under its
    own place; else, and where that is not enough, as many as stand side by side.
    """

    def __init__(
        self,
        page: Page,
        values: Sequence[int],
        unit: Unit,
        categories: Sequence[str],
        notes: Sequence[str] = (),
        *,
        top: float,
        below: float = 0.0,
        right: float = 0.0,
        every: bool = False,
    ) -> None:
        size = page.size
        self.page, self.values, self.top = page, values, top
        self.categories, self.notes = categories, notes
        self.most = max(abs(value) for value in values)
        room = page.width * 0.35
        self.words = [page.fitted(show_short(v, unit, self.most), room) for v in values]
        self.left = max(page.wide(words) for words in self.words) + size * 0.8
        self.wide = page.width - self.left - right
        self.room = self.wide / len(categories)
        self.rows = self._in_rows() if every else ()
        more = sum(self._tall()) - 1 if self.rows else int(any(notes))
        foot = size * (1.75 + 1.35 * more + (0.2 if any(notes) else 0))
        least = size * 1.5 * len(values)
        self.high = max(page.height - top - foot - below, least) if page.height else size * _HIGH
        self.bottom = top + self.high
        self.foot = self.bottom + foot
        self.height = self.foot + below

    def y(self, value: int) -> float:
        """Return how far down a value stands."""
        span = self.values[-1] - self.values[0]
        return self.top + self.high * ((self.values[-1] - value) / span if span else 1.0)

    def places(self, count: int) -> tuple[Area, ...]:
        """Return the room of each category, with its name."""
        return tuple(
            Area(self.left + self.room * number, 0, self.room, self.foot) for number in range(count)
        )

    def grid(self) -> Iterator[Shape]:
        """Yield the lines with their values."""
        size = self.page.size
        for value, words in zip(self.values, self.words, strict=True):
            y = self.y(value)
            line = ((self.left, y), (self.left + self.wide, y))
            yield Stroke(line, 0.5 if value else 1.0, quiet=True)
            yield Words(self.left - size * 0.6, y + size * 0.35, words, size, "right", quiet=True)

    def _in_rows(self) -> tuple[tuple[_Name, ...], ...]:
        """Return every name in the fewest rows it takes, from left to right; none if too many."""
        for count in range(1, _MOST_ROWS + 1):
            rows = tuple(tuple(self._row(first, count)) for first in range(count))
            if all(self._fits(row) for row in rows):
                return tuple(row for row in rows if row)
        return ()

    def _row(self, first: int, step: int) -> Iterator[_Name]:
        page = self.page
        room = step * self.room - page.size * 0.5
        for number in range(first, len(self.categories), step):
            lines = page.wrapped(self.categories[number], room)
            note = " ".join(self.notes[number].split()) if self.notes else ""
            wide = [page.wide(note), *(page.wide(line, True) for line in lines)]
            half = max(wide) / 2 if lines else page.width
            middle = self.left + self.room * (number + 0.5)
            yield _Name(min(max(middle, half), page.width - half), half, lines, note)

    def _fits(self, row: Sequence[_Name]) -> bool:
        space = self.page.size * 0.4
        short = all(name.half * 2 <= self.page.width for name in row)
        return (
            short
            and all(0 < len(name.lines) <= _MOST_WRAPPED for name in row)
            and all(b.middle - b.half - a.middle - a.half >= space for a, b in pairwise(row))
        )

    def _tall(self) -> list[int]:
        return [max(name.tall for name in row) for row in self.rows]

    def names(self) -> Iterator[Shape]:
        """Yield the names of the categories with their notes."""
        if not self.rows:
            yield from self._side_by_side()
        size, at = self.page.size, self.bottom + self.page.size * 1.45
        for first, (row, tall) in enumerate(zip(self.rows, self._tall(), strict=True)):
            for place, name in enumerate(row):
                bold = first + place * len(self.rows) == self.page.marked
                for line, words in enumerate(name.lines):
                    yield Words(name.middle, at + size * 1.35 * line, words, size, "middle", bold)
                if name.note:
                    low = at + size * 1.35 * len(name.lines)
                    yield Words(name.middle, low, name.note, size, "middle", quiet=True)
            at += size * 1.35 * tall

    def _side_by_side(self) -> Iterator[Shape]:
        """Yield as many names of categories, with their notes, as stand side by side."""
        page, size, categories, notes = self.page, self.page.size, self.categories, self.notes
        limit = min(max(self.room - size * 0.5, size * 6), page.width)
        names = [page.fitted(name, limit, True) for name in categories]
        step = max(ceil((max(page.wide(name, True) for name in names) + size * 0.5) / self.room), 1)
        room = min(step * self.room - size * 0.15, page.width)
        under = [page.fitted(note, room) for note in notes] or [""] * len(names)
        free = 0.0
        for number in range(0, len(names), step):
            half = max(page.wide(names[number], True), page.wide(under[number])) / 2
            middle = min(max(self.left + self.room * (number + 0.5), half), page.width - half)
            if middle - half < free:
                continue
            free = middle + half
            bold = number == page.marked
            at = self.bottom + size * 1.45
            yield Words(middle, at, names[number], size, "middle", bold)
            if under[number]:
                yield Words(middle, at + size * 1.35, under[number], size, "middle", quiet=True)


class Key:
    """What each pattern means: boxes and names in as many columns as the longest name leaves."""

    def __init__(self, page: Page, series: Sequence[Series]) -> None:
        self.page, self.series = page, series if len(series) > 1 else ()
        self.before, self.row = page.size * 1.9, page.size * 1.9
        names = max((page.wide(" ".join(one.name.split())) for one in self.series), default=0.0)
        fit = int(page.width / (names + self.before + page.size))
        self.columns = min(max(fit, 1), len(series))
        rows = ceil(len(self.series) / self.columns)
        self.height = rows * self.row + page.size * 0.9 if rows else 0.0

    def shapes(self, top: float) -> Iterator[Shape]:
        """Yield it with its upper edge at `top`."""
        size, room = self.page.size, self.page.width / self.columns
        for pattern, one in enumerate(self.series):
            x = room * (pattern % self.columns)
            y = top + size * 0.9 + self.row * (pattern // self.columns)
            name = self.page.fitted(one.name, room - self.before - size * 0.5)
            yield Area(x + 0.5, y + size * 0.3, size * 1.25, size * 1.1, pattern)
            yield Words(x + self.before, y + size * 1.2, name, size)
