"""A form in the place of a detail: title, fields, a button that says what it does, and Cancel."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.dialogs import Question
from dscp_desktop.widgets.forms import Field, first_wrong
from dscp_desktop.widgets.page import GUTTER, Surface, scrolling
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.texts import Text


class FormPane(Surface):
    """Fields one below the other. Ctrl+Enter does it, Esc leaves it as it was.

    Esc asks first where something was entered; Cancel leaves at once.

    `parts` are fields, and rows of fields (widgets); `submitted` comes only when no field has
    a problem. A page keeps a form that was `touched` when another record is chosen, so that
    nothing typed is lost. What the store refuses is shown by `show_trouble`; `do` is the button of
    the verb.
    """

    submitted = Signal()
    cancelled = Signal()

    def __init__(
        self, title: str, parts: Sequence[QWidget], do: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.title = Text(title, "item", wrap=True)
        self.trouble = Message("late")
        self.trouble.hide()
        self.do = Button(do, "primary", keys="Ctrl+Enter")
        self.cancel = Button("Cancel", keys="Esc")
        self.do.clicked.connect(self.submit)
        self.cancel.clicked.connect(self.cancelled)
        inside = Surface()
        box = QVBoxLayout(inside)
        box.setContentsMargins(GUTTER, 16, GUTTER, 16)
        box.setSpacing(12)
        for part in (self.title, *parts, self.trouble):
            box.addWidget(part)
        answers = QHBoxLayout()
        answers.setSpacing(8)
        answers.addWidget(self.do)
        answers.addWidget(self.cancel)
        answers.addStretch()
        box.addLayout(answers)
        box.addStretch()
        self.inside = inside
        self.question: Question | None = None
        self.touched = False  # whether something was entered since it began
        for field in inside.findChildren(Field):
            field.changed.connect(self._touch)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 1, 0, 0)
        whole.addWidget(scrolling(inside, title))

    def fields(self) -> list[Field]:
        """Return the fields that are shown, from top to bottom."""
        return [field for field in self.inside.findChildren(Field) if not field.isHidden()]

    def _touch(self) -> None:
        self.touched = True

    def begin(self, title: str, do: str) -> None:
        """Show the form anew: without troubles, the keys in its first field."""
        self.title.setText(title)
        self.do.set_words(do)
        self.trouble.hide()
        self.touched = False
        for field in self.fields():
            field.clear_error()
        for field in self.fields()[:1]:
            field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Do what the form is for, if no field has a problem; else go to the first bad one."""
        self.trouble.hide()
        if first_wrong(self.fields()) is None:
            self.submitted.emit()

    def leave(self) -> None:
        """Leave the form as it was; where something was entered, ask before it is lost."""
        if not self.touched:
            self.cancelled.emit()
            return
        self.question = Question(
            "Leave this form?",
            "What you entered in it is not kept.",
            safe="Stay in the form",
            do="Leave the form",
            icon="away",
            parent=self,
        )
        self.question.ask(self.cancelled.emit)

    def show_trouble(self, words: str) -> None:
        """Say what the store refused, above the buttons."""
        self.trouble.tell("late", words)
        self.trouble.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter does it, Esc leaves it."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.submit()
        else:
            super().keyPressEvent(event)
