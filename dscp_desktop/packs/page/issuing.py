"""What went out and what is about to: the pack as issued, its supplements, and issuing the next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.faults import Refused, Trouble
from dscp_desktop.core.pace import Task
from dscp_desktop.jobs.files import Stopped
from dscp_desktop.jobs.threads import Desk, FileDesk
from dscp_desktop.meetings.queries.preflight import Known
from dscp_desktop.meetings.rules.preflight import Preflight
from dscp_desktop.packs.commands.issuing import issue_pack, issue_supplement
from dscp_desktop.packs.documents.issuing import ready_issue, ready_supplement
from dscp_desktop.packs.documents.press import Kept
from dscp_desktop.packs.page.checks import to_look_at
from dscp_desktop.packs.page.making import blocked_words, blocking, check
from dscp_desktop.packs.queries.looking import PackView, gather_with_issued
from dscp_desktop.packs.rules.issued import IssuedPack, IssuedPart, change_lines
from dscp_desktop.packs.rules.numbers import numbers_words
from dscp_desktop.packs.rules.parts import PackContents
from dscp_desktop.packs.rules.ready import Ready
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty, Section
from dscp_desktop.widgets.dialogs import Question
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.progress import Progress
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.tables import TWO_LINE, TableView
from dscp_desktop.widgets.texts import Text

_NOTHING = Empty("Nothing changed yet", "A paper that comes, changes or goes stands here.", "same")
_NOT_ISSUED = (
    "Not issued yet. Issuing keeps every page number for good: what comes later is a supplement "
    "with numbers of its own. It can be undone until somebody is given a copy."
)


class ChangeRow:
    """A line of a supplement, or of the next one, as the list shows it."""

    def __init__(self, key: str, title: str, words: str, pages: str) -> None:
        self.id, self.title, self.words, self.pages = key, title, words, pages


class IssuePane(Surface):
    """Issues a pack or its next supplement, and lists what each supplement changed."""

    issued = Signal(str)  # the id of the issue: copies of it can be given now
    sheet_asked = Signal(int)  # the change sheet of a supplement is to be shown
    checked = Signal(object)  # the Preflight before it is issued

    def __init__(self, desk: Desk, kept: Kept, known: Known, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.desk, self.kept, self.known = desk, kept, known
        self.view: PackView | None = None
        self.task: Task | None = None
        self.question: Question | None = None
        self.title = Text("", "item", wrap=True)
        self.words = Text("", "base", wrap=True, tone="t2")
        self.trouble = Message("late")
        self.trouble.hide()
        self.progress = Progress()
        self.issue = Button("Issue the pack", "primary", icon="email")
        self.sheet = Button("Change sheet", icon="print")
        columns = (
            Column("Paper", lambda row: row.title, second=lambda row: row.words),
            Column("Pages", lambda row: row.pages, 112),
        )
        self.table = TableView(
            columns, "What changed since", height=TWO_LINE, empty=_NOTHING, gutter=16
        )
        self._lay_out()
        self.issue.clicked.connect(self.ask)
        self.sheet.clicked.connect(self._ask_sheet)
        self.progress.cancelled.connect(self.cancel)
        self.setAccessibleName("Issue")

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.issue)
        buttons.addWidget(self.sheet)
        buttons.addStretch(1)
        for part in (self.title, self.words, self.trouble, self.progress):
            head.addWidget(part)
        head.addLayout(buttons)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, GUTTER)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.table, 1)
        box.addStretch(0)

    # What it shows --------------------------------------------------------------------------

    def show_view(self, view: PackView | None) -> None:
        """Show what went out of a pack."""
        other = not (view and self.view) or view.contents.meeting.id != self._meeting()
        self.view = view
        if other:
            self.trouble.hide()
        issued = view.issued if view else None
        self.title.setText(issued.last.title if issued else "Issue the pack")
        self.words.setText(_issued_words(issued) if issued else _NOT_ISSUED)
        self.sheet.setVisible(bool(issued and issued.last.number))
        number = issued.last.number + 1 if issued else 0
        self.issue.set_words(f"Issue supplement {number}" if issued else "Issue the pack")
        self.table.setVisible(issued is not None)
        self.table.set_rows(_rows(view) if view else ())
        self._enable()

    def _meeting(self) -> str:
        return self.view.contents.meeting.id if self.view else ""

    def _enable(self) -> None:
        view = self.view
        waits = view is not None and (view.issued is None or bool(view.pending))
        self.issue.setEnabled(waits and self.task is None)

    def _ask_sheet(self) -> None:
        if self.view and self.view.issued:
            self.sheet_asked.emit(self.view.issued.last.number)

    # Issuing --------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask before the pack or its supplement is issued: it is signed off."""
        view = self.view
        if view is None or self.task is not None or not self.issue.isEnabled():
            return
        missing = sum(paper.is_missing for paper in view.contents.agenda.papers)
        lacks = (
            f" {missing} paper{' has' if missing == 1 else 's have'} not come." if missing else ""
        )
        words = "Its page numbers stay as they are for good." + lacks
        self.question = Question(
            f"{self.issue.words}?",
            words,
            safe="Not yet",
            do=self.issue.words,
            kind="primary",
            icon="email",
            parent=self,
        )
        self.question.ask(self.issue_now)

    def issue_now(self) -> None:
        """Look at the papers, build every edition, and keep the numbers."""
        view = self.view
        if view is None or self.task is not None:
            return
        self.trouble.hide()
        self.progress.start("Issuing")
        store, today, known = self.desk.store, self.desk.today, self.known
        contents = view.contents

        def look(files: FileDesk) -> Preflight:
            return check(store.ask, files.ask, contents, today, known, files.tell)

        def looked(found: Preflight) -> None:
            self.checked.emit(found)
            if stops := blocking(found):
                self._failed(Refused(blocked_words(stops)))
            else:
                self._gather()

        self.task = self.desk.work(self, look, then=looked, failed=self._failed, told=self._told)
        self._enable()

    def _gather(self) -> None:
        desk = self.desk
        desk.ask(
            self,
            gather_with_issued,
            self._meeting(),
            desk.documents,
            desk.today,
            then=self._make,
            failed=self._failed,
        )

    def _make(self, found: tuple[PackContents, IssuedPack | None]) -> None:
        contents, issued = found
        if self.task is not None and self.task.cancelled():
            self._failed(Stopped("Stopped."))
            return
        at, kept, meeting_id = self.desk.store.now(), self.kept, contents.meeting.id
        command: Callable[..., Changes] = issue_supplement if issued else issue_pack

        def job(files: FileDesk) -> Ready:
            if issued is None:
                return ready_issue(contents, files.ask, built_at=at, kept=kept)
            return ready_supplement(issued, contents, files.ask, built_at=at, kept=kept)

        def write(ready: Ready) -> None:
            run = self.desk.run
            run(self, command, meeting_id, ready, then=self._done, failed=self._failed)

        self.task = self.desk.work(self, job, then=write, failed=self._failed, told=self._told)

    def _told(self, words: str, done: int, whole: int) -> None:
        part = done / whole if whole else 0.0
        self.progress.report(f"Issuing · {words[:1].lower()}{words[1:]}", part)

    def _done(self, changes: Changes) -> None:
        self._end()
        self.issued.emit(str(changes.result))

    def _failed(self, trouble: Trouble) -> None:
        self._end()
        stopped = isinstance(trouble, Stopped)
        words = "Stopped. Nothing was issued." if stopped else trouble.words
        self.trouble.tell("plain" if stopped else "late", words)
        self.trouble.show()

    def _end(self) -> None:
        had_keys = self.progress.cancel.hasFocus()
        self.task = None
        self.progress.finish()
        self._enable()
        if had_keys:
            self.issue.setFocus(Qt.FocusReason.OtherFocusReason)

    def cancel(self) -> None:
        """Stop: nothing is issued."""
        if self.task is not None:
            self.task.cancel()

    def say_checks(self, found: Preflight) -> None:
        """Say how much there is to look at before it goes out."""
        count = to_look_at(found)
        if count and self.view and self.view.issued is None:
            things = "1 thing wants" if count == 1 else f"{count} things want"
            self.words.setText(f"{_NOT_ISSUED} {things} looking at: see ‘Checks’.")


