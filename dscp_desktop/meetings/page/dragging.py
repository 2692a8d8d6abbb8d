"""A table whose records are dragged to another place with the mouse; keys do the same."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from dscp_desktop.widgets.columns import is_line
from dscp_desktop.widgets.tables import TableView


class DragTable(TableView):
    """`dropped` tells the record that was dragged, and the one it was let go on."""

    dropped = Signal(object, object)

    _held: Any = None
    _from: QPoint | None = None
    _moving = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a record."""
        super().mousePressEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        row = self.rows.at(index.row()) if index.isValid() else None
        left = event.button() is Qt.MouseButton.LeftButton
        self._held = row if left and row is not None and is_line(row) else None
        self._from, self._moving = place, False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that it moves; the selection stays as it is meanwhile."""
        if self._held is None or self._from is None:
            super().mouseMoveEvent(event)
            return
        far = (event.position().toPoint() - self._from).manhattanLength()
        if not self._moving and far >= QApplication.startDragDistance():
            self._moving = True
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of it."""
        super().mouseReleaseEvent(event)
        held, moving = self._held, self._moving
        self._held, self._moving = None, False
        if not moving:
            return
        self.viewport().unsetCursor()
        index = self.indexAt(event.position().toPoint())
        target = self.rows.at(index.row()) if index.isValid() else None
        if target is not None and is_line(target) and target is not held:
            self.dropped.emit(held, target)
