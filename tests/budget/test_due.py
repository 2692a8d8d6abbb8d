"""What the budget asks about: contributions nobody invoiced, grants that have to be spent."""

from __future__ import annotations

from datetime import date

import pytest

from dscp_desktop.budget.commands.contributions import put_step
from dscp_desktop.budget.commands.grants import begin_grant, put_grant_year
from dscp_desktop.budget.commands.spend import add_transaction, put_order
from dscp_desktop.budget.commands.years import add_year
from dscp_desktop.budget.queries.due import list_due
from dscp_desktop.budget.rules.spend import OrderDetails, TransactionDetails
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.store.opening import Store

YEAR = "2023-24"
AGREED = date(2023, 4, 12)


@pytest.fixture
def year(durham: Store) -> Store:
    """The store with an empty year of contributions."""
    durham.run(add_year, YEAR)
    return durham


def partner(store: Store, name: str) -> str:
    party = store.ask(load_names).party(name)
    assert party is not None
    return party.id


def test_what_was_agreed_and_not_invoiced_is_due_a_month_into_the_year(year: Store) -> None:
    for name, pence in (("Probation", 4_873_00), ("HDFT", 2_680_00)):
        year.run(put_step, YEAR, partner(year, name), "agreed", AGREED, pence)
    year.run(put_step, YEAR, partner(year, "CDDFT"), "proposed", AGREED, 1_00)
    assert year.ask(list_due, date(2023, 4, 30)) == ()
    (due,) = year.ask(list_due, date(2023, 5, 1))
    assert (due.what, due.days) == ("Invoice 2 contributions: £7,553", "Not invoiced")
    assert "Probation" in due.detail
    year.run(put_step, YEAR, partner(year, "HDFT"), "invoiced", AGREED, 2_680_00)
    (due,) = (one for one in year.ask(list_due, date(2023, 5, 1)) if "Invoice" in one.what)
    assert due.what == "Invoice 1 contribution: £4,873"
    # Once the year is over, what is to be done is to close it.
    found = year.ask(list_due, date(2024, 5, 1))
    assert not [one for one in found if one.heading == "Contributions not invoiced"]


def test_a_grant_with_money_left_is_due_two_months_before_its_last_day(year: Store) -> None:
    last = date(2024, 1, 31)
    grant = str(year.run(begin_grant, YEAR, "Pilot", "The department", "", last).result)
    year.run(put_grant_year, YEAR, grant, 10_000_00)
    bought = TransactionDetails(date(2023, 6, 1), 4_000_00, "Pilot", grant_id=grant)
    year.run(add_transaction, YEAR, bought)
    assert year.ask(list_due, date(2023, 12, 1)) == ()
    (due,) = year.ask(list_due, date(2023, 12, 4))
    assert (due.on, due.what) == (last, "Pilot: £6,000 of the grant is not spent")
    assert due.detail == "From The department"
    (late,) = (one for one in year.ask(list_due, date(2024, 2, 2)) if one.record_id == grant)
    assert late.days == "2 working days late"
    year.run(put_order, YEAR, OrderDetails(date(2023, 12, 1), 6_000_00, "Desks", grant_id=grant))
    assert year.ask(list_due, date(2023, 12, 4)) == ()
