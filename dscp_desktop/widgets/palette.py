"""Search and run a command from one line: Ctrl+K."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.editors import LineEdit
from dscp_desktop.widgets.icons import paint_icon, require_icon
from dscp_desktop.widgets.marked import Spans, paint_marked
from dscp_desktop.widgets.painting import (
    keycap_width,
    line_height,
    paint_box,
    paint_keycap,
    paint_line,
    text_width,
)
from dscp_desktop.widgets.tables import ROW, TWO_LINE, TableView
from dscp_desktop.widgets.theme import color, text_color

WIDTH, ROWS, PAUSE = 560, 8, 120


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its key, the words, its kind at the right, an icon, and keys if any.

    `place` is the text that matched and `where` what it belongs to; both stand in a second line.
    `named` and `marked` say what is bold of words and place. Of restricted records the words are
    the reference alone; who provides hits sees to that.
    """

    key: Any
    words: str
    kind: str
    icon: str = "records"
    keys: str = ""
    place: str = ""
    where: str = ""
    named: Spans = ()
    marked: Spans = ()

    def __post_init__(self) -> None:
        """Find an icon that does not exist now, not while painting."""
        require_icon(self.icon)

    def spoken(self) -> str:
        """Return what a screen reader says of it."""
        return ", ".join(p for p in (self.words, self.kind, self.where, self.place) if p)

    def is_tall(self) -> bool:
        """Say whether it takes two lines."""
        return bool(self.place or self.where)


