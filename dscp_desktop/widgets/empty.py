"""What stands in place of a list with nothing in it: a fact, and why it is fine or what to do."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.icons import paint_icon, require_icon
from dscp_desktop.widgets.painting import break_text, line_height, paint_box, paint_line
from dscp_desktop.widgets.theme import color

_ICON = 28


@dataclass(frozen=True, slots=True)
class Empty:
    """The words of an empty place: one bold line of fact, one line of what to do or why."""

    fact: str
    why: str = ""
    icon: str = "action"

    def __post_init__(self) -> None:
        """Find an icon that does not exist now, not while painting."""
        require_icon(self.icon)


class EmptyState(QWidget):
    """Shows an Empty in the middle of its room, with a hairline round it where `framed`."""

    def __init__(
        self, empty: Empty, *, framed: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.framed = framed
        self.setMinimumHeight(fonts.scaled(92))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_empty(empty)

    def set_empty(self, empty: Empty) -> None:
        """Show other words."""
        self.empty = empty
        self.setAccessibleName(f"{empty.fact}. {empty.why}".removesuffix(". "))
        self.update()

    def sizeHint(self) -> QSize:
        """A low box."""
        return QSize(fonts.scaled(320), fonts.scaled(92))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon, fact and reason, centred."""
        painter = QPainter(self)
        whole = QRectF(self.rect())
        if self.framed:
            paint_box(painter, whole, None, color("hair"))
        room = whole.width() - 32
        why = break_text(self.empty.why, "caption", room, 3) if self.empty.why else ()
        step, small = line_height("strong"), line_height("caption")
        tall = _ICON + 4 + step + small * len(why)
        top = max(whole.center().y() - tall / 2, 4)
        square = QRectF(whole.center().x() - _ICON / 2, top, _ICON, _ICON)
        paint_icon(painter, square, self.empty.icon, color("t2"))
        box = QRectF(whole.left() + 16, top + _ICON + 4, room, step)
        paint_line(painter, box, self.empty.fact, "strong", color("t1"), "centre")
        box = QRectF(box.left(), box.bottom(), room, small)
        for line in why:
            paint_line(painter, box, line, "caption", color("t2"), "centre")
            box.translate(0, small)
