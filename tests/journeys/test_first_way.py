"""The first way through the program: unlock, import, look at actions, build a pack, undo, lock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from dscp_desktop.actions.page.log import ActionsPage
from dscp_desktop.actions.queries.log import list_actions
from dscp_desktop.app.making import NewStore, start_store
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.shell import Shell
from dscp_desktop.app.unlock import UnlockPage
from dscp_desktop.app.window import Program
from dscp_desktop.diary.queries.meetings import find_meeting, list_meetings
from dscp_desktop.packs.page.packs import PacksPage
from dscp_desktop.records.page.importing import ACCEPT, CHECK, ImportPage
from dscp_desktop.store.check import check_store
from dscp_desktop.store.opening import open_store
from tests.moulds import PASSPHRASE

OFFICE = ("membership.xlsx", "contributions-2022-23.xlsx", "meetings-and-actions-2023-24.xlsx")
PATIENCE = 60_000
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def path(tmp_path: Path, clock) -> Path:
    """A locked store of Durham 2022-23."""
    place = tmp_path / "durham.dscp"
    new = NewStore("durham-2022-23", "Durham", "Business manager", place, PASSPHRASE)
    start_store(new, clock).close()
    return place


@pytest.fixture
def program(qapp: QApplication, path: Path, tmp_path: Path, clock) -> Iterator[Program]:
    """The program at the door of that store."""
    own = OwnSettings(tmp_path / "own")
    made = Program(qapp, own, tmp_path / "own" / "sample.dscp", clock)
    made.begin(str(path))
    yield made
    if made.shell is not None:
        made.shell.drop()
    if made.start is not None:
        made.start.close()
        made.start.errands.close()
    made.deleteLater()


def unlock(program: Program, qtbot: QtBot) -> Shell:
    assert program.start is not None
    page = program.start.page()
    assert isinstance(page, UnlockPage)
    qtbot.keyClicks(page.phrase.editor, PASSPHRASE)
    qtbot.keyClick(page.phrase.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.shell is not None, timeout=PATIENCE)
    shell = program.shell
    assert shell is not None
    rest(qtbot, shell)
    return shell


def rest(qtbot: QtBot, shell: Shell) -> None:
    qtbot.waitUntil(shell.desk.idle, timeout=PATIENCE)


def press(qtbot: QtBot, shell: Shell, key: Qt.Key) -> None:
    """Press Ctrl and a key in the window, as soon as it is the active one."""
    shell.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is shell)
    qtbot.keyClick(QApplication.focusWidget() or shell, key, CTRL)


def place_by_palette(qtbot: QtBot, shell: Shell, words: str) -> None:
    press(qtbot, shell, Qt.Key.Key_K)
    qtbot.keyClicks(shell.palette_box.line, f"go to {words}")
    qtbot.keyClick(shell.palette_box.line, Qt.Key.Key_Return)
    rest(qtbot, shell)


def import_workbooks(qtbot: QtBot, shell: Shell, files: list[Path]) -> ImportPage:
    place_by_palette(qtbot, shell, "import")
    page = shell.page()
    assert isinstance(page, ImportPage)
    qtbot.keyClick(page.look.area.choose, Qt.Key.Key_O, CTRL)
    dialog = page.dialog
    assert isinstance(dialog, QFileDialog)
    dialog.filesSelected.emit([str(file) for file in files])
    dialog.close()
    qtbot.waitUntil(lambda: page.step == CHECK, timeout=PATIENCE)
    rest(qtbot, shell)
    assert [result.refused for result in page.results] == [0] * len(page.results)
    page.check.foot.accept.click()
    qtbot.waitUntil(lambda: page.step == ACCEPT, timeout=PATIENCE)
    rest(qtbot, shell)
    return page


def build_pack(qtbot: QtBot, shell: Shell, meeting_id: str, target: Path) -> None:
    shell.desk.place_asked.emit("packs", meeting_id)
    rest(qtbot, shell)
    page = shell.page()
    assert isinstance(page, PacksPage)
    assert page.contents is not None
    assert page.contents.meeting.id == meeting_id
    page.building.build.click()
    qtbot.waitUntil(lambda: page.building.pack is not None, timeout=PATIENCE)
    rest(qtbot, shell)
    page.building.save.click()
    dialog = page.building.dialog
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(target))
    dialog.close()
    qtbot.waitUntil(target.exists, timeout=PATIENCE)
    rest(qtbot, shell)


def test_from_unlock_to_a_pack_and_back(
    program: Program, path: Path, tmp_path: Path, data: Path, clock, qtbot: QtBot
) -> None:
    shell = unlock(program, qtbot)
    store, today = shell.desk.store, shell.desk.today
    assert store.ask(list_meetings) == ()

    page = import_workbooks(qtbot, shell, [data / name for name in OFFICE])
    assert len(store.ask(list_meetings)) == 25
    assert len(store.ask(list_actions, today)) == 60
    assert shell.foot.saved.words.text().startswith("Saved ")
    actions = next(item for item in shell.rail.items() if item.key == "actions")
    assert actions.count.endswith(" late")

    place_by_palette(qtbot, shell, "actions")
    log = shell.page()
    assert isinstance(log, ActionsPage)
    assert actions.count.removesuffix(" late") in log.context.text()

    meeting = store.ask(find_meeting, "Safeguarding Executive Group 2023-07-13")
    pack = tmp_path / "pack.pdf"
    build_pack(qtbot, shell, meeting.id, pack)
    with pypdfium2.PdfDocument(pack) as pdf:
        assert len(pdf) > 1
        first = pdf[0].get_textpage().get_text_range()
        assert "Safeguarding Executive Group" in first
        assert "Thursday 13 July 2023" in first

    place_by_palette(qtbot, shell, "import")
    press(qtbot, shell, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: store.ask(list_meetings) == (), timeout=PATIENCE)
    rest(qtbot, shell)
    assert store.ask(list_actions, today) == ()
    assert page.accepted.fact.text() == "The import was taken back"
    assert check_store(store).problems == ()

    press(qtbot, shell, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: program.start is not None, timeout=PATIENCE)
    assert len(list(path.with_name("backups").glob("durham-*.dscpbackup"))) == 1
    with open_store(path, PASSPHRASE, clock=clock) as again:
        assert again.ask(list_meetings) == ()
