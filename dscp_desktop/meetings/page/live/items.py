"""The agenda at the left of the live minutes: each item with its state and its minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from dscp_desktop.meetings.page.live.words import DONE, RUNNING, item_pieces, spoken_item, state_of
from dscp_desktop.meetings.rules.record import ItemRecord
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.icons import paint_icon
from dscp_desktop.widgets.painting import (
    break_text,
    line_height,
    paint_box,
    paint_line,
    paint_ring,
    text_width,
)
from dscp_desktop.widgets.theme import chosen_fill, color, text_color, theme_changed

Index = QModelIndex | QPersistentModelIndex
_ICONS = {DONE: ("done", True, "grn"), RUNNING: ("running", True, "acc")}
_LEFT, _PAD = 60, 7  # in pixels at a text size of 100%


class _Items(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.items: tuple[ItemRecord, ...] = ()
        self.now = time(0)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return spoken_item(item, self.now)
        return None

    def show_items(self, items: tuple[ItemRecord, ...], now: time) -> None:
        self.now = now
        if [i.id for i in items] != [i.id for i in self.items] or [i.title for i in items] != [
            i.title for i in self.items
        ]:
            self.beginResetModel()
            self.items = items
            self.endResetModel()
        elif items:
            self.items = items
            self.dataChanged.emit(self.index(0), self.index(len(items) - 1))


class _ItemPainter(QStyledItemDelegate):
    def __init__(self, model: _Items, view: QListView) -> None:
        super().__init__(view)
        self.model, self.view = model, view

    def _titles(self, item: ItemRecord) -> tuple[str, ...]:
        room = self.view.viewport().width() - fonts.scaled(_LEFT) - 26
        return break_text(item.title, "strong", room, 3)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option
        lines = len(self._titles(self.model.items[index.row()]))
        tall = line_height() * lines + line_height("caption") + 2 * _PAD
        return QSize(120, round(tall) + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item = self.model.items[index.row()]
        state = state_of(item)
        box = QRectF(option.rect).adjusted(6, 1, -6, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            paint_box(painter, box, chosen_fill())
            painter.fillRect(QRectF(box.left(), box.top() + 4, 3, box.height() - 8), color("acc"))
        tall, top = line_height(), box.top() + _PAD - 1
        side = float(fonts.scaled(16))
        name, filled, token = _ICONS.get(state, ("not due", False, "t2"))
        square = QRectF(box.left() + 14, top + (tall - side) / 2, side, side)
        paint_icon(painter, square, name, text_color(token, chosen), filled)
        left = fonts.scaled(_LEFT)
        label = QRectF(square.right() + 8, top, fonts.scaled(24), tall)
        ink = text_color("t2" if state == DONE and not chosen else "t1", chosen)
        paint_line(painter, label, item.label, "base", ink)
        words = QRectF(option.rect.left() + left, top, box.right() - 8 - left, tall)
        for line in self._titles(item):
            paint_line(painter, words, line, "strong" if state == RUNNING else "base", ink)
            words.translate(0, tall)
        self._paint_second(painter, words, item, chosen)
        if self.view.hasFocus() and index.row() == self.view.currentIndex().row():
            paint_ring(painter, box)

    def _paint_second(
        self, painter: QPainter, words: QRectF, item: ItemRecord, chosen: bool
    ) -> None:
        room = QRectF(words)
        room.setHeight(line_height("caption"))
        pieces = item_pieces(item, self.model.now)
        short = sum(text_width(piece.words, "caption") for piece in pieces) > room.width()
        for piece in pieces:
            said = piece.words.replace(" planned", "") if short else piece.words
            paint_line(painter, room, said, "caption", text_color(piece.ink, chosen))
            room.setLeft(room.left() + text_width(said, "caption"))
        if item.restricted:
            paint_line(painter, room, " · ", "caption", text_color("t2", chosen))
            side = float(fonts.scaled(13))
            left = room.left() + text_width(" · ", "caption")
            square = QRectF(left, room.center().y() - side / 2, side, side)
            paint_icon(painter, square, "lock", text_color("t1", chosen))
            room.setLeft(square.right() + 4)
            paint_line(painter, room, "Part 2", "caption", text_color("t2", chosen))


class ItemList(QListView):
    """Items one below the other. Arrows show another item, Enter begins it (`activated`)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items = _Items(self)
        self.setModel(self.items)
        self.setItemDelegate(_ItemPainter(self.items, self))
        self.setAccessibleName("Agenda")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        theme_changed().changed.connect(self.scheduleDelayedItemsLayout)

    def show_items(self, items: Sequence[ItemRecord], now: time) -> None:
        """Show items as they stand at a time of day; the same one stays current."""
        kept = self.current_id()
        self.items.show_items(tuple(items), now)
        if kept:
            self.choose(kept)

    def current_id(self) -> str:
        """Return the id of the item that is current, '' for none."""
        index = self.currentIndex()
        there = index.isValid() and index.row() < len(self.items.items)
        return self.items.items[index.row()].id if there else ""

    def choose(self, item_id: str) -> bool:
        """Make an item current; return whether it is there."""
        for place, item in enumerate(self.items.items):
            if item.id == item_id:
                self.setCurrentIndex(self.items.index(place))
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Alt and the arrows to the page."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
            return
        super().keyPressEvent(event)
