"""The model of a table: any sequence of values, fetched a row at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from dscp_desktop.widgets.columns import Column, Section, Total, is_line

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole


class RowsModel(QAbstractTableModel):
    """Values in rows. Nothing is kept for each row but its place while filtered or sorted, and
    while filtered its words.
    """

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: Sequence[Any] = ()
        self._shown: Sequence[int] = ()
        self._texts: dict[int, str] = {}
        self.filter = ""
        self.order: tuple[int, bool] | None = None  # column, descending

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other values; filter and order stay. The same ones are only painted again."""
        # A list may be the one shown, changed in its place, and a log may be fetched row by row.
        same = bool(rows) and isinstance(rows, tuple) and rows == self.rows
        self.rows = rows
        self._texts = {}
        if same and (not (self.filter or self.order) or self._arranged() == self._shown):
            last = self.index(len(self._shown) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        else:
            self._arrange()

    def set_filter(self, words: str) -> None:
        """Show only the rows that hold each of the words, in any column."""
        if words.casefold().split() != self.filter.split():
            self.filter = " ".join(words.casefold().split())
            self._arrange()
            if not self.filter:
                self._texts = {}

    def set_order(self, order: tuple[int, bool] | None) -> None:
        """Sort by a column (its number, and whether descending), within each section."""
        self.order = order
        self._arrange()

    def at(self, row: int) -> Any:
        """Return the value of a row shown."""
        return self.rows[self._shown[row]]

    def count_lines(self) -> tuple[int, int]:
        """Return how many records are shown, of how many."""
        if not self.filter and isinstance(self._shown, range) and len(self.rows) > 5000:
            return len(self.rows), len(self.rows)
        shown = sum(is_line(self.rows[n]) for n in self._shown)
        return shown, sum(map(is_line, self.rows))

    def _arrange(self) -> None:
        self.beginResetModel()
        if self.filter or self.order:
            self._shown = self._arranged()
        else:
            self._shown = range(len(self.rows))
        self.endResetModel()

    def _arranged(self) -> list[int]:
        """Return the places of the rows to show: sections that lost all their rows go too."""
        out: list[int] = []
        run: list[int] = []
        heading: int | None = None

        def close() -> None:
            nonlocal heading
            if heading is not None and (run or not self.filter):
                out.append(heading)
            out.extend(self._sorted(run))
            run.clear()
            heading = None

        for place, row in enumerate(self.rows):
            if isinstance(row, Section):
                close()
                heading = place
            elif isinstance(row, Total):
                close()
                if not self.filter:
                    out.append(place)
            elif self._passes(place):
                run.append(place)
        close()
        return out

    def _sorted(self, run: list[int]) -> list[int]:
        if self.order is None:
            return run
        column, descending = self.order
        key = self.columns[column].sort_key
        return sorted(run, key=lambda place: key(self.rows[place]), reverse=descending)

    def _passes(self, place: int) -> bool:
        if not self.filter:
            return True
        text = self._texts.get(place)
        if text is None:
            row = self.rows[place]
            text = self._texts[place] = " ".join(
                f"{c.words(row)} {c.second(row) if c.second else ''}" for c in self.columns
            ).casefold()
        return all(word in text for word in self.filter.split())

    # What Qt asks -------------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return how many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen, unless they carry a link."""
        row = self.at(index.row()) if index.isValid() else None
        if isinstance(row, Section) and not row.link:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Return a cell's words, what is spoken of it, its tooltip or (UserRole) its value."""
        if not index.isValid():
            return None
        row = self.at(index.row())
        if role == _ROLE.UserRole:
            return row
        if role not in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole, _ROLE.ToolTipRole):
            return None
        if isinstance(row, Section):
            words = f"{row.title} {row.words}".strip()
            return words if index.column() == 0 else ""
        if isinstance(row, Total):
            return row.cell(index.column())
        column = self.columns[index.column()]
        if role == _ROLE.DisplayRole:
            return column.words(row)
        return column.spoken(row)

    def _row_heading(self, place: int) -> str:
        """Return what a screen reader calls a row: its first words. No heading is shown."""
        if not 0 <= place < len(self._shown):
            return ""
        cells = (self.index(place, number) for number in range(len(self.columns)))
        cell = next((one for one in cells if one.data()), None)
        return str(cell.data(_ROLE.AccessibleTextRole) or "") if cell is not None else ""

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Return a column's title, spoken with how it is sorted; of a row what it is called."""
        if orientation is not Qt.Orientation.Horizontal:
            return self._row_heading(section) if role == _ROLE.DisplayRole else None
        if section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == _ROLE.DisplayRole:
            return column.title
        if role == _ROLE.ToolTipRole:
            return column.tip or column.title
        if role == _ROLE.AccessibleTextRole:
            if self.order and self.order[0] == section:
                down = "descending" if self.order[1] else "ascending"
                return f"{column.title}, sorted {down}"
            return column.title or column.tip  # a column of icons has no room for a title
        return None
