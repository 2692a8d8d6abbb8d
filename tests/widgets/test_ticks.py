"""A tick box that wraps shows all its words, however narrow its pane is."""

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from dscp_desktop.widgets.buttons import TickBox

LONG = "Information shared in time for risk decisions, and with everybody who needed it?"


def test_a_tick_box_that_wraps_is_higher_where_it_is_narrower(qtbot: QtBot) -> None:
    pane = QWidget()
    qtbot.addWidget(pane)
    box = QVBoxLayout(pane)
    short, long = TickBox("Yes", wraps=True), TickBox(LONG, wraps=True)
    plain = TickBox(LONG)
    for each in (short, long):
        box.addWidget(each)
    box.addStretch()
    pane.resize(240, 400)
    pane.show()
    pane.grab()
    assert short.height() < long.height() == long.heightForWidth(long.width())
    assert all(not line.endswith("…") for line in long._lines(long.width()))
    before = long.height()
    pane.resize(900, 400)
    pane.grab()
    assert long.height() < before
    assert plain.heightForWidth(100) == -1
    assert plain.minimumSizeHint().width() > 240
