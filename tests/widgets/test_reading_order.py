"""Tab goes through a page as it is laid out, whenever its parts were made."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column
from dscp_desktop.widgets.forms import TextField
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
