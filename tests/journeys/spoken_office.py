"""The program on a real (virtual) screen: `python -m tests.journeys.spoken_office FOLDER MEETING`.

It unlocks the store in FOLDER, takes minutes, and shows the actions. After each of the two it
makes a file (`live`, `actions`) and waits for one to go on (`go-live`, `go-actions`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dscp_desktop.app.own_settings import PROGRAM, OwnSettings
from dscp_desktop.app.unlock import UnlockPage
from dscp_desktop.app.window import Program
from dscp_desktop.meetings.page.live.page import LivePage
from tests.meetings.page.liveroom import Hands
from tests.moulds import PASSPHRASE

SAID = ("The chair welcomed everybody.", "Data on dental checks came late again.")
_BEAT, _PATIENCE = 50, 1200  # milliseconds; beats


def wait_for(test: Callable[[], object], what: str) -> None:
    """Let the window work until something holds."""
    for _ in range(_PATIENCE):
        if test():
            return
        QTest.qWait(_BEAT)
    raise SystemExit(f"Waited too long for {what}.")


def show(folder: Path, name: str) -> None:
    """Tell that a place is shown, and wait until it has been heard."""
    QTest.qWait(500)
    (folder / name).touch()
    wait_for((folder / f"go-{name}").exists, f"go-{name}")


def main(folder: Path, meeting: str) -> None:
    """Unlock, take minutes, show the actions."""
    app = QApplication([])
    app.setApplicationName(PROGRAM)
    program = Program(app, OwnSettings(folder / "own"), folder / "no-sample.dscp", Hands())
    program.begin(str(folder / "test.dscp"))
    assert program.start is not None
    door = program.start.page()
    assert isinstance(door, UnlockPage)
    QTest.keyClicks(door.phrase.editor, PASSPHRASE)
    QTest.keyClick(door.phrase.editor, Qt.Key.Key_Return)
    wait_for(lambda: program.shell, "the window of the store")
    shell = program.shell
    assert shell is not None
    wait_for(shell.desk.idle, "the first page")
    shell.open_place("live", meeting)
    wait_for(shell.desk.idle, "the minutes")
    page = shell.page()
    assert isinstance(page, LivePage)
    page.finish.click()
    wait_for(shell.desk.idle, "the first item")
    shell.activateWindow()
    field = page.middle.notes.field
    field.setFocus()
    for words in SAID:
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Up)
    show(folder, "live")
    shell.go_and_focus("actions")
    wait_for(shell.desk.idle, "the actions")
    show(folder, "actions")
    shell.leave("close")
    wait_for(lambda: shell.leaving.closed, "the end")


main(Path(sys.argv[1]), sys.argv[2])
