"""How the live minutes are laid out: three panes, or two with the attendance as a tab."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.page.live.items import ItemList
from dscp_desktop.meetings.page.live.notespane import NotesPane
from dscp_desktop.meetings.page.live.seats import SeatsPane
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.latertabs import Tabs
from dscp_desktop.widgets.page import Surface
from dscp_desktop.widgets.status import Status, StatusLabel
from dscp_desktop.widgets.texts import Text

_LEFT, _RIGHT, _NARROW = 312, 300, 290


class _Rule(Surface):
    """A hairline between two panes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.token = "hair"  # noqa: S105 - a colour
        self.setFixedWidth(1)


class Room(QWidget):
    """Agenda, notes, attendance. In a narrow window agenda and attendance share one place."""

    def __init__(
        self, desk: Desk, clock: Callable[[], time], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.items, self.middle = ItemList(), NotesPane(clock)
        self.seats = SeatsPane(desk, clock)
        self.behind = StatusLabel(Status("plain", ""))
        self.add = Button("Add item", "quiet", icon="add", dense=True)
        self.next = Button("Next item", keys="Alt+↓", dense=True)
        self.tabs: Tabs | None = None
        self.agenda = self._make_agenda()
        self.left = QWidget()
        self._left_box = QVBoxLayout(self.left)
        self._left_box.setContentsMargins(0, 0, 0, 0)
        self._left_box.addWidget(self.agenda)
        self.rule = _Rule()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.left)
        row.addWidget(_Rule())
        row.addWidget(self.middle, 1)
        row.addWidget(self.rule)
        row.addWidget(self.seats)
        self.left.setFixedWidth(fonts.scaled(_LEFT))
        self.seats.setFixedWidth(fonts.scaled(_RIGHT))

    def _make_agenda(self) -> Surface:
        head = Surface("bottom")
        top = QHBoxLayout(head)
        top.setContentsMargins(16, 10, 12, 10)
        top.addWidget(Text("Agenda", "section"))
        top.addStretch(1)
        top.addWidget(self.behind)
        foot = Surface("top")
        below = QHBoxLayout(foot)
        below.setContentsMargins(12, 8, 12, 8)
        below.addWidget(self.add)
        below.addStretch(1)
        below.addWidget(self.next)
        made = Surface()
        box = QVBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(head)
        box.addWidget(self.items, 1)
        box.addWidget(foot)
        return made

    def show_behind(self, words: str, minutes: int) -> None:
        """Say how far behind the meeting is; '' for nothing."""
        kind = "waiting" if minutes > 0 else "plain"
        self.behind.set_status(Status(kind, words))
        self.behind.setVisible(bool(words))

    def set_narrow(self, narrow: bool) -> None:
        """Put the attendance into a tab beside the agenda, or back to the right."""
        self.middle.set_narrow(narrow)
        if narrow == (self.tabs is not None):
            return
        keys = self.window().focusWidget()
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        if narrow:
            tabs = Tabs()
            tabs.setDocumentMode(True)
            for named in (tabs, tabs.tabBar()):
                named.setAccessibleName("Agenda and attendance")
            row.removeWidget(self.seats)
            self._left_box.removeWidget(self.agenda)
            self.seats.setMinimumWidth(0)
            self.seats.setMaximumWidth(16_777_215)
            tabs.addTab(self.agenda, "Agenda")
            tabs.addTab(self.seats, "Attendance")
            self._left_box.addWidget(tabs)
            self.tabs = tabs
        elif self.tabs is not None:
            tabs, self.tabs = self.tabs, None
            self._left_box.addWidget(self.agenda)
            row.addWidget(self.seats)
            self.seats.setFixedWidth(fonts.scaled(_RIGHT))
            self._left_box.removeWidget(tabs)
            tabs.hide()
            tabs.deleteLater()
            self.agenda.show()
            self.seats.show()
        self.rule.setVisible(not narrow)
        self.left.setFixedWidth(fonts.scaled(_NARROW if narrow else _LEFT))
        if _holds(self, keys):
            keys.setFocus()

    def show_seats(self) -> None:
        """Bring the attendance to the front, where it is a tab."""
        if self.tabs is not None:
            self.tabs.setCurrentWidget(self.seats)

    def show_agenda(self) -> None:
        """Bring the agenda to the front, where it is a tab."""
        if self.tabs is not None:
            self.tabs.setCurrentWidget(self.agenda)


def _holds(part: QWidget, keys: QWidget | None) -> bool:
    return keys is not None and part.isAncestorOf(keys)
