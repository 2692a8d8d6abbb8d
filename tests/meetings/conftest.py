"""Groups, their meetings and items, as tests of the record need them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from functools import partial

import pytest

from dscp_desktop.core.changes import Changes
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.queries.meetings import list_meetings
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.meetings.commands.agenda import add_item, start_agenda
from dscp_desktop.meetings.commands.minutes import agree_minutes, approve_minutes
from dscp_desktop.meetings.queries.agenda import agenda
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.opening import Store
from tests.moulds import FILLED, begin

Held = Callable[..., str]
JULY = date(2023, 7, 6)


def hold(
    store: Store, on: date, group: str = "PLG", items: int = 3, start: time | None = time(10)
) -> str:
    """Put a meeting of a group, with some items, into a store; return its id."""
    line = store.ask(find_group, group)
    assert line is not None
    end = time(12) if start else None
    meeting = str(store.run(add_meeting, line.id, MeetingDetails(on, start, end)).result)
    store.run(start_agenda, meeting)
    for number in range(items):
        store.run(add_item, meeting, f"Subject {number + 1}", minutes=10)
    return meeting


@pytest.fixture
def held(durham: Store) -> Held:
    """Puts a meeting of a group, with some items, into the store; gives its id."""
    return partial(hold, durham)


def fill_july(store: Store) -> None:
    """Begin with Durham's profile, and plan the meeting of July."""
    begin("durham-2022-23")(store)
    hold(store, JULY)


FILLED["july_planned"] = fill_july


@pytest.fixture
def july_planned(durham: Store) -> Store:
    """The same store with the meeting of July and its items in it."""
    return durham


@pytest.fixture
def july(july_planned: Store) -> str:
    """The id of the meeting of July."""
    return july_planned.ask(list_meetings)[0].id


@pytest.fixture
def september(held: Held) -> str:
    return held(date(2023, 9, 7))


@pytest.fixture
def items(durham: Store, july: str) -> list[str]:
    """The ids of July's items, in their order."""
    return [item.id for item in durham.ask(agenda, july).items]


@pytest.fixture
def approve(durham: Store, july: str, september: str) -> Callable[[], Changes]:
    """Has the chair agree July's minutes, and September's meeting approve them."""

    def done() -> Changes:
        durham.run(agree_minutes, july, date(2023, 7, 20), "A. Chair")
        return durham.run(approve_minutes, july, september)

    return done
