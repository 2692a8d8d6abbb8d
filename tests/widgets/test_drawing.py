"""Charts in the window: painted in every theme, moved through by keys, heard and pointed at."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QImage, QPainter
from PySide6.QtWidgets import QHBoxLayout, QToolTip, QVBoxLayout, QWidget

from dscp_desktop.core.charts import Gantt, Mark, Period, RunChart, Series, Sparkline, StackedBars
from dscp_desktop.core.drawing import PATTERNS, Area, Dot, Drawing, Stroke, Words
from dscp_desktop.widgets.charts import ChartView
from dscp_desktop.widgets.drawing import measure, paint_drawing, paint_pattern, text_size
from dscp_desktop.widgets.gallery import Gallery, sample_charts
from dscp_desktop.widgets.theme import Theme, apply_theme, color

YEARS = ("2020-21", "2021-22", "2022-23")
BARS = StackedBars(
    YEARS,
    (Series("County", (186_100_00, None, 191_604_00)), Series("Police", (1_00, 2_00, 39_285_00))),
    "pounds",
    notes=("Entered", "Entered", "Published"),
)
LATE = Series("Late", (3, None, 4))
PHASES = Gantt(
    (Period("Scope", date(2023, 9, 1), date(2023, 9, 29)),
     Period("Audit", date(2023, 9, 30), date(2023, 11, 3))),
    (Mark(date(2023, 10, 19), "Today"),),
)  # fmt: skip
CHARTS = [BARS, RunChart(YEARS, LATE, middle=3, target=3), PHASES, Sparkline(YEARS, LATE)]
THEMES = [Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST]


def picture(draw, wide: int = 60, high: int = 60) -> QImage:
    """Return what a function draws on the surface of the theme."""
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(color("surface"))
    painter = QPainter(image)
    draw(painter)
    painter.end()
    return image


def colours(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize("theme", THEMES)
def test_patterns_differ_also_without_colour(qapp, theme):
    apply_theme(qapp, theme)
    box = QRectF(4, 4, 50, 50)
    grey = QImage.Format.Format_Grayscale8
    made = [
        picture(lambda painter, n=n: paint_pattern(painter, box, n)).convertToFormat(grey)
        for n in range(len(PATTERNS))
    ]
    for one, other in combinations(made, 2):
        places = [(x, y) for x in range(6, 52) for y in range(6, 52)]
        apart = [abs((one.pixel(*p) & 255) - (other.pixel(*p) & 255)) for p in places]
        assert sum(apart) / len(apart) > 8
    plain = picture(lambda painter: paint_pattern(painter, box, -1)).convertToFormat(grey)
    assert plain == made[PATTERNS.index("plain")]


@pytest.mark.parametrize("theme", THEMES)
def test_each_shape_is_painted_in_the_colours_of_the_theme(qapp, theme):
    apply_theme(qapp, theme)

    def shown(shape) -> set[int]:
        drawing = Drawing(60, 60, (shape,))
        return colours(picture(lambda p: paint_drawing(p, drawing, QRectF(0, 0, 60, 60))))

    across = ((5.0, 30.0), (55.0, 30.0))
    assert color("acc").rgb() in shown(Stroke(across, dashed=True))
    assert color("hair").rgb() in shown(Stroke(across, 0.5, quiet=True))
    assert color("ctl").rgb() in shown(Stroke(across, 1.0, quiet=True))
    assert len(shown(Stroke(((5, 5), (50, 30), (55, 55))))) > 2  # smooth
    assert color("acc").rgb() in shown(Dot(30, 30, 5))
    hollow = Drawing(60, 60, (Dot(30, 30, 8, hollow=True),))
    image = picture(lambda p: paint_drawing(p, hollow, QRectF(0, 0, 60, 60)))
    assert image.pixel(30, 30) == color("surface").rgb()
    assert len(shown(Words(30, 30, "Mm", 14, "middle", bold=True))) > 2
    assert len(shown(Words(30, 30, "Mm", 14, "right", quiet=True))) > 2


def test_a_drawing_is_painted_where_and_as_wide_as_it_is_asked_for():
    drawing = Drawing(30, 30, (Area(0, 0, 30, 30, 0),))
    image = picture(lambda p: paint_drawing(p, drawing, QRectF(20, 10, 15, 15)))
    inside = {
        (x, y) for x in range(60) for y in range(60) if image.pixel(x, y) == color("acc").rgb()
    }
    assert min(inside) == (20, 10)
    assert max(inside) == (34, 24)


def test_words_are_as_wide_as_they_are_measured(qapp):
    assert measure("Council", 24, False) == pytest.approx(
        2 * measure("Council", 12, False), rel=0.1
    )
    assert measure("Council", 12, True) > measure("Council", 12, False)
    plain = text_size()
    apply_theme(qapp, Theme.LIGHT, 2.0)
    assert text_size() == 2 * plain


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_shows_something(qapp, show, chart, theme):
    apply_theme(qapp, theme)
    view = ChartView(chart, "What it shows")
    whole = QWidget()
    QVBoxLayout(whole).addWidget(view)
    show(whole, 420, 400)
    assert view.height() == view.heightForWidth(view.width())
    assert view.drawing().width == view.width()
    assert len(colours(view.grab().toImage())) > 3


def test_a_chart_grows_with_its_room_and_its_text(qapp, show):
    view = ChartView(BARS, "By year", fills=True)
    show(view, 500, 400)
    assert view.drawing().height == 400
    assert not view.hasHeightForWidth()
    least = view.minimumSizeHint()
    wanted = view.sizeHint()
    apply_theme(qapp, Theme.LIGHT, 2.0)
    assert view.minimumSizeHint().width() == 2 * least.width()
    assert view.sizeHint() == 2 * wanted
    free = ChartView(PHASES, "Phases")
    assert free.minimumSizeHint().height() == free.heightForWidth(free.minimumSizeHint().width())
    assert ChartView(CHARTS[3]).minimumSizeHint().width() < free.minimumSizeHint().width()


def test_figures_are_heard_and_moved_through(qtbot, show):
    view = ChartView(BARS, "Contributions by year", fills=True)
    show(view, 460, 400)
    view.setFocus()
    assert view.accessibleName() == "Contributions by year"
    assert view.accessibleDescription().startswith("2020-21 Entered: £186,101 in all; County £186")
    assert "2022-23 Published: £230,889" in view.accessibleDescription()
    ring = view.grab().toImage()
    with qtbot.waitSignal(view.chosen) as told:
        qtbot.keyClick(view, Qt.Key.Key_End)
    assert told.args == [2]
    assert view.accessibleDescription().startswith("2022-23 Published: £230,889 in all")
    assert view.grab().toImage() != ring
    for key, now in [
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_A, 0),
        (Qt.Key.Key_Down, 1),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Home, 0),
    ]:
        qtbot.keyClick(view, key)
        assert view.now == now


def test_what_is_marked_has_a_ring_with_and_without_the_keys(show):
    other = QWidget()
    other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    view = ChartView(BARS, "By year", fills=True)
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.addWidget(view)
    row.addWidget(other)
    show(whole, 600, 300)
    other.setFocus()
    pictures = [view.grab().toImage()]
    view.set_chart(BARS, 1)
    pictures.append(view.grab().toImage())
    view.setFocus()
    pictures.append(view.grab().toImage())
    assert all(one != two for one, two in combinations(pictures, 2))
    alone = StackedBars(("2022-23",), (Series("A", (1,)),))
    view.set_chart(alone, 0)
    with_keys = view.grab().toImage()
    other.setFocus()
    assert view.grab().toImage() != with_keys


def test_a_pointer_marks_and_tells(qtbot, show):
    view = ChartView(PHASES, "Phases")
    show(view, 460, 200)
    day = view.drawing().places[2]
    at = QPointF(day.x + day.width / 2, day.y + 4).toPoint()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert view.now == 2  # the marked day, not the period behind it
    first = view.drawing().places[0]
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(5, round(first.y) + 5))
    assert view.now == 0
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(5, 2))
    assert view.now == 0
    view.event(QHelpEvent(QEvent.Type.ToolTip, at, view.mapToGlobal(at)))
    assert QToolTip.text() == "<p>Today: 19 October 2023</p>"
    view.event(QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 2), view.mapToGlobal(QPoint(5, 2))))
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_a_name_that_looks_like_markup_is_told_as_it_is(show):
    names = (Series('<img src="file://h/x"> & <5', (1, 2, 3)), Series("B", (1, 2, 3)))
    view = ChartView(StackedBars(YEARS, names), "By year")
    show(view, 460, 300)
    at = QPoint(round(view.drawing().places[0].x) + 9, 40)
    view.event(QHelpEvent(QEvent.Type.ToolTip, at, view.mapToGlobal(at)))
    assert "<br>&lt;img src=&quot;" not in QToolTip.text().split("<br>")[0]
    assert "&lt;img src=&quot;file://h/x&quot;&gt; &amp; &lt;5 1<br>B 1" in QToolTip.text()
    QToolTip.hideText()


def test_without_figures_it_says_so(qtbot, show):
    view = ChartView(None, "By year", fills=True)
    show(view, 400, 300)
    assert view.accessibleDescription() == "No figures yet"
    assert view.drawing() is None
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    assert view.now == -1
    assert not view.grab().isNull()
    assert view.minimumSizeHint().height() == 200
    assert ChartView().heightForWidth(300) == 0


def test_the_gallery_has_a_chart_of_each_kind(show):
    gallery = Gallery("Components")
    show(gallery, 1440, 900)
    views = gallery.findChildren(ChartView)
    assert [type(view.chart) for view in views] == [StackedBars, RunChart, Gantt, Sparkline]
    assert [view.accessibleName() for view in views] == [words for words, _ in sample_charts()]
    assert all(view.height() >= view.drawing().height for view in views)


@pytest.mark.usefixtures("qapp")
def test_what_is_seen_of_a_drawing_is_painted_as_in_the_whole():
    words = [Words(4, 20.0 * n + 12, f"Line {n}", 11) for n in range(12)]
    strokes = [Stroke(((0, 20.0 * n), (60, 20.0 * n)), 1.0, quiet=True) for n in range(12)]
    drawing = Drawing(60, 240, (*strokes, *words, Stroke(((30, 0), (30, 240)), 1.0)))
    place, seen = QRectF(0, 0, 60, 240), QRectF(0, 90, 60, 45)
    whole = picture(lambda painter: paint_drawing(painter, drawing, place), high=240)
    part = picture(lambda painter: paint_drawing(painter, drawing, place, seen), high=240)
    assert whole.copy(0, 90, 60, 45) == part.copy(0, 90, 60, 45)
    assert len(colours(part.copy(0, 0, 25, 60))) == 1, "nothing above it was painted"
    assert len(colours(whole.copy(0, 0, 25, 60))) > 1
