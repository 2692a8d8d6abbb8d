"""The office's year in a real store, with a desk over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from dscp_desktop.app.features import document_offers, due_offers
from dscp_desktop.audits.commands.programme import add_audit
from dscp_desktop.audits.rules.programme import AuditDetails
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.store.opening import Store


@pytest.fixture
def office(office_year: Store) -> Store:
    """The store after the import of the year's workbooks."""
    return office_year


@pytest.fixture
def year_behind(office_year: Store) -> Store:
    """The store with a year behind it, of which every part has something."""
    audit = AuditDetails("2023-24", "Harm outside the home", "Multi-agency")
    office_year.run(add_audit, audit)
    return office_year


@pytest.fixture
def desk(office: Store, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(office, documents=document_offers(), due=due_offers())
    yield made
    qtbot.waitUntil(made.idle, timeout=20_000)
    made.close()


@pytest.fixture
def settle(desk: Desk, qtbot: QtBot) -> Callable[[], None]:
    """Wait until every answer has come, and what it asked in turn."""

    def wait() -> None:
        for _ in range(3):
            qtbot.waitUntil(desk.idle, timeout=20_000)
            qtbot.wait(5)

    return wait
