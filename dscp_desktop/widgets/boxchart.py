"""A chart of boxes and the lines between them: what stands under what, from left to right.

Each box stands right of the one it is under. Arrows move along the lines: right to the first one
under it, left to the one above, up and down to the nearest box beside it. Enter opens one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QToolTip, QWidget

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.painting import (
    break_text,
    line_height,
    paint_box,
    paint_line,
    paint_ring,
    text_width,
)
from dscp_desktop.widgets.spoken import tell_part
from dscp_desktop.widgets.theme import color

_GAP, _ROOM, _EDGE = 36, 10, 24  # between columns, between boxes, round them
_NARROW, _WIDE = 160, 370  # a box: the widest words of its column, within these
_HIGH = 48


@dataclass(frozen=True, slots=True)
class Box:
    """One box. `under` is the key of the one it stands under, '' for none.

    `second` is a quieter line in it, `spoken` all that is said of it; `apart` draws it dashed.
    """

    key: str
    title: str
    second: str = ""
    under: str = ""
    spoken: str = ""
    apart: bool = False


class BoxChart(QWidget):
    """Boxes and lines. Give boxes so that each comes after the one it stands under."""

    opened = Signal(str)  # the key of a box
    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.boxes: tuple[Box, ...] = ()
        self.now = ""
        self._places: dict[str, QRectF] = {}
        self._columns: dict[str, int] = {}
        self._lefts: list[float] = []  # of each column, then of what is behind the last
        self.setProperty("ownRing", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_boxes(())

    # Values -----------------------------------------------------------------------------

    def set_boxes(self, boxes: Sequence[Box]) -> None:
        """Show other boxes; the one with the keys stays if it is among them."""
        self.boxes = tuple(boxes)
        if self.now not in {box.key for box in boxes}:
            self.now = self.boxes[0].key if self.boxes else ""
        self._lay_out()
        self._speak()

    def choose(self, key: str) -> None:
        """Put the keys on a box, and bring it into view."""
        if key not in self._places:
            return
        self.now = key
        self._speak()
        self.update()
        self.chosen.emit(key)
        step = self.parentWidget()
        while step is not None and not isinstance(step, QScrollArea):
            step = step.parentWidget()
        if isinstance(step, QScrollArea):
            middle = self._places[key].center()
            step.ensureVisible(round(middle.x()), round(middle.y()), _WIDE // 2 + 16, _HIGH)

    def _box(self, key: str) -> Box | None:
        return next((box for box in self.boxes if box.key == key), None)

    def under(self, key: str) -> list[Box]:
        """Return the boxes that stand under one, from top to bottom."""
        return [box for box in self.boxes if box.under == key]

    def spoken_parts(self) -> list[str]:
        """Return each box in words."""
        return [box.spoken or box.title for box in self.boxes]

    def _speak(self) -> None:
        self.setAccessibleName(self.name)
        box = self._box(self.now)
        self.setAccessibleDescription((box.spoken or box.title) if box else "Nothing here yet")
        tell_part(self, self.boxes.index(box) if box else -1)

    # Where things are -------------------------------------------------------------------

    def _lay_out(self) -> None:
        keys = {box.key for box in self.boxes}
        self._places, self._columns = {}, {}
        high, room = fonts.scaled(_HIGH), fonts.scaled(_ROOM)
        first = [box for box in self.boxes if box.under not in keys]
        for box in first:
            self._count(box, 0)
        self._measure()
        self._next = float(_EDGE)
        for box in first:
            self._place(box, high + room)
        self.setMinimumSize(round(self._lefts[-1]) - _GAP + _EDGE, round(self._next) + _EDGE - room)
        self.update()

    def _count(self, box: Box, column: int) -> None:
        """Say in which column a box stands, and those under it."""
        if box.key not in self._columns:
            self._columns[box.key] = column
            for below in self.under(box.key):
                self._count(below, column + 1)

    def _measure(self) -> None:
        """Make each column as wide as its widest words, within reason."""
        wide = [float(fonts.scaled(_NARROW))] * (max(self._columns.values(), default=0) + 1)
        for box in self.boxes:
            column = self._columns.get(box.key, 0)
            words = max(text_width(box.title, "strong"), text_width(box.second, "caption"))
            wide[column] = max(wide[column], min(words + 20, fonts.scaled(_WIDE)))
        self._lefts = [float(_EDGE)]
        for each in wide:
            self._lefts.append(round(self._lefts[-1] + each + _GAP))

    def _place(self, box: Box, step: float) -> float:
        """Place a box beside the middle of those under it; return the middle of its height."""
        if box.key in self._places:
            return self._places[box.key].center().y()
        left, right = self._lefts[self._columns[box.key] :][:2]
        high = fonts.scaled(_HIGH)
        self._places[box.key] = QRectF(left, 0, right - _GAP - left, high)
        middles = [self._place(below, step) for below in self.under(box.key)]
        if middles:
            top = (middles[0] + middles[-1]) / 2 - high / 2
        else:
            top = self._next
            self._next += step
        self._places[box.key].moveTop(top)
        return top + high / 2

    def sizeHint(self) -> QSize:
        """All boxes."""
        return self.minimumSize()

    # Keys and mouse ---------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows along the lines, Home and End, Enter opens."""
        key = event.key()
        box = self._box(self.now)
        if box is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(box.key)
        elif key == Qt.Key.Key_Left:
            self.choose(box.under)
        elif key == Qt.Key.Key_Right:
            for below in self.under(box.key)[:1]:
                self.choose(below.key)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._beside(box, -1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.choose(self.boxes[0 if key == Qt.Key.Key_Home else -1].key)
        else:
            super().keyPressEvent(event)

    def _beside(self, box: Box, step: int) -> None:
        column = self._columns[box.key]
        beside = [key for key, other in self._columns.items() if other == column]
        beside.sort(key=lambda key: self._places[key].top())
        at = beside.index(box.key) + step
        if 0 <= at < len(beside):
            self.choose(beside[at])

    def _at(self, x: float, y: float) -> str:
        return next((key for key, place in self._places.items() if place.contains(x, y)), "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes to a box."""
        self.choose(self._at(event.position().x(), event.position().y()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens one."""
        key = self._at(event.position().x(), event.position().y())
        if key:
            self.opened.emit(key)

    def event(self, event: QEvent) -> bool:
        """Say the box where the mouse rests."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            box = self._box(self._at(event.pos().x(), event.pos().y()))
            QToolTip.showText(event.globalPos(), (box.spoken or box.title) if box else "", self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys are."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    # Painting ---------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint lines, then boxes."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("surface"))
        for box in self.boxes:
            if box.under in self._places:
                self._paint_line(painter, self._places[box.under], self._places[box.key])
        for box in self.boxes:
            self._paint_box(painter, box, self._places[box.key])
        if self.hasFocus() and self.now in self._places:
            paint_ring(painter, self._places[self.now].adjusted(-3, -3, 3, 3))

    def _paint_line(self, painter: QPainter, above: QRectF, below: QRectF) -> None:
        painter.setPen(QPen(color("ctl"), 1))
        middle = round((above.right() + below.left()) / 2) + 0.5
        start = QPointF(above.right(), round(above.center().y()) + 0.5)
        end = QPointF(below.left(), round(below.center().y()) + 0.5)
        painter.drawLine(start, QPointF(middle, start.y()))
        painter.drawLine(QPointF(middle, start.y()), QPointF(middle, end.y()))
        painter.drawLine(QPointF(middle, end.y()), end)

    def _paint_box(self, painter: QPainter, box: Box, place: QRectF) -> None:
        now = box.key == self.now
        fill = color("sel" if now else "surface")
        paint_box(painter, place, fill, color("acc" if now else "ctl"), dashed=box.apart)
        inner = place.adjusted(10, 0, -8, 0)
        step, small = line_height("strong"), line_height("caption")
        lines = break_text(box.title, "strong", inner.width(), 1 if box.second else 2)
        tall = step * len(lines) + (small if box.second else 0)
        line = QRectF(inner.left(), place.center().y() - tall / 2, inner.width(), step)
        for words in lines:
            paint_line(painter, line, words, "strong", color("t1"))
            line.translate(0, step)
        if box.second:
            line.setHeight(small)
            paint_line(painter, line, box.second, "caption", color("t2"))
