"""The office's sheet of contributions, and the way into the store by command."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from dscp_desktop.budget.commands.taking import take_contributions
from dscp_desktop.budget.page.budget import BudgetPage
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.offers import Reading, SheetOutcome
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.values import Sheet
from dscp_desktop.store.opening import Store
from tests.budget.pages import page_of
from tests.conftest import ROOT, take_sheets
from tests.documents.budgeting import work_year
from tests.moulds import FILLED, begin


@pytest.fixture
def office(data: Path) -> Sheet:
    """The sheet of contributions as the office keeps it."""
    name = "contributions-2022-23.xlsx"
    return read_workbook((data / name).read_bytes(), name).sheets[0]


def fill_budget(store: Store) -> None:
    """Work on every part of the budget of 2022-23."""
    begin("durham-2022-23")(store)
    name = "contributions-2022-23.xlsx"
    book = ROOT / "tests" / "data" / name
    store.run(take_sheets, read_workbook(book.read_bytes(), name).sheets)
    store.run(work_year)


FILLED["worked_budget"] = fill_budget


@pytest.fixture
def worked_budget(durham: Store) -> Store:
    """A store with something in every part of the budget of 2022-23."""
    return durham


@pytest.fixture
def worked(worked_budget: Store) -> Store:
    """The same store."""
    return worked_budget


@pytest.fixture
def page(worked: Store, qtbot: QtBot) -> Iterator[BudgetPage]:
    """The page over that store."""
    with page_of(worked, qtbot) as made:
        yield made


@pytest.fixture
def take(durham: Store) -> Callable[[Reading], SheetOutcome]:
    """Take a reading into the store for good, by command."""

    def taken(reading: Reading) -> SheetOutcome:
        found: list[SheetOutcome] = []

        def import_sheet(session: Session) -> Changes:
            found.append(take_contributions(session, reading))
            return Changes("Imported", ("budget",))

        durham.run(import_sheet)
        return found[0]

    return taken
