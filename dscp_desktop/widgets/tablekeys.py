"""How a table answers keys and mouse, shows where it is, and copies."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QMetaMethod, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QMenu, QTableView, QWidget

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.cells import CellPainter
from dscp_desktop.widgets.columns import Section, is_line
from dscp_desktop.widgets.painting import paint_ring, text_width
from dscp_desktop.widgets.rows import Index, RowsModel

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)
_FORMULA_SIGNS = ("=", "+", "-", "@")
_NUMBER = re.compile(r"[-+]?£?\d{1,3}(?:,?\d{3})*(?:\.\d+)?%?")


def _guard(text: str) -> str:
    """Return text as it may be pasted into a spreadsheet: a number stays one, a formula is none."""
    risky = text.startswith(_FORMULA_SIGNS) and not _NUMBER.fullmatch(text)
    return f"'{text}" if risky else text


class KeyedTable(QTableView):
    """The keys and the mouse of a table, and its signals. Use TableView."""

    chosen = Signal(object)  # the value that is current, None for none
    opened = Signal(object)  # Enter or a double click on a record
    ticked = Signal(object)  # Space, or a click on its tick box
    section_opened = Signal(object)  # the link of a heading
    move_asked = Signal(object, int)  # a record, -1 up or +1 down
    shown_changed = Signal(int, int)  # records shown, of how many
    several = Signal(int)  # how many records are chosen now

    rows: RowsModel
    cells: CellPainter

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.actions_for: Any = None  # a function: value to [(words, function)], for the menu
        self.actions_for_several: Any = None  # the same of a list of values: two or more
        self.on_paste: Callable[[], object] | None = None  # takes what was copied elsewhere

    def own_keys(self) -> list[tuple[str, str]]:
        """Return the keys that the table answers, with what they do."""
        told = [
            ("Up, Down, Home, End", "Another row"),
            ("Shift+Up, Shift+Down", "Choose several rows"),
            ("Left, Right", "Another cell of the row, to hear it"),
            ("Ctrl+A", "Choose every row"),
            ("Ctrl+C", "Copy the chosen rows with their headings"),
            ("Menu, Shift+F10", "What can be done with the row, and the order of rows"),
        ]
        asked = (
            (self.opened, ("Enter", "Open the row")),
            (self.ticked, ("Space", "Tick the row, or not")),
            (self.move_asked, ("Alt+Up, Alt+Down", "Move the row")),
        )
        heard = [line for signal, line in asked if self._is_heard(signal)]
        return [*heard, *told]

    def _is_heard(self, signal: Any) -> bool:
        return bool(self.isSignalConnected(QMetaMethod.fromSignal(signal)))

    def value(self) -> Any:
        """Return the record that is current, None for none (or a heading or total)."""
        row = self._current_row()
        return row if row is not None and is_line(row) else None

    def _current_row(self) -> Any:
        index = self.currentIndex()
        return self.rows.at(index.row()) if index.isValid() else None

    def values(self) -> list[Any]:
        """Return the records that are selected, from top to bottom."""
        places = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [row for row in map(self.rows.at, places) if is_line(row)]

    def set_order(self, order: tuple[int, bool] | None) -> None:
        """Sort by a column and whether descending; None for the order as given."""
        raise NotImplementedError

    def choose_order(self, order: tuple[int, bool] | None) -> None:
        """Sort as a person asks, and remember it."""
        raise NotImplementedError

    # Keys -----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space ticks, Alt+arrows ask to move, Home and End go to an end."""
        row, key = self._current_row(), event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif self.on_paste is not None and event.matches(QKeySequence.StandardKey.Paste):
            self.on_paste()
        elif key in _ENTER and row is not None and not event.modifiers():
            self._open(row)
        elif key == Qt.Key.Key_Space and self.value() is not None and not event.modifiers():
            self.ticked.emit(row)
        elif key in _MOVES and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            if self.value() is not None:
                self.move_asked.emit(row, _MOVES[Qt.Key(key)])
        elif key in _ENTER or key == Qt.Key.Key_Escape:
            event.ignore()
        elif key in _ENDS and not event.modifiers():  # of the list; Qt goes to an end of the row
            control = Qt.KeyboardModifier.ControlModifier
            super().keyPressEvent(QKeyEvent(event.type(), key, control))
        else:
            super().keyPressEvent(event)

    def _open(self, row: Any) -> None:
        if isinstance(row, Section):
            self.section_opened.emit(row)
        elif is_line(row):
            self.opened.emit(row)

    def copy(self) -> None:
        """Copy the selected rows (all, if none is) with the headings, tabs between cells.

        What a spreadsheet would take for a formula is led by an apostrophe, which it does not show.
        """
        places = sorted({index.row() for index in self.selectionModel().selectedRows()})
        shown = [n for n in range(len(self.rows.columns)) if not self.isColumnHidden(n)]
        lines = ["\t".join(_guard(self.rows.columns[n].title) for n in shown)]
        for place in places or range(self.rows.rowCount()):
            cells = (str(self.rows.index(place, n).data() or "") for n in shown)
            lines.append("\t".join(_guard(" ".join(cell.split())) for cell in cells))
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the record, copying and the order of the rows."""
        menu = self.make_menu()
        place = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        menu.popup(place)

    def make_menu(self) -> QMenu:
        """Return the menu of the current record and of the table."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, do in self._offered():
            menu.addAction(words.replace("&", "&&")).triggered.connect(do)
        if not menu.isEmpty():
            menu.addSeparator()
        menu.addAction("Copy with headings").triggered.connect(self.copy)
        if self.on_paste is not None:
            paste = self.on_paste
            menu.addAction("Paste rows from Excel").triggered.connect(lambda: paste())
        menu.addSeparator()
        for number, column in enumerate(self.rows.columns):
            if column.title:
                words = f"Sort by {column.title}".replace("&", "&&")
                order = (number, self.rows.order == (number, False))
                menu.addAction(words).triggered.connect(lambda _=0, o=order: self.choose_order(o))
        menu.addAction("Order as given").triggered.connect(lambda: self.choose_order(None))
        return menu

    def _offered(self) -> Any:
        """Return what can be done with what is chosen: one record, or several at once."""
        value, values = self.value(), self.values()
        if len(values) > 1 and self.actions_for_several:
            return self.actions_for_several(values)
        return self.actions_for(value) if self.actions_for and value is not None else ()

    # Mouse ----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a tick box ticks; one on a heading's link opens it."""
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        if not index.isValid() or event.button() is not Qt.MouseButton.LeftButton:
            return
        row = self.rows.at(index.row())
        box = self.visualRect(index)
        x = event.position().x()
        if isinstance(row, Section):
            wide = text_width(row.link, "strong") + self.cells.gutter
            if row.link and x >= box.right() - wide:
                self.section_opened.emit(row)
        elif is_line(row):
            column = self.rows.columns[index.column()]
            left = self.cells.inner(QRectF(box), index.column()).left()
            if column.tick and column.tick(row) is not None and x <= left + fonts.scaled(24):
                self.ticked.emit(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the record."""
        super().mouseDoubleClickEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self._open(self.rows.at(index.row()))

    # Where it is ----------------------------------------------------------------------------

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which record is current, when the row changed."""
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.row() != previous.row() or not previous.isValid():
            self.chosen.emit(self.value())

    def selectionChanged(self, chosen: QItemSelection, left: QItemSelection) -> None:
        """Tell how many records are chosen."""
        super().selectionChanged(chosen, left)
        if not (chosen.isEmpty() and left.isEmpty()):
            self.several.emit(len(self.values()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Make sure that a row is current, so that it can be seen where the keys go."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.choose_first()
        self.viewport().update()

    def choose_first(self) -> bool:
        """Make the first record current."""
        raise NotImplementedError

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Paint anew when the colours change."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, then the focus ring round the current one."""
        super().paintEvent(event)
        index = self.currentIndex()
        if not self.hasFocus() or not index.isValid():
            return
        place = index.row()  # the current column may be hidden, its row is not
        box = QRectF(0, self.rowViewportPosition(place), 0, self.rowHeight(place))
        box.setRight(min(self.horizontalHeader().length(), self.viewport().width()))
        painter = QPainter(self.viewport())
        paint_ring(painter, box.adjusted(1, 0, -1, -1))
        painter.end()
