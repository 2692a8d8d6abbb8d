"""What a screen reader would find wrong: cells without row or column, paint without words."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from dscp_desktop.widgets.spoken import Spoken
from tests.app.window.looking import said, seen

_NAME = QAccessible.Text.Name
_ROWS = 12  # of each table
# Qt speaks for these; what they paint is what they say.
_SPOKEN_BY_QT = (QLabel, QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QAbstractItemView)


def unheard(root: QWidget) -> list[str]:
    """Name each list, table and painted part that is shown and would not be heard whole."""
    found = []
    for widget in seen(root):
        if isinstance(widget, QTableView):
            found += [f"{said(widget)}: {why}" for why in _table_faults(widget)]
        elif isinstance(widget, QListView):
            found += [f"{said(widget)}: {why}" for why in _list_faults(widget)]
        elif paints(type(widget)):
            found += [f"{said(widget)}: {why}" for why in _painted_faults(widget)]
    return found


def paints(kind: type) -> bool:
    """Say whether a kind of widget paints words, marks or figures that Qt does not speak of."""
    own = next(one for one in kind.__mro__ if "paintEvent" in vars(one))
    ours = own.__module__.startswith("dscp_desktop.") and own.__name__ not in _DECORATION
    return ours and not issubclass(kind, _SPOKEN_BY_QT)


# They paint a ground, a line or a ring; the words on it are widgets of their own.
_DECORATION = {"Surface", "_Rows", "_Handle", "FocusRing", "ChangeRow"}


def _painted_faults(widget: QWidget) -> Iterator[str]:
    heard = QAccessible.queryAccessibleInterface(widget)
    if not heard.text(_NAME).strip():
        yield "is painted, and has no name"
    if isinstance(widget, Spoken):
        parts = list(widget.spoken_parts())
        empty = not all(part.strip() for part in parts)
        if empty or _children(heard)[-len(parts) :] != parts:
            yield f"a painted part is not heard: {parts}"


def _children(heard: QAccessibleInterface) -> list[str]:
    return [heard.child(place).text(_NAME) for place in range(heard.childCount())]


def _table_faults(table: QTableView) -> Iterator[str]:
    """A cell is heard with what stands in it, its column and its row."""
    heard = QAccessible.queryAccessibleInterface(table)
    if not heard.text(_NAME).strip():
        yield "has no name"
    model = table.model()
    rows, columns = min(model.rowCount(), _ROWS), model.columnCount()
    begin = 1 + columns  # a corner and the headings of the columns, then each row after its own
    for row in range(rows):
        for column in range(columns):
            words = str(model.index(row, column).data() or "")
            if table.isColumnHidden(column):
                continue
            cell = heard.child(begin + row * (columns + 1) + 1 + column)
            if words and not cell.text(_NAME).strip():
                yield f"row {row}, column {column}: '{words}' is not heard"
            for way in ("column", "row"):
                if words and not _heading(cell, way):
                    yield f"row {row}, column {column}: '{words}' has no heading of its {way}"


def _heading(cell: QAccessibleInterface, way: str) -> str:
    inside = cell.tableCellInterface()
    cells = inside.columnHeaderCells() if way == "column" else inside.rowHeaderCells()
    return " ".join(one.text(_NAME) for one in cells).strip()


def _list_faults(view: QListView) -> Iterator[str]:
    heard = QAccessible.queryAccessibleInterface(view)
    if not heard.text(_NAME).strip():
        yield "has no name"
    for place in range(min(heard.childCount(), _ROWS)):
        if not heard.child(place).text(_NAME).strip():
            yield f"line {place} is not heard"
