"""Clocks, footage, published figures, and tables from which nothing small can be worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dscp_desktop.core.days import show_day_year
from dscp_desktop.restraint.rules.clocks import (
    MET,
    NOT_MET,
    NOT_RECORDED,
    REGULATION_35,
    UNCLEAR,
    ClockRule,
    clocks_from,
    clocks_of,
    clocks_text,
    count_clocks,
    judge_clocks,
)
from dscp_desktop.restraint.rules.figures import (
    DIFFERS,
    IMPOSSIBLE,
    RIGHT,
    PublishedFigure,
    check_published,
    figures_from,
    figures_of,
    figures_text,
    safe_figures,
    share_words,
    year_figures,
)
from dscp_desktop.restraint.rules.footage import (
    days_left_words,
    footage_state,
    footage_words,
    kept_until,
    urgency_of,
    warnings_of,
)
from dscp_desktop.restraint.rules.incidents import IncidentLine, IncidentValues, show_field
from dscp_desktop.restraint.rules.returns import said_above
from dscp_desktop.restraint.rules.settings import limit_of
from dscp_desktop.restraint.rules.suppression import suppress_table, with_totals

DAY = date(2022, 4, 1)
BARE = IncidentValues("R-1", DAY, time(14, 0))


def states(values: IncidentValues) -> list[str]:
    return [found.state for found in judge_clocks(values)]


def test_what_is_not_recorded_is_not_met() -> None:
    assert states(BARE) == [NOT_RECORDED] * 3
    yes = replace(BARE, manager_review="yes")  # what the home reviewed is no clock by itself
    assert states(yes) == [NOT_RECORDED] * 3


@pytest.mark.parametrize(
    ("recorded", "state"),
    [
        ("2022-04-02T14:00", MET),
        ("2022-04-02T14:01", NOT_MET),
        ("2022-04-02", UNCLEAR),
        ("2022-04-01", MET),
        ("2022-04-03", NOT_MET),
        ("2022-03-31T10:00", UNCLEAR),
    ],
)
def test_24_hours_to_the_minute(recorded: str, state: str) -> None:
    assert states(replace(BARE, recorded_at=recorded))[0] == state


def test_48_hours_without_the_time_of_the_incident() -> None:
    loose = replace(BARE, at=None)
    assert states(replace(loose, person_spoken_at="2022-04-02T23:00"))[1] == MET
    assert states(replace(loose, person_spoken_at="2022-04-03T12:00"))[1] == UNCLEAR
    assert states(replace(loose, person_spoken_at="2022-04-04T12:00"))[1] == NOT_MET


@given(st.integers(-3, 12))
def test_five_plain_days(days: int) -> None:
    spoken = replace(BARE, child_spoken_on=DAY + timedelta(days=days))
    wanted = UNCLEAR if days < 0 else MET if days <= 5 else NOT_MET
    assert states(spoken)[2] == wanted
    counts = count_clocks([spoken, BARE])[2]
    assert (counts.not_recorded, counts.met + counts.not_met + counts.unclear) == (1, 1)


def test_an_incident_keeps_the_clock_of_its_day() -> None:
    old = ClockRule("child_spoken_on", "Child", days=5, until=date(2022, 3, 31))
    new = ClockRule("child_spoken_on", "Child", days=3, since=DAY)
    spoken = replace(BARE, child_spoken_on=DAY + timedelta(days=4))
    (found,) = judge_clocks(spoken, (old, new))
    assert (found.rule, found.state) == (new, NOT_MET)
    assert found.words == f"{show_day_year(DAY + timedelta(days=4))}, 4 days after"
    record = ClockRule("recorded_at", "Record made", hours=24)
    (made,) = judge_clocks(replace(BARE, recorded_at=f"{DAY}T14:05"), (record,))
    assert made.words == f"{show_day_year(DAY)}, 14:05"
    assert clocks_of(clocks_text((old, new))) == (old, new)
    assert clocks_of("") == REGULATION_35
    for wrong in ({"on": "ref", "title": "x", "days": 1}, {"on": "recorded_at", "title": "x"}):
        with pytest.raises(ValueError, match="set on nothing"):
            clocks_from([wrong])


def line_of(**more: object) -> IncidentLine:
    """An incident of 1 April with footage kept for ten days."""
    until = kept_until("yes", None, DAY, 10)
    values = IncidentValues("R-1", DAY, footage="yes")
    return replace(IncidentLine("i", "h", "Home", "", values, until), **more)  # type: ignore[arg-type]


def test_footage_is_kept_to_the_day_the_return_or_the_home_says() -> None:
    assert kept_until("yes", DAY, DAY, 90) == DAY
    assert kept_until("partly", None, DAY, 90) == date(2022, 6, 30)
    assert kept_until("no", DAY, DAY, 90) is None
    assert kept_until("", None, DAY, 0) is None


@pytest.mark.parametrize(
    ("line", "today", "state", "words"),
    [
        (line_of(), DAY, "soon", "Kept until 11 April 2022."),
        (line_of(), DAY - timedelta(days=1), "kept", "Kept until"),
        (line_of(), date(2022, 4, 11), "soon", "Kept until"),
        (line_of(), date(2022, 4, 12), "gone", "it may be overwritten"),
        (line_of(hold_asked_on=DAY), date(2022, 4, 12), "gone", "may be"),
        (line_of(hold_asked_on=DAY), date(2022, 3, 1), "asked", "is not confirmed"),
        (line_of(hold_confirmed_on=DAY), date(2023, 1, 1), "held", "Held"),
        (line_of(hold_confirmed_on=DAY, overwritten_on=DAY), DAY, "gone", "Overwritten"),
        (line_of(kept_until=None), DAY, "unknown", "Nobody has said"),
        (
            line_of(values=IncidentValues("R-1", DAY, footage="no"), kept_until=None),
            DAY,
            "none",
            "no footage",
        ),
        (
            line_of(values=IncidentValues("R-1", DAY, footage="partly")),
            DAY,
            "soon",
            "shows a part only",
        ),
    ],
)
def test_states_of_footage(line: IncidentLine, today: date, state: str, words: str) -> None:
    assert footage_state(line, today) == state
    assert words in footage_words(line, today)
    warned = warnings_of((line,), today)
    assert bool(warned) == (state in ("none", "gone", "soon", "unknown"))
    if warned:
        assert warned[0].is_gone == (state in ("none", "gone"))


def test_red_at_five_days_and_amber_at_ten() -> None:
    assert [urgency_of(days) for days in (-1, 5, 6, 10, 11)] == [
        *("late", "late", "near", "near", "later"),
    ]
    assert [days_left_words(days) for days in (-2, 0, 1)] == [
        "2 days late",
        "Due today",
        "1 day left",
    ]


def register(levels: Sequence[int | None]) -> tuple[IncidentLine, ...]:
    """Incidents of 2022-23, day after day, with these levels."""
    return tuple(
        replace(
            line_of(),
            values=IncidentValues(f"R-{n}", DAY + timedelta(days=n * 37 % 360), level=level),
        )
        for n, level in enumerate(levels)
    )


YEAR = register([0] * 201 + [1] * 39 + [2, 3])


def published(value: str, count: str = "level_1", of: str = "injured") -> PublishedFigure:
    return PublishedFigure("2022-23", "Figure", count, value, of)


def test_published_figures_beside_the_computed_ones() -> None:
    figures = year_figures("2022-23", YEAR, REGULATION_35)
    said = (
        published("242", "incidents", ""),
        published("41", "injured", ""),
        published("83", "level_0", "incidents"),
        published("96"),
        published("95"),
        published("98"),
        published("2", "level_3", ""),
    )
    checks = check_published(figures, said)
    assert [one.state for one in checks] == [
        *(RIGHT, RIGHT, RIGHT, IMPOSSIBLE, RIGHT, DIFFERS, DIFFERS),
    ]
    assert checks[3].words == "No whole number of 41 gives 96%: 39 is 95.1%, 40 is 97.6%."
    assert (checks[3].published, checks[3].computed) == ("96%", "95.1%")
    assert checks[2].words == "201 of 242 is 83.1%."
    assert check_published(figures, (replace(said[0], year="2023-24"),)) == ()
    assert figures_of(figures_text(said)) == said
    assert figures_of("") == ()
    with pytest.raises(ValueError, match="nothing counted"):
        figures_from([{"year": "2022-23", "title": "x", "count": "dogs", "value": 1}])


@given(st.integers(0, 300), st.integers(1, 300))
def test_a_share_of_something_never_cannot_be_right(part: int, whole: int) -> None:
    part = min(part, whole)
    levels = [1] * part + [2] * (whole - part)
    figures = year_figures("2022-23", register(levels), ())
    shown = share_words(part, whole, 0).rstrip("%")
    assert check_published(figures, (published(shown),))[0].state == RIGHT
    assert abs(float(share_words(part, whole).rstrip("%")) - 100 * part / whole) <= 0.05001


def test_nothing_of_nothing_has_no_share() -> None:
    assert share_words(0, 0) == "–"
    assert limit_of("7") == 7
    assert limit_of("") == 5


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("level", 0, "No injury"),
        ("level", 2, "Level 2"),
        ("level", None, "Not recorded"),
        ("place", "", "Not recorded"),
        ("footage", "partly", "Partly"),
        ("footage_until", date(2022, 5, 1), "01/05/2022"),
        ("at", time(14, 5), "14:05"),
        ("recorded_at", "2022-04-01T15:00", "2022-04-01 15:00"),
        ("reason", "Told Tom", "Told Tom"),
        ("minutes", 4, "4"),
    ],
)
def test_old_and_new_of_a_change_are_said_in_words(name: str, value: object, words: str) -> None:
    assert show_field(name, value) == words


def test_what_stands_above_a_return_is_taken_by_its_label() -> None:
    above = ["Home: Aycliffe\nCompleted by: A. Lee", "A title", "Notified to Ofsted: 3"]
    other = ["Telephone: 0300 000 0000", "Reported to the Youth Custody Service: 1"]
    assert said_above([*above, *other]) == {
        "home": "Aycliffe",
        "supplied_by": "A. Lee",
        "reported_ofsted": "3",
        "reported_ycs": "1",
    }


# ------------------------------------------------------------------- what may be published


def possible(table: Sequence[Sequence[int | None]], most: int) -> dict[tuple[int, int], set[int]]:
    """Every value that each kept-back count can have, found by trying all of them.

    Written apart from the rule: it tries every part of the table and keeps what fits the rest.
    """
    parts = [(i, j) for i in range(len(table) - 1) for j in range(len(table[0]) - 1)]
    choices = [range(most + 1) if table[i][j] is None else (table[i][j],) for i, j in parts]
    found: dict[tuple[int, int], set[int]] = {
        (i, j): set() for i, row in enumerate(table) for j, c in enumerate(row) if c is None
    }
    width = len(table[0]) - 1
    for tried in product(*choices):
        rows = [list(tried[n : n + width]) for n in range(0, len(tried), width)]
        whole = with_totals(rows)  # type: ignore[arg-type]
        if all(
            said is None or said == whole[i][j]
            for i, row in enumerate(table)
            for j, said in enumerate(row)
        ):
            for i, j in found:
                found[i, j].add(whole[i][j])
    return found


small = st.integers(0, 5)
MOST = 9  # as far as each kept-back part is tried


def judge(rows: Sequence[Sequence[int]], limit: int) -> None:
    table = with_totals(rows)
    safe = suppress_table(table, limit)
    for row, kept in zip(table, safe, strict=True):
        assert all(k is None or k == count >= limit for count, k in zip(row, kept, strict=True))
    for (i, j), values in possible(safe, MOST).items():
        assert len(values) > 1, (table, safe, i, j)
        if table[i][j] < limit:
            assert max(values) >= limit, (table, safe, i, j)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(small, small), min_size=2, max_size=2))
def test_from_the_published_table_no_kept_back_count_can_be_computed(
    rows: list[tuple[int, int]],
) -> None:
    judge(rows, 3)


@pytest.mark.slow
@pytest.mark.timeout(300)
@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(small, small), min_size=3, max_size=3))
def test_nor_from_a_longer_table(rows: list[tuple[int, int]]) -> None:
    judge(rows, 3)


def test_a_second_count_is_kept_back_with_a_small_one() -> None:
    safe = suppress_table(with_totals(((20, 1), (30, 40))), 5)
    assert sum(count is None for row in safe for count in row) >= 4
    whole = suppress_table(with_totals(((20, 10), (30, 40))), 5)
    assert None not in {count for row in whole for count in row}


def test_months_and_quarters_are_judged_together() -> None:
    lone = safe_figures(year_figures("2022-23", register([0] * 2), ()), 5)
    assert lone.hides  # one in April, one in May, none in any other month
    assert None in lone.months
    full = safe_figures(year_figures("2022-23", YEAR, ()), 5)
    assert None not in full.months
    assert full.table[-1][-1] == 242
    assert full.table[-1][2] is None
    assert safe_figures(year_figures("2022-23", register([None] * 9), ()), 5).hides
