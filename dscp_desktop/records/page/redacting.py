"""Redacting a name: type it, see where it stands, take it out for good, remove older backups."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk, FileDesk
from dscp_desktop.records.commands import redact_words
from dscp_desktop.records.queries import WordsFound, look_for
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.forms import TextField
from dscp_desktop.widgets.texts import Text

ASK, PLACES, WRITING, BACKUPS, END = range(5)
_QUESTION = "Redact a name that came in by mistake?"
_ASK = (
    "Type the name as it stands. It is looked for as whole words, whatever the capitals, in every "
    "record, in the history, the search, drafts and papers."
)
_PLAIN = (
    "This cannot be undone. The name becomes ‘[redacted]’ in every record; earlier values and "
    "files that hold it are erased, and such papers are awaited again. The history keeps that it "
    "was done, when and by whom, never the name. Packs that left this program, and copies kept "
    "elsewhere, are not reached."
)
_FILES_SHOWN = 8


class RedactDialog(QDialog):
    """Two steps to a redaction, and a second yes for the backups that still hold the name."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.step = ASK
        self.found = WordsFound()
        self.older: tuple[Path, ...] = ()
        self._words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(fonts.scaled(520))
        self.title = Text(_QUESTION, "item", wrap=True)
        self.said = Text(_ASK, "base", wrap=True, tone="t2")
        self.name = TextField("Name", missing="Type the name to redact", width=320)
        self.places = Text("", "base", wrap=True)
        self.wrong = Text("", "error", wrap=True)
        self.safe, self.do = Button("Keep everything"), Button("Look for it", "primary")
        self.danger = Button("Redact for good", "danger", icon="delete")
        self._lay_out()
        self.safe.clicked.connect(self.reject)
        self.do.clicked.connect(self._look)
        self.danger.clicked.connect(self._go_on)
        self.name.editor.returnPressed.connect(self._look)
        self._show(ASK, _QUESTION, _ASK)

    def _lay_out(self) -> None:
        answers = QHBoxLayout()
        answers.setSpacing(8)
        answers.addStretch()
        for button in (self.safe, self.do, self.danger):
            button.setAutoDefault(False)
            answers.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(8)
        for part in (self.title, self.said, self.name, self.places, self.wrong):
            box.addWidget(part)
        box.addSpacing(8)
        box.addStretch(1)
        box.addLayout(answers)

    def _show(self, step: int, title: str, said: str, places: str = "", wrong: str = "") -> None:
        self.step = step
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(said)
        for text, words in (
            (self.title, title), (self.said, said), (self.places, places), (self.wrong, wrong)
        ):  # fmt: skip
            text.setText(words)
            text.setVisible(bool(words))
        self.name.setVisible(step == ASK)
        self.do.setVisible(step == ASK)
        self.danger.setVisible(step in (PLACES, BACKUPS))
        self.danger.setText("Redact for good" if step == PLACES else "Remove older backups")
        safe = {BACKUPS: "Keep older backups", END: "Close"}
        self.safe.setText(safe.get(step, "Keep everything"))
        self.safe.setEnabled(step != WRITING)
        (self.name.editor if step == ASK else self.safe).setFocus()
        self.adjustSize()

    def reject(self) -> None:
        """Leave, unless something is being written."""
        if self.step != WRITING:
            super().reject()

    # Looking --------------------------------------------------------------------------------

    def _look(self) -> None:
        words = self.name.value()
        if self.step != ASK or not words:
            self.wrong.setText("Type the name to redact.")
            self.wrong.show()
            return
        self._words = words
        self.do.setEnabled(False)
        store = self.desk.store

        def job(files: FileDesk) -> WordsFound:
            return look_for(store.ask, files.ask, words, files.tell)

        self.desk.work(self, job, then=self._looked, failed=self._not_looked)

    def _not_looked(self, trouble: Trouble) -> None:
        self.do.setEnabled(True)
        self._show(ASK, _QUESTION, _ASK, wrong=trouble.words)

    def _looked(self, found: WordsFound) -> None:
        self.do.setEnabled(True)
        self.found, places = found, "\n".join(found.lines)
        if not found.anywhere:
            nowhere = f"‘{self._words}’ stands nowhere in this store."
            self._show(ASK, _QUESTION, _ASK, places, nowhere)
            return
        self._show(PLACES, f"Redact ‘{self._words}’ for good?", _PLAIN, places)

    # Writing --------------------------------------------------------------------------------

    def _go_on(self) -> None:
        if self.step == PLACES:
            self._show(WRITING, "The name is being redacted", "A fresh backup is made after it.")
            self.desk.run(
                self,
                redact_words,
                self._words,
                self.found.files,
                then=self._written,
                failed=self._failed,
            )
        elif self.step == BACKUPS:
            self._show(WRITING, "Older backups are being removed", "")
            work, older = self.desk.backups, self.older
            assert work is not None
            self.desk.work(
                self, lambda _files: work.remove(older), then=self._removed, failed=self._failed
            )

    def _failed(self, trouble: Trouble) -> None:
        self._show(END, "This could not be finished", trouble.words)

    def _written(self, changes: Changes) -> None:
        work = self.desk.backups
        if work is None:
            self._show(END, changes.words, "Make a backup now, and remove the older ones.")
            return
        self.desk.alone(
            self,
            work.renew,
            then=lambda renewed: self._renewed(changes.words, *renewed),
            failed=lambda trouble: self._show(
                END, changes.words, f"{trouble.words} Older backups still hold the name."
            ),
        )

    def _renewed(self, done: str, made: Path, older: tuple[Path, ...]) -> None:
        self.older = older
        fresh = f"A fresh backup without the name was made and checked: {made.name}."
        if not older:
            self._show(END, done, f"{fresh} There is no older one.")
            return
        shown = [path.name for path in older[:_FILES_SHOWN]]
        rest = len(older) - len(shown)
        lines = [*shown, *([f"and {rest} more"] if rest else [])]
        ask = f"{fresh} Older backups and copies may still hold the name. Remove all {len(older)}?"
        self._show(BACKUPS, done, ask, "\n".join(lines))

    def _removed(self, left: Sequence[Path]) -> None:
        if left:
            names = ", ".join(path.name for path in left)
            self._show(END, "Some could not be removed", f"Remove them by hand: {names}.")
            return
        gone = len(self.older)
        self._show(END, f"{gone} older backups and copies removed", "The fresh one stays.")
