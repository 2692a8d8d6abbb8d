"""A timetable as a drawing: months side by side, a lane below the other, blocks in the lanes."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from dscp_desktop.core.axes import Page
from dscp_desktop.core.drawing import Area, Box, Dot, Drawing, Fill, Measure, Shape, Stroke, Words
from dscp_desktop.core.timetable import Block, BlockState, Lane, Timetable

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FILLS: dict[BlockState, Fill] = {"done": "grey", "now": "strong", "late": "stripes", "to come": ""}
_HEAD, _LANE, _LINE = 3.5, 3.2, 2.2  # of the months, a lane, one of a line; sizes of text
_BLOCK, _FIRST = 1.8, 1.25  # heights of a block and of the row of first plans
_LABEL, _LONGEST = 0.22, 22  # share of the width; sizes of text
_SMALL = 0.85


def draw_timetable(chart: Timetable, page: Page) -> Drawing:
    """Return the timetable drawn as wide as the page; the title of the lane marked is bold."""
    grid = _Grid(chart, page)
    shapes = [*grid.months(), *grid.ends(), *grid.today()]
    places: list[Area] = []
    for number, lane in enumerate(chart.lanes):
        shapes += grid.lane(number, lane, places)
    return Drawing(page.width, grid.foot + 1, tuple(shapes), tuple(places))


def title_rooms(chart: Timetable, width: float, size: float, measure: Measure) -> tuple[Area, ...]:
    """Return the room of each lane's title, in a drawing so wide."""
    grid = _Grid(chart, Page(width, size, measure, 0.0, -1))
    return tuple(Area(0, top + 1, grid.left, foot - top - 1) for top, foot in pairwise(grid.tops))


