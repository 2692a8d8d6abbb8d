"""Where lines of notes stand, and how they are painted: times in a margin, blocks in boxes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QTextLayout, QTextOption

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.icons import paint_icon
from dscp_desktop.widgets.notelines import NoteBlock, NoteLine
from dscp_desktop.widgets.painting import (
    break_text,
    line_height,
    paint_box,
    paint_line,
    paint_ring,
)
from dscp_desktop.widgets.theme import color

GUTTER = 24
GAP = 7  # between two paragraphs
_PAD = 7  # above and below the words of a block
_FEWEST = 260  # words of a block stand below its label where they had less room than this


def margin() -> int:
    """Return how wide the margin of times is, from the edge to the words."""
    return GUTTER + fonts.scaled(50)


def step() -> float:
    """Return the height of one line of a paragraph, as the field that is typed into has it."""
    return fonts.metrics("minutes").lineSpacing()


@lru_cache(maxsize=8192)
def _wrapped(text: str, width: float, _scale: float) -> tuple[tuple[int, int], ...]:
    layout = QTextLayout(text, fonts.font("minutes"))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    found = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        found.append((line.textStart(), line.textLength()))
    layout.endLayout()
    return tuple(found)


def wrapped(text: str, width: float) -> tuple[str, ...]:
    """Return the words of a paragraph as the lines they are shown on, at least one."""
    places = _wrapped(text, max(width, 1.0), fonts.text_scale())
    return tuple(text[start : start + length] for start, length in places) or ("",)


@dataclass(frozen=True, slots=True)
class Shape:
    """How wide the words of paragraphs and blocks may be, in a room of that width."""

    width: float

    @property
    def words(self) -> float:
        """The width of a paragraph's words."""
        return max(self.width - margin() - GUTTER, 40.0)

    @property
    def label(self) -> float:
        """Where a block's words begin inside its box; 0 where they stand below its label."""
        beside = float(fonts.scaled(144))
        return beside if self.width - 2 * GUTTER - beside >= fonts.scaled(_FEWEST) else 0.0

    def block_lines(self, block: NoteBlock) -> tuple[str, ...]:
        """Return the lines of a block's words."""
        left = self.label or float(fonts.scaled(36))
        return break_text(block.text, "base", self.width - 2 * GUTTER - left - 12, 200)

    def height(self, line: NoteLine, block: NoteBlock | None) -> float:
        """Return the height that a line needs, with the gap below it."""
        if block is None:
            tall = step() * len(_wrapped(line.text, self.words, fonts.text_scale()) or ("",))
            least = 2 * line_height("caption") + 2 if line.restricted else 0.0
            return max(tall, least) + GAP
        tall = line_height("base") * (len(self.block_lines(block)) + (not self.label))
        second = line_height("caption") if block.second else 0.0
        return tall + second + 2 * _PAD + GAP + 4


@dataclass(frozen=True, slots=True)
class Stand:
    """Where each line begins, from the top of the first; one more for the end."""

    tops: tuple[float, ...]

    @property
    def end(self) -> float:
        """The height of all."""
        return self.tops[-1]

    def at(self, y: float) -> int:
        """Return the line that stands at a height, the nearest one above or below all."""
        low, high = 0, len(self.tops) - 2
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.tops[middle] <= y else (low, middle - 1)
        return max(low, 0)

    def box(self, place: int, width: float) -> QRectF:
        """Return the room of a line."""
        return QRectF(0, self.tops[place], width, self.tops[place + 1] - self.tops[place])


def stand(
    lines: Sequence[NoteLine], blocks: Mapping[str, NoteBlock], shape: Shape, top: float
) -> Stand:
    """Return where lines stand below a top."""
    tops = [top]
    for line in lines:
        tops.append(tops[-1] + shape.height(line, blocks.get(line.key) if line.key else None))
    return Stand(tuple(tops))


def between(stands: Stand, top: float, bottom: float) -> Iterator[int]:
    """Give the lines that stand between two heights."""
    first = stands.at(top)
    for place, (above, _below) in enumerate(pairwise(stands.tops[first:]), first):
        if above > bottom:
            return
        yield place


def paint_margin(painter: QPainter, box: QRectF, line: NoteLine, lock: str) -> None:
    """Paint the time of a paragraph, and the padlock with its words below where it is locked."""
    small = line_height("caption")
    room = QRectF(GUTTER, box.top() + (step() - small) / 2 + 1, margin() - GUTTER - 6, small)
    if line.at is not None:
        paint_line(painter, room, f"{line.at:%H:%M}", "caption", color("t2"))
    if line.restricted:
        below = room.translated(0, small + 1) if line.at else room
        side = float(fonts.scaled(12))
        square = QRectF(below.left() - 1, below.center().y() - side / 2, side, side)
        paint_icon(painter, square, "lock", color("t1"))
        paint_line(painter, below.adjusted(side + 1, 0, 4, 0), lock, "caption", color("t1"))


def paint_words(painter: QPainter, box: QRectF, line: NoteLine, shape: Shape) -> None:
    """Paint the words of a paragraph."""
    painter.setFont(fonts.font("minutes"))
    painter.setPen(color("t1"))
    face = fonts.metrics("minutes")
    base = box.top() + face.ascent()
    for words in wrapped(line.text, shape.words):
        painter.drawText(QPointF(margin(), base), words)
        base += step()


def paint_block(
    painter: QPainter, box: QRectF, block: NoteBlock, shape: Shape, current: bool
) -> None:
    """Paint a block: its box with a bar at the left, label, words and the quieter line."""
    whole = QRectF(GUTTER, box.top() + 2, shape.width - 2 * GUTTER, box.height() - GAP - 4)
    paint_box(painter, whole, color("sel" if block.strong else "neubg"))
    bar = QRectF(whole.left(), whole.top(), 3, whole.height())
    painter.fillRect(bar, color("acc" if block.strong else "t2"))
    tall = line_height("base")
    top = whole.top() + _PAD
    side = float(fonts.scaled(16))
    square = QRectF(whole.left() + 15, top + (tall - side) / 2, side, side)
    ink = color("acc" if block.strong else "t1")
    paint_icon(painter, square, block.icon, ink)
    left = square.right() + 6
    end = whole.left() + (shape.label or whole.width()) - 4
    paint_line(painter, QRectF(left, top, end - left, tall), block.label, "strong", ink)
    if not shape.label:
        top += tall
    left = whole.left() + (shape.label or float(fonts.scaled(36)))
    room = QRectF(left, top, whole.right() - 12 - left, tall)
    for words in shape.block_lines(block):
        paint_line(painter, room, words, "base", color("t1"))
        room.translate(0, tall)
    if block.second:
        room.setHeight(line_height("caption"))
        paint_line(painter, room, block.second, "caption", color("t2"))
    if current:
        paint_ring(painter, whole.adjusted(-3, -3, 3, 3))
