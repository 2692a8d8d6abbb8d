"""A part of the ceremony that is typed into: a heading, fields, and no button of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.widgets.forms import Field, first_wrong
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.typed import Typed, Values

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class StepForm(QWidget, Typed):
    """Fields of one step; the foot bar goes on, and so does Ctrl+Enter (`submitted`)."""

    submitted = Signal()

    def __init__(self, title: str, parts: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Text(title, "section", wrap=True)
        self.trouble = Message("late")
        self.trouble.hide()
        self.frame_id = ""
        self.touched = False
        self.given_back: Values | None = None
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(10)
        for part in (self.title, *parts, self.trouble):
            self.box.addWidget(part)
        for field in self.findChildren(Field):
            field.changed.connect(self._touch)
        self.setAccessibleName(title)

    def _touch(self) -> None:
        self.touched = True

    def begin(self) -> None:
        """Show it anew; what was half typed and is offered back is put in."""
        self.trouble.hide()
        self.touched = False
        values, self.given_back = self.given_back, None
        if values is not None:
            self.put_typed(values)
            self.touched = True

    def fields(self) -> list[Field]:
        """Return the fields that are shown, from top to bottom."""
        return [field for field in self.findChildren(Field) if not field.isHidden()]

    def is_right(self) -> bool:
        """Check every field; the keys go to the first that is wrong."""
        self.trouble.hide()
        return first_wrong(self.fields()) is None

    def show_trouble(self, words: str) -> None:
        """Say what the store refused."""
        self.trouble.tell("late", words)
        self.trouble.show()

    def draft_about(self) -> dict[str, str]:
        """Return the frozen list that it is for."""
        return {"frame": self.frame_id}

    def draft_title(self) -> str:
        """Return the heading."""
        return self.title.text()

    def give_back(self, about: Mapping[str, str], values: Values) -> None:
        """Keep values until it begins."""
        self.given_back = values

    def is_live(self) -> bool:
        """Say whether something was entered that is not used yet."""
        return self.touched and not self.isHidden()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter goes on."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in _ENTER and control:
            self.submitted.emit()
        else:
            super().keyPressEvent(event)
