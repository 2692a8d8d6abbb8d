"""Charts as values: what is refused, what stands in their tables, what is said of each place."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core.charts import (
    Gantt,
    Mark,
    Period,
    RunChart,
    Series,
    Sparkline,
    StackedBars,
    chart_rows,
    column_total,
    show_number,
    show_short,
    spoken,
)
from dscp_desktop.core.drawing import Area, Stroke
from dscp_desktop.core.hierarchy import Hierarchy, Member
from dscp_desktop.core.plotting import plot

YEARS = ("2021-22", "2022-23")
COUNTY, POLICE = Series("County", (18_850_000, 19_160_400)), Series("Police", (None, 3_928_500))


@pytest.mark.parametrize(
    ("build", "why"),
    [
        (lambda: StackedBars((), (COUNTY,)), "nothing to show"),
        (lambda: StackedBars(YEARS, ()), "nothing to show"),
        (lambda: StackedBars(YEARS, (COUNTY,) * 7), "7 series; 6 can be told apart"),
        (lambda: StackedBars(YEARS, (COUNTY,), "euros"), "'euros' is not one of number, pounds"),
        (lambda: RunChart(YEARS, Series(" ", (1, 2))), "a series has no name"),
        (lambda: Sparkline(YEARS, Series("A", (1,))), "series 'A' has 1 values for 2 categories"),
        (lambda: StackedBars(YEARS, (Series("A", (1, -1)),)), "series 'A': a part of a bar is"),
        (lambda: StackedBars(YEARS, (COUNTY,), notes=("one",)), "1 notes for 2 categories"),
        (lambda: Gantt(()), "no periods"),
        (lambda: Period("Scope", date(2023, 5, 2), date(2023, 5, 1)), "'Scope' ends before"),
    ],
)
def test_what_could_not_be_read_is_refused(build, why):
    with pytest.raises(ValueError, match=why):
        build()


def test_bars_have_rows_with_a_total_and_notes():
    heads, rows = chart_rows(StackedBars(YEARS, (COUNTY, POLICE), "pounds"))
    assert heads == ("Year", "County", "Police", "Total")
    assert rows[0] == ("2021-22", "£188,500", "–", "£188,500")
    assert rows[1] == ("2022-23", "£191,604", "£39,285", "£230,889")
    heads, rows = chart_rows(StackedBars(YEARS, (POLICE,), "pounds", notes=("Entered", "")))
    assert heads == ("Year", "Police", "Note")
    assert rows == (("2021-22", "–", "Entered"), ("2022-23", "£39,285", ""))


def test_a_bar_with_no_part_known_has_no_total():
    chart = StackedBars(YEARS, (POLICE, Series("Health", (None, 0))))
    assert column_total(chart, 0) is None
    assert column_total(chart, 1) == 3_928_500
    assert chart_rows(chart)[1][0] == ("2021-22", "–", "–", "–")


def test_lines_stand_below_the_points_in_the_table():
    series = Series("Late", (3, None))
    heads, rows = chart_rows(RunChart(YEARS, series, middle=4, target=2, first_head="Month"))
    assert heads == ("Month", "Late")
    assert rows == (("2021-22", "3"), ("2022-23", "–"), ("Middle line", "4"), ("Target", "2"))
    assert chart_rows(Sparkline(YEARS, series))[1] == (("2021-22", "3"), ("2022-23", "–"))


def test_a_calendar_has_a_column_of_notes_where_there_are_any():
    scope = Period("Scope", date(2023, 9, 1), date(2023, 9, 29))
    today = Mark(date(2023, 10, 19), "Today")
    heads, rows = chart_rows(Gantt((scope,), (today,)))
    assert heads == ("Phase", "Begins", "Ends")
    assert rows[1] == ("Today", "19 October 2023", "19 October 2023")
    late = Period("Audit", date(2023, 9, 30), date(2023, 11, 3), "late")
    heads, rows = chart_rows(Gantt((scope, late)))
    assert heads[-1] == "Note"
    assert [row[-1] for row in rows] == ["", "late"]


def test_each_place_is_said():
    bars = StackedBars(YEARS, (COUNTY, POLICE), "pounds", notes=("Entered", ""))
    assert spoken(bars) == (
        "2021-22 Entered: £188,500 in all; County £188,500; Police no figure",
        "2022-23: £230,889 in all; County £191,604; Police £39,285",
    )
    assert spoken(StackedBars(YEARS, (POLICE,))) == ("2021-22: no figure", "2022-23: 3,928,500")
    nothing = StackedBars(YEARS, (Series("A", (None, 1)), Series("B", (None, 1))))
    assert spoken(nothing)[0] == "2021-22: no figure"
    line = Series("Rate", (None, 987))
    assert spoken(RunChart(YEARS, line, "percent")) == ("2021-22: no figure", "2022-23: 98.7%")
    calendar = Gantt(
        (
            Period("Scope", date(2023, 9, 1), date(2023, 9, 29)),
            Period("Audit", date(2023, 9, 30), date(2023, 11, 3), "late"),
        ),
        (Mark(date(2023, 10, 19), "Today"),),
    )
    assert spoken(calendar) == (
        "Scope: 1 September 2023 to 29 September 2023",
        "Audit: 30 September 2023 to 3 November 2023; late",
        "Today: 19 October 2023",
    )


@pytest.mark.parametrize(
    ("value", "unit", "most", "words"),
    [
        (34_625_700, "pounds", 40_000_000, "£346k"),
        (0, "pounds", 40_000_000, "£0"),
        (250_000, "pounds", 1_250_000, "£2.5k"),
        (99_900, "pounds", 99_900, "£999"),
        (1_250_000_000, "pounds", 1_250_000_000, "£12.5m"),
        (-34_625_700, "pounds", 40_000_000, "-£346k"),
        (-10, "number", 400_000, "0"),
        (9_999, "number", 9_999, "9,999"),
        (12_345, "number", 12_345, "12.3k"),
        (1_000_000, "percent", 1_000_000, "100000.0%"),
    ],
)
def test_short_words(value, unit, most, words):
    assert show_short(value, unit, most) == words


@given(st.integers(-(10**9), 10**9), st.sampled_from(["number", "pounds", "percent"]))
def test_every_number_has_words(value, unit):
    shown = show_number(value, unit)
    assert shown.strip("-£%").replace(",", "").replace(".", "").isdigit()
    assert ("-" in shown) == (value < 0)


def test_far_down_boxes_go_no_further_in_and_no_line_goes_through_them() -> None:
    chart = Hierarchy(tuple(Member(f"Level {place}", place - 1) for place in range(9)))
    drawing = plot(chart, 600, 12.0, lambda text, size, _bold: len(text) * size / 2)
    boxes = [shape for shape in drawing.shapes if isinstance(shape, Area)]
    ins = [box.x for box in boxes]
    assert ins == sorted(ins)
    assert len(set(ins[:7])) == 7
    assert set(ins[6:]) == {ins[6]}
    lines = [shape for shape in drawing.shapes if isinstance(shape, Stroke)]
    assert [line.points[-1][0] for line in lines] == ins[1:7]
