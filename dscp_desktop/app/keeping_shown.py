"""The backup that somebody waits for: how far it is, and Cancel."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from shiboken6 import isValid

from dscp_desktop.app.keeping import BackupKeeper
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.progress import Progress
from dscp_desktop.widgets.texts import Text

PATIENCE = 500  # milliseconds before it is shown: most are made by then
_WORDS = (
    "The store is copied page by page, then opened again and checked. Where it is cancelled, no "
    "half file of it is left."
)


class KeepingDialog(QDialog):
    """Shows one backup from its beginning to its end. Esc cancels, as the button does."""

    def __init__(self, keeper: BackupKeeper, parent: QWidget) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self.setWindowTitle("Making a backup")
        self.setModal(True)
        self.setMinimumWidth(fonts.scaled(440))
        self.title = Text("Making a backup", "item", wrap=True)
        self.progress = Progress(patience=0)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(8)
        for part in (self.title, Text(_WORDS, "base", wrap=True, tone="t2"), self.progress):
            box.addWidget(part)
        self.setAccessibleName("Making a backup")
        self.setAccessibleDescription(_WORDS)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(PATIENCE)
        self._wait.timeout.connect(self._show)
        self.progress.cancelled.connect(keeper.stop)
        keeper.told.connect(self._report)
        keeper.ended.connect(self._end)

    def begin(self, words: str) -> None:
        """Begin a step of it: the backup itself, or its second copy."""
        self.progress.start(words)
        self._wait.start()

    def _show(self) -> None:
        self.progress.show()
        self.open()
        self.progress.cancel.setFocus()

    def _report(self, words: str, part: float) -> None:
        self.progress.report(words, part)
        if part >= 1:
            self.progress.close_cancel()

    def _end(self) -> None:
        self._wait.stop()
        self.progress.finish()
        self.hide()
        self.deleteLater()

    def reject(self) -> None:
        """Esc, or the window's cross: ask it to stop; the dialog goes when it has."""
        self.progress.stop()


def show_keeping(keeper: BackupKeeper, parent: QWidget) -> None:
    """Show each backup that somebody waits for, in a dialog of its own over `parent`."""
    shown: list[KeepingDialog] = []

    def begin(words: str) -> None:
        if not (shown and isValid(shown[0])):  # locking takes every dialog off the screen
            shown[:] = [KeepingDialog(keeper, parent)]
        shown[0].begin(words)

    keeper.began.connect(begin)
    keeper.ended.connect(lambda: shown.clear())
