"""The page over the office's year, with a desk of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from dscp_desktop.app.beginning import begin_from
from dscp_desktop.app.features import document_offers
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.page.meetings import MeetingsPage
from dscp_desktop.store.opening import Birth, Store, create_store, open_store
from tests.conftest import PASSPHRASE
from tests.meetings.page.deeds import Settle
from tests.meetings.page.liveroom import Hands, plan


@pytest.fixture
def desk(durham: Store, bring: Any, office: bytes, qtbot: QtBot) -> Iterator[Desk]:
    bring(office)
    made = Desk(durham, documents=document_offers())
    yield made
    qtbot.waitUntil(made.idle, timeout=20_000)
    made.close()


@pytest.fixture
def settle(desk: Desk, qtbot: QtBot) -> Settle:
    def wait() -> None:
        for _ in range(3):
            qtbot.waitUntil(desk.idle, timeout=20_000)
            qtbot.wait(5)

    return wait


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, settle: Settle) -> Iterator[MeetingsPage]:
    made = MeetingsPage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 812)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.refresh()
    settle()
    yield made
    settle()


@pytest.fixture(scope="session")
def planned_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A closed store with a meeting of today, made once; and the meeting's id."""
    path = tmp_path_factory.mktemp("live") / "live.dscp"
    with create_store(path, Birth("Test partnership", "Ann", PASSPHRASE), Hands()) as store:
        store.run(begin_from, load_profile("durham-2022-23"))
        return path, plan(store)


@pytest.fixture
def planned(
    planned_files: tuple[Path, str], tmp_path: Path, clock: Any
) -> Iterator[tuple[Store, str]]:
    """A copy of it, open; and the meeting's id."""
    path, meeting_id = planned_files
    for there in (path, path.with_suffix(".keys")):
        shutil.copy(there, tmp_path / there.name)
    with open_store(tmp_path / path.name, PASSPHRASE, clock=clock) as store:
        yield store, meeting_id
