"""The way in with the printed key: type it, and choose a new passphrase."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.app.errands import Errands
from dscp_desktop.app.opening import Clock, Door, passphrase_words
from dscp_desktop.app.recovery import open_by_recovery
from dscp_desktop.app.start_page import StartPage, Way
from dscp_desktop.core.faults import Trouble
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.forms import AreaField, TextField, first_wrong
from dscp_desktop.widgets.passphrase import PassphraseField
from dscp_desktop.widgets.texts import CutText, Text

WAYS = (Way("back", "Back to the passphrase", "Leaves everything as it is", "left", "Esc"),)


class RecoveryPage(StartPage):
    """Asks for the printed key, a role and a new passphrase; `opened` gives the open store."""

    opened = Signal(object)
    window_title = "Recovery"
    offline_words = "Offline: records stay in this store"
    help_key = "recovery"
    help_words = (
        "Type the key from the recovery sheet, group by group. Capitals do not count. The role "
        "you enter gets the new passphrase; if it has none yet, a key is made for it."
    )

    def __init__(self, door: Door, errands: Errands, clock: Clock) -> None:
        super().__init__(WAYS)
        self.about = door.path
        self.door, self._errands, self._clock = door, errands, clock
        head = QVBoxLayout()
        head.setSpacing(1)
        head.addWidget(Text("Use the recovery sheet", "title"))
        head.addWidget(CutText(f"{door.public_name}  ·  {door.path}", "base", tone="t2"))
        self.box.addLayout(head)
        self.code = AreaField(
            "Printed key",
            hint="All groups, with or without the dashes",
            missing="Enter the key from the sheet",
            role="mono",
            lines=4,
        )
        self.person = TextField("Your role", hint="Stands in the history of each change", width=320)
        if door.people:
            self.person.set_value(door.people[0][0])
        hint = "Five words or more that you can remember"
        self.phrase = PassphraseField(
            "New passphrase", hint=hint, missing="Enter a passphrase", width=320
        )
        self.phrase.problem_of = self._weak
        self.again = PassphraseField("New passphrase again", width=320)
        self.again.problem_of = self._differ
        for field in (self.code, self.person, self.phrase, self.again):
            self.box.addWidget(field)
        self.open_button = Button("Open with the printed key", "primary")
        self.open_button.clicked.connect(self.open)
        self.again.editor.returnPressed.connect(self.open)
        row = QHBoxLayout()
        row.addWidget(self.open_button)
        row.addStretch()
        self.box.addLayout(row)
        self.box.addStretch(1)

    def first_focus(self) -> QWidget | None:
        """The printed key."""
        return self.code.editor

    def _weak(self) -> str:
        kind, words = passphrase_words(self.phrase.value())
        return words if kind == "late" else ""

    def _differ(self) -> str:
        same = self.again.value() == self.phrase.value()
        return "" if same else "The two differ. Type it again."

    def open(self) -> None:
        """Open the store with the key, away from the window."""
        if first_wrong((self.code, self.person, self.phrase, self.again)) is not None:
            return
        path, code = self.door.path, self.code.value()
        person, phrase = self.person.value(), self.phrase.value()

        def work() -> Store:
            return open_by_recovery(path, code, person, phrase, self._clock)

        self.set_waiting("Opening")
        self._errands.do(self, work, self._opened, self._failed)

    def _opened(self, store: Store) -> None:
        self.set_waiting("")
        self.forget_secrets()
        self.opened.emit(store)

    def forget_secrets(self) -> None:
        """Empty the printed key too, and what could bring it back."""
        super().forget_secrets()
        self.code.set_value("")
        self.code.editor.document().clearUndoRedoStacks()

    def _failed(self, trouble: Trouble) -> None:
        self.set_waiting("")
        self.code.show_error(trouble.words)
        self.code.editor.setFocus()
