"""How tests drive the page: keys, rows, and a draw by two people."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from dscp_desktop.restraint.page.restraint import DRAW, RestraintPage
from dscp_desktop.sampling.rules.frame import Period
from dscp_desktop.widgets.columns import is_line
from dscp_desktop.widgets.tables import TableView

Key = Qt.Key
PLAIN, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
FIRST = Period(date(2022, 4, 1), date(2022, 6, 30))
PARTS = (("Independent scrutineer", "418 203"), ("Detective inspector", "096714"))
SEED, PLAN = "418203-096714", "0:8,1:5,2:all,3:all"


def settle(page: RestraintPage, qtbot: QtBot) -> None:
    """Wait until everything that was asked for is shown."""
    for _ in range(4):
        qtbot.waitUntil(page.desk.idle)


def show(page: RestraintPage, qtbot: QtBot, tab: int) -> None:
    """Bring a tab to the front, with what it shows."""
    page.tabs.setCurrentIndex(tab)
    settle(page, qtbot)


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key, how: Qt.KeyboardModifier = PLAIN) -> None:
    """Press a key in a widget."""
    qtbot.keyClick(widget, key, how)


def rows(table: TableView) -> list[Any]:
    """Return the records of a table, from top to bottom."""
    found = (table.rows.at(n) for n in range(table.rows.rowCount()))
    return [row for row in found if is_line(row)]


def spoken(table: TableView, title: str) -> list[str]:
    """Return what a column says, row by row."""
    (column,) = [one for one in table.rows.columns if one.title == title]
    return [column.words(row) for row in rows(table)]


def begin(page: RestraintPage, qtbot: QtBot, period: Period = FIRST) -> None:
    """Begin a new draw with a period."""
    page.tabs.setCurrentIndex(DRAW)
    page.begin_draw()
    settle(page, qtbot)
    form = page.draw.facts.list_form
    form.period.set_value(period)
    form.period_chosen.emit()
    settle(page, qtbot)


def commit(page: RestraintPage, qtbot: QtBot, period: Period = FIRST) -> None:
    """Freeze the list of a period with the usual plan."""
    begin(page, qtbot, period)
    form = page.draw.facts.list_form
    form.supplied.editor.setFocus()
    qtbot.keyClicks(form.supplied.editor, "Registered manager")
    assert form.declared.value() == str(len(page.draw.kept_rows())), "as the return says"
    press(qtbot, form.supplied.editor, Key.Key_Return, CTRL)
    plan = page.draw.facts.plan_form
    press(qtbot, plan.fields()[0].editor, Key.Key_Return, CTRL)
    settle(page, qtbot)


def roll(page: RestraintPage, qtbot: QtBot) -> None:
    """Let two people enter what their dice showed."""
    for person, (role, digits) in zip(page.draw.facts.seed_form.people, PARTS, strict=True):
        qtbot.keyClicks(person.role.editor, role)
        qtbot.keyClicks(person.digits.editor, digits)


def draw(page: RestraintPage, qtbot: QtBot, period: Period = FIRST) -> None:
    """Freeze, enter the seed and draw."""
    commit(page, qtbot, period)
    roll(page, qtbot)
    press(qtbot, page.draw.facts.seed_form.people[0].digits.editor, Key.Key_Return, CTRL)
    press(qtbot, page.draw.foot.primary, Key.Key_Return, CTRL)
    settle(page, qtbot)
