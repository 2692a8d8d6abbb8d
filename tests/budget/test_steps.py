"""Steps of a contribution, part payments, who pays, what is given in kind, and what is due."""

from __future__ import annotations

from datetime import date
from functools import partial
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dscp_desktop.budget.commands import contributions as commands
from dscp_desktop.budget.commands.fairness import set_overdue_days
from dscp_desktop.budget.commands.years import add_year
from dscp_desktop.budget.queries.contributions import get_year
from dscp_desktop.budget.queries.due import list_due
from dscp_desktop.budget.rules.contributions import ContributionLine, StepValues, YearValues
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store

YEAR = "2023-24"
DAY = date(2023, 4, 20)


def party(store: Store, name: str) -> str:
    found = store.ask(load_names).party(name)
    assert found is not None
    return found.id


@pytest.fixture
def police(durham: Store) -> str:
    durham.run(add_year, YEAR)
    return party(durham, "Durham Constabulary")


def test_a_contribution_goes_from_proposed_to_received_in_parts(durham: Store, police: str) -> None:
    step = partial(durham.run, commands.put_step, YEAR, police)
    assert step("proposed", date(2023, 1, 10), 4_000_000).words.startswith("Proposed: Durham")
    agreed = step("agreed", date(2023, 3, 1), 3_928_500, "EXEC 7")
    assert agreed.words.endswith("£39,285, was £40,000")
    step("invoiced", DAY, 3_928_500, " INV  9")
    line = durham.ask(get_year, YEAR).lines[0]
    assert (line.amount, line.payment, line.outstanding) == (3_928_500, "invoiced", 3_928_500)
    step("received", date(2023, 5, 2), 2_000_000)
    first = durham.ask(get_year, YEAR).lines[0]
    assert (first.payment, first.outstanding_words) == ("part", "£19,285 outstanding")
    paid = step("received", date(2023, 6, 2), 1_928_500)
    line = durham.ask(get_year, YEAR).lines[0]
    assert (line.payment, line.outstanding, line.outstanding_words) == ("received", 0, "")
    assert [(each.kind, each.reference) for each in line.steps][2] == ("invoiced", "INV 9")
    step("received", date(2023, 6, 9), 500, "", line.steps[-1].id)
    assert durham.ask(get_year, YEAR).lines[0].received == 2_000_500
    durham.run(commands.remove_step, str(paid.result))
    year = durham.ask(get_year, YEAR)
    assert (year.received, year.outstanding) == (2_000_000, 1_928_500)
    step("received", date(2023, 7, 1), 2_000_000)
    assert durham.ask(get_year, YEAR).lines[0].outstanding_words == "£715 more than agreed"
    durham.run(commands.remove_contribution, YEAR, police)
    assert durham.ask(get_year, YEAR).lines == ()


def test_steps_that_cannot_be_are_refused_in_words(durham: Store, police: str) -> None:
    with pytest.raises(WrongUse, match="proposed, agreed, invoiced, received"):
        durham.run(commands.put_step, YEAR, police, "part", DAY, 1)
    with pytest.raises(WrongUse, match="has no contribution"):
        durham.run(commands.put_step, YEAR, police, "invoiced", DAY, 1)
    with pytest.raises(Refused, match="below nothing"):
        durham.run(commands.put_step, YEAR, police, "agreed", DAY, -1)
    durham.run(commands.put_step, YEAR, police, "agreed", DAY, 100)
    with pytest.raises(WrongUse, match="not one of the contribution"):
        durham.run(commands.put_step, YEAR, police, "agreed", DAY, 100, "", "nothing")
    with pytest.raises(WrongUse, match="not in the store"):
        durham.run(commands.remove_step, "nothing")
    with pytest.raises(WrongUse, match="A payment is one of"):
        durham.run(commands.set_payment, YEAR, police, "part")


