"""Groups, their meetings and items, as tests of the record need them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest

from dscp_desktop.core.changes import Changes
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.meetings.commands.agenda import add_item, start_agenda
from dscp_desktop.meetings.commands.minutes import agree_minutes, approve_minutes
from dscp_desktop.meetings.queries.agenda import agenda
from dscp_desktop.partnership.queries.parties import find_group
from dscp_desktop.store.opening import Store

Held = Callable[..., str]


@pytest.fixture
def held(durham: Store) -> Held:
    """Puts a meeting of a group, with some items, into the store; gives its id."""

    def make(on: date, group: str = "PLG", items: int = 3, start: time | None = time(10)) -> str:
        line = durham.ask(find_group, group)
        assert line is not None
        end = time(12) if start else None
        meeting = str(durham.run(add_meeting, line.id, MeetingDetails(on, start, end)).result)
        durham.run(start_agenda, meeting)
        for number in range(items):
            durham.run(add_item, meeting, f"Subject {number + 1}", minutes=10)
        return meeting

    return make


@pytest.fixture
def july(held: Held) -> str:
    return held(date(2023, 7, 6))


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