class _Grid:
    """Where months and lanes stand."""

    def __init__(self, chart: Timetable, page: Page) -> None:
        self.chart, self.page, size = chart, page, page.size
        wanted = [page.wide(lane.title, True) for lane in chart.lanes]
        wanted += [page.wide(lane.below) for lane in chart.lanes if not chart.compact]
        most = min(max(page.width * _LABEL, size * 10), size * _LONGEST)
        self.left = min(max(wanted) + size * 1.6, most)
        self.cell = (page.width - self.left - 1) / chart.months
        self.top = size * _HEAD
        self.tops = [self.top]
        for lane in chart.lanes:
            high = size * (_LINE if chart.compact else _LANE)
            high += size * _FIRST if any(block.first for block in lane.blocks) else 0
            self.tops.append(self.tops[-1] + high)
        self.foot = self.tops[-1]

    def x(self, day: date, *, after: bool = False) -> float:
        """Return where a day begins, or ends: months are all as wide, whatever their days."""
        first, days = self.chart.starts, monthrange(day.year, day.month)[1]
        months = (day.year - first.year) * 12 + day.month - first.month
        return self.left + self.cell * (months + (day.day - 1 + after) / days)

    def months(self) -> Iterator[Shape]:
        """Yield the month of today in a wash, the lines of the months, and their names."""
        chart, page, size = self.chart, self.page, self.page.size
        step = self._step()
        free = free_year = 0.0
        for number in range(chart.months + 1):
            month, x = chart.month(number), self.left + self.cell * number
            new_year = month.month == 1 or number == 0
            above = 0.0 if new_year else size * 1.9
            line = ((x, above if number < chart.months else size * 1.9), (x, self.foot))
            yield Stroke(line, 1.0 if new_year and number else 0.5, quiet=True)
            if number == chart.months:  # the line after the last month, which has no name
                continue
            now = chart.today is not None and (chart.today.year, chart.today.month) == (
                month.year,
                month.month,
            )
            if now:
                yield Box(x, size * 1.9, self.cell, self.foot - size * 1.9, "wash")
            words = _MONTHS[month.month - 1]
            wide = page.wide(words, now)
            if new_year and x + size * 0.4 >= free_year:
                yield Words(x + size * 0.4, size * 1.3, str(month.year), size, bold=True)
                free_year = x + size * 0.8 + page.wide(str(month.year), True)
            middle = x + self.cell / 2
            fits = middle - wide / 2 >= free and middle + wide / 2 <= page.width
            if fits and (number % step == 0 or now):
                yield Words(middle, size * 2.7, words, size, "middle", now, not now)
                free = middle + wide / 2 + size * 0.25

    def _step(self) -> int:
        """Return how many months apart names of months stand."""
        widest = max(self.page.wide(name, True) for name in _MONTHS) + self.page.size * 0.3
        return next((step for step in (1, 3, 6) if self.cell * step >= widest), 12)

    def ends(self) -> Iterator[Shape]:
        """Yield the rule after a day, with its words where they do not meet a year's."""
        chart, page, size = self.chart, self.page, self.page.size
        if chart.ends is None or not self._shown(chart.ends):
            return
        x = self.x(chart.ends, after=True)
        yield Stroke(((x, size * 1.9), (x, self.foot)), 1.6, quiet=True)
        wide = page.wide(chart.ends_words)
        january = date(chart.ends.year, 1, 1)
        year = self.x(max(january, chart.starts)) + page.wide(str(january.year), True) + size
        if x - wide - size * 0.4 >= year:
            yield Words(x - size * 0.4, size * 1.3, chart.ends_words, size, "right", quiet=True)

    def _shown(self, day: date) -> bool:
        return self.chart.starts <= day < self.chart.month(self.chart.months)

    def today(self) -> Iterator[Shape]:
        """Yield the line of today, a dot at its head."""
        day = self.chart.today
        if day is not None and self._shown(day):
            x, top = self.x(day), self.page.size * 3.3
            yield Stroke(((x, top), (x, self.foot)), 1.0, quiet=True)
            yield Dot(x, top, self.page.size * 0.28)

    def lane(self, number: int, lane: Lane, places: list[Area]) -> list[Shape]:
        """Return a lane; the room of each of its blocks is put to `places`."""
        chart, page, size = self.chart, self.page, self.page.size
        top, foot = self.tops[number], self.tops[number + 1]
        noted = any(block.first for block in lane.blocks)
        low = foot - (size * _FIRST if noted else 0)
        shapes: list[Shape] = [Stroke(((0, top), (page.width, top)), 0.5, quiet=True)]
        if number == len(chart.lanes) - 1:
            shapes.append(Stroke(((0, foot), (page.width, foot)), 0.5, quiet=True))
        room, middle = self.left - size * 1.2, (top + low) / 2
        title = page.fitted(lane.title, room, True)
        two = bool(lane.below) and not chart.compact
        up = size * (-0.25 if two else 0.35)
        shapes.append(Words(size * 0.6, middle + up, title, size, bold=True))
        if two:
            below = page.fitted(lane.below, room)
            shapes.append(Words(size * 0.6, middle + size * 1.05, below, size, quiet=True))
        if not lane.blocks:
            note = page.fitted(lane.note, page.width - self.left - size)
            x, wide = self.left + size * 0.6, page.wide(note) + size * 0.4
            shapes.append(Box(x - size * 0.2, middle - size * 0.7, wide, size * 1.4, "paper"))
            shapes.append(Words(x, middle + size * 0.35, note, size))
            places.append(Area(0, top + 1, page.width, foot - top - 2))
            return shapes
        rooms = self._rooms([(block.starts, block.ends) for block in lane.blocks])
        shapes += self._gaps(lane.blocks, middle)
        for block, (x, wide) in zip(lane.blocks, rooms, strict=True):
            high = size * min(_BLOCK, (low - top) / size - 0.4)
            room_of = Area(x, middle - high / 2, wide, high)
            places.append(room_of)
            shapes += self._block(block, room_of)
        return [*shapes, *self._firsts(lane.blocks, low, foot)]

    def _rooms(self, spans: Sequence[tuple[date, date]]) -> list[tuple[float, float]]:
        """Return where each span begins and how wide it is: those of one day share its room."""
        same: dict[date, list[int]] = defaultdict(list)
        for number, (starts, _ends) in enumerate(spans):
            same[starts].append(number)
        found = []
        for number, (starts, ends) in enumerate(spans):
            beside = same[starts]
            end = min(spans[one][1] for one in beside) if len(beside) > 1 else ends
            left, right = self.x(starts), self.x(end, after=True)
            each = (right - left) / len(beside)
            place = beside.index(number)
            found.append((left + each * place + 1, max(each - 2, 1.0)))
        return found

    def _block(self, block: Block, room: Area) -> Iterator[Shape]:
        if not (self._shown(block.starts) or self._shown(block.ends)):
            return
        size = self.page.size
        dashed = block.state == "to come"
        yield Box(room.x, room.y, room.width, room.height, _FILLS[block.state], dashed)
        loud = block.state in ("now", "late")
        words = self.page.fitted(block.words, max(room.width, size), loud)
        x, y = room.x + room.width / 2, room.y + room.height / 2 + size * 0.36
        if block.state == "late":  # the stripes end round the words
            wide = min(self.page.wide(words, True) + size * 0.5, room.width - 2)
            yield Box(x - wide / 2, room.y + size * 0.25, wide, room.height - size * 0.5, "paper")
        yield Words(x, y, words, size, "middle", loud, light=block.state == "now")

    def _gaps(self, blocks: Sequence[Block], middle: float) -> Iterator[Shape]:
        """Yield a dotted line where nothing is done between one block and the next."""
        ordered = sorted(blocks, key=lambda block: block.starts)
        for block, following in pairwise(ordered):
            left = max(self.x(block.ends, after=True), self.left)
            right = min(self.x(following.starts), self.page.width - 1)
            if right - left > 2:
                yield Stroke(((left, middle), (right, middle)), 0.5, dashed=True, quiet=True)

    def _firsts(self, blocks: Sequence[Block], low: float, foot: float) -> Iterator[Shape]:
        """Yield what was planned first, below the blocks that have moved since."""
        moved = [(block, block.first) for block in blocks if block.first]
        rooms = self._rooms([first for _block, first in moved])
        size = self.page.size * _SMALL
        for (block, first), (x, wide) in zip(moved, rooms, strict=True):
            if self._shown(first[0]) or self._shown(first[1]):
                high = foot - low - self.page.size * 0.25
                yield Box(x, low, wide, high, "", True, quiet=True)
                words = self.page.fitted(block.words, max(wide, size))
                y = low + high / 2 + size * 0.36
                yield Words(x + wide / 2, y, words, size, "middle", quiet=True)
