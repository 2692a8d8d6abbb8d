"""A year planned from a cadence: never on a bad day, evenly, and again without doing harm."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dscp_desktop.core.days import bank_holiday
from dscp_desktop.core.faults import Refused
from dscp_desktop.diary.rules.bounds import PlanScope, Taken, is_christmas, overlap, why_not
from dscp_desktop.diary.rules.cadence import (
    TIMES,
    WEEKDAY,
    WEEKS,
    CadenceRule,
    cadence_from_profile,
    cadence_of,
    cadence_text,
    cadence_words,
    fault_of_cadence,
    monday_of,
    promised,
)
from dscp_desktop.diary.rules.planning import Existing, is_loose, plan_year, replan
from dscp_desktop.diary.rules.walks import BESIDES, nth_weekday

FIRST, LAST = date(2023, 4, 1), date(2024, 3, 31)
SIX_TO_EIGHT = CadenceRule()
DAYS = st.dates(FIRST, LAST)
SKIPS = st.fixed_dictionaries(
    {"skip_august": st.booleans(), "skip_christmas": st.booleans()},
    optional={"left_out": st.lists(DAYS, max_size=3).map(tuple)},
)


@st.composite
def rules(draw: st.DrawFn, kinds: tuple[str, ...] = (WEEKS, WEEKDAY, TIMES)) -> CadenceRule:
    kind = draw(st.sampled_from(kinds))
    least = draw(st.integers(1, 10))
    named = tuple(sorted(draw(st.sets(st.integers(1, 12), max_size=4))))
    return CadenceRule(
        kind,
        weeks_at_least=least,
        weeks_at_most=draw(st.integers(least, 12)),
        nth=draw(st.sampled_from([0, 1, 2, 3, 4, -1])),
        weekday=draw(st.integers(0, 4)),
        months=1 if named else draw(st.integers(1, 12)),
        named=named,
        times=draw(st.integers(1, 12)),
        besides=draw(st.integers(0, 3)) if kind == WEEKDAY else 0,
        **draw(SKIPS),
    )


TAKEN = st.lists(DAYS.map(lambda on: Taken(on, None, None, "Another group")), max_size=12)
STARTS = st.one_of(st.none(), st.dates(FIRST - timedelta(60), FIRST + timedelta(60)))


@st.composite
def scopes(draw: st.DrawFn, kinds: tuple[str, ...] = (WEEKS, WEEKDAY, TIMES)) -> PlanScope:
    return PlanScope(draw(rules(kinds)), FIRST, LAST, draw(STARTS), tuple(draw(TAKEN)))


def as_existing(days: list[tuple[date, date]], touched: set[int]) -> list[Existing]:
    return [
        Existing(str(n), on, slot, n in touched or on != slot) for n, (on, slot) in enumerate(days)
    ]


@settings(max_examples=150, deadline=None)
@given(scopes())
def test_no_meeting_falls_on_a_day_without_meetings(scope: PlanScope) -> None:
    planned = plan_year(scope)
    for each in planned:
        assert FIRST <= each.on <= LAST
        assert each.on.weekday() < 5
        assert not bank_holiday(each.on)
        assert not (scope.rule.skip_august and each.on.month == 8)
        assert not (scope.rule.skip_christmas and is_christmas(each.on))
        assert monday_of(each.on) not in {monday_of(day) for day in scope.rule.left_out}
        assert why_not(scope, each.on) == ""
        assert each.on == each.slot
    assert len({each.on for each in planned}) == len(planned)
    assert [each.on for each in planned] == sorted(each.on for each in planned)


@settings(max_examples=150, deadline=None)
@given(scopes((WEEKS,)))
def test_weeks_between_two_meetings_are_those_of_the_cadence(scope: PlanScope) -> None:
    rule, days = scope.rule, [each.on for each in plan_year(scope)]
    for early, late in pairwise(days):
        weeks = (monday_of(late) - monday_of(early)).days // 7
        assert weeks >= rule.weeks_at_least
        if weeks > rule.weeks_at_most:  # only past weeks in which no usual day is left
            usual = min((scope.start_from or date(2023, 1, 5)).weekday(), 4)
            weekday = usual if scope.start_from else rule.weekday
            for count in range(rule.weeks_at_least, rule.weeks_at_most + 1):
                monday = monday_of(early) + timedelta(weeks=count)
                assert why_not(scope, monday + timedelta(days=weekday))


@settings(max_examples=200, deadline=None)
@given(scopes(), st.data())
def test_planning_again_changes_nothing_and_keeps_what_was_moved(
    scope: PlanScope, data: st.DataObject
) -> None:
    planned = plan_year(scope)
    again = replan(scope, as_existing([(p.on, p.slot) for p in planned], set()))
    assert (again.add, again.remove) == ((), ())
    touched = data.draw(st.sets(st.integers(0, max(len(planned) - 1, 0))))
    days = [
        (p.on + timedelta(days=data.draw(st.integers(-3, 3))) if n in touched else p.on, p.slot)
        for n, p in enumerate(planned)
    ]
    moved = replan(scope, as_existing(days, touched))
    assert (moved.add, moved.remove) == ((), ())
    assert {each.id for each in moved.keep} == {str(n) for n in range(len(planned))}


@settings(max_examples=150, deadline=None)
@given(scopes(), rules(), st.data())
def test_another_cadence_takes_away_only_what_nobody_touched(
    scope: PlanScope, other: CadenceRule, data: st.DataObject
) -> None:
    planned = plan_year(scope)
    touched = data.draw(st.sets(st.integers(0, max(len(planned) - 1, 0))))
    existing = as_existing([(p.on, p.slot) for p in planned], touched)
    changed = replan(PlanScope(other, FIRST, LAST, scope.start_from, scope.taken), existing)
    assert not {each.id for each in changed.remove} & {str(n) for n in touched}
    kept = {each.id for each in changed.keep}
    assert {each.id for each in existing} == kept | {each.id for each in changed.remove}
    assert not {p.slot for p in changed.add} & {each.place for each in changed.keep}


@settings(max_examples=100, deadline=None)
@given(rules())
def test_a_rule_comes_back_from_its_text_and_says_itself(rule: CadenceRule) -> None:
    assert fault_of_cadence(rule) == ""
    back = cadence_of(cadence_text(rule))
    assert cadence_text(back) == cadence_text(rule)
    assert cadence_words(back)[0].isupper()
    least, most = promised(rule)
    assert 0 <= least <= most


@settings(max_examples=100, deadline=None)
@given(rules((TIMES, WEEKDAY)))
def test_what_is_promised_is_planned(rule: CadenceRule) -> None:
    if rule.left_out:
        return
    least, most = promised(rule)
    assert least <= len(plan_year(PlanScope(rule, FIRST, LAST))) <= most


@pytest.mark.parametrize(
    ("rule", "words", "count"),
    [
        (CadenceRule(skip_august=True), "Every six to eight weeks, not in August", (5, 9)),
        (CadenceRule(weeks_at_least=1, weeks_at_most=1), "Every week", (52, 53)),
        (CadenceRule(weeks_at_least=4, weeks_at_most=4), "Every four weeks", (13, 14)),
        (CadenceRule(WEEKDAY), "Every month", (12, 12)),
        (CadenceRule(WEEKDAY, nth=-1, weekday=0), "The last Monday of every month", (12, 12)),
        (
            CadenceRule(WEEKDAY, nth=2, months=2, besides=3),
            "The second Thursday of every two months, and three more a year besides",
            (9, 9),
        ),
        (
            CadenceRule(WEEKDAY, nth=1, named=(1, 6, 8), skip_august=True),
            "The first Thursday of January, June and August, not in August",
            (2, 2),
        ),
        (CadenceRule(WEEKDAY, named=(3, 9)), "In March and September", (2, 2)),
        (CadenceRule(WEEKDAY, months=5, besides=1), "Every five months, and one more", (3, 4)),
        (CadenceRule(TIMES, times=1), "Once a year", (1, 1)),
        (CadenceRule(TIMES, times=2), "Twice a year", (2, 2)),
        (
            CadenceRule(TIMES, times=4, skip_christmas=True, left_out=(date(2024, 2, 14),)),
            "Four times a year, not at Christmas or in the week of Mon 12 Feb 2024",
            (4, 4),
        ),
    ],
)
def test_a_cadence_in_words(rule: CadenceRule, words: str, count: tuple[int, int]) -> None:
    assert cadence_words(rule).startswith(words)
    assert promised(rule) == count


@pytest.mark.parametrize(
    "rule",
    [
        CadenceRule("daily"),
        CadenceRule(weeks_at_least=8, weeks_at_most=6),
        CadenceRule(weeks_at_least=0, weeks_at_most=6),
        CadenceRule(WEEKDAY, nth=5),
        CadenceRule(WEEKDAY, weekday=6),
        CadenceRule(WEEKDAY, months=13),
        CadenceRule(TIMES, times=0),
        CadenceRule(WEEKDAY, besides=99),
        CadenceRule(TIMES, besides=1),
    ],
)
def test_a_rule_that_cannot_be_is_said(rule: CadenceRule) -> None:
    assert fault_of_cadence(rule).endswith(".")
    with pytest.raises(Refused):
        cadence_of(cadence_text(rule))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"kind": "weeks", "weeks": ["x", 2]}', "null"])
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="no rule of how often"):
        cadence_of(text)


def test_a_profile_s_cadence_is_read() -> None:
    defaults = {"skip_august": True, "skip_christmas": True}
    assert cadence_from_profile({"words": "Now and then"}, defaults) is None
    weeks = cadence_from_profile({"weeks": [6, 8]}, defaults)
    assert weeks == CadenceRule(skip_august=True, skip_christmas=True)
    named = cadence_from_profile(
        {"months": ["June", "January"], "nth": 1, "weekday": "Monday", "skip_august": False}, {}
    )
    assert named == CadenceRule(WEEKDAY, nth=1, weekday=0, named=(6, 1))
    assert cadence_from_profile({"times_a_year": 2}, {}) == CadenceRule(TIMES, times=2)


def test_six_to_eight_weeks_gives_way_to_a_clash_and_to_august() -> None:
    start = date(2023, 4, 6)
    plain = [each.on for each in plan_year(PlanScope(SIX_TO_EIGHT, FIRST, LAST, start))]
    assert plain[:3] == [date(2023, 4, 6), date(2023, 5, 18), date(2023, 6, 29)]
    taken = (Taken(date(2023, 5, 18), time(9), time(11), "The other group"),)
    rule = CadenceRule(skip_august=True)
    scope = PlanScope(rule, FIRST, LAST, start, taken, start=time(10), end=time(12))
    planned = plan_year(scope)
    assert planned[1].on == date(2023, 5, 25)
    assert planned[1].why_moved == "Not Thu 18 May: The other group, 09:00 to 11:00"
    assert [p.on for p in planned[2:4]] == [date(2023, 7, 6), date(2023, 9, 1)]
    assert planned[3].why_moved == "Not Thu 17 Aug: August is skipped"


def test_a_clash_that_cannot_be_avoided_is_named() -> None:
    taken = (Taken(date(2023, 6, 8), None, None, "The other group"),)
    scope = PlanScope(CadenceRule(WEEKDAY, nth=2), FIRST, LAST, taken=taken)
    clashes = {each.on: each.clash for each in plan_year(scope) if each.clash}
    assert clashes == {date(2023, 6, 8): "The other group"}


def test_a_bank_holiday_moves_a_week_on() -> None:
    planned = plan_year(PlanScope(CadenceRule(WEEKDAY, nth=1, weekday=0), FIRST, LAST))
    moved = {each.on: each.why_moved for each in planned if each.why_moved}
    assert date(2023, 5, 8) not in {each.on for each in planned}  # the coronation
    assert moved[date(2023, 5, 15)].startswith("Not Mon 1 May: ")
    assert moved[date(2024, 1, 8)].startswith("Not Mon 1 Jan: ")


def test_those_besides_keep_away_from_the_ordinary_ones() -> None:
    planned = plan_year(PlanScope(CadenceRule(WEEKDAY, nth=2, months=2, besides=3), FIRST, LAST))
    besides = [each.on for each in planned if each.why_moved == BESIDES]
    ordinary = [each.on for each in planned if each.why_moved != BESIDES]
    assert (len(besides), len(ordinary)) == (3, 6)
    assert min(abs((one - other).days) for one in besides for other in ordinary) >= 14


def test_one_that_was_left_out_or_deleted_is_offered_again() -> None:
    scope = PlanScope(SIX_TO_EIGHT, FIRST, LAST, date(2023, 4, 6))
    planned = plan_year(scope)
    there = as_existing([(p.on, p.slot) for p in planned if p is not planned[3]], set())
    assert [p.slot for p in replan(scope, there).add] == [planned[3].slot]


def test_an_extra_meeting_does_not_shift_the_year() -> None:
    scope = PlanScope(SIX_TO_EIGHT, FIRST, LAST, date(2023, 4, 6))
    planned = plan_year(scope)
    extra = Existing("extra", date(2023, 5, 2), None, True)
    there = [*as_existing([(p.on, p.slot) for p in planned], set()), extra]
    again = replan(scope, there)
    assert (again.add, again.remove) == ((), ())


@given(st.lists(st.integers(0, 95), min_size=4, max_size=4))
def test_times_overlap_the_same_either_way(quarters: list[int]) -> None:
    a, b, c, d = (time(q // 4, q % 4 * 15) for q in quarters)
    one, other = (min(a, b), max(a, b)), (min(c, d), max(c, d))
    assert overlap(*one, *other) == overlap(*other, *one)
    assert overlap(None, None, *one)
    assert not overlap(time(9), time(10), time(10), time(11))
    assert overlap(time(9), None, time(10), time(11))


def test_only_what_stands_as_planned_is_loose() -> None:
    day = date(2023, 4, 6)
    assert is_loose(day, day, "planned", False)
    assert not is_loose(None, day, "planned", False)
    assert not is_loose(day, day, "held", False)
    assert not is_loose(day, day, "planned", True)
    assert nth_weekday(2024, 2, -1, 3) == date(2024, 2, 29)
