"""The geometry of charts: everything lies inside, words never overlap, parts make up the bar."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core.axes import grid_values
from dscp_desktop.core.charts import (
    AnyChart,
    Gantt,
    Mark,
    Period,
    RunChart,
    Series,
    Sparkline,
    StackedBars,
    spoken,
)
from dscp_desktop.core.drawing import PATTERNS, Area, Dot, Drawing, Stroke, Words
from dscp_desktop.core.plotting import plot

NEAR = 1e-6
YEARS = ("2020-21", "2021-22", "2022-23")


def measure(text: str, size: float, bold: bool) -> float:
    """Return the width in a typeface whose letters are all as wide."""
    return len(text) * size * (0.6 if bold else 0.55)


def words_box(words: Words) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of words."""
    wide = measure(words.text, words.size, words.bold)
    left = words.x - wide * {"left": 0.0, "middle": 0.5, "right": 1.0}[words.stand]
    return left, words.y - words.size * 0.75, left + wide, words.y + words.size * 0.25


def box_of(shape: Area | Stroke | Dot | Words) -> tuple[float, float, float, float]:
    match shape:
        case Area():
            return shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
        case Stroke():
            xs, ys = zip(*shape.points, strict=True)
            return min(xs), min(ys), max(xs), max(ys)
        case Dot():
            r = shape.radius
            return shape.x - r, shape.y - r, shape.x + r, shape.y + r
        case Words():
            return words_box(shape)


def of_kind(drawing: Drawing, kind: type) -> list:
    return [shape for shape in drawing.shapes if isinstance(shape, kind)]


def texts(drawing: Drawing) -> list[str]:
    return [words.text for words in of_kind(drawing, Words)]


NAMES = st.one_of(
    st.text(min_size=1, max_size=12),
    st.sampled_from(YEARS),
    st.text(alphabet="MW ", min_size=40, max_size=300),
).filter(lambda name: bool(name.strip()))
DATES = st.one_of(st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.dates())


@st.composite
def any_charts(draw: st.DrawFn) -> AnyChart:
    count = draw(st.integers(1, 40))
    low = draw(st.sampled_from([0, 0, -(10**6)]))
    known = st.one_of(st.none(), st.just(0), st.integers(low, draw(st.sampled_from([9, 10**12]))))
    names = tuple(draw(st.lists(NAMES, min_size=count, max_size=count)))
    unit = draw(st.sampled_from(["number", "pounds", "percent"]))

    def series() -> Series:
        return Series(draw(NAMES), tuple(draw(st.lists(known, min_size=count, max_size=count))))

    kind = draw(st.sampled_from(["bars", "run", "gantt", "spark"]))
    if kind == "bars":
        several = [series() for _ in range(draw(st.integers(1, 6)))]
        whole = [Series(s.name, tuple(v and abs(v) for v in s.values)) for s in several]
        notes = tuple(draw(NAMES) for _ in names) if draw(st.booleans()) else ()
        return StackedBars(names, tuple(whole), unit, notes=notes)
    if kind == "run":
        return RunChart(names, series(), unit, draw(known), draw(known))
    if kind == "spark":
        return Sparkline(names, series(), unit)
    periods = []
    for name in names[:12]:
        days = sorted(draw(st.tuples(DATES, DATES)))
        periods.append(Period(name, *days))
    marks = draw(st.lists(st.builds(Mark, DATES, NAMES), max_size=4))
    return Gantt(tuple(periods), tuple(marks))


@given(any_charts(), st.floats(20, 900), st.floats(6, 30), st.sampled_from([0, 1, 150, 600]))
def test_all_lies_inside_and_no_words_overlap(chart, width, size, height):
    drawing = plot(chart, width, size, measure, height=height, marked=0)
    assert drawing.width >= width
    for shape in (*drawing.shapes, *drawing.places):
        left, top, right, bottom = box_of(shape)
        assert -NEAR <= left <= right <= drawing.width + NEAR, shape
        assert -NEAR <= top <= bottom <= drawing.height + NEAR, shape
    for one, other in combinations([words_box(words) for words in of_kind(drawing, Words)], 2):
        apart = one[2] <= other[0] + NEAR or other[2] <= one[0] + NEAR
        assert apart or one[3] <= other[1] + NEAR or other[3] <= one[1] + NEAR
    assert len(drawing.places) == len(spoken(chart))
    assert all("\n" not in text for text in texts(drawing))


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 10**9)), min_size=3, max_size=3),
        min_size=1,
        max_size=6,
    )
)
def test_parts_make_up_the_bar(values):
    series = tuple(Series(f"S{n}", tuple(row)) for n, row in enumerate(values))
    drawing = plot(StackedBars(YEARS, series), 600, 10, measure, height=400)
    key = len(series) if len(series) > 1 else 0
    areas = of_kind(drawing, Area)
    bars = areas[: len(areas) - key]
    lines = [s for s in of_kind(drawing, Stroke) if s.quiet]
    base = max(line.points[0][1] for line in lines)
    most = grid_values(max(sum(row[n] or 0 for row in values) for n in range(3)))[-1]
    high = base - min(line.points[0][1] for line in lines)
    for number, place in enumerate(drawing.places):
        mine = [a for a in bars if place.x <= a.x and a.x + a.width <= place.x + place.width]
        parts = [row[number] for row in values]
        assert [a.pattern for a in mine] == [n for n, part in enumerate(parts) if part]
        total = sum(part or 0 for part in parts)
        assert sum(a.height for a in mine) == pytest.approx(high * total / most if most else 0)
        for below, above in pairwise(mine):
            assert above.y + above.height == pytest.approx(below.y)
    assert [a.pattern for a in areas[len(areas) - key :]] == list(range(key))


