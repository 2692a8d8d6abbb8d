"""First run and the start window: a new store, other stores, backups, the printed key."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Thread

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from dscp_desktop.app.first_run import FirstRunPage
from dscp_desktop.app.helping import HelpDialog
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.recovery_page import RecoveryPage
from dscp_desktop.app.start import StartWindow
from dscp_desktop.app.unlock import UnlockPage
from dscp_desktop.store.history import list_entries
from dscp_desktop.store.keys import read_slots, recovery_code, slots_path
from dscp_desktop.store.opening import Birth, Store, create_store, open_store
from tests.moulds import PASSPHRASE, cast_sample

Clock = Callable[[], datetime]


@pytest.fixture
def start(own: OwnSettings, still: Clock, tmp_path: Path, qtbot: QtBot) -> StartWindow:
    window = StartWindow(own, still, tmp_path / "sample.dscp")
    qtbot.addWidget(window, before_close_func=lambda closing: closing.errands.close())
    window.show_first_run()
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    return window


@pytest.fixture
def first(start: StartWindow) -> FirstRunPage:
    page = start.page()
    assert isinstance(page, FirstRunPage)
    return page


@pytest.fixture
def locked(tmp_path: Path, still: Clock) -> tuple[Path, bytes]:
    place = tmp_path / "old.dscp"
    with create_store(place, Birth("Old partnership", "Ann", PASSPHRASE), still) as store:
        return place, store.key


def fill(page: FirstRunPage, place: Path, phrase: str = PASSPHRASE) -> None:
    page.person.set_value("Business manager")
    page.place.set_value(str(place))
    page.phrase.set_value(phrase)
    page.again.set_value(phrase)


def test_a_new_store_is_made_from_the_profile(start, first, tmp_path, qtbot) -> None:
    place = tmp_path / "durham-scp.dscp"
    assert first.name.value() == "Durham Safeguarding Children Partnership"
    fill(first, place)
    with qtbot.waitSignal(start.opened, timeout=20_000) as heard:
        qtbot.keyClick(first.again.editor, Qt.Key.Key_Return)
    store, to_print = heard.args
    with store:
        assert to_print
        assert start.fresh  # so that its first workbooks are asked for
        entries = store.ask(list_entries)
        assert [e.words for e in entries] == ["Started from the profile Durham 2022-23"]
        assert entries[0].who == "Business manager"
    assert read_slots(place).public_name == "Durham Safeguarding Children Partnership"
    assert first.phrase.value() == ""


def test_each_field_says_what_is_missing_and_the_first_gets_the_keys(first, tmp_path) -> None:
    fill(first, tmp_path / "missing" / "x.dscp", "short")
    first.person.set_value("")
    first.again.set_value("other")
    first.start.click()
    assert first.person.error.text() == "Enter your role"
    assert first.person.editor.hasFocus()
    assert first.place.error.text().startswith(f"The folder {tmp_path / 'missing'} is not there.")
    assert first.phrase.error.text().startswith("The passphrase has under 8 characters.")
    assert first.again.error.text() == "The two differ. Type it again."


@pytest.mark.usefixtures("locked")
@pytest.mark.parametrize(
    ("typed", "kind", "words"),
    [
        ("x.txt", "late", "Enter a file name that ends with .dscp."),
        ("x.dscp", "late", "Enter the whole path, or choose a folder."),
        ("{tmp}/old.dscp", "late", "old.dscp is already there. Choose another name."),
        ("{tmp}/OneDrive - Council/x.dscp", "risk", "In a synchronised folder."),
        ("{tmp}/new.dscp", "done", "On this computer’s own disk."),
    ],
)
def test_the_place_is_judged_while_it_is_typed(first, tmp_path, qtbot, typed, kind, words) -> None:
    (tmp_path / "OneDrive - Council").mkdir()
    first.place.editor.clear()
    qtbot.keyClicks(first.place.editor, typed.format(tmp=tmp_path))
    assert first.place.note.kind == kind
    assert first.place.note.text().startswith(words)


def test_the_passphrase_is_judged_while_it_is_typed(first, qtbot) -> None:
    qtbot.keyClicks(first.phrase.editor, "short")
    assert not first.phrase.note.isVisible()
    qtbot.keyClicks(first.phrase.editor, "ened")
    assert first.phrase.note.text().startswith("The passphrase is weak.")
    first.phrase.editor.clear()
    qtbot.keyClicks(first.phrase.editor, "five words are good enough")
    assert first.phrase.note.text() == "Long enough: 5 words"


def test_another_profile_brings_its_name_unless_one_was_typed(first, qtbot) -> None:
    first.profiles.rows()[2].click()
    assert first.name.value().startswith("Derby and Derbyshire")
    assert first.place.value().endswith("derby-scp.dscp")
    first.name.editor.clear()
    qtbot.keyClicks(first.name.editor, "Ours")
    qtbot.keyClicks(first.place.editor, "x")
    first.profiles.rows()[0].click()
    assert first.name.value() == "Ours"
    assert first.place.value().endswith("derby-scp.dscpx")


def test_a_place_is_chosen_in_a_dialog(first, tmp_path) -> None:
    first.choose.click()
    dialog = first.findChild(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "chosen.dscp"))
    dialog.close()
    assert first.place.value() == str(tmp_path / "chosen.dscp")
    assert first.place.note.kind == "done"


def test_a_store_that_cannot_be_made_is_said_and_leaves_nothing(
    start, first, tmp_path, qtbot
) -> None:
    place = tmp_path / "x.dscp"
    fill(first, place)
    first.start.click()
    slots_path(place).write_text("{}")  # somebody else made one in this moment
    qtbot.waitUntil(lambda: start.errands.idle(), timeout=20_000)
    if first.place.error.isVisible():
        assert "already there" in first.place.error.text()


# Other stores and backups -------------------------------------------------------------------


def test_ctrl_o_opens_another_store(start, locked, qtbot) -> None:
    qtbot.keyClick(start, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    dialog = start.findChild(QFileDialog)
    dialog.fileSelected.emit(str(locked[0]))
    dialog.close()
    page = start.page()
    assert isinstance(page, UnlockPage)
    assert page.door.public_name == "Old partnership"
    assert start.windowTitle() == "Unlock – DSCP Desktop"
    page.ways["new"].click()
    assert isinstance(start.page(), FirstRunPage)


def test_a_store_is_dropped_on_the_window(start, locked) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(locked[0]))])
    act, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier
    enter = QDragEnterEvent(QPoint(9, 9), act, data, left, none.NoModifier)
    start.dragEnterEvent(enter)
    assert enter.isAccepted()
    start.dropEvent(QDropEvent(QPointF(9, 9), act, data, left, none.NoModifier))
    assert isinstance(start.page(), UnlockPage)


# The printed key ----------------------------------------------------------------------------


def recovery(start: StartWindow, place: Path) -> RecoveryPage:
    start.show_unlock(place)
    start.page().ways["recovery"].click()
    page = start.page()
    assert isinstance(page, RecoveryPage)
    return page


def test_the_printed_key_opens_and_sets_a_new_passphrase(start, locked, still, qtbot) -> None:
    place, key = locked
    page = recovery(start, place)
    assert page.person.value() == "Ann"
    page.code.set_value(recovery_code(key).lower().replace("-", " "))
    page.phrase.set_value("a new and long passphrase")
    page.again.set_value("a new and long passphrase")
    with qtbot.waitSignal(start.opened) as heard:
        page.open_button.click()
    heard.args[0].close()
    with open_store(place, "a new and long passphrase", clock=still) as store:
        assert store.person == "Ann"


def test_the_printed_key_works_without_the_key_file(start, locked, still, qtbot) -> None:
    place, key = locked
    slots_path(place).unlink()
    page = recovery(start, place)
    page.code.set_value(recovery_code(key))
    page.person.set_value("New manager")
    page.phrase.set_value("a new and long passphrase")
    page.again.set_value("a new and long passphrase")
    with qtbot.waitSignal(start.opened) as heard:
        page.open_button.click()
    heard.args[0].close()
    assert [slot.name for slot in read_slots(place).slots] == ["Ann", "New manager"]
    with open_store(place, PASSPHRASE, clock=still) as store:
        assert store.person == "Ann"


def test_a_key_that_does_not_add_up_is_said_at_the_field(start, locked, qtbot) -> None:
    page = recovery(start, locked[0])
    page.open_button.click()
    assert page.code.error.text() == "Enter the key from the sheet"
    page.code.set_value("ABCD-EFGH")
    page.phrase.set_value("a new and long passphrase")
    page.again.set_value("another")
    page.open_button.click()
    assert page.again.error.text() == "The two differ. Type it again."
    page.again.set_value("a new and long passphrase")
    page.open_button.click()
    qtbot.waitUntil(lambda: page.code.error.isVisible())
    assert page.code.error.text().startswith("The recovery key does not add up.")
    page.phrase.set_value("short")
    page.open_button.click()
    assert "under 8 characters" in page.phrase.error.text()
    qtbot.keyClick(start, Qt.Key.Key_Escape)
    assert isinstance(start.page(), UnlockPage)


def test_what_takes_long_says_how_far_it_is(start, first, qtbot) -> None:
    first.set_waiting("Making the sample partnership")
    assert first.progress.words.text() == "Making the sample partnership"
    assert first.progress.percent.text() == ""  # no part of it is known yet
    assert not first.progress.cancel.isVisibleTo(first)
    Thread(target=lambda: start.errands.told.emit("Writing three years of records", 0.15)).start()
    qtbot.waitUntil(lambda: first.progress.percent.text() == "15%")
    qtbot.waitUntil(first.progress.isVisible)
    assert first.progress.words.text() == "Writing three years of records"
    first.set_waiting("")
    assert not first.progress.isVisible()
    assert first.content.isEnabled()


def test_f1_helps(start, qtbot) -> None:
    qtbot.keyClick(start, Qt.Key.Key_F1)
    said = start.findChild(HelpDialog)
    assert said.windowTitle() == "Help: First run"
    assert "A store is one encrypted file" in said.reader.toPlainText()
    assert "strong enough" in said.reader.toPlainText()
    said.whole.click()
    assert "Only these" in said.reader.toPlainText()  # the chapter of another page
    assert said.focusWidget() is said.reader
    qtbot.keyClick(said, Qt.Key.Key_Escape)
    assert not said.isVisible()


@pytest.mark.parametrize("there", [pytest.param(False, marks=pytest.mark.slow), True])
@pytest.mark.timeout(300)
def test_the_sample_is_made_once_and_its_door_is_shown(
    start, tmp_path, qtbot, moulds, there
) -> None:
    if there:
        moulds.copy("sample", cast_sample, tmp_path / "sample.dscp")
    start.page().ways["sample"].click()
    qtbot.waitUntil(lambda: isinstance(start.page(), UnlockPage), timeout=240_000)
    door = start.page().door
    assert (door.sample, door.path) == (True, tmp_path / "sample.dscp")
    with open_store(door.path, "sample") as store:
        assert isinstance(store, Store)
        assert store.today().isoformat() == "2023-10-19"
    start.show_first_run(known=True)
    start.open_sample()
    qtbot.waitUntil(lambda: isinstance(start.page(), UnlockPage))


def test_a_profile_from_a_file_is_offered_and_begun(first: FirstRunPage, tmp_path: Path) -> None:
    page = first
    bad = tmp_path / "bad.toml"
    bad.write_text("= broken", encoding="utf-8")
    page.take_profile(str(bad))
    assert "bad.toml does not read as TOML" in page.profile_trouble.text()
    assert page.profile_trouble.isVisible()
    count = len(page.profiles.rows())
    ours = tmp_path / "ours.toml"
    ours.write_text(
        '[summary]\ntitle = "Ours"\nwords = "One group"\n[partnership]\nname = "Our partnership"\n'
        'public_name = "Our own"\n[[group]]\nname = "Board"\ncode = "BRD"\nkind = "executive"\n',
        encoding="utf-8",
    )
    page.take_profile(str(ours))
    assert not page.profile_trouble.isVisible()
    assert len(page.profiles.rows()) == count + 1
    assert page.profiles.value() == str(ours)
    assert page.name.value() == "Our own"
    assert Path(page.place.value()).name == "ours-scp.dscp"
    page.take_profile(str(ours))
    assert len(page.profiles.rows()) == count + 1
    ours.unlink()
    page.profiles.changed.emit(str(ours))
    assert "ours.toml is not there." in page.profile_trouble.text()


def test_fields_stand_below_each_other_where_they_have_no_room(start, first) -> None:
    """With large text the second of a pair was cut off at the side."""
    start.resize(692, 868)
    assert first.person.mapTo(first, QPoint()).y() == first.name.mapTo(first, QPoint()).y()
    start.resize(630, 868)
    QApplication.processEvents()
    for one, other in ((first.name, first.person), (first.phrase, first.again)):
        assert other.geometry().left() == one.geometry().left()
        assert other.geometry().top() > one.geometry().bottom()
    assert not first.middle.horizontalScrollBar().isVisible()
