"""The office's action log in the store, and the page over it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from dscp_desktop.actions.page.log import ActionsPage
from dscp_desktop.store.opening import Store
from tests.actions.driving import open_page, settle


@pytest.fixture
def logged(office_year: Store) -> Store:
    """The store with the office's meetings and actions in it."""
    return office_year


@pytest.fixture
def page(logged: Store, qtbot: QtBot) -> Iterator[ActionsPage]:
    """The page of actions over the office's log, in a window of its own."""
    made = open_page(logged, qtbot)
    yield made
    settle(made, qtbot)
    made.desk.close()
