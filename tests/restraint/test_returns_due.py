"""Months that no return covers, and returns that do not add up, are due."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.restraint.commands.register import add_return, change_return
from dscp_desktop.restraint.queries.due import list_due
from dscp_desktop.restraint.queries.incidents import list_homes, list_returns
from dscp_desktop.restraint.queries.returns_due import MISSING, WRONG, list_returns_due
from dscp_desktop.restraint.rules.returns import ReturnDetails, missing_months, quarter_bounds
from dscp_desktop.restraint.rules.settings import RETURN_DAYS
from dscp_desktop.store.opening import Store
from dscp_desktop.store.settings import put_setting

MONTHS = st.lists(st.integers(0, 23), unique=True, max_size=24)
YEARS = date(2022, 1, 1), date(2023, 12, 31)


def bounds(number: int) -> tuple[date, date]:
    """The first and the last day of a month of two years."""
    first = date(2022 + number // 12, number % 12 + 1, 1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


@given(MONTHS, MONTHS)
def test_a_month_is_missing_unless_it_was_returned_or_is_before_all(
    returned: list[int], seen: list[int]
) -> None:
    found = missing_months(
        [bounds(one) for one in returned], [bounds(one)[1] for one in seen], *YEARS
    )
    known = {*returned, *seen}
    first = min(known, default=24)
    assert found == tuple(bounds(one)[0] for one in range(first, 24) if one not in known)


def test_a_month_that_has_not_ended_is_not_missing_yet() -> None:
    january = [(date(2023, 1, 1), date(2023, 1, 31))]
    assert missing_months(january, (), date(2022, 1, 1), date(2023, 2, 27)) == ()
    found = missing_months(january, (), date(2022, 1, 1), date(2023, 2, 28))
    assert found == (date(2023, 2, 1),)
    assert missing_months(january, (), date(2023, 2, 10), date(2023, 2, 28)) == found


def test_a_quarter_that_did_not_come_is_due_a_month_after_it_ended(home: Store) -> None:
    late = date(2023, 8, 10)
    assert MISSING not in {due.heading for due in home.ask(list_due, date(2023, 7, 14))}
    (due,) = (one for one in home.ask(list_due, late) if one.heading == MISSING)
    assert due.what.endswith(": April 2023 to June 2023")
    assert (due.on, due.days) == (date(2023, 7, 30), "9 working days late")
    home.run(_return_within, "60")
    assert home.ask(list_returns_due, late) == home.ask(list_returns_due, date(2023, 7, 14))
    home_id = home.ask(list_homes)[0][0]
    home.run(add_return, home_id, *quarter_bounds(2023, 1), ReturnDetails(declared=0))
    assert MISSING not in {due.heading for due in home.ask(list_due, date(2023, 9, 10))}


def test_a_return_that_does_not_add_up_is_listed_until_it_has_a_note(home: Store) -> None:
    day = date(2023, 4, 20)
    wrong = [line for line in home.ask(list_returns) if line.gaps or line.differences]
    for line in wrong:
        home.run(change_return, line.id, ReturnDetails(note="The home was asked."))
    assert not [due for due in home.ask(list_returns_due, day) if due.heading == WRONG]
    last = home.ask(list_returns)[-1]
    home.run(change_return, last.id, ReturnDetails(declared=last.counted + 1))
    (due,) = (one for one in home.ask(list_due, day) if one.heading == WRONG)
    assert (due.record_id, due.days, due.urgency) == (last.id, "Not explained", "open")
    assert f"The return declares {last.counted + 1}" in due.detail
    assert not [one for one in home.ask(list_returns_due, date(2024, 6, 1)) if one.heading == WRONG]


def _return_within(session: Session, days: str) -> Changes:
    put_setting(session, RETURN_DAYS, days)
    return Changes("Set", ("restraint",))
