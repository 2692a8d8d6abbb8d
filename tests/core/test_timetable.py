"""Timetables: what they refuse, what they say, and how they are drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dscp_desktop.core.charts import chart_rows, spoken
from dscp_desktop.core.drawing import Area, Box, Drawing, Stroke, Words
from dscp_desktop.core.monthgrid import title_rooms
from dscp_desktop.core.plotting import plot
from dscp_desktop.core.timetable import Block, Lane, Timetable, block_words

SIZE = 12.0
APRIL, MAY = (date(2023, 4, 1), date(2023, 4, 30)), (date(2023, 5, 1), date(2023, 5, 31))


def measure(text: str, size: float, bold: bool) -> float:
    return len(text) * size * (0.55 if bold else 0.5)


def draw(chart: Timetable, width: float = 1180) -> Drawing:
    return plot(chart, width, SIZE, measure)


ROOF = Lane(
    "Roof",
    "Under way",
    (
        Block("1", *APRIL, "done", "step 1, finished", key="a"),
        Block("2", *APRIL, "now", key="b"),
        Block("3", *MAY, "late", first=APRIL, key="c"),
        Block("4", date(2024, 3, 1), date(2024, 3, 31), key="d"),
    ),
    "roof",
)
EMPTY = Lane("Cellar", "Finished", key="cellar", note="Not known")
CHART = Timetable(
    (ROOF, EMPTY), date(2023, 4, 1), 24, date(2023, 5, 19), date(2024, 7, 31), "16 months end"
)


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        Block("1", MAY[0], APRIL[0])
    with pytest.raises(ValueError, match="is not one of"):
        Block("1", *APRIL, "soon")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no lanes"):
        Timetable((), APRIL[0], 12)
    for months in (0, 601):
        with pytest.raises(ValueError, match="cannot be read"):
            replace(CHART, months=months)
    with pytest.raises(ValueError, match="first day"):
        replace(CHART, starts=date(2023, 4, 2))


def test_it_is_said_and_tabled() -> None:
    assert CHART.stops() == ((0, 0), (0, 1), (0, 2), (0, 3), (1, -1))
    assert spoken(CHART) == (
        "Roof: step 1, finished",
        "Roof: 2",
        "Roof: 3",
        "Roof: 4",
        "Cellar: Not known",
    )
    heads, rows = chart_rows(CHART)
    assert heads == ("Work", "Status", "Parts")
    assert rows[0][2].endswith("3: May 2023 (first Apr 2023), late; 4: Mar 2024, to come")
    assert rows[1] == ("Cellar", "Finished", "Not known")
    long = Block("5", APRIL[0], MAY[1])
    assert block_words(long) == "5: Apr 2023 to May 2023, to come"
    assert [CHART.month(number) for number in (0, 9, 24)] == [
        date(2023, 4, 1),
        date(2024, 1, 1),
        date(2025, 4, 1),
    ]


def test_blocks_of_one_month_share_it_and_fills_tell_states_apart() -> None:
    drawn = draw(CHART)
    first, second, third, last, lane = drawn.places
    assert first.width == second.width < third.width
    assert first.x < second.x < third.x < last.x
    assert lane.width == drawn.width
    boxes = [shape for shape in drawn.shapes if isinstance(shape, Box)]
    fills = [box.fill for box in boxes]
    assert [fill for fill in fills if fill not in ("wash", "paper")] == [
        *("grey", "strong", "stripes", "", "")
    ]
    firsts = [box for box in boxes if box.quiet]
    assert [(box.dashed, box.y > third.y) for box in firsts] == [(True, True)]
    words = {shape.text: shape for shape in drawn.shapes if isinstance(shape, Words)}
    assert words["2"].light
    bold = [s.text for s in drawn.shapes if isinstance(s, Words) and s.bold]
    assert "May" in bold  # today's month
    assert "Jun" not in bold
    assert {"2023", "2024", "2025", "16 months end", "Not known"} <= words.keys()
    dashed = [shape for shape in drawn.shapes if isinstance(shape, Stroke) and shape.dashed]
    assert len(dashed) == 1  # from May to March nothing is done


def test_what_does_not_fit_is_left_out() -> None:
    words = {s.text for s in draw(replace(CHART, months=96)).shapes if isinstance(s, Words)}
    assert "16 months end" not in words
    assert "Jan" in words
    assert "Feb" not in words
    later = draw(replace(CHART, starts=date(2025, 1, 1), ends=date(2024, 7, 31)))
    assert {s.fill for s in later.shapes if isinstance(s, Box)} == {"paper"}
    low = draw(replace(CHART, compact=True))
    assert low.height < draw(CHART).height
    assert "Under way" not in {s.text for s in low.shapes if isinstance(s, Words)}
    plain = draw(replace(CHART, today=None, ends=None))
    assert not [s for s in plain.shapes if isinstance(s, Box) and s.fill == "wash"]
    rooms = title_rooms(CHART, 1180, SIZE, measure)
    assert len(rooms) == 2
    assert rooms[0].y + rooms[0].height < rooms[1].y


@settings(max_examples=25)
@given(
    first=st.dates(date(2001, 1, 1), date(2090, 1, 1)),
    months=st.integers(6, 60),
    gaps=st.lists(st.integers(0, 3), min_size=1, max_size=8),
    width=st.integers(600, 1600),
)
def test_every_block_lies_within_its_months(
    first: date, months: int, gaps: list[int], width: int
) -> None:
    start = first.replace(day=1)
    empty = Timetable((Lane("One"),), start, months)
    blocks, at = [], 0
    for number, gap in enumerate(gaps):
        at = min(at + gap, months - 1)
        last = empty.month(at + 1).toordinal() - 1
        blocks.append(Block(str(number), empty.month(at), date.fromordinal(last)))
    chart = replace(empty, lanes=(Lane("One", blocks=tuple(blocks)),))
    drawn = draw(chart, width)
    assert all(isinstance(place, Area) for place in drawn.places)
    for before, after in zip(drawn.places, drawn.places[1:], strict=False):
        assert before.x + before.width <= after.x + 1e-6
    assert drawn.places[-1].x + drawn.places[-1].width <= drawn.width
