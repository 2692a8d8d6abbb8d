"""Charts in the window: drawn as on paper, heard one figure at a time."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

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
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from dscp_desktop.core.charts import AnyChart, Sparkline, spoken
from dscp_desktop.core.drawing import Drawing
from dscp_desktop.core.plotting import plot
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.drawing import measure, paint_drawing, text_size
from dscp_desktop.widgets.painting import paint_ring
from dscp_desktop.widgets.spoken import tell_part
from dscp_desktop.widgets.theme import color, theme_changed

_WIDE, _HIGH = 460, 500  # pixels wanted at the plain size of text
_LOWEST = 200


class ChartView(QWidget):
    """Any chart, as wide as its room. Arrows move between its bars, points, periods and days.

    `alternative` says in words what the chart shows and is its name for screen readers; its
    description is all figures, or those of the place that arrows or a click have chosen. A chart
    that `fills` is also as high as its room; others take the height that goes with their width.
    """

    chosen = Signal(int)

    def __init__(
        self,
        chart: AnyChart | None = None,
        alternative: str = "",
        *,
        fills: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.alternative, self.fills = alternative, fills
        self.setProperty("ownRing", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        high = QSizePolicy.Policy.Expanding if fills else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, high)
        policy.setHeightForWidth(not fills)
        self.setSizePolicy(policy)
        theme_changed().changed.connect(self.updateGeometry)  # text may have another size
        self.set_chart(chart)

    def set_chart(self, chart: AnyChart | None, now: int = -1) -> None:
        """Show another chart, or none yet; `now` is the place that is marked."""
        self.chart, self.now = chart, now
        self.said = spoken(chart) if chart else ()
        self._speak()
        self.updateGeometry()
        self.update()

    def spoken_parts(self) -> Sequence[str]:
        """Return the figures of each bar, point, period or day."""
        return self.said

    def _speak(self) -> None:
        self.setAccessibleName(self.alternative)
        said = self.said[self.now] if self.now >= 0 else ". ".join(self.said)
        self.setAccessibleDescription(said or "No figures yet")
        tell_part(self, self.now)

    def choose(self, place: int) -> None:
        """Mark a bar, a point, a period or a day."""
        place = min(max(place, 0), len(self.said) - 1)
        if place != self.now:
            self.now = place
            self._speak()
            self.update()
            self.chosen.emit(place)

    def drawing(self) -> Drawing | None:
        """Return what is drawn in the room there is now; nothing where there is no chart."""
        return self._drawn(self.width(), self.height() if self.fills else 0)

    def _drawn(self, width: int, height: int) -> Drawing | None:
        if self.chart is None:
            return None
        return plot(self.chart, width, text_size(), measure, height=height, marked=self.now)

    # Room -----------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        """A chart that does not fill its room."""
        return not self.fills

    def heightForWidth(self, width: int) -> int:
        """As high as its words and lines need, to a pixel for the outline."""
        drawn = self._drawn(width, 0)
        return round(drawn.height) + 1 if drawn else 0

    def sizeHint(self) -> QSize:
        """As in a pane at the right."""
        wide = fonts.scaled(_WIDE)
        return QSize(wide, fonts.scaled(_HIGH) if self.fills else self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """What words and lines need at least."""
        wide = round(text_size() * (8 if isinstance(self.chart, Sparkline) else 18))
        if not self.fills:
            return QSize(wide, self.heightForWidth(wide))
        drawn = self._drawn(wide, 1)
        least = round(drawn.height) + 1 if drawn else 0
        return QSize(wide, max(least, fonts.scaled(_LOWEST)))

    # Events ---------------------------------------------------------------------------------

    def _under(self, point: QPointF) -> int | None:
        """Return the place under a point; a marked day before the period behind it."""
        drawn = self.drawing()
        places = list(enumerate(drawn.places)) if drawn else []
        for number, place in reversed(places):
            if QRectF(place.x, place.y, place.width, place.height).contains(point):
                return number
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move between places, Home and End to the first and the last."""
        key = Qt.Key(event.key())
        back, on = (Qt.Key.Key_Left, Qt.Key.Key_Up), (Qt.Key.Key_Right, Qt.Key.Key_Down)
        moves = {**dict.fromkeys(back, self.now - 1), **dict.fromkeys(on, self.now + 1)}
        moves |= {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self.said) - 1}
        if key in moves and self.said:
            self.choose(moves[key])
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click marks a place."""
        place = self._under(event.position())
        if place is not None:
            self.choose(place)

    def event(self, event: QEvent) -> bool:
        """Say the figures where the mouse rests."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            place = self._under(QPointF(event.pos()))
            lines = self.said[place].split("; ") if place is not None else []
            words = "<br>".join(escape(line) for line in lines)
            QToolTip.showText(event.globalPos(), words and f"<p>{words}</p>", self)
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

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the drawing, and a ring around what is marked."""
        painter = QPainter(self)
        drawn = self.drawing()
        if drawn is None:
            return
        paint_drawing(painter, drawn, QRectF(0, 0, drawn.width, drawn.height))
        if self.now < 0:
            if self.hasFocus():
                paint_ring(painter, QRectF(self.rect()))
            return
        place = drawn.places[self.now]
        inset = 3 if place.width > 24 else 0
        ring = QRectF(place.x + inset, place.y, place.width - 2 * inset, place.height)
        if self.hasFocus():
            paint_ring(painter, ring)
        elif len(drawn.places) > 1:
            painter.setPen(QPen(color("ctl"), 1))
            painter.drawRoundedRect(ring.adjusted(0, 0, -1, -1), 4, 4)
