"""A table that is as tall as its rows, for a place that scrolls as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.columns import Column
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.theme import theme_changed

_EMPTY = 140


class WholeTable(TableView):
    """A TableView without a scroll bar of its own: use it for some hundred rows at most.

    Where it lies in a QScrollArea, that scrolls along with the current row.
    """

    def __init__(self, columns: Sequence[Column], name: str, **more: Any) -> None:
        super().__init__(columns, name, **more)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.chosen.connect(lambda _row: self.follow())
        theme_changed().changed.connect(self.fit)
        self.fit()

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these values, all of them."""
        super().set_rows(rows)
        self.fit()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns, as many as before, from the next `set_rows` on."""
        self.rows.columns = tuple(columns)

    def fit(self) -> None:
        """Take the height of all rows."""
        count = self.rows.rowCount()
        tall = sum(self.rowHeight(place) for place in range(count)) or fonts.scaled(_EMPTY)
        if not self.horizontalHeader().isHidden():
            tall += self.horizontalHeader().sizeHint().height()
        if self.horizontalHeader().length() > self.viewport().width():
            tall += self.horizontalScrollBar().sizeHint().height()
        if tall != self.height():
            self.setFixedHeight(tall)

    def follow(self) -> None:
        """Scroll the place so that the current row is seen, while the keys are here."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        content = area.widget() if area is not None else None
        if area is None or content is None or not self.hasFocus():
            return
        place = self.currentIndex().row()
        tall = self.rowHeight(place)
        middle = QPoint(0, self.rowViewportPosition(place) + tall // 2)
        area.ensureVisible(0, self.viewport().mapTo(content, middle).y(), 0, tall)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words may take more lines at another width."""
        super().resizeEvent(event)
        self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the height of rows that came before it was shown."""
        super().showEvent(event)
        self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the place scroll."""
        event.ignore()
