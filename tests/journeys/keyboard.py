"""The program under the hands of somebody who has a keyboard and nothing else.

Every act is a key on the widget that has the keys. Parts of a page are found by the name that a
screen reader would say, by walking there with Tab: what cannot be reached so, fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from dscp_desktop.app.locking import Watch
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.shell import Shell
from dscp_desktop.app.unlock import UnlockPage
from dscp_desktop.app.window import Program
from tests.moulds import PASSPHRASE

Key = Qt.Key
PATIENCE = 60_000
_ROUND = 60  # presses of Tab, more than any page has stops
_HERE = ZoneInfo("Europe/London")


@dataclass
class Wall:
    """A clock that stands until it is put forward: '2023-04-03 09:00' on the wall."""

    at: datetime = field(default_factory=lambda: datetime(2023, 4, 3, 8, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.at

    def put(self, said: str) -> None:
        """Set day and time, or the time of the same day ('10:14')."""
        day = f"{self.at.astimezone(_HERE):%Y-%m-%d} " if len(said) < 9 else ""
        wall = datetime.fromisoformat(f"{day}{said}").replace(tzinfo=_HERE)
        self.at = wall.astimezone(UTC)


class Hands:
    """The keys of one person at one program; `strokes` keeps what was done, to be counted."""

    def __init__(self, program: Program, qtbot: QtBot, wall: Wall, phrase: str) -> None:
        self.program, self.bot, self.wall, self.phrase = program, qtbot, wall, phrase
        self.strokes: list[tuple[bool, str]] = []  # whether words were typed, and what

    # Where the keys are ---------------------------------------------------------------------

    @property
    def shell(self) -> Shell:
        """The window of the open store."""
        shell = self.program.shell
        assert shell is not None
        return shell

    def focus(self) -> QWidget:
        """Return the widget that has the keys."""
        found = QApplication.focusWidget()
        if found is None:
            self.shell.activateWindow()
            self.bot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=5_000)
            found = QApplication.focusWidget()
        assert found is not None, "Nothing has the keys"
        return found

    def here(self) -> str:
        """Return what a screen reader says of the widget that has the keys."""
        at = self.focus()
        return at.accessibleName() or str(getattr(at, "words", "")) or type(at).__name__

    def rest(self) -> None:
        """Wait until everything asked for is there."""
        for _ in range(3):
            self.bot.waitUntil(self.shell.desk.idle, timeout=PATIENCE)
            self.bot.wait(2)

    # Keys -----------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys one after the other, each written as in a menu: 'Ctrl+K', 'Down'."""
        for words in keys:
            pressed = QKeySequence(words)[0]
            self.strokes.append((False, words))
            self.bot.keyClick(self.focus(), pressed.key(), pressed.keyboardModifiers())
            if self.program.shell is not None:
                self.rest()

    def type(self, words: str) -> None:
        """Type words where the keys are."""
        self.strokes.append((True, words))
        self.bot.keyClicks(self.focus(), words)

    def tab_to(self, name: str, way: str = "Tab") -> QWidget:
        """Walk with Tab to the part that is called so, or whose name begins so."""
        been: list[str] = []
        for _ in range(_ROUND):
            here = self.here()
            if here == name or (name.endswith("…") and here.startswith(name[:-1])):
                return self.focus()
            been.append(here)
            pressed = QKeySequence(way)[0]
            back = Qt.KeyboardModifier.ShiftModifier in pressed.keyboardModifiers()
            key = Key.Key_Backtab if back else Key.Key_Tab
            now = self.focus()
            if isinstance(now, QPlainTextEdit) and not now.tabChangesFocus():
                self.press("F6")
            else:
                self.strokes.append((False, way))
                self.bot.keyClick(now, key, pressed.keyboardModifiers())
            self.bot.wait(0)
        stops = list(dict.fromkeys(been))
        if way == "Tab":
            return self.tab_to(name, "Shift+Tab")
        raise AssertionError(f"Tab never comes to ‘{name}’. It goes: {stops}")

    def pane(self, name: str) -> QWidget:
        """Go from pane to pane with F6 until the keys are in the part that is called so."""
        been: list[str] = []
        for _ in range(12):
            been.append(self.here())
            if been[-1].startswith(name):
                return self.focus()
            self.press("F6")
        raise AssertionError(f"F6 never comes to ‘{name}’. It goes: {list(dict.fromkeys(been))}")

    def do(self, name: str) -> None:
        """Walk to a button and press it with Space."""
        self.tab_to(name)
        self.press("Space")

    # Places ---------------------------------------------------------------------------------

    def run(self, words: str) -> None:
        """Run a command by the palette."""
        self.shell.activateWindow()
        self.bot.waitUntil(lambda: QApplication.activeWindow() is self.shell, timeout=5_000)
        self.press("Ctrl+K")
        assert self.here() == "Search or run a command"
        self.type(words)
        box = self.shell.palette_box
        self.bot.waitUntil(lambda: not box._pause.isActive(), timeout=5_000)
        first = box.list.value()
        assert first is not None, f"The palette has nothing for ‘{words}’"
        assert words.casefold() in first.words.casefold(), (words, first.words)
        self.press("Return")

    def tab(self, name: str) -> None:
        """Turn to a tab whose words begin so, by the arrows on the tab bar that has it."""
        been: list[str] = []
        for _ in range(_ROUND):
            at = self.focus()
            tabs = [at.tabText(n) for n in range(at.count())] if isinstance(at, QTabBar) else []
            been.append(" | ".join(tabs) or self.here())
            if isinstance(at, QTabBar) and any(words.startswith(name) for words in tabs):
                for _ in tabs:
                    self.press("Left")
                while not at.tabText(at.currentIndex()).startswith(name):
                    assert at.currentIndex() < at.count() - 1, f"‘{name}’ cannot be turned to"
                    self.press("Right")
                return
            self.strokes.append((False, "Tab"))
            self.bot.keyClick(at, Key.Key_Tab)
        stops = list(dict.fromkeys(been))
        raise AssertionError(f"There is no tab ‘{name}’ within reach. Tab goes: {stops}")

    # What is typed and chosen ---------------------------------------------------------------

    def fill(self, name: str, words: str) -> None:
        """Walk to a field and type over what stands there."""
        self.tab_to(name)
        at = self.focus()
        assert isinstance(at, QLineEdit | QPlainTextEdit), f"‘{name}’ is not typed in"
        self.press("Ctrl+A", "Delete")
        self.type(words)

    def choose(self, name: str, words: str) -> None:
        """Walk to a chooser and go to a choice that begins so, by the arrows."""
        self.tab_to(name)
        at = self.focus()
        assert isinstance(at, QComboBox), f"‘{name}’ is not chosen from"
        self.press("Home")
        for _ in range(at.count()):
            if at.currentText().startswith(words):
                return
            self.press("Down")
        offered = [at.itemText(n) for n in range(at.count())]
        assert at.currentText().startswith(words), f"‘{name}’ offers {offered}"

    def tick(self, name: str, on: bool = True) -> None:
        """Walk to a tick box, and set it."""
        box = self.tab_to(name)
        if box.isChecked() != on:  # type: ignore[attr-defined]
            self.press("Space")

    def row(self, test: Callable[[object], bool]) -> object:
        """Go to the first row of the list that passes, by the arrows."""
        table = self.focus()
        self.press("Home")
        seen: list[object] = []
        last: object = self
        for _ in range(_ROUND):
            now = table.value()  # type: ignore[attr-defined]
            if now is not None and test(now):
                return now
            if now is last:
                break
            seen.append(now)
            last = now
            self.press("Down")
        raise AssertionError(f"No such row in ‘{self.here()}’ of {len(seen)}")

    # Days -----------------------------------------------------------------------------------

    def unlock(self) -> None:
        """Type the passphrase at the door."""
        self.bot.waitUntil(lambda: self.program.start is not None, timeout=PATIENCE)
        assert self.program.start is not None
        page = self.program.start.page()
        assert isinstance(page, UnlockPage)
        self.program.start.activateWindow()
        self.bot.waitUntil(lambda: QApplication.focusWidget() is page.phrase.editor)
        self.type(self.phrase)
        self.bot.keyClick(self.focus(), Key.Key_Return)
        self.bot.waitUntil(lambda: self.program.shell is not None, timeout=PATIENCE)
        self.shell.activateWindow()
        self.bot.waitUntil(lambda: QApplication.activeWindow() is self.shell, timeout=5_000)
        self.rest()

    def another_day(self, said: str) -> None:
        """Lock the store, and open it at another time."""
        self.bot.keyClick(self.focus(), Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        self.bot.waitUntil(lambda: self.program.shell is None, timeout=PATIENCE)
        self.wall.put(said)
        self.unlock()

    def leave(self) -> None:
        """Lock the store."""
        self.bot.keyClick(self.focus(), Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        self.bot.waitUntil(lambda: self.program.shell is None, timeout=PATIENCE)


@contextmanager
def program_at(
    path: Path,
    own: Path,
    wall: Wall,
    qapp: QApplication,
    qtbot: QtBot,
    phrase: str = PASSPHRASE,
) -> Iterator[Hands]:
    """Start the program at the door of a store."""
    program = Program(qapp, OwnSettings(own), own / "sample.dscp", wall)
    # A clock that is put forward by days would lock the store: nobody was at the keys for days.
    for watch in program.findChildren(Watch):
        watch._timer.stop()
    program.begin(str(path))
    yield Hands(program, qtbot, wall, phrase)
    if program.shell is not None:
        program.shell.drop()
    if program.start is not None:
        program.start.close()
        program.start.errands.close()
    program.deleteLater()
