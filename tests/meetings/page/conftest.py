"""The page over the office's year, with a desk of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from dscp_desktop.app.features import FEATURES, document_offers
from dscp_desktop.diary.queries.meetings import list_meetings
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.page.meetings import MeetingsPage
from dscp_desktop.store.opening import Store
from tests.meetings.page.deeds import Settle, Show
from tests.meetings.page.liveroom import plan
from tests.moulds import Moulds, begin


@pytest.fixture
def desk(office_year: Store, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(office_year, documents=document_offers())
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


def fill(store: Store) -> None:
    """Begin with Durham's profile, and plan a meeting of today."""
    begin("durham-2022-23")(store)
    plan(store)


@pytest.fixture
def planned(moulds: Moulds, tmp_path: Path, clock: Any) -> Iterator[tuple[Store, str]]:
    """A store with a meeting of today; and the meeting's id."""
    with moulds.cast("live", fill, tmp_path / "live.dscp", clock) as store:
        yield store, store.ask(list_meetings)[0].id


@pytest.fixture
def show(page: MeetingsPage, settle: Settle) -> Show:
    page.desk.proposers = tuple(one for one in FEATURES if one.proposals)

    def go(tab: int) -> None:
        page.show_tab(tab)
        settle()

    return go
