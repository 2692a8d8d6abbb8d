"""The page of restraint sampling over a store that holds a year of returns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from dscp_desktop.jobs.threads import Desk
from dscp_desktop.restraint.page.restraint import RestraintPage
from dscp_desktop.store.opening import Store
from tests.conftest import Bring
from tests.restraint.page.driving import settle


@pytest.fixture
def year(durham: Store, bring: Bring, data: Path) -> Store:
    """The store with the four quarterly returns of 2022-23."""
    bring((data / "restraint-return-2022-23.xlsx").read_bytes())
    return durham


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
