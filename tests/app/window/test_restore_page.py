"""Bring back a backup: three steps, nothing touched before the last, by the keyboard alone."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from dscp_desktop.app.backups import ELSEWHERE, back_up, list_backups, make_backup
from dscp_desktop.app.first_run import FirstRunPage
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.restore_page import CHOOSE, LOOK, PUT, RestorePage
from dscp_desktop.app.restoring import find_backups, likely_place, place_standing
from dscp_desktop.app.start import StartWindow
from dscp_desktop.app.unlock import UnlockPage
from dscp_desktop.store import people
from dscp_desktop.store.bundle import Manifest, read_facts, take_out, write_bundle
from dscp_desktop.store.check import check_store
from dscp_desktop.store.opening import Birth, create_store, open_store
from dscp_desktop.widgets.columns import Section
from tests.moulds import PASSPHRASE
from tests.store.deeds import add, names

Clock = Callable[[], datetime]
OLD = Path(__file__).parents[2] / "databases" / "0.1.0" / "old.dscpbackup"
OLD_PHRASE = "the store of an old release"


@pytest.fixture
def place(tmp_path: Path, still: Clock) -> Path:
    """A store with a backup of the day before and one of today, and a change since."""
    path = tmp_path / "durham.dscp"
    with create_store(path, Birth("Durham", "Ann", PASSPHRASE), still) as store:
        store.run(add, "Durham Voice")
        store.clock = lambda: still() - timedelta(days=1)
        make_backup(store)
        store.run(add, "Second Trust")
        store.clock = still
        make_backup(store)
        store.run(add, "Third Trust")
    return path


@pytest.fixture
def start(own: OwnSettings, still: Clock, tmp_path: Path, qtbot: QtBot) -> Iterator[StartWindow]:
    window = StartWindow(own, still, tmp_path / "sample.dscp")
    qtbot.addWidget(window, before_close_func=lambda closing: closing.errands.close())
    window.show_first_run()
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    yield window
    for dialog in window.findChildren(QFileDialog):
        dialog.close()


@pytest.fixture
def calm(start: StartWindow, qtbot: QtBot) -> Callable[[], RestorePage]:
    """Waits until nothing is under way; gives the page."""

    def wait() -> RestorePage:
        qtbot.waitUntil(start.errands.idle, timeout=30_000)
        page = start.page()
        assert isinstance(page, RestorePage)
        return page

    return wait


@pytest.fixture
def page(start: StartWindow, place: Path, calm: Callable[[], RestorePage]) -> RestorePage:
    start.show_unlock(place)
    start.page().ways["restore"].click()
    return calm()


def focus() -> object:
    return QApplication.focusWidget()


def press(qtbot: QtBot, key: Qt.Key) -> None:
    target = focus()
    assert target is not None
    qtbot.keyClick(target, key)


def test_the_backups_stand_by_day_the_newest_first(page: RestorePage) -> None:
    rows = page.choose.table.rows
    shown = [rows.at(number) for number in range(rows.rowCount())]
    heads = [row.title for row in shown if isinstance(row, Section)]
    assert heads == ["Thursday 19 October 2023", "Wednesday 18 October 2023"]
    assert page.choose.table.value() is shown[1]
    assert page.steps.accessibleName() == (
        "Steps: 1 Choose, now; 2 Look, to come; 3 Put back, to come"
    )


def test_by_the_keyboard_alone(page, start, place, calm, qtbot) -> None:
    before = {each.name for each in place.parent.iterdir()}
    assert focus() is page.choose.table
    press(qtbot, Qt.Key.Key_Return)
    calm()
    assert page.step == LOOK
    assert focus() is page.look.phrase.editor
    assert not page.look.records.isVisible()
    qtbot.keyClicks(focus(), "not this one")
    press(qtbot, Qt.Key.Key_Return)
    calm()
    assert "does not fit Ann" in page.look.phrase.error.text()
    qtbot.keyClicks(focus(), PASSPHRASE)  # over what was typed, which is marked
    press(qtbot, Qt.Key.Key_Return)
    calm()
    assert page.look.compared.fact.text() == (
        "The store here has 1 change that is not in this backup."
    )
    assert page.look.newer.rows.at(0).words == "Organisation added: Third Trust"
    assert page.look.records.rows.at(0) == ("Organisation", 2)
    assert page.look.latest_title.text() == "In the backup: 2 changes. The last ones:"
    assert page.look.phrase.value() == ""
    assert {each.name for each in place.parent.iterdir()} == before
    assert focus() is page.look.go_on
    press(qtbot, Qt.Key.Key_Return)
    assert page.step == PUT
    assert page.put.place.note.text() == (
        "The store that stands there is kept as durham-before-restore-1.dscp. Nothing is "
        "written over."
    )
    assert {each.name for each in place.parent.iterdir()} == before
    press(qtbot, Qt.Key.Key_Return)
    calm()
    assert page.put.fact.text().startswith("The store is back as it was on Thu 19 Oct 2023, ")
    assert (
        page.put.said.text()
        == "The store that stood there is kept as durham-before-restore-1.dscp."
    )
    assert not page.ways["back"].isVisible()
    press(qtbot, Qt.Key.Key_Return)
    unlock = start.page()
    assert isinstance(unlock, UnlockPage)
    assert "The store is back" in unlock.notice.text()
    with open_store(place, PASSPHRASE) as store:
        assert store.ask(names) == ["Durham Voice", "Second Trust"]
        assert check_store(store).problems == ()
    with open_store(place.with_name("durham-before-restore-1.dscp"), PASSPHRASE) as aside:
        assert aside.ask(names) == ["Durham Voice", "Second Trust", "Third Trust"]


def test_one_can_go_back_at_each_step_and_leave(page, start, place, calm, qtbot) -> None:
    page.choose.look.click()
    calm()
    page.look.go_on.click()
    assert page.look.go_on.words == "Go on without looking"
    page.put.back.click()
    assert page.step == LOOK
    page.look.back.click()
    assert page.step == CHOOSE
    qtbot.keyClick(start, Qt.Key.Key_Escape)
    assert isinstance(start.page(), UnlockPage)
    assert not place.with_name("durham-before-restore-1.dscp").exists()


def test_only_the_buttons_of_the_step_are_shown(page, calm) -> None:
    def shown() -> list[str]:
        return [b.words for pane in page.panes for b in pane.buttons if b.isVisible()]

    assert shown() == ["Look what is in it", "Another file"]
    page.choose.look.click()
    calm()
    assert shown() == ["Look what is in it", "Go on without looking", "Other backup"]
    page.look.phrase.set_value(PASSPHRASE)
    page.look.do_look.click()
    calm()
    assert shown() == ["Go on", "Other backup"]
    page.look.go_on.click()
    assert shown() == ["Put it back", "Back"]
    page.put.put.click()
    calm()
    assert shown() == ["Open it"]


def test_with_the_key_of_the_store_nothing_is_typed(start, place, calm) -> None:
    with open_store(place, PASSPHRASE) as store:
        key = store.key
    start.show_unlock(place)
    start.show_restore(key=key)
    page = calm()
    page.choose.look.click()
    calm()
    assert page.look.records.isVisible()
    assert not page.look.phrase.isVisible()


def test_a_backup_with_an_older_key_asks_for_the_passphrase(start, place, calm) -> None:
    with open_store(place, PASSPHRASE) as store:
        people.change_key(store)
        key = store.key
    start.show_unlock(place)
    start.show_restore(key=key)
    page = calm()
    page.choose.look.click()
    calm()
    assert page.look.why.text() == "This backup has another key than the store has now."
    assert page.look.phrase.isVisible()
    page.look.phrase.set_value(PASSPHRASE)
    page.look.do_look.click()
    calm()
    assert page.look.compared.fact.text().startswith("The store here has 1 change")


def test_the_passphrase_is_asked_for(page, calm) -> None:
    page.choose.look.click()
    calm()
    page.look.do_look.click()
    assert page.look.phrase.error.text() == "Enter it"


def test_second_copies_are_listed_once(start, place, own, calm, tmp_path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    newest = list_backups(place)[0][1]
    (share / newest.name).write_bytes(newest.read_bytes())
    (share / "durham-2023-10-01-080000.dscpbackup").write_bytes(newest.read_bytes())
    (place.parent / "durham-before-upgrade-1.dscpbackup").write_bytes(newest.read_bytes())
    own.put(ELSEWHERE, str(share))
    found = find_backups(place, str(share))
    assert [each.what for each in found].count("Beside the store") == 2
    assert [each.file.name for each in found if str(share) in each.what] == [
        "durham-2023-10-01-080000.dscpbackup"
    ]
    assert [each.what for each in found if "upgrade" in each.file.name] == [
        "Before the store was brought up to date"
    ]
    start.show_unlock(place)
    start.show_restore()
    assert calm().choose.table.rows.rowCount() == 8  # four backups on four days


def test_where_no_store_is_known_a_file_is_asked_for(start, place, tmp_path, calm) -> None:
    first = start.page()
    assert isinstance(first, FirstRunPage)
    first.ways["restore"].click()
    page = calm()
    assert focus() is page.choose.other
    assert not page.choose.look.isEnabled()
    page.choose.other.click()
    dialog = page.findChild(QFileDialog)
    newest = list_backups(place)[0][1]
    moved = tmp_path / "stick" / newest.name
    moved.parent.mkdir()
    newest.rename(moved)
    dialog.fileSelected.emit(str(moved))
    dialog.close()
    calm()
    page.look.go_on.click()
    assert page.put.path() == tmp_path / "stick" / "durham.dscp"
    page.put.place.set_value("durham")
    page.put.put.click()
    assert "ends with .dscp" in page.put.place.error.text()
    page.put._chosen(str(tmp_path / "fresh.dscp"))
    assert page.put.place.note.text() == "No store stands there now."
    page.put.put.click()
    calm()
    assert page.put.said.text() == "It opens with the passphrases of that time."
    with open_store(tmp_path / "fresh.dscp", PASSPHRASE) as store:
        assert store.ask(names) == ["Durham Voice", "Second Trust"]
    page.ways["back"].click()
    assert isinstance(start.page(), FirstRunPage)


def test_a_place_is_chosen(page, calm, tmp_path) -> None:
    page.choose.look.click()
    calm()
    page.look.go_on.click()
    page.put.choose.click()
    dialog = page.findChild(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "x.dscp"))
    dialog.close()
    assert page.put.path() == tmp_path / "x.dscp"
    assert place_standing("x.dscp")[1].startswith("Enter the whole path")
    assert "is not there" in place_standing(str(tmp_path / "none" / "x.dscp"))[1]


def test_what_is_no_backup_is_refused_in_words(start, place, tmp_path, calm) -> None:
    wrong = tmp_path / "x.dscpbackup"
    wrong.write_bytes(b"no zip")
    start.show_unlock(place)
    start.take(wrong)
    page = calm()
    assert page.step == CHOOSE
    assert page.trouble.text() == "x.dscpbackup is damaged or is no backup. Use another one."
    assert page.content.isEnabled()
    assert likely_place(wrong) == tmp_path / "x.dscp"
    assert likely_place(Path("/a/x-before-upgrade-2.dscpbackup")) == Path("/a/x.dscp")


def test_a_backup_damaged_meanwhile_is_refused_and_nothing_moved(page, place, calm) -> None:
    page.choose.look.click()
    calm()
    newest = page.cover.file
    data = bytearray(newest.read_bytes())
    data[len(data) // 2] ^= 1
    newest.write_bytes(data)
    page.look.phrase.set_value(PASSPHRASE)
    page.look.do_look.click()
    calm()
    assert "is damaged or is no backup" in page.look.phrase.error.text()
    page.look.go_on.click()
    before = place.read_bytes()
    page.put.put.click()
    calm()
    assert "is damaged or is no backup" in page.put.trouble.text()
    assert place.read_bytes() == before
    assert not place.with_name("durham-before-restore-1.dscp").exists()
    assert focus() is page.put.put


def test_a_store_that_is_open_is_not_replaced(page, place, calm) -> None:
    page.choose.look.click()
    calm()
    page.look.go_on.click()
    with open_store(place, PASSPHRASE):
        page.put.put.click()
        calm()
        assert "is open: Ann on" in page.put.trouble.text()
        assert page.steps.now == PUT


def test_a_backup_of_another_store_says_so(page, calm, tmp_path, still) -> None:
    with create_store(tmp_path / "other.dscp", Birth("Other", "Ben", PASSPHRASE), still) as other:
        other.run(add, "Theirs")
        file = back_up(other).file
    page.take(file)
    calm()
    page.look.phrase.set_value(PASSPHRASE)
    page.look.do_look.click()
    calm()
    assert page.look.compared.fact.text() == (
        "The store that stands there is another one, not the one of this backup."
    )


def test_slots_that_cannot_be_read_leave_the_way_on(page, place, calm, tmp_path) -> None:
    facts = read_facts(list_backups(place)[0][1])
    store = tmp_path / "taken"
    backup_file = tmp_path / "odd.dscpbackup"
    take_out(list_backups(place)[0][1], store)
    values = {name: getattr(facts.manifest, name) for name in facts.manifest.__slots__}
    values["slots_sha256"] = sha256(b"[]").hexdigest()
    write_bundle(backup_file, Manifest(**values), store, b"[]")
    page.take(backup_file)
    calm()
    assert "so it cannot be looked into" in page.look.why.text()
    assert not page.look.do_look.isVisible()
    assert page.look.go_on.isVisible()


def test_the_oldest_release_comes_back_through_the_page(start, tmp_path, calm, qtbot) -> None:
    start.take(OLD)
    page = calm()
    qtbot.waitUntil(lambda: page.step == LOOK)
    assert page.look.person.value() == "Ann Archer"
    page.look.phrase.set_value(OLD_PHRASE)
    page.look.do_look.click()
    calm()
    assert page.look.compared.fact.text() == "No store stands there now."
    assert page.look.records.isVisible()
    page.look.go_on.click()
    page.put.place.set_value(str(tmp_path / "old.dscp"))
    page.put.put.click()
    calm()
    assert page.put.fact.text() == "The store is back as it was on Thu 19 Oct 2023, 10:00" or (
        "09:00" in page.put.fact.text()
    )
    with open_store(tmp_path / "old.dscp", OLD_PHRASE) as store:
        assert check_store(store).problems == ()
