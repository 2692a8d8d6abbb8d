"""From window to window: unlock, the store, lock, and what is remembered between."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.app.first_run import FirstRunPage
from dscp_desktop.app.first_steps import FIRST_WORKBOOKS
from dscp_desktop.app.recovery_print import NO_PRINTER
from dscp_desktop.app.start import StartWindow
from dscp_desktop.app.unlock import UnlockPage
from dscp_desktop.app.window import Program, open_window
from dscp_desktop.store.opening import Birth, Store, create_store
from dscp_desktop.store.people import add_person
from tests.app.window.conftest import WITH_PAGES
from tests.moulds import PASSPHRASE


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


def test_on_a_low_screen_the_passphrase_is_in_sight(
    program: Program, durham: Store, qtbot: QtBot
) -> None:
    """It had the keys, but lay below the people, behind the ways at the foot."""
    for person in ("Business support officer", "Audit officer", "Scrutineer", "Chair"):
        add_person(durham, person, "full", PASSPHRASE)
    durham.close()
    program.begin(str(durham.path))
    start = program.start
    assert start is not None
    start.resize(start.width(), 560)
    page = start.page()
    assert isinstance(page, UnlockPage)
    field, area = page.phrase.editor, page.middle.viewport()

    def in_sight() -> bool:
        box = QRect(field.mapTo(area, QPoint(0, 0)), field.size())
        return area.rect().contains(box)

    qtbot.waitUntil(in_sight)
    assert page.middle.verticalScrollBar().value() > 0
    assert field.hasFocus()


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


def test_a_new_store_goes_on_to_its_recovery_sheet_and_first_workbooks(
    program, tmp_path, still, qtbot
) -> None:
    store = create_store(tmp_path / "n.dscp", Birth("New", "Ann", PASSPHRASE), still)
    program._opened(store, True)
    qtbot.waitUntil(program.shell.desk.idle)
    page = program.shell.page()
    assert program.shell.place() == "records"
    assert page.banner.fact.text() == FIRST_WORKBOOKS
    assert page.banner.help.text().startswith(f"{NO_PRINTER} Membership, meetings")
    page.look_at([tmp_path / "none.xlsx"])
    assert page.banner is None  # it has been read once a workbook is chosen
    assert program.shell.pages["settings"].sheet_note.text() == NO_PRINTER


def test_the_sample_is_not_remembered_as_the_last_store(program, still, tmp_path) -> None:
    place = tmp_path / "own" / "sample.dscp"
    place.parent.mkdir(exist_ok=True)
    program._opened(create_store(place, Birth("S", "Ann", PASSPHRASE), still), False)
    assert program.own.get("last_store") is None


def test_the_maximised_window_comes_back_so(program, durham, qtbot) -> None:
    program.own.put("maximised", True)
    program._opened(durham, False)
    qtbot.waitUntil(program.shell.desk.idle)
    assert program.shell.isMaximized()


@pytest.mark.usefixtures("_own_folders")
def test_the_program_runs_until_its_last_window_is_closed(qapp: QApplication, qtbot) -> None:
    seen: list[str] = []

    def close() -> None:
        for window in qapp.topLevelWidgets():
            if isinstance(window, StartWindow) and window.isVisible():
                seen.append(window.windowTitle())
                window.close()

    QTimer.singleShot(300, close)
    assert open_window("") == 0
    assert seen == ["Start – DSCP Desktop"]
    assert qtbot is not None


@pytest.fixture
def _own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """The person's own folders are elsewhere for a test, and the old hook comes back."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    hook = sys.excepthook
    yield
    sys.excepthook = hook
