"""Settings: how the program looks here, people with a key, the recovery sheet and backups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.app.backup_pane import BackupPane
from dscp_desktop.app.backups import keep_backed_up
from dscp_desktop.app.keeping import BackupKeeper
from dscp_desktop.app.locking import LOCK_AFTER, lock_after
from dscp_desktop.app.look import show_own_look
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.parts_pane import PartsPane
from dscp_desktop.app.people_form import PeopleForm
from dscp_desktop.app.policy import policy_words
from dscp_desktop.app.recovery import RecoverySheet
from dscp_desktop.app.recovery_print import ask_to_print
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_long_day
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.store import people
from dscp_desktop.store.keys import read_slots, recovery_code
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.dialogs import Question
from dscp_desktop.widgets.forms import ChoiceField
from dscp_desktop.widgets.page import Page, TwoPanes, pane, scrolling
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.theme import Theme
from dscp_desktop.widgets.wholetable import WholeTable

THEMES = (
    (Theme.SYSTEM.value, "Follow Windows"),
    (Theme.LIGHT.value, "Light"),
    (Theme.DARK.value, "Dark"),
    (Theme.HIGH_CONTRAST.value, "High contrast"),
)
SIZES = ((1.0, "100%"), (1.25, "125%"), (1.5, "150%"), (2.0, "200%"))
LOCK_TIMES = (2, 5, 10, 15, 30, 60)
_ACCESS = {"full": "Read and write", "read": "Read only"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a key."""

    name: str
    access: str


