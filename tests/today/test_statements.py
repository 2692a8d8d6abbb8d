"""How often the store is asked does not grow with what it holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from dscp_desktop.actions.commands.log import add_action
from dscp_desktop.actions.queries.log import get_action, get_log, list_changes
from dscp_desktop.actions.rules.log import BY_MEETING, ActionDetails
from dscp_desktop.app.features import due_offers
from dscp_desktop.core.changes import Changes
from dscp_desktop.diary.commands.meetings import add_meeting
from dscp_desktop.diary.rules.meetings import MeetingDetails
from dscp_desktop.partnership.queries.parties import list_meeting_groups
from dscp_desktop.store.opening import Store
from dscp_desktop.today.queries import get_today, get_year

TODAY = date(2023, 10, 19)
MORE = 40


def asked(store: Store, query: Callable[..., object], *args: object) -> int:
    """Return how many statements a query sends."""
    sent: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    event.listen(store.reader, "before_cursor_execute", count)
    store.ask(query, *args)
    event.remove(store.reader, "before_cursor_execute", count)
    return len(sent)


def fill(session: Any, group_id: str) -> Changes:
    """Add meetings soon, before and far ahead, and actions by their day and by 'next meeting'."""
    for n in range(MORE):
        add_meeting(session, group_id, MeetingDetails(TODAY + timedelta(days=n * 4 - 30)))
        for rule, due in (("date", TODAY + timedelta(days=n - 20)), (BY_MEETING, None)):
            details = ActionDetails(
                f"Do part {n}", None, "Head", TODAY - timedelta(days=60), due_rule=rule, due=due
            )
            add_action(session, group_id, details)
    return Changes("Filled", ("meetings", "actions"))


QUERIES: dict[str, tuple[Any, ...]] = {
    "today": (get_today, due_offers(), TODAY, True),
    "year": (get_year, "2023-24", TODAY, True),
    "log": (get_log, TODAY, False),
}


@pytest.fixture
def grown(office_year: Store) -> tuple[dict[str, int], Store]:
    """How often each query asked before, and the store with many more records."""
    group = office_year.ask(list_meeting_groups)[-1]
    office_year.run(fill, group.id)
    before = {name: asked(office_year, *query) for name, query in QUERIES.items()}
    office_year.run(fill_again, group.id)
    return before, office_year


def fill_again(session: Any, group_id: str) -> Changes:
    """Add as many actions and meetings once more, on other days."""
    for n in range(MORE):
        add_meeting(session, group_id, MeetingDetails(TODAY + timedelta(days=n * 4 - 29)))
        details = ActionDetails(f"Do more {n}", None, "Head", TODAY, due=TODAY)
        add_action(session, group_id, details)
    return Changes("Filled again", ("meetings", "actions"))


def test_twice_the_records_are_no_more_statements(
    grown: tuple[dict[str, int], Store],
) -> None:
    before, store = grown
    after = {name: asked(store, *query) for name, query in QUERIES.items()}
    assert after == before
    duties = store.ask(*QUERIES["today"]).duties
    assert sum(len(one.lines) for one in duties) > 2 * MORE


def test_one_action_does_not_read_every_meeting_nor_the_entry_of_an_import(
    grown: tuple[dict[str, int], Store],
) -> None:
    _, store = grown
    line = store.ask(get_log, TODAY, False).lines[0]
    assert asked(store, get_action, line.id, TODAY) <= 14
    assert asked(store, list_changes, line.id) <= 9
