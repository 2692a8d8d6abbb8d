"""A strip of steps: 'Look, Check, Accept', with how far one has come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.icons import paint_icon
from dscp_desktop.widgets.painting import paint_box, paint_line, paint_rule, text_width
from dscp_desktop.widgets.theme import color

_PLAIN = 22


class StepStrip(QWidget):
    """Steps in order; those before `now` are done. Steps are shown here, not pressed."""

    def __init__(self, steps: Sequence[str], now: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps = tuple(steps)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_now(now)

    def set_now(self, now: int) -> None:
        """Show which step is the present one; one past the last: all are done."""
        self.now = now
        said = [
            f"{place + 1} {step}, {self._state(place)}" for place, step in enumerate(self.steps)
        ]
        self.setAccessibleName("Steps: " + "; ".join(said))
        self.update()

    def _state(self, place: int) -> str:
        return "done" if place < self.now else "now" if place == self.now else "to come"

    def _widths(self) -> list[float]:
        return [fonts.scaled(_PLAIN) + 8 + text_width(step, "strong") + 12 for step in self.steps]

    def sizeHint(self) -> QSize:
        """44 pixels high, with lines of 130 between the steps."""
        return QSize(round(sum(self._widths()) + 130 * (len(self.steps) - 1)), fonts.scaled(44))

    def minimumSizeHint(self) -> QSize:
        """The words, with short lines between them."""
        return QSize(round(sum(self._widths()) + 16 * (len(self.steps) - 1)), fonts.scaled(44))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the discs, words and lines."""
        painter = QPainter(self)
        disc_size, widths = fonts.scaled(_PLAIN), self._widths()
        spare = self.width() - sum(widths)
        line = min(max(spare / max(len(self.steps) - 1, 1), 8.0), 130.0)
        x, middle = 0.0, self.height() / 2
        for place, step in enumerate(self.steps):
            disc = QRectF(x, middle - disc_size / 2, disc_size, disc_size)
            if place < self.now:
                inner = disc.adjusted(1, 1, -1, -1)
                paint_icon(painter, inner, "done", color("grn"), filled=True)
            elif place == self.now:
                paint_box(painter, disc, color("acc"), None, disc_size / 2)
                paint_line(
                    painter, disc, str(place + 1), "caption strong", color("onacc"), "centre"
                )
            else:
                paint_box(painter, disc, None, color("ctl"), disc_size / 2)
                paint_line(painter, disc, str(place + 1), "caption", color("t2"), "centre")
            words = QRectF(disc.right() + 8, 0, widths[place], self.height())
            role = "strong" if place == self.now else "base"
            ink = color("t1" if place <= self.now else "t2")
            paint_line(painter, words, step, role, ink)
            x += widths[place]
            if place < len(self.steps) - 1:
                paint_rule(painter, QPointF(x, middle), line - 14, "hair2")
            x += line
