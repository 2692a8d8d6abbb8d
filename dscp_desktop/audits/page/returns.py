"""Returns of an audit: its tool, the workbooks that go out, and the files that come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog

from dscp_desktop.audits.commands import asking
from dscp_desktop.audits.commands import returns as commands
from dscp_desktop.audits.commands.tools import use_version
from dscp_desktop.audits.page.filepane import FileRow, file_rows, outcome_words
from dscp_desktop.audits.page.returnforms import AgencyForm, SendForm, WhoseForm
from dscp_desktop.audits.page.returnsview import ReturnsView
from dscp_desktop.audits.page.saving import save_messages, save_workbooks
from dscp_desktop.audits.queries.programme import chasings, get_audit
from dscp_desktop.audits.queries.returns import list_returns, return_file
from dscp_desktop.audits.queries.settings import get_settings
from dscp_desktop.audits.queries.tools import list_tools, sendings
from dscp_desktop.audits.rules.programme import AgencyState, AuditLine, Chasing
from dscp_desktop.audits.rules.returns import ReturnBook
from dscp_desktop.audits.rules.tools import Sending
from dscp_desktop.audits.workbook.coming_back import look_at, look_at_returns
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.offers import Scope
from dscp_desktop.core.saving import save_file
from dscp_desktop.jobs.threads import Desk, FileDesk

_PLAIN_COPIES = "Save plain copies: whoever has the files can read them"


class ReturnsPane(ReturnsView):
    """Sends workbooks out and takes them back; files are dropped anywhere on it."""

    forms = ("sending", "agency", "whose")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.dialog: QFileDialog | None = None
        self.setAcceptDrops(True)
        self._connect()

    def _connect(self) -> None:
        self.tool.activated.connect(lambda _place: self._use())
        self.paper.clicked.connect(self.print_tool)
        self.send.clicked.connect(self.start_sending)
        self.write.clicked.connect(self.write_to)
        self.agencies.opened.connect(self.edit_agency)
        self.files.chosen.connect(self._choose_file)
        self.files.opened.connect(lambda _row: self.halves.show_second())
        self.file.count.clicked.connect(self.let_count)
        self.file.aside.clicked.connect(lambda: self._open_whose(aside=True))
        self.file.again.clicked.connect(lambda: self._open_whose(aside=False))
        self.file.save.clicked.connect(self.save_copy)

    @cached_property
    def sending(self) -> SendForm:
        """The form, made when it is first asked for."""
        return self.side.put(SendForm(), self._mark_sent)

    @cached_property
    def agency(self) -> AgencyForm:
        """The form, made when it is first asked for."""
        return self.side.put(AgencyForm(), self._save_agency)

    @cached_property
    def whose(self) -> WhoseForm:
        """The form, made when it is first asked for."""
        return self.side.put(WhoseForm(), self._bring_again)

    # Out ----------------------------------------------------------------------------------

    def _use(self) -> None:
        version = self.tool.value()

        def refused(trouble: Trouble) -> None:
            self.refresh()
            self._troubled(trouble)

        self.desk.run(self, use_version, self.audit_id, version, failed=refused)

    def print_tool(self) -> None:
        """Show the tool on paper."""
        scope = Scope(self.desk.today, record_id=self.audit_id)
        self.document_wanted.emit("audit-tool", scope)

    def start_sending(self) -> None:
        """Ask when the workbooks go out and by when they come back."""
        if self.audit is not None and self.settings is not None and self.send.isEnabled():
            self.sending.fill(self.audit, self.desk.today, self.settings.returned_within)
            self.halves.show_second()
            self.side.open(self.sending, "Send workbooks")

    def _mark_sent(self) -> None:
        form = self.sending
        args = (form.audit_id, form.on.value(), form.due.value())
        self.side.run(form, asking.mark_sent, *args, then=lambda _done: self.choose_folder())

    def choose_folder(self) -> None:
        """Ask for the folder that the workbooks go to."""
        self._ask_folder(self.save_in)

    def _ask_folder(self, then: Callable[[Path], object]) -> None:
        self.dialog = QFileDialog(self, _PLAIN_COPIES)
        self.dialog.setFileMode(QFileDialog.FileMode.Directory)
        self.dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self.dialog.fileSelected.connect(lambda name: then(Path(name)))
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def save_in(self, folder: Path) -> None:
        """Make the workbook of each agency, into a folder."""

        def gathered(found: tuple[Sending, ...]) -> None:
            def job(_files: FileDesk) -> tuple[Path, ...]:
                return save_workbooks(found, folder)

            self.progress.start("Making the workbooks", can_cancel=False)
            self.desk.work(self, job, then=saved, failed=self._troubled)

        def saved(paths: tuple[Path, ...]) -> None:
            self.tell("done", f"{len(paths)} workbooks in {folder}. Nothing was sent.")

        self.desk.ask(self, sendings, self.audit_id, then=gathered, failed=self._troubled)

    def write_to(self) -> None:
        """Make drafts of messages to the agencies that are late or whose answers are blank."""
        self._ask_folder(self.write_in)

    def write_in(self, folder: Path) -> None:
        """Save the drafts in a folder, and note the day."""

        def gathered(found: tuple[Chasing, ...]) -> None:
            def job(_files: FileDesk) -> tuple[Path, ...]:
                return save_messages(found, folder)

            def saved(paths: tuple[Path, ...]) -> None:
                ids = [one.agency_id for one in found]
                words = f"{len(paths)} drafts in {folder}. Nothing was sent."
                self.desk.run(
                    self, asking.mark_chased, self.audit_id, ids, self.desk.today,
                    then=lambda _done: self.tell("done", words), failed=self._troubled,
                )  # fmt: skip

            self.desk.work(self, job, then=saved, failed=self._troubled)

        args = (self.audit_id, self.desk.today)
        self.desk.ask(self, chasings, *args, then=gathered, failed=self._troubled)

    # Back ---------------------------------------------------------------------------------

    def choose_files(self) -> None:
        """Ask for the files that came back."""
        if not self.can_bring:
            return
        self.dialog = QFileDialog(self, "Returns of the audit", "", "Workbooks (*.xlsx *.xlsm)")
        self.dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self.dialog.filesSelected.connect(lambda names: self.bring_in(list(map(Path, names))))
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def bring_in(self, paths: Sequence[Path]) -> None:
        """Look at files that came back, and take what counts."""
        self.said.hide()
        self.progress.start("Looking at the files", can_cancel=False)

        def job(files: FileDesk) -> tuple[ReturnBook, ...]:
            return look_at_returns(files.ask, paths)

        self.desk.work(self, job, then=self._take, failed=self._troubled)

    def _take(
        self, books: tuple[ReturnBook, ...], agencies: Mapping[str, str] | None = None
    ) -> None:
        self.books = {**self.books, **{book.name: book for book in books}}

        def taken(changes: Changes) -> None:
            outcomes: Any = changes.result  # a tuple of ReturnOutcome
            self.outcomes = outcomes
            self.tell(*outcome_words(outcomes))
            self.refresh()

        args = (books, self.desk.today, self.audit_id, agencies)
        self.desk.run(self, commands.take_returns, *args, then=taken, failed=self._troubled)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, nothing else."""
        if self.can_bring and paths_of(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Bring in the files that were dropped."""
        event.acceptProposedAction()
        self.bring_in(paths_of(event))

    def let_count(self) -> None:
        """Let the file that is chosen count."""
        row = self.file.row
        if row is not None and row.is_kept:
            self.desk.run(self, commands.choose_return, row.id, failed=self._troubled)

    def save_copy(self) -> None:
        """Save the file that is chosen as it was received."""
        row = self.file.row
        if row is None or not row.is_kept:
            return

        def there(folder: Path) -> None:
            def got(found: tuple[str, bytes]) -> None:
                self.desk.work(
                    self, lambda _f: save_file(folder / found[0], found[1]),
                    then=lambda path: self.tell("done", f"Saved as {path}."),
                    failed=self._troubled,
                )  # fmt: skip

            self.desk.ask(self, return_file, row.id, then=got, failed=self._troubled)

        self._ask_folder(there)

    # Forms --------------------------------------------------------------------------------

    def edit_agency(self, agency: AgencyState | None) -> None:
        """Open the form of an agency."""
        if agency is not None:
            self.agency.fill(self.audit_id, agency)
            self.halves.show_second()
            self.side.open(self.agency, agency.name)

    def _save_agency(self) -> None:
        form = self.agency
        audit_id, agency_id, was = form.audit_id, form.agency_id, form.was
        due, on, said = form.due.value(), form.on.value(), form.said.value()
        if was is not None and due != was.due:
            self.desk.run(self, asking.set_agency_due, audit_id, agency_id, due)
        by_hand = was is not None and was.state == "by hand"
        if on is not None and not form.on.isHidden():
            self.side.run(form, asking.record_received, audit_id, agency_id, on, said)
        elif by_hand:
            self.side.run(form, asking.take_back_received, audit_id, agency_id)
        else:
            self.side.leave()

    def _open_whose(self, *, aside: bool) -> None:
        row = self.file.row
        if row is None or self.audit is None:
            return
        names = () if aside else row.not_names
        self.whose.fill(self.audit, row.name, row.agency_id, aside=aside, faults=names)
        self.halves.show_second()
        self.side.open(self.whose, row.name, "Set aside" if aside else "Bring it in again")

    def _bring_again(self) -> None:
        form, row = self.whose, self.file.row
        if row is None:
            self.side.leave()
            return
        if not form.why.isHidden():
            self.side.run(form, commands.put_aside, row.id, form.why.value())
            return
        for words in form.no_names.value().splitlines():
            if words.strip():
                self.desk.run(self, commands.allow_words, words, failed=self._troubled)
        said = {row.name: form.agency.value()} if form.agency.value() else None
        self.side.leave()
        if row.name in self.books:
            self._take((self.books[row.name],), said)
        elif row.is_kept:
            self._look_again(row, said)

    def _look_again(self, row: FileRow, said: Mapping[str, str] | None) -> None:
        def got(found: tuple[str, bytes]) -> None:
            self.desk.work(
                self, lambda files: look_at(files.ask, *found),
                then=lambda book: self._take((book,), said), failed=self._troubled,
            )  # fmt: skip

        self.desk.ask(self, return_file, row.id, then=got, failed=self._troubled)

    def keys_to_list(self) -> None:
        """Put the keys into the agencies."""
        self.agencies.setFocus(Qt.FocusReason.OtherFocusReason)

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where its agency or file is not there."""

        def ready(audit: AuditLine | None) -> None:
            self._show(audit)
            if audit is None:
                gone()
            elif name == SendForm.draft_name and self.send.isEnabled():
                self.start_sending()
            elif name == AgencyForm.draft_name and self.agencies.choose(about.get("agency")):
                self.edit_agency(self.agencies.value())
            elif name == WhoseForm.draft_name and self._choose_named(about.get("file", "")):
                self._open_whose(aside=self.file.aside.isVisible())
            else:
                gone()

        self.audit_id = about.get("record", self.audit_id)
        desk, audit_id = self.desk, self.audit_id
        desk.ask(self, get_settings, then=self._keep_settings, key="settings")
        desk.ask(self, list_tools, then=self._keep_tools, key="tools")
        desk.ask(self, list_returns, audit_id, then=self._show_files, key="files")
        desk.ask(self, get_audit, audit_id, desk.today, then=ready, key="audit")

    def _choose_named(self, name: str) -> bool:
        return any(
            row.name == name and self.files.choose(row.id)
            for row in file_rows(self.came, self.outcomes, self.audit_id)
        )


def paths_of(event: QDropEvent) -> list[Path]:
    """Return the files that are dragged."""
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
