"""A page of the budget over a store, as the tests of its parts open it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pytestqt.qtbot import QtBot

from dscp_desktop.budget.page.budget import BudgetPage
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.tables import TableView


@contextmanager
def page_of(store: Store, qtbot: QtBot) -> Iterator[BudgetPage]:
    """Open the page over a store; what is written is shown."""
    desk = Desk(store)
    page = BudgetPage(desk)
    desk.changed.connect(lambda _changes: page.refresh())
    qtbot.addWidget(page)
    page.resize(1232, 812)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.refresh()
    settle(page, qtbot)
    try:
        yield page
    finally:
        qtbot.waitUntil(desk.idle, timeout=20_000)
        desk.close()


def settle(page: BudgetPage, qtbot: QtBot) -> None:
    """Wait until everything that was asked for is shown."""
    for _ in range(2):
        qtbot.waitUntil(page.desk.idle, timeout=20_000)
        qtbot.wait(1)


def part_at(page: BudgetPage, tab: int, qtbot: QtBot) -> Any:
    """Show a tab and give its part."""
    page.show_tab(tab)
    settle(page, qtbot)
    return page.part()


def cells(table: TableView) -> list[list[str]]:
    """Return what a table shows."""
    rows = table.rows
    return [
        [str(rows.index(row, column).data() or "") for column in range(rows.columnCount())]
        for row in range(rows.rowCount())
    ]