def _issued_words(issued: IssuedPack) -> str:
    said = []
    for issue in issued.issues:
        pages = f", {issue.pages} pages" if not issue.number else ""
        said.append(f"{issue.title}: {show_day_year(issue.issued_on)}{pages}.")
    return " ".join(said)


def _rows(view: PackView) -> list[Section | ChangeRow]:
    """Return what waits for the next supplement, then what each one changed, the newest first."""
    issued = view.issued
    if issued is None:
        return []
    listed: list[Section | ChangeRow] = []
    number = issued.last.number + 1
    if view.pending:
        listed.append(Section(f"Supplement {number}", "· not issued yet"))
        listed += [_pending_row(part) for part in view.pending]
    for issue in reversed(issued.issues[1:]):
        listed.append(Section(issue.title, f"· {show_day_year(issue.issued_on)}"))
        for place, line in enumerate(change_lines(issued.part_rows(issue.number), issue.number)):
            words = line.change.capitalize() + (f": {line.why}" if line.why else "")
            key = f"{issue.number} {place}"
            listed.append(ChangeRow(key, line.title, words, line.put_in or line.take_out))
    return listed


def _pending_row(part: IssuedPart) -> ChangeRow:
    words = part.change.capitalize() + (f": {part.why}" if part.why else "")
    return ChangeRow(part.key, part.title, words, numbers_words(part.numbers))
