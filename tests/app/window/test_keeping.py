"""Backups made by themselves: each hour if something changed, at the end, copies elsewhere."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from dscp_desktop.app.backup_pane import BackupPane
from dscp_desktop.app.backups import ELSEWHERE, backup_folder, list_backups, make_backup
from dscp_desktop.app.keeping import BackupKeeper
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.settings_page import SettingsPage
from dscp_desktop.app.shell import Shell
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.commands.organisations import add_organisation
from dscp_desktop.store import people
from dscp_desktop.store.opening import Store, open_store
from dscp_desktop.widgets.dialogs import Question
from tests.moulds import PASSPHRASE
from tests.store.deeds import names


class Watch:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2023, 10, 19, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def watch(durham: Store) -> Watch:
    durham.clock = Watch()
    return durham.clock


@pytest.fixture
def keeper(watch: Watch, desk: Desk, own: OwnSettings, qtbot: QtBot) -> BackupKeeper:
    assert desk.store.clock is watch
    made = BackupKeeper(desk, own, desk)
    qtbot.waitUntil(desk.idle)
    return made


@pytest.fixture
def look(keeper: BackupKeeper, qtbot: QtBot) -> Callable[[], int]:
    """Lets the keeper look at the clock; gives how many backups there are then."""

    def now() -> int:
        keeper.look()
        qtbot.waitUntil(keeper.desk.idle, timeout=20_000)
        return len(list_backups(keeper.desk.store.path))

    return now


def change(desk: Desk, name: str) -> None:
    desk.store.run(add_organisation, name)


def test_each_hour_but_only_where_something_changed(keeper, look, watch, desk) -> None:
    assert look() == 0  # opened just now
    watch.move(minutes=59)
    assert look() == 0
    watch.move(minutes=1)
    assert look() == 1
    assert keeper.words() == f"Last backup today, {watch().astimezone():%H:%M}"
    watch.move(minutes=61)
    assert look() == 1  # nothing changed
    change(desk, "Testing Trust")
    assert look() == 1  # it was looked at a moment ago
    watch.move(minutes=61)
    assert look() == 2
    watch.move(minutes=-600)  # a clock that was set back
    change(desk, "Second Trust")
    assert look() == 3


def test_what_was_not_backed_up_before_is_soon_after_opening(
    watch: Watch, desk: Desk, own: OwnSettings, qtbot: QtBot
) -> None:
    make_backup(desk.store)
    change(desk, "Testing Trust")
    watch.move(hours=5)
    keeper = BackupKeeper(desk, own, desk)
    qtbot.waitUntil(desk.idle)
    keeper.look()
    qtbot.waitUntil(desk.idle, timeout=20_000)
    assert len(list_backups(desk.store.path)) == 2


def test_queries_are_answered_while_a_backup_is_made(desk, qtbot) -> None:
    going, answered = Event(), Event()
    found: list[object] = []

    def slow(_store: Store) -> None:
        going.set()
        assert answered.wait(10)

    desk.between(desk, slow, then=found.append)
    assert going.wait(10)
    desk.ask(desk, names, then=lambda rows: (found.append(len(rows)), answered.set()))
    qtbot.waitUntil(lambda: len(found) == 2)
    assert isinstance(found[0], int)


def test_a_backup_that_fails_is_said_calmly(keeper, look, watch, desk) -> None:
    backup_folder(desk.store.path).write_text("a file where the folder should be")
    watch.move(hours=2)
    look()
    assert keeper.words() == "Backup not made. No backup yet"
    assert "No backup could be written to" in keeper.why()
    backup_folder(desk.store.path).unlink()
    watch.move(hours=2)
    assert look() == 1
    assert keeper.why() == ""


def test_a_store_open_to_read_makes_none(durham: Store, own, qtbot) -> None:
    reader = open_store(durham.path, PASSPHRASE, to_read=True)
    desk = Desk(reader)
    keeper = BackupKeeper(desk, own, desk)
    ended: list[str] = []
    keeper.keep_now()
    keeper.finish(lambda: ended.append("done"), lambda _trouble: ended.append("failed"))
    assert ended == ["done"]
    qtbot.waitUntil(desk.idle)
    desk.close()
    assert list_backups(durham.path) == ()


# Elsewhere ----------------------------------------------------------------------------------


def test_a_copy_goes_elsewhere_and_catches_up(keeper, look, watch, desk, own, tmp_path) -> None:
    share = tmp_path / "share"
    own.put(ELSEWHERE, str(share))
    watch.move(hours=2)
    assert look() == 1
    assert keeper.trouble == ""
    assert "cannot be reached. The backup beside the store is made" in keeper.away
    assert keeper.words().endswith(", no second copy")
    share.mkdir()
    watch.move(hours=2)
    assert look() == 1  # nothing changed, but the newest goes there now
    assert keeper.away == ""
    assert list_backups(desk.store.path, share)[0][0] == list_backups(desk.store.path)[0][0]


def test_the_status_bar_says_so(shell: Shell, own, qtbot, tmp_path) -> None:
    own.put(ELSEWHERE, str(tmp_path / "none"))
    shell.back_up()
    qtbot.waitUntil(shell.desk.idle, timeout=20_000)
    assert shell.foot.backup.words.text().endswith("no second copy")
    assert "cannot be reached" in shell.foot.backup.toolTip()
    assert shell.foot.backup.token == "amb"
    assert shell.trouble.isVisible()


def test_no_second_copy_holds_nobody_back_at_the_end(shell: Shell, own, qtbot, tmp_path) -> None:
    left: list[str] = []
    shell.left.connect(left.append)
    own.put(ELSEWHERE, str(tmp_path / "none"))
    shell.close()
    qtbot.waitUntil(lambda: left == ["close"], timeout=20_000)
    assert shell.findChild(Question) is None
    assert len(list_backups(shell.desk.store.path)) == 1


def test_asked_for_and_failed_is_a_banner(shell: Shell, qtbot) -> None:
    backup_folder(shell.desk.store.path).write_text("a file")
    shell.back_up()
    qtbot.waitUntil(shell.desk.idle, timeout=20_000)
    assert shell.trouble.isVisible()
    assert "No backup could be written" in shell.trouble.fact.text()


# Settings -----------------------------------------------------------------------------------


@pytest.fixture
def pane(desk: Desk, own: OwnSettings, qtbot: QtBot) -> BackupPane:
    made = BackupPane(desk, own, BackupKeeper(desk, own, desk))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.refresh()
    qtbot.waitUntil(desk.idle)
    return made


def choose(pane: BackupPane, folder: str, qtbot: QtBot) -> None:
    pane.elsewhere.set_value(folder)
    pane.elsewhere.editor.editingFinished.emit()
    qtbot.waitUntil(pane._desk.idle, timeout=20_000)


def test_the_folder_of_copies_is_kept_and_used_at_once(pane, own, qtbot, tmp_path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    pane.choose.click()
    dialog = pane.findChild(QFileDialog)
    dialog.fileSelected.emit(str(share))
    dialog.close()
    qtbot.waitUntil(pane._desk.idle, timeout=20_000)
    assert own.get(ELSEWHERE) == str(share)
    assert len(list(share.iterdir())) == 1
    assert pane.elsewhere.note.text() == "A copy of each backup goes there too."
    assert pane.last.text().endswith(" 1 kept.")
    choose(pane, "", qtbot)
    assert own.get(ELSEWHERE) == ""
    assert not pane.elsewhere.note.isVisible()


def test_a_folder_that_cannot_be_is_said_at_the_field(pane, own, qtbot, tmp_path) -> None:
    choose(pane, "share", qtbot)
    assert pane.elsewhere.error.text() == "Enter the whole path, or choose a folder."
    assert own.get(ELSEWHERE) is None
    choose(pane, str(backup_folder(pane._desk.store.path)), qtbot)
    assert "there already" in pane.elsewhere.error.text()
    choose(pane, str(tmp_path / "usb"), qtbot)
    assert own.get(ELSEWHERE) == str(tmp_path / "usb")
    assert pane.elsewhere.note.text().startswith("This folder cannot be reached now.")
    assert pane.trouble.isVisible()
    assert "for second copies cannot be reached" in pane.trouble.text()


def test_a_policy_sets_the_folder(desk, tmp_path: Path, qtbot) -> None:
    (tmp_path / "policy.json").write_text('{"backups_elsewhere": "/srv/copies"}')
    own = OwnSettings(tmp_path / "own", (tmp_path / "policy.json",))
    made = BackupPane(desk, own, None)
    qtbot.addWidget(made)
    assert made.elsewhere.value() == "/srv/copies"
    assert not made.elsewhere.editor.isEnabled()
    assert not made.choose.isEnabled()
    words = f"Set by your IT department in {tmp_path / 'policy.json'}"
    assert made.elsewhere.hint.text() == words


def test_a_backup_is_made_before_the_key_changes(desk, own, qtbot) -> None:
    people.add_person(desk.store, "Ben", "full", "five words are good enough")
    page = SettingsPage(desk, own)
    qtbot.addWidget(page)
    page._remove("Ben")
    qtbot.waitUntil(desk.idle, timeout=20_000)
    assert len(list_backups(desk.store.path)) == 1
    assert people.list_people(desk.store) == (("Ann", "full"),)
    backup_folder(desk.store.path).rename(desk.store.path.with_name("moved"))
    backup_folder(desk.store.path).write_text("a file")
    people.add_person(desk.store, "Cem", "full", "five words are good enough")
    page._remove("Cem")
    qtbot.waitUntil(desk.idle, timeout=20_000)
    assert "No backup could be written" in page.form.name.error.text()
    assert len(people.list_people(desk.store)) == 2


def test_an_answer_after_the_store_was_closed_harms_nothing(desk, own, qtbot, tmp_path) -> None:
    own.put(ELSEWHERE, str(tmp_path))
    keeper = BackupKeeper(desk, own, desk)
    failed: list[Trouble] = []
    keeper.make(lambda: None, failed.append)
    desk.close()
    qtbot.wait(50)
    assert failed == []
    assert len(list_backups(desk.store.path)) == 1
