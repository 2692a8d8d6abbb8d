"""A finance system's list: mapping kept, doubles asked about, exports that come in the same."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from dscp_desktop.app.beginning import begin_from
from dscp_desktop.budget.commands.budgets import take_spend
from dscp_desktop.budget.commands.grants import add_grant
from dscp_desktop.budget.commands.ledger import keep_source, take_transactions
from dscp_desktop.budget.commands.spend import (
    add_rule,
    add_transaction,
    change_transaction,
    keep_double,
    put_budget,
)
from dscp_desktop.budget.commands.years import add_year, close_year
from dscp_desktop.budget.feature import FEATURE
from dscp_desktop.budget.queries.spend import (
    find_source,
    list_headings,
    list_sources,
    list_transactions,
    spend_year,
)
from dscp_desktop.budget.rules.spend import TransactionDetails
from dscp_desktop.budget.workbook.spend import read_spend, recognise_spend
from dscp_desktop.budget.workbook.transactions import (
    pasted_sheet,
    read_transactions,
    recognise_by,
    recognise_transactions,
)
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.offers import Reading, Scope, SheetOutcome
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.values import Sheet, Value
from dscp_desktop.sheets.writing import write_workbook
from dscp_desktop.store.opening import Birth, Store, create_store
from tests.moulds import PASSPHRASE

YEAR = "2023-24"
TODAY = date(2023, 10, 19)
HEADS = ("Date", "Narrative", "Ref", "Cost centre", "Amount")


def listed(*rows: Sequence[Value], heads: Sequence[str] = HEADS) -> Reading:
    sheet = Sheet("Ledger", True, (tuple(heads), *(tuple(row) for row in rows)))
    recognised = recognise_transactions(sheet)
    assert recognised is not None
    return read_transactions(sheet, recognised)


def take(store: Store, reading: Reading, by: object = take_transactions) -> SheetOutcome:
    found: list[SheetOutcome] = []

    def import_sheet(session: Session) -> Changes:
        assert callable(by)
        found.append(by(session, reading))
        return Changes("Imported", ("budget",))

    store.run(import_sheet)
    return found[0]


def states(outcome: SheetOutcome) -> list[str]:
    return [row.state for row in outcome.rows]


def test_a_list_is_taken_once_and_its_doubles_are_asked_about(durham: Store) -> None:
    rows = (
        ("04/05/2023", "Room", "A1", "C1", "120.00"),
        ("04/05/2023", "Room", "A1", "C1", "120.00"),
        ("04/05/2023", "Hall", "A1", "C1", "120.00"),
        ("05/05/2023", "Refund", "A2", "C1", "20.00 CR"),
    )
    outcome = take(durham, listed(*rows))
    assert states(outcome) == ["new"] * 4
    assert [note.row for note in outcome.notes] == [3, 4, None]
    assert "taken and counted as well: say in Budget" in outcome.notes[0].why
    assert outcome.notes[-1].why.startswith("4 payments have no heading yet")
    year = durham.ask(spend_year, YEAR, TODAY)
    assert (year.actual, len(year.doubts)) == (340_00, 2)
    assert states(take(durham, listed(*rows))) == ["same"] * 4
    durham.run(keep_double, year.doubts[0].id)
    assert len(durham.ask(spend_year, YEAR, TODAY).doubts) == 1
    again = take(durham, listed(*rows, rows[0]))
    assert states(again) == [*["same"] * 4, "new"]
    changed = TransactionDetails(date(2023, 5, 5), -20_00, "Reworded", "A2")
    durham.run(change_transaction, durham.ask(list_transactions)[-1].id, changed)
    outcome = take(durham, listed(rows[0], rows[3]))
    assert states(outcome) == ["same", "new"]
    assert outcome.notes[0].row == 3


def test_what_a_minus_means_is_asked_and_kept_for_the_source(durham: Store) -> None:
    rows = (("04/05/2023", "Room", "A1", "C1", "(120.00)"), ("05/05/2023", "Tea", "A2", "C1", "-5"))
    outcome = take(durham, listed(*rows))
    assert outcome.rows == ()
    assert "2 of 2 amounts have a minus" in outcome.faults[0].why
    key = listed(*rows).lines[0].value.key
    with pytest.raises(WrongUse, match="plus, minus"):
        durham.run(keep_source, key, "Ledger", {}, "both")
    durham.run(keep_source, key, "Ledger", {"Narrative": "description"}, "minus")
    assert states(take(durham, listed(*rows))) == ["new", "new"]
    assert durham.ask(spend_year, YEAR, TODAY).actual == 125_00
    source = durham.ask(find_source, HEADS)
    assert source is not None
    assert (source.title, source.sign, source.columns) == (
        *("Ledger", "minus"),
        {"Narrative": "description"},
    )


def test_columns_are_remembered_and_chosen_ones_are_read(durham: Store) -> None:
    take(durham, listed(("04/05/2023", "Room", "A1", "C1", 5)))
    (source,) = durham.ask(list_sources)
    assert source.columns == {
        "Date": "on",
        "Narrative": "description",
        "Ref": "reference",
        "Cost centre": "cost_code",
        "Amount": "amount",
    }
    sheet = pasted_sheet("Day\tWhat\tPaid\n04/05/2023\tRoom\t7.50\n")
    assert recognise_transactions(sheet) is None
    chosen = recognise_by(sheet, 1, {"day": "on", "What": "description", "Paid": "amount"})
    assert read_transactions(sheet, chosen).lines[0].value.amount == 7_50
    lacking = recognise_by(sheet, 1, {"Day": "on", "What": "description"})
    assert "No column holds the amounts" in read_transactions(sheet, lacking).faults[0].why
    assert recognise_by(sheet, 9, {}).columns == ()


def test_headings_come_from_the_sheet_or_from_rules(durham: Store) -> None:
    headings = {each.title: each.id for each in durham.ask(list_headings)}
    durham.run(add_rule, "code", "C1", headings["Training"])
    durham.run(add_rule, "words", "contribution from")
    durham.run(add_grant, "Early help")
    rows = (
        ("04/05/2023", "Course", "A1", "C1", 5, None, None),
        ("04/05/2023", "Contribution from police", "A2", "", 500, None, None),
        ("04/05/2023", "Chair", "A3", "", 6, "scrutiny", None),
        ("04/05/2023", "Visit", "A4", "", 7, None, "Early help"),
        ("04/05/2023", "Odd", "A5", "", 8, "Trainings", None),
        ("04/05/2023", "Odd", "A6", "", 8, None, "Nothing"),
    )
    heads = (*HEADS, "Heading", "Grant")
    outcome = take(durham, listed(*rows, heads=heads))
    assert states(outcome) == ["new"] * 3
    assert [(f.row, f.column) for f in outcome.faults] == [(6, "Heading"), (7, "Grant")]
    assert "Perhaps Training" in outcome.faults[0].why
    assert "Left out, as kept for “contribution from”" in outcome.notes[0].why
    placed = [(each.heading, each.grant) for each in durham.ask(list_transactions, YEAR)]
    assert placed == [("Training", ""), ("Scrutiny", ""), ("", "Early help")]
    moved = take(durham, listed((*rows[0][:5], "Other", None), heads=heads))
    assert moved.rows[0].changes == (("Heading", "Training", "Other"),)
    durham.run(close_year, YEAR, date(2024, 5, 1))
    refused = take(durham, listed((*rows[0][:5], "Staff", None), rows[2], heads=heads))
    assert (states(refused), refused.faults[0].column) == (["same"], "Heading")
    late = take(durham, listed(("05/05/2023", "New", "Z", "", 5)))
    assert "was closed on Wednesday 1 May 2024" in late.faults[0].why
    assert take(durham, Reading()).rows == ()


def test_budgets_come_in_by_sheet(durham: Store) -> None:
    heads = ("Heading", "Budget 2023-24 (£)", "Forecast typed", "Note")

    def spend(*rows: Sequence[Value], heads: Sequence[str] = heads) -> Reading:
        sheet = Sheet("Spend", True, (tuple(heads), *(tuple(row) for row in rows)))
        recognised = recognise_spend(sheet)
        assert recognised is not None
        return read_spend(sheet, recognised)

    rows = (("Staff", 100, None, None), ("Trainings", 50, 60, "More"), ("Total", 150, None, None))
    outcome = take(durham, spend(*rows), take_spend)
    assert states(outcome) == ["new", "new"]
    assert "it is added as new. Perhaps Training." in outcome.notes[0].why
    changed = spend(("Staff", 110, 120, "Paid"), ("staff", 5, None, None))
    outcome = take(durham, changed, take_spend)
    assert outcome.rows[0].changes == (
        ("Budget", "£100", "£110"),
        ("Forecast typed", "", "£120"),
        ("Note", "", "Paid"),
    )
    assert "Row 2 has this heading already" in outcome.faults[0].why
    assert [
        fault.row for fault in spend(("Staff", -5, None, None), (None, 5, None, None)).faults
    ] == [
        2,
        3,
    ]
    assert "does not say which year" in spend(heads=("Heading", "Budget")).faults[0].why
    two = spend(heads=("Heading", "Budget 2022-23", "Spent 2023-24"))
    assert "names 2 years" in two.faults[0].why
    durham.run(close_year, YEAR, date(2024, 5, 1))
    closed = take(durham, changed, take_spend)
    assert (states(closed), len(closed.faults)) == (["same"], 1)
    assert "was closed" in take(durham, spend(("Scrutiny", 1, 1, "")), take_spend).faults[0].why


def test_a_statement_is_compared_and_never_taken(durham: Store) -> None:
    durham.run(add_year, YEAR)
    offer = next(each for each in FEATURE.workbooks if each.kind == "budget-year")
    data = write_workbook([durham.ask(offer.write, Scope(TODAY, year=YEAR))])
    sheet = read_workbook(data, "out.xlsx").sheets[0]
    recognised = offer.recognise(sheet)
    assert recognised is not None
    reading = offer.read(sheet, recognised)
    assert {*states(take(durham, reading, offer.take))} == {"same"}
    rows = list(sheet.rows)
    rows[1], rows[2] = (rows[1][0], 5, None), ("Something", 5, None)
    rows[3] = (rows[3][0], "five", None)
    other = offer.read(Sheet(sheet.name, True, tuple(rows)), recognised)
    outcome = take(durham, other, offer.take)
    assert "Counted here it is £0. Change what it is counted from" in outcome.faults[0].why
    assert "no such figure" in outcome.faults[1].why
    assert len(other.faults) == 1
    nameless = Sheet("S", True, (("What", "Figure"), ("Spent", 1)))
    assert offer.read(nameless, offer.recognise(nameless) or recognised).lines == ()


TEXT = st.text("abc £=", max_size=6).map(lambda text: " ".join(text.split()))
ROWS = st.lists(
    st.tuples(
        st.dates(date(2023, 4, 1), date(2024, 3, 31)),
        st.integers(-(10**7), 10**7).filter(bool),
        TEXT,
        TEXT,
        st.integers(0, 2),
    ),
    max_size=12,
)


def round_trip(store: Store, rows: list[tuple[date, int, str, str, int]]) -> None:
    """Enter payments and budgets of a year; every sheet that goes out comes in all the same."""
    headings = store.ask(list_headings)
    store.run(add_year, YEAR)
    for on, amount, words, reference, number in rows:
        heading = headings[number].id
        details = TransactionDetails(on, amount, words or "x", reference, "C", heading)
        store.run(add_transaction, YEAR, details)
        store.run(put_budget, YEAR, heading, abs(amount), (), amount if number else None, words)
    for offer in FEATURE.workbooks:
        sheet = store.ask(offer.write, Scope(TODAY, year=YEAR))
        came = read_workbook(write_workbook([sheet]), "out.xlsx").sheets[0]
        recognised = offer.recognise(came)
        assert recognised is not None, offer.kind
        reading = offer.read(came, recognised)
        outcome = take(store, reading, offer.take)
        assert (reading.faults, outcome.faults) == ((), ()), offer.kind
        assert {*states(outcome)} <= {"same"}, offer.kind
    assert len(store.ask(list_transactions, YEAR)) == len(rows)


def test_every_export_comes_in_all_the_same(durham: Store) -> None:
    same = (date(2023, 4, 1), -5_00, "a £", "=b", 1)
    round_trip(
        durham, [same, same, (date(2024, 3, 31), 7, "a", "", 0), (date(2023, 9, 9), 1, "", "", 2)]
    )


@pytest.mark.slow
@pytest.mark.timeout(600)
@given(ROWS)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_generated_years_come_in_all_the_same(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[date, int, str, str, int]]
) -> None:
    ticks = itertools.count()
    start = datetime(2023, 10, 19, 8, tzinfo=UTC)
    path = tmp_path_factory.mktemp("year") / "y.dscp"
    birth = Birth("Test partnership", "Ann", PASSPHRASE)
    with create_store(path, birth, lambda: start + timedelta(seconds=next(ticks))) as store:
        store.run(begin_from, load_profile("any-partnership"))
        round_trip(store, rows)
