"""One window a person: a second start hands its file over; nothing else is taken in."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.app.handing import Listener, take_handed, tell_no_answer
from dscp_desktop.app.restore_page import RestorePage
from dscp_desktop.app.single import HANDED, Single, name_in
from dscp_desktop.app.start import StartWindow
from dscp_desktop.app.unlock import UnlockPage
from dscp_desktop.app.window import Program, open_window
from dscp_desktop.store.opening import Birth, Store, create_store
from dscp_desktop.widgets.dialogs import Question, Tell
from tests.conftest import ROOT
from tests.moulds import PASSPHRASE

HOLD = """
import sys, time
from pathlib import Path
from dscp_desktop.app.single import Single
single = Single(Path(sys.argv[1]))
print(single.is_first(), flush=True)
time.sleep(60)
"""
START = "import sys; from dscp_desktop.app.main import main; sys.exit(main(['open', sys.argv[1]]))"


@pytest.fixture
def first(tmp_path: Path) -> Iterator[Single]:
    made = Single(tmp_path / "own")
    assert made.is_first()
    yield made
    made.release()


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another store, locked."""
    path = tmp_path / "Ŵest – Övre.dscp"
    create_store(path, Birth("West", "Ann", PASSPHRASE)).close()
    return path


# The place ----------------------------------------------------------------------------------


def test_a_second_start_is_not_the_first_until_that_one_ends(first: Single, tmp_path: Path) -> None:
    second = Single(tmp_path / "own")
    assert not second.is_first()
    first.release()
    assert second.is_first()
    second.release()


@pytest.mark.skipif(sys.platform == "win32", reason="ends a process as Linux does")
def test_a_first_one_that_was_killed_leaves_the_place(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path / "own")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as held:
        assert held.stdout is not None
        assert held.stdout.readline() == "True\n"
        single = Single(tmp_path / "own")
        assert not single.is_first()
        left = single.folder / f"left{HANDED}"
        left.write_text("/home/ann/left.dscp")
        held.send_signal(signal.SIGKILL)
    assert single.is_first()
    assert not left.exists()  # it was meant for the one that is gone
    single.release()


