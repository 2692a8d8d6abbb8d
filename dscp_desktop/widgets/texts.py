"""Labels by role. All text is plain: a label never guesses that words are markup."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.painting import break_text
from dscp_desktop.widgets.theme import color, theme_changed

_TONES = {"caption": "t2", "error": "red"}
_FONTS = {"section": "strong", "label": "strong", "error": "base", "link": "strong"}


class Text(QLabel):
    """Words in a role: title, item, section, label, base, strong, caption, error, mono, minutes.

    `wrap` breaks long words over lines and asks for the height they need; `tone` is a token for
    the colour ('t2', 'red', ...). Words can be selected with the mouse where `selectable`.
    """

    def __init__(
        self,
        words: str = "",
        role: str = "base",
        *,
        wrap: bool = False,
        tone: str = "",
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(words)
        self.role = role
        self.setProperty("tone", tone or _TONES.get(role, ""))
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._show_font()
        theme_changed().changed.connect(self._show_font)

    def _show_font(self) -> None:
        self.setFont(fonts.font(_FONTS.get(self.role, self.role)))

    def set_tone(self, tone: str) -> None:
        """Change the colour to that of a token."""
        self.setProperty("tone", tone or _TONES.get(self.role, ""))
        self.style().unpolish(self)
        self.style().polish(self)
        self._show_font()  # to polish again brings back the font of the first time

    def sizeHint(self) -> QSize:
        """One line, or as many as the words need at the present width (at least 320 px)."""
        hint = super().sizeHint()
        if not self.wordWrap():
            return hint
        wide = self.fontMetrics().horizontalAdvance(self.text()) + 2
        wide = min(wide, max(self.width(), fonts.scaled(320)))
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """Words that wrap may become narrow."""
        if not self.wordWrap():
            return super().minimumSizeHint()
        return QSize(fonts.scaled(80), self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height that the words need at the new width."""
        super().resizeEvent(event)
        if self.wordWrap() and event.size().width() != event.oldSize().width():
            self._take_height()

    def setText(self, words: str) -> None:
        """Show other words."""
        super().setText(words)
        if self.wordWrap() and self.width() > 0:
            self._take_height()

    def _take_height(self) -> None:
        self.setMinimumHeight(0)  # the least height counts in what the words would need
        self.setMinimumHeight(max(self.heightForWidth(self.width()), 0))


class CutText(Text):
    """One line of words that is cut with '…' where it has no room; the tooltip has all of it."""

    def minimumSizeHint(self) -> QSize:
        """Give way to everything else."""
        return QSize(fonts.scaled(40), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what fits."""
        role = _FONTS.get(self.role, self.role)
        shown = break_text(self.text(), role, self.width())[0]
        tip = "" if shown == self.text() else self.text()
        if self.toolTip() != tip:
            self.setToolTip(tip)
        painter = QPainter(self)
        painter.setFont(fonts.font(role))
        painter.setPen(color(str(self.property("tone") or "t1")))
        painter.drawText(self.rect(), int(self.alignment()), shown)
