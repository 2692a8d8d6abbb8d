"""Tabs whose parts are made when they are first shown: a page of many parts opens at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from dscp_desktop.widgets.remembering import remembered

Make = Callable[[], QWidget]


class Tabs(QTabWidget):
    """Tabs that paint all that stands in them only where their bar takes other room.

    Qt does it whenever anything in them may want another size: at each answer that a page gets.
    """

    _laid_out: tuple[QSize, QSize] | None = None  # what their bar wanted, and the room they had

    def event(self, event: QEvent) -> bool:
        """Pass on that something wants another size."""
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            room = self.tabBar().sizeHint(), self.size()
            if room == self._laid_out:
                self.updateGeometry()
                return True
            self._laid_out = room
        return super().event(event)

    def setTabText(self, tab: int, words: str) -> None:
        """Say other words on a tab."""
        if words != self.tabText(tab):
            super().setTabText(tab, words)


class LaterTabs(Tabs):
    """Tabs that take the keys in their bar. `add_later` says how a part is made."""

    made = Signal()  # a part stands in its tab that was not there before

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._makes: dict[int, tuple[Make, QVBoxLayout]] = {}
        self._made: dict[int, QWidget] = {}
        self.setDocumentMode(True)
        for named in (self, self.tabBar()):
            named.setAccessibleName(name)
        self._name, self._fresh = name, True
        self.currentChanged.connect(self.part)
        self.currentChanged.connect(self._keep_keys)
        self.currentChanged.connect(self._remember)

    def add_later(self, make: Make, title: str) -> None:
        """Add a tab whose part `make` gives when it is first shown or asked for."""
        room = QWidget()
        box = QVBoxLayout(room)
        box.setContentsMargins(0, 0, 0, 0)
        self._makes[self.count()] = make, box
        self.addTab(room, title)

    def showEvent(self, event: QShowEvent) -> None:
        """Show the tab that was shown last, unless one was asked for already."""
        super().showEvent(event)
        place = remembered.get(f"tab of {self._name}", 0)
        if self._fresh and self.currentIndex() == 0 and self.isTabVisible(place):
            self.setCurrentIndex(place)
        self._fresh = False

    def _keep_keys(self, tab: int) -> None:
        """Have the keys in the bar where Qt gave them to a tab that had nothing in it yet."""
        room = self.widget(tab)
        if room is not None and room.hasFocus():
            self.tabBar().setFocus(Qt.FocusReason.OtherFocusReason)

    def _remember(self, tab: int) -> None:
        if self.isVisible():  # a person sees it: not while the page is made
            remembered[f"tab of {self._name}"] = tab

    def make_all(self) -> None:
        """Make every part that is not there yet."""
        for tab in tuple(self._makes):
            self.part(tab)

    def there(self, tab: int) -> QWidget | None:
        """Return the part of a tab if it is made already."""
        return self._made.get(tab)

    def part(self, tab: int) -> QWidget:
        """Return the part of a tab, made if it is not there yet."""
        if tab in self._makes:
            make, box = self._makes.pop(tab)
            self._made[tab] = made = make()
            box.addWidget(made)
            self.made.emit()
        part = self._made.get(tab) or self.widget(tab)
        assert part is not None, tab
        return part
