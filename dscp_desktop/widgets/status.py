"""A status is a kind and words. The words come first, the icon second, the colour last."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.icons import paint_icon, require_icon
from dscp_desktop.widgets.painting import break_text, paint_box, paint_line, text_width
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.theme import color, text_color

# Kind: icon, filled, token of words and icon, tokens of a chip's fill and line.
KINDS: dict[str, tuple[str, bool, str, str, str]] = {
    "late": ("late", True, "red", "redbg", "redln"),
    "missing": ("late", True, "red", "redbg", "redln"),
    "risk": ("risk", True, "amb", "ambbg", "ambln"),
    "done": ("done", True, "grn", "grnbg", "grnln"),
    "waiting": ("waiting", False, "amb", "ambbg", "ambln"),
    "later": ("waiting", False, "t2", "neubg", "neuln"),
    "not due": ("not due", False, "t2", "neubg", "neuln"),
    "running": ("running", False, "inf", "infbg", "infln"),
    "note": ("note", True, "inf", "infbg", "infln"),
    "restricted": ("lock", False, "t1", "surface", "ctl"),
    "auto": ("auto", False, "t2", "neubg", "neuln"),
    "changed": ("changed", False, "inf", "infbg", "infln"),
    "same": ("same", False, "t2", "neubg", "neuln"),
    "away": ("away", False, "t2", "neubg", "neuln"),
    "plain": ("", False, "t2", "neubg", "neuln"),
}
_CHIP, _PAD, _GAP = 22, 7, 6


@dataclass(frozen=True, slots=True)
class Status:
    """How something stands: a kind of KINDS, the words, and a chip only when there is work to do.

    `second` is a quieter line below, `icon` overrides that of the kind.
    """

    kind: str
    words: str
    chip: bool = False
    second: str = ""
    icon: str = ""

    def __post_init__(self) -> None:
        """Find a kind or icon that does not exist now, not while painting."""
        if self.kind not in KINDS:
            raise KeyError(f"No status is of the kind {self.kind!r}")
        require_icon(self.icon)

    def spoken(self) -> str:
        """Return what a screen reader says."""
        return f"{self.words}, {self.second}" if self.second else self.words


def status_size(status: Status) -> QSize:
    """Return the room that a status needs on one line."""
    width = text_width(status.words, "caption" if status.chip else "base")
    if status.icon or KINDS[status.kind][0]:
        width += fonts.scaled(16) + _GAP
    width += 2 * _PAD if status.chip else 0
    height = fonts.scaled(_CHIP)
    if status.second:
        height += fonts.scaled(14)
        width = max(width, text_width(status.second, "caption") + fonts.scaled(16) + _GAP)
    return QSize(round(width) + 1, height)


def paint_status(
    painter: QPainter, box: QRectF, status: Status, selected: bool = False, align: str = "left"
) -> None:
    """Paint a status into a box, in the middle of its height."""
    name, filled, ink_token, fill, line = KINDS[status.kind]
    name = status.icon or name
    side, height = float(fonts.scaled(16)), float(fonts.scaled(_CHIP))
    size = status_size(status)
    left = box.left() if align == "left" else max(box.left(), box.right() - size.width())
    top = box.center().y() - size.height() / 2
    pad = float(_PAD if status.chip else 0)
    ink = color(ink_token) if status.chip else text_color(ink_token, selected)
    room = min(float(size.width()), box.right() - left)
    if status.chip:
        paint_box(painter, QRectF(left, top, room, height), color(fill), color(line))
    x = left + pad
    if name:
        paint_icon(painter, QRectF(x, top + (height - side) / 2, side, side), name, ink, filled)
        x += side + _GAP
    words = QRectF(x, top, left + room - pad - x, height)
    paint_line(painter, words, status.words, "caption" if status.chip else "base", ink)
    if status.second:
        below = QRectF(x, top + height - fonts.scaled(5), room, fonts.scaled(17))
        paint_line(painter, below, status.second, "caption", text_color("t2", selected))


class StatusLabel(QWidget):
    """A status as a widget. Its accessible name is the words."""

    def __init__(self, status: Status, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_status(status)

    def set_status(self, status: Status) -> None:
        """Show another status."""
        self.status = status
        self.setAccessibleName(status.spoken())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for icon and words."""
        return status_size(self.status)

    def minimumSizeHint(self) -> QSize:
        """Words are cut with '…' before the icon is."""
        return QSize(fonts.scaled(60), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the status."""
        size = self.sizeHint()
        cut = break_text(self.status.words, "base", self.width())[0] != self.status.words
        self.setToolTip(self.status.words if cut or size.width() > self.width() else "")
        paint_status(QPainter(self), QRectF(self.rect()), self.status)


class Message(Text):
    """Words with the icon of a kind before them, over as many lines as they need."""

    def __init__(
        self, kind: str, words: str = "", *, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(words, "base", wrap=True, parent=parent)
        self.icon_name = icon
        self.tell(kind, words)

    def tell(self, kind: str, words: str) -> None:
        """Say something else."""
        self.kind = kind
        name = self.icon_name or KINDS[kind][0]
        self.setContentsMargins(fonts.scaled(16) + _GAP if name else 0, 0, 0, 0)
        self.set_tone(KINDS[kind][2])
        self.setText(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words, then the icon beside the first line."""
        super().paintEvent(event)
        name, filled, token, _fill, _line = KINDS[self.kind]
        name = self.icon_name or name
        if name:
            side = float(fonts.scaled(16))
            box = QRectF(0, (self.fontMetrics().height() - side) / 2, side, side)
            paint_icon(QPainter(self), box, name, color(token), filled or bool(self.icon_name))