def test_who_pays_and_what_is_in_kind_stand_apart(durham: Store, police: str) -> None:
    durham.run(commands.put_contribution, YEAR, police, 100)
    board = party(durham, "ICB")
    assert "paid by Integrated" in durham.run(commands.put_payer, YEAR, police, board).words
    assert durham.ask(get_year, YEAR).lines[0].payer == "Integrated Care Board (ICB)"
    own = durham.run(commands.put_payer, YEAR, police, police)
    assert own.words.endswith("paid by the partner itself")
    durham.run(commands.put_in_kind, YEAR, police, " A full-time  analyst", 4_000_000)
    durham.run(commands.put_in_kind, YEAR, board, "Rooms")
    year = durham.ask(get_year, YEAR)
    assert (year.sum, year.in_kind_value) == (100, 4_000_000)
    assert [(x.amount, x.in_kind) for x in year.lines] == [
        (100, "A full-time analyst"),
        (0, "Rooms"),
    ]
    with pytest.raises(Refused, match="Type what is given"):
        durham.run(commands.put_in_kind, YEAR, police, " ", 5)
    with pytest.raises(Refused, match="below nothing"):
        durham.run(commands.put_in_kind, YEAR, police, "An analyst", -5)
    assert durham.run(commands.put_in_kind, YEAR, police, "").words.endswith("taken away")


def test_what_was_invoiced_and_did_not_come_is_due(durham: Store, police: str) -> None:
    durham.run(commands.put_step, YEAR, police, "agreed", DAY, 10_000)
    durham.run(commands.put_step, YEAR, police, "invoiced", DAY, 10_000)
    assert durham.ask(list_due, date(2023, 5, 20)) == ()
    due = durham.ask(list_due, date(2023, 5, 21))
    assert [(each.what, each.days, each.on) for each in due] == [
        ("Durham Constabulary: £100 invoiced and not received", "1 day late", date(2023, 5, 20))
    ]
    durham.run(commands.put_step, YEAR, police, "received", DAY, 4_000)
    assert "£60 invoiced" in durham.ask(list_due, date(2023, 5, 25))[0].what
    durham.run(set_overdue_days, 60)
    assert durham.ask(list_due, date(2023, 5, 25)) == ()
    with pytest.raises(Refused, match="from 1 to 366"):
        durham.run(set_overdue_days, 0)
    paid = durham.run(commands.put_step, YEAR, police, "received", DAY, 6_000)
    assert [each.what for each in durham.ask(list_due, date(2024, 4, 9))] == [
        "Close the year 2023-24"
    ]
    durham.run(undo, paid.entry)
    assert len(durham.ask(list_due, date(2024, 4, 9))) == 2


AMOUNTS = st.lists(st.integers(-(10**6), 10**9), max_size=8)


@given(st.integers(0, 10**9), AMOUNTS, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_part_payments_add_up_in_any_order(amount: int, parts: list[int], random: Random) -> None:
    steps = [StepValues(str(n), "received", DAY, part) for n, part in enumerate(parts)]
    line = ContributionLine("1", "p", "Police", amount, steps=tuple(steps))
    random.shuffle(steps)
    other = ContributionLine("1", "p", "Police", amount, steps=tuple(steps))
    assert line.received == other.received == sum(parts)
    assert line.received + line.outstanding == amount
    if parts:
        assert line.payment == ("received" if sum(parts) >= amount else "part")


@given(st.lists(st.integers(0, 10**9), max_size=10), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_sum_is_the_same_in_any_order(amounts: list[int], random: Random) -> None:
    lines = [ContributionLine(str(n), str(n), str(n), a) for n, a in enumerate(amounts)]
    first = YearValues("y", YEAR, tuple(lines), published=5)
    random.shuffle(lines)
    second = YearValues("y", YEAR, tuple(lines), published=5)
    assert first.sum == second.sum == sum(amounts)
    assert first.difference == second.difference == 5 - sum(amounts)
