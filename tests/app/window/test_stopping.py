"""Long work in the window can be stopped: a backup, a restore, a new store."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.app import keeping_shown
from dscp_desktop.app.backups import ELSEWHERE, backup_folder, list_backups
from dscp_desktop.app.first_run import FirstRunPage
from dscp_desktop.app.keeping_shown import KeepingDialog
from dscp_desktop.app.making import NewStore, make_sample, start_store
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.restore_page import LOOK, PUT
from dscp_desktop.app.shell import Shell
from dscp_desktop.app.start import StartWindow
from dscp_desktop.core.faults import Stopped
from dscp_desktop.core.pace import Pace
from dscp_desktop.store.opening import open_store
from dscp_desktop.widgets.dialogs import Question
from tests.app.window.test_first_run import fill
from tests.app.window.test_first_run import first as first  # fixtures
from tests.app.window.test_restore_page import calm as calm
from tests.app.window.test_restore_page import page as page
from tests.app.window.test_restore_page import place as place
from tests.app.window.test_restore_page import start as start
from tests.moulds import PASSPHRASE
from tests.store.deeds import names

Clock = Callable[[], datetime]
SLOW = 30_000


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The dialog of a backup is shown at once, not after half a second."""
    monkeypatch.setattr(keeping_shown, "PATIENCE", 0)


def dialog_of(shell: Shell, qtbot: QtBot) -> KeepingDialog:
    qtbot.waitUntil(lambda: any(d.isVisible() for d in shell.findChildren(KeepingDialog)))
    return next(d for d in shell.findChildren(KeepingDialog) if d.isVisible())


@pytest.mark.usefixtures("at_once")
def test_esc_stops_a_backup_by_hand_and_no_file_of_it_is_left(shell: Shell, qtbot: QtBot) -> None:
    hold = Event()
    shell.desk.between(shell, lambda _store: hold.wait(20), then=lambda _done: None)
    shell.back_up()
    dialog = dialog_of(shell, qtbot)
    qtbot.waitUntil(dialog.progress.cancel.hasFocus)
    assert dialog.progress.cancel.accessibleName() == "Cancel"
    qtbot.keyClick(dialog.progress.cancel, Qt.Key.Key_Escape)
    assert dialog.progress.cancel.words == "Stopping"
    assert dialog.isVisible()  # until it has stopped
    hold.set()
    qtbot.waitUntil(shell.desk.idle, timeout=SLOW)
    assert list_backups(shell.desk.store.path) == ()
    left = [p.name for p in backup_folder(shell.desk.store.path).iterdir()]
    assert [name for name in left if not name.endswith(".lock")] == []
    assert shell.trouble.fact.text() == "The backup was stopped."
    assert shell.keeper.why() == ""  # nothing is wrong: it was asked for
    assert not any(d.isVisible() for d in shell.findChildren(KeepingDialog))


@pytest.mark.usefixtures("at_once")
def test_a_backup_says_how_far_it_is_and_then_that_it_stands(shell: Shell, qtbot: QtBot) -> None:
    heard: list[tuple[str, float]] = []
    shell.keeper.told.connect(lambda *said: heard.append(said))
    shell.back_up()
    assert "%" in dialog_of(shell, qtbot).progress.percent.text()
    qtbot.waitUntil(shell.desk.idle, timeout=SLOW)
    parts = [part for _words, part in heard]
    assert parts == sorted(parts)
    assert ("Keeping the backup", 1.0) in heard
    assert len(list_backups(shell.desk.store.path)) == 1


