"""Where things stood last: columns, the order of rows, tabs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.columns import Column
from dscp_desktop.widgets.latertabs import LaterTabs
from dscp_desktop.widgets.remembering import Remembered, remembered
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.treetable import Branch, TreeTable

ROWS = (("b", "second"), ("a", "first"))


def columns():
    return [Column("Number", lambda row: row[0], 90), Column("Words", lambda row: row[1])]


def table(show, name="Lines"):
    made = TableView(columns(), name, key=lambda row: row[0])
    made.set_rows(ROWS)
    show(made)
    return made


def test_a_table_keeps_the_width_of_a_column_and_the_order_of_its_rows(show):
    first = table(show)
    first.horizontalHeader().resizeSection(0, 140)
    first.horizontalHeader().sectionClicked.emit(0)
    again = table(show)
    assert again.columnWidth(0) == 140
    assert [again.rows.at(n)[0] for n in range(2)] == ["a", "b"]
    again.horizontalHeader().sectionClicked.emit(0)
    assert table(show).rows.order == (0, True)
    again.make_menu().actions()[-1].trigger()  # the order as given
    assert table(show).rows.order is None
    other = table(show, "Others")
    assert other.columnWidth(0) == 90
    assert other.rows.order is None


def test_a_column_that_is_gone_is_not_sorted_by(show):
    remembered["order of Lines"] = 7
    assert table(show).rows.order is None


def test_a_width_grows_with_the_text(show, monkeypatch):
    remembered["width of Number in Lines"] = 140
    monkeypatch.setattr(fonts, "_scale", 1.5)
    assert table(show).columnWidth(0) == 210


def test_a_tree_keeps_its_order(show):
    tree = TreeTable([Column("Name", str)], "Tree", lambda _row: Branch(0, False))
    tree.set_tree(("b", "a"))
    show(tree)
    tree.horizontalHeader().sectionClicked.emit(0)
    assert [tree.rows.at(n) for n in range(2)] == ["b", "a"]
    assert not [name for name in remembered if "Tree" in name]


def tabs(show):
    several = LaterTabs("Parts")
    for words in ("One", "Two", "Three"):
        several.add_later(lambda words=words: QLabel(words), words)
    show(several)
    return several


def test_tabs_come_back_to_the_one_that_was_shown(show, qtbot):
    first = tabs(show)
    assert first.currentIndex() == 0
    first.tabBar().setFocus()
    qtbot.keyClick(first.tabBar(), Qt.Key.Key_Right)
    qtbot.keyClick(first.tabBar(), Qt.Key.Key_Right)
    again = tabs(show)
    assert again.currentIndex() == 2
    assert isinstance(again.part(2), QWidget)
    again.hide()
    again.setCurrentIndex(0)
    again.show()
    assert again.currentIndex() == 0  # another one was asked for meanwhile


def test_what_is_remembered_lies_where_the_program_says():
    kept: dict[str, int] = {"tab": 3}
    place = Remembered()
    place["x"] = 1
    place.keep_in(kept)
    assert dict(place) == {"tab": 3}
    place["y"] = 2
    assert len(place) == 2
    del place["tab"]
    assert kept == {"y": 2}


def test_a_tab_that_was_empty_gives_the_keys_to_the_bar(show, qapp):
    """The ring stood round the whole page: Qt had given the keys to the room of the new tab."""
    tabs = LaterTabs("Parts")
    tabs.add_later(QLineEdit, "First")
    tabs.add_later(lambda: QLabel("Nothing to type in"), "Second")
    show(tabs)
    tabs.part(0).setFocus()
    tabs.setCurrentIndex(1)
    assert qapp.focusWidget() is tabs.tabBar()
