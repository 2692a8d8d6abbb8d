"""Rows copied elsewhere, pasted into a table of the program: they are checked first."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.app.shell import Shell
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.records.page.importing import CHECK, ImportPage
from dscp_desktop.widgets.tables import TableView


def test_a_block_pasted_into_the_action_log_is_checked(
    shell: Shell, desk: Desk, qtbot: QtBot
) -> None:
    held = QMimeData()
    held.setText("No\tGroup\tAction\tOwner\nZ1\tPLG\tDo it\tHDFT\n")
    QGuiApplication.clipboard().setMimeData(held)
    shell.go_and_focus("actions")
    qtbot.waitUntil(desk.idle)
    table = shell.pages["actions"].findChild(TableView, "")
    assert table is not None
    assert table.on_paste is not None
    qtbot.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    page = shell.pages["records"]
    assert isinstance(page, ImportPage)
    assert shell.place() == "records"
    qtbot.waitUntil(lambda: page.step == CHECK and desk.idle(), timeout=15_000)
    assert page.check.foot.accept.words == "Accept 1 sound row"
    assert page.check.sheets.cards["Pasted block", "Pasted block"].plan is not None
