"""How a table's cells, headings and totals are painted."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import paint_tick
from dscp_desktop.widgets.columns import Column, Section, Total
from dscp_desktop.widgets.icons import paint_icon
from dscp_desktop.widgets.painting import (
    break_text,
    line_height,
    paint_line,
    paint_rule,
    text_width,
)
from dscp_desktop.widgets.rows import RowsModel
from dscp_desktop.widgets.status import paint_status
from dscp_desktop.widgets.theme import chosen_fill, color, text_color

PAD, TIGHT = 12, 4  # beside the words of a cell


def _of(given: Any, row: Any) -> str:
    return str(given(row)) if callable(given) else str(given)


class CellPainter(QStyledItemDelegate):
    """Paints each kind of row. `gutter` is the room left and right of the whole table."""

    def __init__(self, model: RowsModel, gutter: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model, self.gutter = model, gutter
        self.tint: Any = None  # a function: value to token, or ''
        self.last = len(model.columns) - 1

    def inner(self, box: QRectF, column: int) -> QRectF:
        """Return the room for a cell's words."""
        pad = TIGHT if self.model.columns[column].tight else PAD
        left = self.gutter if column == 0 else pad
        right = self.gutter if column == self.last else pad
        return box.adjusted(left, 0, -right, 0)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Heights are set by the table."""
        del option, index
        return QSize(40, fonts.scaled(28))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one cell."""
        row = self.model.at(index.row())
        state = option.state
        box = QRectF(option.rect)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setClipRect(box)
        if isinstance(row, Section):
            self._paint_section(painter, box, row, chosen)
        elif isinstance(row, Total):
            self._paint_total(painter, box, row, index.column(), chosen)
        else:
            self._fill(painter, box, self.tint(row) if self.tint else "", chosen)
            paint_rule(painter, QPointF(box.left(), box.bottom() - 1), box.width(), "hair")
            column = self.model.columns[index.column()]
            paint_cell(painter, self.inner(box, index.column()), column, row, chosen)
        painter.restore()

    def _fill(self, painter: QPainter, box: QRectF, token: str, chosen: bool) -> None:
        if chosen or token:
            painter.fillRect(box, chosen_fill() if chosen else color(token))

    def _paint_section(self, painter: QPainter, box: QRectF, row: Section, chosen: bool) -> None:
        self._fill(painter, box, "", chosen)
        paint_rule(painter, QPointF(box.left(), box.bottom() - 1), box.width(), "hair2")
        room = box.adjusted(self.gutter, 0, -self.gutter, 0)
        room.setTop(room.bottom() - min(fonts.scaled(28), room.height()))
        if row.icon:
            side = float(fonts.scaled(16))
            square = QRectF(room.left(), room.center().y() - side / 2, side, side)
            paint_icon(painter, square, row.icon, color("t1"), filled=True)
            room.setLeft(square.right() + 6)
        paint_line(painter, room, row.title, "strong", text_color("t1", chosen))
        if row.link:
            paint_line(painter, room, row.link, "strong", text_color("acc", chosen), "right")
            room.setRight(room.right() - text_width(row.link, "strong") - PAD)
        room.setLeft(room.left() + text_width(row.title, "strong") + 8)
        paint_line(painter, room, row.words, "base", text_color("t2", chosen))

    def _paint_total(
        self, painter: QPainter, box: QRectF, row: Total, column: int, chosen: bool
    ) -> None:
        self._fill(painter, box, f"{row.tone}bg" if row.tone else "", chosen)
        if row.rule:
            paint_rule(painter, box.topLeft(), box.width(), "t1", 2)
        paint_rule(painter, QPointF(box.left(), box.bottom() - 1), box.width(), "hair")
        room = self.inner(box, column)
        if row.icon and column == 0:
            side = float(fonts.scaled(16))
            square = QRectF(room.left(), room.center().y() - side / 2, side, side)
            paint_icon(painter, square, row.icon, color(row.tone or "t1"), filled=True)
            room.setLeft(square.right() + 7)
        ink = text_color(row.tone or "t1", chosen)
        align = self.model.columns[column].align
        paint_line(painter, room, row.cell(column), "strong", ink, align)


