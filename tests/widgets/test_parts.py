import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.buttons import Button, TickBox
from dscp_desktop.widgets.choices import Choice, ChoiceList, WayRow
from dscp_desktop.widgets.dialogs import Question, Tell
from dscp_desktop.widgets.empty import Empty, EmptyState
from dscp_desktop.widgets.focus import wants_ring
from dscp_desktop.widgets.gallery import Gallery, sample_lanes
from dscp_desktop.widgets.progress import Progress
from dscp_desktop.widgets.status import KINDS, Message, Status, StatusLabel
from dscp_desktop.widgets.steps import StepStrip
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import CutText, Text
from dscp_desktop.widgets.theme import Theme, apply_theme, color
from dscp_desktop.widgets.toast import Toast

NASTY = '<img src="file://h/x"> & <5 =1+1'


def test_words_are_plain_everywhere(show):
    whole = QWidget()
    box = QVBoxLayout(whole)
    texts = [Text(NASTY, "base", wrap=True), CutText(NASTY), Message("late", NASTY)]
    for text in texts:
        box.addWidget(text)
        assert text.textFormat() is Qt.TextFormat.PlainText
        assert text.text() == NASTY
    button = Button(NASTY)
    box.addWidget(button)
    assert button.accessibleName() == NASTY
    assert button.shortcut().isEmpty()
    show(whole)
    assert not whole.grab().isNull()


def test_long_words_get_the_height_they_need(show):
    text = Text("All of these words should be seen by those who read them. " * 6, wrap=True)
    show(text, 600, 200)
    low = text.minimumHeight()
    text.resize(200, 200)
    assert text.minimumHeight() >= 2 * low
    text.setText("Short")
    assert text.minimumHeight() < 2 * low
    text.set_tone("red")
    assert text.property("tone") == "red"


def test_cut_words_are_whole_in_the_tooltip(show):
    text = CutText("A title that has no room to be shown in full")
    show(text, 80, 30)
    text.grab()
    assert text.toolTip() == text.text()
    text.resize(600, 30)
    text.grab()
    assert text.toolTip() == ""


@pytest.mark.parametrize("kind", ["primary", "secondary", "quiet", "danger", "link"])
@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST])
def test_buttons_are_pressed_by_key_and_mouse(qapp, qtbot, show, kind, theme):
    apply_theme(qapp, theme)
    button = Button("Build pack", kind, icon="pack", keys="Ctrl+B")
    show(button, 200, 40)
    for _ in range(2):
        with qtbot.waitSignal(button.clicked):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert button.accessibleName() == "Build pack (Ctrl+B)"
    bright = button.grab().toImage()
    button.setEnabled(False)
    assert button.grab().toImage() != bright


def test_icon_button_has_a_name_and_a_tooltip(qtbot):
    button = Button("Edit", "quiet", icon="edit", icon_only=True, dense=True)
    qtbot.addWidget(button)
    assert button.toolTip() == button.accessibleName() == "Edit"
    assert button.sizeHint().width() == button.sizeHint().height() == 28


@pytest.mark.usefixtures("qapp")
def test_what_does_not_exist_is_found_when_it_is_made():
    for make in (
        lambda: Button("Go", icon="dragon"),
        lambda: Status("dragon", "Late"),
        lambda: Status("late", "Late", icon="dragon"),
        lambda: Empty("Nothing", icon="dragon"),
    ):
        with pytest.raises(KeyError, match="dragon"):
            make()


def test_hovering_changes_a_button(show):
    whole = QWidget()
    box = QVBoxLayout(whole)
    buttons = [Button("Go", kind) for kind in ("primary", "secondary", "quiet", "link")]
    for button in buttons:
        box.addWidget(button)
    show(whole)
    for button in buttons:
        button.underMouse = lambda: True
        assert not button.grab().isNull()


