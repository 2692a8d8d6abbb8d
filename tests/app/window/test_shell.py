"""The window of a store: places, search, undo, trouble, locking, and what stands in its bars."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from dscp_desktop.app.backups import list_backups, make_backup
from dscp_desktop.app.helping import HelpDialog
from dscp_desktop.app.shell import Shell
from dscp_desktop.app.standing import count_due
from dscp_desktop.core.offers import NEW, Due
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.commands.organisations import add_organisation
from dscp_desktop.store.opening import Store, open_store
from dscp_desktop.store.settings import change_setting
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.dialogs import Question
from dscp_desktop.widgets.palette import SearchBox
from tests.app.window.conftest import WITH_PAGES
from tests.moulds import PASSPHRASE
from tests.store.deeds import names

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def press(qtbot: QtBot, shell: Shell, key: Qt.Key, how: Qt.KeyboardModifier = CTRL) -> None:
    qtbot.keyClick(QApplication.focusWidget() or shell, key, how)


def settled(qtbot: QtBot, shell: Shell) -> None:
    qtbot.waitUntil(shell.desk.idle)


def test_every_place_opens_by_its_number(shell: Shell, qtbot: QtBot) -> None:
    items = shell.rail.items()
    assert [item.key for item in items][-1] == "settings"
    assert len(items) == 1 + sum(bool(feature.page) and not feature.under for feature in WITH_PAGES)
    for number, item in enumerate(items, 1):
        if number < 10:
            press(qtbot, shell, Qt.Key(Qt.Key.Key_0 + number))
        else:
            shell.go_number(number)
        settled(qtbot, shell)
        assert shell.place() == item.key
        assert shell.windowTitle() == f"{item.title} – DSCP Desktop"
        assert shell.pages[item.key].isVisible()
    shell.go_number(9 if len(items) < 9 else 99)
    assert shell.place() == "settings"


def test_a_click_in_the_rail_goes_there(shell: Shell, qtbot: QtBot) -> None:
    part = shell.rail.foot
    where = part.visualRect(part.model().index(0, 0)).center()
    qtbot.mouseClick(part.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert shell.place() == "settings"


def test_a_page_that_cannot_be_left_stays(shell: Shell, monkeypatch) -> None:
    page = shell.page()
    first = shell.place()
    monkeypatch.setattr(page, "may_leave", lambda: False)
    assert not shell.go("settings")
    assert shell.place() == first
    shell.leave("close")
    assert shell.isEnabled()


def test_no_part_of_a_page_is_ever_a_window_of_its_own(desk: Desk, own, qtbot, qapp) -> None:
    flashed: list[str] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Show and isinstance(watched, QWidget):
                kind = watched.windowType()
                if watched.isWindow() and kind is Qt.WindowType.Window and watched is not shell:
                    flashed.append(type(watched).__name__)
            return False

    shell = Shell(desk, WITH_PAGES, own)
    qtbot.addWidget(shell, before_close_func=lambda window: window.drop())
    watch = Watch()
    qapp.installEventFilter(watch)
    for item in shell.rail.items():
        shell.go(item.key)
        qtbot.waitUntil(desk.idle)
    qapp.removeEventFilter(watch)
    assert flashed == []


# Status -------------------------------------------------------------------------------------


def test_the_status_bar_is_true(shell: Shell, qtbot: QtBot) -> None:
    bar = shell.foot
    assert bar.offline.words.text() == "Offline: records are on this computer only"
    assert bar.saved.words.text() == "All saved"
    assert bar.backup.words.text() == "No backup yet"
    assert bar.marking.text() == "OFFICIAL-SENSITIVE"
    assert not bar.sample.isVisible()
    assert not bar.reading.isVisible()
    shell.desk.run(shell, add_organisation, "Testing Trust")
    settled(qtbot, shell)
    assert re.fullmatch(r"Saved \d\d:\d\d:\d\d", bar.saved.words.text())
    assert shell.toast.words.text() == "Organisation added: Testing Trust"
    assert shell.toast.isVisible()


def test_a_sample_says_so_on_every_page(store: Store, own, qtbot: QtBot) -> None:
    store.run(change_setting, "sample.as_at", "2023-10-19")
    desk = Desk(store)
    shell = Shell(desk, WITH_PAGES[:1], own)
    qtbot.addWidget(shell, before_close_func=lambda window: window.drop())
    qtbot.waitUntil(desk.idle)
    assert shell.foot.sample.words.text() == "SAMPLE records as at 19 October 2023"
    assert desk.today == date(2023, 10, 19)


def test_a_store_open_to_read_says_who_has_it(durham: Store, own, clock, qtbot: QtBot) -> None:
    from dscp_desktop.store.lock import Holder

    reader = open_store(durham.path, PASSPHRASE, clock=clock, to_read=True)
    reader.held_by = Holder("Ann", "LAPTOP-12", "09:14")
    desk = Desk(reader)
    shell = Shell(desk, (), own)
    qtbot.addWidget(shell, before_close_func=lambda window: window.drop())
    shell.begin()
    qtbot.waitUntil(desk.idle)
    assert shell.foot.reading.words.text() == "Open to read: Ann has it open to write"
    assert shell.foot.saved.words.text() == ""
    assert not [one for one in shell.list_commands() if one.words.startswith("Undo")]
    desk.run(shell, add_organisation, "Testing Trust")
    qtbot.waitUntil(desk.idle)
    assert not shell.trouble.isHidden()
    assert "open to read" in shell.trouble.fact.text()


def test_a_key_change_that_was_finished_asks_for_a_new_sheet(desk: Desk, own, qtbot) -> None:
    desk.store.key_changed = True
    shell = Shell(desk, (), own)
    qtbot.addWidget(shell, before_close_func=lambda window: window.drop())
    shell.begin()
    assert not shell.trouble.isHidden()
    assert "print a new recovery sheet" in shell.trouble.help.text()


def test_counts_beside_the_places() -> None:
    day = date(2023, 10, 6)
    dues = [
        Due(day, "One", "actions", "9 working days late"),
        Due(day, "Two", "actions", "2 working days late"),
        Due(day, "Three", "actions", "5 working days left"),
        Due(day, "Four", "budget", "Not explained"),
    ]
    assert count_due(dues) == {"today": ("4", False), "actions": ("2 late", True)}
    assert count_due([]) == {}


def test_a_new_day_is_noticed(shell: Shell, qtbot: QtBot) -> None:
    shell.desk.today = date(2023, 10, 18)
    shell._look_at_day()
    settled(qtbot, shell)
    assert shell.desk.today == date(2023, 10, 19)


def test_icons_alone_where_it_is_narrow(shell: Shell, qtbot: QtBot) -> None:
    assert not shell.rail.narrow
    shell.resize(1100, 700)
    qtbot.waitUntil(lambda: shell.rail.narrow)
    shell.resize(1440, 900)
    qtbot.waitUntil(lambda: not shell.rail.narrow)


# Undo and trouble ---------------------------------------------------------------------------


def test_ctrl_z_undoes_the_last_command(shell: Shell, qtbot: QtBot) -> None:
    before = shell.desk.store.ask(names)
    shell.desk.run(shell, add_organisation, "Testing Trust")
    settled(qtbot, shell)
    assert "Testing Trust" in shell.desk.store.ask(names)
    press(qtbot, shell, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: shell.desk.store.ask(names) == before)
    settled(qtbot, shell)
    assert shell.toast.words.text() == "Undone: Organisation added: Testing Trust"
    assert shell.toast.undo.isHidden()


def test_the_undo_bar_undoes(shell: Shell, qtbot: QtBot) -> None:
    shell.desk.run(shell, add_organisation, "Testing Trust")
    settled(qtbot, shell)
    words = "Undo: organisation added: Testing Trust"
    qtbot.waitUntil(lambda: words in [one.words for one in shell.list_commands()])
    assert shell.toast.undo.accessibleName() == words
    shell.toast.undo.click()
    settled(qtbot, shell)
    assert "Testing Trust" not in shell.desk.store.ask(names)


def test_nothing_to_undo_is_said(durham: Store, own, clock, qtbot: QtBot) -> None:
    durham.opened_at = clock()  # the profile was put in before this opening
    desk = Desk(durham)
    shell = Shell(desk, (), own)
    qtbot.addWidget(shell, before_close_func=lambda window: window.drop())
    assert "Undo my last change" in [one.words for one in shell.list_commands()]
    shell.undo_last()
    qtbot.waitUntil(desk.idle)
    assert shell.toast.words.text() == "Nothing of yours to undo since the store was opened"


def test_trouble_stays_until_it_is_read(shell: Shell, qtbot: QtBot) -> None:
    shell.desk.run(shell, add_organisation, "Durham Constabulary")
    settled(qtbot, shell)
    assert shell.trouble.fact.text() == (
        "Durham Constabulary is known already, as Durham Constabulary."
    )
    shell.trouble_close.click()
    assert not shell.trouble.isVisible()


# Search -------------------------------------------------------------------------------------


def found(shell: Shell) -> list[tuple[str, str]]:
    rows = shell.palette_box.list.rows
    return [(rows.at(n).words, rows.at(n).kind) for n in range(rows.rowCount())]


def test_ctrl_k_finds_records_and_commands(shell: Shell, qtbot: QtBot) -> None:
    press(qtbot, shell, Qt.Key.Key_K)
    assert shell.palette_box.isVisible()
    assert ("Go to Settings", "Place") in found(shell)
    qtbot.keyClicks(shell.palette_box.line, "constabulary")
    qtbot.waitUntil(lambda: ("Durham Constabulary", "Organisation") in found(shell))
    asked: list[tuple[str, str]] = []
    shell.desk.place_asked.connect(lambda *place: asked.append(place))
    qtbot.keyClick(shell.palette_box.line, Qt.Key.Key_Return)
    assert asked[0][0] == "partnership"
    settled(qtbot, shell)
    if "partnership" in shell.features:
        assert shell.place() == "partnership"


def test_a_command_of_the_palette_runs(shell: Shell, qtbot: QtBot) -> None:
    shell.page().findChild(type(shell.page()._search)).click()
    qtbot.keyClicks(shell.palette_box.line, "go to sett")
    qtbot.keyClick(shell.palette_box.line, Qt.Key.Key_Return)
    assert shell.place() == "settings"
    shell.open_place("nowhere", "x")
    assert shell.place() == "settings"


# Panes and help -----------------------------------------------------------------------------


def test_f6_goes_round_the_panes(shell: Shell, qtbot: QtBot) -> None:
    shell.go_and_focus("settings")
    settled(qtbot, shell)
    none = Qt.KeyboardModifier.NoModifier
    shell.rail.top.setFocus()
    press(qtbot, shell, Qt.Key.Key_F6, none)
    body = shell.page().body
    assert body.isAncestorOf(QApplication.focusWidget())
    press(qtbot, shell, Qt.Key.Key_F6, none)
    assert QApplication.focusWidget() is shell.rail.foot
    press(qtbot, shell, Qt.Key.Key_F6, none)
    assert QApplication.focusWidget() is shell.rail.top
    press(qtbot, shell, Qt.Key.Key_F6, SHIFT)
    assert QApplication.focusWidget() is shell.rail.foot


def test_f1_helps(shell: Shell, qtbot: QtBot) -> None:
    shell.go_and_focus("settings")
    press(qtbot, shell, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    said = shell.findChild(HelpDialog)
    assert said.windowTitle() == "Help: Settings"
    assert "search, or run a command" in said.reader.toPlainText()
    said.close()


# Leaving ------------------------------------------------------------------------------------


@pytest.fixture
def left(shell: Shell) -> list[str]:
    heard: list[str] = []
    shell.left.connect(heard.append)
    return heard


def test_ctrl_l_locks_and_backs_up_what_changed(shell: Shell, left, qtbot: QtBot) -> None:
    store = shell.desk.store
    shell.desk.run(shell, add_organisation, "Testing Trust")
    settled(qtbot, shell)
    press(qtbot, shell, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: left == ["lock"])
    assert not shell.isVisible()
    assert len(list_backups(store.path)) == 1
    assert not Path(f"{store.path}-wal").exists()
    with open_store(store.path, PASSPHRASE) as again:
        assert "Testing Trust" in again.ask(names)


def test_closing_without_a_change_makes_no_backup(shell: Shell, left, own, qtbot: QtBot) -> None:
    made = make_backup(shell.desk.store)
    shell.resize(1200, 800)
    shell.close()
    qtbot.waitUntil(lambda: left == ["close"])
    assert [at for at, _file in list_backups(shell.desk.store.path)] == [made]
    assert own.get("window")[2:] == [1200, 800]


def test_in_a_narrow_window_the_search_leaves_room(shell: Shell, qtbot: QtBot) -> None:
    shell.go("actions")
    search = shell.page().findChild(SearchBox)
    assert search is not None
    shell.resize(1024, 640)
    qtbot.waitUntil(lambda: search.width() == fonts.scaled(200))
    shell.resize(1440, 900)
    qtbot.waitUntil(lambda: search.width() == fonts.scaled(268))


def test_no_room_for_the_backup_is_asked_about(shell: Shell, left, qtbot: QtBot) -> None:
    shell.desk.store.path.with_name("backups").write_text("a file where the folder should be")
    shell.desk.run(shell, add_organisation, "Testing Trust")
    settled(qtbot, shell)
    shell.close()
    qtbot.waitUntil(lambda: shell.findChild(Question) is not None)
    question = shell.findChild(Question)
    assert question.windowTitle() == "Close without a backup?"
    assert question.safe.words == "Stay"
    question.safe.click()
    assert shell.isEnabled()
    assert left == []
    question.do.click()
    qtbot.waitUntil(lambda: left == ["close"])


def test_a_backup_is_made_when_asked_for(shell: Shell, qtbot: QtBot) -> None:
    command = next(c for c in shell.list_commands() if c.words == "Back up now")
    command.do()
    settled(qtbot, shell)
    assert len(list_backups(shell.desk.store.path)) == 1
    assert shell.foot.backup.words.text().startswith("Last backup today, ")
    assert shell.toast.words.text().startswith("Backup made, ")


def test_the_window_comes_back_where_it_was(desk: Desk, own, qtbot: QtBot) -> None:
    own.put("window", [30, 40, 1250, 700])
    shell = Shell(desk, (), own)
    qtbot.addWidget(shell, before_close_func=lambda window: window.drop())
    shell.take_place()
    screen = shell.screen().availableGeometry()
    assert shell.width() == max(1024, min(1250, screen.width()))
    assert isinstance(shell.standing.now(), datetime)


def test_a_page_opened_first_has_the_keys_in_its_list_once_it_is_filled(
    shell: Shell, qtbot: QtBot
) -> None:
    """They stood on 'Add priority' or in the search box, whatever came first without lists."""
    for key in ("priorities", "budget", "partnership"):
        shell.go_and_focus(key)
        page = shell.pages[key]
        qtbot.waitUntil(shell.desk.idle)
        qtbot.waitUntil(lambda page=page: page.first_focus() is QApplication.focusWidget())
    shell.go_and_focus("priorities")
    shell.palette_box.open()  # who goes on elsewhere keeps the keys
    qtbot.wait(80)
    assert QApplication.focusWidget() is shell.palette_box.line


def test_a_place_can_be_asked_for_something_new(shell: Shell, qtbot: QtBot) -> None:
    shell.desk.place_asked.emit("actions", NEW)
    actions = shell.pages["actions"]
    qtbot.waitUntil(lambda: actions.pane.currentWidget() is actions.pane.form)
    shell.desk.place_asked.emit("meetings", NEW)
    meetings = shell.pages["meetings"]
    qtbot.waitUntil(lambda: meetings.detail.currentWidget() is meetings.detail.meeting_form)
    qtbot.waitUntil(shell.desk.idle)
