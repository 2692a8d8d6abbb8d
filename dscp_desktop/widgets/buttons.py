"""Buttons: primary, secondary, quiet, danger and link, with icon and keycap, and tick boxes."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QPushButton, QSizePolicy, QWidget

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.icons import paint_icon, require_icon
from dscp_desktop.widgets.painting import (
    break_text,
    keycap_width,
    paint_box,
    paint_keycap,
    paint_line,
    paint_rule,
    text_width,
)
from dscp_desktop.widgets.theme import color

_GAP = 8
_MOST_LINES = 6


class Button(QPushButton):
    """A button that paints itself. `kind`: primary, secondary, quiet, danger or link.

    The words begin with a verb ('Build pack'). `keys` is shown as a keycap and is not bound
    here. A button with an icon alone has words too: they become its tooltip and its name.
    """

    def __init__(
        self,
        words: str,
        kind: str = "secondary",
        *,
        icon: str = "",
        keys: str = "",
        dense: bool = False,
        icon_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        require_icon(icon)
        self.kind, self.icon_name, self.keys = kind, icon, keys
        self.dense, self.icon_only = dense, icon_only
        self.ink = "t1"  # the token of its words, where the kind does not say
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_words(words)

    def set_words(self, words: str) -> None:
        """Show other words on the button."""
        self.words = words
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(f"{words} ({self.keys})" if self.keys else words)
        if self.icon_only:
            self.setToolTip(self.accessibleName())
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: str) -> None:
        """Look like another kind: one button of a screen is primary at a time."""
        if kind != self.kind:
            self.kind = kind
            self.updateGeometry()
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it too, as Space does; a key that is still held down presses nothing."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not enter or not plain:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()

    def _role(self) -> str:
        return "strong" if self.kind in ("primary", "link") else "base"

    def sizeHint(self) -> QSize:
        """Room for icon, words and keycap."""
        height = fonts.scaled(28 if self.dense else 32)
        if self.kind == "link":
            icon = fonts.scaled(16) + _GAP if self.icon_name else 0
            return QSize(round(text_width(self.words, "strong")) + icon + 2, fonts.scaled(22))
        if self.icon_only:
            return QSize(height, height)
        width = text_width(self.words, self._role()) + 2 * (10 if self.dense else 13)
        width += fonts.scaled(16) + _GAP if self.icon_name else 0
        width += keycap_width(self.keys) + _GAP if self.keys else 0
        return QSize(round(width), height)

    def minimumSizeHint(self) -> QSize:
        """The words are never cut."""
        return self.sizeHint()

    def _inks(self) -> tuple[QColor | None, QColor | None, QColor]:
        """Return fill, line and ink for the present state."""
        over, down = self.underMouse() and self.isEnabled(), self.isDown() or self.isChecked()
        if not self.isEnabled():
            bare = self.kind in ("quiet", "link")
            return None if bare else color("neubg"), None if bare else color("neuln"), color("t3")
        if self.kind == "primary":
            fill = color("acc2" if over or down else "acc")
            return fill, fill, color("onacc")
        hot = color("sel") if down else color("hover") if over else None
        if self.kind == "link":
            return None, None, color("acc2" if over else "acc")
        if self.kind == "quiet":
            return hot, None, color(self.ink)
        line = color("red") if self.kind == "danger" else color("hair2")
        return hot or color("surface"), line, color("red" if self.kind == "danger" else "t1")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the button; the focus ring is painted round it by the overlay."""
        painter = QPainter(self)
        fill, line, ink = self._inks()
        box = QRectF(self.rect())
        if fill or line:
            paint_box(painter, box, fill, line)
        if self.kind == "secondary" and self.isEnabled():
            left = box.bottomLeft()
            left.setX(left.x() + 3)
            left.setY(left.y() - 1)
            paint_rule(painter, left, box.width() - 6, "ctl")
        self._paint_words(painter, box, ink)

    def _paint_words(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        side = float(fonts.scaled(16))
        if self.icon_only:
            square = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
            paint_icon(painter, square, self.icon_name, ink)
            return
        width = text_width(self.words, self._role())
        whole = width + (side + _GAP if self.icon_name else 0)
        whole += keycap_width(self.keys) + _GAP if self.keys else 0
        left = 0.0 if self.kind == "link" else max((box.width() - whole) / 2, 4)
        if self.icon_name:
            square = QRectF(left, box.center().y() - side / 2, side, side)
            paint_icon(painter, square, self.icon_name, ink)
            left += side + _GAP
        words = QRectF(left, 0, width + 1, box.height())
        paint_line(painter, words, self.words, self._role(), ink)
        if self.kind == "link" and self.underMouse():
            paint_rule(painter, QPointF(left, words.center().y() + 8), width, "acc2")
        if self.keys:
            cap = QRectF(words.right() + _GAP, 0, keycap_width(self.keys), box.height())
            line = ink if self.kind == "primary" else color("ctl")
            paint_keycap(painter, cap, self.keys, ink, line)


def paint_tick(
    painter: QPainter, box: QRectF, on: bool, enabled: bool = True, some: bool = False
) -> None:
    """Paint a tick box into a square; `some` shows a dash for a part of a whole."""
    fill = color("acc") if on or some else color("surface")
    line = color("acc") if on or some else color("ctl")
    if not enabled:
        fill, line = color("neubg"), color("neuln")
    paint_box(painter, box, fill, line, 3)
    ink = color("onacc") if enabled else color("t3")
    if on:
        paint_icon(painter, box.adjusted(2, 2, -2, -2), "tick", ink)
    elif some:
        middle = box.center()
        painter.fillRect(QRectF(box.left() + 4, middle.y() - 1, box.width() - 8, 2), ink)


def paint_radio(painter: QPainter, box: QRectF, on: bool) -> None:
    """Paint a round choice into a square."""
    side = box.width()
    if on:  # a rim, so that it stands out on a row that is filled
        paint_box(painter, box.adjusted(-1, -1, 1, 1), color("surface"), None, side / 2 + 1)
    paint_box(painter, box, color("surface"), color("acc" if on else "ctl"), side / 2)
    if on:
        paint_box(painter, box, color("acc"), None, side / 2)
        inner = box.adjusted(side * 0.34, side * 0.34, -side * 0.34, -side * 0.34)
        paint_box(painter, inner, color("onacc"), None, inner.width() / 2)


class TickBox(QCheckBox):
    """A tick box with words and, where given, a line of help below; `framed` in filter bars.

    One that `wraps` sets long words in as many lines as they need.
    """

    def __init__(
        self,
        words: str,
        *,
        help_words: str = "",
        count: str = "",
        framed: bool = False,
        wraps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words.replace("&", "&&"), parent)
        self.words, self.help_words, self.count, self.framed = words, help_words, count, framed
        self.wraps = wraps
        self.setAccessibleName(f"{words} {count}".strip())
        self.setAccessibleDescription(help_words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if help_words:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if wraps:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def _lines(self, width: int) -> list[str]:
        return list(break_text(self.words, "base", width - fonts.scaled(16) - 9, _MOST_LINES))

    def hasHeightForWidth(self) -> bool:
        """Only one that wraps is higher where it is narrower."""
        return self.wraps

    def heightForWidth(self, width: int) -> int:
        """Return the height of its lines at a width."""
        return fonts.scaled(24) * max(len(self._lines(width)), 1) if self.wraps else -1

    def set_count(self, count: str) -> None:
        """Show another count behind the words."""
        self.count = count
        self.setAccessibleName(f"{self.words} {count}".strip())
        self.updateGeometry()
        self.update()

    def _pad(self) -> int:
        return 8 if self.framed else 0

    def sizeHint(self) -> QSize:
        """Room for the box, the words and the count."""
        if self.wraps:
            return QSize(fonts.scaled(160), self.heightForWidth(max(self.width(), 1)))
        role = "strong" if self.help_words else "base"
        width = max(text_width(self.words, role), text_width(self.help_words, "caption"))
        width += text_width(self.count, "strong") + _GAP if self.count else 0
        height = 32 if self.framed else 40 if self.help_words else 24
        return QSize(round(width) + fonts.scaled(16) + 9 + 2 * self._pad(), fonts.scaled(height))

    def minimumSizeHint(self) -> QSize:
        """The words are never cut."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """A click anywhere on it counts."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box, words, count and help."""
        painter = QPainter(self)
        whole = QRectF(self.rect())
        if self.framed:
            paint_box(painter, whole, color("surface"), color("ctl"))
        side, row = float(fonts.scaled(16)), float(fonts.scaled(22))
        first = QRectF(whole.left() + self._pad(), 0, whole.width() - 2 * self._pad(), row)
        if self.wraps:
            first.setHeight(fonts.scaled(24))
        elif not self.help_words:
            first.setHeight(whole.height())
        box = QRectF(first.left(), first.center().y() - side / 2, side, side)
        some = self.checkState() is Qt.CheckState.PartiallyChecked
        paint_tick(painter, box, self.isChecked() and not some, self.isEnabled(), some)
        ink = color("t1" if self.isEnabled() else "t3")
        role = "strong" if self.help_words else "base"
        left = box.right() + 9
        words = QRectF(left, first.top(), whole.right() - left, first.height())
        for number, line in enumerate(self._lines(self.width()) if self.wraps else [self.words]):
            paint_line(painter, words.translated(0, number * first.height()), line, role, ink)
        if self.count:
            words.setLeft(left + text_width(self.words, role) + _GAP)
            paint_line(painter, words, self.count, "strong", ink)
        if self.help_words:
            below = QRectF(left, row - 4, whole.right() - left, row)
            paint_line(painter, below, self.help_words, "caption", color("t2"))
