"""The window part of `dscp self-test`: unlocks a store, shows every page, closes, says how many.

It runs in a process of its own with a folder for the person's settings that is thrown away.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from dscp_desktop.app.crash import crash_details
from dscp_desktop.app.own_settings import PROGRAM, OwnSettings
from dscp_desktop.app.selftest import OPENS_WITH
from dscp_desktop.app.shell import Shell
from dscp_desktop.app.unlock import UnlockPage
from dscp_desktop.app.window import Program

BEAT = 10  # milliseconds between two looks


class Visit(QObject):
    """Goes through the program as a person would, one step at each quiet moment."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.program = program
        self.shown: list[str] = []
        self.left = False
        self._typed = False
        self._to_show: list[str] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self.step)
        self._timer.start()

    def step(self) -> None:
        """Unlock; then a page at a time; then close."""
        shell = self.program.shell
        if shell is None:
            self._unlock()
        elif shell.desk.idle():
            self._go_on(shell)

    def _unlock(self) -> None:
        start = self.program.start
        if self._typed or start is None:
            return
        page = start.page()
        if not isinstance(page, UnlockPage) or page.door.trouble:
            raise RuntimeError("the store was not shown")
        self._typed = True
        page.phrase.editor.setText(OPENS_WITH)
        page.open(to_read=False)

    def _go_on(self, shell: Shell) -> None:
        if self._to_show is None:
            self._to_show = [*shell.features, "settings"]
        if self._to_show:
            key = self._to_show.pop(0)
            print(f"Last it showed {key}.", file=sys.stderr, flush=True)
            if not shell.go(key):
                raise RuntimeError(f"the page {key} was not shown")
            self.shown.append(key)
        else:
            self._timer.stop()
            self.left = True
            shell.close()


def visit(words: Sequence[str]) -> int:
    """Visit the store at the first path; the second is the folder for settings."""
    store, folder = (Path(word) for word in words)
    app = QApplication(sys.argv[:1])
    app.setApplicationName(PROGRAM)
    program = Program(app, OwnSettings(folder), store)
    failed: list[str] = []

    def hook(_kind: object, error: BaseException, _trace: object) -> None:
        failed.append(crash_details(error).replace("\n", ", "))
        app.exit(1)

    sys.excepthook = hook
    program.ended.connect(app.quit, Qt.ConnectionType.QueuedConnection)
    program.begin(str(store))
    goes = Visit(program)
    code = app.exec()
    if failed or not goes.left:
        print(f"The window failed: {'; '.join(failed) or 'it closed too early'}.", flush=True)
        os._exit(code or 1)  # a thread that still waits must not hold it up
    platform = app.platformName()
    print(f"{len(goes.shown)} pages shown and closed, on the platform '{platform}'")
    return 0
