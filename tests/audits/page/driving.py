"""Hands on the page of audits: opening a part, sending a form, reading a list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from dscp_desktop.audits.page.audits import (
    AuditsPage,
)
from dscp_desktop.audits.queries.programme import find_audit
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.columns import is_line

TODAY = date(2022, 10, 20)
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def settle(page: AuditsPage, qtbot: QtBot) -> None:
    for _ in range(4):
        qtbot.waitUntil(page.desk.idle)
        qtbot.wait(1)


def submit(page: AuditsPage, qtbot: QtBot, side: Any) -> None:
    form = side.form()
    assert form is not None
    qtbot.keyClick(form.fields()[0].editor, Key.Key_Return, CTRL)
    settle(page, qtbot)


def lines(table: Any) -> list[Any]:
    rows = (table.rows.at(n) for n in range(table.rows.rowCount()))
    return [row for row in rows if is_line(row)]


@pytest.fixture
def page(store: Store, qtbot: QtBot) -> Iterator[AuditsPage]:
    """The page in a window of its own."""
    made = AuditsPage(Desk(store))
    qtbot.addWidget(made)
    made.resize(1232, 808)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.desk.changed.connect(lambda _changes: made.refresh())
    made.refresh()
    settle(made, qtbot)
    yield made
    settle(made, qtbot)
    made.desk.close()


@pytest.fixture
def audit(store: Store) -> str:
    return store.ask(find_audit, "MA2")


def opened(page: AuditsPage, qtbot: QtBot, audit: str, tab: int) -> Any:
    page.open_audit(audit, tab)
    settle(page, qtbot)
    return page.pane()
