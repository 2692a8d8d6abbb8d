"""The form for a person's key: a new one, or a new passphrase for the one chosen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.app.opening import passphrase_words
from dscp_desktop.core.faults import Trouble
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.forms import ChoiceField, Field, TextField, first_wrong
from dscp_desktop.widgets.passphrase import PassphraseField
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.texts import Text

ACCESS = (("full", "Read and write"), ("read", "Read only"))


class PeopleForm(QWidget):
    """`add_asked` gives name, access, passphrase; `change_asked` gives name and passphrase."""

    add_asked = Signal(str, str, str)
    change_asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.title = Text("", "section")
        self.name = TextField("Role", hint="Stands in the history of each change", width=280)
        self.access = ChoiceField("May", ACCESS, width=200)
        hint = "Five words or more that they can remember"
        self.phrase = PassphraseField(hint=hint, missing="Enter a passphrase", width=320)
        self.phrase.problem_of = self._weak
        self.phrase.changed.connect(self._judge)
        self.again = PassphraseField("Passphrase again", width=320)
        self.again.problem_of = self._differ
        self.again.editor.returnPressed.connect(self.send)
        self.do = Button("Add person", "primary")
        self.do.clicked.connect(self.send)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        for part in (self.title, *self.fields(), self.do):
            box.addWidget(part)
        self._for = ""
        self.show_add()

    def fields(self) -> tuple[Field, ...]:
        """Return the fields, from top to bottom."""
        return (self.name, self.access, self.phrase, self.again)

    def show_add(self) -> None:
        """Ask for a new person."""
        self._show("")
        self.name.editor.setFocus()

    def show_change(self, person: str) -> None:
        """Ask for a new passphrase of a person."""
        self._show(person)

    def _show(self, person: str) -> None:
        self._for = person
        self.clear()
        for field in (self.name, self.access):
            field.setVisible(not person)
        self.title.setText(f"New passphrase for {person}" if person else "Add a person")
        self.do.set_words("Change passphrase" if person else "Add person")

    def clear(self) -> None:
        """Empty the fields."""
        self.name.set_value("")
        for field in (self.phrase, self.again):
            field.forget()
        self.phrase.show_note(None)

    def send(self) -> None:
        """Check the fields and ask for what they say."""
        wanted = (self.phrase, self.again) if self._for else self.fields()
        if first_wrong(wanted) is not None:
            return
        if self._for:
            self.change_asked.emit(self._for, self.phrase.value())
        else:
            self.add_asked.emit(self.name.value(), self.access.value(), self.phrase.value())

    def show_trouble(self, trouble: Trouble) -> None:
        """Say at the first field what the store refused."""
        first = self.phrase if self._for else self.name
        first.show_error(trouble.words)
        first.editor.setFocus()

    def _judge(self) -> None:
        kind, words = passphrase_words(self.phrase.value())
        self.phrase.show_note(Status(kind, words) if kind != "late" else None)

    def _weak(self) -> str:
        kind, words = passphrase_words(self.phrase.value())
        return words if kind == "late" else ""

    def _differ(self) -> str:
        same = self.again.value() == self.phrase.value()
        return "" if same else "The two differ. Type it again."
