"""What was just done, with Undo beside it: 'Action A044 marked done'."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHBoxLayout, QWidget
from shiboken6 import isValid

from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.icons import paint_icon
from dscp_desktop.widgets.painting import paint_box
from dscp_desktop.widgets.texts import CutText
from dscp_desktop.widgets.theme import color

UNDO = "Undo"
SHOWN = 8000  # milliseconds; it stays while the mouse or the keys are on it


class Toast(QWidget):
    """A bar at the foot of its parent. It never takes the keys; Undo is also Ctrl+Z.

    Where it would cover the button or field that has the keys, or the row they are on, it
    stands at the top, and moves as they do.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.over = parent
        self.words = CutText("", "base")
        self.undo = Button("Undo", "link", keys="")
        self.undo.clicked.connect(self._undo)
        self.close_button = Button("Close", "quiet", icon="close", icon_only=True, dense=True)
        self.close_button.clicked.connect(self.hide)
        for button in (self.undo, self.close_button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys where they are
        row = QHBoxLayout(self)
        row.setContentsMargins(40, 6, 8, 6)
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addWidget(self.undo)
        row.addWidget(self.close_button)
        self._do: Callable[[], object] | None = None
        self._rows: QItemSelectionModel | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(SHOWN)
        self._timer.timeout.connect(self._time_is_up)
        parent.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        self.hide()

    def tell(self, words: str, do: Callable[[], object] | None = None, name: str = UNDO) -> None:
        """Say what was done; `do` puts it back, or does what `name` says."""
        self._do = do
        self.words.setText(words)
        self.undo.set_words(name)
        self.undo.setVisible(do is not None)
        self.undo.setAccessibleName(f"{name}: {words[:1].lower()}{words[1:]}")
        self.setAccessibleName(words + (". Ctrl+Z undoes it" if do and name == UNDO else ""))
        self._follow_rows(QApplication.focusWidget())
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _undo(self) -> None:
        do, self._do = self._do, None
        self.hide()
        if do:
            do()

    def _time_is_up(self) -> None:
        if not self.underMouse() and not self.isAncestorOf(QApplication.focusWidget() or self):
            self._timer.stop()
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the parent."""
        if watched is self.over and event.type() is QEvent.Type.Resize:
            self._place()
        return False

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self.isVisible() and not self.isAncestorOf(now or self):
            self._follow_rows(now)
            self._place()

    def _follow_rows(self, now: QWidget | None) -> None:
        """Hear which row of a list the keys are on."""
        if self._rows is not None and isValid(self._rows):
            self._rows.currentChanged.disconnect(self._row_moved)
        self._rows = now.selectionModel() if isinstance(now, QAbstractItemView) else None
        if self._rows is not None:
            self._rows.currentChanged.connect(self._row_moved)

    def _row_moved(self) -> None:
        if self.isVisible():
            QTimer.singleShot(0, self, self._place)  # the list scrolls after this

    def _covers_keys(self) -> bool:
        """Say whether the button, field or row that has the keys lies below it."""
        focus = QApplication.focusWidget()
        if focus is None or not self.over.isAncestorOf(focus) or self.isAncestorOf(focus):
            return False
        part, box = focus, focus.rect()
        if isinstance(focus, QAbstractItemView):
            part, box = focus.viewport(), focus.visualRect(focus.currentIndex())
            box.setRight(part.width())  # the whole row, whichever cell is current
            box.setLeft(0)
        elif focus.height() > 2 * self.height():
            return False
        box.moveTopLeft(part.mapTo(self.over, box.topLeft()))
        return self.geometry().intersects(box)

    def _place(self) -> None:
        parent = self.over
        self.adjustSize()
        needed = self.words.fontMetrics().horizontalAdvance(self.words.text()) + 200
        width = min(max(needed, 320), parent.width() - 48)
        self.resize(width, 44)
        left = (parent.width() - width) // 2
        self.move(QPoint(left, parent.height() - 44 - 16))
        if self._covers_keys():
            self.move(QPoint(left, 16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint surface, border and tick."""
        painter = QPainter(self)
        paint_box(painter, QRectF(self.rect()), color("surface"), color("ctl"))
        box = QRectF(14, self.height() / 2 - 8, 16, 16)
        paint_icon(painter, box, "done", color("grn"), filled=True)