def test_tick_box_ticks(qtbot, show):
    tick = TickBox("Print the sheet", help_words="Straight to the printer", count="2")
    show(tick, 300, 60)
    qtbot.keyClick(tick, Qt.Key.Key_Space)
    assert tick.isChecked()
    qtbot.mouseClick(tick, Qt.MouseButton.LeftButton, pos=QPoint(150, 10))
    assert not tick.isChecked()
    tick.set_count("3")
    assert tick.accessibleName() == "Print the sheet 3"
    assert tick.accessibleDescription() == "Straight to the printer"
    tick.setTristate(True)
    tick.setCheckState(Qt.CheckState.PartiallyChecked)
    assert not tick.grab().isNull()
    tick.setEnabled(False)
    assert not tick.grab().isNull()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_status_says_its_words(show, kind):
    label = StatusLabel(Status(kind, "9 working days late", chip=kind == "late", second="Chased"))
    show(label, 200, 60)
    assert label.accessibleName() == "9 working days late, Chased"
    label.grab()
    label.set_status(Status(kind, "Done"))
    assert label.accessibleName() == "Done"
    label.setFixedWidth(20)
    label.grab()
    assert label.toolTip() == "Done"


def test_banner_states_and_changes(show):
    banner = Banner("1 paper is missing.", "You can still build.", buttons=[Button("Write")])
    show(banner, 700, 80)
    assert banner.accessibleName() == "1 paper is missing. You can still build."
    banner.set_words("All papers are here", tone="grn")
    assert banner.accessibleName() == "All papers are here"
    assert not banner.help.isVisible()
    assert banner.tone == "grn"
    banner.grab()


def test_empty_state_speaks(show):
    state = EmptyState(Empty("No overdue actions", "Every action is done."), framed=True)
    show(state, 300, 120)
    assert state.accessibleName() == "No overdue actions. Every action is done."
    state.grab()


def test_progress_shows_after_a_while_and_can_be_stopped(qtbot, show):
    whole = QWidget()
    progress = Progress(patience=50)
    QVBoxLayout(whole).addWidget(progress)
    show(whole)
    progress.start("Reading sheet 1 of 3")
    assert not progress.isVisible()
    qtbot.waitUntil(progress.isVisible)
    progress.report("Reading sheet 2 of 3", 0.5)
    assert progress.accessibleName() == "Reading sheet 2 of 3, 50%"
    with qtbot.waitSignal(progress.cancelled):
        qtbot.mouseClick(progress.cancel, Qt.MouseButton.LeftButton)
    assert not progress.cancel.isEnabled()
    progress.finish()
    assert not progress.isVisible()
    progress.start("Short work", can_cancel=False)
    progress.finish()
    qtbot.wait(80)
    assert not progress.isVisible()


def test_safe_answer_has_the_keys(qtbot, show):
    done = []
    parent = QWidget()
    show(parent)
    question = Question(
        "Delete action E-047?",
        "It will go from the log.",
        safe="Keep it",
        do="Delete action",
        content=QLineEdit(),
        parent=parent,
    )
    question.ask(lambda: done.append(True))
    qtbot.waitUntil(lambda: QApplication.focusWidget() is question.safe)
    qtbot.keyClick(question, Qt.Key.Key_Escape)
    assert not question.isVisible()
    assert done == []
    question.open()
    qtbot.mouseClick(question.do, Qt.MouseButton.LeftButton)
    assert done == [True]
    assert question.accessibleName() == "Delete action E-047?"


def test_trouble_is_told(qtbot):
    tell = Tell("The USB drive is full", "Choose another drive or free 40 MB.")
    qtbot.addWidget(tell)
    tell.open()
    assert tell.accessibleDescription() == "Choose another drive or free 40 MB."
    qtbot.mouseClick(tell.close_button, Qt.MouseButton.LeftButton)
    assert not tell.isVisible()
    assert Tell("Done").accessibleName() == "Done"


def test_toast_undoes(qtbot, show):
    undone = []
    parent = show(QWidget(), 700, 400)
    line = QLineEdit(parent)
    line.show()
    line.setFocus()
    toast = Toast(parent)
    toast.tell("Action EXEC044 marked done", lambda: undone.append(1))
    assert toast.isVisible()
    assert "Ctrl+Z" in toast.accessibleName()
    before = toast.y()
    parent.resize(700, 500)
    assert toast.y() > before
    toast.grab()
    qtbot.mouseClick(toast.undo, Qt.MouseButton.LeftButton)
    assert undone == [1]
    assert not toast.isVisible()
    toast.underMouse = lambda: False
    assert line.hasFocus()
    toast.tell("Saved")
    assert not toast.undo.isVisible()
    toast._timer.timeout.emit()
    assert not toast.isVisible()


