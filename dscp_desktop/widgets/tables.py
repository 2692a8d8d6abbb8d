"""The table of the program: values in rows, driven by keys, words for every status."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QRectF
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QWidget

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.cells import CellPainter, Head
from dscp_desktop.widgets.columns import Column, Empty, Section, is_line
from dscp_desktop.widgets.empty import EmptyState
from dscp_desktop.widgets.painting import break_text, line_height, text_width
from dscp_desktop.widgets.remembering import remembered
from dscp_desktop.widgets.rows import RowsModel
from dscp_desktop.widgets.tablekeys import KeyedTable
from dscp_desktop.widgets.theme import theme_changed

ROW, DENSE, MONEY, TWO_LINE = 34, 28, 39, 44
_MOST_FITTED = 1000  # above this many rows heights are the same for all, so that it stays fast


def _id_of(row: Any) -> object:
    return getattr(row, "id", None)


class TableView(KeyedTable):
    """A table over frozen values.

    `name` is what a screen reader calls it; `height` one of ROW, DENSE, MONEY, TWO_LINE, for
    one line of text (rows with columns of several `lines` grow); `empty` is shown in place of
    no rows. `key` tells which value is the same after a refresh (default: its `id`). `tint`
    gives a row's fill as a token, or ''. Arrows move, Tab leaves, Enter opens, Space ticks,
    Alt+Up and Alt+Down ask to move, Ctrl+C copies with headings, Ctrl+V calls `on_paste` where
    there is one; the menu key sorts.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        name: str,
        *,
        height: int = ROW,
        empty: Empty | None = None,
        head: bool = True,
        gutter: int = 24,
        key: Callable[[Any], object] = _id_of,
        tint: Callable[[Any], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows = RowsModel(columns, self)
        self.height_of_row, self.key, self.name = height, key, name
        self.empty = empty or Empty("Nothing here yet")
        self.cells = CellPainter(self.rows, gutter, self)
        self.cells.tint = tint
        self._dragged = self._remembered_widths()
        self.rows.order = self._remembered_order()
        self._laying_out = False
        self._fit_when_shown = False
        self._widgets: dict[tuple[object, str], Callable[[], QWidget]] = {}
        self.setModel(self.rows)
        self.setItemDelegate(self.cells)
        self.setHorizontalHeader(Head(self.cells, self))
        self._blank = EmptyState(self.empty, parent=self.viewport())
        self._set_up(head)

    def _set_up(self, head: bool) -> None:
        self.setAccessibleName(self.name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(20)
        self.horizontalHeader().setVisible(head)
        self.horizontalHeader().sectionClicked.connect(self._sort_clicked)
        self.horizontalHeader().sectionResized.connect(self._column_dragged)
        self.rows.modelReset.connect(self._after_reset)
        theme_changed().changed.connect(self._lay_out)
        self._after_reset()

    # Values ---------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these values, Sections and Totals; the same record stays current if it is there."""
        current, place = self.value(), self.currentIndex().row()
        had = self.key(current) if current is not None else None
        self.rows.set_rows(rows)
        self._place_widgets()
        still = self.value()  # of the same rows, where they are only painted again
        if had is None or (still is not None and self.key(still) == had):
            return
        if not self.choose(had):
            self.choose_row(min(max(place, 0), self.rows.rowCount() - 1))

    def set_filter(self, words: str) -> None:
        """Show only rows that hold all these words."""
        kept = self.value()
        self.rows.set_filter(words)
        if kept is not None:
            self.choose(self.key(kept))

    def set_order(self, order: tuple[int, bool] | None) -> None:
        """Sort by a column and whether descending, within each section; None: as given."""
        kept = self.value()
        self.rows.set_order(order)
        if kept is not None:
            self.choose(self.key(kept))

    def set_empty(self, empty: Empty) -> None:
        """Say something else where there are no rows."""
        if empty != self.empty:
            self.empty = empty
            self._after_reset()

    def choose(self, key: object) -> bool:
        """Make the record with that key current; return whether it is shown."""
        for place in range(self.rows.rowCount()):
            row = self.rows.at(place)
            if is_line(row) and self.key(row) == key:
                self.choose_row(place)
                return True
        return False

    def choose_first(self, test: Callable[[Any], bool] = lambda _row: True) -> bool:
        """Make the first record that passes current: the one that needs attention."""
        for place in range(self.rows.rowCount()):
            if is_line(self.rows.at(place)) and test(self.rows.at(place)):
                self.choose_row(place)
                return True
        return False

    def choose_row(self, place: int) -> None:
        """Make the row at a place current, or the nearest record above or below it."""
        count = self.rows.rowCount()
        for near in (*range(place, count), *range(min(place, count) - 1, -1, -1)):
            if 0 <= near < count and is_line(self.rows.at(near)):
                flags = QItemSelectionModel.SelectionFlag
                index = self.rows.index(near, 0)
                how = flags.ClearAndSelect | flags.Rows
                self.selectionModel().setCurrentIndex(index, how)
                return

    def put_widget(self, key: object, title: str, make: Callable[[], QWidget]) -> None:
        """Put a widget into one cell (few rows only): a button or a chooser.

        `make` is called again after each refresh; the cell's text stays what is spoken.
        """
        self._widgets[key, title] = make
        self._place_widgets()

    def _place_widgets(self) -> None:
        titles = [column.title for column in self.rows.columns]
        keys = {key for key, _ in self._widgets}
        for place in range(self.rows.rowCount() if keys else 0):
            row = self.rows.at(place)
            key = self.key(row) if is_line(row) else None
            if key not in keys:
                continue
            for number, title in enumerate(titles):
                make = self._widgets.get((key, title))
                index = self.rows.index(place, number)
                if make and self.indexWidget(index) is None:
                    self.setIndexWidget(index, make())

    # Layout ---------------------------------------------------------------------------------

    def _after_reset(self) -> None:
        self.clearSpans()
        for place, row in self._special_rows():
            if isinstance(row, Section):
                self.setSpan(place, 0, 1, len(self.rows.columns))
        shown, count = self.rows.count_lines()
        none = self.empty
        if count and self.rows.filter:
            fact = f"No row has '{self.rows.filter}'"
            none = Empty(fact, "Clear the filter to see all.", "search")
        self._blank.set_empty(none)
        self._blank.setVisible(self.rows.rowCount() == 0)
        self._lay_out()
        self._place_widgets()
        self.shown_changed.emit(shown, count)

    def _special_rows(self) -> list[tuple[int, Any]]:
        if len(self.rows.rows) > 5000:
            return []  # a long log has no headings: nothing may be done for each row
        rows = ((n, self.rows.at(n)) for n in range(self.rows.rowCount()))
        return [(n, row) for n, row in rows if not is_line(row)]

    def _lay_out(self) -> None:
        """Share out the width, then fit the heights."""
        self._laying_out = True
        room = self.viewport().width()
        columns = self.rows.columns
        for number, column in enumerate(columns):
            self.setColumnHidden(number, 0 < room < fonts.scaled(column.drop_below))
        shown = [n for n in range(len(columns)) if not self.isColumnHidden(n)]
        widths = {n: self._dragged.get(n, fonts.scaled(columns[n].width)) for n in shown}
        loose = [n for n in shown if not widths[n]]
        if not loose and shown and not self._dragged:
            loose = [max(shown, key=lambda n: widths[n])]
            widths[loose[0]] = 0
        left = max(room - sum(widths.values()), 0)
        whole = sum(max(columns[n].stretch, 1) for n in loose) or 1
        for n in sorted(loose, key=lambda n: columns[n].stretch):
            share = left * max(columns[n].stretch, 1) // whole
            widths[n] = max(share, self._least(n))
            left = max(left - widths[n], 0)
            whole = max(whole - max(columns[n].stretch, 1), 1)
        for n, width in widths.items():
            self.setColumnWidth(n, width)
        self._laying_out = False
        self._fit_heights()
        self._blank.setGeometry(0, 0, room, max(min(self.viewport().height(), 180), 92))

    def _least(self, number: int) -> int:
        """Return how narrow a column may become: its title is never cut."""
        column, box = self.rows.columns[number], QRectF(0, 0, 200, 20)
        aside = box.width() - self.cells.inner(box, number).width()
        title = round(text_width(column.title, "caption strong") + aside)
        return max(fonts.scaled(column.width or 90), title)

    def _fit_heights(self) -> None:
        self._fit_when_shown = not self.isVisible()
        if self._fit_when_shown:
            return  # the width is not known yet, and to measure every word takes long
        base = fonts.scaled(self.height_of_row)
        tall = max((column.lines for column in self.rows.columns), default=1)
        count = self.rows.rowCount()
        plain = base if tall == 1 else base + round(line_height() * (tall - 1)) - 8
        self.verticalHeader().setDefaultSectionSize(plain if count > _MOST_FITTED else base)
        for place, row in self._special_rows():
            if isinstance(row, Section):
                self.setRowHeight(place, fonts.scaled(38))
        if tall == 1 or count > _MOST_FITTED:
            return
        rooms = self._rooms()
        for place in range(count):
            row = self.rows.at(place)
            if is_line(row):
                high = self._height_for(row, base, rooms)
                if high != self.rowHeight(place):  # to set one is dear, and most are right
                    self.setRowHeight(place, high)

    def _rooms(self) -> tuple[tuple[int, Column, float], ...]:
        """Return the columns that are shown and may take several lines: the room for words."""
        return tuple(
            (number, column, self.cells.inner(QRectF(0, 0, wide, 20), number).width() + 1)
            for number, column in enumerate(self.rows.columns)
            if column.lines > 1 and (wide := self.columnWidth(number))
        )

    def _height_for(self, row: Any, base: int, rooms: Sequence[tuple[int, Column, float]]) -> int:
        most = float(base)
        for number, column, wide in rooms:
            role = column.role(row) if callable(column.role) else column.role
            room = wide - self.indent(row, number)
            text = break_text(column.text(row), role, room, column.lines)
            second = bool(column.second and column.second(row))
            need = len(text) * line_height(role) + (line_height("caption") if second else 0) + 9
            most = max(most, need)
        return round(most)

    def indent(self, row: Any, column: int) -> float:
        """Return how much of a cell's room is not for its words: its icon or tick box."""
        shown = self.rows.columns[column]
        ticks = shown.tick is not None and shown.tick(row) is not None
        return fonts.scaled(16) + 8.0 if ticks or (shown.icon and shown.icon(row)) else 0.0

    def _sort_clicked(self, column: int) -> None:
        order = self.rows.order
        self.choose_order((column, bool(order and order[0] == column and not order[1])))

    def choose_order(self, order: tuple[int, bool] | None) -> None:
        """Sort as a person asks, and remember it."""
        number = 0 if order is None else -order[0] - 1 if order[1] else order[0] + 1
        remembered[f"order of {self.name}"] = number
        self.set_order(order)

    def _remembered_order(self) -> tuple[int, bool] | None:
        number = remembered.get(f"order of {self.name}", 0)
        there = 0 < abs(number) <= len(self.rows.columns)
        return (abs(number) - 1, number < 0) if there else None

    def _width_name(self, column: int) -> str:
        return f"width of {self.rows.columns[column].title or column} in {self.name}"

    def _remembered_widths(self) -> dict[int, int]:
        known = ((n, remembered.get(self._width_name(n))) for n in range(len(self.rows.columns)))
        return {column: fonts.scaled(width) for column, width in known if width}

    def _column_dragged(self, column: int, _old: int, new: int) -> None:
        if not self._laying_out and not self.isColumnHidden(column):
            self._dragged[column] = new
            remembered[self._width_name(column)] = round(new / fonts.text_scale())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the new width."""
        super().resizeEvent(event)
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        """Give rows that came before it was shown their heights."""
        super().showEvent(event)
        if self._fit_when_shown:
            self._lay_out()
