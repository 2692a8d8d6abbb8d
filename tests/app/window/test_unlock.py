"""Unlock: who is offered, wrong and right passphrases, and a store somebody else has open."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from dscp_desktop.app.errands import Errands
from dscp_desktop.app.opening import last_here_words, look_at, who_has
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.unlock import UnlockPage
from dscp_desktop.store import people
from dscp_desktop.store.keys import slots_path
from dscp_desktop.store.opening import Birth, Store, create_store
from tests.moulds import PASSPHRASE

Clock = Callable[[], datetime]
pytestmark = pytest.mark.usefixtures("full_cost")  # somebody waits at the door


@pytest.fixture
def path(tmp_path: Path, still: Clock) -> Path:
    """A locked store of two people, one of whom may only read."""
    place = tmp_path / "durham.dscp"
    with create_store(place, Birth("Durham partnership", "Ann", PASSPHRASE), still) as store:
        people.add_person(store, "Scrutineer", "read", "another long passphrase")
    return place


@pytest.fixture
def errands() -> Iterator[Errands]:
    made = Errands()
    yield made
    made.close()


@pytest.fixture
def show(
    errands: Errands, own: OwnSettings, still: Clock, qtbot: QtBot
) -> Callable[[Path], UnlockPage]:
    def do(place: Path) -> UnlockPage:
        page = UnlockPage(look_at(place), errands, own, still)
        qtbot.addWidget(page)
        page.resize(692, 836)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        return page

    return do


def titles(page: UnlockPage) -> list[str]:
    return [row.accessibleName() for row in page.people.rows()]


def opened_by(qtbot: QtBot, page: UnlockPage, typed: str) -> Store:
    qtbot.keyClicks(page.phrase.editor, typed)
    with qtbot.waitSignal(page.opened) as heard:
        qtbot.keyClick(page.phrase.editor, Qt.Key.Key_Return)
    assert isinstance(heard.args[0], Store)
    return heard.args[0]


def test_the_right_passphrase_opens_to_write(path: Path, show, own, still, qtbot) -> None:
    page = show(path)
    assert titles(page) == ["Ann", "Scrutineer"]
    assert not page.held.isVisible()
    with opened_by(qtbot, page, PASSPHRASE) as store:
        assert (store.person, store.read_only) == ("Ann", False)
    assert page.phrase.value() == ""
    at = f"{still().astimezone():%Y-%m-%dT%H:%M:%S}"
    assert own.people_seen(look_at(path).store_id) == {"Ann": at}


def test_who_was_here_before_is_chosen_again(path: Path, show, own: OwnSettings) -> None:
    own.remember_person(look_at(path).store_id, "Scrutineer", "2023-10-18T16:52:00")
    page = show(path)
    assert page.people.value() == "Scrutineer"
    row = page.people.rows()[1]
    assert "Read only · last here Wednesday 18 October, 16:52" in row.accessibleDescription()
    assert "On this computer before" in row.accessibleDescription()


def test_a_wrong_passphrase_is_said_at_the_field(path: Path, show, errands, qtbot) -> None:
    page = show(path)
    qtbot.keyClicks(page.phrase.editor, "not this one")
    page.to_write.click()
    qtbot.waitUntil(lambda: page.phrase.error.isVisible())
    assert page.phrase.error.text() == (
        "The passphrase does not fit Ann. Capitals and spaces count."
    )
    assert page.phrase.editor.hasFocus()
    assert page.content.isEnabled()
    assert errands.idle()


def test_an_empty_passphrase_is_asked_for(path: Path, show, qtbot) -> None:
    page = show(path)
    qtbot.keyClick(page.phrase.editor, Qt.Key.Key_Return)
    assert page.phrase.error.text() == "Enter your passphrase"


def test_a_key_for_reading_opens_to_read(path: Path, show, qtbot) -> None:
    page = show(path)
    page.people.rows()[1].click()
    assert not page.to_write.isEnabled()
    assert page.to_read.kind == "primary"
    assert page.why.text() == "Your key is for reading only"
    with opened_by(qtbot, page, "another long passphrase") as store:
        assert store.read_only


def test_somebody_else_has_it(path: Path, show, still: Clock, qtbot) -> None:
    from dscp_desktop.store.opening import open_store

    writer = open_store(path, PASSPHRASE, clock=still)
    page = show(path)
    assert page.held.isVisible()
    assert page.held.fact.text().startswith("Someone else has this store open: Ann, on ")
    assert "since " in page.held.fact.text()
    assert not page.to_write.isEnabled()
    with opened_by(qtbot, page, PASSPHRASE) as store:
        assert store.read_only
        assert store.held_by is not None
        assert store.held_by.person == "Ann"
    writer.close()
    page.again.click()
    assert not page.held.isVisible()
    assert page.to_write.isEnabled()
    assert page.to_write.kind == "primary"


def test_a_store_taken_meanwhile_is_shown_so(path: Path, show, still: Clock, qtbot) -> None:
    from dscp_desktop.store.opening import open_store

    page = show(path)
    with open_store(path, PASSPHRASE, clock=still):
        qtbot.keyClicks(page.phrase.editor, PASSPHRASE)
        page.to_write.click()
        qtbot.waitUntil(lambda: page.phrase.error.isVisible())
        assert "Someone else has this store open" in page.phrase.error.text()
        assert page.held.isVisible()


def test_a_store_that_is_gone_or_without_its_keys(path: Path, show) -> None:
    slots_path(path).unlink()
    page = show(path)
    assert page.lost.fact.text().startswith("The key file durham.keys is not beside the store.")
    assert page.first_focus() is page.ways["other"]
    path.unlink()
    assert "is not there" in show(path).lost.fact.text()


def test_the_sample_says_its_passphrase(tmp_path: Path, show, still: Clock) -> None:
    place = tmp_path / "sample.dscp"
    birth = Birth("Sample", "Manager", PASSPHRASE, sample_day=still().date())
    create_store(place, birth, still).close()
    page = show(place)
    shown = " ".join(label.text() for label in page.findChildren(type(page.why)))
    assert "This is the sample partnership. Its passphrase is: sample" in shown
    assert "sample" not in page.ways


def test_a_lock_left_behind_holds_nobody_out(path: Path) -> None:
    path.with_suffix(".lock").write_text("Ann\nLAPTOP-12\n09:14")
    assert who_has(path) is None
    assert not path.with_suffix(".lock").exists()


def test_last_here_names_the_year_only_when_it_is_another() -> None:
    today = datetime(2023, 10, 19).date()
    assert last_here_words("2023-10-18T16:52:00", today) == (
        "last here Wednesday 18 October, 16:52"
    )
    assert last_here_words("2022-10-18T16:52:00", today).endswith("Tuesday 18 October 2022, 16:52")
