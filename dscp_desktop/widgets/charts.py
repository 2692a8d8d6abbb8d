"""Stacked bars with patterns, so that they can be told apart in black and white."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.painting import line_height, paint_line, paint_ring, text_width
from dscp_desktop.widgets.theme import Theme, color, theme_now

_FILLS = ("solid", "stripes", "light", "dots", "lines", "plain")
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, a quieter line below, and the size of each part."""

    label: str
    parts: tuple[int, ...]
    note: str = ""


def paint_pattern(painter: QPainter, box: QRectF, number: int) -> None:
    """Fill a box with the pattern of the series of that number, and outline it."""
    kind = _FILLS[number % len(_FILLS)]
    acc = color("acc")
    under = {"solid": acc, "light": color("accline")}.get(kind, color("surface"))
    painter.fillRect(box, under)
    if kind == "stripes":
        painter.fillRect(box, color("surface" if theme_now() is Theme.HIGH_CONTRAST else "sel"))
        painter.save()
        painter.setClipRect(box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(acc, 1.4))
        x = box.left() - box.height()
        x -= x % 7
        while x < box.right():
            painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
            x += 7
        painter.restore()
    elif kind in ("dots", "lines"):
        style = Qt.BrushStyle.Dense6Pattern if kind == "dots" else Qt.BrushStyle.HorPattern
        painter.fillRect(box, QBrush(color("t1"), style))
    painter.setPen(QPen(acc, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)


def nice_steps(most: int) -> list[int]:
    """Return the values of the grid lines, 0 first, at most six, that reach `most`."""
    if most <= 0:
        return [0]
    size = 10 ** max(len(str(most)) - 1, 0)
    for part in (size / 10, size):
        for factor in _STEPS:
            step = int(part * factor) or 1
            if step * 5 >= most:
                return list(range(0, most + step, step))
    return [0, most]


class StackedBars(QWidget):
    """Bars for years or quarters. Arrows move between them; each speaks all its parts.

    `show` turns a size into words for the tooltip and what is spoken, `short` for the axis.
    """

    chosen = Signal(int)

    def __init__(
        self,
        name: str,
        series: Sequence[str],
        bars: Sequence[Bar],
        *,
        show: Callable[[int], str] = str,
        short: Callable[[int], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.name, self.series, self.bars = name, tuple(series), tuple(bars)
        self.show_words, self.short = show, short or show
        self.now = len(self.bars) - 1
        self.setProperty("ownRing", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(fonts.scaled(220), fonts.scaled(200))
        self._speak()

    def set_bars(self, series: Sequence[str], bars: Sequence[Bar], now: int = -1) -> None:
        """Show other bars; `now` is the one marked."""
        self.series, self.bars = tuple(series), tuple(bars)
        self.now = now if now >= 0 else len(self.bars) - 1
        self._speak()
        self.update()

    def spoken(self, place: int) -> str:
        """Return all that a bar says."""
        bar = self.bars[place]
        parts = [f"{n} {self.show_words(p)}" for n, p in zip(self.series, bar.parts, strict=False)]
        head = f"{bar.label} {bar.note}".strip()
        return f"{head}: {self.show_words(sum(bar.parts))} in all; " + "; ".join(parts)

    def _speak(self) -> None:
        self.setAccessibleName(self.name)
        self.setAccessibleDescription(self.spoken(self.now) if self.bars else "No figures yet")

    def choose(self, place: int) -> None:
        """Mark a bar."""
        if self.bars and place != self.now:
            self.now = min(max(place, 0), len(self.bars) - 1)
            self._speak()
            self.update()
            self.chosen.emit(self.now)

    # Geometry -------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """As in a pane at the right."""
        return QSize(fonts.scaled(460), fonts.scaled(440))

    def _plot(self) -> QRectF:
        most = max((sum(bar.parts) for bar in self.bars), default=0)
        left = max((text_width(self.short(v), "caption") for v in nice_steps(most)), default=0)
        foot = line_height("caption") * 2 + 12
        return QRectF(left + 10, 24, self.width() - left - 12, self.height() - 24 - foot)

    def _slot(self, place: int) -> QRectF:
        plot = self._plot()
        wide = plot.width() / max(len(self.bars), 1)
        return QRectF(plot.left() + wide * place, plot.top(), wide, plot.height())

    # Events ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move between bars."""
        moves = {Qt.Key.Key_Left: self.now - 1, Qt.Key.Key_Right: self.now + 1}
        moves |= {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self.bars) - 1}
        place = moves.get(Qt.Key(event.key()))
        if place is None:
            event.ignore()
        else:
            self.choose(min(max(place, 0), len(self.bars) - 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click marks a bar."""
        for place in range(len(self.bars)):
            slot = self._slot(place)
            if slot.left() <= event.position().x() < slot.right():
                self.choose(place)

    def event(self, event: QEvent) -> bool:
        """Say the bar's figures where the mouse rests."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            for place in range(len(self.bars)):
                slot = self._slot(place)
                if slot.left() <= event.pos().x() < slot.right():
                    words = self.spoken(place).replace("; ", "\n")
                    QToolTip.showText(event.globalPos(), words, self)
                    return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    # Painting -------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint grid, bars and words."""
        painter = QPainter(self)
        plot = self._plot()
        values = nice_steps(max((sum(bar.parts) for bar in self.bars), default=0))
        top = values[-1] or 1
        for value in values:
            y = plot.bottom() - plot.height() * value / top
            painter.fillRect(QRectF(plot.left(), y, plot.width(), 1), color("hair"))
            box = QRectF(0, y - 8, plot.left() - 8, 16)
            paint_line(painter, box, self.short(value), "caption", color("t2"), "right")
        for place, bar in enumerate(self.bars):
            self._paint_bar(painter, place, bar, plot.height() / top)

    def _paint_bar(self, painter: QPainter, place: int, bar: Bar, unit: float) -> None:
        slot, marked = self._slot(place), place == self.now
        wide = min(slot.width() * 0.62, 64.0)
        y = slot.bottom()
        for number, part in enumerate(bar.parts):
            tall = part * unit
            if tall > 0:
                box = QRectF(slot.center().x() - wide / 2, y - tall, wide, tall)
                paint_pattern(painter, box, number)
            y -= tall
        role, small = ("caption strong" if marked else "caption"), line_height("caption")
        box = QRectF(slot.left(), y - small - 3, slot.width(), small)
        words = self.short(sum(bar.parts))
        paint_line(painter, box, words, "caption strong", color("t1"), "centre")
        top = box.top()
        box = QRectF(slot.left(), slot.bottom() + 5, slot.width(), small)
        paint_line(painter, box, bar.label, role, color("t1"), "centre")
        box.translate(0, small)
        paint_line(painter, box, bar.note, "caption", color("t2"), "centre")
        if marked and (self.hasFocus() or len(self.bars) > 1):
            ring = QRectF(slot.left() + 3, top - 5, slot.width() - 6, box.bottom() - top + 8)
            if self.hasFocus():
                paint_ring(painter, ring)
            else:
                painter.setPen(QPen(color("ctl"), 1))
                painter.drawRoundedRect(ring, 4, 4)


class PatternLegend(QWidget):
    """What each pattern means, in two columns."""

    def __init__(self, series: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_series(series)

    def set_series(self, series: Sequence[str]) -> None:
        """Show other names."""
        self.series = tuple(series)
        self.setAccessibleName("Key: " + ", ".join(self.series))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Two names a line."""
        return QSize(fonts.scaled(260), fonts.scaled(23) * ((len(self.series) + 1) // 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint samples and names."""
        painter = QPainter(self)
        step, half = fonts.scaled(23), self.width() / 2
        for number, name in enumerate(self.series):
            left, top = half * (number % 2), step * (number // 2)
            paint_pattern(painter, QRectF(left + 0.5, top + step / 2 - 6.5, 15, 13), number)
            box = QRectF(left + 23, top, half - 30, step)
            paint_line(painter, box, name, "caption", color("t1"))
