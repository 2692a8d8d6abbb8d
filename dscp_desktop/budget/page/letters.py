"""Letters to all partners in one go: their wording, and a folder that the person chooses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.budget.commands.letters import put_letter_words
from dscp_desktop.budget.page.part import Part, YearForm
from dscp_desktop.budget.page.saving import FILES, MESSAGES, save_letters
from dscp_desktop.budget.queries.letters import ANSWER_DAYS, LettersYear, letters_year
from dscp_desktop.budget.rules.letters import INVOICE, KINDS, PLACES, REQUEST, WORDS, Letter
from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.pace import Task
from dscp_desktop.jobs.threads import Desk, FileDesk
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.forms import AreaField, ChoiceField, TextField, fields_beside
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.progress import Progress
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.tables import TWO_LINE
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.wholetable import WholeTable

_NONE = Empty("No letter to write", "Nobody is to be asked for anything in this year.", "email")
_FORMS = ((FILES, "PDF and Word"), (MESSAGES, "A draft message each, with both in it"))
_PLACES = ", ".join(f"{{{place}}}" for place in PLACES)


class WordsForm(YearForm):
    """The wording of both letters: what stands in braces is put in."""

    draft_name = "wording of letters"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.request_subject = TextField(f"{KINDS[REQUEST]}: subject")
        hint = f"A blank line begins a paragraph. Put in by the program: {_PLACES}."
        self.request = AreaField(f"{KINDS[REQUEST]}: words", hint=hint, lines=6)
        self.invoice_subject = TextField(f"{KINDS[INVOICE]}: subject")
        self.invoice = AreaField(f"{KINDS[INVOICE]}: words", lines=6)
        self.signed = TextField("Signed", optional=True)
        parts = (
            *(self.request_subject, self.request),
            *(self.invoice_subject, self.invoice, self.signed),
        )
        super().__init__("Wording of the letters", "Keep the wording", parts, parent)


class LettersPart(Part):
    """A letter to each partner, written in one go. Nothing is sent from here."""

    kind, title = "contributions", "Letters"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.held = LettersYear()
        self.dialog: QFileDialog | None = None
        self.task: Task | None = None
        self.which = ChoiceField("What is asked", list(KINDS.items()), optional=True, width=240)
        self.which.label.setText("What is asked")
        self.by = DateField("Answer by", optional=True)
        self.by.label.setText("Answer by")
        self.by.set_value(desk.today + timedelta(days=ANSWER_DAYS))
        self.form = ChoiceField("What is written", _FORMS, optional=True, width=280)
        self.form.label.setText("What is written")
        self.table = WholeTable(_columns(), "Letters", height=TWO_LINE, empty=_NONE, key=_name_of)
        self.do = Button("Write the letters", "secondary", icon="folder")
        self.wording = Button("Wording", "quiet", icon="edit", dense=True)
        self.said = Message("note")
        self.said.hide()
        self.progress = Progress(patience=0)
        self.words = WordsForm()
        self.lay_out((self.wording,), (self._choices(), self.table, self._foot(), self.words))
        self._connect()

    def _choices(self) -> QWidget:
        part = Surface()
        box = QVBoxLayout(part)
        box.setContentsMargins(GUTTER, 4, GUTTER, 12)
        box.setSpacing(8)
        words = "One letter for each partner, into a folder you choose. Nothing is sent from here."
        box.addWidget(Text(words, "base", wrap=True, tone="t2"))
        box.addWidget(fields_beside(self.which, self.by, self.form))
        return part

    def _foot(self) -> QWidget:
        part = Surface()
        box = QVBoxLayout(part)
        box.setContentsMargins(GUTTER, 12, GUTTER, 12)
        box.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.do)
        row.addStretch()
        box.addLayout(row)
        for each in (self.said, self.progress):
            box.addWidget(each)
        return part

    def _connect(self) -> None:
        self.which.changed.connect(self.ask)
        self.by.changed.connect(self.ask)
        self.do.clicked.connect(self.choose_folder)
        self.wording.clicked.connect(self.new)
        self.words.submitted.connect(self._save_words)
        self.progress.cancelled.connect(self.stop)

    # What it shows --------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask for the letters as they would be written now."""
        if not self.year:
            self._show(LettersYear())
            return
        args = (self.year, self.which.value(), self.desk.today, self.by.value())
        self.desk.ask(self, letters_year, *args, then=self._show, key="letters")

    def _show(self, held: LettersYear) -> None:
        self.held = held
        self.table.set_rows(held.letters)
        count = len(held.letters)
        many = {0: "Write the letters", 1: "Write 1 letter"}
        self.do.set_words(many.get(count, f"Write {count} letters"))
        self._enable()
        self.came()

    def _enable(self) -> None:
        self.do.setEnabled(bool(self.held.letters) and self.task is None)

    def first_focus(self) -> QWidget:
        """Return the letters."""
        return self.table

    # The wording ----------------------------------------------------------------------------

    def new(self) -> None:
        """Change the wording."""
        if not self.year:
            return
        for name in WORDS:
            getattr(self.words, name).set_value(self.held.words.get(name, ""))
        self.open(self.words, "Wording of the letters")

    def start(self, _name: str, _about: Mapping[str, str]) -> bool:
        """Open the wording again."""
        self.new()
        return True

    def _save_words(self) -> None:
        words = {name: getattr(self.words, name).value() for name in WORDS}
        self.submit(self.words, put_letter_words, words)

    # Writing --------------------------------------------------------------------------------

    def choose_folder(self) -> None:
        """Ask for the folder that the letters go to."""
        if not self.do.isEnabled() or not self.by.check():
            return
        title = "Save plain copies: whoever has the files can read them"
        self.dialog = QFileDialog(self, title)
        self.dialog.setFileMode(QFileDialog.FileMode.Directory)
        self.dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self.dialog.fileSelected.connect(lambda name: self.save_in(Path(name)))
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def save_in(self, folder: Path) -> None:
        """Write the letters that are shown into a folder, away from the window."""
        held, form = self.held, str(self.form.value())
        heads = (held.partnership, held.marking)

        def job(files: FileDesk) -> tuple[Path, ...]:
            return save_letters(held.letters, folder, form, heads, files.ask, files.tell)

        def told(words: str, done: int, whole: int) -> None:
            # Each document tells of itself too; what counts is how many letters there are.
            if whole == len(held.letters):
                self.progress.report(words, done / max(whole, 1))

        def saved(paths: tuple[Path, ...]) -> None:
            many = f"{len(paths)} file{'' if len(paths) == 1 else 's'}"
            self._finish("done", f"{many} in {folder}. Nothing was sent.")
            self.desk.saved.emit(folder)

        self.said.hide()
        self.progress.start("Writing the letters")
        self.task = self.desk.work(self, job, then=saved, failed=self._failed, told=told)
        self._enable()

    def stop(self) -> None:
        """Stop the work; letters that are whole stay."""
        if self.task is not None:
            self.task.cancel()

    def _failed(self, trouble: Trouble) -> None:
        self._finish("late", f"{trouble.words} Letters that were written stay in the folder.")

    def _finish(self, kind: str, words: str) -> None:
        self.task = None
        self.progress.finish()
        self.said.tell(kind, words)
        self.said.show()
        self._enable()
        self.do.setFocus(Qt.FocusReason.OtherFocusReason)


def _name_of(letter: object) -> object:
    return getattr(letter, "name", None)


def _amount(letter: Letter) -> str:
    return dict(letter.facts)["Amount"]


def _columns() -> tuple[Column, ...]:
    return (
        Column("Partner", lambda x: x.partner, second=lambda x: f"To {x.to}"),
        Column("Asked for", _amount, 120, align="right"),
        Column("Reference", lambda x: dict(x.facts)["Reference"], 268, drop_below=640),
        Column(
            "Email",
            lambda x: ", ".join(x.emails) or "No email address is known",
            stretch=1,
            lines=3,
            tone="t2",
            drop_below=760,
        ),
    )
