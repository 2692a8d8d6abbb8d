"""The map and the planner in the window: from a line to its place, back, and onto paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.app import features
from dscp_desktop.app.own_settings import OwnSettings
from dscp_desktop.app.sharing import SHARE
from dscp_desktop.app.shell import Shell
from dscp_desktop.diary.page.diary import DiaryPage
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.store.opening import Store
from dscp_desktop.threads.page import ThreadsPage
from dscp_desktop.widgets.theme import Theme, apply_theme
from tests.threads.weaving import Woven


def settle(shell: Shell, qtbot: QtBot) -> None:
    for _ in range(4):
        qtbot.waitUntil(shell.desk.idle, timeout=30_000)
        qtbot.wait(10)


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_each_line_opens_its_place_and_both_are_printed(
    woven_store: tuple[Store, Woven], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    store, ids = woven_store
    apply_theme(qapp, Theme.LIGHT)
    desk = Desk(
        store,
        workbooks=features.workbook_offers(),
        documents=features.document_offers(),
        due=features.due_offers(),
    )
    shell = Shell(desk, features.FEATURES, OwnSettings(tmp_path / "own"))
    qtbot.addWidget(shell, before_close_func=lambda window: window.drop())
    shell.take_place()
    shell.begin()
    with qtbot.waitExposed(shell):
        shell.show()
    shell.activateWindow()
    settle(shell, qtbot)
    shell.go_and_focus("threads")
    settle(shell, qtbot)
    page = shell.pages["threads"]
    assert isinstance(page, ThreadsPage)
    for record, place in (
        (ids.outcome, "priorities"),
        (ids.audit, "audits"),
        (ids.silent, "actions"),
    ):
        shell.open_place("threads", record)
        settle(shell, qtbot)
        assert page.table.hasFocus()
        assert page.table.value().step.id == record
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
        settle(shell, qtbot)
        assert shell.place() == place, record
    print_both(shell, qtbot)
    desk.close()


def print_both(shell: Shell, qtbot: QtBot) -> None:
    shell.go_and_focus("threads")
    settle(shell, qtbot)
    press_print(shell, qtbot)
    shell.go_and_focus("diary")
    settle(shell, qtbot)
    diary = shell.pages["diary"]
    assert isinstance(diary, DiaryPage)
    diary.show_planner()
    settle(shell, qtbot)
    part = diary.planner
    assert part is not None
    for line in part.table.rows.rows:
        if getattr(line, "kind", None) and line.kind.name == "learning":
            part.table.choose(line.id)
            break
    part.table.setFocus()
    qtbot.keyClick(part.table, Qt.Key.Key_Return)
    settle(shell, qtbot)
    assert shell.place() == "learning"
    shell.go_and_focus("diary")
    settle(shell, qtbot)
    press_print(shell, qtbot)


def press_print(shell: Shell, qtbot: QtBot) -> None:
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settle(shell, qtbot)
    assert shell.stack.currentWidget() is shell.pages.get(SHARE), shell.trouble.isVisible()
