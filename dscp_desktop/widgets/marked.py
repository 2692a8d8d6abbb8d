"""One line of words in which some are marked: they are bold, so that no colour is needed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from dscp_desktop.widgets.painting import paint_line, text_width
from dscp_desktop.widgets.theme import text_color

Spans: TypeAlias = tuple[tuple[int, int], ...]
_BEFORE = 16  # letters that stand before the first mark where the line begins later
_ROLES = {"base": "strong", "caption": "caption strong"}


def paint_marked(
    painter: QPainter,
    box: QRectF,
    words: str,
    spans: Spans,
    role: str = "base",
    tone: str = "t1",
    chosen: bool = False,
) -> None:
    """Paint a line, cut to its box; it begins later where the first mark would not be seen."""
    shown, marks = brought_near(words, spans, box.width(), role)
    at = box.left()
    for part, marked in parts_of(shown, marks):
        face = _ROLES[role] if marked else role
        wide = text_width(part, face)
        room = QRectF(at, box.top(), min(wide, box.right() - at), box.height())
        if room.width() > 0:
            paint_line(painter, room, part, face, text_color("t1" if marked else tone, chosen))
        at += wide
        if at > box.right():
            return


def brought_near(words: str, spans: Spans, width: float, role: str) -> tuple[str, Spans]:
    """Return words and spans that begin shortly before the first mark, if it is not seen else."""
    if not spans or text_width(words[: spans[0][1]], _ROLES[role]) <= width:
        return words, spans
    first = max(spans[0][0] - _BEFORE, 0)
    first = words.rfind(" ", 0, first) + 1 or first
    return f"…{words[first:]}", tuple((a - first + 1, b - first + 1) for a, b in spans)


def parts_of(words: str, spans: Spans) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a line in their order, and whether each is marked."""
    at = 0
    for first, end in spans:
        if first > at:
            yield words[at:first], False
        if end > first:
            yield words[first:end], True
        at = end
    if at < len(words):
        yield words[at:], False
