"""The way from pane to pane, and the words of help."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from dscp_desktop.app.keys import move_pane, way_in
from dscp_desktop.widgets.layouts import laid_out


@pytest.fixture
def whole(qtbot: QtBot) -> QWidget:
    """Three panes: one takes the keys, one holds a field, one takes none."""
    window = QWidget()
    box = QVBoxLayout(window)
    inner = QWidget()
    QVBoxLayout(inner).addWidget(QLineEdit())
    for pane in (QLineEdit(), inner, QWidget()):
        box.addWidget(pane)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    return window


def panes(whole: QWidget) -> list[QWidget]:
    layout = whole.layout()
    assert layout is not None
    return laid_out(layout)


def test_panes_follow_each_other_round(whole: QWidget) -> None:
    first, second, third = panes(whole)
    assert way_in(third) is None
    move_pane([first, second, third], None, 1)
    assert QApplication.focusWidget() is first
    move_pane([first, second, third], first, 1)
    now = QApplication.focusWidget()
    assert now is not None
    assert second.isAncestorOf(now)
    move_pane([first, second, third], now, 1)
    assert QApplication.focusWidget() is first
    move_pane([first, second, third], None, -1)
    assert second.isAncestorOf(QApplication.focusWidget() or first)


def test_without_panes_nothing_moves(whole: QWidget) -> None:
    move_pane([panes(whole)[2]], None, 1)
    assert way_in(panes(whole)[2]) is None


def test_every_key_is_bound_in_one_way(root: Path) -> None:
    """So that each has words, and the list of keys holds it."""
    package = root / "dscp_desktop"
    own = package / "widgets" / "binding.py"
    made = [path for path in package.rglob("*.py") if "QShortcut(" in path.read_text("utf-8")]
    assert made == [own]
