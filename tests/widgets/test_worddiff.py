"""Changed words are marked without colour, keep their room and are heard."""

import pytest
from PySide6.QtGui import QImage

from dscp_desktop.core.worddiff import compare_words
from dscp_desktop.widgets.theme import Theme, apply_theme, color
from dscp_desktop.widgets.worddiff import WordDiff

RUNS = compare_words("The report comes in May.", "The report comes in June.")


def test_each_side_has_its_words(qtbot):
    old, new = WordDiff(RUNS, side="old", name="Before"), WordDiff(RUNS, side="new")
    both = WordDiff(RUNS)
    for widget in (old, new, both):
        qtbot.addWidget(widget)
    assert old.words() == "The report comes in May."
    assert new.words() == "The report comes in June."
    assert old.accessibleName() == "Before: The report comes in [cut: May]."
    assert new.accessibleName() == "The report comes in [new: June]."
    assert both.accessibleName() == "The report comes in [cut: May][new: June]."
    both.set_runs(())
    assert both.accessibleName() == "nothing"


def test_cut_is_struck_and_new_is_underlined(qtbot):
    both = WordDiff(RUNS)
    qtbot.addWidget(both)
    cut, new = both._formats()
    assert (cut.format.fontStrikeOut(), cut.format.fontUnderline()) == (True, False)
    assert (new.format.fontStrikeOut(), new.format.fontUnderline()) == (False, True)
    assert (cut.start, cut.length) == (20, 3)
    assert (new.start, new.length) == (23, 4)


def test_signs_beyond_the_first_plane_keep_marks_in_place(qtbot):
    widget = WordDiff(compare_words("\U0001f600 a", "\U0001f600 b"))
    qtbot.addWidget(widget)
    assert [part.start for part in widget._formats()] == [3, 4]


def test_it_takes_the_height_it_needs(show):
    long = "Words that go on and on. " * 20
    widget = WordDiff(compare_words(long, long + "More."))
    show(widget, 600, 300)
    low = widget.minimumHeight()
    widget.resize(200, 300)
    assert widget.minimumHeight() > 2 * low
    widget.set_runs(compare_words("one\ntwo", "one\ntwo"))
    assert widget.heightForWidth(400) == 2 * widget.minimumSizeHint().height()
    assert widget.sizeHint().width() >= 80


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST])
def test_it_is_painted_in_every_theme(qapp, show, theme):
    apply_theme(qapp, theme)
    widget = WordDiff(RUNS)
    show(widget, 300, 40)
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    seen = {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}
    assert len(seen) > 2
    assert color("t1").isValid()
