"""Strips: what lies across the page as one band, and how bands are shared out over pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol, TypeAlias

from dscp_desktop.paper.document import Heading
from dscp_desktop.paper.look import GREY
from dscp_desktop.paper.tags import Pen


class Part(Protocol):
    """What can stand in a stack: a text, a picture, a chart."""

    @property
    def height(self) -> float:
        """Return its height in points."""

    def draw(self, pen: Pen, x: float, top: float, *, artifact: bool = False) -> None:
        """Draw it with its upper left corner at (x, top)."""

    def split(self, height: float) -> tuple[Part, Part] | None:
        """Return what fits into `height` points and the rest, or None where it stays whole."""


class Line(NamedTuple):
    """A rule: its weight in points, grey or black."""

    weight: float
    grey: bool = False


class Stack(NamedTuple):
    """Parts one under the other in a cell, `x` points from the left of the text block."""

    x: float
    parts: tuple[Part, ...]

    @property
    def height(self) -> float:
        """Return the height of all the parts."""
        return sum(part.height for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One band across the text block, never split unless it is taller than a page.

    `above` is left out at the top of a page. `keep` holds it on the page of the next strip.
    `head` is the strip that is drawn again when this one begins a page (the head of a table).
    `flows` says that it may be split wherever a page ends (a paragraph).
    """

    stacks: tuple[Stack, ...] = ()
    room: float = 0
    above: float = 0
    under: float = 0
    pad_top: float = 0
    pad_foot: float = 0
    rule_above: Line | None = None
    rule_under: Line | None = None
    frame: bool = False
    keep: bool = False
    flows: bool = False
    new_page: bool = False
    head: Strip | None = None
    heading: Heading | None = None

    @property
    def height(self) -> float:
        """Return the height without the space above and under."""
        inner = max((stack.height for stack in self.stacks), default=0.0)
        return self.pad_top + inner + self.pad_foot

    def draw(self, pen: Pen, x: float, top: float, *, artifact: bool = False) -> None:
        """Draw the strip with its upper left corner at (x, top); its rules are artifacts."""
        for stack in self.stacks:
            y = top - self.pad_top
            for part in stack.parts:
                part.draw(pen, x + stack.x, y, artifact=artifact)
                y -= part.height
        if self.frame or self.rule_above or self.rule_under:
            pen.begin(None)
            self._rule(pen, x, top)
            pen.end()

    def _rule(self, pen: Pen, x: float, top: float) -> None:
        canvas = pen.canvas
        if self.frame:
            canvas.setLineWidth(0.75)
            canvas.rect(x, top - self.height, self.room, self.height)
        for line, y in ((self.rule_above, top), (self.rule_under, top - self.height)):
            if line is not None:
                canvas.setStrokeGray(GREY if line.grey else 0)
                canvas.setLineWidth(line.weight)
                canvas.line(x, y, x + self.room, y)
                canvas.setStrokeGray(0)

    def split(self, height: float) -> tuple[Strip, Strip] | None:
        """Return the part that fits into `height` points and the rest, or None."""
        inner = height - self.pad_top - self.pad_foot
        parts = [_split_stack(stack, inner) for stack in self.stacks]
        if not any(first.parts for first, _ in parts) or not any(rest.parts for _, rest in parts):
            return None
        first = replace(self, stacks=tuple(part[0] for part in parts), under=0, keep=False)
        rest = replace(self, stacks=tuple(part[1] for part in parts), above=0, heading=None)
        return first, rest


def _split_stack(stack: Stack, height: float) -> tuple[Stack, Stack]:
    fits: list[Part] = []
    rest = list(stack.parts)
    while rest and rest[0].height <= height:
        part = rest.pop(0)
        height -= part.height
        fits.append(part)
    halves = rest[0].split(height) if rest else None
    if halves is not None:
        fits.append(halves[0])
        rest[0] = halves[1]
    return Stack(stack.x, tuple(fits)), Stack(stack.x, tuple(rest))


@dataclass(frozen=True, slots=True)
class _Band:
    """Strips one under the other, as one part that stays whole."""

    strips: tuple[Strip, ...]
    height: float

    def draw(self, pen: Pen, x: float, top: float, *, artifact: bool = False) -> None:
        """Draw them from (x, top) down."""
        for strip, down in _downs(self.strips):
            strip.draw(pen, x, top - down, artifact=artifact)

    def split(self, height: float) -> None:
        """It stays whole."""


