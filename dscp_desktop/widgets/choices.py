"""Lists of a few ways: radio rows to choose from, and ways to go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import paint_radio
from dscp_desktop.widgets.focus import hand_on
from dscp_desktop.widgets.icons import paint_icon, require_icon
from dscp_desktop.widgets.painting import (
    keycap_width,
    line_height,
    paint_box,
    paint_keycap,
    paint_line,
    paint_rule,
)
from dscp_desktop.widgets.status import Status, paint_status, status_size
from dscp_desktop.widgets.theme import chosen_fill, color, text_color


@dataclass(frozen=True, slots=True)
class Choice:
    """One row of a choice: its value, a title, a quieter line, and what stands at the right."""

    value: Any
    title: str
    second: str = ""
    status: Status | None = None
    enabled: bool = True


class _ChoiceRow(QRadioButton):
    """One row; arrows move between the rows, as between any radio buttons."""

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(choice.title.replace("&", "&&"), parent)
        self.choice = choice
        self.setEnabled(choice.enabled)
        said = [choice.second, choice.status.spoken() if choice.status else ""]
        self.setAccessibleName(choice.title)
        self.setAccessibleDescription(", ".join(part for part in said if part))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(fonts.scaled(240), fonts.scaled(44 if self.choice.second else 34))

    def hitButton(self, pos: Any) -> bool:
        return bool(self.rect().contains(pos))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box, on = QRectF(self.rect()), self.isChecked()
        if on:
            paint_box(painter, box, chosen_fill(), None)
        else:
            paint_rule(painter, QPointF(0, box.bottom() - 1), box.width(), "hair")
        side = float(fonts.scaled(16))
        paint_radio(painter, QRectF(12, box.center().y() - side / 2, side, side), on)
        left = 12 + side + 12
        right = box.right() - 12
        status = self.choice.status
        if status:
            wide = min(float(status_size(status).width()), box.width() / 2)
            room = QRectF(right - wide, 0, wide, box.height())
            paint_status(painter, room, status, on, "right")
            right = room.left() - 12
        step, small = line_height(), line_height("caption")
        tall = step + (small if self.choice.second else 0)
        words = QRectF(left, box.center().y() - tall / 2, right - left, step)
        ink = text_color("t1" if self.isEnabled() else "t3", on)
        paint_line(painter, words, self.choice.title, "strong" if on else "base", ink)
        below = QRectF(left, words.bottom(), right - left, small)
        paint_line(painter, below, self.choice.second, "caption", text_color("t2", on))


class ChoiceList(QWidget):
    """Radio rows, of which one is chosen. Tab goes in and out, arrows move and choose."""

    changed = Signal(object)

    def __init__(
        self, name: str, choices: Sequence[Choice] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(lambda _row: self.changed.emit(self.value()))
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self.set_choices(choices)

    def rows(self) -> list[QAbstractButton]:
        """Return the rows, from top to bottom."""
        return self._group.buttons()

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer other rows; the first that can be is chosen unless the value is there again."""
        kept = self.value()
        for row in self.rows():
            self._group.removeButton(row)
            row.hide()
            row.deleteLater()
        for choice in choices:
            row = _ChoiceRow(choice, self)
            self._group.addButton(row)
            self._box.addWidget(row)
        if not self.set_value(kept):
            for row in self.rows():
                if row.isEnabled():
                    row.setChecked(True)
                    break
        chosen = self._group.checkedButton()
        if chosen is not None:
            hand_on(self, chosen)

    def value(self) -> Any:
        """Return the value chosen, None for none."""
        row = self._group.checkedButton()
        return row.choice.value if isinstance(row, _ChoiceRow) else None

    def set_value(self, value: Any) -> bool:
        """Choose a value; return whether it is offered."""
        for row in self.rows():
            if isinstance(row, _ChoiceRow) and row.choice.value == value:
                row.setChecked(True)
                return True
        return False


class WayRow(QAbstractButton):
    """A way to go on: icon, a link, a line about it, and an arrow at the right."""

    def __init__(
        self, words: str, second: str, icon: str, *, keys: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        require_icon(icon)
        self.second, self.icon_name, self.keys, self.words = second, icon, keys, words
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(f"{words} ({keys})" if keys else words)
        self.setAccessibleDescription(second)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """48 pixels high."""
        return QSize(fonts.scaled(260), fonts.scaled(48))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the row."""
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self.underMouse() and self.isEnabled():
            painter.fillRect(box, color("hover"))
        paint_rule(painter, QPointF(0, box.bottom() - 1), box.width(), "hair")
        middle = box.center().y()
        side = float(fonts.scaled(16))
        square = QRectF(6, middle - side / 2, side, side)
        paint_icon(painter, square, self.icon_name, color("t2"))
        right = box.right() - side - 8
        square.moveLeft(right)
        paint_icon(painter, square, "right", color("t2"))
        if self.keys:
            right -= 8
            cap = QRectF(right - keycap_width(self.keys), 0, keycap_width(self.keys), box.height())
            paint_keycap(painter, cap, self.keys, color("t2"), color("hair2"))
            right = cap.left()
        step, small = line_height("strong"), line_height("caption")
        words = QRectF(side + 20, middle - (step + small) / 2, right - side - 28, step)
        ink = color("acc" if self.isEnabled() else "t3")
        paint_line(painter, words, self.words, "strong", ink)
        words = QRectF(words.left(), words.bottom(), words.width(), small)
        paint_line(painter, words, self.second, "caption", color("t2"))
