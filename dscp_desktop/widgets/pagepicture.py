"""Pages of a PDF on the screen, one at a time; who shows them says how a page is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.core.faults import Trouble
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.page import Surface
from dscp_desktop.widgets.painting import line_height, paint_line
from dscp_desktop.widgets.texts import CutText, Text
from dscp_desktop.widgets.theme import color

# What draws a page (from 1), so many pixels wide, away from the window, and gives its facts
# (width, height, stride) and four bytes a pixel to the third, or a trouble to the fourth.
Drawn: TypeAlias = Callable[[Mapping[str, Any], bytes], object]
Draw: TypeAlias = Callable[[int, int, Drawn, Callable[[Trouble], object]], object]

A4 = 210 / 297
_AIR = 20
_FAR = 1_000_000  # past the first or the last page
_TURNS = {
    Qt.Key.Key_PageDown: 1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Space: 1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Home: -_FAR,
    Qt.Key.Key_End: _FAR,
}


def as_image(facts: Mapping[str, Any], data: bytes) -> QImage:
    """Return a picture of four bytes a pixel."""
    made = QImage(
        data, facts["width"], facts["height"], facts["stride"], QImage.Format.Format_RGB32
    )
    return made.copy()  # the bytes may go


class PagePicture(QWidget):
    """One page on a grey ground, as large as fits; or a line of words where there is none."""

    turned = Signal(int)  # by how many pages the keys ask to go on

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image: QImage | None = None
        self.words = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(fonts.scaled(160), fonts.scaled(160))

    def sizeHint(self) -> QSize:
        """Upright."""
        return QSize(fonts.scaled(360), fonts.scaled(500))

    def show_image(self, image: QImage | None, words: str = "") -> None:
        """Show a page, or words in its place."""
        self.image, self.words = image, words
        self.update()

    def width_for(self, aspect: float) -> int:
        """Return how many pixels wide a page of that width by height can be drawn here."""
        room_wide, room_high = self.width() - 2 * _AIR, self.height() - 2 * _AIR
        wide = min(room_wide, room_high * aspect)
        return max(round(wide * self.devicePixelRatioF()), 64)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and Page keys turn pages, Home and End go to the first and the last."""
        step = _TURNS.get(Qt.Key(event.key()))
        if step:
            self.turned.emit(step)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the page."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("hair"))
        if self.image is None:
            middle = self.height() / 2
            step = line_height()
            box = QRectF(_AIR, middle - step / 2, self.width() - 2 * _AIR, step)
            paint_line(painter, box, self.words, "base", color("t2"), "centre")
            return
        ratio = self.devicePixelRatioF()
        wide, high = self.image.width() / ratio, self.image.height() / ratio
        room_wide, room_high = self.width() - 2 * _AIR, self.height() - 2 * _AIR
        scale = min(room_wide / wide, room_high / high, 1.0)
        wide, high = round(wide * scale), round(high * scale)
        left, top = round((self.width() - wide) / 2), round((self.height() - high) / 2)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(left - 1, top - 1, wide + 2, high + 2, color("ctl"))
        painter.drawImage(QRectF(left, top, wide, high), self.image)


class PageView(Surface):
    """Pages with back and forward; the arrow keys and Page Up and Down turn them."""

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._drawing: Draw | None = None
        self.page, self.pages = 1, 0
        self._asked = 0
        self._aspect, self._width = A4, 0
        self.picture = PagePicture()
        self.picture.turned.connect(self._turn)
        self.back = Button("Page before", "quiet", icon="left", icon_only=True, dense=True)
        self.forward = Button("Page after", "quiet", icon="right", icon_only=True, dense=True)
        self.place = Text("", "base")
        self.caption = CutText("", "caption")
        self.caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.back.clicked.connect(lambda: self.go_to(self.page - 1))
        self.forward.clicked.connect(lambda: self.go_to(self.page + 1))
        head = QHBoxLayout()
        head.setContentsMargins(16, 4, 12, 4)
        head.addWidget(Text("Preview", "section"))
        head.addStretch(1)
        for widget in (self.back, self.place, self.forward):
            head.addWidget(widget)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 6)
        box.setSpacing(4)
        box.addLayout(head)
        box.addWidget(self.picture, 1)
        box.addWidget(self.caption)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(150)
        self._settle.timeout.connect(self._draw)
        self.clear(words)

    def clear(self, words: str) -> None:
        """Show no page but words."""
        self._drawing, self.pages, self.page = None, 0, 1
        self._asked += 1
        self.picture.show_image(None, words)
        self.caption.setText("")
        self._say()

    def show_pages(self, draw: Draw, pages: int, caption: str, page: int = 1) -> None:
        """Show so many pages from a page on."""
        self._drawing, self.pages = draw, pages
        self.caption.setText(caption)
        self.page = min(max(page, 1), max(pages, 1))
        self._say()
        self._draw()

    def go_to(self, page: int) -> None:
        """Turn to a page, if there is one."""
        if self._drawing and 1 <= page <= self.pages and page != self.page:
            self.page = page
            self._say()
            self._draw()

    def _say(self) -> None:
        self.place.setText(f"{self.page} of {self.pages}" if self.pages else "")
        for button, usable in (
            (self.back, self.page > 1),
            (self.forward, self.page < self.pages),
        ):
            if button.hasFocus() and not usable:
                self.picture.setFocus(Qt.FocusReason.OtherFocusReason)
            button.setEnabled(usable)
        said = f"Page {self.page} of {self.pages}" if self.pages else self.picture.words
        self.picture.setAccessibleName(f"Preview. {said}")
        self.picture.setAccessibleDescription(self.caption.text())

    def _draw(self) -> None:
        if self._drawing is None:
            return
        self._asked += 1
        number = self._asked
        self._width = self.picture.width_for(self._aspect)

        def drawn(facts: Mapping[str, Any], data: bytes) -> None:
            if number == self._asked:
                self._show(as_image(facts, data))

        def failed(trouble: Trouble) -> None:
            if number == self._asked:
                self.picture.show_image(None, trouble.words)

        self._drawing(self.page, self._width, drawn, failed)

    def _show(self, image: QImage) -> None:
        self.picture.show_image(image)
        self._aspect = image.width() / image.height()
        if abs(self.picture.width_for(self._aspect) - self._width) > 2:
            self._draw()  # a page of another shape has other room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the page anew at the size that it has then."""
        super().resizeEvent(event)
        self._settle.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Draw nothing after the window has closed, when nobody is there to do it."""
        self._settle.stop()
        super().hideEvent(event)

    def _turn(self, step: int) -> None:
        self.go_to(min(max(self.page + step, 1), self.pages))
