"""The focus ring: one overlay in each window, 1 pixel clear of the control that has the keys."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QSplitter,
    QTabBar,
    QTabWidget,
    QWidget,
)
from shiboken6 import isValid

from dscp_desktop.widgets.layouts import laid_out
from dscp_desktop.widgets.painting import paint_ring

_CLEAR = 3  # 2 px of ring and 1 px of air
_BETWEEN_TABS = 20  # pixels at the right of a tab, which belong to it
_DIRECTLY = Qt.FindChildOption.FindDirectChildrenOnly
_BY_TAB = Qt.FocusPolicy.TabFocus.value
_WITHOUT_STOPS = (QLabel, QAbstractButton)  # nothing inside them takes the keys
_WATCHED = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
    QEvent.Type.LayoutRequest,
}


class FocusRing(QWidget):
    """Follows the focus of the application. Make one, at start, and keep it."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(None)
        self.hide()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("focusRing")
        self._at: QWidget | None = None
        self._filtered: list[QWidget] = []
        self._rows: QAbstractItemModel | None = None
        self._tabs: QTabBar | None = None
        app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._filtered:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._filtered = []
        if self._rows is not None and isValid(self._rows):
            self._rows.modelReset.disconnect(self.place)
        if self._tabs is not None and isValid(self._tabs):
            self._tabs.currentChanged.disconnect(self.place)
        self._rows = self._tabs = None
        self._at = new
        if self._at is None:
            self._let_go()  # out of its window, which may be a dialog that is deleted now
            return
        step: QWidget | None = self._at
        while step is not None:
            step.installEventFilter(self)
            self._filtered.append(step)
            step = None if step.isWindow() else step.parentWidget()
        window = self._at.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self._watch_rows()
        self.place()

    def _watch_rows(self) -> None:
        """A list without rows has the ring; as soon as it has some it paints its own.

        In a bar of tabs the ring goes with the tab that is current.
        """
        if isinstance(self._at, QTabBar):
            self._tabs = self._at
            self._tabs.currentChanged.connect(self.place)
        if isinstance(self._at, QAbstractItemView):
            self._rows = self._at.model()
            self._rows.modelReset.connect(self.place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move with the control, and let go of a window that closes."""
        if event.type() is QEvent.Type.Close and watched is self.parentWidget():
            self._let_go()
        elif event.type() in _WATCHED:
            self.place()
        return False

    def _let_go(self) -> None:
        self.hide()
        self._at = None
        self.setParent(None)

    def place(self) -> None:
        """Put the ring round the control, as far as the control can be seen."""
        at = self._at
        if at is None or not isValid(at) or not at.isVisible() or not wants_ring(at):
            self.hide()
            return
        box = visible_box(at)
        if box.isEmpty():
            self.hide()
            return
        self.setGeometry(box.adjusted(-_CLEAR, -_CLEAR, _CLEAR, _CLEAR))
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring."""
        paint_ring(QPainter(self), QRectF(self.rect()))


def wants_ring(widget: QWidget) -> bool:
    """Lists and tables paint their own ring round the current row; so do painted strips."""
    if widget.property("ownRing"):
        return False
    if isinstance(widget, QAbstractItemView):
        return widget.model().rowCount() == 0
    return True


def visible_box(widget: QWidget) -> QRect:
    """Return the part of a control that scroll areas show, in its window's coordinates.

    Of a bar of tabs it is the tab that is current.
    """
    window = widget.window()
    part = widget.rect()
    if isinstance(widget, QTabBar) and widget.count():
        words = widget.tabRect(widget.currentIndex()).intersected(part)
        part = words.adjusted(0, _CLEAR, -_BETWEEN_TABS, 0)
    box = QRect(widget.mapTo(window, part.topLeft()), part.size())
    step = widget.parentWidget()
    while step is not None and step is not window:
        area = step.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is step:
            box = box.intersected(QRect(step.mapTo(window, QPoint(0, 0)), step.size()))
        step = area
    return box


def keep_reading_order(root: QWidget) -> None:
    """Let Tab go through what is inside `root` as it is laid out, also what was put in later.

    Qt appends what is made later (a banner, rows of a history) after everything in the window.
    What is hidden is left where it is: the keys cannot come to it.
    """
    stops: list[QWidget] = []
    _add_stops(root, stops)
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _add_stops(root: QWidget, stops: list[QWidget]) -> None:
    """Add the controls inside a widget that Tab can stop at, in the order of its layouts."""
    for inner in _parts(root):
        if inner.isHidden():
            continue
        # A field hands the keys to its editor, tabs to their bar: they stand before it, for from
        # anywhere else in the chain they would catch the keys and send them back.
        by_tab = inner.focusPolicy().value & _BY_TAB
        if by_tab and (inner.focusProxy() is None or _hands_on(inner)):
            stops.append(inner)
            _keep_off_viewport(inner)
        if not isinstance(inner, _WITHOUT_STOPS):
            _add_stops(inner, stops)


def _keep_off_viewport(stop: QWidget) -> None:
    """Let Shift+Tab not come to a list by what it paints on.

    That hands the keys to the list, and stays where it is when the order moves what comes next:
    from behind it the keys would jump back over all between.
    """
    if isinstance(stop, QAbstractScrollArea) and stop.viewport().focusProxy() is not None:
        stop.viewport().setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes none


def hand_on(widget: QWidget, inner: QWidget) -> None:
    """Let a widget hand the keys it is given to one inside it.

    It is a stop of Tab itself, for only those can be put in order; while it hands on to another
    one the policy set here would be that one's. Without a name of its own it goes by the name
    of what it hands them to.
    """
    if widget.focusProxy() is None:
        widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    widget.setFocusProxy(inner)
    if not widget.accessibleName():
        widget.setAccessibleName(inner.accessibleName())
    widget.setProperty("handsOn", True)


def _hands_on(widget: QWidget) -> bool:
    # Not asked of Qt: what it answers for a widget of its own may be gone already.
    return isinstance(widget, QTabWidget) or bool(widget.property("handsOn"))


def _parts(widget: QWidget) -> list[QWidget]:
    if isinstance(widget, QSplitter | QTabWidget):
        inside = [widget.widget(place) for place in range(widget.count())]
        first = [widget.tabBar()] if isinstance(widget, QTabWidget) else []
        return first + [each for each in inside if each is not None]
    if isinstance(widget, QAbstractScrollArea):
        return [widget.viewport()]
    above = widget.parentWidget()
    if isinstance(above, QAbstractItemView):  # what stands in cells of a list
        in_cells = widget.findChildren(QWidget, options=_DIRECTLY)
        return sorted(in_cells, key=lambda each: (each.y(), each.x()))
    layout = widget.layout()
    found = laid_out(layout) if layout is not None else []
    others = widget.findChildren(QWidget, options=_DIRECTLY)
    return [*found, *(each for each in others if each not in found and not each.isWindow())]
