"""The way round the program: a list at the left, words and counts, or icons where it is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.icons import paint_icon, require_icon
from dscp_desktop.widgets.painting import paint_box, paint_line, paint_ring, text_width
from dscp_desktop.widgets.theme import color, theme_changed

WIDE, ICONS, ROW = 208, 48, 34
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class NavItem:
    """One place: key, title, icon and, where it has news, a count ('8') or urgent words.

    One that `asks` opens something over the place that is shown: arrows only stop at it.
    """

    key: str
    title: str
    icon: str
    group: str = ""
    count: str = ""
    urgent: bool = False
    asks: bool = False

    def __post_init__(self) -> None:
        """Find an icon that does not exist now, not while painting."""
        require_icon(self.icon)

    def spoken(self) -> str:
        """Return its name with the count."""
        return f"{self.title}, {self.count}" if self.count else self.title


class _Places(QAbstractListModel):
    """Items, with a heading (plain text) before each group that has a name."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: list[NavItem | str] = []
        self.narrow = False

    def set_items(self, items: Sequence[NavItem]) -> None:
        self.beginResetModel()
        self.lines = []
        group = ""
        for item in items:
            if item.group != group:
                group = item.group
                self.lines.append(group)
            self.lines.append(item)
        self.endResetModel()

    def place(self, key: str) -> int:
        for place, line in enumerate(self.lines):
            if isinstance(line, NavItem) and line.key == key:
                return place
        return -1

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.lines[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if isinstance(line, str):
            return line if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken()
        if role == Qt.ItemDataRole.ToolTipRole and self.narrow:
            return line.spoken()
        return None


def count_beside(line: NavItem, room: float) -> str:
    """Return the count of a place, of '9 late' only '9' where its title is too long for both."""
    role = "caption strong" if line.urgent else "caption"
    fits = text_width(line.title) + 6 + text_width(line.count, role) <= room
    return line.count if fits else line.count.partition(" ")[0]


class _PlacePainter(QStyledItemDelegate):
    def __init__(self, model: _Places, view: QListView) -> None:
        super().__init__(view)
        self.model, self.view = model, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option
        heading = isinstance(self.model.lines[index.row()], str)
        tall = 12 if self.model.narrow else 36
        return QSize(40, fonts.scaled(tall if heading else ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = self.model.lines[index.row()]
        box = QRectF(option.rect)
        state = option.state
        if isinstance(line, str):
            if not self.model.narrow:
                room = box.adjusted(20, 8, -8, 0)
                paint_line(painter, room, line, "caption strong", color("t2"))
            return
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        room = box.adjusted(4 if self.model.narrow else 8, 1, -4 if self.model.narrow else -8, -1)
        if chosen:
            paint_box(painter, room, color("surface"), None)
            paint_box(
                painter, QRectF(room.left(), room.center().y() - 8, 3, 16), color("acc"), None, 1.5
            )
        elif state & QStyle.StateFlag.State_MouseOver:
            paint_box(painter, room, color("hover"), None)
        left = room.center().x() - 10 if self.model.narrow else room.left() + 12
        square = QRectF(left, room.center().y() - 10, 20, 20)
        paint_icon(painter, square, line.icon, color("acc" if chosen else "t2"), filled=chosen)
        if self.model.narrow:
            self._paint_badge(painter, square, line)
        else:
            self._paint_words(painter, room, square, line, chosen)
        if self.view.hasFocus() and index.row() == self.view.currentIndex().row():
            paint_ring(painter, room)

    def _paint_words(
        self, painter: QPainter, room: QRectF, square: QRectF, line: NavItem, chosen: bool
    ) -> None:
        words = QRectF(square.right() + 12, room.top(), 0, room.height())
        words.setRight(room.right() - 10)
        role = "caption strong" if line.urgent else "caption"
        ink = color("red" if line.urgent else "t2")
        count = count_beside(line, words.width())
        paint_line(painter, words, count, role, ink, "right")
        words.setRight(words.right() - text_width(count, role) - 6)
        bold = chosen and text_width(line.title, "strong") <= words.width()
        paint_line(painter, words, line.title, "strong" if bold else "base", color("t1"))

    def _paint_badge(self, painter: QPainter, square: QRectF, line: NavItem) -> None:
        if line.count:
            dot = QRectF(square.right() - 4, square.top() - 3, 9, 9)
            paint_box(painter, dot, color("red" if line.urgent else "t3"), color("win"), 4.5)


class _RailList(QListView):
    moved = Signal(str)
    leave = Signal(int)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("nav")
        self.places = _Places(self)
        self.setModel(self.places)
        self.setItemDelegate(_PlacePainter(self.places, self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.clicked.connect(self._tell)

    def _tell(self, index: QModelIndex) -> None:
        line = self.places.lines[index.row()]
        if isinstance(line, NavItem):
            self.moved.emit(line.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._tell(self.currentIndex())
            return
        before = self.currentIndex().row()
        super().keyPressEvent(event)
        now = self.currentIndex()
        line = self.places.lines[now.row()] if now.isValid() else ""
        if now.row() != before and isinstance(line, NavItem) and not line.asks:
            self._tell(now)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def content_height(self) -> int:
        return sum(self.sizeHintForRow(n) for n in range(self.places.rowCount())) + 4


class Rail(QWidget):
    """The list of places, with some (settings, help) at its foot.

    Arrows go to a place at once; Ctrl+1 to 9 are bound by the window with `key_at`.
    """

    moved = Signal(str)  # the key of the place to go to

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.top = _RailList("Places", self)
        self.foot = _RailList("Settings and help", self)
        self.top.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.foot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.foot.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 6, 0, 6)
        box.setSpacing(0)
        box.addWidget(self.top, 1)
        box.addWidget(self.foot)
        for part in (self.top, self.foot):
            part.moved.connect(self.moved)
        self.narrow = False
        self._now = ""
        theme_changed().changed.connect(self._fit)
        self._fit()

    def set_items(self, items: Sequence[NavItem], foot: Sequence[NavItem] = ()) -> None:
        """Show these places."""
        self.top.places.set_items(items)
        self.foot.places.set_items(foot)
        self._fit()
        self.choose(self._now)

    def items(self) -> list[NavItem]:
        """Return all places in order."""
        lines = [*self.top.places.lines, *self.foot.places.lines]
        return [line for line in lines if isinstance(line, NavItem) and not line.asks]

    def key_at(self, number: int) -> str | None:
        """Return the key of the place with that number from 1, None where there is none."""
        items = self.items()
        return items[number - 1].key if 1 <= number <= len(items) else None

    def choose(self, key: str) -> None:
        """Mark the place that is shown."""
        self._now = key
        for part in (self.top, self.foot):
            place = part.places.place(key)
            if place < 0:
                part.clearSelection()
                part.selectionModel().clearCurrentIndex()
            else:
                part.setCurrentIndex(part.places.index(place))

    def set_narrow(self, narrow: bool) -> None:
        """Show icons alone, or words too."""
        if narrow != self.narrow:
            self.narrow = narrow
            self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(ICONS if self.narrow else fonts.scaled(WIDE))
        for part in (self.top, self.foot):
            part.places.narrow = self.narrow
            part.scheduleDelayedItemsLayout()
        self.foot.setFixedHeight(max(self.foot.content_height(), 1))

    def middle_of(self, key: str) -> QPointF:
        """Return where a place stands in the rail (for tests and help)."""
        for part in (self.top, self.foot):
            place = part.places.place(key)
            if place >= 0:
                box = part.visualRect(part.places.index(place))
                return QPointF(part.mapTo(self, box.center()))
        return QPointF(-1, -1)