@given(st.integers(-(10**15), 10**15), st.integers(-(10**15), 10**15))
def test_lines_of_a_grid_reach_all_values(one, other):
    values = grid_values(max(one, other), min(one, other))
    assert values[0] <= min(one, other, 0)
    assert values[-1] >= max(one, other, 0)
    assert 0 in values
    assert len(values) <= 7
    assert len({b - a for a, b in pairwise(values)}) <= 1


@pytest.mark.parametrize(
    ("most", "values"),
    [
        (0, [0]),
        (1, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (7, [0, 2, 4, 6, 8]),
        (353, [0, 100, 200, 300, 400]),
        (40_000_00, [0, 10_000_00, 20_000_00, 30_000_00, 40_000_00]),
    ],
)
def test_lines_of_a_grid_are_round(most, values):
    assert grid_values(most) == values


def test_bars_have_totals_notes_and_a_key():
    series = (Series("County", (1, 2, 3)), Series("Police", (None, None, 4)))
    notes = ("Entered", "", "Published")
    drawing = plot(StackedBars(YEARS, series, notes=notes), 600, 10, measure, marked=2)
    said = texts(drawing)
    assert [said.count(word) for word in ("1", "2", "7", "Entered", "Published")] == [1, 2, 1, 1, 1]
    assert said[-2:] == ["County", "Police"]
    bold = [words.text for words in of_kind(drawing, Words) if words.bold]
    assert bold == ["2022-23", "1", "2", "7"]


def test_totals_stand_above_all_bars_or_none():
    many = tuple(f"Y{n}" for n in range(60))
    chart = StackedBars(many, (Series("A", tuple([123_456] * 60)),))
    assert "123k" not in texts(plot(chart, 300, 10, measure))
    assert texts(plot(chart, 3000, 10, measure)).count("123k") == 60
    none = StackedBars(YEARS, (Series("A", (None, 5, 0)),))
    bold = [words.text for words in of_kind(plot(none, 600, 10, measure), Words) if words.bold]
    assert bold == ["5", "0"]


def test_the_key_takes_as_many_lines_as_its_names_need():
    def rows(name: str) -> int:
        series = tuple(Series(f"{name} {n}", (1, 2, 3)) for n in range(4))
        drawing = plot(StackedBars(YEARS, series), 300, 10, measure)
        return len({words.y for words in of_kind(drawing, Words)[-4:]})

    assert (rows("A"), rows("A longer name"), rows("A name longer than half of it")) == (1, 2, 4)
    long = plot(StackedBars(YEARS, (Series("W" * 99, (1, 2, 3)),) * 2), 300, 10, measure)
    assert texts(long)[-1].endswith("W…")


@pytest.mark.parametrize(("middle", "target"), [(50, 50), (50, 51), (51, 50), (60, 58), (0, 1)])
def test_words_of_near_lines_stand_above_and_below(middle, target):
    chart = RunChart(YEARS, Series("A", (1, 60, 2)), middle=middle, target=target)
    drawing = plot(chart, 400, 10, measure)
    said = {words.text.split()[0]: words for words in of_kind(drawing, Words)}
    gap = said["Middle"].y - said["Target"].y
    assert abs(gap) == pytest.approx(13)
    assert (gap < 0) == (middle > target)
    dots = of_kind(drawing, Dot)
    assert all(dot.x + dot.radius < said["Middle"].x for dot in dots)
    assert [s.dashed for s in of_kind(drawing, Stroke) if not s.quiet].count(True) == 1


def test_lines_that_are_apart_have_their_words_beside_them():
    drawing = plot(RunChart(YEARS, Series("A", (1, 9, 2)), middle=1, target=9), 400, 10, measure)
    said = {words.text: words.y for words in of_kind(drawing, Words)}
    lines = {s.dashed: s.points[0][1] for s in of_kind(drawing, Stroke) if not s.quiet}
    assert said["Target 9"] == pytest.approx(lines[True] + 3.5)
    assert "Middle 1" in said


def test_a_line_is_broken_where_there_is_no_value():
    chart = RunChart(tuple("ABCDE"), Series("A", (1, 2, None, 4, None)))
    drawing = plot(chart, 400, 10, measure)
    curves = [s for s in of_kind(drawing, Stroke) if not s.quiet]
    assert [len(curve.points) for curve in curves] == [2]
    assert len(of_kind(drawing, Dot)) == 3


def test_values_below_nothing_stand_below_the_base():
    drawing = plot(RunChart(YEARS, Series("A", (-5, 0, 5))), 400, 10, measure)
    low, base, high = (dot.y for dot in of_kind(drawing, Dot))
    assert high < base < low
    assert "-4" in texts(drawing) or "-5" in texts(drawing)


@pytest.mark.parametrize("values", [(None, None, None), (0, 0, 0), (7, None, None)])
def test_little_or_nothing_known_is_drawn(values):
    dots = len([value for value in values if value is not None])
    for chart in (RunChart(YEARS, Series("A", values)), Sparkline(YEARS, Series("A", values))):
        assert len(of_kind(plot(chart, 200, 10, measure), Dot)) == dots


def test_the_last_value_of_a_small_line_stands_out():
    drawing = plot(Sparkline(YEARS, Series("A", (1, 3, 2))), 60, 10, measure)
    *others, last = of_kind(drawing, Dot)
    assert all(dot.radius < last.radius for dot in others)
    assert (drawing.width, drawing.height) == (60, 18)


def test_periods_next_to_each_other_differ_and_marks_have_room():
    first = date(2023, 9, 1)
    periods = tuple(
        Period(f"Phase {n}", first + timedelta(30 * n), first + timedelta(30 * n + 29))
        for n in range(6)
    )
    marks = (Mark(date(2023, 10, 19), "Today"), Mark(date(2023, 10, 21), "Board"))
    drawing = plot(Gantt(periods, (*marks, Mark(date(2023, 9, 1), "Begin"))), 400, 10, measure)
    areas = of_kind(drawing, Area)
    assert all(one.pattern != other.pattern for one, other in pairwise(areas))
    assert PATTERNS.index("solid") not in {area.pattern for area in areas}
    words = {w.text: w.y for w in of_kind(drawing, Words)}
    assert words["Begin"] == words["Today"] < words["Board"]
    assert "Sep 2023" in words
    assert "Jan 2024" in words
    marked = plot(Gantt(periods), 400, 10, measure, marked=1)
    assert [w.text for w in of_kind(marked, Words) if w.bold] == ["Phase 1"]


def test_a_calendar_of_many_years_shows_as_many_as_it_can():
    drawing = plot(Gantt((Period("All", date.min, date.max),)), 400, 10, measure)
    assert 3 < len(of_kind(drawing, Stroke)) < 60
    day = plot(Gantt((Period("Day", date.max, date.max),)), 400, 10, measure)
    assert texts(day) == ["Dec 9999", "Day"]


def test_every_name_under_a_bar_is_shown_under_it() -> None:
    """Every second heading of a year's spend was missing."""
    names = ("Staff", "Training", "Reviews", "Website and procedures", "Scrutiny", "Other")
    chart = StackedBars(names, (Series("1", (10**6,) * 6),))
    drawing = plot(chart, 360, 12, measure)
    under = [words for words in of_kind(drawing, Words) if words.stand == "middle"]
    rest = [words for words in under if words.text not in ("Website and", "procedures")]
    assert [words.text for words in rest if words.text in names] == [
        *("Staff", "Reviews", "Scrutiny"),
        *("Training", "Other"),
    ]
    bars = [place.x + place.width / 2 for place in drawing.places]
    middles = {words.text: words.x for words in under}
    assert middles["Training"] == pytest.approx(bars[1])
    assert middles["Website and"] == middles["procedures"] == pytest.approx(bars[3])


def test_a_name_that_would_touch_its_neighbour_is_left_out() -> None:
    days = tuple(f"{number} Oct" for number in range(7))
    drawing = plot(RunChart(days, Series("1", (1,) * 7)), 160, 10, measure)
    assert [text for text in texts(drawing) if text in days] == [*days[::2]]
    many = tuple(letter * 12 for letter in "ABCDEFG")
    drawing = plot(StackedBars(many, (Series("1", (1,) * 7),)), 160, 10, measure)
    assert 1 < len([text for text in texts(drawing) if text[0] in "ABCDEFG"]) < 7


def test_a_name_of_two_lines_stands_on_one() -> None:
    chart = StackedBars(("2021\n 22",), (Series("A", (1,)),))
    assert "2021 22" in texts(plot(chart, 400, 10, measure))
