"""The pane of a handover: locked or plain, with restricted items or without, and how far it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.names import marked_name
from dscp_desktop.core.pace import Task
from dscp_desktop.jobs.threads import Desk, FileDesk
from dscp_desktop.records.page.files import save_as
from dscp_desktop.widgets.buttons import Button, TickBox
from dscp_desktop.widgets.dialogs import Question
from dscp_desktop.widgets.forms import first_wrong
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.passphrase import PassphraseField
from dscp_desktop.widgets.progress import Progress
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.texts import Text

FEWEST_LETTERS = 20
_WHAT = (
    "Everything in this store as files that need no program: pages for a browser, linked with each "
    "other; agendas, minutes, terms and reports; the papers; every table as comma-separated text; "
    "and a list with the SHA-256 of each file."
)
_LOCKED = "The locked file is opened with 7-Zip, or another archive program that knows AES-256."
_LOGGED = "The history keeps that it was written out, when, by whom and how."
_SHORT = f"Enter at least {FEWEST_LETTERS} letters"
_LOCKED_FILE = {"Locked archive (*.zip)": ".zip"}
_FOLDER = {"Folder": ""}


class HandoverPane(Surface):
    """Writes everything out. `wrote` gives what was written; the keys begin at `first`."""

    wrote = Signal(object)  # Changes

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.desk = desk
        self.task: Task | None = None
        self.dialog: QFileDialog | None = None
        self.question: Question | None = None
        self.plain = TickBox("A folder of plain files, not locked")
        self.restricted = TickBox("Restricted items too")
        hint = f"At least {FEWEST_LETTERS} letters; five words are easy to keep"
        self.words = PassphraseField("Passphrase of the file", hint=hint, width=280)
        self.again = PassphraseField("Passphrase again", width=280)
        self.words.problem_of = self._short
        self.again.problem_of = self._differs
        self.write = Button("Write it out", "primary", icon="export")
        self.progress = Progress(patience=0)
        self.done, self.trouble = Message("done"), Message("late")
        self._lay_out()
        self.plain.toggled.connect(self._show_ways)
        self.write.clicked.connect(self.begin)
        self.progress.cancelled.connect(self._stop)
        self.write.setEnabled(not desk.store.read_only)
        self._show_ways()

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(GUTTER, 16, GUTTER, 16)
        box.setSpacing(12)
        self.way = Text(_LOCKED, "base", wrap=True, tone="t2")
        parts = (
            *(Text("Handover of everything", "item"), Text(_WHAT, "base", wrap=True)),
            *(self.plain, self.restricted, self.words, self.again, self.way),
            Text(_LOGGED, "base", wrap=True, tone="t2"),
        )
        for part in parts:
            box.addWidget(part)
        line = QHBoxLayout()
        line.addWidget(self.write)
        line.addStretch()
        box.addLayout(line)
        for said in (self.progress, self.done, self.trouble):
            box.addWidget(said)
        for message in (self.done, self.trouble):
            message.hide()
        box.addStretch()

    def first(self) -> QWidget:
        """Return what gets the keys."""
        return self.plain

    def _show_ways(self) -> None:
        locked = not self.plain.isChecked()
        for field in (self.words, self.again):
            field.setVisible(locked)
            field.clear_error()
        self.way.setVisible(locked)

    def _short(self) -> str:
        typed = self.words.value()
        return "" if len(typed.strip()) >= FEWEST_LETTERS else _SHORT

    def _differs(self) -> str:
        return "" if self.again.value() == self.words.value() else "Enter the same words again"

    # Writing --------------------------------------------------------------------------------

    def begin(self) -> None:
        """Ask where it goes; before plain or restricted things leave, ask whether they shall."""
        plain, restricted = self.plain.isChecked(), self.restricted.isChecked()
        if not plain and first_wrong([self.words, self.again]) is not None:
            return
        if not plain and not restricted:
            self._ask_where()
            return
        said = []
        if plain:
            said.append("Whoever has the folder can read all of it.")
        if restricted:
            said.append("What only some may see is in it, in every page and table.")
        what = "restricted items" if restricted else "everything as plain files"
        self.question = Question(
            f"Write {what} out?",
            f"{' '.join(said)} {_LOGGED}",
            safe="Keep it in",
            do="Write it out",
            icon="export",
            parent=self,
        )
        self.question.ask(self._ask_where)

    def _ask_where(self) -> None:
        plain = self.plain.isChecked()
        name = f"{self.desk.store.path.stem}-handover-{self.desk.today}"
        name = marked_name(name, self.desk.mark)
        title = "Name a new folder for the plain files" if plain else "Save the locked file"
        kinds = _FOLDER if plain else _LOCKED_FILE
        ending = "" if plain else ".zip"
        self.dialog = save_as(self, title, f"{name}{ending}", self.write_to, kinds)

    def write_to(self, path: Path) -> None:
        """Write it out, away from the window."""
        hand_over = self.desk.hand_over
        if hand_over is None:
            return
        words = "" if self.plain.isChecked() else self.words.value()
        restricted = self.restricted.isChecked()
        self._show_busy(True)
        self.progress.start("Reading the records")

        def work(files: FileDesk) -> Changes:
            return hand_over(path, words, restricted, files.tell, files.cancelled)

        self.task = self.desk.work(
            self,
            work,
            then=lambda done: self._written(done, path),
            failed=self._failed,
            told=self._tell,
        )

    def _tell(self, words: str, done: int, whole: int) -> None:
        self.progress.report(words, done / (whole or 1))

    def _stop(self) -> None:
        if self.task is not None:
            self.task.cancel()

    def _show_busy(self, busy: bool) -> None:
        for part in (self.plain, self.restricted, self.words, self.again, self.write):
            part.setEnabled(not busy)
        for message in (self.done, self.trouble):
            message.hide()

    def _written(self, changes: Changes, path: Path) -> None:
        self.progress.finish()
        self._show_busy(False)
        for field in (self.words, self.again):
            field.set_value("")
        self.done.tell("done", changes.words)
        self.done.show()
        self.wrote.emit(changes)
        self.desk.saved.emit(path)

    def _failed(self, trouble: Trouble) -> None:
        self.progress.finish()
        self._show_busy(False)
        self.trouble.tell("late", trouble.words)
        self.trouble.show()
