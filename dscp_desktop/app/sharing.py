"""Print or save: a document of a page, seen before it goes to a printer or into a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget
from shiboken6 import isValid

from dscp_desktop.app.documents import PICTURE, RENDER, WRITE, ReadyDocument, ready_document
from dscp_desktop.core.faults import Refused, Trouble
from dscp_desktop.core.offers import DocumentOffer, Scope
from dscp_desktop.core.pace import Task
from dscp_desktop.core.saving import save_file
from dscp_desktop.jobs.files import Stopped
from dscp_desktop.jobs.threads import Desk, FileDesk, page_drawer
from dscp_desktop.records.page.files import save_as
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button, TickBox
from dscp_desktop.widgets.dialogs import Question, Tell
from dscp_desktop.widgets.page import Page, bar, pane
from dscp_desktop.widgets.pagepicture import PageView
from dscp_desktop.widgets.palette import SearchBox
from dscp_desktop.widgets.printing import (
    NO_PRINTER,
    Printing,
    has_printer,
    new_printer,
    open_print_dialog,
)
from dscp_desktop.widgets.progress import Progress
from dscp_desktop.widgets.texts import CutText

if TYPE_CHECKING:
    from dscp_desktop.app.shell import Shell

SHARE = "share"  # the key of this page; it stands in no rail
SAVE_TITLE = "Save a plain copy: whoever has the file can read it"
MAKING = "Making the document"
# By ending: what the dialog calls it, and the words of its button.
FORMS = {
    ".pdf": ("PDF document (*.pdf)", "Save as PDF"),
    ".docx": ("Word document (*.docx)", "Save as Word"),
    ".html": ("Web page (*.html)", "Save as web page"),
}


class SharePage(Page):
    """A document in a preview; it is printed or saved from memory."""

    left = Signal()
    help_topic = (
        "This is the document as it will be printed. Page Up and Page Down turn its pages, Home "
        "and End go to the first and the last. Ctrl+P prints it, Ctrl+S saves it as PDF, Esc goes "
        "back. Large print is for paper and PDF; Word and a browser have their own zoom."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Print or save", parent=parent)
        self.desk = desk
        self.offer: DocumentOffer | None = None
        self.scope: Scope | None = None
        self.ready: ReadyDocument | None = None
        self.data, self.pages = b"", 0
        self.task: Task | None = None
        self.printing: Printing | None = None
        self.dialog: QFileDialog | QPrintDialog | Question | Tell | None = None
        self.under: Page | None = None  # the page whose document it is
        self._asked = 0
        self.back = self.add_button(Button("Back", icon="left"))
        self.print = self.add_button(Button("Print", "primary", icon="print"))
        self.large = TickBox("Large print", framed=True)
        self.saves = {ending: Button(words, icon="save") for ending, (_, words) in FORMS.items()}
        self.said = QWidget()  # words, or how far it is
        self.words = CutText("", "base", tone="t2")
        self.progress = Progress()
        self.view = PageView()
        self.view.caption.hide()  # it is the title of the page
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.put_body(pane(self.view, stretch=False))
        row = QHBoxLayout(self.said)
        row.setContentsMargins(8, 0, 8, 0)
        row.addWidget(self.words)
        row.addWidget(self.progress)
        self.add_bar(bar(self.large, self.said, None, *self.saves.values()))

    def _connect(self) -> None:
        self.back.clicked.connect(self.go_back)
        self.print.clicked.connect(self.print_now)
        self.large.toggled.connect(lambda _on: self._render())
        self.progress.cancelled.connect(self.cancel)
        for ending, button in self.saves.items():
            button.clicked.connect(lambda _checked=False, ending=ending: self.save_now(ending))
        bind(self, "Ctrl+P", "Print", self.print.click)
        bind(self, "Ctrl+S", "Save as PDF", self.saves[".pdf"].click)

    # What it shows --------------------------------------------------------------------------

    def share(self, offer: DocumentOffer, scope: Scope) -> None:
        """Show the document of a kind; it is made when the page is shown."""
        self.forget()
        self.offer, self.scope = offer, scope
        self.set_title(offer.title, "")
        self.words.setText("")
        self.large.blockSignals(True)
        self.large.setChecked(False)
        self.large.blockSignals(False)

    def refresh(self) -> None:
        """Make the document again, if what it says has changed."""
        if self.offer is not None and self.scope is not None:
            self.desk.ask(
                self,
                ready_document,
                self.offer,
                self.scope,
                then=self._take,
                failed=self._failed,
                key="document",
            )

    def forget(self) -> None:
        """Let go of the document; what is being printed goes on."""
        self._stop()
        self.offer = self.scope = self.ready = None
        self.data, self.pages = b"", 0
        self.show_banner(None)
        self.view.clear(MAKING)
        self._enable()

    def _take(self, ready: ReadyDocument) -> None:
        if ready == self.ready and (self.data or self.task is not None):
            return
        self.ready = ready
        self.set_title(ready.title, " · ".join(p for p in (ready.subtitle, ready.marking) if p))
        self._render()

    def _render(self) -> None:
        if self.ready is None:
            return
        self._stop()
        self._asked += 1
        number, values = self._asked, {**self.ready.values, "large": self.large.isChecked()}
        self.data = b""
        self._enable()
        self.progress.start(MAKING)

        def made(answer: tuple[dict[str, Any], list[bytes]]) -> None:
            if number == self._asked:
                self._show(*answer)

        def failed(trouble: Trouble) -> None:
            if number == self._asked:
                self._failed(trouble)

        self.task = self.desk.work(
            self, lambda files: files.ask(RENDER, values), then=made, failed=failed
        )

    def _show(self, facts: dict[str, Any], blobs: list[bytes]) -> None:
        self.task = None
        self._end_progress()
        self.data, self.pages = blobs[0], int(facts["pages"])
        title = self.title.text()
        draw = page_drawer(self.desk, self.view, PICTURE, self.data, title)
        self.view.show_pages(draw, self.pages, title, self.view.page)
        notes = [str(words) for words in facts["warnings"]]
        self.show_banner(_banner(notes) if notes else None)
        self._enable()

    def _failed(self, trouble: Trouble) -> None:
        self.task = None
        self._end_progress()
        self.data, self.pages = b"", 0
        stopped = isinstance(trouble, Stopped)
        self.view.clear("Stopped. There is no preview." if stopped else trouble.words)
        self._enable()

    def _enable(self) -> None:
        self.print.setEnabled(bool(self.data) and self.printing is None)
        self.large.setEnabled(self.ready is not None)
        for ending, button in self.saves.items():
            button.setEnabled(self.ready is not None and bool(self.data or ending != ".pdf"))

    def _stop(self) -> None:
        self._asked += 1
        task, self.task = self.task, None
        if task is not None:
            task.cancel()
            self._end_progress()

    def _end_progress(self) -> None:
        if self.printing is None:
            self.progress.finish()

    def cancel(self) -> None:
        """Stop what takes long: printing after the present page, or making the document."""
        if self.printing is not None:
            self.printing.cancel()
        elif self.task is not None:
            self.task.cancel()

    # What a person does ---------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; a shortcut would take it from the search box over the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def go_back(self) -> None:
        """Leave for the page that the document is of."""
        self.left.emit()

    def save_now(self, ending: str) -> None:
        """Ask where, then write the document there in the form of an ending."""
        if self.ready is None:
            return
        large = "-large-print" if ending == ".pdf" and self.large.isChecked() else ""
        name = f"{self.ready.name}{large}{ending}"
        self.dialog = save_as(
            self,
            SAVE_TITLE,
            name,
            lambda path: self.save_to(path, ending),
            {FORMS[ending][0]: ending},
        )

    def save_to(self, path: Path, ending: str) -> None:
        """Write the document to a place, away from the window."""
        if self.ready is None:
            return
        values, data = {**self.ready.values, "form": ending[1:]}, self.data

        def job(files: FileDesk) -> Path:
            if path.suffix.casefold() != ending:
                raise Refused(f"Choose a name that ends in {ending}: {path.name} does not.")
            save_file(path, data if ending == ".pdf" else files.ask(WRITE, values)[1][0])
            return path

        self.desk.work(
            self,
            job,
            then=self._saved,
            failed=lambda trouble: self._tell("The document was not saved", trouble.words),
        )

    def _saved(self, path: Path) -> None:
        self.words.setText(f"Saved as {path.name}")
        self.desk.saved.emit(path)

    def print_now(self) -> None:
        """Ask for the printer; before part 2 is printed, ask whether it is meant."""
        if self.ready is None or not self.data:
            return
        if not has_printer():
            self._tell(NO_PRINTER, "Save it as PDF and print it where there is one.")
        elif self.ready.restricted:
            question = Question(
                "Print part 2 too?",
                "The document names restricted items. Print it only for those who may see them, "
                "and collect the copies afterwards.",
                safe="Do not print",
                do="Print all",
                kind="primary",
                icon="print",
                parent=self,
            )
            self.dialog = question
            question.ask(self._choose_printer)
        else:
            self._choose_printer()

    def _choose_printer(self) -> None:
        printer = new_printer(self.title.text())
        title = f"Print: {self.title.text()}"
        self.dialog = open_print_dialog(
            self, printer, title, lambda: self.print_on(printer), pages=self.pages
        )

    def print_on(self, printer: QPrinter) -> None:
        """Print the document that is shown, page by page."""
        if not self.data or self.printing is not None:
            return
        draw = page_drawer(self.desk, self, PICTURE, self.data, self.title.text())
        self.printing = Printing(draw, self.pages, printer, self)
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

    def _tell(self, fact: str, words: str) -> None:
        self.dialog = Tell(fact, words, parent=self)
        self.dialog.open()

    # What a page says of itself -------------------------------------------------------------

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep no document that nobody looks at."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.forget()

    def first_focus(self) -> QWidget | None:
        """The preview: its keys turn pages."""
        return self.view.picture

    def panes(self) -> list[QWidget]:
        """Banner, large print and saving, preview."""
        found = [self.banner, self.large, self.view.picture]
        return [pane for pane in found if pane is not None]

    def may_leave(self) -> bool:
        """As the page whose document it is."""
        return self.under is None or self.under.may_leave()

    def commands(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Return what the palette offers."""
        saves = [(button.words, "", button.click) for button in self.saves.values()]
        return (
            ("Print", "Ctrl+P", self.print.click),
            *saves,
            ("Large print", "", self.large.click),
            ("Back", "Esc", self.go_back),
        )


