"""The palette's lines: marked words, two lines where there is a place, all by Ctrl+Enter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from dscp_desktop.widgets.marked import brought_near, paint_marked, parts_of
from dscp_desktop.widgets.palette import Hit, Palette
from dscp_desktop.widgets.tables import ROW, TWO_LINE

Key = Qt.Key
COMMAND = Hit("c", "Go to Budget", "Place")
PLAIN = Hit("p", "Neglect", "Priority")
PAPER = Hit(
    "r", "Voice", "Paper, page 2", place="what the panel said", where="PLG", marked=((9, 14),)
)
LONG = Hit("l", "a " * 90 + "panel", "Outcome", where="PLG", named=((180, 185),))


@pytest.fixture
def palette(show):
    """A palette over a window; `ready` is what it finds at once, `asked` what it was asked."""
    window = QWidget()
    under = QLineEdit()
    QVBoxLayout(window).addWidget(under)
    made = Palette(lambda words: made.asked.append(words) or made.ready, window)
    made.asked, made.ready, made.under = [], [COMMAND], under
    show(window, 1000, 640)
    under.setFocus()
    return made


def painted(words, spans, wide=300, tone="t1"):
    """The picture of a marked line."""
    image = QImage(wide, 24, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_marked(painter, QRectF(0, 0, wide, 24), words, spans, "caption", tone)
    painter.end()
    return image


def ink(image):
    """How dark a picture is, whatever the colour."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return sum(255 - b for y in range(grey.height()) for b in bytes(grey.constScanLine(y)))


@pytest.mark.usefixtures("qapp")
def test_marked_words_are_bold_and_not_only_another_colour():
    plain, marked = painted("the panel said", ()), painted("the panel said", ((4, 9),))
    assert ink(marked) > ink(plain) * 1.04
    assert ink(marked) > ink(painted("the panel said", (), tone="t2")) * 1.04
    assert painted("panel " * 40, ((0, 5),)) != painted("panel " * 40, ())


@pytest.mark.usefixtures("qapp")
def test_a_line_begins_near_its_first_mark_where_that_would_be_cut():
    shown, spans = brought_near(LONG.words, LONG.named, 200, "base")
    assert shown.startswith("…a ")
    assert [shown[first:end] for first, end in spans] == ["panel"]
    assert brought_near(PAPER.place, PAPER.marked, 200, "caption") == (PAPER.place, PAPER.marked)
    whole = "x" * 300 + "panel"
    shown, ((first, end),) = brought_near(whole, ((300, 305),), 200, "caption")
    assert shown[first:end] == "panel"


@given(st.text(max_size=20), st.lists(st.integers(0, 20), max_size=6))
def test_the_parts_of_a_line_are_the_line(words, places):
    cuts = sorted({min(place, len(words)) for place in places})
    spans = tuple(zip(cuts[::2], cuts[1::2], strict=False))
    parts = list(parts_of(words, spans))
    assert "".join(part for part, _ in parts) == words
    assert [part for part, marked in parts if marked] == [
        words[first:end] for first, end in spans if end > first
    ]


def test_a_place_takes_a_second_line_and_is_spoken(qtbot, palette):
    palette.open()
    palette.show_hits([COMMAND, PLAIN, PAPER, LONG])
    heights = [palette.list.rowHeight(number) for number in range(4)]
    assert heights == [ROW, ROW, TWO_LINE, TWO_LINE]
    palette.parentWidget().resize(900, 640)
    assert [palette.list.rowHeight(number) for number in range(4)] == heights
    palette.grab()
    for _ in range(2):
        qtbot.keyClick(palette.line, Key.Key_Down)
    assert palette.line.accessibleDescription() == "Voice, Paper, page 2, PLG, what the panel said"


def test_what_comes_late_leaves_the_row_that_was_chosen(qtbot, palette):
    palette.ready = [COMMAND, PLAIN]
    palette.open()
    qtbot.keyClick(palette.line, Key.Key_Down)
    palette.show_hits([COMMAND, PLAIN, PAPER])
    assert palette.list.value() is PLAIN
    qtbot.keyClicks(palette.line, "v")
    qtbot.waitUntil(lambda: palette.asked[-1] == "v")
    assert palette.list.value() is COMMAND


def test_enter_before_the_answer_takes_the_first_that_comes(qtbot, palette):
    """What stood there was found for other words: it is neither taken nor wiped off meanwhile."""
    palette.open()

    def promise(words):
        palette.asked.append(words)
        palette.awaited = True
        return []

    palette.ask = promise
    qtbot.keyClicks(palette.line, "vo")
    with qtbot.assertNotEmitted(palette.taken):
        qtbot.keyClick(palette.line, Key.Key_Return)
    assert palette.asked[-1] == "vo"
    assert palette.list.value() is COMMAND
    with qtbot.waitSignal(palette.taken) as told:
        palette.show_hits([PAPER])
    assert told.args == [PAPER]
    assert not palette.isVisible()


def test_ctrl_enter_asks_for_all_that_is_found(qtbot, palette):
    palette.open()
    qtbot.keyClicks(palette.line, "voice ")
    with qtbot.waitSignal(palette.all_wanted) as told:
        qtbot.keyClick(palette.line, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["voice"]
    assert not palette.isVisible()
    assert palette.under.hasFocus()
