"""The program with a window: which one is shown, and what happens between them."""

from __future__ import annotations

import contextlib
import sys
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from dscp_desktop.app.badge import program_icon
from dscp_desktop.app.crash import CrashWindow, catch_crashes, crash_details
from dscp_desktop.app.handing import Listener, take_handed, tell_no_answer
from dscp_desktop.app.locking import Watch, ask_for_session, hear_session
from dscp_desktop.app.look import show_own_look
from dscp_desktop.app.opening import BACKUP_ENDING, Clock
from dscp_desktop.app.own_settings import PROGRAM, OwnSettings, open_own_settings, sample_place
from dscp_desktop.app.policy import keep_to
from dscp_desktop.app.single import Single
from dscp_desktop.app.start import StartWindow
from dscp_desktop.jobs.sweeping import Sweeper, keep_for_good
from dscp_desktop.store.clock import utc_now
from dscp_desktop.widgets.dialogs import Tell
from dscp_desktop.widgets.focus import FocusRing
from dscp_desktop.widgets.remembering import remembered
from dscp_desktop.widgets.spoken import speak_painted

if TYPE_CHECKING:
    from dscp_desktop.app.shell import Shell
    from dscp_desktop.store.opening import Store

LOAD_AFTER = 60  # milliseconds


class Program(QObject):
    """Goes from the start window to the window of a store and back.

    `ended` tells that the last window was closed: one that was hidden first, so that its store
    could be closed, ends no application by itself.
    """

    ended = Signal()

    def __init__(
        self, app: QApplication, own: OwnSettings, sample: Path, clock: Clock = utc_now
    ) -> None:
        super().__init__(app)
        self.own, self._sample, self._clock = own, sample, clock
        app.setWindowIcon(program_icon())
        remembered.keep_in(own.part("places"))
        show_own_look(own)
        speak_painted()
        self._ring = FocusRing(app)
        self._sweeper = Sweeper(self._is_idle, self)
        self.watch = Watch(app, own, clock, self)
        self.watch.due.connect(self.lock)
        self._session = hear_session(app, self.watch)
        self.start: StartWindow | None = None
        self.shell: Shell | None = None
        self._next: Path | None = None  # the store to go on with when the present one is left
        self.crash: CrashWindow | None = None

    def _is_idle(self) -> bool:
        return self.shell is None or self.shell.desk.idle()

    def begin(self, path: str = "") -> None:
        """Show the door of a store: the one named, else the last one, else how to begin."""
        known = path or str(self.own.get("last_store") or "")
        place = Path(known).absolute() if known else None
        backup = place is not None and place.suffix == BACKUP_ENDING
        self._show_start(None if backup else place)
        assert self.start is not None
        if backup and place is not None:
            self.start.take(place)

    def leave_for(self, path: Path) -> None:
        """Leave the store that is open, then go on with another one, or with a backup."""
        if self.shell is not None:
            self._next = path
            self.shell.leave("other")

    def _show_start(self, path: Path | None, notice: str = "") -> None:
        self.start = StartWindow(self.own, self._clock, self._sample)
        self.start.opened.connect(self._opened)
        if path is None:
            self.start.show_first_run()
        else:
            self.start.show_unlock(path, notice)
        self.start.show()
        ask_for_session(self.start)

    def _opened(self, store: Store, print_sheet: bool) -> None:
        # Late: the door is shown before all of this is loaded.
        from dscp_desktop.app import features
        from dscp_desktop.app.ahead import PagesAhead
        from dscp_desktop.app.backups import ELSEWHERE
        from dscp_desktop.app.first_steps import lead_on
        from dscp_desktop.app.older import backup_work
        from dscp_desktop.app.parts import switched_off
        from dscp_desktop.app.shell import Shell
        from dscp_desktop.jobs.threads import Desk

        if not self._is_sample(store.path):
            self.own.put("last_store", str(store.path))
        fresh = print_sheet or (self.start is not None and self.start.fresh)
        off = store.ask(switched_off)  # one value: before the first paint, so that nothing flickers
        desk = Desk(
            store,
            workbooks=features.workbook_offers(),
            documents=features.document_offers(off),
            due=features.due_offers(off),
            backups=backup_work(lambda: str(self.own.get(ELSEWHERE) or "")),
        )
        shell = self.shell = Shell(desk, features.FEATURES, self.own, off)
        shell.left.connect(self._left)
        shell.take_place()
        shell.begin()
        if self.own.get("maximised"):
            shell.showMaximized()
        else:
            shell.show()
        self._drop_start()
        PagesAhead(
            list(shell.features),
            lambda key: shell.make_page(key) if key in shell.features else None,
            lambda: shell.desk.idle() if shell.isEnabled() else None,  # it is left when it is not
            shell,
        )
        if fresh:
            lead_on(shell, print_sheet=print_sheet)

    def lock(self) -> None:
        """Lock the store that is open; at the door, forget what was typed."""
        if self.shell is not None and isValid(self.shell):
            self.shell.leave("lock")
        elif self.start is not None and isValid(self.start):
            self.start.page().forget_secrets()

    def _is_sample(self, path: Path) -> bool:
        return path == self._sample

    def _drop_start(self) -> None:
        if self.start is not None:
            self.start.close()
            self.start.errands.close()
            self.start.deleteLater()
            self.start = None

    def _left(self, how: str) -> None:
        shell, self.shell = self.shell, None
        if shell is None:
            return
        if how in ("lock", "restore"):
            self._show_start(shell.desk.store.path, shell.notice)
        if how == "restore" and self.start is not None:
            self.start.show_restore(key=shell.desk.store.key)
        if how == "other" and self._next is not None:
            self.begin(str(self._next))
        if how == "close":
            self.ended.emit()
        shell.deleteLater()

    def show_crash(self, error: BaseException) -> None:
        """Let go of the store and show the crash page."""
        self.crash = CrashWindow(crash_details(error))
        self.crash.start_again.connect(self._start_again)
        self.crash.show()
        shell, self.shell = self.shell, None
        if shell is not None:
            with contextlib.suppress(Exception):
                shell.drop()
            shell.deleteLater()
        self._drop_start()

    def _start_again(self) -> None:
        self.begin()
        if self.crash is not None:
            self.crash.close()
            self.crash = None


