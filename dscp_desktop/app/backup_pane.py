"""The part of Settings that is about backups: the last one, the rule, and where copies go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.app.backups import (
    ELSEWHERE,
    RULE_WORDS,
    backup_words,
    elsewhere_problem,
    elsewhere_standing,
    list_backups,
)
from dscp_desktop.app.keeping import BackupKeeper
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.forms import TextField
from dscp_desktop.widgets.status import Message, Status
from dscp_desktop.widgets.texts import Text

_HOW = (
    "A backup is made each hour and when the store is closed, if something changed, in the folder "
    f"‘backups’ beside the store. It is opened and checked before it counts. {RULE_WORDS} A backup "
    "is encrypted as the store is, and the store is moved aside, never written over, when one is "
    "brought back."
)
_HINT = "A folder on another disk or a share, for a second copy of each backup"


class BackupPane(QWidget):
    """What is known of the backups; `backup_asked` and `restore_asked` are its two buttons."""

    backup_asked = Signal()
    restore_asked = Signal()

    def __init__(self, desk: Desk, own: OwnSettings, keeper: BackupKeeper | None) -> None:
        super().__init__()
        self._desk, self._own, self._keeper = desk, own, keeper
        self.last = Text("", "base", wrap=True)
        self.trouble = Message("risk")
        self.trouble.hide()
        self.backup_now = Button("Back up now", icon="backup")
        self.backup_now.clicked.connect(self.backup_asked)
        self.backup_now.setEnabled(not desk.store.read_only)
        self.bring_back = Button("Bring back a backup", icon="undo")
        self.bring_back.clicked.connect(self.restore_asked)
        locked = own.locked(ELSEWHERE)
        self.elsewhere = TextField(
            "Backups also kept in",
            optional=True,
            hint=own.policy.locked_words(ELSEWHERE) or _HINT,
        )
        self.elsewhere.set_value(str(own.get(ELSEWHERE) or ""))
        self.elsewhere.problem_of = self._problem
        self.elsewhere.editor.editingFinished.connect(self._keep)
        self.choose = Button("Choose", icon="folder")
        self.choose.clicked.connect(self._choose)
        for part in (self.elsewhere.editor, self.choose):
            part.setEnabled(not locked)
        self._lay_out()
        if keeper is not None:
            keeper.changed.connect(self.refresh)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.backup_now)
        buttons.addWidget(self.bring_back)
        buttons.addStretch()
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self.elsewhere, 1, Qt.AlignmentFlag.AlignTop)
        beside = QVBoxLayout()
        beside.addSpacing(fonts.scaled(42))  # label and hint: the button stands beside the field
        beside.addWidget(self.choose)
        beside.addStretch()
        place.addLayout(beside)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        for part in (Text("Backups", "item"), self.last, self.trouble):
            box.addWidget(part)
        box.addLayout(buttons)
        box.addWidget(Text(_HOW, "base", wrap=True, tone="t2"))
        box.addLayout(place)

    def refresh(self) -> None:
        """Look anew at the folder of the backups."""
        path, typed = self._desk.store.path, self.elsewhere.value()
        self._desk.work(
            self,
            lambda _files: (list_backups(path), elsewhere_standing(typed)),
            then=lambda found: self._show(*found),
        )

    def _show(self, found: Sequence[tuple[datetime, Path]], standing: tuple[str, str]) -> None:
        today = self._desk.store.clock().astimezone().date()
        words = backup_words(found[0][0] if found else None, today)
        self.last.setText(f"{words}. {len(found)} kept." if found else f"{words}.")
        why = self._keeper.why() if self._keeper else ""
        self.trouble.tell("risk", why)
        self.trouble.setVisible(bool(why))
        self._judged(standing)

    # Elsewhere ------------------------------------------------------------------------------

    def _problem(self) -> str:
        return elsewhere_problem(self.elsewhere.value(), self._desk.store.path)

    def _judge(self) -> None:
        typed = self.elsewhere.value()
        self._desk.work(self, lambda _files: elsewhere_standing(typed), then=self._judged)

    def _judged(self, standing: tuple[str, str]) -> None:
        self.elsewhere.show_note(Status(*standing) if standing[0] else None)

    def _keep(self) -> None:
        """Keep what was typed, if it can be a place; a copy goes there at once."""
        if not self.elsewhere.check():
            self.elsewhere.show_note(None)
            return
        self._judge()
        if self.elsewhere.value() != str(self._own.get(ELSEWHERE) or ""):
            self._own.put(ELSEWHERE, self.elsewhere.value())
            if self._keeper is not None:
                self._keeper.keep_now()

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Where a copy of each backup is kept", self.elsewhere.value())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._chosen)
        dialog.open()

    def _chosen(self, folder: str) -> None:
        self.elsewhere.set_value(folder)
        self._keep()
