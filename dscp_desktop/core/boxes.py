"""How a hierarchy is drawn: a box for each, and lines from those below to those above."""

from __future__ import annotations

from collections.abc import Iterator

from dscp_desktop.core.axes import Page
from dscp_desktop.core.drawing import Area, Drawing, Shape, Stroke, Words
from dscp_desktop.core.hierarchy import Hierarchy

_STEP, _PAD, _GAP = 2.4, 0.7, 0.7  # sizes of text: how far in, inside a box, between two boxes


def draw_hierarchy(chart: Hierarchy, page: Page) -> Drawing:
    """Return the boxes one below the other, those further down further in."""
    size = page.size
    noted = any(member.note for member in chart.members)
    high, pad = size * (3.1 if noted else 2.0), size * _PAD
    boxes: list[Area] = []
    shapes: list[Shape] = []
    for place, member in enumerate(chart.members):
        level = min(chart.level(place), 6)  # deeper down there would be no room for words
        x, y = level * size * _STEP + 0.5, place * (high + size * _GAP) + 0.5
        room = page.width - x - 2 * pad - 0.5
        name, note = page.fitted(member.name, room, True), page.fitted(member.note, room)
        wide = max(page.wide(name, True), page.wide(note)) + 2 * pad
        boxes.append(Area(x, y, wide, high))
        at = y + (size * 1.3 if noted else high * 0.5 + size * 0.35)
        shapes.append(Words(x + pad, at, name, size, bold=True))
        if note:
            shapes.append(Words(x + pad, at + size * 1.3, note, size, quiet=True))
    lines = tuple(_lines(chart, boxes, size))
    height = boxes[-1].y + high + 1.0
    return Drawing(page.width, height, (*lines, *boxes, *shapes), tuple(boxes))


def _lines(chart: Hierarchy, boxes: list[Area], size: float) -> Iterator[Shape]:
    for member, box in zip(chart.members, boxes, strict=True):
        if member.under < 0:
            continue
        above = boxes[member.under]
        x, middle = above.x + size * _STEP / 2, box.y + box.height / 2
        if box.x > x:
            yield Stroke(((x, above.y + above.height), (x, middle), (box.x, middle)))