def paint_cell(
    painter: QPainter, room: QRectF, column: Column, row: Any, chosen: bool = False
) -> None:
    """Paint a record's cell into the room for its words."""
    if column.paint:
        column.paint(painter, room, row, chosen)
        return
    status = column.status(row) if column.status else None
    if status:
        paint_status(painter, room, status, chosen, column.align)
        return
    if column.day:
        _paint_day(painter, room, column, row, chosen)
        return
    room = QRectF(room)
    side = float(fonts.scaled(16))
    square = QRectF(room.left(), room.center().y() - side / 2, side, side)
    on = column.tick(row) if column.tick else None
    name = column.icon(row) if column.icon else ""
    if on is not None:
        paint_tick(painter, square, on)
        room.setLeft(square.right() + 8)
    elif name:
        paint_icon(painter, square, name, text_color(_of(column.tone, row), chosen))
        room.setLeft(square.right() + 8)
    _paint_words(painter, room, column, row, chosen)


def _paint_words(painter: QPainter, room: QRectF, column: Column, row: Any, chosen: bool) -> None:
    role, ink = _of(column.role, row), text_color(_of(column.tone, row), chosen)
    text, second = column.text(row), column.second(row) if column.second else ""
    lines = break_text(text, role, room.width() + 1, column.lines)
    step, small = line_height(role), line_height("caption")
    tall = step * len(lines) + (small if second else 0)
    top = room.center().y() - tall / 2
    struck = bool(column.struck and column.struck(row))
    for line in lines:
        box = QRectF(room.left(), top, room.width(), step)
        paint_line(painter, box, line, role, ink, column.align, struck)
        top += step
        if column.underlined and column.underlined(row):
            painter.fillRect(QRectF(box.left(), top - 1, text_width(line, role), 1.5), ink)
    if second:
        box = QRectF(room.left(), top, room.width(), small)
        paint_line(painter, box, second, "caption", text_color("t2", chosen), column.align)
    mark = column.mark(row) if column.mark else ""
    if mark:
        right = room.right() if column.align == "right" else room.left() + text_width(text, role)
        box = QRectF(right + 1, room.center().y() - tall / 2, PAD, step)
        paint_line(painter, box, mark, role, ink)


def _paint_day(painter: QPainter, room: QRectF, column: Column, row: Any, chosen: bool) -> None:
    top = room.center().y() - fonts.scaled(19)
    box = QRectF(room.left(), top, room.width(), fonts.scaled(21))
    paint_line(painter, box, column.text(row), "item", text_color("t1", chosen), "centre")
    box = QRectF(room.left(), box.bottom(), room.width(), fonts.scaled(15))
    second = column.second(row) if column.second else ""
    paint_line(painter, box, second, "caption", text_color("t2", chosen), "centre")


class Head(QHeaderView):
    """The head of a table: titles aligned with their columns, and how it is sorted."""

    def __init__(self, painter: CellPainter, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.cells = painter
        self.setAccessibleName("Headings")
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)

    def sizeHint(self) -> QSize:
        """30 pixels high."""
        return QSize(super().sizeHint().width(), fonts.scaled(30))

    def paintSection(self, painter: QPainter, rect: Any, logicalIndex: int) -> None:
        """Paint one title."""
        model = self.cells.model
        column = model.columns[logicalIndex]
        box = QRectF(rect)
        painter.save()
        painter.setClipRect(box)
        painter.fillRect(box, color("subtle"))
        paint_rule(painter, QPointF(box.left(), box.bottom() - 1), box.width(), "hair2")
        room = self.cells.inner(box, logicalIndex)
        ink = color("t2")
        if model.order and model.order[0] == logicalIndex:
            side, wide = 12.0, text_width(column.title, "caption strong")
            right = column.align == "right"
            x = room.right() - wide - side - 4 if right else room.left() + wide + 4
            square = QRectF(x, room.center().y() - side / 2, side, side)
            paint_icon(painter, square, "down" if model.order[1] else "up", color("t1"))
            ink = color("t1")
        paint_line(painter, room, column.title, "caption strong", ink, column.align)
        painter.restore()
