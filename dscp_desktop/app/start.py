"""The start window: unlock, first run, the recovery sheet, and ways to other stores."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow

from dscp_desktop.app.badge import program_icon
from dscp_desktop.app.errands import Errands
from dscp_desktop.app.opening import (
    BACKUP_ENDING,
    SAMPLE_DAY,
    SAMPLE_OPENS_WITH,
    STORE_ENDING,
    Clock,
    look_at,
)
from dscp_desktop.app.own_settings import PROGRAM, OwnSettings
from dscp_desktop.app.policy import STORES_FOLDER
from dscp_desktop.app.start_page import StartPage
from dscp_desktop.app.unlock import UnlockPage
from dscp_desktop.core.faults import Stopped, Trouble
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.dialogs import Tell
from dscp_desktop.widgets.theme import dress

if TYPE_CHECKING:
    from dscp_desktop.store.opening import Store

WIDE, HIGH = 692, 868
_LOWEST = 480


class StartWindow(QMainWindow):
    """`opened` gives an open store, and whether its recovery sheet is to be printed."""

    opened = Signal(object, bool)

    def __init__(self, own: OwnSettings, clock: Clock, sample: Path) -> None:
        super().__init__()
        self._own, self._clock, self._sample = own, clock, sample
        self.errands = Errands(self)
        self.errands.told.connect(self._report)
        self.fresh = False  # whether the store that was opened was made just now
        self.setWindowIcon(program_icon())
        self.setAcceptDrops(True)
        self.setMinimumSize(480, _LOWEST)
        room = self.screen().availableSize()
        self.resize(min(fonts.scaled(WIDE), room.width()), min(fonts.scaled(HIGH), room.height()))
        bind(self, "Ctrl+O", "Open another store", self.choose_store)
        bind(self, "F1", "Help", self.show_help)
        bind(self, "Esc", "Back", self._back)
        dress(self)

    def page(self) -> StartPage:
        """Return the page that is shown."""
        page = self.centralWidget()
        assert isinstance(page, StartPage)
        return page

    def show_unlock(self, path: Path, notice: str = "") -> None:
        """Show who can open a store; `notice` says what was done before."""
        page = UnlockPage(look_at(path), self.errands, self._own, self._clock, notice)
        page.opened.connect(lambda store: self._tell_opened(store, False))
        self.show_page(page)

    def show_first_run(self, *, known: bool = False) -> None:
        """Show how to start a new store."""
        from dscp_desktop.app.first_run import FirstRunPage

        folder = str(self._own.get(STORES_FOLDER) or "")
        page = FirstRunPage(self.errands, self._clock, known=known, folder=folder)
        page.started.connect(self._tell_started)
        self.show_page(page)

    def show_recovery(self) -> None:
        """Ask for the printed key of the store that is shown."""
        from dscp_desktop.app.recovery_page import RecoveryPage

        shown = self.page()
        if isinstance(shown, UnlockPage):
            page = RecoveryPage(look_at(shown.door.path), self.errands, self._clock)
            page.opened.connect(lambda store: self._tell_opened(store, False))
            self.show_page(page)

    def show_page(self, page: StartPage) -> None:
        """Show a page in place of the one before."""
        page.way_taken.connect(self._go)
        self.setCentralWidget(page)
        page.show()  # now, so that it can take the keys
        self.setWindowTitle(f"{page.window_title} – {PROGRAM}")
        focus = page.first_focus()
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self, way: str) -> None:
        {
            "recovery": self.show_recovery,
            "other": self.choose_store,
            "new": lambda: self.show_first_run(known=True),
            "sample": self.open_sample,
            "restore": self.show_restore,
            "back": self._back,
        }[way]()

    def _back(self) -> None:
        page = self.page()
        if page.progress.stop():
            return
        if "back" not in page.ways or not page.ways["back"].isEnabled():
            return
        if page.about is not None:
            self.show_unlock(page.about)
        else:
            self.show_first_run()

    def _tell_started(self, store: Store, print_sheet: bool) -> None:
        self.fresh = True
        self._tell_opened(store, print_sheet)

    def _tell_opened(self, store: Store, print_sheet: bool) -> None:
        self.opened.emit(store, print_sheet)

    # Other stores and backups -------------------------------------------------------------

    def choose_store(self) -> None:
        """Ask for a store or a backup."""
        self._choose(
            "Open a store",
            f"Stores and backups (*{STORE_ENDING} *{BACKUP_ENDING})",
        )

    def show_restore(self, file: Path | None = None, key: bytes = b"") -> None:
        """Show the three steps of bringing back a backup of the store that is shown, or a file.

        `key` is that of the store where it was open just now.
        """
        from dscp_desktop.app.restore_page import RestorePage

        page = RestorePage(self.page().about, self.errands, self._own, key)
        page.finished.connect(self.show_unlock)
        self.show_page(page)
        if file is not None:
            page.take(file)

    def _choose(self, title: str, names: str) -> None:
        dialog = QFileDialog(self, title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([names, "All files (*)"])
        dialog.fileSelected.connect(lambda path: self.take(Path(path)))
        dialog.open()

    def take(self, path: Path) -> None:
        """Go on with a store or a backup that was chosen or dropped."""
        if not self.page().content.isEnabled():
            return  # something is being written
        if path.suffix == BACKUP_ENDING:
            self.show_restore(path)
        else:
            self.show_unlock(path)

    def is_about(self, path: Path) -> bool:
        """Say whether the door of this store is shown already."""
        page = self.page()
        return isinstance(page, UnlockPage) and page.door.path == path

    def open_sample(self) -> None:
        """Make the sample partnership if it is not there, and show its door."""
        from dscp_desktop.app.making import make_sample

        place = self._sample
        task, pace = self.errands.pace()
        page = self.page()
        page.set_waiting("Making the sample partnership", task)
        self.errands.do(
            page,
            lambda: make_sample(place, SAMPLE_DAY, SAMPLE_OPENS_WITH, pace.at),
            self.show_unlock,
            self._say,
        )

    def _report(self, words: str, part: float) -> None:
        self.page().report(words, part)

    def _say(self, trouble: Trouble) -> None:
        self.page().set_waiting("")
        if isinstance(trouble, Stopped):
            return  # as it was asked for
        Tell("That did not work", trouble.words, parent=self).open()

    def show_help(self) -> None:
        """Say what this page is for."""
        from dscp_desktop.app.helping import show_start_help

        show_start_help(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Go on with the first file that was dropped."""
        urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
        if urls:
            self.take(Path(urls[0].toLocalFile()))
