"""A timetable in the window: keys, mouse, words, and months nearer and farther."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from dscp_desktop.core.timetable import Block, Lane, Timetable
from dscp_desktop.widgets.gantt import GanttView
from dscp_desktop.widgets.ganttlegend import GanttLegend

Key, ALT = Qt.Key, Qt.KeyboardModifier.AltModifier


def month(year, number):
    last = {2: 28, 4: 30}.get(number, 31)
    return date(year, number, 1), date(year, number, last)


ROOF = Lane(
    "Roof",
    "Under way",
    (
        Block("1", *month(2023, 5), "done", "step 1, done", key="a"),
        Block("2", *month(2023, 10), "now", "step 2, now", key="b"),
        Block("3", *month(2024, 3), "to come", "step 3", first=month(2024, 2), key="c"),
    ),
)
CELLAR = Lane("Cellar", key="cellar", note="Not known")
YARD = Lane("Yard", blocks=(Block("1", *month(2024, 1), "late", key="d"),))
CHART = Timetable((ROOF, CELLAR, YARD), date(2023, 4, 1), 24, date(2023, 10, 19))


def made(qtbot, chart=CHART, key=""):
    view = GanttView("Works")
    qtbot.addWidget(view)
    view.set_timetable(chart, key)
    view.resize(1000, view.sizeHint().height())
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    return view


def test_keys_go_from_block_to_block_and_say_each(qtbot):
    view = made(qtbot)
    seen = []
    view.chosen.connect(seen.append)
    view.setFocus()
    assert view.key() == "b"  # what is done now
    assert view.accessibleName() == "Works"
    assert view.accessibleDescription() == "Roof: step 2, now"
    for key, wanted in (
        (Key.Key_Left, "a"),
        (Key.Key_Left, "a"),
        (Key.Key_End, "c"),
        (Key.Key_Home, "a"),
        (Key.Key_Up, "a"),
        (Key.Key_End, "c"),
        (Key.Key_Down, "cellar"),
        (Key.Key_Right, "cellar"),
        (Key.Key_Down, "d"),
        (Key.Key_Down, "d"),
    ):
        qtbot.keyClick(view, key)
        assert view.key() == wanted
    assert seen == ["a", "c", "a", "c", "cellar", "d"]
    view.choose("cellar")
    assert view.accessibleDescription() == "Cellar: Not known"
    assert view.block() is None
    assert not view.choose("nothing")


def test_it_opens_and_asks_to_move(qtbot):
    view = made(qtbot, key="c")
    opened, moved = [], []
    view.opened.connect(opened.append)
    view.move_asked.connect(lambda key, months: moved.append((key, months)))
    qtbot.keyClick(view, Key.Key_Return)
    qtbot.keyClick(view, Key.Key_Right, ALT)
    qtbot.keyClick(view, Key.Key_Left, ALT)
    assert opened == ["c"]
    assert moved == [("c", 1), ("c", -1)]
    view.choose("cellar")
    qtbot.keyClick(view, Key.Key_Left, ALT)
    assert len(moved) == 2  # there is nothing to move
    middle = view.drawing().places[1]
    point = QPoint(round(middle.x + 4), round(middle.y + 4))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    assert view.key() == "b"
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    assert opened == ["c", "b"]
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(2, 2))
    assert view.key() == "b"
    help_event = QHelpEvent(QEvent.Type.ToolTip, point, view.mapToGlobal(point))
    QApplication.sendEvent(view, help_event)
    assert "Roof: step 2, now" in QToolTip.text()


def test_months_come_nearer_and_what_is_chosen_stays_in_sight(qtbot):
    view = made(qtbot, key="a")
    zoomed = []
    view.zoomed.connect(zoomed.append)
    qtbot.keyClick(view, Key.Key_Plus)
    assert (view.first, view.months) == (date(2023, 4, 1), 12)
    qtbot.keyClick(view, Key.Key_Plus)
    qtbot.keyClick(view, Key.Key_PageDown)
    assert view.first == date(2023, 10, 1)
    qtbot.keyClick(view, Key.Key_Home)
    view.choose("a")
    assert view.first == date(2023, 5, 1)
    qtbot.keyClick(view, Key.Key_End)
    assert view.first == date(2023, 5, 1)
    for _ in range(5):
        qtbot.keyClick(view, Key.Key_Minus)
    assert zoomed == [12, 24, 48, 96]
    assert view.first == date(2023, 4, 1)
    qtbot.keyClick(view, Key.Key_PageUp)
    assert view.first == date(2019, 4, 1)
    for _ in range(20):
        view.pan(-96)
    assert view.first >= date(1990, 1, 1)
    # Other lanes at another time: their own months.
    view.set_timetable(replace(CHART, starts=date(2050, 1, 1)))
    assert (view.first, view.months) == (date(2050, 1, 1), 24)


def test_fewer_months_are_shown_where_the_numbers_would_not_fit(qtbot):
    """Two steps of one month stood as '12' in a small window."""
    may = month(2023, 5)
    half = replace(ROOF, blocks=(Block("1", *may, "done"), Block("2", *may, "done", key="b")))
    chart = Timetable((half, YARD), date(2021, 4, 1), 40, date(2023, 10, 19))
    view = made(qtbot, chart)
    assert (view.first, view.months) == (date(2021, 4, 1), 40)
    view.resize(660, view.height())
    assert (view.first, view.months) == (date(2022, 8, 1), 24)  # they end with the last month
    view.set_timetable(replace(chart, today=date(2022, 10, 19)))
    assert view.first == date(2021, 10, 1)  # today in the middle
    qtbot.keyClick(view, Key.Key_Minus)
    view.resize(640, view.height())
    assert view.months == 48  # what a person asked for stays


def test_it_is_painted_with_what_is_chosen(qtbot):
    view = made(qtbot, key="b")
    place = view.place()
    picture = view.grab().toImage()
    inside = picture.pixelColor(round(place.left() + 4), round(place.top() + 4))
    assert inside != picture.pixelColor(round(place.right() + 12), round(place.top() + 4))
    high = view.sizeHint().height()
    view.set_compact(True)
    assert view.sizeHint().height() < high
    assert view.minimumSizeHint().height() == view.sizeHint().height()
    other = GanttView("Empty")
    qtbot.addWidget(other)
    other.set_timetable(None)
    other.resize(300, 100)
    assert other.grab().width() == 300
    assert other.place() is None
    assert other.keys() == []
    qtbot.keyClick(other, Key.Key_Right)
    assert other.accessibleDescription() == "0 lines"


def test_the_legend_names_what_there_is(qtbot):
    legend = GanttLegend()
    qtbot.addWidget(legend)
    assert legend.accessibleName() == "Fills: Done, Now, Not started"
    legend.show_for(CHART)
    assert legend.names == ["Done", "Now", "Not started", "Late", "First plan"]
    legend.show_for(CHART)
    assert legend.grab().width() > 200
