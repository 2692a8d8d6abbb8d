"""A form: title, fields, a button that says what it does, and Cancel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.widgets.buttons import Button, TickBox
from dscp_desktop.widgets.dialogs import Question
from dscp_desktop.widgets.flow import FlowRow
from dscp_desktop.widgets.forms import Field, first_wrong
from dscp_desktop.widgets.page import GUTTER, Surface, scrolling
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.typed import Typed, Values

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FormPane(Surface, Typed):
    """Fields one below the other. Ctrl+Enter does it, Esc leaves it as it was.

    Esc asks first where something was entered; Cancel leaves at once.

    `parts` are fields, and rows of fields (widgets); `submitted` comes only when no field has
    a problem, else `stopped` with the first bad one. A page keeps a form that was `touched` when
    another record is chosen, so that nothing typed is lost. What the store refuses is shown by
    `show_trouble`; `do` is the button of the verb. The form stands in the place of a detail and
    scrolls; `within` a page that scrolls it is no higher than it must be, and Enter alone does it.

    What is half typed is kept as a draft under `draft_name`. A page opens the form again in
    `reopen`; values that wait in `given_back` are put in as soon as it has begun.

    What is in it is put in when it is first shown: a part under a style sheet takes ten times the
    memory of one that is under none, and most forms of a page are never opened.
    """

    submitted = Signal()
    cancelled = Signal()
    stopped = Signal(object)  # the first field that is wrong, which has the keys

    def __init__(
        self,
        title: str,
        parts: Sequence[QWidget],
        do: str,
        parent: QWidget | None = None,
        *,
        within: bool = False,
    ) -> None:
        super().__init__("top" if within else "", parent=parent)
        self.within = within
        self.title = Text(title, "section" if within else "item", wrap=True)
        self.trouble = Message("late")
        self.trouble.hide()
        self.do = Button(do, "primary", keys="" if within else "Ctrl+Enter")
        self.cancel = Button("Cancel", keys="" if within else "Esc")
        self.do.clicked.connect(self.submit)
        self.cancel.clicked.connect(self.cancelled)
        self.question: Question | None = None
        self.touched = False  # whether something was entered since it began
        self.given_back: Values | None = None
        self._lay_out(title, parts)
        for field in self.inside.findChildren(Field):
            field.changed.connect(self._touch)
        for box in self.inside.findChildren(TickBox):
            box.clicked.connect(self._touch)

    def _lay_out(self, title: str, parts: Sequence[QWidget]) -> None:
        self.inside = Surface()
        high = 12 if self.within else 16
        box = QVBoxLayout(self.inside)
        box.setContentsMargins(GUTTER, high, GUTTER, high)
        box.setSpacing(12)
        for part in (self.title, *parts, self.trouble):
            box.addWidget(part)
        answers = FlowRow()
        answers.addWidget(self.do)
        answers.addWidget(self.cancel)
        answers.add_room()
        box.addLayout(answers)
        box.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 1, 0, 0)
        self._waits: QWidget | None = self.inside if self.within else scrolling(self.inside, title)
        self.destroyed.connect(self._waits.deleteLater)  # with it goes what was typed there
        self.setAccessibleName(title)

    def put_in(self) -> None:
        """Put in what waits until the form is shown."""
        layout, waits, self._waits = self.layout(), self._waits, None
        if layout is not None and waits is not None:
            layout.addWidget(waits)
            waits.show()

    def showEvent(self, event: QShowEvent) -> None:
        """Have in it what belongs there."""
        self.put_in()
        super().showEvent(event)

    def fields(self) -> list[Field]:
        """Return the fields that are shown, from top to bottom."""
        return [field for field in self.inside.findChildren(Field) if not field.isHidden()]

    def _touch(self) -> None:
        self.touched = True

    def begin(self, title: str, do: str = "") -> None:
        """Show the form anew: without troubles, the keys in its first field."""
        self.put_in()
        self.title.setText(title)
        if do:
            self.do.set_words(do)
        self.trouble.hide()
        self.touched = False
        for field in self.fields():
            field.clear_error()
        for field in self.fields()[:1]:
            field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        values, self.given_back = self.given_back, None
        if values is not None:
            self.put_typed(values)
            self.touched = True

    def draft_title(self) -> str:
        """Return the title."""
        return self.title.text()

    def give_back(self, about: Mapping[str, str], values: Values) -> None:
        """Keep values until the form begins, and put them in then."""
        self.given_back = values

    def is_live(self) -> bool:
        """Say whether something was entered, and the form was neither sent nor left."""
        return self.touched and not self.isHidden()

    def submit(self) -> None:
        """Do what the form is for, if no field has a problem; else go to the first bad one."""
        self.trouble.hide()
        wrong = first_wrong(self.fields())
        if wrong is None:
            self.submitted.emit()
        else:
            self.stopped.emit(wrong)

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
        """Ctrl+Enter does it (Enter too, within a page that scrolls), Esc leaves it."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in _ENTER and (control or self.within):
            self.submit()
        else:
            super().keyPressEvent(event)