def test_a_folder_that_cannot_be_made_hinders_nobody(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("a file in the folder's place")
    single = Single(tmp_path / "own")
    assert single.is_first()
    assert not single.hand_over("/x.dscp")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_the_place_is_open_to_nobody_else(first: Single) -> None:
    assert stat.S_IMODE(first.folder.stat().st_mode) == 0o700


# What is taken ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "/home/ann/Ŵest – Övre.dscp", "/home/ann/a.dscpbackup"])
def test_names_of_stores_and_backups_are_taken(first: Single, name: str) -> None:
    (first.folder / f"a{HANDED}").write_text(name, encoding="utf-8")
    assert first.take_in() == (name,)
    assert first.take_in() == ()


@pytest.mark.parametrize(
    "held",
    [
        b"/etc/passwd",
        b"old.dscp",
        b"/home/ann/a.dscp\n--option",
        b"/home/ann/\xff.dscp",
        b"/" + b"a" * 5000 + b".dscp",
        b'{"open": "/home/ann/a.dscp"}',
        b"\x1b]0;title\x07/a.dscp",
    ],
)
def test_nothing_else_is(first: Single, held: bytes) -> None:
    file = first.folder / f"a{HANDED}"
    file.write_bytes(held)
    assert first.take_in() == ()
    assert not file.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links and owners as Linux has them")
def test_a_link_a_pipe_and_a_file_of_somebody_else_are_not(first: Single, tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.write_text("/home/ann/a.dscp")
    assert name_in(real) == "/home/ann/a.dscp"
    link = first.folder / f"link{HANDED}"
    link.symlink_to(real)
    assert name_in(link) is None
    folder = first.folder / f"folder{HANDED}"
    folder.mkdir()
    assert first.take_in() == ()
    if os.geteuid() == 0:
        os.chown(real, 65534, 65534)
        assert name_in(real) is None


# From start to window -----------------------------------------------------------------------


def handed(program: Program, name: str) -> None:
    take_handed(program, name)


def test_the_door_turns_to_the_file(program: Program, other: Path, tmp_path: Path) -> None:
    program.begin()
    assert program.start is not None
    program.start.showMinimized()
    handed(program, str(other))
    page = program.start.page()
    assert isinstance(page, UnlockPage)
    assert page.door.path == other
    assert not program.start.isMinimized()
    page.phrase.editor.setText("half typed")
    handed(program, str(other))  # once more: what was typed stays
    assert program.start.page() is page
    handed(program, str(tmp_path / "a.dscpbackup"))
    assert isinstance(program.start.page(), RestorePage)


def test_an_open_store_is_left_only_after_a_question(
    program: Program, durham: Store, other: Path, qtbot: QtBot
) -> None:
    program._opened(durham, False)
    shell = program.shell
    assert shell is not None
    qtbot.waitUntil(shell.desk.idle)
    shell.setWindowState(Qt.WindowState.WindowMinimized)
    handed(program, "")
    handed(program, str(durham.path))
    assert not shell.isMinimized()
    assert not shell.findChildren(Question)
    handed(program, str(other))
    handed(program, str(other))  # a double click
    (question,) = shell.findChildren(Question)
    assert question.windowTitle() == f"Close this store and open {other.name}?"
    assert shell.isEnabled()  # nothing is left before it is answered
    question.safe.click()
    assert program.shell is shell
    handed(program, str(other))
    shell.findChildren(Question)[-1].do.click()
    qtbot.waitUntil(lambda: program.start is not None, timeout=20_000)
    assert program.start is not None
    page = program.start.page()
    assert isinstance(page, UnlockPage)
    assert page.door.path == other
    assert not durham.path.with_suffix(".lock").exists()
    assert list(durham.path.with_name("backups").iterdir())


def test_after_a_crash_its_page_comes_forward(program: Program, other: Path) -> None:
    handed(program, str(other))  # no window at all: nothing to show it in
    program.show_crash(ValueError("x"))
    assert program.crash is not None
    program.crash.showMinimized()
    handed(program, str(other))
    assert not program.crash.isMinimized()


def test_the_listener_hears_at_once_and_what_came_before(
    first: Single, qapp: QApplication, qtbot: QtBot
) -> None:
    (first.folder / f"a{HANDED}").write_text("/home/ann/before.dscp")
    heard: list[str] = []
    listener = Listener(first, heard.append, qapp)
    assert heard == ["/home/ann/before.dscp"]
    part = first.folder / "b.part"
    part.write_text("/home/ann/after.dscp")
    part.rename(first.folder / f"b{HANDED}")
    qtbot.waitUntil(lambda: heard[1:] == ["/home/ann/after.dscp"])
    listener.deleteLater()


def test_a_second_start_hands_its_file_over_and_ends(
    first: Single, qapp: QApplication, qtbot: QtBot, tmp_path: Path, other: Path
) -> None:
    """The whole way: a process of its own, started with a file as a double click does it."""
    heard: list[str] = []
    listener = Listener(first, heard.append, qapp)
    home = tmp_path / "config" / "DSCP Desktop"
    home.parent.mkdir()
    home.symlink_to(tmp_path / "own")
    environment = {**os.environ, "XDG_CONFIG_HOME": str(home.parent)}
    command = [sys.executable, "-c", START, other.name]
    with subprocess.Popen(
        command, cwd=other.parent, env={**environment, "PYTHONPATH": str(ROOT)}
    ) as second:
        qtbot.waitUntil(lambda: heard == [str(other)], timeout=20_000)
        assert second.wait(20) == 0
    listener.deleteLater()


def test_a_first_one_that_does_not_answer_is_told(
    first: Single, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    second = Single(tmp_path / "own")
    assert not second.is_first()
    assert not second.hand_over("/x.dscp", patience=0.05)
    assert list(first.folder.glob(f"*{HANDED}")) == []

    def close() -> None:
        for window in qapp.topLevelWidgets():
            if isinstance(window, Tell):
                window.close_button.click()

    QTimer.singleShot(100, close)
    assert tell_no_answer(qapp) == 1
    assert qtbot is not None


def test_where_nothing_can_be_handed_over_the_window_opens_all_the_same(
    tmp_path: Path, qapp: QApplication
) -> None:
    (tmp_path / "own").write_text("a file in the folder's place")
    single, taken = Single(tmp_path / "own"), list[str]()
    listener = Listener(single, taken.append, qapp)
    listener.look()
    assert taken == []
    assert not single.folder.exists()
    listener.deleteLater()


def test_the_program_listens_from_its_start_and_leaves_the_place(
    monkeypatch: pytest.MonkeyPatch, qapp: QApplication, qtbot: QtBot, tmp_path: Path, other: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    own, seen = tmp_path / "config" / "DSCP Desktop", list[Path]()

    def hand() -> None:
        part = own / "window" / "a.part"
        part.write_text(str(other), encoding="utf-8")
        part.rename(part.with_suffix(HANDED))

    def look() -> None:
        for window in qapp.topLevelWidgets():
            if isinstance(window, StartWindow) and window.isVisible():
                page = window.page()
                if isinstance(page, UnlockPage):
                    seen.append(page.door.path)
                    window.close()

    timer = QTimer(interval=50)
    timer.timeout.connect(look)
    timer.start()
    QTimer.singleShot(200, hand)
    QTimer.singleShot(20_000, qapp.quit)
    assert open_window("") == 0
    timer.stop()
    assert seen == [other]
    again = Single(own)
    assert again.is_first()
    again.release()
    assert qtbot is not None
