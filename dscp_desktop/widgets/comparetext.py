"""One side of a comparison set in lines: struck through what was cut, underlined what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from dscp_desktop.core.worddiff import CUT, SAME, Run
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.painting import line_height
from dscp_desktop.widgets.theme import color

_BREAK = "\u2028"
_NOTHING = "Not in this version"


@dataclass(frozen=True)
class SetText:
    """Words set for a width. `places` says of each shown run where it stands, in Qt's counting."""

    layout: QTextLayout
    height: float
    places: tuple[tuple[int, int, int, str], ...]  # run, first, length, kind
    step: float
    empty: bool

    @property
    def marked(self) -> bool:
        """Whether something of this side was cut, or is new."""
        return any(kind != SAME for *_place, kind in self.places)

    def lines_of(self, first: int, last: int) -> tuple[int, ...]:
        """Return in which lines the runs from `first` up to `last` stand."""
        lines: set[int] = set()
        for run, start, length, _kind in self.places:
            if first <= run < last:
                here = self.layout.lineForTextPosition(start).lineNumber()
                there = self.layout.lineForTextPosition(start + length - 1).lineNumber()
                lines |= set(range(here, there + 1))
        return tuple(sorted(lines))

    def draw(self, painter: QPainter, at: QPointF, lit: tuple[int, int] | None) -> None:
        """Draw the words; those of the runs `lit` on a tint, for they are the present change."""
        if lit:
            for run, start, length, _kind in self.places:
                if lit[0] <= run < lit[1]:
                    self._tint(painter, at, start, start + length)
        painter.setPen(color("t2" if self.empty else "t1"))
        self.layout.draw(painter, at)

    def _tint(self, painter: QPainter, at: QPointF, start: int, end: int) -> None:
        for number in range(self.layout.lineCount()):
            line = self.layout.lineAt(number)
            first = max(start, line.textStart())
            last = min(end, line.textStart() + line.textLength())
            if first < last:
                left, right = _x(line, first), _x(line, last)
                top = at.y() + self.step * number
                box = QRectF(at.x() + left, top, right - left, self.step)
                painter.fillRect(box, color("sel"))


def _x(line: QTextLine, place: int) -> float:
    found: Any = line.cursorToX(place)  # where it is, and in newer releases the place itself
    return float(found[0] if isinstance(found, tuple) else found)


def set_text(runs: Sequence[Run], kind: str, width: float, role: str) -> SetText:
    """Set the runs that stayed and those of a kind in lines of a width."""
    shown = [(n, run) for n, run in enumerate(runs) if run.kind in (SAME, kind) and run.text]
    words = "".join(run.text for _, run in shown)
    empty = not words.strip()
    layout = QTextLayout((_NOTHING if empty else words).replace("\n", _BREAK), fonts.font(role))
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    places: list[tuple[int, int, int, str]] = []
    start = 0
    for number, run in shown:
        length = _length(run.text)
        bare = _length(run.text.lstrip(" ")) or length  # a space before the words is not marked
        places.append((number, start + length - bare, bare, run.kind))
        start += length
    if not empty:
        layout.setFormats([_range(place, role) for place in places if place[3] != SAME])
    top, step = 0.0, float(line_height(role)) + 3
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 40))
        line.setPosition(QPointF(0, top + (step - line.height()) / 2))
        top += step
    layout.endLayout()
    return SetText(layout, max(top, step), tuple(places), step, empty)


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2  # Qt counts in halves of four bytes


def _range(place: tuple[int, int, int, str], role: str) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    _run, made.start, made.length, kind = place
    face = QTextCharFormat()
    if kind == CUT:
        face.setFontStrikeOut(True)
        face.setForeground(color("red"))
    else:
        strong = QFont(fonts.font("strong"))
        strong.setPointSizeF(fonts.font(role).pointSizeF())
        face.setFont(strong)
        face.setFontUnderline(True)
        face.setForeground(color("acc"))
    made.format = face
    return made
