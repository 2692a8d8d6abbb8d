"""Two texts side by side: what is said, where the changes are, and how keys go through them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from dscp_desktop.core.worddiff import compare_words
from dscp_desktop.widgets.boxchart import Box, BoxChart
from dscp_desktop.widgets.compare import ComparedPart, CompareView, text_left
from dscp_desktop.widgets.comparetext import set_text
from dscp_desktop.widgets.fonts import set_text_scale
from dscp_desktop.widgets.page import scrolling
from dscp_desktop.widgets.painting import text_width

Key = Qt.Key
PARTS = (
    ComparedPart("1", "Purpose", compare_words("It meets.", "It meets.")),
    ComparedPart("2", "Aims", compare_words("Five aims, whoever asks.", "Six aims.")),
    ComparedPart("3", "Review", compare_words("", "Once a year.")),
    ComparedPart("4", "Close", compare_words("The end", "The end")),
)


def shown(qtbot: QtBot, parts: tuple[ComparedPart, ...] = PARTS) -> tuple[CompareView, QScrollArea]:
    view = CompareView()
    area = scrolling(view, "Comparison")
    qtbot.addWidget(area)
    area.resize(620, 160)
    view.set_parts(parts, "Version 1 compared with version 2")
    area.show()
    return view, area


def test_a_change_is_what_was_cut_with_what_took_its_place() -> None:
    assert PARTS[0].changes == ()
    assert len(PARTS[1].changes) == 2
    assert PARTS[1].spoken(0) == "cut: Five; new: Six"
    assert PARTS[2].spoken(0) == "new: Once a year."


def test_keys_go_from_change_to_change_and_say_it(qtbot: QtBot) -> None:
    view, area = shown(qtbot)
    assert view.count() == 3
    assert view.accessibleName() == "Version 1 compared with version 2"
    assert view.accessibleDescription() == "Change 1 of 3, part 2 Aims, cut: Five; new: Six"
    told: list[int] = []
    view.moved.connect(told.append)
    for key in (Key.Key_Down, Key.Key_End, Key.Key_Down, Key.Key_Up, Key.Key_Home, Key.Key_A):
        qtbot.keyClick(view, key)
    assert told == [1, 2, 2, 1, 0]
    assert view.go_to_part("3")
    assert not view.go_to_part("1")
    assert area.verticalScrollBar().value() > 0
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 70))
    assert view.present() is PARTS[1]
    area.grab()


def test_without_a_change_nothing_is_present(qtbot: QtBot) -> None:
    view, area = shown(qtbot, PARTS[:1])
    assert area.isVisible()
    assert view.accessibleDescription() == "No change"
    assert view.present() is None
    view.step(1)
    assert view.now == -1
    view.grab()


def test_a_side_marks_its_words_without_the_space_before_them(qtbot: QtBot) -> None:
    assert qtbot is not None
    runs = compare_words("at noon", "at noon, sharp")
    newer = set_text(runs, "new", 300, "base")
    assert newer.marked
    assert newer.lines_of(0, len(runs)) == (0,)
    older = set_text(runs, "cut", 300, "base")
    assert not older.marked
    nothing = set_text(compare_words("", "New"), "cut", 300, "base")
    assert nothing.empty
    assert nothing.layout.text() == "Not in this version"


def test_boxes_are_walked_along_their_lines(qtbot: QtBot) -> None:
    chart = BoxChart("Structure")
    qtbot.addWidget(chart)
    boxes = [
        Box("a", "Alpha", "A", spoken="Alpha, at the top"),
        Box("b", "Beta", under="a"),
        Box("c", "Gamma", under="a", apart=True),
        Box("d", "Delta", under="c"),
    ]
    chart.set_boxes(boxes)
    chart.show()
    chart.setFocus()
    assert chart.accessibleDescription() == "Alpha, at the top"
    path = []
    keys = (Key.Key_Right, Key.Key_Down, Key.Key_Down, Key.Key_Right, Key.Key_Right)
    for key in (*keys, Key.Key_Left, Key.Key_Left, Key.Key_Left, Key.Key_End, Key.Key_Home):
        qtbot.keyClick(chart, key)
        path.append(chart.now)
    assert path == ["b", "c", "c", "d", "d", "c", "a", "a", "d", "a"]
    with qtbot.waitSignal(chart.opened) as opened:
        qtbot.keyClick(chart, Key.Key_Return)
    assert opened.args == ["a"]
    place = chart._places["c"].center().toPoint()
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place)
    assert chart.now == "c"
    with qtbot.waitSignal(chart.opened):
        qtbot.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=place)
    chart.grab()
    chart.set_boxes(boxes[:2])
    assert chart.now == "a"


def test_the_words_in_the_margin_have_room_in_large_text() -> None:
    """'New' was cut to '+ ...' at 150%."""
    try:
        for scale in (1.0, 1.5, 2.0):
            set_text_scale(scale)
            assert text_width("+ New", "caption strong") < text_left() - 24 - 15 * scale
    finally:
        set_text_scale(1.0)
