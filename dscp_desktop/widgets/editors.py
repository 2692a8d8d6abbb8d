"""What a field is typed or chosen in: a line, a chooser, a text of several lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.icons import paint_icon, require_icon
from dscp_desktop.widgets.painting import line_height
from dscp_desktop.widgets.theme import color, theme_changed

_ARROW = 44  # pixels beside the words of a chooser


class LineEdit(QLineEdit):
    """One line to type in. `icon` stands at its left; a button may stand inside at its right.

    `width` is in pixels at a text size of 100%; without one it takes its room.
    """

    def __init__(
        self,
        placeholder: str = "",
        *,
        icon: str = "",
        role: str = "base",
        width: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        require_icon(icon)
        self.icon_name, self.role = icon, role
        self.inside: Button | None = None
        self.setPlaceholderText(placeholder)
        if width:
            self.set_width(width)
        self._show_font()
        theme_changed().changed.connect(self._show_font)

    def set_width(self, width: int) -> None:
        """Be so wide, in pixels at a text size of 100%."""
        self.setFixedWidth(fonts.scaled(width))

    def _show_font(self) -> None:
        self.setFont(fonts.font(self.role))
        left = 0 if not self.icon_name else 36 if self.property("bare") else 24
        self.setTextMargins(left, 0, fonts.scaled(26) if self.inside else 0, 0)

    def sizeHint(self) -> QSize:
        """32 pixels high."""
        return QSize(super().sizeHint().width(), fonts.scaled(32))

    def put_inside(self, button: Button) -> None:
        """Place a small icon button at the right end."""
        self.inside = button
        button.setParent(self)
        button.setFixedSize(fonts.scaled(26), fonts.scaled(24))
        button.ink = "t2"
        button.setCursor(Qt.CursorShape.ArrowCursor)
        self._show_font()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button at the right end."""
        super().resizeEvent(event)
        if self.inside:
            middle = (self.height() - self.inside.height()) // 2
            self.inside.move(self.width() - self.inside.width() - 5, middle)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line, then its icon."""
        super().paintEvent(event)
        if self.icon_name:
            box = QRectF(10, self.height() / 2 - 8, 16, 16)
            paint_icon(QPainter(self), box, self.icon_name, color("t2"))


class Chooser(QComboBox):
    """A choice from a list of (value, words). The wheel does not change it by accident."""

    def __init__(
        self,
        options: Sequence[tuple[Any, str]] = (),
        *,
        dense: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("dense", dense)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaxVisibleItems(16)
        self.setMinimumContentsLength(4)
        self._options: tuple[tuple[Any, str], ...] = ()
        self.set_options(options)
        self.currentIndexChanged.connect(lambda _place: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        """Room for the words that are chosen: they are never cut."""
        least, whole = super().minimumSizeHint(), self.sizeHint()
        wide = self.fontMetrics().horizontalAdvance(self.currentText()) + _ARROW
        return QSize(min(max(least.width(), wide), whole.width()), least.height())

    def set_options(self, options: Iterable[tuple[Any, str]]) -> None:
        """Offer other values; the one chosen stays if it is among them."""
        if (offered := tuple(options)) == self._options and self.currentIndex() >= 0:
            return  # there may be thousands
        kept, self._options = self.value(), offered
        self.blockSignals(True)
        self.clear()
        for value, words in offered:
            self.addItem(words, (value,))  # a tuple, so that Qt does not convert the value
        self.set_value(kept)
        self.blockSignals(False)

    def value(self) -> Any:
        """Return the value chosen, None for none."""
        held = self.currentData()
        return held[0] if held is not None else None

    def offers(self, value: Any) -> bool:
        """Say whether a value can be chosen."""
        return any(one == value for one, _words in self._options)

    def set_value(self, value: Any) -> None:
        """Choose a value; the first where it is not offered."""
        places = (place for place, (one, _words) in enumerate(self._options) if one == value)
        self.setCurrentIndex(next(places, 0 if self._options else -1))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chooser, then its arrow; where the words are cut the tooltip has them all."""
        words, room = self.currentText(), self.width() - _ARROW + 8
        short = self.fontMetrics().horizontalAdvance(words) > room
        if not short:
            super().paintEvent(event)
        else:
            self._paint_cut(words, room)
        if (tip := words if short else "") != self.toolTip():
            self.setToolTip(tip)
        box = QRectF(self.width() - 25, self.height() / 2 - 8, 16, 16)
        token = "t2" if self.isEnabled() else "t3"
        paint_icon(QPainter(self), box, "down", color(token))

    def _paint_cut(self, words: str, room: int) -> None:
        """Paint it with as many of the words as there is room for, and three dots."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        cut = Qt.TextElideMode.ElideRight
        option.currentText = self.fontMetrics().elidedText(words, cut, room - 4)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


class Area(QPlainTextEdit):
    """Several lines of plain text. Tab leaves it; `lines` high, or more where it may `grow`."""

    left = Signal()  # the keys went elsewhere: a good moment to save

    def __init__(
        self,
        lines: int = 3,
        *,
        role: str = "base",
        grow: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.lines, self.role, self.grow = lines, role, grow
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Expanding if grow else policy.Fixed)
        self.setTabChangesFocus(True)
        self._show_font()
        theme_changed().changed.connect(self._show_font)

    def _show_font(self) -> None:
        self.setFont(fonts.font(self.role))
        self.setMinimumHeight(round(line_height(self.role) * self.lines + 18))

    def sizeHint(self) -> QSize:
        """The height of its lines."""
        return QSize(200, self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Enter to the page: it adds what is being captured."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell when the keys go elsewhere."""
        if event.type() is QEvent.Type.FocusOut:
            self.left.emit()
        return super().event(event)
