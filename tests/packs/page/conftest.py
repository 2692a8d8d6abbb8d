"""The page over the office's year, with a desk of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from dscp_desktop.app.features import document_offers
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.packs.page.packs import PacksPage
from dscp_desktop.store.opening import Store
from tests.packs.conftest import plain_pdf
from tests.packs.page.deeds import Bring, Settle


@pytest.fixture
def desk(office: Store, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(office, documents=document_offers())
    yield made
    qtbot.waitUntil(made.idle, timeout=20_000)
    made.close()


@pytest.fixture
def settle(desk: Desk, qtbot: QtBot) -> Settle:
    def wait() -> None:
        for _ in range(4):
            qtbot.waitUntil(desk.idle, timeout=60_000)
            qtbot.wait(5)

    return wait


@pytest.fixture
def papers(bring: Bring) -> None:
    bring("Audit of strategy meetings", plain_pdf("Audit one", "Audit two"))
    bring("Workforce report")
    bring("Rapid review SI-2023-06", plain_pdf("Rapid review"), restricted=True)


@pytest.fixture
def page(desk: Desk, meeting_id: str, qtbot: QtBot, settle: Settle) -> Iterator[PacksPage]:
    made = PacksPage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 812)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.open_record(meeting_id)
    made.refresh()
    settle()
    yield made
    settle()
