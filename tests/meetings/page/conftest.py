"""The page over the office's year, with a desk of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from dscp_desktop.app.features import document_offers
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.page.meetings import MeetingsPage
from dscp_desktop.store.opening import Store
from tests.meetings.page.deeds import Settle


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