def _downs(strips: Sequence[Strip]) -> Iterator[tuple[Strip, float]]:
    down = space = 0.0
    for number, strip in enumerate(strips):
        down += max(space, strip.above) if number else 0
        yield strip, down
        down, space = down + strip.height, strip.under


def beside(columns: Sequence[Sequence[Strip]], step: float, room: float) -> Strip:
    """Return a strip that holds columns of strips, each `step` points right of the one before."""
    stacks = []
    for number, column in enumerate(columns):
        strips = tuple(strip for strip in column if not strip.new_page)
        ends = [down + strip.height for strip, down in _downs(strips)]
        stacks.append(Stack(number * step, (_Band(strips, max(ends, default=0.0)),)))
    return Strip(stacks=tuple(stacks), room=room, above=4, under=8)


class Placed(NamedTuple):
    """A strip and how far its upper edge is from the top of the text block, in points."""

    strip: Strip
    down: float
    repeated: bool = False


Page: TypeAlias = list[Placed]


_LITTLE = 0.25  # what is too high for any page begins on the next where less than this is left


class _Paginator:
    def __init__(self, room: float) -> None:
        self.room = room
        self.pages: list[Page] = [[]]
        self.down = 0.0
        self.space = 0.0

    def turn(self) -> None:
        self.pages.append([])
        self.down = self.space = 0.0

    def needs(self, strips: Sequence[Strip], *, fresh: bool = False) -> float:
        """Return how far down the strips would end on this page, or on a fresh one."""
        empty = fresh or not self.pages[-1]
        down, space = (0.0, 0.0) if empty else (self.down, self.space)
        for strip in strips:
            if empty and strip.head is not None:
                down += strip.head.height
            down += (0 if empty else max(space, strip.above)) + strip.height
            space, empty = strip.under, False
        return down

    def put(self, strip: Strip) -> None:
        page = self.pages[-1]
        if not page and strip.head is not None:
            page.append(Placed(strip.head, self.down, repeated=True))
            self.down += strip.head.height
        elif page:
            self.down += max(self.space, strip.above)
        page.append(Placed(strip, self.down))
        self.down += strip.height
        self.space = strip.under

    def add(self, group: Sequence[Strip]) -> None:
        """Place strips that belong on one page."""
        flows = group[-1].flows
        if self.needs(group) > self.room:
            if flows and len(group) > 1 and self._split_end(group):
                return
            fits_fresh = self.needs(group, fresh=True) <= self.room
            little_left = self.room - self.down < self.room * _LITTLE
            if self.pages[-1] and (fits_fresh or little_left) and (len(group) > 1 or not flows):
                self.turn()
        for strip in group:
            self._place(strip)

    def _split_end(self, group: Sequence[Strip]) -> bool:
        """Place a heading with the first lines of what follows, where they fit here."""
        before = self.needs(group[:-1])
        last = group[-1]
        parts = last.split(self.room - before - max(group[-2].under, last.above))
        if parts is None:
            return False
        for strip in (*group[:-1], parts[0]):
            self.put(strip)
        self.turn()
        self._place(parts[1])
        return True

    def _place(self, strip: Strip) -> None:
        while self.needs((strip,)) > self.room:
            parts = strip.split(self.room - (self.needs((strip,)) - strip.height))
            if parts is None:
                if not self.pages[-1]:
                    break
                self.turn()
                continue
            self.put(parts[0])
            self.turn()
            strip = parts[1]
        self.put(strip)


def paginate(strips: Iterable[Strip], room: float) -> Iterator[Page]:
    """Yield pages whose text block is `room` points high, each as soon as it is full."""
    paginator = _Paginator(room)
    group: list[Strip] = []
    told = 0
    for strip in strips:
        if not strip.new_page:
            group.append(strip)
            if strip.keep:
                continue
        if group:
            paginator.add(group)
            group = []
        if strip.new_page and paginator.pages[-1]:
            paginator.turn()
        while len(paginator.pages) > 1:
            told += 1
            yield paginator.pages.pop(0)
    if group:
        paginator.add(group)
    if not paginator.pages[-1] and told + len(paginator.pages) > 1:
        paginator.pages.pop()
    yield from paginator.pages
