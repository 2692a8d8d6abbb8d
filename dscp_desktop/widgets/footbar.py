"""The status bar: what is true of the store now, always in the same place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.icons import icon
from dscp_desktop.widgets.page import Surface, is_narrow
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.theme import theme_changed


class _Flag(QWidget):
    """A small icon and words."""

    def __init__(self, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.icon_name, self.token = icon_name, "t2"
        self.picture = Text("", "caption")
        self.words = Text("", "caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.picture)
        row.addWidget(self.words)
        theme_changed().changed.connect(self._tint)
        self.hide()

    def tell(self, words: str, token: str = "t2") -> None:
        """Show words in a colour; hide where there are none."""
        self.token = token
        self.words.setText(words)
        self.words.set_tone(token)
        self.setAccessibleName(words)
        self._tint()
        self.setVisible(bool(words))

    def _tint(self) -> None:
        self.picture.setPixmap(icon(self.icon_name, self.token).pixmap(16, 16))


class FootBar(Surface):
    """Offline notice, saved, last backup, sample, long work, and the marking at the right."""

    work_stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("top", "win", parent)
        self.offline = _Flag("offline")
        self.saved = _Flag("same")
        self.backup = _Flag("backup")
        self.sample = _Flag("sample")
        self.reading = _Flag("lock")
        self.work = _Flag("waiting")
        self.stop = Button("Stop", "link", dense=True)
        self.stop.clicked.connect(self.work_stopped)
        self.stop.hide()
        self.marking = Text("", "caption strong")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(20)
        for flag in (self.offline, self.saved, self.backup, self.sample, self.reading):
            row.addWidget(flag)
        row.addStretch()
        row.addWidget(self.work)
        row.addWidget(self.stop)
        row.addWidget(self.marking)
        self.setAccessibleName("Status")
        self._fit()
        theme_changed().changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedHeight(fonts.scaled(28))

    def set_offline(self, words: str) -> None:
        """Say where the records are."""
        self.offline.tell(words)

    def set_saved(self, words: str, *, failed: bool = False) -> None:
        """Say when all was saved last ('Saved 10:42:07'), or that it was not."""
        self.saved.icon_name = "late" if failed else "same"
        self.saved.tell(words, "red" if failed else "t2")

    def set_backup(self, words: str, trouble: str = "") -> None:
        """Say when the last backup was made; `trouble`, why no newer one was, is the tooltip."""
        self.backup.tell(words, "amb" if trouble else "t2")
        self.backup.setToolTip(trouble)
        self.backup.setAccessibleDescription(trouble)

    def set_sample(self, words: str) -> None:
        """Say that the records are a sample; '' for real ones."""
        self.sample.tell(words)

    def set_reading(self, words: str) -> None:
        """Say that nothing can be changed, and why; '' where it can."""
        self.reading.tell(words, "amb")

    def set_work(self, words: str) -> None:
        """Say how far a long piece of work is that can be stopped; '' where there is none."""
        self.work.tell(words)
        self.stop.setVisible(bool(words))
        self.stop.setAccessibleDescription(words)
        for flag in (self.offline, self.backup):  # where it is narrow they make room for it
            flag.setVisible(bool(flag.words.text()) and not (words and is_narrow(self.window())))

    def set_marking(self, words: str) -> None:
        """Show the protective marking of what is on screen."""
        self.marking.setText(words)
        self.marking.setAccessibleName(f"Marking: {words}" if words else "")
