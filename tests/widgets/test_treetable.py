"""The table whose rows stand under each other: folding, sections, order, what is spoken."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from dscp_desktop.widgets.columns import Column, Section, is_line
from dscp_desktop.widgets.treetable import Branch, TreeTable


@dataclass(frozen=True)
class Item:
    id: str
    depth: int
    folds: bool = False


ROWS = (
    Item("a", 0, True),
    Item("a1", 1, True),
    Item("a11", 2),
    Item("a2", 1),
    Section("Others"),
    Item("b", 0, True),
    Item("b1", 1),
)


@pytest.fixture
def table(qtbot: QtBot) -> TreeTable:
    columns = (Column("Name", lambda row: row.id, lines=2), Column("Depth", lambda r: str(r.depth)))
    made = TreeTable(columns, "Tree", lambda row: Branch(row.depth, row.folds))
    qtbot.addWidget(made)
    made.resize(500, 400)
    with qtbot.waitExposed(made):
        made.show()
    made.set_tree(ROWS)
    made.setFocus()
    return made


def shown(table: TreeTable) -> list[str]:
    return [row.id if is_line(row) else row.title for row in table.rows.rows]


def test_a_row_folds_what_is_under_it_and_no_more(table: TreeTable) -> None:
    table.fold(ROWS[1])
    assert shown(table) == ["a", "a1", "a2", "Others", "b", "b1"]
    table.fold(ROWS[0])
    assert shown(table) == ["a", "Others", "b", "b1"]
    table.fold(ROWS[0], False)
    assert shown(table) == ["a", "a1", "a2", "Others", "b", "b1"]  # a1 stays as it was
    table.fold(ROWS[3])  # nothing is under it
    assert shown(table) == ["a", "a1", "a2", "Others", "b", "b1"]


def test_keys_go_in_and_out(table: TreeTable, qtbot: QtBot) -> None:
    table.choose("a11")
    for key, now in (
        (Qt.Key.Key_Right, "a11"),  # nothing is under it
        (Qt.Key.Key_Left, "a1"),
        (Qt.Key.Key_Left, "a1"),  # folds
        (Qt.Key.Key_Left, "a"),
        (Qt.Key.Key_Left, "a"),  # folds
        (Qt.Key.Key_Left, "a"),  # nothing is above it
        (Qt.Key.Key_Right, "a"),  # unfolds
        (Qt.Key.Key_Right, "a1"),
        (Qt.Key.Key_Right, "a1"),  # unfolds
        (Qt.Key.Key_Down, "a11"),
    ):
        qtbot.keyClick(table, key)
        assert table.value().id == now, key
    qtbot.keyClicks(table, "-")
    assert shown(table) == ["a", "Others", "b"]
    assert table.value().id == "a"  # what the current row stands under
    qtbot.keyClicks(table, "*")
    assert shown(table) == ["a", "a1", "a11", "a2", "Others", "b", "b1"]


def test_a_row_is_revealed_and_one_that_is_not_there_is_not(table: TreeTable) -> None:
    table.fold_all()
    assert table.reveal("a11")
    assert shown(table) == ["a", "a1", "a11", "a2", "Others", "b"]
    assert table.value().id == "a11"
    assert not table.reveal("c")


def test_levels_are_spoken_and_the_order_stays(table: TreeTable) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    assert table.rows.index(0, 0).data(role) == "a, level 1, unfolded"
    assert table.rows.index(2, 0).data(role) == "a11, level 3"
    assert table.rows.index(2, 1).data(role) == "2"
    table.set_order((0, True))
    assert shown(table)[0] == "a"
    menu = table.make_menu()
    texts = [one.text() for one in menu.actions() if one.text()]
    assert texts == ["Copy with headings", "Unfold all (*)", "Fold all (-)"]
    menu.actions()[-1].trigger()
    assert shown(table) == ["a", "Others", "b"]
    menu.close()
