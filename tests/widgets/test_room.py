"""Words that have more or less room: choosers, boxes of a chart, the rail."""

from __future__ import annotations

from dscp_desktop.widgets.boxchart import Box, BoxChart
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.painting import text_width
from dscp_desktop.widgets.rail import WIDE, NavItem, count_beside

LONG = "Safeguarding Executive Group: terms of reference"


def test_a_chooser_that_cuts_its_words_says_so_with_dots_and_a_tooltip(show):
    chooser = Chooser([(1, LONG)])
    chooser.setFixedWidth(160)
    show(chooser)
    cut = chooser.grab().toImage()
    assert chooser.toolTip() == LONG
    other = Chooser([(1, f"{LONG} and more")])  # the same as far as it can be seen
    other.setFixedWidth(160)
    show(other)
    assert other.grab().toImage() == cut
    other.setFixedWidth(800)
    other.grab()
    assert other.toolTip() == ""


def test_boxes_are_as_wide_as_the_widest_words_of_their_column(show):
    boxes = (
        Box("1", "Executive"),
        Box("2", "Workforce Learning and Development", "WLD", under="1"),
        Box("3", "Neglect", under="1"),
        Box("4", "A", "words without an end " * 9, under="2"),
    )
    chart = BoxChart("Structure")
    chart.set_boxes(boxes)
    show(chart)
    wide = {key: place.width() for key, place in chart._places.items()}
    assert wide["2"] == wide["3"] >= text_width(boxes[1].title, "strong") + 18
    assert wide["1"] < wide["2"] < wide["4"]
    assert wide["4"] <= 371
    assert chart._places["4"].left() > chart._places["2"].right()
    assert chart.minimumWidth() >= chart._places["4"].right()


def test_a_long_title_stands_whole_beside_what_is_late():
    late = NavItem("a", "Restraint sampling", "draw", count="9 late", urgent=True)
    room = WIDE - 8 - 12 - 20 - 12 - 8 - 10
    shown = count_beside(late, room)
    assert shown in {"9", "9 late"}
    assert text_width(late.title) + 6 + text_width(shown, "caption strong") <= room
    assert count_beside(NavItem("b", "Audits", "draw", count="9 late", urgent=True), room) == (
        "9 late"
    )
    assert count_beside(late, 40) == "9"


def test_a_chooser_that_is_offered_the_same_again_is_not_filled_anew(show):
    chooser = Chooser([("a", "One"), ("b", "Two")])
    show(chooser)
    chooser.set_value("b")
    emptied, changed = [], []
    chooser.model().rowsRemoved.connect(lambda *_rows: emptied.append(1))
    chooser.model().modelReset.connect(lambda: emptied.append(1))
    chooser.currentIndexChanged.connect(changed.append)
    chooser.set_options([("a", "One"), ("b", "Two")])
    assert (chooser.value(), emptied, changed) == ("b", [], [])
    chooser.set_options(iter([("b", "Two"), ("c", "Three")]))
    assert chooser.value() == "b"
    assert emptied
    assert not changed
    assert chooser.offers("c")
    assert not chooser.offers("a")
    chooser.set_value("a")  # not offered: the first is chosen
    assert chooser.value() == "b"
    chooser.set_options(())
    assert chooser.value() is None
