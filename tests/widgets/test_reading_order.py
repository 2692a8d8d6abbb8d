"""Tab goes through a page as it is laid out, whenever its parts were made."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column
from dscp_desktop.widgets.focus import keep_reading_order
from dscp_desktop.widgets.forms import TextField
from dscp_desktop.widgets.latertabs import LaterTabs
from dscp_desktop.widgets.page import Page, TwoPanes, bar, pane, scrolling
from dscp_desktop.widgets.palette import SearchBox
from dscp_desktop.widgets.tables import TableView


def build() -> tuple[Page, list[QWidget]]:
    page = Page("Budget")
    new, field, accept = Button("New"), QLineEdit(), Button("Accept")
    page.add_button(new)
    page.add_bar(bar(field))
    page.add_bar(bar(accept), below=True)
    table = TableView([Column("Name", str)], "Names")
    table.set_rows(["a", "b"])
    content = QWidget()
    detail = QVBoxLayout(content)
    first, later = Button("First"), Button("Later")
    detail.addWidget(first)
    inner = QVBoxLayout()
    detail.addLayout(inner)
    page.put_body(TwoPanes("t", table, pane(scrolling(content, "Detail")), limit=200))
    search, why = SearchBox(), Button("Why")
    page.set_search(search)
    page.show_banner(Banner("The totals differ", "", buttons=[why]))
    inner.addWidget(later)
    return page, [search, new, why, field, table, first, later, accept]


def test_tab_follows_the_layout_there_and_back(show, qtbot):
    page, order = build()
    show(page, 1300, 600)
    page.activateWindow()
    order[0].setFocus()
    for step in [*order[1:], order[0]]:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is step
    for step in reversed(order):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
        assert QApplication.focusWidget() is step


def test_tabs_and_fields_made_before_the_header_come_after_it(show, qtbot):
    page, tabs, later = Page("Budget"), LaterTabs("Parts"), QWidget()
    field, below = TextField("Reason"), Button("Save")
    page.put_body(tabs)
    room = QVBoxLayout(later)
    room.addWidget(below)
    room.insertWidget(0, field)
    tabs.add_later(lambda: later, "First")
    new, back = page.add_button(Button("New")), page.add_back()
    window, outside = QWidget(), Button("Outside")
    beside = QHBoxLayout(window)
    for part in (outside, page):
        beside.addWidget(part)
    show(window, 900, 600)
    window.activateWindow()
    order = [outside, back, new, tabs.tabBar(), field.editor, below, outside]
    outside.setFocus()
    keep_reading_order(page)  # as the window does while the keys are outside
    for step in order[1:]:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is step
    for step in reversed(order[:-1]):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
        assert QApplication.focusWidget() is step


def test_what_stands_behind_a_list_is_not_jumped_over_on_the_way_back(show, qtbot):
    page, accept, content = Page("Import"), Button("Accept"), QWidget()
    page.add_bar(bar(accept), below=True)
    room = QVBoxLayout(content)
    tables = [TableView([Column("Name", str)], name) for name in ("New", "Changed")]
    for table in reversed(tables):
        table.set_rows(["a", "b"])
        room.insertWidget(0, table)
    page.put_body(TwoPanes("t", QWidget(), scrolling(content, "Rows"), limit=5000))
    new = page.add_button(Button("New"))
    window, outside = QWidget(), Button("Outside")
    beside = QHBoxLayout(window)
    for part in (outside, page):
        beside.addWidget(part)
    show(window, 1300, 900)
    window.activateWindow()
    page.body.tabs.setCurrentIndex(1)
    order = [outside, new, page.body.tabs.tabBar(), *tables, accept]
    outside.setFocus()
    keep_reading_order(page)
    for key, way in ((Qt.Key.Key_Tab, order), (Qt.Key.Key_Backtab, order[::-1])):
        for step in (*way[way.index(outside) + 1 :], *way[: way.index(outside) + 1]):
            qtbot.keyClick(QApplication.focusWidget(), key)
            keep_reading_order(page)
            assert QApplication.focusWidget() is step
    qtbot.mouseClick(tables[0].viewport(), Qt.MouseButton.LeftButton)
    assert tables[0].hasFocus()


def test_what_stands_in_a_list_comes_after_it_and_before_what_is_below(show, qtbot):
    page, below = Page("Today"), Button("Year before")
    table = TableView([Column("Name", str)], "Meetings")
    table.set_rows(["a", "b"])
    page.put_body(table)
    page.add_bar(bar(below), below=True)
    starts = [Button("Start a"), Button("Start b")]
    for row in (1, 0):
        table.setIndexWidget(table.rows.index(row, 0), starts[row])
    show(page, 900, 600)
    page.activateWindow()
    table.setFocus()
    for key, order in (
        (Qt.Key.Key_Tab, [*starts, below, table]),
        (Qt.Key.Key_Backtab, [below, *reversed(starts), table]),
    ):
        for step in order:
            qtbot.keyClick(QApplication.focusWidget(), key)
            assert QApplication.focusWidget() is step


def test_the_bar_of_tabs_has_a_name_and_comes_before_what_is_in_them(show, qtbot):
    page, order = build()
    page.body.limit = 5000
    show(page, 1300, 600)
    page.activateWindow()
    assert page.body.tabs.tabBar().accessibleName() == "List and Detail"
    order[3].setFocus()
    for step in (page.body.tabs.tabBar(), order[4], order[-1]):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is step


def test_enter_presses_the_button_that_has_the_keys(qtbot):
    button, pressed = Button("Leave the form"), []
    qtbot.addWidget(button)
    button.clicked.connect(lambda: pressed.append(True))
    with qtbot.waitExposed(button):
        button.show()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        qtbot.keyClick(button, key)
    assert len(pressed) == 3
    qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(pressed) == 3


def test_fields_that_are_put_in_later_do_not_catch_the_keys_behind_the_last_stop(show, qtbot):
    page = Page("Budget")
    new, content, accept = Button("New"), QWidget(), Button("Accept")
    page.add_button(new)
    room = QVBoxLayout(content)
    page.put_body(content)
    page.add_bar(bar(accept), below=True)
    show(page, 900, 600)
    page.activateWindow()
    fields = [TextField("Point one"), TextField("Point two")]
    for field in fields:
        room.addWidget(field)
    qtbot.waitUntil(fields[1].editor.isVisible)
    accept.setFocus()
    order = [new, fields[0].editor, fields[1].editor, accept, new]
    for step in order:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is step
    for step in reversed(order[:-1]):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
        assert QApplication.focusWidget() is step
