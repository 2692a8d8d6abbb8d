"""The foot of the page of packs: options, building with its checks, saving and printing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.core.faults import Refused, Trouble
from dscp_desktop.core.pace import Task
from dscp_desktop.jobs.files import Stopped
from dscp_desktop.jobs.threads import Desk, FileDesk, page_drawer
from dscp_desktop.meetings.queries.preflight import Known
from dscp_desktop.meetings.rules.preflight import Preflight
from dscp_desktop.packs.documents.press import Kept
from dscp_desktop.packs.page.making import blocked_words, blocking, check, make_issued, make_new
from dscp_desktop.packs.page.options import PackSettings, Wish
from dscp_desktop.packs.page.output import Made, choose_place, file_name, save_made
from dscp_desktop.packs.page.preview import PICTURE
from dscp_desktop.packs.queries.contents import gather
from dscp_desktop.packs.queries.issues import load_issued
from dscp_desktop.packs.queries.looking import PackView
from dscp_desktop.packs.rules.issued import IssuedPack
from dscp_desktop.packs.rules.parts import EDITION_WORDS, FULL, BuiltPack, PackContents
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.dialogs import Question, Tell
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.printing import (
    NO_PRINTER,
    Printing,
    has_printer,
    new_printer,
    open_print_dialog,
)
from dscp_desktop.widgets.progress import Progress
from dscp_desktop.widgets.texts import CutText

_CHECKING = 0.3  # of the whole work


class BuildBar(Surface):
    """Builds the pack of a meeting in the process for files, and gives it away."""

    built = Signal(object)  # the BuiltPack
    checked = Signal(object)  # the Preflight, before anything is built
    checks_asked = Signal()  # somebody wants to read what was found

    def __init__(self, desk: Desk, kept: Kept, known: Known, parent: QWidget | None = None) -> None:
        super().__init__("top", "subtle", parent)
        self.desk, self.kept, self.known = desk, kept, known
        self.view: PackView | None = None
        self.made: Made | None = None
        self.task: Task | None = None
        self.printing: Printing | None = None
        self.dialog: QFileDialog | QPrintDialog | Tell | Question | None = None
        self._part = 0.0
        self._share = (0.0, 1.0)
        self._waits = False
        self.options = PackSettings()
        self.edition, self.marking = self.options.edition, self.options.marking
        self.words = CutText("", "base", tone="t2")
        self.findings = Button("", "link")
        self.notes = Button("", "link")
        self.progress = Progress()
        self.save = Button("Save the pack", icon="save")
        self.print = Button("Print", icon="print")
        self.build = Button("Build pack", "primary", icon="pack")
        self.setAccessibleName("Building the pack")
        self._lay_out()
        self._connect()
        self.findings.hide()
        self.forget()

    @property
    def contents(self) -> PackContents | None:
        """What the pack holds, None for no meeting."""
        return self.view.contents if self.view else None

    @property
    def pack(self) -> BuiltPack | None:
        """The pack that was built, None for none."""
        return self.made.pack if self.made else None

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.words, 1)
        line.addWidget(self.progress, 4)
        for button in (self.findings, self.notes, self.save, self.print, self.build):
            line.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(GUTTER, 10, GUTTER, 12)
        box.setSpacing(10)
        box.addWidget(self.options)
        box.addLayout(line)

    def _connect(self) -> None:
        self.build.clicked.connect(self.build_now)
        self.save.clicked.connect(self.save_now)
        self.print.clicked.connect(self.print_now)
        self.notes.clicked.connect(self._show_notes)
        self.findings.clicked.connect(self.checks_asked)
        self.progress.cancelled.connect(self.cancel)
        self.options.changed.connect(self.forget)

    def bind_keys(self, place: QWidget) -> None:
        """Let Ctrl+S save and Ctrl+P print while the keys are in a part of the page."""
        for keys, button in (("Ctrl+S", self.save), ("Ctrl+P", self.print)):
            shortcut = bind(place, keys, button.words, button.click)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # What it stands for ---------------------------------------------------------------------

    def show_view(self, view: PackView | None) -> None:
        """Stand for other contents: what was built before is not the pack any more."""
        self.view = view
        self.options.show_view(view)
        self.findings.hide()
        self.forget()

    def forget(self) -> None:
        """Let go of what was built."""
        self.made = None
        self.words.setText("")
        self.notes.hide()
        self._enable()

    def _enable(self) -> None:
        busy = self._waits or self.printing is not None
        self.build.setEnabled(self.view is not None and not busy)
        self.options.set_busy(busy)
        for button in (self.save, self.print):
            button.setEnabled(self.made is not None and not busy)
            button.setVisible(not busy)  # the bar of progress needs the room

    # Building -------------------------------------------------------------------------------

    def build_now(self) -> None:
        """Look at the papers, then gather the pack with its files and build it."""
        if self.contents is None or self._waits or not self.options.is_sound():
            return
        if self._has_keys():
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # a button that goes grey loses them
        self.forget()
        self._waits, self._part, self.task = True, 0.0, None
        self._enable()
        self.progress.start("Building pack")
        if self.view and self.view.issued:
            self._gather(self.options.wish())
        else:
            self._check(self.contents, self.options.wish())

    def _check(self, contents: PackContents, wish: Wish) -> None:
        store, today, known = self.desk.store, self.desk.today, self.known
        self._share = (0.0, _CHECKING)

        def job(files: FileDesk) -> Preflight:
            return check(store.ask, files.ask, contents, today, known, files.tell)

        def looked(found: Preflight) -> None:
            self.checked.emit(found)
            if not self._waits:
                return
            if stops := blocking(found):
                self._failed(Refused(blocked_words(stops)))
            else:
                self._gather(wish)

        self.task = self.desk.work(self, job, then=looked, failed=self._failed, told=self._told)

    def say_findings(self, count: int) -> None:
        """Say how many things there are to look at, with the way to them."""
        self.findings.setVisible(bool(count))
        self.findings.set_words("1 thing to look at" if count == 1 else f"{count} to look at")

    def _gather(self, wish: Wish) -> None:
        desk = self.desk
        if self.view is None or self.contents is None or self._stopped():
            return
        meeting_id = self.contents.meeting.id
        if self.view.issued:

            def gathered(issued: IssuedPack | None) -> None:
                if issued is not None and not self._stopped():
                    self._make(lambda files: make_issued(issued, files.ask, wish, self.kept))

            desk.ask(self, load_issued, meeting_id, then=gathered, failed=self._failed)
            return
        at, today = desk.store.now(), desk.today

        def complete(contents: PackContents) -> None:
            if not self._stopped():
                self._make(lambda files: make_new(contents, files.ask, wish, at, self.kept))

        desk.ask(
            self, gather, meeting_id, desk.documents, today, then=complete, failed=self._failed
        )

    def _stopped(self) -> bool:
        """Say whether somebody stopped it between two steps; then it ends here."""
        if self._waits and self.task is not None and self.task.cancelled():
            self._failed(Stopped("Stopped."))
        return not self._waits

    def _make(self, job: Callable[[FileDesk], Made]) -> None:
        self._share = (_CHECKING, 1.0)
        told = self._told
        self.task = self.desk.work(self, job, then=self._built, failed=self._failed, told=told)

    def _told(self, words: str, done: int, whole: int) -> None:
        # Each part is printed on its own; only joining has far to go.
        low, high = self._share
        here = low + (high - low) * (done / whole if whole else 0.0)
        self._part = max(self._part, here)
        self.progress.report(f"Building pack · {words[:1].lower()}{words[1:]}", self._part)

    def _built(self, made: Made) -> None:
        has_keys = self._has_keys()
        self._end()
        self.made = made
        pack = made.pack
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
        if self.made and self.contents:
            made = self.made
            name = file_name(self.contents.meeting, made.pack.edition, made.what)
            self.dialog = choose_place(self, name, lambda path: self.save_to(made, path))

    def save_to(self, made: Made, path: Path) -> None:
        """Write a pack to a place, with its copies and part 2, away from the window."""
        self.desk.work(
            self,
            lambda files: save_made(made, path, files),
            then=lambda words: self._saved(path, words),
            failed=lambda trouble: self._tell("The pack was not saved", trouble.words),
            told=lambda words, _done, _whole: self.words.setText(words),
        )

    def _saved(self, path: Path, words: str) -> None:
        self.words.setText(words)
        self.desk.saved.emit(path)

    def print_now(self) -> None:
        """Ask for the printer; before part 2 is printed, ask whether it is meant."""
        if self.pack is None:
            return
        if not has_printer():
            self._tell(NO_PRINTER, "Save the pack and print it where there is one.")
            return
        if self.pack.edition == FULL and self._holds_part_2():
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

    def _holds_part_2(self) -> bool:
        if self.view and self.view.issued:
            return any(part.restricted for part in self.view.issued.parts)
        return self.pack is not None and any(part.restricted for part in self.pack.parts)

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