@pytest.mark.usefixtures("at_once")
def test_the_second_copy_is_stopped_and_the_backup_stands(
    shell: Shell, own: OwnSettings, qtbot: QtBot, tmp_path: Path
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    own.put(ELSEWHERE, str(share))
    shell.keeper.began.connect(
        lambda words: (
            shell.keeper.told.connect(lambda *_: shell.keeper.stop())
            if words == "Copying the backup elsewhere"
            else None
        )
    )
    shell.back_up()
    qtbot.waitUntil(shell.desk.idle, timeout=SLOW)
    assert len(list_backups(shell.desk.store.path)) == 1
    assert [p.name for p in share.iterdir() if not p.name.endswith(".lock")] == []
    assert shell.keeper.away.startswith("The second copy was stopped.")


def test_the_backup_at_the_end_is_stopped_and_asks_what_then(shell: Shell, qtbot: QtBot) -> None:
    left: list[str] = []
    shell.left.connect(left.append)
    shell.close()
    shell.keeper.stop()
    qtbot.waitUntil(lambda: shell.findChild(Question) is not None, timeout=SLOW)
    question = shell.findChild(Question)
    assert question is not None
    assert question.accessibleName() == "Close without a backup?"
    assert "The backup was stopped. No file of it is left" in question.accessibleDescription()
    assert left == []
    assert list_backups(shell.desk.store.path) == ()
    question.do.click()
    qtbot.waitUntil(lambda: left == ["close"], timeout=SLOW)


def test_esc_stops_a_restore_and_what_stood_there_stands(page, start, place, calm, qtbot) -> None:
    before = {each.name: each.read_bytes() for each in place.parent.iterdir() if each.is_file()}
    page.choose.look.click()
    calm()
    page.look.go_on.click()
    assert page.step == PUT
    page.put.put.click()
    page.progress.show()  # short work is not shown
    qtbot.keyClick(start, Qt.Key.Key_Escape)
    assert page.progress.cancel.words == "Stopping"
    calm()
    assert page.put.trouble.text().startswith("Stopped before the store was put in its place.")
    assert {e.name: e.read_bytes() for e in place.parent.iterdir() if e.is_file()} == before
    page.put.put.click()
    calm()
    assert page.put.fact.text().startswith("The store is back")
    with open_store(place, PASSPHRASE) as store:
        assert store.ask(names) == ["Durham Voice", "Second Trust"]


def test_a_look_into_a_backup_is_stopped(page, calm, qtbot) -> None:
    page.choose.look.click()
    calm()
    qtbot.keyClicks(page.look.phrase.editor, PASSPHRASE)
    qtbot.keyClick(page.look.phrase.editor, Qt.Key.Key_Return)
    assert page.progress.stop()
    calm()
    assert page.step == LOOK
    assert page.trouble.text().startswith("Stopped before it was looked through.")
    page.report("Putting the store in its place", 1.0)
    assert page.progress.cancel.isHidden()


def test_esc_stops_a_new_store_and_no_file_of_it_stays(
    start: StartWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    first = start.page()
    assert isinstance(first, FirstRunPage)
    fill(first, tmp_path / "new.dscp")
    first.start.click()
    assert not first.content.isEnabled()
    qtbot.keyClick(start, Qt.Key.Key_Escape)
    qtbot.waitUntil(start.errands.idle, timeout=SLOW)
    assert list(tmp_path.glob("new.*")) == []
    assert first.content.isEnabled()
    assert first.phrase.value() == PASSPHRASE  # what was typed still stands there
    assert QApplication.focusWidget() is first.start


def test_a_new_store_stopped_at_any_step_leaves_no_file(tmp_path: Path, still: Clock) -> None:
    new = NewStore("durham-2022-23", "Durham", "Ann", tmp_path / "new.dscp", PASSPHRASE)
    told: list[tuple[str, float]] = []
    for most in (0, 5):
        told.clear()
        with pytest.raises(Stopped):
            start_store(
                new, still, Pace(lambda *s: told.append(s), lambda most=most: len(told) > most)
            )
        assert list(tmp_path.iterdir()) == []
        assert [part for _words, part in told] == sorted(part for _words, part in told)


def test_a_sample_that_is_stopped_leaves_no_file(tmp_path: Path, still: Clock) -> None:
    def told(words: str, _part: float) -> None:
        if words == "Making the store":
            raise Stopped("Stopped.")

    with pytest.raises(Stopped):
        make_sample(tmp_path / "deep" / "sample.dscp", still().date(), PASSPHRASE, told)
    assert list((tmp_path / "deep").iterdir()) == []
