"""The ring that shows where the keys are."""

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.focus import FocusRing, visible_box
from dscp_desktop.widgets.page import scrolling

NASTY = '<img src="file://h/x"> & <5 =1+1'


def test_ring_follows_the_keys(qapp, qtbot, show):
    ring = FocusRing(qapp)
    whole = QWidget()
    box = QVBoxLayout(whole)
    first, second = Button("First"), Button("Second")
    box.addWidget(first)
    box.addWidget(second)
    show(whole)
    first.setFocus()
    assert ring.isVisible()
    assert ring.parentWidget() is whole
    assert ring.geometry() == visible_box(first).adjusted(-3, -3, 3, 3)
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert ring.geometry().center() == visible_box(second).center()
    whole.resize(400, 300)
    qtbot.waitUntil(lambda: ring.geometry() == visible_box(second).adjusted(-3, -3, 3, 3))
    assert ring.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    ring.grab()
    second.hide()
    assert not ring.isVisible() or QApplication.focusWidget() is first
    whole.close()
    assert ring.parentWidget() is None
    ring.deleteLater()


def test_in_a_bar_of_tabs_the_ring_goes_with_the_tab(qapp, show):
    """It went round the whole bar, out of the window at the right."""
    ring = FocusRing(qapp)
    tabs = QTabWidget()
    for words in ("One", "Another one", "The last"):
        tabs.addTab(QWidget(), words)
    show(tabs)
    bar = tabs.tabBar()
    bar.setFocus()
    for number in range(3):
        bar.setCurrentIndex(number)
        inside = ring.geometry().translated(-bar.mapTo(tabs, QPoint()))
        assert abs(inside.left() - bar.tabRect(number).left()) <= 3
        assert inside.right() <= bar.tabRect(number).right() + 3
    bar.clearFocus()
    bar.setCurrentIndex(0)  # nothing follows it any more
    ring.deleteLater()


def test_ring_outlives_a_dialog_that_had_the_keys(qapp, qtbot, show):
    """It went with the dialog, and nothing showed where the keys were from then on."""
    ring = FocusRing(qapp)
    dialog = QDialog()
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    button = QPushButton("Yes", dialog)
    with qtbot.waitActive(dialog):
        dialog.open()
    button.setFocus()
    assert ring.parentWidget() is dialog
    dialog.reject()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not isValid(dialog)
    line = QPushButton("Here")
    show(line)
    line.setFocus()
    assert ring.isVisible()
    line.close()
    ring.deleteLater()


def test_ring_is_cut_where_a_list_scrolls(qapp, show):
    ring = FocusRing(qapp)
    content = QWidget()
    box = QVBoxLayout(content)
    buttons = [QPushButton(str(n)) for n in range(40)]
    for button in buttons:
        box.addWidget(button)
    area = scrolling(content, "Buttons")
    show(area, 200, 200)
    buttons[0].setFocus()
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    assert visible_box(buttons[0]).isEmpty()
    assert not ring.isVisible()
    area.close()
    ring.deleteLater()
