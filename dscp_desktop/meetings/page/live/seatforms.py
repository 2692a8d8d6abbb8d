"""The small forms below the seats: a deputy's name, a time of coming or leaving, a guest."""

from __future__ import annotations

from datetime import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.meetings.rules.record import SeatMark
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.datefields import TimeField
from dscp_desktop.widgets.forms import Field, TextField, first_wrong
from dscp_desktop.widgets.page import Surface
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.texts import Text

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SmallForm(Surface):
    """A title, one or two fields, a button. Enter does it, Esc goes back."""

    submitted = Signal()
    left = Signal()

    def __init__(self, *fields: Field, do: str, parent: QWidget | None = None) -> None:
        super().__init__("top", "subtle", parent)
        self._fields = fields
        self.title = Text("", "strong", wrap=True)
        self.trouble = Message("late")
        self.trouble.hide()
        self.do = Button(do, "primary", dense=True)
        self.cancel = Button("Cancel", keys="Esc", dense=True)
        self.do.clicked.connect(self.submit)
        self.cancel.clicked.connect(self.left)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.do)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 10, 16, 10)
        box.setSpacing(8)
        box.addWidget(self.title)
        for field in fields:
            box.addWidget(field)
        box.addWidget(self.trouble)
        box.addLayout(buttons)

    def start(self, title: str) -> None:
        """Show the form anew, the keys in its first field."""
        self.title.setText(title)
        self.trouble.hide()
        for field in self._fields:
            field.clear_error()
        self._fields[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Do it, where nothing is wrong."""
        if first_wrong(self._fields) is None:
            self.submitted.emit()

    def show_trouble(self, words: str) -> None:
        """Say what the store refused."""
        self.trouble.tell("late", words)
        self.trouble.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does it, Esc goes back."""
        if event.key() in _ENTER:
            self.submit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class NameForm(SmallForm):
    """Who came as the deputy of a seat."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.name = TextField("Who came", optional=True)
        super().__init__(self.name, do="Keep deputy", parent=parent)
        self.seat: SeatMark | None = None

    def begin(self, seat: SeatMark) -> None:
        """Ask for a seat; its deputy stands there already."""
        self.seat = seat
        self.name.set_value(seat.name or seat.deputy)
        self.start(f"Deputy of {seat.shown}")
        self.name.editor.selectAll()


class MoveForm(SmallForm):
    """When somebody came, or left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.at = TimeField("Time", missing="Enter a time, such as 10:14")
        super().__init__(self.at, do="Keep time", parent=parent)
        self.seat: SeatMark | None = None
        self.came = True

    def begin(self, seat: SeatMark, came: bool, now: time) -> None:
        """Ask for a seat; the present time stands there already."""
        self.seat, self.came = seat, came
        self.at.set_value(now)
        self.start(f"{seat.shown} {'came late' if came else 'left early'}")
        self.at.editor.selectAll()


class GuestForm(SmallForm):
    """Somebody who is there without a seat."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.name = TextField("Guest", hint="A role rather than a name")
        self.organisation = TextField("From", optional=True)
        super().__init__(self.name, self.organisation, do="Add guest", parent=parent)

    def begin(self) -> None:
        """Ask for a new one."""
        self.name.set_value("")
        self.organisation.set_value("")
        self.start("Add a guest")
