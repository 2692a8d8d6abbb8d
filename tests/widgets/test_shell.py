from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolTip, QVBoxLayout, QWidget

from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.footbar import FootBar
from dscp_desktop.widgets.page import Page, Splitter, TwoPanes, bar, pane
from dscp_desktop.widgets.palette import Hit, Palette, SearchBox
from dscp_desktop.widgets.rail import ICONS, NavItem, Rail
from dscp_desktop.widgets.remembering import remembered
from dscp_desktop.widgets.yearstrip import Block, Lane, Mark, StripLegend, YearStrip

PLACES = [
    NavItem("today", "Today", "today", count="8"),
    NavItem("actions", "Actions", "action", count="3 late", urgent=True),
    NavItem("budget", "Budget", "budget", "Partnership"),
]
FOOT = [NavItem("help", "Help", "help")]
ROLE = Qt.ItemDataRole


@pytest.fixture
def rail(show):
    made = Rail()
    made.set_items(PLACES, FOOT)
    made.choose("today")
    return show(made, 208, 600)


def test_rail_goes_by_arrow_and_click(qtbot, rail):
    rail.top.setFocus()
    with qtbot.waitSignal(rail.moved) as told:
        qtbot.keyClick(rail.top, Qt.Key.Key_Down)
    assert told.args == ["actions"]
    with qtbot.waitSignal(rail.moved) as told:
        qtbot.keyClick(rail.top, Qt.Key.Key_Down)
    assert told.args == ["budget"]
    with qtbot.waitSignal(rail.moved):
        qtbot.keyClick(rail.top, Qt.Key.Key_Return)
    at = rail.foot.visualRect(rail.foot.places.index(0)).center()
    with qtbot.waitSignal(rail.moved) as told:
        qtbot.mouseClick(rail.foot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert told.args == ["help"]
    rail.choose("help")
    assert not rail.top.selectedIndexes()
    assert rail.middle_of("help").y() > rail.middle_of("today").y()
    assert rail.middle_of("gone").x() == -1


def test_rail_speaks_counts_and_numbers(rail):
    assert [rail.key_at(n) for n in (0, 1, 3, 4, 5)] == [None, "today", "budget", "help", None]
    index = rail.top.places.index(1)
    assert index.data(ROLE.AccessibleTextRole) == "Actions, 3 late"
    assert index.data() == "Actions"
    assert index.data(ROLE.DecorationRole) is None
    assert rail.top.places.index(2).data() == "Partnership"
    assert rail.top.places.index(2).data(ROLE.ToolTipRole) is None


def test_narrow_rail_keeps_icons_and_tooltips(rail):
    rail.grab()
    rail.set_narrow(True)
    assert rail.width() == ICONS
    assert rail.top.places.index(1).data(ROLE.ToolTipRole) == "Actions, 3 late"
    rail.top.setFocus()
    assert not rail.grab().isNull()
    rail.set_narrow(False)
    assert rail.width() == 208


def test_page_has_header_banner_and_body(qtbot, show):
    page = Page("Budget", context="2022-23")
    page.add_beside_title(QLineEdit())
    page.add_button(Button("Print", icon="print"))
    page.set_search(SearchBox())
    page.set_search(SearchBox())
    body = pane(QLabel("x"))
    page.put_body(body)
    page.add_bar(bar(QLineEdit(), None, Button("Go")))
    page.add_bar(bar(Button("Accept", "primary")), below=True)
    show(page, 1300, 600)
    assert page.header.height() == 60
    page.show_banner(Banner("The totals differ"))
    assert page.panes() == [page.banner, body]
    first = page.banner
    page.show_banner(Banner("They differ still"))
    assert page.banner is not first
    page.show_banner(None)
    assert page.panes() == [body]
    page.set_title("Budget 2023", "draft")
    assert page.accessibleName() == "Budget 2023"
    assert page.context.text() == "draft"
    page.set_title("Budget")
    page.refresh()
    assert page.first_focus() is None
    assert page.may_leave()
    with qtbot.waitSignal(page.narrow_changed) as told:
        page.resize(900, 600)
    assert told.args == [True]
    page.set_search(None)


def test_splitter_is_remembered(show):
    remembered.clear()
    first = Splitter("actions", QLineEdit(), QLineEdit(), share=0.6)
    show(first, 1000, 300)
    assert abs(first.sizes()[0] - 595) < 15
    first.moveSplitter(300, 1)
    assert abs(remembered["actions"] - 300) < 15
    again = Splitter("actions", QLineEdit(), QLineEdit(), share=0.6)
    show(again, 1000, 300)
    assert abs(again.sizes()[0] - 300) < 20
    upright = Splitter("other", QLineEdit(), QLineEdit(), upright=True)
    show(upright, 300, 300)
    upright.grab()
    remembered.clear()


def test_detail_becomes_a_tab_where_it_is_narrow(show):
    first, second = QLineEdit("list"), QLineEdit("detail")
    panes = TwoPanes("x", first, second, titles=("Actions", "Detail"), limit=900)
    show(panes, 1200, 400)
    assert first.isVisible()
    assert second.isVisible()
    panes.show_second()
    panes.resize(800, 400)
    assert panes.is_tabbed()
    assert panes.tabs.tabText(1) == "Detail"
    assert first.isVisible()
    assert not second.isVisible()
    panes.show_second()
    assert second.isVisible()
    panes.show_first()
    assert first.isVisible()
    panes.show_second()
    second.setFocus()
    panes.resize(1200, 400)
    assert second.hasFocus()
    assert not panes.is_tabbed()
    assert first.isVisible()
    assert second.isVisible()
    assert second.text() == "detail"
    panes.resize(800, 400)
    assert panes.tabs.currentIndex() == 1
    assert second.hasFocus()


def test_foot_bar_is_true(show):
    foot = FootBar()
    show(foot, 1000, 28)
    assert not foot.sample.isVisible()
    foot.set_offline("Offline: records are on this computer only")
    foot.set_saved("Saved 10:42:07")
    foot.set_backup("Last backup today, 08:30")
    foot.set_sample("Sample records")
    foot.set_reading("Open to read")
    foot.set_marking("OFFICIAL-SENSITIVE")
    assert foot.saved.accessibleName() == "Saved 10:42:07"
    assert foot.sample.isVisible()
    assert foot.marking.accessibleName() == "Marking: OFFICIAL-SENSITIVE"
    foot.set_saved("Not saved", failed=True)
    assert foot.saved.token == "red"
    foot.set_sample("")
    foot.set_marking("")
    assert not foot.sample.isVisible()


HITS = (Hit(1, "New action", "Command", "add", "Ctrl+N"), Hit(2, "Neglect", "Group", "group"))


@pytest.fixture
def palette(show):
    window = QWidget()
    box = QVBoxLayout(window)
    box.addWidget(QLineEdit())
    show(window, 900, 600)
    asked = []

    def find(words):
        asked.append(words)
        return [hit for hit in HITS if words.casefold() in hit.words.casefold()]

    made = Palette(find, window)
    made.asked, made.under = asked, window.findChild(QLineEdit)
    made.under.setFocus()
    return made


def test_palette_finds_and_takes(qtbot, palette):
    palette.open()
    assert palette.line.hasFocus()
    assert palette.width() == 560
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    assert palette.list.value() is HITS[1]
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    qtbot.keyClick(palette.line, Qt.Key.Key_Up)
    assert palette.list.value() is HITS[0]
    palette.grab()
    qtbot.keyClicks(palette.line, "negl")
    with qtbot.waitSignal(palette.taken) as told:
        qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert told.args == [HITS[1]]
    assert not palette.isVisible()
    assert palette.under.hasFocus()
    assert palette.asked[0] == ""
    assert palette.asked[-1] == "negl"


def test_palette_waits_for_a_pause_and_says_when_nothing_is_there(qtbot, palette):
    palette.open()
    qtbot.keyClicks(palette.line, "zz")
    qtbot.waitUntil(lambda: palette.asked[-1] == "zz")
    assert palette.list._blank.isVisible()
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert palette.under.hasFocus()


def test_palette_goes_when_the_keys_go_and_takes_a_click(qtbot, palette):
    palette.open()
    palette.parentWidget().resize(500, 400)
    assert palette.width() < 500
    at = palette.list.visualRect(palette.list.rows.index(1, 0)).center()
    with qtbot.waitSignal(palette.taken) as told:
        qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert told.args == [HITS[1]]
    palette.open()
    qtbot.mouseClick(palette, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    palette.under.setFocus()
    assert not palette.isVisible()


def test_search_box_opens(qtbot, show):
    box = SearchBox()
    show(box, 268, 32)
    with qtbot.waitSignal(box.clicked):
        qtbot.keyClick(box, Qt.Key.Key_Space)
    assert box.accessibleName() == "Search or run a command (Ctrl+K)"
    box.resize(170, 32)
    assert not box.grab().isNull()


LANES = (
    Lane("Cycle", blocks=(Block(date(2023, 3, 1), date(2023, 5, 31), "3 Doing", "done"),)),
    Lane(
        "Executive",
        (Mark(date(2023, 7, 27), "held", key="jul"), Mark(date(2023, 10, 26), "next", key="oct")),
        code="EXEC",
    ),
    Lane("Quiet"),
    Lane(
        "PLG",
        (
            Mark(date(2023, 10, 19), "today", key="now"),
            Mark(date(2023, 12, 7), "planned", key="dec"),
            Mark(date(2025, 1, 1), "planned"),
        ),
        (
            Block(date(2023, 11, 1), date(2023, 11, 30), "4 Sharing", "now", key="four"),
            Block(date(2024, 3, 1), date(2024, 4, 30), "5 Reflect", "to come"),
            Block(date(2022, 1, 1), date(2022, 2, 1), "Past", "done"),
        ),
    ),
)


@pytest.fixture
def strip(show):
    made = YearStrip()
    made.set_year(date(2023, 4, 9), date(2023, 10, 19), LANES)
    return show(made, 1100, 130)


def test_strip_moves_by_arrows_and_speaks(qtbot, strip):
    strip.setFocus()
    assert strip.now == (1, 1)
    assert strip.accessibleDescription() == "Executive, Thursday 26 October 2023, next"
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    assert strip.accessibleDescription() == "Executive, Thursday 27 July 2023, held"
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    qtbot.keyClick(strip, Qt.Key.Key_Down)
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    assert strip.accessibleDescription().startswith("PLG, Thursday 19 October 2023")
    qtbot.keyClick(strip, Qt.Key.Key_Down)
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert strip.accessibleDescription() == "PLG, Wednesday 1 November 2023, 4 Sharing, now"
    with qtbot.waitSignal(strip.opened) as told:
        qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert told.args == ["four"]
    qtbot.keyClick(strip, Qt.Key.Key_End)
    last = strip.now
    qtbot.keyClick(strip, Qt.Key.Key_Home)
    assert strip.now == (last[0], 0)
    qtbot.keyClick(strip, Qt.Key.Key_A)
    assert not strip.grab().isNull()


def test_strip_takes_the_mouse(qtbot, strip):
    at = QPoint(round(strip.at(date(2023, 12, 7))), round(strip._middle(3)))
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=at)
    assert strip.now == (3, 2)
    with qtbot.waitSignal(strip.opened) as told:
        qtbot.mouseDClick(strip, Qt.MouseButton.LeftButton, pos=at)
    assert told.args == ["dec"]
    assert strip.event(QHelpEvent(QEvent.Type.ToolTip, at, strip.mapToGlobal(at)))
    assert strip.event(QHelpEvent(QEvent.Type.ToolTip, QPoint(1, 1), QPoint(1, 1)))
    qtbot.mouseDClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))


