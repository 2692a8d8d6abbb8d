"""What an eye or a screen reader would find wrong in a window: no name, cut words, faint words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QTableView,
    QWidget,
)

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.columns import is_line
from dscp_desktop.widgets.focus import visible_box
from dscp_desktop.widgets.painting import break_text, text_width
from dscp_desktop.widgets.palette import SearchBox
from dscp_desktop.widgets.status import StatusLabel, status_size
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import CutText

LEAST = 4.5  # of contrast between words and what is behind them
_ASIDE = 3  # pixels: what rounding of two measures may differ by


def seen(root: QWidget) -> Iterator[QWidget]:
    """Give every widget in a window that is shown, the window first."""
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.isVisible() and widget.window() is root.window():
            yield widget


def said(widget: QWidget) -> str:
    """Name a widget for a failure: its class, its name or words, and what it lies in."""
    words = widget.accessibleName() or getattr(widget, "text", str)()
    above = widget.parentWidget()
    inside = type(above).__name__ if above is not None else ""
    return f"{type(widget).__name__} '{words}' in {inside}"


# Names --------------------------------------------------------------------------------------


def unnamed(root: QWidget) -> list[str]:
    """Name each control that takes the keys, or is pressed, and has nothing to be called by."""
    found = []
    for widget in seen(root):
        takes = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        control = isinstance(widget, QAbstractButton | QComboBox | QLineEdit | QAbstractItemView)
        ours = type(widget).__module__.startswith("dscp_desktop.") or takes
        if not (takes or control) or not ours or _is_part_of_field(widget):
            continue
        named = widget.accessibleName() or getattr(widget, "text", str)()
        field = isinstance(widget, QLineEdit)  # what is typed there is no name
        if not (widget.accessibleName() if field else named).strip():
            found.append(said(widget))
    return found


def _is_part_of_field(widget: QWidget) -> bool:
    """Say whether it gives the keys back to what it lies in, which has the name."""
    keys = widget.focusProxy()
    return keys is not None and not widget.isAncestorOf(keys)


# Words that are cut -------------------------------------------------------------------------


def cut(root: QWidget) -> list[str]:
    """Name each label, button, field, tab and column whose words have not enough room."""
    found = []
    for widget in seen(root):
        words = _cut_words(widget)
        if words:
            found.append(f"{said(widget)}: {words} ({widget.width()} x {widget.height()})")
    return found


def _cut_words(widget: QWidget) -> str:
    if isinstance(widget, CutText):
        return ""  # it is there to give way: all of it stands in its tooltip and its name
    if isinstance(widget, StatusLabel):
        short = status_size(widget.status).width() > widget.width() + _ASIDE
        return widget.status.words if short else ""
    if isinstance(widget, QLabel):
        return _cut_label(widget)
    if isinstance(widget, SearchBox):
        return ""  # it says less where there is less room
    if isinstance(widget, QAbstractButton):
        side = fonts.scaled(16)
        need = QSize(side, side) if getattr(widget, "icon_only", False) else widget.sizeHint()
        short = need.width() > widget.width() + _ASIDE or need.height() > widget.height() + _ASIDE
        return "needs more room" if short else ""
    if isinstance(widget, QLineEdit) and not widget.text():
        room = widget.width() - 16 - widget.textMargins().left() - widget.textMargins().right()
        wide = widget.fontMetrics().horizontalAdvance(widget.placeholderText())
        return widget.placeholderText() if wide > room + _ASIDE else ""
    if isinstance(widget, QComboBox):
        wide = widget.fontMetrics().horizontalAdvance(widget.currentText())
        # One that fills its pane may cut: its list and its tooltip have all of it.
        short = wide > widget.width() - 8 - 24 + _ASIDE and not widget.toolTip()
        return widget.currentText() if short else ""
    if isinstance(widget, QTabBar):
        return _cut_tabs(widget)
    if isinstance(widget, TableView):
        return "; ".join(_cut_columns(widget))
    return ""


def _cut_label(label: QLabel) -> str:
    words, room = label.text(), label.contentsRect()
    if not words:
        return ""
    face = label.fontMetrics()
    if label.wordWrap():
        tall = face.boundingRect(
            QRect(0, 0, room.width(), 9999), int(Qt.TextFlag.TextWordWrap), words
        )
        short = tall.height() > room.height() + _ASIDE
        long = max(face.horizontalAdvance(word) for word in words.split() or [""])
        return words if short or long > room.width() + _ASIDE else ""
    wide = max(face.horizontalAdvance(line) for line in words.split("\n"))
    short = wide > room.width() + _ASIDE or face.height() > room.height() + _ASIDE
    return words if short else ""


def _cut_tabs(bar: QTabBar) -> str:
    for tab in range(bar.count()):
        wide = bar.fontMetrics().horizontalAdvance(bar.tabText(tab))
        if bar.isTabVisible(tab) and wide > bar.tabRect(tab).width():
            return bar.tabText(tab)
    return ""


def _cut_columns(table: TableView) -> Iterator[str]:
    """Give the columns of which the title or, where the width is fixed, a cell is cut.

    A column that takes what room is left may cut: its words stand in the detail and the tooltip.
    """
    for number, column in enumerate(table.rows.columns):
        if table.isColumnHidden(number):
            continue
        box = QRect(0, 0, table.columnWidth(number), 30).toRectF()
        room = table.cells.inner(box, number).width() + _ASIDE
        head = not table.horizontalHeader().isHidden()
        if head and text_width(column.title, "caption strong") > room:
            yield f"column {column.title}"
        for place in range(min(table.rows.rowCount(), 40)):
            row = table.rows.at(place)
            if not is_line(row) or not column.width or column.paint or column.stretch > 1:
                continue
            status = column.status(row) if column.status else None
            if status is not None:
                short = status_size(status).width() > room
            else:
                role = column.role(row) if callable(column.role) else column.role
                aside = 24 if column.icon and column.icon(row) else 0
                lines = break_text(column.text(row), role, room - aside, column.lines)
                short = bool(lines) and lines[-1].endswith("…")
            if short:
                yield f"column {column.title}: {column.words(row)}"
                break


# Words that cannot be reached ---------------------------------------------------------------


def unreachable(root: QWidget) -> list[str]:
    """Name what has words or takes the keys and lies where nothing can scroll to it."""
    found = []
    for widget in seen(root):
        words = isinstance(widget, QLabel) and bool(widget.text())
        takes = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        if (words or takes) and widget.width() and (why := _hidden_by(widget)):
            found.append(f"{said(widget)}: {why}")
    return found


def _hidden_by(widget: QWidget) -> str:
    """Say which part above cuts a widget off and does not scroll."""
    box = QRect(QPoint(0, 0), widget.size())
    step = widget
    while not step.isWindow():
        above = step.parentWidget()
        if above is None:
            return ""
        box = box.translated(step.pos())
        area = above.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is above:
            wide, tall = _scrolls(area)
            if not wide and (box.left() < -_ASIDE or box.right() > above.width() + _ASIDE):
                return f"cut at the side by {said(area)}"
            if not tall and (box.top() < -_ASIDE or box.bottom() > above.height() + _ASIDE):
                return f"cut below by {said(area)}"
            box = box.intersected(above.rect()) if wide or tall else box
            if box.isEmpty():
                box = QRect(0, 0, 1, 1)  # it is scrolled out of sight, and can be scrolled back
        elif not above.rect().adjusted(-_ASIDE, -_ASIDE, _ASIDE, _ASIDE).contains(box):
            return f"cut by {said(above)}, {box} in {above.size()}"
        step = above
    return ""


def _scrolls(area: QAbstractScrollArea) -> tuple[bool, bool]:
    off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    keeps = isinstance(area, QScrollArea | QTableView | QPlainTextEdit | QAbstractScrollArea)
    wide = keeps and area.horizontalScrollBarPolicy() != off
    tall = keeps and area.verticalScrollBarPolicy() != off
    return wide, tall


# Words that are faint -----------------------------------------------------------------------


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2 contrast of two colours."""
    high, low = sorted((_light(one.rgb()), _light(other.rgb())), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _light(shade: int) -> float:
    parts = ((shade >> by & 255) / 255 for by in (16, 8, 0))
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def faint(root: QWidget) -> list[str]:
    """Name labels, buttons and cells whose words are painted with too little contrast."""
    picture = root.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    found = []
    for widget in seen(root):
        if isinstance(widget, QLabel | QAbstractButton | StatusLabel | QComboBox | QLineEdit):
            words = widget.text() if isinstance(widget, QLabel | QLineEdit) else "-"
            if isinstance(widget, QLineEdit):
                words = words or widget.placeholderText()
            box = QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())
            if words.strip() and visible_box(widget) == box:
                found += _faint_in(picture, box, said(widget))
        elif isinstance(widget, TableView):
            found += _faint_cells(picture, root, widget)
    return found


