"""Who sits where: organisations down, groups across, and a tick for each seat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.commands.seats import toggle_seat
from dscp_desktop.partnership.page.organisations import by_kind
from dscp_desktop.partnership.rules.parties import AGENCY_GROUP, GroupLine, OrganisationLine
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.focus import hand_on
from dscp_desktop.widgets.painting import paint_ring
from dscp_desktop.widgets.tables import DENSE, TableView

_EMPTY = Empty("No organisation yet", "Add one, or import the membership workbook.", "organisation")
Index = QModelIndex | QPersistentModelIndex


class Matrix(TableView):
    """A table in which a cell is current, not a row. Space ticks and unticks a seat."""

    seat_toggled = Signal(str, str)  # an organisation's id, a group's id

    def __init__(self, groups: tuple[GroupLine, ...], parent: QWidget | None = None) -> None:
        self.groups = groups
        columns = [Column("Organisation", lambda o: o.name, 300, lines=2)]
        columns += [
            Column(g.code, lambda _line: "", 76, tick=_ticked(g.code), tip=g.name) for g in groups
        ]
        super().__init__(
            columns, "Seats: organisations by groups", height=DENSE, empty=_EMPTY, parent=parent
        )
        self.ticked.connect(self._toggle)

    def _toggle(self, line: OrganisationLine) -> None:
        column = self.currentIndex().column()
        if column > 0:
            self.seat_toggled.emit(line.id, self.groups[column - 1].id)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these organisations; the same cell stays current if it is there."""
        column = self.currentIndex().column()
        super().set_rows(rows)
        if column > 0 and self.currentIndex().isValid():
            self.setCurrentIndex(self.rows.index(self.currentIndex().row(), column))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Go on to the first group: the names are no seats."""
        super().currentChanged(current, previous)
        if current.isValid() and current.column() == 0 and self.rows.columnCount() > 1:
            self.setCurrentIndex(self.rows.index(current.row(), 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows and, while the table has the keys, a ring round the current cell."""
        QTableView.paintEvent(self, event)  # without the ring round the whole row
        index = self.currentIndex()
        if self.hasFocus() and index.column() > 0:
            painter = QPainter(self.viewport())
            paint_ring(painter, QRectF(self.visualRect(index)).adjusted(3, 2, -3, -3))
            painter.end()


class MatrixPart(QWidget):
    """The matrix of all seats; it is built anew when the groups change."""

    saved = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.table = Matrix(())
        self._box.addWidget(self.table)
        hand_on(self, self.table)

    def show_lines(
        self, lines: tuple[OrganisationLine, ...], groups: tuple[GroupLine, ...]
    ) -> None:
        """Show the seats of these organisations on the groups that meet."""
        across = tuple(g for g in groups if g.kind != AGENCY_GROUP and not g.ends)
        if [(g.id, g.code) for g in across] != [(g.id, g.code) for g in self.table.groups]:
            self._build(across)
        self.table.set_rows(by_kind(lines))

    def _build(self, groups: tuple[GroupLine, ...]) -> None:
        old, self.table = self.table, Matrix(groups)
        self._box.replaceWidget(old, self.table)
        old.hide()
        old.deleteLater()
        hand_on(self, self.table)
        self.table.seat_toggled.connect(self._toggle)

    def _toggle(self, organisation_id: str, group_id: str) -> None:
        self.desk.run(
            self,
            toggle_seat,
            organisation_id,
            group_id,
            then=lambda _changes: self.saved.emit(),
        )


def _ticked(code: str) -> Callable[[Any], bool]:
    return lambda line: code in line.groups
