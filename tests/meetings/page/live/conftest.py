"""The page of live minutes over a meeting of today, with a desk of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.app.features import document_offers
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.page.live.page import LivePage
from dscp_desktop.store.opening import Store
from tests.meetings.page.liveroom import Hands, Settle


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def desk(planned: tuple[Store, str], qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(planned[0], documents=document_offers())
    yield made
    qtbot.waitUntil(made.idle, timeout=20_000)
    made.close()


@pytest.fixture
def settle(desk: Desk, qtbot: QtBot) -> Settle:
    def wait() -> None:
        for _ in range(4):
            qtbot.waitUntil(desk.idle, timeout=20_000)
            qtbot.wait(5)

    return wait


@pytest.fixture
def page(
    desk: Desk, planned: tuple[Store, str], qtbot: QtBot, settle: Settle
) -> Iterator[LivePage]:
    made = LivePage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 812)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    desk.changed.connect(lambda _changes: made.refresh())  # as the window does
    made.open_record(planned[1])
    settle()
    yield made
    settle()


@pytest.fixture
def begun(page: LivePage, settle: Settle) -> LivePage:
    """The meeting was started at ten with its first item."""
    page.finish.click()
    settle()
    return page
