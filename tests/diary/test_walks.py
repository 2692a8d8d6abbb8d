"""Walks through a year that has no room: no meeting is better than one on a day that is out."""

from __future__ import annotations

from datetime import date, timedelta

from dscp_desktop.diary.rules.bounds import PlanScope, kept_on
from dscp_desktop.diary.rules.cadence import TIMES, WEEKDAY, CadenceRule
from dscp_desktop.diary.rules.walks import by_months, by_times, by_weeks

FIRST, LAST = date(2023, 4, 3), date(2024, 3, 31)
EVERY_WEEK_OUT = tuple(FIRST + timedelta(weeks=count) for count in range(53))
SIX_TO_EIGHT = CadenceRule(weeks_at_least=6, weeks_at_most=8)


def test_a_year_all_of_whose_weeks_are_out_has_no_first_meeting() -> None:
    scope = PlanScope(SIX_TO_EIGHT, FIRST, LAST, weeks_out=EVERY_WEEK_OUT)
    assert list(by_weeks(scope, (), ())) == []


def test_a_time_too_short_for_its_first_meeting_has_none() -> None:
    weekend = PlanScope(SIX_TO_EIGHT, date(2023, 4, 15), date(2023, 4, 16))
    assert list(by_weeks(weekend, (), ())) == []


def test_a_group_that_pauses_for_the_rest_of_the_year_has_met_once() -> None:
    scope = PlanScope(SIX_TO_EIGHT, FIRST, LAST, weeks_out=EVERY_WEEK_OUT[1:])
    assert [each.on for each in by_weeks(scope, (), ())] == [date(2023, 4, 6)]


def test_meetings_besides_need_a_good_day_too() -> None:
    rule = CadenceRule(WEEKDAY, nth=2, besides=1)
    scope = PlanScope(rule, FIRST, LAST, weeks_out=EVERY_WEEK_OUT)
    assert list(by_months(scope, (), ())) == []


def test_more_meetings_than_good_days_come_to_one_on_each() -> None:
    week = [date(2023, 4, 17) + timedelta(days=count) for count in range(5)]
    scope = PlanScope(CadenceRule(TIMES, times=8), week[0], week[-1])
    assert [each.on for each in by_times(scope, (), ())] == week


def test_a_meeting_that_stands_in_the_week_of_the_first_is_the_first() -> None:
    stands = date(2023, 4, 18)
    scope = PlanScope(SIX_TO_EIGHT, FIRST, LAST, date(2023, 4, 20))
    planned = list(by_weeks(scope, (stands,), ()))
    assert planned[0] == kept_on(stands)
    assert planned[1].on == date(2023, 6, 1)
