"""Spend, orders, forecast, grants and reserve of a real store."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Integer

from dscp_desktop.budget.commands import grants, spend
from dscp_desktop.budget.commands.contributions import put_contribution
from dscp_desktop.budget.commands.years import add_year, put_reserve
from dscp_desktop.budget.feature import FEATURE
from dscp_desktop.budget.queries.spend import (
    budget_year,
    list_grants,
    list_headings,
    list_orders,
    list_rules,
    list_transactions,
    reserve_of,
    spend_year,
)
from dscp_desktop.budget.rules.spend import (
    OrderDetails,
    RuleValues,
    SpendLine,
    TransactionDetails,
    months_left,
    place,
    read_weights,
    variance_words,
    write_weights,
)
from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.offers import Scope
from dscp_desktop.partnership.queries.parties import load_names
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store
from dscp_desktop.store.tables import Base
from tests.conftest import Bring

YEAR, NEXT = "2023-24", "2024-25"
TODAY = date(2023, 10, 19)


@pytest.fixture
def year(durham: Store) -> Store:
    durham.run(add_year, YEAR)
    return durham


def heading(store: Store, title: str) -> str:
    return next(each.id for each in store.ask(list_headings) if each.title == title)


def pay(store: Store, amount: int, on: date = date(2023, 5, 9), **more: str) -> str:
    details = TransactionDetails(on, amount, **more)
    return str(store.run(spend.add_transaction, YEAR, details).result)


def test_headings_come_from_the_profile(year: Store) -> None:
    titles = [each.title for each in year.ask(list_headings)]
    assert titles == ["Staff", "Training", "Reviews", "Website and procedures", "Scrutiny", "Other"]
    year.run(spend.add_heading, " Young  people")
    young = heading(year, "Young people")
    year.run(spend.change_heading, young, "Youth", "2023/24")
    assert "Youth" not in [each.title for each in year.ask(list_headings, NEXT)]
    for title, words in (("", "Type the title"), ("staff", "a heading Staff already")):
        with pytest.raises(Refused, match=words):
            year.run(spend.add_heading, title)
    with pytest.raises(Refused, match="Write the year"):
        year.run(spend.change_heading, young, "Youth", "never")


def test_spend_by_month_against_budget_and_forecast(year: Store) -> None:
    training = heading(year, "Training")
    year.run(spend.put_budget, YEAR, training, 1_200_05, note="As agreed")
    pay(year, 500_00, heading_id=training, description="Course")
    pay(year, -20_00, date(2023, 6, 1), heading_id=training, description="Money back")
    order = OrderDetails(date(2023, 9, 1), 100_00, "Film", "PO 1", training)
    made = str(year.run(spend.put_order, YEAR, order).result)
    line = next(x for x in year.ask(spend_year, YEAR, TODAY).lines if x.heading == "Training")
    assert line.months[:4] == (0, 500_00, -20_00, 0)
    assert (line.actual, line.committed, line.remaining) == (480_00, 100_00, 620_05)
    assert (sum(line.budget_months), line.months_left) == (1_200_05, 5)
    assert line.forecast == 480_00 + 100_00 + sum(line.budget_months[7:])
    assert line.forecast_words == (
        "Computed: spent £480, ordered £100, £500 for the 5 months to come"
    )
    assert line.variance_words == "£120.05 under budget"
    year.run(spend.put_budget, YEAR, training, 1_200_05, [0] * 11 + [1], 900_00)
    line = next(x for x in year.ask(spend_year, YEAR, TODAY).lines if x.heading == "Training")
    assert (line.forecast, line.forecast_how, line.forecast_words) == (900_00, "typed", "Typed")
    assert line.budget_months == (0,) * 11 + (1_200_05,)
    year.run(spend.put_order, YEAR, OrderDetails(date(2023, 9, 2), 90_00), made)
    year.run(spend.close_order, made, date(2023, 9, 9))
    assert year.ask(list_orders, YEAR)[0].closed_on == date(2023, 9, 9)
    assert year.ask(spend_year, YEAR, TODAY).committed == 0
    year.run(spend.remove_order, made)
    assert year.ask(list_orders) == ()


def test_what_has_no_heading_counts_and_is_placed_by_rules(year: Store) -> None:
    first = pay(year, 75_00, cost_code="c100", description="Zoom licence")
    values = year.ask(spend_year, YEAR, TODAY)
    assert (values.actual, values.unplaced_amount) == (75_00, 75_00)
    assert values.lines[-1].heading == "Not placed yet"
    assert values.forecast == sum(line.forecast for line in values.lines)
    assert values.variance == values.forecast - values.budget
    assert (sum(values.months), sum(values.budget_months)) == (75_00, 0)
    site = heading(year, "Website and procedures")
    year.run(spend.place_transaction, first, site, rule="code")
    year.run(spend.add_rule, "words", "zoom", heading(year, "Other"))
    year.run(spend.add_rule, "words", "Zoom", site)
    assert [(rule.text, rule.heading) for rule in year.ask(list_rules)] == [
        ("c100", "Website and procedures"),
        ("zoom", "Website and procedures"),
    ]
    second = pay(year, 5_00, cost_code="C100 ")
    assert year.ask(list_transactions, YEAR)[1].heading == "Website and procedures"
    year.run(spend.remove_rule, year.ask(list_rules)[0].id)
    assert year.ask(spend_year, YEAR, TODAY).unplaced == ()
    year.run(
        spend.change_transaction, second, TransactionDetails(date(2024, 3, 31), 6_00, "Changed")
    )
    year.run(spend.keep_double, second)
    changed = year.ask(list_transactions, YEAR)[-1]
    assert (changed.amount, changed.doubt, changed.heading) == (6_00, "kept", "")
    gone = year.run(spend.remove_transaction, second)
    assert len(year.ask(list_transactions)) == 1
    year.run(undo, gone.entry)
    assert len(year.ask(list_transactions)) == 2


def test_what_cannot_be_is_refused_in_words(year: Store) -> None:
    staff = heading(year, "Staff")
    details = TransactionDetails(date(2024, 4, 1), 5)
    with pytest.raises(Refused, match="Monday 1 April 2024 is not in 2023-24"):
        year.run(spend.add_transaction, YEAR, details)
    with pytest.raises(Refused, match="of nothing is none"):
        year.run(spend.add_transaction, YEAR, TransactionDetails(TODAY, 0))
    with pytest.raises(WrongUse, match="heading is not in the store"):
        year.run(spend.add_transaction, YEAR, TransactionDetails(TODAY, 5, heading_id="x"))
    with pytest.raises(WrongUse, match="grant is not in the store"):
        year.run(spend.add_transaction, YEAR, TransactionDetails(TODAY, 5, grant_id="x"))
    with pytest.raises(Refused, match="budget is not below nothing"):
        year.run(spend.put_budget, YEAR, staff, -5)
    with pytest.raises(Refused, match="each of the twelve months"):
        year.run(spend.put_budget, YEAR, staff, 5, [1, 2])
    with pytest.raises(Refused, match="of more than nothing"):
        year.run(spend.put_order, YEAR, OrderDetails(TODAY, 0))
    with pytest.raises(Refused, match="Say a cost code"):
        year.run(spend.add_rule, "words", " ", staff)
    with pytest.raises(WrongUse, match="transaction is not in the store"):
        year.run(spend.remove_transaction, "x")
    with pytest.raises(WrongUse, match="order is not in the store"):
        year.run(spend.remove_order, "x")
    order = str(year.run(spend.put_order, YEAR, OrderDetails(TODAY, 5)).result)
    with pytest.raises(Refused, match="before it was placed"):
        year.run(spend.close_order, order, date(2023, 10, 18))
    year.run(add_year, NEXT)
    with pytest.raises(WrongUse, match="not one of 2024-25"):
        year.run(spend.put_order, NEXT, OrderDetails(date(2024, 5, 1), 5), order)
    with pytest.raises(Refused, match="planned use is not below"):
        year.run(put_reserve, YEAR, 0, -1)


def test_grants_carry_their_own(year: Store) -> None:
    made = year.run(grants.add_grant, "Early help", "A department", "For visits", date(2025, 3, 31))
    grant = str(made.result)
    with pytest.raises(Refused, match="a grant Early help already"):
        year.run(grants.add_grant, "early  help")
    with pytest.raises(Refused, match="Type the title"):
        year.run(grants.change_grant, grant, " ")
    assert year.ask(list_grants, YEAR) == ()
    year.run(grants.put_grant_year, YEAR, grant, 1_000_00)
    pay(year, 400_00, grant_id=grant)
    year.run(spend.put_order, YEAR, OrderDetails(TODAY, 50_00, grant_id=grant))
    (line,) = year.ask(list_grants, YEAR)
    assert (line.brought_how, line.received, line.spent, line.committed) == (
        *("new", 1_000_00, 400_00),
        50_00,
    )
    assert line.carried == 600_00
    assert year.ask(spend_year, YEAR, TODAY).actual == 0
    year.run(add_year, NEXT)
    (line,) = year.ask(list_grants, NEXT)
    assert (line.brought, line.brought_how) == (600_00, "carried")
    year.run(grants.put_grant_year, NEXT, grant, 0, 590_00)
    assert year.ask(list_grants, NEXT)[0].brought_how == "typed"
    year.run(grants.change_grant, grant, "Early help grant")
    assert year.ask(list_grants, NEXT)[0].title == "Early help grant"
    with pytest.raises(Refused, match="not below nothing"):
        year.run(grants.put_grant_year, NEXT, grant, -1)


def test_the_reserve_goes_from_year_to_year(year: Store) -> None:
    police = year.ask(load_names).party("Durham Constabulary")
    assert police is not None
    year.run(put_contribution, YEAR, police.id, 1_000_00)
    pay(year, 1_100_00)
    before = year.ask(reserve_of, YEAR, TODAY)
    assert before.brought_how == "unknown"
    assert before.words == ("What was brought forward is not recorded: it counts as nothing.",)
    assert (before.differs, before.against_level) == (0, None)
    year.run(put_reserve, YEAR, 500_00, 450_00, "Executive, May", 100_00)
    reserve = year.ask(reserve_of, YEAR, TODAY)
    assert (reserve.carried, reserve.used, reserve.against_level) == (400_00, 100_00, -50_00)
    assert reserve.carried_forecast == 400_00
    assert reserve.words == ("Carried forward is £50 below the agreed level of £450.",)
    year.run(add_year, NEXT)
    assert year.ask(reserve_of, NEXT, TODAY).brought_how == "carried"
    year.run(put_reserve, NEXT, 410_00, 410_00)
    reserve = year.ask(reserve_of, NEXT, TODAY)
    assert reserve.differs == 10_00
    assert reserve.words == (
        "Brought forward £410 differs from the £400 that the year before carries by £10. Both are "
        "kept.",
    )


def test_both_totals_stand_together_in_every_value(durham: Store, bring: Bring, data: Path) -> None:
    bring((data / "contributions-2022-23.xlsx").read_bytes())
    scope = Scope(TODAY, year="2022-23")
    figures = (346_257_00, 347_060_00, 803_00)
    statement = durham.ask(budget_year, "2022-23", TODAY).contributions
    assert (statement.sum, statement.published, statement.difference) == figures
    for offer in FEATURE.workbooks:
        if offer.kind in ("contributions", "budget-year"):
            said = str(durham.ask(offer.values, scope))
            assert all(text in said for text in ("346257.00", "347060.00", "803.00")), offer.kind
            rows = durham.ask(offer.write, scope).rows
            assert set(figures) <= {cell for row in rows for cell in row}, offer.kind


def test_no_total_can_be_typed() -> None:
    columns = {
        f"{name}.{column.name}"
        for name in FEATURE.tables
        for column in Base.metadata.tables[name].columns
        if isinstance(column.type, Integer) and column.name not in ("version", "position")
    }
    # Of a year: what was printed, what came from before, what was agreed and planned. No sum.
    assert columns == {
        *(f"contribution_year.{name}" for name in ("published", "brought", "level", "planned")),
        *("contribution.amount", "contribution.in_kind_value", "contribution_step.amount"),
        *("budget_line.amount", "budget_line.forecast", "budget_transaction.amount"),
        *("open_order.amount", "grant_year.brought", "grant_year.received"),
        *("budget_correction.amount", "budget_scenario.rate", "budget_scenario.target"),
        "budget_scenario.amount",
    }


@given(
    st.integers(0, 10**10),
    st.lists(st.integers(0, 9999), min_size=12, max_size=12),
    st.lists(st.integers(-(10**6), 10**6), min_size=12, max_size=12),
    st.integers(0, 12),
)
@settings(max_examples=60)
def test_months_add_up_to_the_penny(
    budget: int, weights: list[int], months: list[int], left: int
) -> None:
    if sum(weights):
        assert read_weights(write_weights(weights)) == tuple(weights)
    used = tuple(weights) if sum(weights) else ()
    line = SpendLine("h", "H", budget, used, months=tuple(months), months_left=left)
    assert sum(line.budget_months) == budget
    assert line.actual + line.committed + line.remaining == budget
    assert line.forecast - line.actual == line.to_come
    assert line.variance == line.forecast - budget


def test_months_left_and_words() -> None:
    days = (date(2023, 3, 31), date(2023, 4, 1), TODAY, date(2024, 3, 31), date(2024, 4, 1))
    assert [months_left(YEAR, day) for day in days] == [12, 11, 5, 0, 0]
    assert [variance_words(v) for v in (0, 1_00, -1)] == [
        *("On budget", "£1 over budget"),
        "£0.01 under budget",
    ]
    assert SpendLine("h", "H", months_left=1).forecast_words.endswith("for the 1 month to come")
    rules = [RuleValues("1", "words", "zoom"), RuleValues("2", "words", "zoom room")]
    found = place(rules, "", "A Zoom room")
    assert found is not None
    assert found.id == "2"
    assert place(rules, "zoom", "") is None
