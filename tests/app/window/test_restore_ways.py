"""The ways to a backup from the open store, and what the door says of a newer one."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dscp_desktop.app.backups import list_backups, make_backup
from dscp_desktop.app.restore_page import RestorePage
from dscp_desktop.app.window import Program
from dscp_desktop.store.opening import Birth, create_store, open_store
from tests.moulds import PASSPHRASE
from tests.store.deeds import add


@pytest.fixture
def place(tmp_path: Path, still: Callable[[], datetime]) -> Path:
    path = tmp_path / "durham.dscp"
    with create_store(path, Birth("Durham", "Ann", PASSPHRASE), still) as store:
        store.run(add, "Durham Voice")
        make_backup(store)
        store.run(add, "Second Trust")
    return path


def test_settings_lead_to_the_backups_of_the_open_store(
    program: Program, place: Path, qtbot: QtBot
) -> None:
    program.begin(str(place))
    unlock = program.start.page()
    unlock.phrase.set_value(PASSPHRASE)
    unlock.to_write.click()
    qtbot.waitUntil(lambda: program.shell is not None, timeout=20_000)
    shell = program.shell
    qtbot.waitUntil(shell.desk.idle, timeout=20_000)
    shell.go_and_focus("settings")
    shell.pages["settings"].backups.bring_back.click()
    qtbot.waitUntil(lambda: program.shell is None, timeout=20_000)
    page = program.start.page()
    assert isinstance(page, RestorePage)
    qtbot.waitUntil(program.start.errands.idle)
    assert len(list_backups(place)) == 2  # one more: something had changed
    page.choose.look.click()
    qtbot.waitUntil(lambda: page.look.records.isVisible(), timeout=20_000)
    assert page.look.compared.fact.text() == "The store here and this backup hold the same."


def test_a_newer_store_is_refused_at_the_door(program: Program, place: Path, qtbot: QtBot) -> None:
    with open_store(place, PASSPHRASE) as store, store.jotting() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    program.begin(str(place))
    unlock = program.start.page()
    unlock.phrase.set_value(PASSPHRASE)
    unlock.to_write.click()
    qtbot.waitUntil(program.start.errands.idle, timeout=20_000)
    assert "written by a newer DSCP Desktop" in unlock.phrase.error.text()
    assert "Open it with the newer program" in unlock.phrase.error.text()
