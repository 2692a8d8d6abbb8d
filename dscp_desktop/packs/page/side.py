"""Beside the list: the preview of a part, the versions of its paper, and the forms about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.core.days import show_date
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.page.forms import LineForm, VersionForm, WithdrawalForm
from dscp_desktop.meetings.queries.papers import versions_of
from dscp_desktop.meetings.rules.agenda import PaperLine
from dscp_desktop.meetings.rules.papers import VersionLine
from dscp_desktop.packs.page.preview import Preview
from dscp_desktop.packs.queries.contents import paper_file
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.columns import Column
from dscp_desktop.widgets.page import Surface
from dscp_desktop.widgets.tables import TWO_LINE, TableView

_FIRST = "The first file that came"


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version as the list shows it."""

    id: int
    line: VersionLine

    @property
    def came(self) -> str:
        """Return when it came and whether it went out."""
        line = self.line
        words = [show_date(line.received_on)] if line.received_on else []
        words += [f"sent out {show_date(line.issued_on)}"] if line.issued_on else []
        return ", ".join(words)


def versions_table() -> TableView:
    """Return the table of a paper's versions, the newest first."""
    columns = (
        Column("Version", lambda row: str(row.line.number), 78, align="right"),
        Column(
            "What changed",
            lambda row: row.line.changed or (_FIRST if row.line.number == 1 else "Not said"),
            second=lambda row: row.came,
        ),
        Column("Pages", lambda row: str(row.line.pages or ""), 64, align="right", drop_below=300),
    )
    return TableView(columns, "Versions of the paper", height=TWO_LINE, gutter=12)


class SidePane(QStackedWidget):
    """The preview with the versions below it, or a form about a paper.

    `version_ready` gives a paper and the line of what changed; `withdrawn` a paper and why.
    """

    made = Signal()  # a form stands here that was not there before
    left = Signal()  # a form was left: the keys go back to the list
    version_ready = Signal(object, str)
    withdrawn = Signal(object, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.preview = Preview(desk)
        self.versions = versions_table()
        self.versions.setMaximumHeight(fonts.scaled(168))
        self.versions.hide()
        self.versions.chosen.connect(self._show_version)
        self.paper: PaperLine | None = None
        self.forms: dict[str, LineForm] = {}
        self.whole = Surface()
        box = QVBoxLayout(self.whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.preview, 1)
        box.addWidget(self.versions)
        self.addWidget(self.whole)

    def is_editing(self) -> bool:
        """Say whether a form is open."""
        return self.currentWidget() is not self.whole

    # Versions -------------------------------------------------------------------------------

    def show_paper(self, paper: PaperLine | None) -> None:
        """Show the versions of a paper, where there is more than one."""
        before, self.paper = self.paper, paper
        if paper is None or paper.version < 2:
            self.versions.hide()
            self.versions.set_rows(())
            return
        if before is None or before.id != paper.id:
            self.versions.set_rows(())
        show = partial(self._show_versions, paper)
        self.desk.ask(self, versions_of, paper.id, then=show, key="versions")

    def _show_versions(self, paper: PaperLine, lines: Sequence[VersionLine]) -> None:
        if self.paper is not None and self.paper.id == paper.id:
            self.versions.set_rows([VersionRow(line.number, line) for line in reversed(lines)])
            self.versions.show()

    def _show_version(self, row: VersionRow | None) -> None:
        paper = self.paper
        if row is None or paper is None or not row.line.file_id:
            return
        caption = f"{paper.title}, version {row.line.number}"
        pages = row.line.pages
        self.desk.ask(
            self,
            paper_file,
            row.line.file_id,
            then=lambda data: self.preview.show_pdf(data, pages, caption),
            failed=lambda trouble: self.preview.clear(trouble.words),
            key="version",
        )

    # Forms ----------------------------------------------------------------------------------

    def make_forms(self) -> None:
        """Make the forms that wait until they are asked for."""
        for kind, signal in ((VersionForm, self.version_ready), (WithdrawalForm, self.withdrawn)):
            if kind.draft_name not in self.forms:
                form = kind()
                form.cancelled.connect(self.leave)
                form.submitted.connect(partial(self._submit, form, signal.emit))
                self.forms[kind.draft_name] = form
                self.addWidget(form)
                self.made.emit()

    def _submit(self, form: LineForm, send: Callable[[PaperLine, str], object]) -> None:
        if form.paper is not None:
            send(form.paper, form.words.value())

    def bring_version(self, meeting_id: str, paper: PaperLine) -> None:
        """Ask what changed in a newer version of a paper, then for its file."""
        out = "It went out: those who hold the old one are told this line, and its pages stay."
        stays = f"Version {paper.version} stays in the store beside the new one."
        help_words = out if paper.issued else stays
        self._open("version", meeting_id, paper, f"New version of {paper.title}", help_words)

    def withdraw(self, meeting_id: str, paper: PaperLine) -> None:
        """Ask why a paper is withdrawn."""
        stays = "It stays on the agenda as withdrawn; the next pack says why."
        out = "Its pages keep their numbers: the next supplement says that it was withdrawn."
        help_words = out if paper.issued else stays
        self._open("withdrawal", meeting_id, paper, f"Withdraw {paper.title}", help_words)

    def _open(
        self, name: str, meeting_id: str, paper: PaperLine, title: str, help_words: str
    ) -> None:
        self.make_forms()
        form = self.forms[name]
        self.setCurrentWidget(form)
        form.meeting_id = meeting_id
        form.begin_for(paper, title, help_words)

    def open_form(self) -> LineForm | None:
        """Return the form that is open."""
        form = self.currentWidget()
        return form if isinstance(form, LineForm) else None

    def leave(self) -> None:
        """Go back to the preview."""
        if (form := self.open_form()) is not None:
            form.touched = False
        self.setCurrentWidget(self.whole)
        self.left.emit()
