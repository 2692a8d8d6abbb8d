"""The office's year in a real store, with a desk over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from dscp_desktop.app.features import document_offers, due_offers, workbook_offers
from dscp_desktop.core.changes import Changes
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.store.opening import Store

BOOKS = ("contributions-2022-23.xlsx", "meetings-and-actions-2023-24.xlsx")


@pytest.fixture
def office(durham: Store, data: Path) -> Store:
    """The store after the import of the year's workbooks."""
    sheets = [
        sheet for name in BOOKS for sheet in read_workbook((data / name).read_bytes(), name).sheets
    ]

    def import_year(session: Session) -> Changes:
        for offer in workbook_offers():
            for sheet in sheets:
                recognised = offer.recognise(sheet)
                if recognised is not None:
                    offer.take(session, offer.read(sheet, recognised))
        return Changes("Imported", ("*",))

    durham.run(import_year)
    return durham


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
