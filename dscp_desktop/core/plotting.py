"""Charts as drawings: the geometry, once for every surface."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from dscp_desktop.core.axes import Frame, Key, Page, grid_values
from dscp_desktop.core.boxes import draw_hierarchy
from dscp_desktop.core.charts import (
    AnyChart,
    Gantt,
    Mark,
    RunChart,
    Sparkline,
    StackedBars,
    column_total,
    show_number,
    show_short,
)
from dscp_desktop.core.drawing import Area, Dot, Drawing, Measure, Shape, Stroke, Words
from dscp_desktop.core.hierarchy import Hierarchy
from dscp_desktop.core.monthgrid import draw_timetable
from dscp_desktop.core.timetable import Timetable

_NARROWEST = 16  # sizes of text: narrower, words and lines would not stand side by side
_BAR, _WIDEST_BAR = 0.62, 5.4  # of its room; sizes of text
_ROWS = (2, 1, 3)  # patterns of periods: none so dark that a marked day is lost on it
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 24000, 60000, 120000)


def plot(
    chart: AnyChart,
    width: float,
    size: float,
    measure: Measure,
    *,
    height: float = 0.0,
    marked: int = -1,
) -> Drawing:
    """Return the chart drawn so many points wide with text of `size`.

    `measure` gives the width of a text in a size, bold or not. Bars and lines fill `height` where
    one is given and it is enough for their words; else, and for calendars, the chart says how high
    it is. The name of the category `marked` is bold.
    """
    least = size * (1 if isinstance(chart, Sparkline) else _NARROWEST)
    page = Page(max(width, least), size, measure, height, marked)
    match chart:
        case StackedBars():
            return _stacked(chart, page)
        case RunChart():
            return _run(chart, page)
        case Gantt():
            return _gantt(chart, page)
        case Hierarchy():
            return draw_hierarchy(chart, page)
        case Timetable():
            return draw_timetable(chart, page)
        case _:  # a sparkline
            return _spark(chart, page)


def _stacked(chart: StackedBars, page: Page) -> Drawing:
    size, count = page.size, len(chart.categories)
    totals = [column_total(chart, number) for number in range(count)]
    rows = Key(page, chart.series)
    frame = Frame(
        page,
        grid_values(max(total or 0 for total in totals)),
        chart.unit,
        chart.categories,
        chart.notes,
        top=size * 1.6,
        below=rows.height,
        every=True,
    )
    shapes = [*frame.grid(), *frame.names()]
    wide = min(frame.room * _BAR, size * _WIDEST_BAR)
    for number in range(count):
        left, base = frame.left + frame.room * (number + 0.5) - wide / 2, 0
        for pattern, series in enumerate(chart.series):
            value = series.values[number]
            if value:
                high = frame.y(base + value)
                shapes.append(Area(left, high, wide, frame.y(base) - high, pattern))
                base += value
    words = ["" if t is None else show_short(t, chart.unit, frame.most) for t in totals]
    if max(page.wide(text, True) for text in words) + size * 0.3 <= frame.room:
        for number, total in enumerate(totals):
            if total is not None:
                middle, y = frame.left + frame.room * (number + 0.5), frame.y(total) - size * 0.4
                shapes.append(Words(middle, y, words[number], size, "middle", bold=True))
    shapes += rows.shapes(frame.foot)
    return Drawing(page.width, frame.height, tuple(shapes), frame.places(count))


def _run(chart: RunChart, page: Page) -> Drawing:
    size, count = page.size, len(chart.categories)
    lines = [
        (value, f"{name} {show_number(value, chart.unit)}", dashed)
        for name, value, dashed in (("Target", chart.target, True), ("Middle", chart.middle, False))
        if value is not None
    ]
    lines.sort(key=lambda line: -line[0])
    known = [value for value in chart.series.values if value is not None]
    known += [value for value, _words, _dashed in lines]
    words = [page.fitted(words, page.width * 0.35) for _value, words, _dashed in lines]
    right = max((page.wide(text) + size * 0.6 for text in words), default=size * 0.5)
    grid = grid_values(max(known, default=0), min(known, default=0))
    frame = Frame(page, grid, chart.unit, chart.categories, top=size * 1.2, right=right)
    shapes = [*frame.grid(), *frame.names()]
    end = frame.left + frame.wide
    for value, _words, dashed in lines:
        along = ((frame.left, frame.y(value)), (end, frame.y(value)))
        shapes.append(Stroke(along, 1.2 if dashed else 0.9, dashed))
    for text, y in zip(words, _apart([frame.y(line[0]) for line in lines], frame), strict=True):
        shapes.append(Words(end + size * 0.5, y + size * 0.35, text, size))
    box = (frame.left + frame.room / 2, frame.top, frame.wide - frame.room, frame.high)
    shapes += _curve(chart.series.values, box, (grid[0], grid[-1]), size * 0.28)
    return Drawing(page.width, frame.height, tuple(shapes), frame.places(count))


def _apart(heights: Sequence[float], frame: Frame) -> Sequence[float]:
    """Return where words stand beside lines, one above and one below where two lines are near."""
    need = frame.page.size * 1.3
    if len(heights) < 2 or heights[1] - heights[0] >= need:
        return heights
    middle = (heights[0] + heights[1]) / 2
    middle = min(max(middle, frame.top + need / 2), frame.bottom - need / 2)
    return middle - need / 2, middle + need / 2


def _spark(chart: Sparkline, page: Page) -> Drawing:
    height, radius = max(page.height, page.size * 1.8), page.size * 0.22
    known = [value for value in chart.series.values if value is not None]
    ends = min(known, default=0), max(known, default=0)
    box = (radius, radius * 2, page.width - radius * 2, height - radius * 4)
    shapes = list(_curve(chart.series.values, box, ends, radius / 3))
    if shapes and isinstance(last := shapes[-1], Dot):
        shapes[-1] = Dot(last.x, last.y, radius)
    room = page.width / len(chart.categories)
    places = (Area(room * number, 0, room, height) for number in range(len(chart.categories)))
    return Drawing(page.width, height, tuple(shapes), tuple(places))


def _curve(
    values: Sequence[int | None],
    box: tuple[float, float, float, float],
    ends: tuple[int, int],
    dot: float,
) -> Iterator[Shape]:
    """Yield a line through values, broken where there is none, and a dot for each.

    The lowest and the highest value of the box are `ends`.
    """
    left, top, wide, high = box
    span = ends[1] - ends[0]
    run: list[tuple[float, float]] = []
    dots: list[Dot] = []
    for number, value in enumerate((*values, None)):
        if value is None:
            if len(run) > 1:
                yield Stroke(tuple(run), 1.4)
            run = []
            continue
        along = number / (len(values) - 1) if len(values) > 1 else 0.5
        share = (value - ends[0]) / span if span else 0.5
        run.append((left + wide * along, top + high * (1 - share)))
        dots.append(Dot(*run[-1], dot))
    yield from dots


def _gantt(chart: Gantt, page: Page) -> Drawing:
    size = page.size
    names = [page.fitted(period.label, page.width * 0.4, True) for period in chart.periods]
    days = [day for p in chart.periods for day in (p.starts, p.ends)]
    days += [mark.on for mark in chart.marks]
    left = max(page.wide(name, True) for name in names) + size
    row, top = size * 2.0, size * 1.8
    foot = top + row * len(names)
    scale = _Scale(min(days), max(days), left, page.width - 0.5)
    shapes = list(_months(scale, page, top, foot))
    places = []
    for number, period in enumerate(chart.periods):
        y, at = top + row * number, scale.x(period.starts)
        wide = max(scale.x(period.ends, 1) - at, 1.0)
        at = min(at, page.width - 0.5 - wide)
        bold = number == page.marked
        shapes.append(Words(0, y + row * 0.66, names[number], size, bold=bold))
        shapes.append(Area(at, y + row * 0.18, wide, row * 0.64, _ROWS[number % len(_ROWS)]))
        places.append(Area(0, y, page.width, row))
    height = foot + size * 0.5
    lanes = [0.0]
    for mark in sorted(chart.marks, key=lambda mark: mark.on):
        words, at, lane = _mark(mark, scale, page, lanes)
        y = foot + size * 1.2 + size * 1.4 * lane
        shapes.append(Stroke(((scale.x(mark.on), top), (scale.x(mark.on), foot)), 1.4, True))
        shapes.append(Words(at, y, words, size, bold=True))
        height = max(height, y + size * 0.6)
    for mark in chart.marks:
        at = min(max(scale.x(mark.on) - size / 2, 0.0), page.width - size)
        places.append(Area(at, top, size, foot - top))
    return Drawing(page.width, height, tuple(shapes), tuple(places))


def _mark(mark: Mark, scale: _Scale, page: Page, lanes: list[float]) -> tuple[str, float, int]:
    """Return a marked day's words, where they begin, and the first lane that is free there.

    `lanes` holds the end of the last words of each.
    """
    words = page.fitted(mark.label, page.width, True)
    wide = page.wide(words, True)
    at = max(min(scale.x(mark.on), page.width - wide), 0.0)
    lane = next((number for number, end in enumerate(lanes) if end <= at), len(lanes))
    lanes[lane : lane + 1] = [at + wide + page.size * 0.5]
    return words, at, lane


class _Scale:
    """Where days stand, from the first day of a month to the last day, between two edges."""

    def __init__(self, first: date, last: date, left: float, right: float) -> None:
        self.first, self.last, self.left, self.right = first.replace(day=1), last, left, right
        self.span = (last - self.first).days + 1

    def x(self, day: date, later: int = 0) -> float:
        """Return where a day begins, or so many days after it."""
        share = ((day - self.first).days + later) / self.span
        return self.left + (self.right - self.left) * share


def _months(scale: _Scale, page: Page, top: float, foot: float) -> Iterator[Shape]:
    """Yield lines where months begin, or years where months are too narrow, with their names."""
    size, wide = page.size, scale.right - scale.left
    first = scale.first.year * 12 + scale.first.month - 1
    last = scale.last.year * 12 + scale.last.month - 1
    step = next(step for step in _STEPS if wide * step / (last - first + 1) >= size)
    free = 0.0
    for month in range(first, last + 1):
        if month % step and month != first:
            continue
        x = scale.x(date(month // 12, month % 12 + 1, 1))
        yield Stroke(((x, top), (x, foot)), 0.5, quiet=True)
        year = f" {month // 12}" if month % 12 == 0 or month == first else ""
        words = _MONTHS[month % 12] + year
        if x >= free and x + page.wide(words) <= page.width:
            yield Words(x, size, words, size, quiet=True)
            free = x + page.wide(words) + size / 2
