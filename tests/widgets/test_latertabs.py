"""Tabs: what stands in them is painted again only where it changed."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QTabWidget, QVBoxLayout, QWidget

from dscp_desktop.widgets.latertabs import Tabs


class Counted(QWidget):
    """Counts how often it is painted."""

    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted += 1


@pytest.fixture(params=[QTabWidget, Tabs])
def filled(request, show):
    """Return tabs with two parts, of which one is counted, as they are shown."""
    tabs, inside, beside = request.param(), Counted(), QLabel("few")
    tabs.setDocumentMode(True)
    room = QWidget()
    box = QVBoxLayout(room)
    box.addWidget(beside)
    box.addWidget(inside, 1)
    tabs.addTab(room, "First")
    tabs.addTab(QWidget(), "Second")
    show(tabs)
    return tabs, inside, beside


def test_other_words_in_a_tab_do_not_paint_all_that_stands_in_it(filled, qtbot):
    tabs, inside, beside = filled
    qtbot.wait(50)
    before = inside.painted
    beside.setText("more words than there were, and as high as they were before")
    qtbot.wait(50)
    again = inside.painted > before
    assert again is not isinstance(tabs, Tabs)  # Qt's own does: once it does not, ours can go
    assert beside.width() >= beside.sizeHint().width()


def test_the_parts_keep_the_room_below_the_bar(filled, qtbot):
    tabs, inside, beside = filled
    big = beside.font()
    big.setPointSizeF(30)
    tabs.tabBar().setFont(big)
    tabs.setTabText(0, "Another name")
    tabs.setTabText(0, "Another name")
    qtbot.wait(50)
    assert tabs.tabText(0) == "Another name"
    assert tabs.currentWidget().mapTo(tabs, tabs.currentWidget().rect().topLeft()).y() >= (
        tabs.tabBar().sizeHint().height()
    )
    tabs.resize(500, 300)
    qtbot.wait(50)
    assert inside.width() <= 500
