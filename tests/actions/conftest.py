from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from dscp_desktop.actions.feature import FEATURE as ACTIONS
from dscp_desktop.actions.page.log import ActionsPage
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.offers import SheetOutcome
from dscp_desktop.diary.feature import FEATURE as DIARY
from dscp_desktop.meetings.feature import FEATURE as MEETINGS
from dscp_desktop.partnership.feature import FEATURE as PARTNERSHIP
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.values import Sheet
from dscp_desktop.store.opening import Store
from tests.actions.driving import open_page, settle

OFFERS = [o for f in (PARTNERSHIP, DIARY, MEETINGS, ACTIONS) for o in f.workbooks]
Bring = Callable[..., dict[str, SheetOutcome]]


def take_sheets(session: Session, sheets: Sequence[Sheet]) -> Changes:
    """Take every known sheet as an import does; the faults of the cells stand with the others."""
    found: dict[str, SheetOutcome] = {}
    for sheet in sheets:
        for offer in OFFERS:
            recognised = offer.recognise(sheet)
            if recognised is None:
                continue
            reading = offer.read(sheet, recognised)
            taken = offer.take(session, reading)
            faults = (*reading.faults, *taken.faults)
            notes = (*reading.notes, *taken.notes)
            found[offer.kind] = SheetOutcome(taken.rows, faults, notes)
    return Changes("Workbook taken: every sheet", ("*",), found)


@pytest.fixture
def entries() -> list[str]:
    """The history entries of what was brought in, the last one last."""
    return []


@pytest.fixture
def bring(durham: Store, entries: list[str]) -> Bring:
    """Takes a workbook's bytes, or rows of cells, into the store; gives what became of them."""

    def take(source: bytes | Sequence[Sequence[Any]]) -> dict[str, SheetOutcome]:
        if isinstance(source, bytes):
            sheets = read_workbook(source, "workbook.xlsx").sheets
        else:
            sheets = (Sheet("Sheet", True, tuple(tuple(row) for row in source)),)
        changes = durham.run(take_sheets, sheets)
        entries.append(changes.entry)
        assert isinstance(changes.result, dict)
        return changes.result

    return take


@pytest.fixture
def office(data: Any) -> bytes:
    """The office's workbook of meetings, attendance and actions."""
    return bytes((data / "meetings-and-actions-2023-24.xlsx").read_bytes())


@pytest.fixture
def logged(bring: Bring, office: bytes, durham: Store) -> Store:
    """The store with the office's meetings and actions in it."""
    bring(office)
    return durham


@pytest.fixture
def page(logged: Store, qtbot: QtBot) -> Iterator[ActionsPage]:
    """The page of actions over the office's log, in a window of its own."""
    made = open_page(logged, qtbot)
    yield made
    settle(made, qtbot)
    made.desk.close()