class SearchBox(QAbstractButton):
    """Looks like a search box and opens the palette; 268 px wide, 200 in a narrow window."""

    def __init__(
        self, words: str = "Search or run a command", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.words, self.narrow = words, False
        self.setAccessibleName(f"{words} (Ctrl+K)")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_narrow(self, narrow: bool) -> None:
        """Leave room for what the page says of itself."""
        self.narrow = narrow
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """268 by 32 pixels, 200 in a narrow window."""
        return QSize(fonts.scaled(200 if self.narrow else 268), fonts.scaled(32))

    def minimumSizeHint(self) -> QSize:
        """Room for 'Search' and the keycap."""
        return QSize(fonts.scaled(170), fonts.scaled(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box, icon, words and keycap."""
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint_box(painter, box, color("surface"), color("ctl"))
        paint_icon(painter, QRectF(10, box.center().y() - 8, 16, 16), "search", color("t2"))
        cap = box.adjusted(0, 0, -7, 0)
        paint_keycap(painter, cap, "Ctrl+K", color("t2"), color("hair2"))
        room = box.adjusted(34, 0, -(keycap_width("Ctrl+K") + 14), 0)
        fits = text_width(self.words) <= room.width()
        paint_line(painter, room, self.words if fits else "Search", "base", color("t3"))


def _paint_hit(painter: QPainter, room: QRectF, hit: Hit, chosen: bool) -> None:
    side = float(fonts.scaled(18))
    square = QRectF(room.left(), room.center().y() - side / 2, side, side)
    paint_icon(painter, square, hit.icon, text_color("t1", chosen))
    right = QRectF(room)
    if hit.keys:
        paint_keycap(painter, right, hit.keys, text_color("t2", chosen), color("hair2"))
        right.setRight(right.right() - keycap_width(hit.keys) - 10)
    first, second = right, QRectF(right)
    if hit.is_tall():
        first.setHeight(line_height() + 4)
        second.setTop(first.bottom())
        first.translate(0, 3)
        second.translate(0, -3)
    paint_line(painter, first, hit.kind, "caption", text_color("t2", chosen), "right")
    words = QRectF(square.right() + 12, first.top(), 0, first.height())
    words.setRight(first.right() - text_width(hit.kind, "caption") - 12)
    paint_marked(painter, words, hit.words, hit.named, "base", "t1", chosen)
    below = QRectF(words.left(), second.top(), second.right() - words.left(), second.height())
    if hit.place and hit.where:
        paint_line(painter, below, hit.where, "caption", text_color("t2", chosen), "right")
        below.setRight(below.right() - text_width(hit.where, "caption") - 12)
    paint_marked(painter, below, hit.place or hit.where, hit.marked, "caption", "t2", chosen)


class Palette(QFrame):
    """A line to type in and what was found. `find` is asked after a short pause in typing.

    It lies over the window at the top centre. Up and Down move, Enter takes, Ctrl+Enter asks for
    all that is found, Esc closes and gives the keys back. `show_hits` may also be called later,
    when an answer comes late; who sets `awaited` promises that, and what is shown stays till then.
    """

    taken = Signal(object)  # the Hit
    all_wanted = Signal(str)  # the words

    def __init__(self, find: Callable[[str], Sequence[Hit]], parent: QWidget) -> None:
        super().__init__(parent)
        self.ask, self.over = find, parent
        self.awaited = self._stale = self._take_late = self._moved = False
        self._before: QWidget | None = None
        self.line = LineEdit("Search or run a command", icon="search")
        self.line.setProperty("bare", True)
        self.line.setTextMargins(36, 0, 60, 0)
        self.line.setProperty("ownRing", True)
        self.line.setAccessibleName("Search or run a command")
        nothing = Empty("Nothing found", "Try fewer or other words.", "search")
        column = Column("Found", Hit.spoken, paint=_paint_hit)
        self.list = TableView(
            [column], "Found", head=False, gutter=14, empty=nothing, key=lambda hit: hit.key
        )
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(lambda _index: self._take())
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 5, 1, 5)
        box.setSpacing(5)
        box.addWidget(self.line)
        box.addWidget(self.list)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._ask)
        self.line.installEventFilter(self)
        self.line.textEdited.connect(lambda _text: self._pause.start())
        parent.installEventFilter(self)
        self.setAccessibleName("Search and commands")
        self.hide()

    def open(self) -> None:
        """Show it, empty, and take the keys."""
        self._before = self.window().focusWidget()
        self.line.clear()
        self._ask()
        self.show()
        self.raise_()
        self.line.setFocus()

    def close_up(self) -> None:
        """Hide it and give the keys back."""
        self._pause.stop()
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()

    def _ask(self) -> None:
        self.awaited = self._take_late = self._moved = False
        hits = self.ask(self.line.text().strip())
        self._stale = self.awaited and not hits
        if not self._stale:
            self._show(hits)

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Show what was found, with what came late; the row that was chosen by keys stays."""
        self.awaited = self._stale = False
        self._show(hits)
        if self._take_late:
            self._take()

    def _show(self, hits: Sequence[Hit]) -> None:
        self.list.set_rows(hits)
        if not self._moved:
            self.list.choose_first()
        for number, hit in enumerate(hits):
            self.list.setRowHeight(number, fonts.scaled(TWO_LINE if hit.is_tall() else ROW))
        self._place()

    def _place(self) -> None:
        parent = self.over
        shown = [self.list.rowHeight(n) for n in range(min(self.list.rows.rowCount(), ROWS))]
        tall = max(sum(shown), fonts.scaled(ROW) * 3) + fonts.scaled(32) + 20
        width = min(fonts.scaled(WIDTH), parent.width() - 32)
        self.setGeometry((parent.width() - width) // 2, 56, width, min(tall, parent.height() - 72))

    def _take(self) -> None:
        hit = self.list.value()
        if self._stale:
            self._take_late = True  # what is shown was found for the words before
        elif hit is not None:
            self.close_up()
            self.taken.emit(hit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while the keys stay in the line."""
        if watched is self.over and event.type() is QEvent.Type.Resize:
            self._place()
        if watched is self.line and event.type() is QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        if watched is self.line and isinstance(event, QKeyEvent):
            all_of_it = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            return event.type() is QEvent.Type.KeyPress and self._key(event.key(), all_of_it)
        return False

    def _key(self, key: int, all_of_it: bool) -> bool:
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            place = self.list.currentIndex().row() + step
            if 0 <= place < self.list.rows.rowCount():
                self._moved = True
                self.list.choose_row(place)
                self.line.setAccessibleDescription(self.list.value().spoken())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and all_of_it:
            self.close_up()
            self.all_wanted.emit(self.line.text().strip())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._pause.isActive():
                self._pause.stop()
                self._ask()
            self._take()
        elif key == Qt.Key.Key_Escape:
            self.close_up()
        else:
            return False
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on its edge does nothing to what lies below."""
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint surface and border."""
        painter = QPainter(self)
        paint_box(painter, QRectF(self.rect()), color("surface"), color("ctl"), 8)
        top = self.list.y() - 3
        painter.fillRect(QRectF(1, top, self.width() - 2, 1), color("hair2"))
        cap = QRectF(0, self.line.y(), self.width() - 14, self.line.height())
        paint_keycap(painter, cap, "Esc", color("t2"), color("hair2"))
