"""How the tests drive the page of actions, and what they look at."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from dscp_desktop.actions.page.log import ActionsPage
from dscp_desktop.actions.queries import log as queries
from dscp_desktop.actions.rules.log import ActionLine
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.columns import Section, is_line
from dscp_desktop.widgets.forms import Field

Key = Qt.Key
PLAIN, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
TODAY = date(2023, 10, 19)


def open_page(store: Store, qtbot: QtBot) -> ActionsPage:
    made = ActionsPage(Desk(store))
    qtbot.addWidget(made)
    made.resize(1232, 808)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.desk.changed.connect(lambda _changes: made.refresh())
    made.refresh()
    settle(made, qtbot)
    return made


def settle(page: ActionsPage, qtbot: QtBot) -> None:
    for _ in range(2):
        qtbot.waitUntil(page.desk.idle)


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key, how: Qt.KeyboardModifier = PLAIN) -> None:
    qtbot.keyClick(widget, key, how)


def numbers(page: ActionsPage) -> list[str]:
    rows = (page.table.rows.at(n) for n in range(page.table.rows.rowCount()))
    return [row.number for row in rows if is_line(row)]


def headings(page: ActionsPage) -> list[str]:
    rows = (page.table.rows.at(n) for n in range(page.table.rows.rowCount()))
    return [f"{row.title} {row.words}" for row in rows if isinstance(row, Section)]


def wrong(fields: list[Field]) -> list[str]:
    return [field.error.text() for field in fields if not field.error.isHidden()]


def action(store: Store, number: str) -> ActionLine:
    return next(a for a in store.ask(queries.list_actions, TODAY) if a.number == number)


def changes(store: Store, number: str) -> list[str]:
    return [c.words for c in store.ask(queries.list_changes, action(store, number).id)]