def test_a_block_says_its_words_wherever_the_mouse_rests_in_it(qtbot, strip):
    block = Block(
        date(2023, 5, 1), date(2023, 7, 31), "Phase 2", "done", "two", "Harm: phase 2", "2"
    )
    strip.set_year(date(2023, 4, 9), date(2023, 10, 19), (Lane("Harm", blocks=(block,)),))
    at = QPoint(round(strip.at(date(2023, 7, 1))), round(strip._middle(0)))
    strip.event(QHelpEvent(QEvent.Type.ToolTip, at, strip.mapToGlobal(at)))
    assert QToolTip.text() == "Harm, Monday 1 May 2023, Harm: phase 2, done"
    with qtbot.waitSignal(strip.opened) as told:
        qtbot.mouseDClick(strip, Qt.MouseButton.LeftButton, pos=at)
    assert told.args == ["two"]
    assert strip.event(QHelpEvent(QEvent.Type.ToolTip, QPoint(1, 1), QPoint(1, 1)))


def test_strip_without_marks_and_in_another_year(qtbot, strip):
    strip.codes = True
    strip.set_year(date(2030, 1, 1), date(2023, 10, 19), LANES)
    strip.setFocus()
    assert strip.now is None
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert strip.accessibleDescription() == "4 lines"
    assert strip.month(12) == date(2031, 1, 1)
    assert not strip.grab().isNull()


def test_legend_names_the_marks(show):
    legend = StripLegend()
    show(legend, 400, 20)
    assert legend.accessibleName() == "Marks: Held, Today, Next, Planned"
    assert not legend.grab().isNull()
    assert QApplication.instance() is not None
