"""Whatever is done in whatever order: a seat has one holder a day, and a group one chair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dscp_desktop.core.faults import Refused
from dscp_desktop.partnership.commands.chairs import (
    change_chair,
)
from dscp_desktop.partnership.commands.people import (
    add_person,
    end_person,
    seat_person,
)
from dscp_desktop.partnership.commands.seats import (
    end_seat,
)
from dscp_desktop.partnership.queries.seats import (
    all_chairs,
    all_holders,
    list_seats,
    seats_on,
)
from dscp_desktop.partnership.rules.people import PersonDetails
from dscp_desktop.partnership.rules.seats import SeatHolder
from dscp_desktop.partnership.rules.spans import Span
from dscp_desktop.partnership.rules.turns import Turn, rotate, take_turn
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from tests.partnership.conftest import Find

DAY = date(2023, 10, 19)
Who = Callable[[str], str]


@pytest.fixture
def who(durham: Store) -> Who:
    """The id of a person of this name, added where nobody has it."""
    known: dict[str, str] = {}

    def found(name: str) -> str:
        if name not in known:
            known[name] = str(durham.run(add_person, PersonDetails(name)).result)
        return known[name]

    return found


def seat(store: Store, group_id: str, role: str, on: date = DAY) -> SeatHolder:
    return next(each for each in store.ask(seats_on, group_id, on) if each.role == role)


def nurse_of(store: Store, group: Find) -> str:
    return seat(store, group("EXEC"), "Director of Nursing").seat_id


# ----------------------------------------------------------------------------- properties

DAYS = st.dates(date(2022, 1, 1), date(2022, 3, 1))


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(DAYS, st.none() | st.integers(0, 30)), max_size=8))
def test_a_seat_has_one_holder_on_any_day(asked: list[tuple[date, int | None]]) -> None:
    turns: dict[str, Turn] = {}
    for number, (starts, length) in enumerate(asked):
        ends = "" if length is None else (starts + timedelta(days=length)).isoformat()
        try:
            taking = take_turn(tuple(turns.values()), "seat", starts.isoformat(), ends)
        except Refused:
            continue
        if taking.cut_id:
            cut = turns[taking.cut_id]
            turns[cut.id] = Turn(cut.id, cut.who, Span(cut.span.starts, taking.cut_ends))
        turns[str(number)] = Turn(str(number), f"P{number}", taking.span)
        assert taking.span.holds(starts)
    for ahead in range(120):
        on = date(2021, 12, 20) + timedelta(days=ahead)
        assert sum(turn.span.holds(on) for turn in turns.values()) <= 1


@given(st.integers(1, 6), st.integers(1, 24), DAYS)
def test_a_rotating_chair_leaves_no_day_out(count: int, months: int, starts: date) -> None:
    turns = rotate([str(n) for n in range(count)], starts, months)
    assert turns[0][1].first == starts
    for (_, before), (_, after) in pairwise(turns):
        assert after.first == before.last + timedelta(days=1)
    with pytest.raises(Refused, match="a month at the least"):
        rotate(["a"], starts, 0)


STEPS = st.tuples(
    st.sampled_from(("seat", "deputy", "chair", "leave", "end", "undo")),
    st.integers(0, 2),
    st.integers(0, 2),
    st.dates(date(2023, 1, 1), date(2023, 2, 10)),
)


@settings(
    deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(STEPS, max_size=10))
def test_any_sequence_of_commands_leaves_one_holder_and_one_chair_a_day(
    durham: Store, group: Find, who: Who, steps: list[tuple[str, int, int, date]]
) -> None:
    plg = group("PLG")
    seats = [line.id for line in durham.ask(list_seats, plg)][:3]
    entries: list[str] = []
    for what, one, other, day in steps:
        on, person = day.isoformat(), who(f"Person {other}")
        try:
            if what == "undo":
                if entries:
                    durham.run(undo, entries.pop())
                continue
            if what in ("seat", "deputy"):
                done = durham.run(seat_person, seats[one], person, on, what == "deputy")
            elif what == "chair":
                done = durham.run(change_chair, plg, seats[one], on)
            elif what == "leave":
                done = durham.run(end_person, person, on)
            else:
                done = durham.run(end_seat, seats[one], on)
            if done.entry:  # a command that changed nothing has none
                entries.append(done.entry)
        except Refused:
            pass
    holders, chairs = durham.ask(all_holders), durham.ask(all_chairs)
    for ahead in range(-3, 60):
        on_day = date(2023, 1, 1) + timedelta(days=ahead)
        held = Counter((h.seat_id, h.deputy) for h in holders if h.span.holds(on_day))
        assert all(count == 1 for count in held.values())
        chaired = Counter((c.group_id, c.office) for c in chairs if c.span.holds(on_day))
        assert all(count == 1 for count in chaired.values())
