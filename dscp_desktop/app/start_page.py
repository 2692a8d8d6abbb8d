"""The shape of the pages before a store is open: what scrolls, and the ways in at the foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.core.pace import Task
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.choices import WayRow
from dscp_desktop.widgets.icons import icon
from dscp_desktop.widgets.page import Surface, scrolling
from dscp_desktop.widgets.passphrase import PassphraseField
from dscp_desktop.widgets.progress import Progress
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.theme import theme_changed

SIDE = 32
_AROUND = 84
_PATIENCE = 500  # milliseconds before what is being done is said


@dataclass(frozen=True, slots=True)
class Way:
    """One way in at the foot of a start page."""

    key: str
    words: str
    second: str
    icon: str
    keys: str = ""


class StartPage(Surface):
    """A page of the start window. `way_taken` gives the key of the way chosen at the foot."""

    way_taken = Signal(str)
    window_title = "Start"
    offline_words = "Offline: nothing leaves this computer"
    help_words = ""
    help_key = ""  # its chapter of the guide

    def __init__(self, ways: Sequence[Way], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.task: Task | None = None  # what is under way and can be stopped
        self.about: Path | None = None  # the store that the page is about
        self.content = Surface()
        self.box = QVBoxLayout(self.content)
        self.box.setContentsMargins(SIDE, 18, SIDE, 12)
        self.box.setSpacing(12)
        self.middle = scrolling(self.content, "What is asked")
        self.ways: dict[str, WayRow] = {}
        foot = Surface("top")
        rows = QVBoxLayout(foot)
        rows.setContentsMargins(SIDE, 7, SIDE, 0)
        rows.setSpacing(0)
        for way in ways:
            row = WayRow(way.words, way.second, way.icon, keys=way.keys)
            row.clicked.connect(lambda _on=False, key=way.key: self.way_taken.emit(key))
            self.ways[way.key] = row
            rows.addWidget(row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.middle, 1)
        self.progress = Progress(patience=_PATIENCE)
        self.progress.setContentsMargins(SIDE, 8, SIDE, 8)
        self.progress.cancelled.connect(self._stop)
        whole.addWidget(self.progress)
        whole.addWidget(foot)
        whole.addWidget(_StartBar(self.offline_words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what has the keys in sight, with its name and the button below it."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._show_keys)  # when the rest has its size too

    def _show_keys(self) -> None:
        keys: QWidget | None = self.window().focusWidget()
        if keys is not None and self.content.isAncestorOf(keys):
            self.middle.ensureWidgetVisible(keys, 0, fonts.scaled(_AROUND))

    def first_focus(self) -> QWidget | None:
        """Return what gets the keys when the page opens."""
        return None

    def report(self, words: str, part: float) -> None:
        """Say how far it is: the step, and the part done from 0 to 1."""
        self.progress.report(words, part)
        if part >= 1:
            self.progress.close_cancel()

    def _stop(self) -> None:
        if self.task is not None:
            self.task.cancel()

    def forget_secrets(self) -> None:
        """Empty every passphrase: nobody is here."""
        for field in self.findChildren(PassphraseField):
            field.forget()

    def set_waiting(self, words: str, task: Task | None = None) -> None:
        """Say what is being done and take no more orders; '' when it is over.

        With a task Cancel and Esc stop it, until it says that it cannot be stopped any more.
        """
        self.task = task
        if words:
            self.progress.start(words, can_cancel=task is not None)
            self.progress.percent.setText("")  # how far it is is not known, unless it is told
        else:
            self.progress.finish()
        self.content.setEnabled(not words)
        for row in self.ways.values():
            row.setEnabled(not words)


class _StartBar(Surface):
    """The status bar of the start window."""

    def __init__(self, words: str) -> None:
        super().__init__("top", "win")
        self._picture = Text("", "caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(6)
        row.addWidget(self._picture)
        row.addWidget(Text(words, "caption"))
        row.addStretch()
        row.addWidget(Text("F1 Help", "caption"))
        self.setFixedHeight(28)
        theme_changed().changed.connect(self._tint)
        self._tint()

    def _tint(self) -> None:
        self._picture.setPixmap(icon("offline", "t2").pixmap(16, 16))
