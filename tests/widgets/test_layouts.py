"""What stands in a layout is found in its order, and no item of it is held."""

import gc

from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayoutItem,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from dscp_desktop.widgets.flow import FlowRow
from dscp_desktop.widgets.layouts import empty_layout, laid_out


def words(whole: QWidget) -> list[str]:
    layout = whole.layout()
    assert layout is not None
    return [part.text() for part in laid_out(layout) if isinstance(part, QLabel)]


def test_widgets_are_found_in_the_order_of_the_layout(qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    box = QVBoxLayout(whole)
    row, grid = QHBoxLayout(), QGridLayout()
    QLabel("not laid out", whole)
    last = QLabel("last", whole)
    box.addWidget(QLabel("first"))
    box.addStretch()
    box.addLayout(row)
    box.addLayout(grid)
    box.addWidget(last)
    row.addWidget(QLabel("left"))
    row.addSpacing(4)
    row.addWidget(QLabel("right"))
    grid.addWidget(QLabel("under"), 1, 0)
    grid.addWidget(QLabel("over"), 0, 0)
    assert words(whole) == ["first", "left", "right", "under", "over", "last"]
    assert laid_out(QVBoxLayout()) == []


def test_a_row_that_wraps_gives_its_own(qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    row = FlowRow(whole)
    row.addWidget(QLabel("one"))
    row.add_room()
    row.addWidget(QLabel("three"))
    row.insert(1, QLabel("two"))
    assert words(whole) == ["one", "two", "three"]


def test_no_item_lives_on_in_python(qtbot: QtBot, qapp: QApplication) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    box = QVBoxLayout(whole)

    def held() -> int:
        return sum(issubclass(type(one), QLayoutItem) for one in gc.get_objects())

    for number in range(4):
        box.addWidget(QLabel(str(number)))
    before = held()
    assert words(whole) == ["0", "1", "2", "3"]
    assert held() == before
    empty_layout(box)
    qapp.processEvents()
    assert (words(whole), held()) == ([], before)