def _faint_cells(picture: QImage, root: QWidget, table: TableView) -> list[str]:
    found = []
    view = table.viewport()
    inside = visible_box(view)
    for place in range(min(table.rows.rowCount(), 30)):
        for number, column in enumerate(table.rows.columns):
            index = table.rows.index(place, number)
            whole = table.visualRect(index)
            box = whole.intersected(view.rect())
            if not str(index.data() or "").strip() or box.width() < 30 or box.height() < 12:
                continue
            if box.height() < whole.height():
                continue  # the row goes on below the edge: of its words only a strip is painted
            at = box.translated(view.mapTo(root, QPoint(0, 0))).adjusted(3, 3, -3, -3)
            if inside.contains(at):
                found += _faint_in(picture, at, f"{said(table)} {column.title}: {index.data()}")
    return found


def _faint_in(picture: QImage, box: QRect, name: str) -> list[str]:
    """Compare the commonest colour of a part of the picture with what stands out most from it."""
    part = picture.copy(box.intersected(picture.rect()))
    if part.isNull():
        return []
    counted = Counter(memoryview(part.constBits()).cast("I"))
    ground = max(counted, key=lambda shade: counted[shade])
    if len(counted) < 3:  # nothing is painted there: it is scrolled away or lies below another
        return []
    light = _light(ground)
    best = 1.0
    for shade in counted:
        high, low = sorted((_light(shade), light), reverse=True)
        best = max(best, (high + 0.05) / (low + 0.05))
    return [f"{name}: {best:.2f} to 1"] if best < LEAST else []
