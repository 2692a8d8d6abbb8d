"""A closed year stays the same under every command of the budget, every import and every undo."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.budget.commands import (
    budgets,
    contributions,
    fairness,
    grants,
    ledger,
    letters,
    spend,
    taking,
    years,
)
from dscp_desktop.budget.queries.contributions import get_year
from dscp_desktop.budget.queries.fairness import list_scenarios
from dscp_desktop.budget.queries.spend import (
    budget_year,
    list_headings,
    list_orders,
    list_rules,
    list_transactions,
)
from dscp_desktop.budget.rules.fairness import FigureDetails, ScenarioDetails
from dscp_desktop.budget.rules.letters import WORDS
from dscp_desktop.budget.rules.spend import OrderDetails, TransactionDetails
from dscp_desktop.budget.workbook.contributions import read_contributions, recognise_contributions
from dscp_desktop.budget.workbook.spend import read_spend, recognise_spend
from dscp_desktop.budget.workbook.transactions import (
    pasted_sheet,
    read_transactions,
    recognise_transactions,
)
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused, Trouble
from dscp_desktop.core.offers import SheetOutcome
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.store.history import list_entries, undo
from dscp_desktop.store.opening import Store
from dscp_desktop.store.tables import Record

YEAR, BEFORE, AFTER = "2022-23", "2021-22", "2023-24"
DAY, LATER = date(2022, 6, 1), date(2023, 6, 1)
MODULES = (budgets, contributions, fairness, grants, ledger, letters, spend, taking, years)
# What a profile and an import call: the imports stand below as commands of their own.
NOT_RUN = {"begin", "keep", "take_contributions", "take_spend", "take_transactions"}
CLOSED = "The year 2022-23 was closed on Thursday 1 June 2023: add a dated correction instead."


def party(store: Store, name: str) -> str:
    found = store.ask(load_names).party(name)
    assert found is not None
    return found.id


def scenario() -> ScenarioDetails:
    return ScenarioDetails("Freeze", "freeze")


@pytest.fixture
def closed(durham: Store) -> Store:
    """A store with a year that has one of everything, closed on 1 June 2023."""
    police = party(durham, "Durham Constabulary")
    for year in (BEFORE, YEAR):
        durham.run(years.add_year, year)
        durham.run(contributions.put_step, year, police, "agreed", DAY, 1_000_00)
    durham.run(contributions.put_step, YEAR, police, "invoiced", DAY, 1_000_00)
    durham.run(contributions.put_step, YEAR, police, "received", DAY, 400_00)
    durham.run(contributions.put_in_kind, YEAR, police, "An analyst", 5_00)
    durham.run(contributions.set_published, YEAR, 1_010_00, "Annual report")
    durham.run(contributions.record_reason, YEAR, "A grant")
    heading = durham.ask(list_headings)[0].id
    grant = str(durham.run(grants.add_grant, "Early help").result)
    durham.run(grants.put_grant_year, BEFORE, grant, 100_00)
    durham.run(years.put_reserve, BEFORE, 50_00)
    durham.run(spend.put_budget, YEAR, heading, 900_00)
    for to in ({"heading_id": heading}, {"grant_id": grant}, {}):
        details = TransactionDetails(DAY, 25_00, "Paid", "A1", **to)
        durham.run(spend.add_transaction, YEAR, details)
    durham.run(spend.put_order, YEAR, OrderDetails(DAY, 5_00, heading_id=heading))
    durham.run(fairness.put_scenario, YEAR, scenario())
    durham.run(spend.add_rule, "words", "paid", heading)
    durham.run(years.close_year, YEAR, LATER)
    return durham


def picture(session: Session) -> tuple[object, ...]:
    """Everything of the closed year that is its own, as values."""
    year = budget_year(session, YEAR, date(2030, 1, 1))
    lines = tuple(replace(line, last_year=None) for line in year.contributions.lines)
    given = replace(year.contributions, lines=lines, corrections=())
    reserve = replace(year.reserve, carried_before=None)
    return (
        given,
        year.spend,
        year.grants,
        reserve,
        (
            list_transactions(session, YEAR),
            list_orders(session, YEAR),
        ),
    )


def ids(store: Store) -> Mapping[str, str]:
    """One id of everything that the closed year holds."""
    return {
        "police": party(store, "Durham Constabulary"),
        "board": party(store, "ICB"),
        "heading": store.ask(list_headings)[0].id,
        "grant": store.ask(_grant),
        "paid": store.ask(list_transactions, YEAR)[-1].id,
        "order": store.ask(list_orders, YEAR)[0].id,
        "step": store.ask(get_year, YEAR).lines[0].steps[-1].id,
        "scenario": store.ask(list_scenarios, YEAR)[0].id,
        "rule": store.ask(list_rules)[0].id,
    }


def _grant(session: Session) -> str:
    """The grant that the closed year shows: the first."""
    query = select(Record.id).where(Record.kind == "grant").order_by(Record.id)
    return session.scalars(query.limit(1)).one()


def calls(at: Mapping[str, str]) -> dict[str, tuple[Any, ...]]:
    """Arguments for every command of the budget, aimed at the closed year where they can be."""
    one = TransactionDetails(DAY, 7)
    return {
        "put_contribution": (YEAR, at["police"], 5),
        "remove_contribution": (YEAR, at["police"]),
        "set_payment": (YEAR, at["police"], "received"),
        "put_step": (YEAR, at["police"], "received", DAY, 5),
        "remove_step": (at["step"],),
        "put_payer": (YEAR, at["police"], at["board"]),
        "put_in_kind": (YEAR, at["board"], "Rooms"),
        "put_gift": (YEAR, at["police"], at["board"], "Rooms", 5),
        "set_published": (YEAR, 5),
        "record_reason": (YEAR, "Another"),
        "add_year": (YEAR,),
        "put_reserve": (YEAR, 5),
        "close_year": (YEAR, LATER),
        "add_correction": (YEAR, LATER, "A figure was wrong", 5),
        "add_heading": ("Another",),
        "change_heading": (at["heading"], "Other words"),
        "put_budget": (YEAR, at["heading"], 5),
        "add_transaction": (YEAR, one),
        "change_transaction": (at["paid"], one),
        "remove_transaction": (at["paid"],),
        "keep_double": (at["paid"],),
        "place_transaction": (at["paid"], at["heading"]),
        "add_rule": ("words", "paid"),
        "remove_rule": (at["rule"],),
        "put_order": (YEAR, OrderDetails(DAY, 9), at["order"]),
        "close_order": (at["order"], DAY),
        "remove_order": (at["order"],),
        "add_grant": ("Another",),
        "begin_grant": (YEAR, "One more"),
        "change_grant": (at["grant"], "Other words"),
        "put_grant_year": (YEAR, at["grant"], 5),
        "put_scenario": (YEAR, scenario()),
        "remove_scenario": (at["scenario"],),
        "put_figure": (FigureDetails("A", "5", "children", "", "2022", "B"),),
        "set_overdue_days": (9,),
        "put_letter_words": (dict.fromkeys(WORDS, "Words"),),
        "keep_source": ("a", "b", {}, "minus"),
    }


# What does not touch a closed year; every other command is refused there, in words.
ALLOWED = {
    *("add_correction", "add_heading", "add_rule", "remove_rule", "add_grant", "put_scenario"),
    *("remove_scenario", "put_figure", "set_overdue_days", "keep_source", "put_letter_words"),
}


def commands() -> dict[str, Callable[..., Changes]]:
    """Every public command of the budget, by name."""
    return {
        name: found
        for module in MODULES
        for name, found in vars(module).items()
        if inspect.isfunction(found)
        and found.__module__ == module.__name__
        and not name.startswith("_")
        and name not in NOT_RUN
        and inspect.signature(found).return_annotation == "Changes"
    }


def test_every_command_leaves_a_closed_year_as_it_was(closed: Store) -> None:
    before = closed.ask(picture)
    known, given_calls = commands(), calls(ids(closed))
    assert set(known) == set(given_calls), "say here what a new command would do to a closed year"
    for name, arguments in given_calls.items():
        if name in ALLOWED:
            closed.run(known[name], *arguments)
        else:
            with pytest.raises(Refused) as refused:
                closed.run(known[name], *arguments)
            words = {CLOSED, "The closed year 2022-23 shows this: add another one instead."}
            told = refused.value.words
            assert told in words or name == "add_year", (name, told)
        assert closed.ask(picture) == before, name
    year = closed.ask(get_year, YEAR)
    assert [(each.amount, each.text) for each in year.corrections] == [(5, "A figure was wrong")]


def test_no_undo_changes_a_closed_year(closed: Store) -> None:
    before = closed.ask(picture)
    entries = closed.ask(list_entries)
    assert entries[0].words == "Year 2022-23 closed"
    refused = 0
    for entry in entries[1:-1]:
        try:
            closed.run(undo, entry.id)
        except Refused:
            refused += 1
        assert closed.ask(picture) == before, entry.words
    assert refused > 10
    with pytest.raises(Refused, match="was closed on Thursday 1 June 2023"):
        closed.run(undo, next(e.id for e in entries if e.words.startswith("Received")))
    closed.run(undo, entries[0].id)
    assert closed.ask(get_year, YEAR).closed_on is None


def test_no_sheet_changes_a_closed_year(closed: Store) -> None:
    before = closed.ask(picture)
    texts = {
        "Partner\tContribution 2022-23\nDurham Constabulary\t5\nICB\t6\nTotal\t7": (
            recognise_contributions,
            read_contributions,
            taking.take_contributions,
        ),
        "Heading\tBudget 2022-23\nStaff\t5\nNew one\t6": (
            recognise_spend,
            read_spend,
            budgets.take_spend,
        ),
        "Date\tDetails\tReference\tAmount\n01/06/2022\tNew\tZ\t5": (
            recognise_transactions,
            read_transactions,
            ledger.take_transactions,
        ),
    }
    for text, (recognise, read, take) in texts.items():
        sheet = pasted_sheet(text)
        recognised = recognise(sheet)
        assert recognised is not None
        found: list[SheetOutcome] = []

        def bring(session: Session, take: Any, reading: Any, found: list[SheetOutcome]) -> Changes:
            found.append(take(session, reading))
            return Changes("Imported", ("budget",))

        closed.run(bring, take, read(sheet, recognised), found)
        assert found[0].rows == ()
        assert {fault.why for fault in found[0].faults} == {CLOSED}
        assert closed.ask(picture) == before


def test_closing_and_correcting_are_refused_in_words(closed: Store) -> None:
    closed.run(years.add_year, AFTER)
    with pytest.raises(Refused, match="ends on Sunday 31 March 2024"):
        closed.run(years.close_year, AFTER, date(2024, 3, 31))
    with pytest.raises(Refused, match="is not closed"):
        closed.run(years.add_correction, AFTER, LATER, "Wrong")
    with pytest.raises(Refused, match="Type a later day"):
        closed.run(years.add_correction, YEAR, DAY, "Wrong")
    with pytest.raises(Refused, match="Type what is corrected"):
        closed.run(years.add_correction, YEAR, LATER, " ")
    year = closed.ask(budget_year, AFTER, LATER)
    assert (year.reserve.brought, year.reserve.brought_how) == (2_000_00, "carried")
    assert [(each.brought, each.carried) for each in year.grants] == [(75_00, 75_00)]


@pytest.mark.slow
@pytest.mark.timeout(900)
@given(st.data())
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_row_of_commands_leaves_a_closed_year(closed: Store, data: st.DataObject) -> None:
    before, known = closed.ask(picture), commands()
    names = data.draw(st.lists(st.sampled_from([*sorted(known), "undo"]), max_size=6))
    for name in names:
        at = {**ids_or_nothing(closed)}
        years_now = data.draw(st.sampled_from((YEAR, BEFORE, AFTER)))
        try:
            if name == "undo":
                entries = [e for e in closed.ask(list_entries) if "closed" not in e.words]
                closed.run(undo, data.draw(st.sampled_from(entries[:-1])).id)
            else:
                arguments = [years_now if each == YEAR else each for each in calls(at)[name]]
                closed.run(known[name], *arguments)
        except Trouble:
            pass
        assert closed.ask(picture) == before, name


def ids_or_nothing(store: Store) -> Mapping[str, str]:
    """The ids as far as they are there: scenarios and rules may have gone."""
    if not store.ask(list_scenarios, YEAR):
        store.run(fairness.put_scenario, YEAR, scenario())
    if not store.ask(list_rules):
        store.run(spend.add_rule, "words", "paid")
    return ids(store)
