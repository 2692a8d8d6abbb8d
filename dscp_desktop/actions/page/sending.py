"""Sheets for owners: chosen here, made into a folder that the person chooses. Nothing is sent."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.actions.page.saving import save_sheets
from dscp_desktop.actions.queries.owners import gather_owners, list_owners
from dscp_desktop.actions.rules.owners import MESSAGE, PAIR, OwnerActions, OwnerLine
from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.pace import Task
from dscp_desktop.jobs.threads import Desk, FileDesk
from dscp_desktop.widgets.buttons import Button, TickBox
from dscp_desktop.widgets.choices import Choice, ChoiceList
from dscp_desktop.widgets.layouts import empty_layout
from dscp_desktop.widgets.page import GUTTER, Surface, scrolling
from dscp_desktop.widgets.progress import Progress
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.texts import Text

_FORMS = (
    Choice(PAIR, "A PDF and a workbook each", "To be read, and to be filled in and sent back"),
    Choice(MESSAGE, "A draft message each", "Both are in it; your mail program opens and sends it"),
)


class OwnerSheets(Surface):
    """Owners to be ticked, the form of their sheets, and a folder."""

    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.desk = desk
        self.owners: tuple[OwnerLine, ...] = ()
        self.ticks: dict[str, TickBox] = {}
        self.dialog: QFileDialog | None = None
        self.task: Task | None = None
        self.form = ChoiceList("What each owner is given", _FORMS)
        self.do = Button("Choose a folder", "primary", icon="folder", keys="Ctrl+Enter")
        self.cancel = Button("Back", keys="Esc")
        self.said = Message("note")
        self.progress = Progress(patience=0)
        self.list = QVBoxLayout()
        self._lay_out()
        self.do.clicked.connect(self.choose_folder)
        self.cancel.clicked.connect(self.left)
        self.progress.cancelled.connect(self.stop)
        self.setAccessibleName("Sheets for owners")

    def _lay_out(self) -> None:
        inside = Surface()
        box = QVBoxLayout(inside)
        box.setContentsMargins(GUTTER, 16, GUTTER, 16)
        box.setSpacing(10)
        box.addWidget(Text("Sheets for owners", "item"))
        words = "Each owner is given its own actions, in files that you send. Nothing is sent here."
        box.addWidget(Text(words, "base", wrap=True, tone="t2"))
        box.addWidget(self.form)
        box.addWidget(Text("Owners", "section"))
        self.list.setSpacing(4)
        box.addLayout(self.list)
        for part in (self.said, self.progress):
            box.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.do)
        row.addWidget(self.cancel)
        row.addStretch()
        box.addLayout(row)
        box.addStretch()
        self.said.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(inside, "Sheets for owners"))

    def begin(self) -> None:
        """Ask who owns open actions; all of them are ticked."""
        self.said.hide()
        self.desk.ask(self, list_owners, self.desk.today, then=self._show, key="owners")

    def _show(self, owners: tuple[OwnerLine, ...]) -> None:
        self.owners = owners
        empty_layout(self.list)
        self.ticks = {}
        for owner in owners:
            to = ", ".join(owner.emails) if owner.emails else "No email address is known"
            tick = TickBox(owner.name, help_words=f"{owner.words} · {to}")
            tick.setToolTip(f"{owner.words} · {to}")
            tick.setChecked(True)
            tick.toggled.connect(lambda _on: self._enable())
            self.ticks[owner.key] = tick
            self.list.addWidget(tick)
            tick.show()  # now, so that it can be given the keys
        if not owners:
            self.list.addWidget(Text("Nobody has an open action", "base", tone="t2"))
        self._enable()
        first = next(iter(self.ticks.values()), self.cancel)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def chosen(self) -> list[str]:
        """Return the keys of the owners that are ticked."""
        return [key for key, tick in self.ticks.items() if tick.isChecked()]

    def _enable(self) -> None:
        self.do.setEnabled(bool(self.chosen()) and self.task is None)

    def choose_folder(self) -> None:
        """Ask for the folder that the files go to."""
        if not self.do.isEnabled():
            return
        title = "Save plain copies: whoever has the files can read them"
        self.dialog = QFileDialog(self, title)
        self.dialog.setFileMode(QFileDialog.FileMode.Directory)
        self.dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self.dialog.fileSelected.connect(lambda name: self.save_in(Path(name)))
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def save_in(self, folder: Path) -> None:
        """Make the files of the owners that are ticked, into a folder."""
        args = (self.chosen(), self.desk.today)
        self.said.hide()
        self.progress.start("Gathering the actions")

        def gathered(sheets: tuple[OwnerActions, ...]) -> None:
            self._make(sheets, folder)

        self.desk.ask(self, gather_owners, *args, then=gathered, failed=self._failed, key="sheets")

    def _make(self, sheets: Sequence[OwnerActions], folder: Path) -> None:
        form, today = str(self.form.value()), self.desk.today

        def job(files: FileDesk) -> tuple[Path, ...]:
            return save_sheets(sheets, folder, form, today, files.ask, files.tell)

        def told(words: str, done: int, whole: int) -> None:
            self.progress.report(words, done / max(whole, 1))

        def saved(paths: tuple[Path, ...]) -> None:
            count = f"{len(paths)} file{'' if len(paths) == 1 else 's'} for {len(sheets)}"
            owners = "owner" if len(sheets) == 1 else "owners"
            self._finish("done", f"{count} {owners} in {folder}. Nothing was sent.")
            self.desk.saved.emit(folder)

        self.task = self.desk.work(self, job, then=saved, failed=self._failed, told=told)
        self._enable()

    def stop(self) -> None:
        """Stop the work; files that are whole stay."""
        if self.task is not None:
            self.task.cancel()

    def _failed(self, trouble: Trouble) -> None:
        self._finish("late", trouble.words)

    def _finish(self, kind: str, words: str) -> None:
        self.task = None
        self.progress.finish()
        self.said.tell(kind, words)
        self.said.show()
        self._enable()
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter goes on to the folder, Esc goes back."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.choose_folder()
        else:
            super().keyPressEvent(event)
