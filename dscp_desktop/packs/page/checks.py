"""What to look at before a pack goes out: each finding in words, with what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.pace import Task
from dscp_desktop.jobs.files import Stopped
from dscp_desktop.jobs.threads import Desk, FileDesk
from dscp_desktop.meetings.queries.preflight import Known
from dscp_desktop.meetings.rules.preflight import ASK, KIND_WORDS, NOTE, STOP, Finding, Preflight
from dscp_desktop.packs.page.making import check
from dscp_desktop.packs.queries.looking import PackView
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty, Section
from dscp_desktop.widgets.page import Surface, bar
from dscp_desktop.widgets.progress import Progress
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import CutText

_KINDS = {STOP: "missing", ASK: "risk", NOTE: "note"}
_HEADS = (
    (STOP, "Not in the pack as it is"),
    (ASK, "Look at it before it goes out"),
    (NOTE, "Good to know"),
)
_NOT_YET = Empty(
    "The papers were not looked at yet",
    "Look at them here, or build the pack: it looks at each paper first.",
    "audit",
)
_FINE = Empty("Nothing was found", "Every paper is there and can be read.", "done")


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as the list shows it."""

    id: int
    finding: Finding


def to_look_at(found: Preflight) -> int:
    """Return how many findings want somebody to do or decide something."""
    return found.count(STOP) + found.count(ASK)


class ChecksPane(Surface):
    """The findings of a pack's papers, what stops it first; Enter goes to the paper."""

    looked = Signal(object)  # the Preflight that was asked for here: to be shown
    opened = Signal(object)  # a Finding: go to its paper

    def __init__(self, desk: Desk, known: Known, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.desk, self.known = desk, known
        self.view: PackView | None = None
        self.found: Preflight | None = None
        self.task: Task | None = None
        self.totals = CutText("", "base", tone="t2")
        self.progress = Progress()
        self.again = Button("Look at the papers", icon="audit")
        columns = (
            Column(
                "What",
                lambda row: KIND_WORDS[row.finding.kind],
                176,
                status=lambda row: Status(
                    _KINDS[row.finding.severity], KIND_WORDS[row.finding.kind]
                ),
            ),
            Column("Paper", lambda row: row.finding.part, 0, lines=2),
            Column("What to do", lambda row: row.finding.words, 0, stretch=3, lines=4),
            Column("Page", lambda row: str(row.finding.page or ""), 60, align="right"),
        )
        self.table = TableView(columns, "Findings", empty=_NOT_YET, gutter=16)
        self.table.opened.connect(lambda row: self.opened.emit(row.finding))
        self.again.clicked.connect(self.look)
        self.progress.cancelled.connect(self.cancel)
        self.totals.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        head = bar(self.totals, self.progress, self.again)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(head)
        box.addWidget(self.table, 1)
        self.setAccessibleName("Checks")

    def show_view(self, view: PackView | None) -> None:
        """Stand for a pack; what was found in another one goes."""
        self.view = view
        self.again.setEnabled(view is not None)
        self.found = None
        self.totals.setText("")
        self.table.set_empty(_NOT_YET)
        self.table.set_rows(())

    def show_found(self, found: Preflight) -> None:
        """Show what was found."""
        self.found = found
        self.totals.setText(found.totals.words)
        self.again.set_words("Look again")
        self.table.set_empty(_FINE)
        self.table.set_rows(_listed(found.findings))
        if self.table.value() is None:
            self.table.choose_first()

    def look(self) -> None:
        """Look at every paper, away from the window."""
        if self.view is None or self.task is not None:
            return
        store, today, known = self.desk.store, self.desk.today, self.known
        contents = self.view.contents

        def job(files: FileDesk) -> Preflight:
            return check(store.ask, files.ask, contents, today, known, files.tell)

        self.again.hide()
        self.totals.hide()
        self.progress.start("Looking at the papers")
        self.task = self.desk.work(self, job, then=self._done, failed=self._failed, told=self._told)

    def cancel(self) -> None:
        """Stop looking."""
        if self.task is not None:
            self.task.cancel()

    def _told(self, words: str, done: int, whole: int) -> None:
        self.progress.report(f"Looking at {words}", done / whole if whole else 0.0)

    def _done(self, found: Preflight) -> None:
        self._end()
        self.looked.emit(found)

    def _failed(self, trouble: Trouble) -> None:
        self._end()
        stopped = isinstance(trouble, Stopped)
        self.totals.setText("Stopped before every paper was seen." if stopped else trouble.words)

    def _end(self) -> None:
        self.task = None
        self.progress.finish()
        self.again.show()
        self.totals.show()


def _listed(findings: Sequence[Finding]) -> list[Section | FindingRow]:
    listed: list[Section | FindingRow] = []
    for severity, title in _HEADS:
        own = [
            FindingRow(place, finding)
            for place, finding in enumerate(findings)
            if finding.severity == severity
        ]
        if own:
            listed += [Section(title, f"· {len(own)}"), *own]
    return listed
