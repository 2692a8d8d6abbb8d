"""From window to window: unlock, the store, lock, and what is remembered between."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from dscp_desktop.app.first_run import FirstRunPage
from dscp_desktop.app.recovery_print import NO_PRINTER
from dscp_desktop.app.unlock import UnlockPage
from dscp_desktop.app.window import Program
from dscp_desktop.store.opening import Birth, Store, create_store
from tests.app.window.conftest import WITH_PAGES
from tests.conftest import PASSPHRASE


@pytest.fixture
def locked(durham: Store) -> Path:
    durham.close()
    return durham.path


def unlock(program: Program, qtbot: QtBot) -> None:
    assert program.start is not None
    page = program.start.page()
    assert isinstance(page, UnlockPage)
    qtbot.keyClicks(page.phrase.editor, PASSPHRASE)
    qtbot.keyClick(page.phrase.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.shell is not None, timeout=20_000)
    assert program.shell is not None
    qtbot.waitUntil(program.shell.desk.idle)


def test_the_first_start_asks_for_a_new_store(program: Program) -> None:
    program.begin()
    assert program.start is not None
    assert isinstance(program.start.page(), FirstRunPage)


@pytest.mark.skipif(len(WITH_PAGES) == 0, reason="no page is written yet")
def test_unlock_lock_and_unlock_again(program: Program, locked: Path, qtbot: QtBot) -> None:
    program.begin(str(locked))
    unlock(program, qtbot)
    shell = program.shell
    assert shell is not None
    assert program.start is None
    assert program.own.get("last_store") == str(locked)
    assert shell.desk.workbooks
    qtbot.keyClick(shell, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: program.start is not None)
    assert program.shell is None
    unlock(program, qtbot)
    program.shell.close()
    qtbot.waitUntil(lambda: program.shell is None)
    assert program.start is None
    program.begin()  # the next start knows the store
    assert program.start.page().door.path == locked


def test_a_new_store_goes_on_to_its_recovery_sheet(program, tmp_path, still, qtbot) -> None:
    store = create_store(tmp_path / "n.dscp", Birth("New", "Ann", PASSPHRASE), still)
    program._opened(store, True)
    qtbot.waitUntil(program.shell.desk.idle)
    assert program.shell.place() == "settings"
    assert program.shell.page().sheet_note.text() == NO_PRINTER


def test_the_sample_is_not_remembered_as_the_last_store(program, still, tmp_path) -> None:
    place = tmp_path / "own" / "sample.dscp"
    place.parent.mkdir(exist_ok=True)
    program._opened(create_store(place, Birth("S", "Ann", PASSPHRASE), still), False)
    assert program.own.get("last_store") is None
