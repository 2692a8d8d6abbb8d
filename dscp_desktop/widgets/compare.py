"""Two versions of a text side by side, part by part: what was cut, what is new, never by colour.

`CompareView` paints parts of `core.worddiff` runs: the old at the left with cut words struck
through, the new at the right underlined and bold, 'Cut' and 'New' in the margin. Parts without a
change fold into one line. A triangle marks the present change; `step` goes to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from dscp_desktop.core.worddiff import CUT, NEW, SAME, Run
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.comparetext import SetText, set_text
from dscp_desktop.widgets.painting import break_text, line_height, paint_line, text_width
from dscp_desktop.widgets.theme import color, theme_changed

ROLE = "minutes"
_LEFT, _RIGHT = 24, 22  # pixels from the left of a half; room at its right
_BAR, _TEXT = 45, 60  # from there to the bar beside a text, and to the text, at 100%
SHIFT = 14  # how much less room the right half leaves before its margin words
_PAD = 12


def text_left() -> int:
    """Return how far from the left of a half its text stands: 'Cut' and 'New' fit before it."""
    return _LEFT + fonts.scaled(_TEXT)


@dataclass(frozen=True)
class ComparedPart:
    """One part in both versions. `runs` lead from the old text to the new one."""

    number: str
    title: str
    runs: tuple[Run, ...]

    @cached_property
    def changes(self) -> tuple[tuple[int, int], ...]:
        """From which run to which each change goes: what was cut with what took its place."""
        found, at = [], 0
        for same, group in groupby(self.runs, key=lambda run: run.kind == SAME):
            length = len(list(group))
            if not same:
                found.append((at, at + length))
            at += length
        return tuple(found)

    def spoken(self, change: int) -> str:
        """Return what a screen reader says of a change: 'cut: five; new: half of the'."""
        first, last = self.changes[change]
        said = [f"{run.kind}: {run.text.strip() or 'space'}" for run in self.runs[first:last]]
        return "; ".join(said)


@dataclass(frozen=True)
class _Row:
    """What stands between two hairlines: one part, or several without a change."""

    top: float
    height: float
    parts: tuple[ComparedPart, ...]
    sides: tuple[SetText, SetText] | None = None
    lines: tuple[str, ...] = ()


class CompareView(QWidget):
    """Parts compared. Up and down, as F7 on its page, go from change to change."""

    moved = Signal(int)  # the number of the present change, from 0; -1 where there is none

    def __init__(self, name: str = "Comparison", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.now = name, -1
        self.parts: tuple[ComparedPart, ...] = ()
        self._stops: list[tuple[int, int]] = []
        self._rows: list[_Row] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        theme_changed().changed.connect(self._lay_out)
        self._speak()

    # Values -----------------------------------------------------------------------------

    def set_parts(self, parts: Sequence[ComparedPart], name: str = "") -> None:
        """Show other parts; the first change is the present one."""
        self.parts, self.name = tuple(parts), name or self.name
        self._stops = [
            (place, n) for place, part in enumerate(parts) for n in range(len(part.changes))
        ]
        self.now = 0 if self._stops else -1
        self._lay_out()
        self._tell()

    def count(self) -> int:
        """Return how many changes there are."""
        return len(self._stops)

    def present(self) -> ComparedPart | None:
        """Return the part that the present change is in."""
        return self.parts[self._stops[self.now][0]] if self.now >= 0 else None

    def go(self, number: int) -> None:
        """Make a change the present one, and bring it into view."""
        if self._stops:
            self.now = min(max(number, 0), len(self._stops) - 1)
            self._tell()
            self._bring()

    def step(self, by: int) -> None:
        """Go on by a change, or back."""
        self.go(self.now + by)

    def go_to_part(self, number: str) -> bool:
        """Go to the first change of a part; return whether it has one."""
        for place, (part, _change) in enumerate(self._stops):
            if self.parts[part].number == number:
                self.go(place)
                return True
        return False

    def _tell(self) -> None:
        self._speak()
        self.update()
        self.moved.emit(self.now)

    def _speak(self) -> None:
        self.setAccessibleName(self.name)
        if self.now < 0:
            self.setAccessibleDescription("No change")
            return
        place, change = self._stops[self.now]
        part = self.parts[place]
        where = f"Change {self.now + 1} of {len(self._stops)}, part {part.number} {part.title}"
        self.setAccessibleDescription(f"{where}, {part.spoken(change)}")

    def half(self) -> float:
        """Return how far the new text stands to the right of the old one."""
        return self.width() / 2 - SHIFT

    # Room -------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """As high as all parts."""
        return QSize(fonts.scaled(700), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the words for another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def _lay_out(self) -> None:
        half = self.width() / 2
        rooms = (half - text_left() - _RIGHT, half - text_left() + SHIFT - _RIGHT)
        top, self._rows = 0.0, []
        head = float(fonts.scaled(26))
        for changed, group in groupby(self.parts, key=lambda part: bool(part.changes)):
            if not changed:
                folded = tuple(group)
                lines = break_text(_folded(folded), "base", self.width() - 2 * _LEFT, 6)
                height = 2 * _PAD + line_height() * len(lines)
                self._rows.append(_Row(top, height, folded, lines=lines))
                top += height
                continue
            for part in group:
                old = set_text(part.runs, CUT, rooms[0], ROLE)
                new = set_text(part.runs, NEW, rooms[1], ROLE)
                height = _PAD + head + max(old.height, new.height) + _PAD
                self._rows.append(_Row(top, height, (part,), (old, new)))
                top += height
        self.setMinimumHeight(round(top))
        self.update()

    def _row_of(self, part: ComparedPart) -> _Row | None:
        return next((row for row in self._rows if part in row.parts), None)

    def _bring(self) -> None:
        part = self.present()
        row = self._row_of(part) if part else None
        step = self.parentWidget()
        while row and step is not None:
            if isinstance(step, QScrollArea):
                last = round(row.top + row.height)
                step.ensureVisible(0, last, 0, 8)
                step.ensureVisible(0, round(row.top), 0, 8)
                return
            step = step.parentWidget()

    # Keys and mouse ---------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go from change to change, Home and End to the first and the last."""
        steps = {Qt.Key.Key_Up: self.now - 1, Qt.Key.Key_Down: self.now + 1}
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.count() - 1}
        to = {**steps, **ends}.get(Qt.Key(event.key()))
        if to is None:
            super().keyPressEvent(event)
        else:
            self.go(to)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a part goes to its first change."""
        y = event.position().y()
        for row in self._rows:
            if row.top <= y < row.top + row.height and row.sides:
                self.go_to_part(row.parts[0].number)

    # Painting ---------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint every part."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("surface"))
        present = self.present()
        for row in self._rows:
            box = QRectF(0, row.top, self.width(), row.height)
            if row.sides and row.parts[0] is present:
                painter.fillRect(box, color("subtle"))
            painter.fillRect(QRectF(0, box.bottom() - 1, box.width(), 1), color("hair"))
            if row.sides:
                self._paint_part(painter, row)
            else:
                _paint_folded(painter, box, row.lines)

    def _paint_part(self, painter: QPainter, row: _Row) -> None:
        part = row.parts[0]
        is_now = part is self.present()
        top = row.top + _PAD
        title = QRectF(_LEFT, top, self.width() - 2 * _LEFT, line_height("strong"))
        wide = text_width(part.number, "strong") + 10
        paint_line(painter, title, part.number, "strong", color("t1"))
        title.setLeft(_LEFT + max(wide, fonts.scaled(15)))
        paint_line(painter, title, part.title, "strong", color("t1"))
        top += fonts.scaled(26)
        assert row.sides is not None
        tall = max(side.height for side in row.sides)
        lit = part.changes[self._stops[self.now][1]] if is_now else None
        for place, side in enumerate(row.sides):
            left = self.half() * place
            self._paint_side(painter, side, QRectF(left, top, 0, tall), lit, place == 1)

    def _paint_side(
        self,
        painter: QPainter,
        side: SetText,
        at: QRectF,
        lit: tuple[int, int] | None,
        newer: bool,
    ) -> None:
        bar = QRectF(at.left() + _LEFT + fonts.scaled(_BAR), at.top(), 3, at.height())
        painter.fillRect(bar, color("acc" if newer and side.marked else "t3"))
        step = side.step
        if side.marked:
            role = "caption strong" if lit else "caption"
            ink = color("t1" if lit else "t2")
            box = QRectF(at.left() + _LEFT, at.top(), fonts.scaled(_BAR) - 4, step)
            paint_line(painter, box, "+ New" if newer else "\u2013 Cut", role, ink)
        if lit and (lines := side.lines_of(*lit)):
            y = at.top() + lines[0] * step + step / 2
            _paint_triangle(painter, QPointF(at.left() + _LEFT - 16, y))
        side.draw(painter, QPointF(at.left() + text_left(), at.top()), lit)


def _folded(parts: Sequence[ComparedPart]) -> str:
    return ", ".join(f"{part.number}  {part.title}" for part in parts) + ": no change"


def _paint_folded(painter: QPainter, box: QRectF, lines: Sequence[str]) -> None:
    step, top = line_height(), box.top() + _PAD
    for line in lines:
        paint_line(
            painter, QRectF(_LEFT, top, box.width() - 2 * _LEFT, step), line, "base", color("t2")
        )
        top += step


def _paint_triangle(painter: QPainter, at: QPointF) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("acc"))
    x, y = at.x(), at.y()
    tip = [QPointF(x, y - 6.5), QPointF(x + 11, y), QPointF(x, y + 6.5)]
    painter.drawPolygon(QPolygonF(tip))
    painter.restore()