class SettingsPage(Page):
    """Everything that is set once; what needs no asking is done at once."""

    help_topic = (
        "Each person has a key with a passphrase of their own. Removing a person's key changes "
        "the key of the store: backups made before still open with the old one. The recovery "
        "sheet opens the store when every passphrase is lost."
    )

    backup_asked = Signal()
    restore_asked = Signal()
    sheet_told = Signal(str)  # what became of the recovery sheet

    def __init__(self, desk: Desk, own: OwnSettings, keeper: BackupKeeper | None = None) -> None:
        super().__init__("Settings")
        self.desk, self.own = desk, own
        # What is done before another theme or size of text, which is then shown by what it calls.
        self.before_look: Callable[[Callable[[], object]], object] = lambda show: show()
        writes = not desk.store.read_only
        self.backups = BackupPane(desk, own, keeper)
        self.backups.backup_asked.connect(self.backup_asked)
        self.backups.restore_asked.connect(self.restore_asked)
        self.parts = PartsPane(desk)
        left = pane(*self._look(), *self._sheet(), self.backups, self.parts)
        right = pane(*self._people(writes))
        self.put_body(
            TwoPanes(
                "settings",
                scrolling(left, "This computer and backups"),
                scrolling(right, "People with a key"),
                titles=("This computer and backups", "People with a key"),
                share=0.5,
                limit=800,
            )
        )

    # Parts --------------------------------------------------------------------------------

    def _look(self) -> Sequence[QWidget]:
        locked = self.own.policy.locked_words
        self.theme = ChoiceField("Theme", THEMES, width=200, hint=locked("theme"))
        self.theme.set_value(self.own.get("theme", Theme.SYSTEM.value))
        self.theme.changed.connect(lambda: self._keep("theme", self.theme.value()))
        self.text_size = ChoiceField("Text size", SIZES, width=120, hint=locked("text_size"))
        self.text_size.set_value(self.own.get("text_size", 1.0))
        self.text_size.changed.connect(lambda: self._keep("text_size", self.text_size.value()))
        minutes = int(lock_after(self.own).total_seconds() // 60)
        hint = locked(LOCK_AFTER)
        offered = sorted({*LOCK_TIMES, minutes})
        choices = [(one, f"{one} minute{'' if one == 1 else 's'}") for one in offered]
        self.lock_after = ChoiceField("Lock when nobody is here for", choices, width=200, hint=hint)
        self.lock_after.set_value(minutes)
        self.lock_after.changed.connect(lambda: self._keep(LOCK_AFTER, self.lock_after.value()))
        fields = {"theme": self.theme, "text_size": self.text_size, LOCK_AFTER: self.lock_after}
        for name, field in fields.items():
            field.editor.setEnabled(not self.own.locked(name))
        told = [Text(words, "caption", wrap=True) for words in policy_words(self.own.policy)]
        return (Text("On this computer", "item"), *fields.values(), *told)

    def _sheet(self) -> Sequence[QWidget]:
        self.print_sheet = Button("Print the recovery sheet", icon="print")
        self.print_sheet.clicked.connect(self._print)
        self.sheet_note = Message("note")
        self.sheet_note.hide()
        words = (
            "The printed key opens the store when every passphrase is lost. It goes straight to "
            "the printer and is never saved as a file. Keep it locked away from this computer."
        )
        return (
            Text("Recovery sheet", "item"),
            Text(words, "base", wrap=True, tone="t2"),
            _left(self.print_sheet),
            self.sheet_note,
        )

    def _people(self, writes: bool) -> Sequence[QWidget]:
        columns = [
            Column("Person", lambda who: who.name, stretch=1),
            Column("May", lambda who: _ACCESS.get(who.access, who.access), width=140),
        ]
        empty = Empty("Nobody has a key", "Open the store with the recovery sheet.", "key")
        self.table = WholeTable(
            columns, "People with a key", gutter=12, empty=empty, key=lambda who: who.name
        )
        self.table.chosen.connect(self._chosen)
        self.remove = Button("Remove this key", "danger", icon="delete")
        self.remove.clicked.connect(self._ask_remove)
        self.add = Button("Add a person", icon="add")
        self.add.clicked.connect(self._show_add)
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.add, self.remove):
            button.setEnabled(writes)
            row.addWidget(button)
        row.addStretch()
        self.form = PeopleForm()
        self.form.setEnabled(writes)
        self.form.add_asked.connect(self._add_person)
        self.form.change_asked.connect(self._change_phrase)
        title = Text("People with a key", "item")
        words = "Everybody with a key can read the whole store. The name stands in the history."
        parts: tuple[QWidget, ...] = (title, Text(words, "caption", wrap=True), self.table, bar)
        if not writes:
            parts += (Message("note", "The store is open to read: keys cannot be changed now."),)
        return (*parts, self.form)

    # What it does -------------------------------------------------------------------------

    def first_focus(self) -> QWidget | None:
        """The theme."""
        return self.theme.editor

    def refresh(self) -> None:
        """Read the people and the backups anew."""
        store = self.desk.store
        self.desk.work(self, lambda _files: people.list_people(store), then=self._show_people)
        self.backups.refresh()
        self.parts.refresh()

    def _show_people(self, found: Sequence[tuple[str, str]]) -> None:
        self.table.set_rows([Person(*each) for each in found])
        if self.table.value() is None:
            self.table.choose_first()

    def _keep(self, name: str, value: object) -> None:
        self.own.put(name, value)
        self.before_look(lambda: show_own_look(self.own))

    def _print(self) -> None:
        store = self.desk.store
        today = store.clock().astimezone().date()
        sheet = RecoverySheet(
            read_slots(store.path).public_name,
            str(store.path),
            recovery_code(store.key),
            show_long_day(today),
        )
        ask_to_print(self, sheet, self.tell_sheet)

    def tell_sheet(self, words: str) -> None:
        """Say what became of the recovery sheet."""
        self.sheet_note.tell("note", words)
        self.sheet_note.show()
        self.sheet_told.emit(words)

    def _chosen(self, person: Person | None) -> None:
        if person is not None:
            self.form.show_change(person.name)

    def _show_add(self) -> None:
        self.form.show_add()

    def _add_person(self, name: str, access: str, phrase: str) -> None:
        def job(store: Store) -> str:
            people.add_person(store, name, access, phrase)
            return f"Key added for {name}"

        self._alone(job)

    def _change_phrase(self, name: str, phrase: str) -> None:
        def job(store: Store) -> str:
            people.change_passphrase(store, name, phrase)
            return f"New passphrase for {name}"

        self._alone(job)

    def _ask_remove(self) -> None:
        person = self.table.value()
        if not isinstance(person, Person):
            return
        Question(
            f"Remove the key of {person.name}?",
            "Their passphrase opens the store no longer, and the key of the store changes: print "
            "a new recovery sheet afterwards. Backups made before still open with the old key.",
            safe="Keep it",
            do="Remove key",
            parent=self,
        ).ask(lambda: self._remove(person.name))

    def _remove(self, name: str) -> None:
        def job(store: Store) -> str:
            keep_backed_up(store)  # before the key changes: raises where there is no room for one
            people.remove_person(store, name)
            return f"Key of {name} removed. Print a new recovery sheet"

        self._alone(job)

    def _alone(self, job: Callable[[Store], str]) -> None:
        def done(words: str) -> None:
            self.form.clear()
            self.desk.changed.emit(Changes(words, ()))

        self.desk.alone(self, job, then=done, failed=self.form.show_trouble)


def _left(button: Button) -> QWidget:
    """Return a button at the left of its line."""
    line = QWidget()
    row = QVBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(button)
    return line
