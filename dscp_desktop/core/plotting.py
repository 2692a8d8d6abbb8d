"""Charts as drawings: the geometry, once for every surface."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from dscp_desktop.core.charts import (
    AnyChart,
    Gantt,
    RunChart,
    Series,
    Sparkline,
    StackedBars,
    Unit,
    show_number,
)
from dscp_desktop.core.drawing import Area, Dot, Drawing, Measure, Shape, Stand, Stroke, Words

_STEPS = (1, 2, 2.5, 5, 10)
_MOST_LINES = 5
_BAR = 0.6  # how much of its room a bar takes


def plot(chart: AnyChart, width: float, size: float, measure: Measure) -> Drawing:
    """Return the chart drawn so many points wide with text of `size`.

    `measure` gives the width of a text in a size, bold or not.
    """
    match chart:
        case StackedBars():
            return _stacked(chart, width, size, measure)
        case RunChart():
            return _run(chart, width, size, measure)
        case Gantt():
            return _gantt(chart, width, size, measure)
        case Sparkline():
            height = size * 1.8
            line = _curve(chart.series.values, (0, size / 3, width, height - size / 1.5), 0)
            return Drawing(width, height, tuple(line))


def grid_values(most: int) -> list[int]:
    """Return the values of the lines of a grid: 0 first, at most six, the last one >= `most`."""
    if most <= 0:
        return [0, 1]
    size = 10.0 ** max(len(str(most)) - 1, 0)
    for part in (size / 10, size):
        for factor in _STEPS:
            step = int(part * factor) or 1
            if step * _MOST_LINES >= most:
                return list(range(0, most + step, step))
    return [0, most]


def _stacked(chart: StackedBars, width: float, size: float, measure: Measure) -> Drawing:
    columns = list(zip(*(series.values for series in chart.series), strict=True))
    most = max(sum(value or 0 for value in column) for column in columns)
    top = size * 2.2 if len(chart.series) > 1 else size
    frame = _Frame(grid_values(most), chart.unit, width, size, top, measure)
    shapes = [*_legend(chart.series, width, size, measure), *frame.shapes(chart.categories)]
    room = frame.wide / len(columns)
    for number, column in enumerate(columns):
        left, base = frame.left + room * (number + (1 - _BAR) / 2), 0
        for pattern, value in enumerate(column):
            if value:
                high = frame.y(base + value)
                shapes.append(Area(left, high, room * _BAR, frame.y(base) - high, pattern))
                base += value
    return Drawing(width, frame.height, tuple(shapes))


def _run(chart: RunChart, width: float, size: float, measure: Measure) -> Drawing:
    lines = [value for value in (chart.middle, chart.target) if value is not None]
    values = [value for value in chart.series.values if value is not None]
    most = max((*values, *lines), default=0)
    frame = _Frame(grid_values(most), chart.unit, width, size, size, measure)
    shapes = frame.shapes(chart.categories)
    for name, value, dashed in (("Middle", chart.middle, False), ("Target", chart.target, True)):
        if value is None:
            continue
        y = frame.y(value)
        right = frame.left + frame.wide
        shapes.append(Stroke(((frame.left, y), (right, y)), 0.9, dashed))
        words = f"{name} {show_number(value, chart.unit)}"
        shapes.append(Words(right, y - size * 0.3, words, size, "right"))
    room = frame.wide / len(chart.categories)
    box = (frame.left + room / 2, frame.top, frame.wide - room, frame.high)
    shapes += _curve(chart.series.values, box, size * 0.28, frame.values[-1])
    return Drawing(width, frame.height, tuple(shapes))


def _curve(
    values: Sequence[int | None],
    box: tuple[float, float, float, float],
    dot: float,
    most: int | None = None,
) -> Iterator[Shape]:
    """Yield a line through values, broken where there is none, and a dot for each."""
    left, top, wide, high = box
    known = [value for value in values if value is not None]
    low = 0 if most is not None else min(known, default=0)
    span = (most if most is not None else max(known, default=0)) - low
    step = wide / max(len(values) - 1, 1)
    run: list[tuple[float, float]] = []
    dots: list[Dot] = []
    for number, value in enumerate((*values, None)):
        if value is None:
            if len(run) > 1:
                yield Stroke(tuple(run), 1.4)
            run = []
            continue
        share = (value - low) / span if span else 0.5
        run.append((left + step * number, top + high * (1 - share)))
        dots.append(Dot(*run[-1], dot))
    if dots:
        last = dots[-1]
        yield from dots[:-1] if dot else ()
        yield Dot(last.x, last.y, dot or high * 0.12)


def _gantt(chart: Gantt, width: float, size: float, measure: Measure) -> Drawing:
    names = [period.label for period in chart.periods]
    left = min(max(measure(name, size, False) for name in names) + size, width * 0.45)
    days = [day for p in chart.periods for day in (p.starts, p.ends)]
    days += [mark.on for mark in chart.marks]
    first, last = min(days).replace(day=1), max(days)
    span = (last - first).days + 1
    row, top = size * 2.0, size * 1.8
    foot = top + row * len(names)

    def x(day: date) -> float:
        return left + (width - left) * (day - first).days / span

    shapes: list[Shape] = []
    free = 0.0
    for month in _months(first, last):
        shapes.append(Stroke(((x(month), top), (x(month), foot)), 0.5, quiet=True))
        words = f"{month:%b %Y}" if month.month == 1 or month == first else f"{month:%b}"
        if x(month) >= free and x(month) + measure(words, size, False) <= width:
            shapes.append(Words(x(month), size, words, size))
            free = x(month) + measure(words, size, False) + size / 2
    for number, period in enumerate(chart.periods):
        y = top + row * number
        shapes.append(Words(0, y + row * 0.68, _fitted(period.label, left, size, measure), size))
        wide = x(period.ends + timedelta(days=1)) - x(period.starts)
        shapes.append(Area(x(period.starts), y + row * 0.18, wide, row * 0.64, number % 3))
    height = foot + size * 0.5
    for mark in chart.marks:
        at = x(mark.on)
        shapes.append(Stroke(((at, top), (at, foot)), 1.4, dashed=True))
        stand: Stand = "left" if at + measure(mark.label, size, True) <= width else "right"
        shapes.append(Words(at, foot + size * 1.2, mark.label, size, stand, bold=True))
        height = foot + size * 1.8
    return Drawing(width, height, tuple(shapes))


def _months(first: date, last: date) -> Iterator[date]:
    month = first
    while month <= last:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)


def _fitted(text: str, room: float, size: float, measure: Measure) -> str:
    """Return the text, or as much as fits before an ellipsis."""
    if measure(text, size, False) <= room - size / 2:
        return text
    while text and measure(text + "…", size, False) > room - size / 2:
        text = text[:-1]
    return text.rstrip() + "…"


def _legend(
    series: Sequence[Series], width: float, size: float, measure: Measure
) -> Iterator[Shape]:
    """Yield a box and a name for each of several series, in one row."""
    if len(series) < 2:
        return
    x, box = 0.0, size * 0.8
    room = width / len(series)
    for pattern, one in enumerate(series):
        name = _fitted(one.name, max(room - box - size, size * 2), size, measure)
        yield Area(x, size * 0.1, box * 1.5, box, pattern)
        yield Words(x + box * 2, size * 0.85, name, size)
        x += box * 2 + measure(name, size, False) + size * 1.2


class _Frame:
    """The axes: where a value stands, the lines of the grid, the names of the categories."""

    def __init__(
        self,
        values: Sequence[int],
        unit: Unit,
        width: float,
        size: float,
        top: float,
        measure: Measure,
    ) -> None:
        self.values, self.size, self.measure, self.top = values, size, measure, top
        self.words = [show_number(value, unit) for value in values]
        self.left = max(measure(words, size, False) for words in self.words) + size * 0.6
        self.wide = width - self.left
        self.high = size * 13
        self.height = top + self.high + size * 1.8

    def y(self, value: int) -> float:
        """Return how far down a value stands."""
        return self.top + self.high * (1 - value / self.values[-1])

    def shapes(self, categories: Sequence[str]) -> list[Shape]:
        """Return the grid with its values, and as many names of categories as there is room for."""
        right, size = self.left + self.wide, self.size
        shapes: list[Shape] = []
        for value, words in zip(self.values, self.words, strict=True):
            y = self.y(value)
            line = ((self.left, y), (right, y))
            shapes.append(Stroke(line, 0.5 if value else 1.0, quiet=bool(value)))
            shapes.append(Words(self.left - size * 0.4, y + size * 0.35, words, size, "right"))
        room, free = self.wide / len(categories), 0.0
        for number, name in enumerate(categories):
            middle = self.left + room * (number + 0.5)
            half = self.measure(name, size, False) / 2
            if middle - half >= free and middle + half <= right + size:
                shapes.append(Words(middle, self.height - size * 0.5, name, size, "middle"))
                free = middle + half + size * 0.4
        return shapes
