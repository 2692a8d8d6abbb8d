"""A table whose rows stand under each other: they fold and unfold by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QMenu, QWidget

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.cells import paint_cell
from dscp_desktop.widgets.columns import Column, Empty, is_line
from dscp_desktop.widgets.icons import paint_icon
from dscp_desktop.widgets.tables import ROW, TableView
from dscp_desktop.widgets.theme import text_color

_STEP, _FOLD = 18, 18  # how far a level stands in, and the room of the sign that folds


@dataclass(frozen=True, slots=True)
class Branch:
    """Where a row stands: how far in, and whether rows stand under it."""

    depth: int
    folds: bool


@dataclass(frozen=True, slots=True)
class _First(Column):
    """The first column; `says` gives what else is spoken of a row: its level, how it is folded."""

    says: Callable[[Any], str] = str

    def spoken(self, row: Any) -> str:
        """Return what a screen reader says of the cell."""
        return f"{Column.spoken(self, row)}, {self.says(row)}"


class TreeTable(TableView):
    """A TableView of rows in the order they are read; `branch` says where each one stands.

    Right unfolds, then goes to the first row below; Left folds, then goes to the row above it;
    * unfolds all and - folds all but the first level. Sections stand between trees. The rows
    keep their order: there is no sorting.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        name: str,
        branch: Callable[[Any], Branch],
        *,
        height: int = ROW,
        empty: Empty | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self.branch = branch
        self.folded: set[object] = set()
        self.whole: tuple[Any, ...] = ()
        self._plain = columns[0]
        values = {name: getattr(columns[0], name) for name in Column.__dataclass_fields__}
        first = _First(**{**values, "paint": self._paint_branch}, says=self.says)
        super().__init__((first, *columns[1:]), name, height=height, empty=empty, parent=parent)
        self.horizontalHeader().setSectionsClickable(False)

    # Values ---------------------------------------------------------------------------------

    def set_tree(self, rows: Sequence[Any]) -> None:
        """Show these rows, Sections between them; what was folded stays so."""
        self.whole = tuple(rows)
        self._arrange()

    def fold(self, row: Any, folded: bool = True) -> None:
        """Fold the rows under a row away, or show them."""
        if self.branch(row).folds:
            (self.folded.add if folded else self.folded.discard)(self.key(row))
            self._arrange()

    def fold_all(self, folded: bool = True) -> None:
        """Leave only the first level, or show every row."""
        lines = [row for row in self.whole if is_line(row)]
        self.folded = {self.key(row) for row in lines if self.branch(row).folds and folded}
        now = self.value()
        self._arrange()
        if now is not None:
            self._choose_above(now)

    def reveal(self, key: object) -> bool:
        """Unfold what a row stands under and make it current; return whether it is there."""
        place = next(
            (n for n, row in enumerate(self.whole) if is_line(row) and self.key(row) == key), -1
        )
        if place < 0:
            return False
        above = self._above(place)
        self.folded -= {self.key(row) for row in above}
        self._arrange()
        return self.choose(key)

    def says(self, row: Any) -> str:
        """Return what is spoken of where a row stands: 'level 2, folded'."""
        place = self.branch(row)
        how = ("folded" if self.key(row) in self.folded else "unfolded") if place.folds else ""
        return ", ".join(part for part in (f"level {place.depth + 1}", how) if part)

    def choose_order(self, order: tuple[int, bool] | None) -> None:
        """Keep the order, and remember none."""

    def set_order(self, order: tuple[int, bool] | None) -> None:
        """Keep the order: rows stand under each other."""

    def _arrange(self) -> None:
        shown, least = [], -1  # rows deeper than `least` are folded away, -1 for none
        for row in self.whole:
            if not is_line(row):
                least = -1
            else:
                depth = self.branch(row).depth
                if 0 <= least < depth:
                    continue
                least = depth if self.key(row) in self.folded else -1
            shown.append(row)
        self.set_rows(tuple(shown))

    def _above(self, place: int) -> list[Any]:
        found: list[Any] = []
        depth = self.branch(self.whole[place]).depth
        for row in reversed(self.whole[:place]):
            if not is_line(row) or depth == 0:
                break
            if self.branch(row).depth < depth:
                depth = self.branch(row).depth
                found.append(row)
        return found

    def _choose_above(self, row: Any) -> None:
        """Make a row current, or where it is folded away what it stands under."""
        keys = [self.key(one) if is_line(one) else None for one in self.whole]
        place = keys.index(self.key(row))
        any(self.choose(self.key(one)) for one in (row, *self._above(place)))

    # Keys and mouse -------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Right and Left unfold and fold, * and - do so with all."""
        row, key = self.value(), event.key()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if row is not None and plain and key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            (self._go_in if key == Qt.Key.Key_Right else self._go_out)(row)
        elif event.text() in ("*", "-"):
            self.fold_all(event.text() == "-")
        else:
            super().keyPressEvent(event)

    def _go_in(self, row: Any) -> None:
        if self.key(row) in self.folded:
            self.fold(row, False)
        elif self.branch(row).folds:
            self.choose_row(self.currentIndex().row() + 1)

    def _go_out(self, row: Any) -> None:
        if self.branch(row).folds and self.key(row) not in self.folded:
            self.fold(row)
            return
        keys = [self.key(one) if is_line(one) else None for one in self.whole]
        above = self._above(keys.index(self.key(row)))
        if above:
            self.choose(self.key(above[0]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the sign folds or unfolds."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or index.column() != 0:
            return
        row = self.rows.at(index.row())
        if is_line(row) and self.branch(row).folds:
            room = self.cells.inner(QRectF(self.visualRect(index)), 0)
            left = room.left() + fonts.scaled(_STEP) * self.branch(row).depth
            if left - 4 <= event.position().x() <= left + fonts.scaled(_FOLD):
                self.fold(row, self.key(row) not in self.folded)

    def make_menu(self) -> QMenu:
        """Return the menu of the current row; in place of sorting it folds."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        value = self.value()
        for words, do in self.actions_for(value) if self.actions_for and value is not None else ():
            menu.addAction(words.replace("&", "&&")).triggered.connect(do)
        menu.addAction("Copy with headings").triggered.connect(self.copy)
        menu.addSeparator()
        menu.addAction("Unfold all (*)").triggered.connect(lambda: self.fold_all(False))
        menu.addAction("Fold all (-)").triggered.connect(lambda: self.fold_all())
        return menu

    # Painting -------------------------------------------------------------------------------

    def indent(self, row: Any, column: int) -> float:
        """Return the room that a row's level and its sign take."""
        if column != 0:
            return 0.0
        icon = 24.0 if self._plain.icon and self._plain.icon(row) else 0.0
        return float(fonts.scaled(_STEP) * self.branch(row).depth + fonts.scaled(_FOLD)) + icon

    def _paint_branch(self, painter: QPainter, room: QRectF, row: Any, chosen: bool) -> None:
        place = self.branch(row)
        left = room.left() + fonts.scaled(_STEP) * place.depth
        if place.folds:
            side = float(fonts.scaled(14))
            square = QRectF(left, room.center().y() - side / 2, side, side)
            sign = "right" if self.key(row) in self.folded else "down"
            paint_icon(painter, square, sign, text_color("t2", chosen))
        words = QRectF(room)
        words.setLeft(left + fonts.scaled(_FOLD))
        paint_cell(painter, words, self._plain, row, chosen)
