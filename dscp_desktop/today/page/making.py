"""The button 'New' of Today: what an officer makes most, as a menu (Ctrl+N)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from dscp_desktop.core.offers import NEW
from dscp_desktop.today.queries import NEW_YEAR
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button

# What is made, by the words of the menu (the letter after & chooses it), and where.
MADE = (
    ("New &action", "actions", NEW),
    ("New &meeting", "meetings", NEW),
    ("New &year", NEW_YEAR, ""),
    ("Records from a &workbook", "records", ""),
)


class NewButton(Button):
    """Opens the menu; `open_place` shows the place where what is chosen is made."""

    def __init__(self, page: QWidget, open_place: Callable[[str, str], object]) -> None:
        super().__init__("New", "primary", icon="add")
        self._open_place = open_place
        self.setToolTip("New action, meeting, year or records (Ctrl+N)")
        self.clicked.connect(self.offer_menu)
        bind(page, "Ctrl+N", "New action, meeting, year or records", self.click)

    def make_menu(self) -> QMenu:
        """Return the menu of what can be made."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, feature, record in MADE:
            menu.addAction(words).triggered.connect(partial(self._make, feature, record))
        return menu

    def offer_menu(self) -> None:
        """Show the menu below the button, its first line chosen."""
        menu = self.make_menu()
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _make(self, feature: str, record: str, _checked: bool = False) -> None:
        self._open_place(feature, record)