def open_window(path: str) -> int:
    """Show the window and return the exit code when the last one is closed.

    `path` names a store to unlock or a backup, '' the store opened last. Where a window of this
    person is open already, the name goes there.
    """
    own = open_own_settings()
    keep_to(own.policy)
    single = Single(own.folder)
    first = single.is_first()
    if not first and single.hand_over(path):
        return 0
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName(PROGRAM)
    program = Program(app, own, sample_place())
    program.ended.connect(app.quit, Qt.ConnectionType.QueuedConnection)
    catch_crashes(program.show_crash)
    if not first:
        return tell_no_answer(app)
    program.begin(path)
    Listener(single, lambda name: take_handed(program, name), program)
    if own.policy.faults:
        words = "\n\n".join(own.policy.faults)
        Tell("The policy of this computer has faults", words, parent=program.start).open()
    # After the first painting, which it would hold up.
    QTimer.singleShot(LOAD_AFTER, lambda: Thread(target=load_ahead).start())
    try:
        return app.exec()
    finally:
        single.release()


def load_ahead() -> None:
    """Load the rest of the program while the passphrase is typed."""
    features = import_module("dscp_desktop.app.features")
    import_module("dscp_desktop.app.shell")
    import_module("dscp_desktop.app.guide").the_guide()  # else the first F1 waits for it
    for feature in features.FEATURES:
        if feature.page:
            import_module(feature.page.partition(":")[0])
    keep_for_good()
