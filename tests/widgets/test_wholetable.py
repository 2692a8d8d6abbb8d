"""A table as tall as its rows, in a place that scrolls."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from dscp_desktop.widgets.columns import Column
from dscp_desktop.widgets.page import scrolling
from dscp_desktop.widgets.wholetable import WholeTable


@dataclass(frozen=True)
class Line:
    id: int
    words: str


@pytest.fixture
def table() -> WholeTable:
    return WholeTable([Column("Words", lambda line: line.words, lines=4)], "Lines")


@pytest.fixture
def area(table: WholeTable, qtbot: QtBot) -> QScrollArea:
    content = QWidget()
    box = QVBoxLayout(content)
    box.addWidget(table)
    box.addStretch()
    made = scrolling(content, "Place")
    qtbot.addWidget(made)
    made.resize(400, 200)
    with qtbot.waitActive(made):
        made.show()
    return made


def test_it_is_as_tall_as_its_rows(table: WholeTable, area: QScrollArea) -> None:
    table.set_rows([Line(n, f"Line {n}") for n in range(20)])
    assert area.isVisible()
    assert table.height() == 20 * 34 + table.horizontalHeader().sizeHint().height()
    table.set_rows([])
    assert table.height() >= 140


def test_words_that_break_make_it_taller(table: WholeTable, area: QScrollArea) -> None:
    table.set_rows([Line(1, "a good many words that need more than one line here " * 2)])
    wide = table.height()
    area.resize(220, 200)
    assert table.height() > wide


def test_the_place_scrolls_with_the_current_row(
    table: WholeTable, area: QScrollArea, qtbot: QtBot
) -> None:
    table.set_rows([Line(n, f"Line {n}") for n in range(40)])
    table.choose(39)
    assert area.verticalScrollBar().value() == 0  # the keys are elsewhere
    table.setFocus()
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 600)
    table.choose(0)
    qtbot.keyClick(table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert table.value().id == 39
    qtbot.waitUntil(lambda: area.verticalScrollBar().value() > 600)
    area.grab()


def test_the_wheel_is_left_to_the_place(table: WholeTable, area: QScrollArea) -> None:
    table.set_rows([Line(n, f"Line {n}") for n in range(40)])
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    table.wheelEvent(turn)
    assert not turn.isAccepted()
    assert area.isVisible()


def test_outside_a_place_that_scrolls_nothing_breaks(qtbot: QtBot) -> None:
    table = WholeTable(
        [
            Column("Words", lambda line: line.words, 900),
            Column("More", lambda line: str(line.id), 300),
        ],
        "Lines",
        head=False,
    )
    qtbot.addWidget(table)
    table.resize(300, 100)
    table.show()
    table.set_columns([Column("Other", lambda line: line.words, 900), table.rows.columns[1]])
    table.set_rows([Line(1, "one")])
    table.setFocus()
    table.follow()
    assert table.rows.columns[0].title == "Other"
    assert table.height() > 34  # the bar across takes room too
