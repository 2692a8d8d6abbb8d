"""The page of restraint sampling over a store that holds a year of returns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from dscp_desktop.jobs.threads import Desk
from dscp_desktop.restraint.page.restraint import RestraintPage
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.store.opening import Store
from tests.conftest import ROOT, take_sheets
from tests.moulds import FILLED, begin
from tests.restraint.page.driving import settle


def fill_home_year(store: Store) -> None:
    """Take the four quarterly returns of 2022-23, as an import does."""
    begin("durham-2022-23")(store)
    book = ROOT / "tests" / "data" / "restraint-return-2022-23.xlsx"
    store.run(take_sheets, read_workbook(book.read_bytes(), book.name).sheets)


FILLED["home_year"] = fill_home_year


@pytest.fixture
def home_year(durham: Store) -> Store:
    """The store with the four quarterly returns of 2022-23."""
    return durham


@pytest.fixture
def year(home_year: Store) -> Store:
    """The same store."""
    return home_year


@pytest.fixture
def page(year: Store, qtbot: QtBot) -> Iterator[RestraintPage]:
    """The page in a window of its own."""
    yield from shown(year, qtbot)


@pytest.fixture
def empty_page(durham: Store, qtbot: QtBot) -> Iterator[RestraintPage]:
    """The page over a store without any return."""
    yield from shown(durham, qtbot)


def shown(store: Store, qtbot: QtBot) -> Iterator[Any]:
    """Show the page, and close its desk at the end."""
    made = RestraintPage(Desk(store))
    qtbot.addWidget(made)
    made.resize(1232, 808)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.desk.changed.connect(lambda _changes: made.refresh())
    made.refresh()
    settle(made, qtbot)
    yield made
    settle(made, qtbot)
    made.desk.close()
