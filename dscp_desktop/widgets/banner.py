"""A banner: at the top of a body, a bold statement of fact, one line of help, up to two buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.icons import paint_icon
from dscp_desktop.widgets.painting import paint_box
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.theme import color

_ICONS = {"amb": "risk", "red": "late", "grn": "done", "inf": "note"}


class Banner(QWidget):
    """States a fact until it is resolved; it cannot be dismissed while the fact is true.

    `tone` is amb, red, grn or inf. Buttons are secondary; connect them yourself.
    """

    def __init__(
        self,
        fact: str,
        help_words: str = "",
        *,
        tone: str = "amb",
        buttons: Sequence[Button] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.tone = tone
        self.fact = Text(fact, "strong", wrap=True)
        self.help = Text(help_words, "caption", wrap=True)
        if not help_words:  # never shown before it has a parent: it would be a window
            self.help.hide()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.fact)
        words.addWidget(self.help)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(32 + fonts.scaled(18), 8, 14, 8)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._speak()

    def set_words(self, fact: str, help_words: str = "", tone: str = "") -> None:
        """State another fact."""
        self.fact.setText(fact)
        self.help.setText(help_words)
        self.help.setVisible(bool(help_words))
        self.tone = tone or self.tone
        self._speak()
        self.update()

    def _speak(self) -> None:
        words = [self.fact.text().rstrip("."), self.help.text()]
        self.setAccessibleName(". ".join(part for part in words if part))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint tint, left bar and icon."""
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint_box(painter, box, color(f"{self.tone}bg"), color(f"{self.tone}ln"))
        painter.save()
        painter.setClipRect(QRectF(0, 0, 4, box.height()))
        paint_box(painter, box, color(self.tone))
        painter.restore()
        side = float(fonts.scaled(18))
        top = self.fact.mapTo(self, self.fact.rect().topLeft()).y()
        square = QRectF(18, top + (fonts.scaled(18) - side) / 2 + 1, side, side)
        paint_icon(painter, square, _ICONS[self.tone], color(self.tone), filled=True)
