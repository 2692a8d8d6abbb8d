"""The way back in through the window: lost key files, forgotten passphrases, sheets of old keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dscp_desktop.app.errands import Errands
from dscp_desktop.app.opening import look_at
from dscp_desktop.app.recovery_page import RecoveryPage
from dscp_desktop.store import keys, people
from dscp_desktop.store.opening import Birth, Store, create_store, open_store
from tests.moulds import PASSPHRASE

NEW = "a third passphrase of words"
Clock = Callable[[], datetime]


@pytest.fixture
def errands() -> Iterator[Errands]:
    made = Errands()
    yield made
    made.close()


@pytest.fixture
def sheets(tmp_path: Path) -> tuple[Path, str, str]:
    """A store whose key was changed once, with the sheet of the first key and of the second."""
    place = tmp_path / "s.dscp"
    with create_store(place, Birth("Test", "Ann", PASSPHRASE)) as store:
        people.add_person(store, "Ben", "full", "another passphrase")
        first = keys.recovery_code(store.key)
        people.remove_person(store, "Ben")
        return place, first, keys.recovery_code(store.key)


def fill(path: Path, errands: Errands, still: Clock, qtbot: QtBot, code: str) -> RecoveryPage:
    page = RecoveryPage(look_at(path), errands, still)
    qtbot.addWidget(page)
    page.show()
    page.person.set_value("Ann")
    page.code.set_value(code.lower())
    for field in (page.phrase, page.again):
        field.set_value(NEW)
    return page


@pytest.mark.parametrize("file", ["lost", "damaged", "there"])
def test_the_sheet_opens_and_gives_a_new_passphrase(
    sheets: tuple[Path, str, str], errands: Errands, still: Clock, qtbot: QtBot, file: str
) -> None:
    path, _first, second = sheets
    place = keys.slots_path(path)
    if file == "lost":
        place.unlink()
    elif file == "damaged":
        place.write_bytes(place.read_bytes()[:40])
    page = fill(path, errands, still, qtbot, second)
    with qtbot.waitSignal(page.opened, timeout=20_000) as heard:
        page.open_button.click()
    store = heard.args[0]
    assert isinstance(store, Store)
    store.close()
    assert (page.code.value(), page.phrase.value(), page.again.value()) == ("", "", "")
    with open_store(path, NEW) as again:
        assert people.list_people(again) == (("Ann", "full"),)


def test_a_sheet_of_the_key_before_says_so_at_the_field(
    sheets: tuple[Path, str, str], errands: Errands, still: Clock, qtbot: QtBot
) -> None:
    path, first, _second = sheets
    page = fill(path, errands, still, qtbot, first)
    page.open_button.click()
    qtbot.waitUntil(lambda: page.code.error.isVisible(), timeout=20_000)
    assert "use the sheet printed after that" in page.code.error.text()
    open_store(path, PASSPHRASE).close()  # nothing was changed