def test_toast_never_covers_what_has_the_keys(show):
    parent = show(QWidget(), 700, 400)
    above, below = QLineEdit(parent), QLineEdit(parent)
    above.move(300, 200)
    below.move(300, 360)
    for line in (above, below):
        line.show()
    below.setFocus()
    toast = Toast(parent)
    toast.tell("Item 4 moved")
    assert toast.y() < 100
    above.setFocus()
    assert toast.y() > 300
    below.setFocus()
    assert toast.y() < 100


def test_toast_never_covers_the_row_that_has_the_keys(qtbot, show):
    parent = show(QWidget(), 700, 400)
    rows = QListWidget(parent)
    rows.addItems([f"Row {n}" for n in range(60)])
    rows.setGeometry(0, 60, 700, 340)
    rows.show()
    rows.setFocus()
    rows.setCurrentRow(0)
    toast = Toast(parent)
    toast.tell("Action EXEC044 marked done")
    assert toast.y() > 300
    for _ in range(40):
        qtbot.keyClick(rows, Qt.Key.Key_Down)
        qtbot.wait(1)
        box = rows.visualRect(rows.currentIndex())
        box.moveTopLeft(rows.viewport().mapTo(parent, box.topLeft()))
        assert not toast.geometry().intersects(box)
    assert toast.y() < 60
    rows.setCurrentRow(0)
    qtbot.waitUntil(lambda: toast.y() > 300)


def test_steps_say_how_far(show):
    strip = StepStrip(["Look", "Check", "Accept"], 1)
    show(strip, 500, 44)
    assert strip.accessibleName() == "Steps: 1 Look, done; 2 Check, now; 3 Accept, to come"
    strip.grab()
    strip.set_now(3)
    assert "to come" not in strip.accessibleName()


def test_choices_move_by_arrows(qtbot, show):
    choices = [
        Choice("a", "Manager", "Read and write"),
        Choice("b", "Officer", "Read only", Status("waiting", "Has it open")),
        Choice("c", "Gone", enabled=False),
    ]
    chooser = ChoiceList("Who are you?", choices)
    show(chooser, 400, 160)
    assert chooser.value() == "a"
    chooser.setFocus()
    with qtbot.waitSignal(chooser.changed) as told:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert told.args == ["b"]
    assert chooser.rows()[1].accessibleDescription() == "Read only, Has it open"
    qtbot.mouseClick(chooser.rows()[0], Qt.MouseButton.LeftButton, pos=QPoint(200, 20))
    assert chooser.value() == "a"
    chooser.set_choices(choices[1:])
    assert chooser.value() == "b"
    chooser.set_choices([])
    assert chooser.value() is None
    assert not chooser.set_value("x")


def test_ways_are_pressed(qtbot, show):
    way = WayRow("Open another store", "Or drop a store here", "folder", keys="Ctrl+O")
    show(way, 400, 48)
    with qtbot.waitSignal(way.clicked):
        qtbot.keyClick(way, Qt.Key.Key_Space)
    assert way.accessibleName() == "Open another store (Ctrl+O)"
    way.underMouse = lambda: True
    way.grab()


def test_tables_with_rows_paint_their_own_ring(qtbot):
    table = TableView([], "None")
    qtbot.addWidget(table)
    assert wants_ring(table)
    line = QLineEdit()
    qtbot.addWidget(line)
    line.setProperty("ownRing", True)
    assert not wants_ring(line)


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST])
@pytest.mark.parametrize("size", [1.0, 2.0])
def test_gallery_shows_everything(qapp, show, theme, size):
    apply_theme(qapp, theme, size)
    gallery = Gallery("Components")
    show(gallery, 1000, 900)
    picture = gallery.grab().toImage()
    assert picture.pixelColor(3, 3) == color("surface")
    assert len({picture.pixel(x, y) for x in range(0, 900, 7) for y in range(0, 800, 7)}) > 8
    assert len(sample_lanes()) == 3


def test_every_control_of_the_gallery_has_a_name(show):
    gallery = Gallery("Components")
    show(gallery, 1000, 1600)
    for widget in gallery.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            heard = QAccessible.queryAccessibleInterface(widget)
            assert heard.text(QAccessible.Text.Name), widget
