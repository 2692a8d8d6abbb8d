"""What a window does with a file that a second start of the program handed over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from dscp_desktop.app.single import Single
from dscp_desktop.widgets.dialogs import Question, Tell
from dscp_desktop.widgets.theme import dress

if TYPE_CHECKING:
    from dscp_desktop.app.shell import Shell
    from dscp_desktop.app.window import Program

NO_ANSWER = (
    "DSCP Desktop is open already and does not answer. Wait until it has finished what it does. "
    "If it never does, end it in the Task Manager: what was saved is in the store."
)


class Listener(QObject):
    """Hears what is handed over, and gives it to the program's windows."""

    def __init__(self, single: Single, take: Callable[[str], object], parent: QObject) -> None:
        super().__init__(parent)
        self._single, self._take = single, take
        self._watcher = QFileSystemWatcher([str(single.folder)], self)
        self._watcher.directoryChanged.connect(self.look)
        self.look()  # what came while the window was made

    def look(self) -> None:
        """Take what lies there."""
        for name in self._single.take_in():
            self._take(name)


def take_handed(program: Program, name: str) -> None:
    """Bring the program to the front, and go on with the file that was named, if any.

    A store that is open is left only after a question.
    """
    shell, start = program.shell, program.start
    if shell is not None and isValid(shell):
        come_forward(shell)
        if name and not _is_same(Path(name), shell.desk.store.path):
            _ask_to_leave(program, shell, Path(name))
    elif start is not None and isValid(start):
        come_forward(start)
        if name and not start.is_about(Path(name)):
            start.take(Path(name))
    elif program.crash is not None and isValid(program.crash):
        come_forward(program.crash)


def come_forward(window: QWidget) -> None:
    """Show a window in front of all others, with the keys."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one == other


def _ask_to_leave(program: Program, shell: Shell, path: Path) -> None:
    title = f"Close this store and open {path.name}?"
    asked = any(one.isVisible() and one.windowTitle() == title for one in _questions(shell))
    if asked or not shell.isEnabled():
        return  # once is enough; or it is being left
    Question(
        title,
        f"{shell.desk.store.path.name} is open. One store is open at a time: this one is backed "
        "up and closed first.",
        safe="Stay here",
        do="Close and open",
        kind="primary",
        icon="folder",
        parent=shell,
    ).ask(lambda: program.leave_for(path))


def _questions(shell: Shell) -> list[Question]:
    return shell.findChildren(Question)


def tell_no_answer(app: QApplication) -> int:
    """Say that the first window does not answer, and return the exit code when that is read."""
    tell = Tell("DSCP Desktop is open already", NO_ANSWER)
    dress(tell)
    tell.open()
    app.exec()
    return 1
