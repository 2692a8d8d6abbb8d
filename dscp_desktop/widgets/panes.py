"""Two parts side by side: a splitter that stays where it was put, and a list with its detail."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QVBoxLayout, QWidget

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.latertabs import Tabs
from dscp_desktop.widgets.remembering import remembered
from dscp_desktop.widgets.theme import color


class _Handle(QSplitterHandle):
    """A hairline that is easy to grab: 1 px to see, 8 px to take hold of."""

    def sizeHint(self) -> QSize:
        return QSize(8, 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("surface"))
        if self.orientation() is Qt.Orientation.Horizontal:
            painter.fillRect(self.width() // 2, 0, 1, self.height(), color("hair"))
        else:
            painter.fillRect(0, self.height() // 2, self.width(), 1, color("hair"))


class Splitter(QSplitter):
    """Two parts side by side; where it stands is remembered by `key`. `share` is the first's."""

    def __init__(
        self,
        key: str,
        first: QWidget,
        second: QWidget,
        *,
        share: float = 0.63,
        upright: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal, parent)
        self.key, self.share = key, share
        self.setHandleWidth(8)
        self.setChildrenCollapsible(False)
        self.addWidget(first)
        self.addWidget(second)
        part = remembered.get(key, round(share * 1000))
        self.setStretchFactor(0, part)
        self.setStretchFactor(1, 1000 - part)
        self.setSizes([part * 10, (1000 - part) * 10])
        self.splitterMoved.connect(self._remember)

    def createHandle(self) -> QSplitterHandle:
        """Give the handle that paints a hairline."""
        return _Handle(self.orientation(), self)

    def was_moved(self) -> bool:
        """Say whether a person put it where it stands."""
        return self.key in remembered

    def _remember(self) -> None:
        first, second = self.sizes()[:2]
        if first + second:
            remembered[self.key] = round(first * 1000 / (first + second))


class TwoPanes(QWidget):
    """A list and its detail side by side; under `limit` px wide the detail becomes a tab.

    The limit holds at a text size of 100% and grows with it.
    """

    def __init__(
        self,
        key: str,
        first: QWidget,
        second: QWidget,
        *,
        titles: tuple[str, str] = ("List", "Detail"),
        share: float = 0.63,
        limit: int = 1000,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.key, self.first, self.second = key, first, second
        self.titles, self.share, self.limit = titles, share, limit
        self._front, self._waits = 0, True  # for its own width
        self.tabs: Tabs | None = None
        self.splitter: Splitter | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._show_side_by_side()

    def is_tabbed(self) -> bool:
        """Return whether the detail is a tab now."""
        return self.tabs is not None

    def show_second(self) -> None:
        """Bring the detail to the front, where it is a tab."""
        self._to_front(1)

    def show_first(self) -> None:
        """Bring the list to the front, where the detail is a tab."""
        self._to_front(0)

    def _to_front(self, tab: int) -> None:
        self._front = tab if self._waits else 0
        if self.tabs:
            self.tabs.setCurrentIndex(tab)

    def _show_side_by_side(self) -> None:
        self.splitter = Splitter(self.key, self.first, self.second, share=self.share)
        self._swap(self.splitter, self.tabs)
        self.tabs = None
        self.first.show()
        self.second.show()

    def _show_tabbed(self) -> None:
        tabs = Tabs()
        tabs.setDocumentMode(True)
        for named in (tabs, tabs.tabBar()):
            named.setAccessibleName(" and ".join(self.titles))
        tabs.addTab(self.first, self.titles[0])
        tabs.addTab(self.second, self.titles[1])
        tabs.setCurrentIndex(self._front)
        self.tabs = tabs
        self._swap(tabs, self.splitter)
        self.splitter = None

    def _swap(self, new: QWidget, old: QWidget | None) -> None:
        self._box.addWidget(new)
        new.show()
        if old is not None:
            self._box.removeWidget(old)
            old.hide()
            old.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change between the two forms."""
        super().resizeEvent(event)
        if self.isVisible():
            self._take_form()

    def showEvent(self, event: QShowEvent) -> None:
        """Change between the two forms, once it has its own width: in a tab it gets it later."""
        super().showEvent(event)
        self._waits = True
        QTimer.singleShot(0, self, self._take_form)

    def _take_form(self) -> None:
        tabbed, self._waits = self.width() < fonts.scaled(self.limit), False
        if tabbed == self.is_tabbed():
            return
        keys = self.window().focusWidget()
        self._front = 1 if _holds(self.second, keys) else self._front
        (self._show_tabbed if tabbed else self._show_side_by_side)()
        if _holds(self.first, keys) or _holds(self.second, keys):
            keys.setFocus()


def _holds(part: QWidget, keys: QWidget | None) -> bool:
    return keys is not None and (keys is part or part.isAncestorOf(keys))
