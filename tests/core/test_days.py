"""Working days in England, and how dates are written."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core.days import (
    WRITTEN,
    add_working_days,
    bank_holiday,
    days_words,
    is_working_day,
    show_date,
    show_day,
    show_day_year,
    show_long_day,
    show_month,
    show_times,
    working_days_between,
)

DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2035, 12, 31))


@pytest.mark.parametrize(
    ("aware", "notify", "review"),
    [
        (date(2023, 12, 22), date(2024, 1, 3), date(2024, 1, 24)),
        (date(2024, 3, 27), date(2024, 4, 5), date(2024, 4, 26)),
        (date(2026, 12, 23), date(2027, 1, 4), date(2027, 1, 25)),
    ],
)
def test_five_and_fifteen_working_days(aware: date, notify: date, review: date) -> None:
    assert add_working_days(aware, 5) == notify
    assert add_working_days(notify, 15) == review


def test_moved_bank_holidays_are_known() -> None:
    assert bank_holiday(date(2020, 5, 8))
    assert bank_holiday(date(2022, 6, 3))
    assert bank_holiday(date(2023, 5, 8))
    assert not is_working_day(date(2023, 12, 25))
    assert not is_working_day(date(2023, 10, 21))
    assert is_working_day(date(2023, 10, 19))


def test_a_year_that_is_not_written_down_is_reckoned() -> None:
    first, last = WRITTEN[0] - 1, WRITTEN[-1] + 1
    for year in (first, last):
        assert bank_holiday(date(year, 12, 25)) == "Christmas Day"
        assert sum(not is_working_day(date(year, 12, day)) for day in range(25, 32)) >= 4
    assert working_days_between(date(first, 12, 20), date(first + 1, 1, 8)) == 10


@given(DAYS, st.integers(min_value=-60, max_value=60))
def test_counting_and_adding_working_days_agree(start: date, count: int) -> None:
    end = add_working_days(start, count)
    if is_working_day(start) or count > 0:
        assert working_days_between(start, end) == count or not is_working_day(start)
    assert add_working_days(start, 0) == start


@given(DAYS, DAYS)
def test_counting_backwards_is_the_negative(first: date, second: date) -> None:
    assert working_days_between(first, second) == -working_days_between(second, first)


def test_how_late_in_words() -> None:
    today = date(2023, 10, 19)
    assert days_words(date(2023, 10, 6), today) == "9 working days late"
    assert days_words(date(2023, 10, 18), today) == "1 working day late"
    assert days_words(date(2023, 10, 23), today) == "2 working days left"
    assert days_words(today, today) == "Due today"


def test_how_dates_are_written() -> None:
    day = date(2023, 10, 26)
    assert show_day(day) == "Thu 26 Oct"
    assert show_day_year(day) == "Thu 26 Oct 2023"
    assert show_date(day) == "26 October 2023"
    assert show_long_day(day) == "Thursday 26 October 2023"
    assert show_month(day) == "October 2023"
    assert show_times(time(9, 30), time(11, 30)) == "09:30 to 11:30"
    assert show_times(time(9, 30), None) == "09:30"
    assert show_times(None, None) == ""


@given(DAYS, st.integers(-900, 900))
def test_working_days_between_are_counted_one_by_one(start: date, count: int) -> None:
    end = start + timedelta(days=count)
    first, last = min(start, end), max(start, end)
    one_by_one = sum(
        is_working_day(first + timedelta(days=n)) for n in range(1, (last - first).days + 1)
    )
    assert working_days_between(start, end) == (one_by_one if count >= 0 else -one_by_one)