def _banner(notes: list[str]) -> Banner:
    fact = "1 thing to know" if len(notes) == 1 else f"{len(notes)} things to know"
    return Banner(f"{fact} before you print", " ".join(notes))


class Sharing(QObject):
    """Shows the documents that pages ask for over them, and goes back to where one was."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.shell = shell
        self._focus: QWidget | None = None

    def watch(self, page: Page) -> None:
        """Show what a page asks for from now on."""
        page.document_wanted.connect(self.share)

    def share(self, kind: str, scope: Scope) -> None:
        """Show the document of a kind over the present page."""
        shell = self.shell
        known = (*shell.desk.documents, *shell.desk.printed)
        self.show(next(one for one in known if one.kind == kind), scope)

    def show(self, offer: DocumentOffer, scope: Scope) -> None:
        """Show a document over the present page."""
        shell = self.shell
        page = shell.pages.get(SHARE) or self._make_page()
        assert isinstance(page, SharePage)
        page.under = shell.pages.get(shell.place())
        self._focus = shell.focusWidget()
        page.share(offer, scope)
        shell.show_over(SHARE)
        page.refresh()
        page.view.picture.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_page(self) -> SharePage:
        page = SharePage(self.shell.desk)
        page.left.connect(self._go_back)
        search = SearchBox()
        search.clicked.connect(self.shell.palette_box.open)
        page.set_search(search)
        page.narrow_changed.connect(search.set_narrow)
        self.shell.pages[SHARE] = page
        self.shell.stack.addWidget(page)
        return page

    def _go_back(self) -> None:
        self.shell.go(self.shell.place())
        if self._focus is not None and isValid(self._focus) and self._focus.isVisible():
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
