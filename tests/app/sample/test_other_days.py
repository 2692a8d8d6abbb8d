"""The sample on another day than its own: everything moves by whole weeks."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from dscp_desktop.app.sample.county import SAMPLE_DAY, load_county
from dscp_desktop.app.sample.making import make_sample_store
from dscp_desktop.diary.queries.meetings import find_meeting
from dscp_desktop.store.opening import open_store


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("day", [date(2024, 4, 3), date(2026, 11, 21)])
def test_it_can_stand_on_another_day(day: date, tmp_path: Path) -> None:
    """A quarter that is moved by weeks may be a day longer than any quarter of a year is."""
    path = tmp_path / "other.dscp"
    make_sample_store(path, day)
    weeks = round((day - SAMPLE_DAY).days / 7)
    with open_store(path, "sample", to_read=True) as store:
        assert store.today() == day
        coming = date(2023, 10, 26) + timedelta(weeks=weeks)
        assert store.ask(find_meeting, f"EXEC {coming}").on == coming


def test_days_move_by_whole_weeks_and_years_with_them() -> None:
    county = load_county(date(2026, 11, 21))
    assert county.day("2023-10-26").weekday() == date(2023, 10, 26).weekday()
    assert county.year("2023-24") == "2026-27"
    assert load_county(SAMPLE_DAY).year("2023-24") == "2023-24"


def test_each_line_of_a_list_comes_once_before_any_comes_again() -> None:
    county = load_county(SAMPLE_DAY)
    lines = ["one", "two", "three"]
    assert {county.next_of("a list", lines) for _ in range(3)} == set(lines)
    assert county.next_of("a list", lines) != county.next_of("a list", lines)


def test_a_sentence_is_filled_in_the_same_way_each_time() -> None:
    county = load_county(SAMPLE_DAY)
    seated = ["Schools and colleges", "Aldershire Constabulary"]
    words = [
        county.say("{agency} asks {other} in {month}", "x", seated, SAMPLE_DAY) for _ in range(2)
    ]
    assert words[0] == words[1]
    assert words[0].endswith("in September")
    assert words[0][0] == "T"
