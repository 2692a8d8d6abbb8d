"""The register of issue: who holds which copy, what must come back, and issuing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.queries.preflight import Known
from dscp_desktop.meetings.rules.agenda import PaperLine
from dscp_desktop.packs.commands.register import give_copies, mark_destroyed, recall_copies
from dscp_desktop.packs.documents.press import Kept
from dscp_desktop.packs.page.copies import CopyWish, save_copies
from dscp_desktop.packs.page.issuing import IssuePane
from dscp_desktop.packs.page.output import choose_place, file_name
from dscp_desktop.packs.page.registerforms import CHANGES, DESTROY, RECALL, BackForm, CopiesForm
from dscp_desktop.packs.queries.issues import load_issued
from dscp_desktop.packs.queries.looking import PackView
from dscp_desktop.packs.queries.register import recall_list
from dscp_desktop.packs.rules.issued import IssuedPack
from dscp_desktop.packs.rules.register import DESTROYED, HELD, CopyLine, must_come_back
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.page import TwoPanes, bar
from dscp_desktop.widgets.status import Message, Status
from dscp_desktop.widgets.tables import TableView

_NOT_ISSUED = Empty(
    "The pack was not issued yet", "Once it is, each copy that is given stands here.", "pack"
)
_NOBODY = Empty(
    "Nobody was given a copy yet", "Give copies: their numbers and holders stand here.", "person"
)
_KINDS = {HELD: "done", DESTROYED: "away"}
NOT_HELD = "Nobody holds a copy of it: there is nothing to ask back."


def _status(line: CopyLine) -> Status:
    waits = line.state not in _KINDS
    return Status(_KINDS.get(line.state, "waiting"), line.state_words, chip=waits)


class RegisterPane(QWidget):
    """The copies that were given; beside them issuing, or a form. `wrote` says: read again."""

    wrote = Signal()
    made = Signal()  # a form stands here that was not there before
    print_asked = Signal(str, str, str)  # a kind of document, a supplement, the record it is about
    primary_changed = Signal()

    def __init__(self, desk: Desk, kept: Kept, known: Known, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.kept = desk, kept
        self.view: PackView | None = None
        self.paper_id = ""
        self.dialog: QFileDialog | None = None
        self.copies: CopiesForm | None = None
        self.back: BackForm | None = None
        self.give = Button("Give copies", icon="add")
        self.recall = Button("Recall", icon="undo")
        self.gone = Button("Destroyed", icon="delete")
        self.print = Button("Print register", icon="print")
        self.recall_print = Button("Recall list", icon="list")
        columns = (
            Column("Copy", lambda row: row.copy_words or "–", 76),
            Column("Given to", lambda row: row.recipient),
            Column("Edition", lambda row: row.edition_words, 104),
            Column("On", lambda row: show_day_year(row.given_on), 128, sort=lambda r: r.given_on),
            Column("How", lambda row: row.channel_words, 136, tone="t2", drop_below=760),
            Column("Of", lambda row: row.issue, 116, tone="t2", drop_below=860),
            Column("Now", lambda row: row.state_words, 150, status=_status),
        )
        self.table = TableView(columns, "Copies given", empty=_NOT_ISSUED, gutter=16)
        self.trouble = Message("late")
        self.trouble.setContentsMargins(24, 8, 24, 8)
        self.trouble.hide()
        self.issuing = IssuePane(desk, kept, known)
        self.right = QStackedWidget()
        self.right.addWidget(self.issuing)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        buttons = (self.give, self.recall, self.gone, None, self.recall_print, self.print)
        column.addWidget(bar(*buttons))
        column.addWidget(self.table, 1)
        column.addWidget(self.trouble)
        titles = ("Register", "Issue")
        self.two = TwoPanes("pack register", left, self.right, titles=titles, share=0.66, limit=900)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.two)

    def _connect(self) -> None:
        self.give.clicked.connect(self.give_now)
        self.recall.clicked.connect(self.recall_now)
        self.gone.clicked.connect(self.destroyed_now)
        self.print.clicked.connect(lambda: self.print_asked.emit("pack-register", "", ""))
        self.recall_print.clicked.connect(
            lambda: self.print_asked.emit("recall-list", "", self.paper_id)
        )
        self.issuing.issued.connect(lambda _id: self.wrote.emit())
        self.issuing.sheet_asked.connect(
            lambda number: self.print_asked.emit("change-sheet", str(number), "")
        )
        self.right.currentChanged.connect(lambda _now: self.primary_changed.emit())
        self.table.actions_for = self._actions

    # What it shows --------------------------------------------------------------------------

    def show_view(self, view: PackView | None) -> None:
        """Show the register of a pack."""
        other = view is None or self.view is None or view.contents.meeting != self._meeting()
        self.view = view
        if other:
            self.paper_id = ""
            self.trouble.hide()
            if not self._form_touched():
                self.right.setCurrentWidget(self.issuing)
        copies = view.copies if view else ()
        self.table.set_empty(_NOBODY if view and view.issued else _NOT_ISSUED)
        self.table.set_rows(copies)
        self.give.setEnabled(bool(view and view.issued))
        out = bool(must_come_back(copies))
        for button in (self.recall, self.gone, self.recall_print):
            button.setEnabled(out)
        self.print.setEnabled(bool(copies))
        self.issuing.show_view(view)

    def _meeting(self) -> object:
        return self.view.contents.meeting if self.view else None

    @property
    def meeting_id(self) -> str:
        """The meeting whose register is shown, '' for none."""
        return self.view.contents.meeting.id if self.view else ""

    def _form_touched(self) -> bool:
        form = self.right.currentWidget()
        return isinstance(form, FormPane) and form.touched

    def _actions(self, _row: CopyLine) -> Sequence[tuple[str, Callable[[], object]]]:
        return (
            ("Recall the copies chosen", lambda: self._back(RECALL, self.table.values())),
            ("Note them as destroyed", lambda: self._back(DESTROY, self.table.values())),
        )

    # Forms ----------------------------------------------------------------------------------

    def make_forms(self) -> None:
        """Make the forms that wait until they are asked for."""
        self._copies_form()
        self._back_form()

    def _copies_form(self) -> CopiesForm:
        if self.copies is None:
            self.copies = CopiesForm()
            self.copies.submitted.connect(self._submit_copies)
            self._take_form(self.copies)
        return self.copies

    def _back_form(self) -> BackForm:
        if self.back is None:
            self.back = BackForm()
            self.back.submitted.connect(self._submit_back)
            self._take_form(self.back)
        return self.back

    def _take_form(self, form: FormPane) -> None:
        form.cancelled.connect(self._leave)
        self.right.addWidget(form)
        self.made.emit()

    def _show_form(self, form: FormPane) -> None:
        self.right.setCurrentWidget(form)
        self.two.show_second()

    def _leave(self) -> None:
        form = self.right.currentWidget()
        if isinstance(form, FormPane):
            form.touched = False
        self.right.setCurrentWidget(self.issuing)
        self.two.show_first()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def give_now(self) -> None:
        """Ask who is given a copy of what was issued."""
        view = self.view
        if view is None or view.issued is None:
            return
        form = self._copies_form()
        self._show_form(form)
        held = {line.recipient for line in view.copies}
        names = [name for name in view.members if name not in held] or list(view.members)
        form.begin_for(self.meeting_id, view.issued, names, self.desk.today)

    def recall_now(self) -> None:
        """Ask back every copy that is held and was not asked back."""
        lines = self.view.copies if self.view else ()
        self.paper_id = ""
        self._back(RECALL, [line for line in lines if line.state == HELD])

    def destroyed_now(self) -> None:
        """Note the chosen copies as destroyed."""
        self._back(DESTROY, [line for line in self.table.values() if line.state != DESTROYED])

    def recall_paper(self, paper: PaperLine) -> None:
        """Ask back every copy that shows a paper."""

        def found(lines: tuple[CopyLine, ...]) -> None:
            held = [line for line in lines if line.state == HELD]
            self.paper_id = paper.id
            self.table.choose_first(lambda row: row in held)
            self._back(RECALL, held, paper.title)

        of_paper = partial(recall_list, paper_id=paper.id)
        self.desk.ask(self, of_paper, then=found, key="paper")

    def _back(self, what: str, copies: Sequence[CopyLine], paper: str = "") -> None:
        self.trouble.hide()
        if not copies:
            fact = NOT_HELD if what == RECALL else "Choose the copies that were destroyed."
            self._tell(fact)
            return
        form = self._back_form()
        self._show_form(form)
        form.begin_for(self.meeting_id, what, copies, self.desk.today, paper)

    def reopen(self, name: str, what: str, copy_ids: Sequence[str]) -> bool:
        """Open a form again; False where what it is about is not there."""
        if self.view is None or self.view.issued is None:
            return False
        if name == CopiesForm.draft_name:
            self.give_now()
            return True
        lines = [line for line in self.view.copies if line.id in copy_ids]
        if lines:
            self._back(what, lines)
        return bool(lines)

    # What is written ------------------------------------------------------------------------

    def _submit_copies(self) -> None:
        form, view = self.copies, self.view
        if form is None or view is None or view.issued is None:
            return
        if not form.files.isChecked():
            self._note_copies()
            return
        name = file_name(view.contents.meeting, str(form.edition.value()), self._what())
        self.dialog = choose_place(self, name, self.save_copies_to)

    def _what(self) -> str:
        form, issued = self.copies, self.view.issued if self.view else None
        changes = form is not None and form.what.value() == CHANGES and issued is not None
        return f"supplement-{issued.last.number}" if changes and issued else "pack"

    def save_copies_to(self, path: Path) -> None:
        """Build what is given, write a file for each, then note them in the register."""
        form, view = self.copies, self.view
        if form is None or view is None or view.issued is None:
            return
        last = view.issued.last
        before = max((c.number for c in view.copies if c.issue_id == last.id), default=0)
        password = "" if form.passwords.isHidden() else form.passwords.password.value()
        wish = CopyWish(
            str(form.edition.value()),
            last.number if form.what.value() == CHANGES else 0,
            tuple(given.recipient for given in form.given()),
            before + 1,
            form.numbered.isChecked(),
            password,
        )
        kept = self.kept

        def gathered(issued: IssuedPack | None) -> None:
            if issued is not None:
                self.desk.work(
                    self,
                    lambda files: save_copies(issued, wish, path, files, kept),
                    then=self._saved,
                    failed=self._failed,
                    told=lambda words, _done, _whole: self._tell(words, "plain"),
                )

        self.desk.ask(self, load_issued, self.meeting_id, then=gathered, failed=self._failed)

    def _saved(self, words: str) -> None:
        self._note_copies()
        self._tell(words, "done")

    def _note_copies(self) -> None:
        form, view = self.copies, self.view
        if form is None or view is None or view.issued is None:
            return
        args = (view.issued.last.id, str(form.edition.value()), form.given(), form.on.value())
        self._run(give_copies, *args, numbered=form.numbered.isChecked())

    def _submit_back(self) -> None:
        form = self.back
        if form is None:
            return
        ids = [copy.id for copy in form.copies]
        command = recall_copies if form.what == RECALL else mark_destroyed
        self._run(command, ids, form.on.value(), form.line.value())

    def _run(self, command: Callable[..., Changes], *args: object, **options: object) -> None:
        def done(_changes: Changes) -> None:
            self._leave()
            self.wrote.emit()

        self.desk.run(self, command, *args, then=done, failed=self._failed, **options)

    def _failed(self, trouble: Trouble) -> None:
        form = self.right.currentWidget()
        if isinstance(form, FormPane):
            self.trouble.hide()
            form.show_trouble(trouble.words)
        else:
            self._tell(trouble.words)

    def _tell(self, words: str, kind: str = "late") -> None:
        self.trouble.tell(kind, words)
        self.trouble.show()
