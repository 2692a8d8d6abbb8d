"""The foot of the page of packs: edition and marking, building, saving and printing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.saving import save_file
from dscp_desktop.jobs.files import Stopped
from dscp_desktop.jobs.threads import Desk, FileDesk, Task, page_drawer
from dscp_desktop.packs.documents import build_pack
from dscp_desktop.packs.page.output import choose_place, file_name
from dscp_desktop.packs.page.preview import PICTURE
from dscp_desktop.packs.queries import gather
from dscp_desktop.packs.rules import EDITION_WORDS, EDITIONS, FULL, BuiltPack, PackContents
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.dialogs import Question, Tell
from dscp_desktop.widgets.forms import ChoiceField, Field
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.printing import (
    NO_PRINTER,
    Printing,
    has_printer,
    new_printer,
    open_print_dialog,
)
from dscp_desktop.widgets.progress import Progress
from dscp_desktop.widgets.texts import CutText, Text


class _Shown(Field):
    """Words under a label, that nobody can change here."""

    editor: Text

    def __init__(self, label: str) -> None:
        super().__init__(label, Text("", "base"), optional=False)

    def set_value(self, value: str) -> None:
        self.editor.setText(value)


class BuildBar(Surface):
    """Builds the pack of a meeting in the process for files, and gives it away."""

    built = Signal(object)  # the BuiltPack

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("top", "subtle", parent)
        self.desk = desk
        self.contents: PackContents | None = None
        self.pack: BuiltPack | None = None
        self.task: Task | None = None
        self.printing: Printing | None = None
        self.dialog: QFileDialog | QPrintDialog | Tell | Question | None = None
        self._part = 0.0
        self._waits = False
        words = [(edition, EDITION_WORDS[edition]) for edition in EDITIONS]
        self.edition = ChoiceField("Edition", words, width=176)
        self.marking = _Shown("Marking")
        self.words = CutText("", "base", tone="t2")
        self.notes = Button("", "link")
        self.progress = Progress()
        self.save = Button("Save the pack", icon="save")
        self.print = Button("Print", icon="print")
        self.build = Button("Build pack", "primary", icon="pack")
        self.setAccessibleName("Building the pack")
        self._lay_out()
        self._connect()
        self.forget()

    def _lay_out(self) -> None:
        fields = QHBoxLayout()
        fields.setSpacing(24)
        fields.addWidget(self.edition, 0, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self.marking, 0, Qt.AlignmentFlag.AlignTop)
        fields.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.words, 1)
        line.addWidget(self.progress, 4)
        for button in (self.notes, self.save, self.print, self.build):
            line.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(GUTTER, 10, GUTTER, 12)
        box.setSpacing(10)
        box.addLayout(fields)
        box.addLayout(line)

    def _connect(self) -> None:
        self.build.clicked.connect(self.build_now)
        self.save.clicked.connect(self.save_now)
        self.print.clicked.connect(self.print_now)
        self.notes.clicked.connect(self._show_notes)
        self.progress.cancelled.connect(self.cancel)
        self.edition.changed.connect(self.forget)
        for keys, button in (("Ctrl+S", self.save), ("Ctrl+P", self.print)):
            window = self.parentWidget() or self
            QShortcut(QKeySequence(keys), window).activated.connect(button.click)

    # What it stands for ---------------------------------------------------------------------

    def show_contents(self, contents: PackContents | None) -> None:
        """Stand for other contents: what was built before is not the pack any more."""
        self.contents = contents
        self.marking.set_value(contents.marking if contents else "")
        self.forget()

    def forget(self) -> None:
        """Let go of what was built."""
        self.pack = None
        self.words.setText("")
        self.notes.hide()
        self._enable()

    def _enable(self) -> None:
        busy = self._waits or self.printing is not None
        self.build.setEnabled(self.contents is not None and not busy)
        self.edition.editor.setEnabled(not busy)
        for button in (self.save, self.print):
            button.setEnabled(self.pack is not None and not busy)
            button.setVisible(not busy)  # the bar of progress needs the room

    # Building -------------------------------------------------------------------------------

    def build_now(self) -> None:
        """Gather the pack with its files, and build it away from the window."""
        if self.contents is None or self._waits:
            return
        if self._has_keys():
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # a button that goes grey loses them
        self.forget()
        self._waits, self._part, self.task = True, 0.0, None
        self._enable()
        self.progress.start("Building pack")
        desk, meeting_id = self.desk, self.contents.meeting.id
        desk.ask(
            self,
            gather,
            meeting_id,
            desk.documents,
            desk.today,
            then=self._gathered,
            failed=self._failed,
        )

    def _gathered(self, contents: PackContents) -> None:
        if not self._waits:
            return
        edition, store = str(self.edition.value()), self.desk.store

        def job(files: FileDesk) -> BuiltPack:
            return build_pack(contents, files.ask, edition, built_at=store.now())

        self.task = self.desk.work(
            self, job, then=self._built, failed=self._failed, told=self._told
        )

    def _told(self, words: str, done: int, whole: int) -> None:
        # Each part is printed on its own; only joining has far to go.
        self._part = max(self._part, done / whole if whole else 0.0)
        self.progress.report(f"Building pack · {words[:1].lower()}{words[1:]}", self._part)

    def _built(self, pack: BuiltPack) -> None:
        has_keys = self._has_keys()
        self._end()
        self.pack = pack
        edition = EDITION_WORDS[pack.edition].casefold()
        pages = "1 page" if pack.pages == 1 else f"{pack.pages} pages"
        self.words.setText(f"Built: {pages}. Edition: {edition}")
        count = len(pack.warnings)
        self.notes.setVisible(bool(count))
        self.notes.set_words("1 note" if count == 1 else f"{count} notes")
        self._enable()
        if has_keys:
            self.save.setFocus(Qt.FocusReason.OtherFocusReason)
        self.built.emit(pack)

    def _failed(self, trouble: Trouble) -> None:
        has_keys = self._has_keys()
        self._end()
        if has_keys:
            self.build.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(trouble, Stopped):
            self.words.setText("Stopped. No pack was built.")
        else:
            self._tell("The pack could not be built", trouble.words)

    def _has_keys(self) -> bool:
        focus: QWidget | None = self.window().focusWidget()
        return focus is self or (focus is not None and self.isAncestorOf(focus))

    def _end(self) -> None:
        self._waits, self.task = False, None
        self.progress.finish()
        self._enable()

    def cancel(self) -> None:
        """Stop building, or printing after the present page."""
        if self.printing is not None:
            self.printing.cancel()
        elif self.task is not None:
            self.task.cancel()
        elif self._waits:
            self._end()
            self.words.setText("Stopped. No pack was built.")

    def _show_notes(self) -> None:
        if self.pack:
            self._tell("What to know of this pack", "\n\n".join(self.pack.warnings))

    def _tell(self, fact: str, words: str = "") -> None:
        self.dialog = Tell(fact, words, parent=self)
        self.dialog.open()

    # Saving and printing --------------------------------------------------------------------

    def save_now(self) -> None:
        """Ask where, then write the pack there."""
        if self.pack and self.contents:
            name = file_name(self.contents.meeting, self.pack.edition)
            pack = self.pack
            self.dialog = choose_place(self, name, lambda path: self.save_to(pack, path))

    def save_to(self, pack: BuiltPack, path: Path) -> None:
        """Write a pack to a place, away from the window."""
        self.desk.work(
            self,
            lambda _files: save_file(path, pack.data),
            then=lambda saved: self.words.setText(f"Saved as {saved.name}"),
            failed=lambda trouble: self._tell("The pack was not saved", trouble.words),
        )

    def print_now(self) -> None:
        """Ask for the printer; before part 2 is printed, ask whether it is meant."""
        if self.pack is None:
            return
        if not has_printer():
            self._tell(NO_PRINTER, "Save the pack and print it where there is one.")
            return
        if self.pack.edition == FULL and any(part.restricted for part in self.pack.parts):
            question = Question(
                "Print part 2 too?",
                "The full edition holds restricted papers. Print it only for those who may see "
                "them, and collect the copies after the meeting.",
                safe="Do not print",
                do="Print all",
                kind="primary",
                icon="print",
                parent=self,
            )
            self.dialog = question
            question.ask(self._choose_printer)
            return
        self._choose_printer()

    def _choose_printer(self) -> None:
        if self.pack:
            printer = new_printer("Meeting pack")
            self.dialog = open_print_dialog(
                self,
                printer,
                "Print the pack",
                lambda: self.print_on(printer),
                pages=self.pack.pages,
            )

    def print_on(self, printer: QPrinter) -> None:
        """Print the pack that was built, page by page."""
        if self.pack is None:
            return
        draw = page_drawer(self.desk, self, PICTURE, self.pack.data, "The pack")
        self.printing = Printing(draw, self.pack.pages, printer, self)
        self.printing.told.connect(self.progress.report)
        self.printing.finished.connect(self._printed)
        self._enable()
        self.progress.start("Printing")
        self.printing.start()

    def _printed(self, words: str) -> None:
        self.printing = None
        self.progress.finish()
        self.words.setText(words)
        self._enable()
