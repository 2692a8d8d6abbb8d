"""A reason explains the difference it was recorded for, and no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.budget.commands import contributions as commands
from dscp_desktop.budget.commands.years import add_year
from dscp_desktop.budget.feature import FEATURE
from dscp_desktop.budget.queries.contributions import get_year
from dscp_desktop.budget.rules.contributions import reason_setting
from dscp_desktop.budget.tables import ContributionYear
from dscp_desktop.budget.workbook.contributions import (
    contributions_sheet,
    read_contributions,
    recognise_contributions,
)
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.offers import Reading, Scope, SheetOutcome
from dscp_desktop.partnership.queries.parties import list_holders
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.values import Sheet
from dscp_desktop.sheets.writing import write_workbook
from dscp_desktop.store.history import list_entries, undo
from dscp_desktop.store.opening import Store
from dscp_desktop.store.tables import Setting

Take = Callable[[Reading], SheetOutcome]
TODAY = date(2023, 10, 19)
YEAR = "2022-23"
LAPSED = "The reason recorded for the difference is taken away"


def party(store: Store, name: str) -> str:
    return next(party.id for party in store.ask(list_holders) if party.shown == name)


@pytest.fixture
def explained(durham: Store) -> Store:
    """A year of two lines whose published total is £5 off, with the reason on record."""
    durham.run(add_year, YEAR)
    durham.run(commands.put_contribution, YEAR, party(durham, "HDFT"), 6000)
    durham.run(commands.put_contribution, YEAR, party(durham, "Probation"), 4000)
    durham.run(commands.set_published, YEAR, 10500, "Annual report")
    durham.run(commands.record_reason, YEAR, "A grant of £5")
    return durham


def is_due(store: Store) -> bool:
    assert FEATURE.due is not None
    return bool(store.ask(FEATURE.due.list_due, TODAY))


def move_amount(store: Store) -> Changes:
    return store.run(commands.put_contribution, YEAR, party(store, "HDFT"), 5000)


def remove_line(store: Store) -> Changes:
    return store.run(commands.remove_contribution, YEAR, party(store, "HDFT"))


def publish_other(store: Store) -> Changes:
    return store.run(commands.set_published, YEAR, 10700)


def publish_sum(store: Store) -> Changes:
    return store.run(commands.set_published, YEAR, 10000)


def publish_none(store: Store) -> Changes:
    return store.run(commands.set_published, YEAR, None)


@pytest.mark.parametrize(
    "move", [move_amount, remove_line, publish_other, publish_sum, publish_none]
)
def test_a_reason_goes_with_its_difference_and_undo_brings_it_back(
    explained: Store, move: Callable[[Store], Changes]
) -> None:
    assert not is_due(explained)
    changes = move(explained)
    assert LAPSED in changes.words
    assert explained.ask(
        lambda session: session.scalars(select(ContributionYear.reason)).all()
    ) == [""]
    assert is_due(explained) == bool(explained.ask(get_year).difference)
    explained.run(undo, changes.entry)
    assert explained.ask(get_year).reason == "A grant of £5"
    assert not is_due(explained)


def test_a_reason_stays_where_the_difference_stays(explained: Store) -> None:
    hdft = party(explained, "HDFT")
    said = [
        explained.run(commands.put_contribution, YEAR, hdft, 6000, "A note"),
        explained.run(commands.set_payment, YEAR, hdft, "received"),
        explained.run(commands.set_published, YEAR, 10500, "Annual report, page 28"),
    ]
    assert not any(LAPSED in changes.words for changes in said)
    assert explained.ask(get_year).reason == "A grant of £5"


def test_an_older_change_put_back_does_not_leave_a_reason_for_another_difference(
    durham: Store,
) -> None:
    durham.run(add_year, YEAR)
    first = durham.run(commands.put_contribution, YEAR, party(durham, "HDFT"), 6000)
    durham.run(commands.set_published, YEAR, 10500)
    durham.run(commands.record_reason, YEAR, "A grant of £45")
    assert not is_due(durham)
    durham.run(undo, first.entry)
    assert durham.ask(get_year).difference == 10500
    assert durham.ask(get_year).reason == ""
    assert is_due(durham)


def test_a_reason_of_a_store_made_before_lapses_too(explained: Store) -> None:
    def forget(session: Session) -> Changes:
        year = session.scalars(select(ContributionYear)).one()
        wanted = Setting.name == reason_setting(year.id)
        session.delete(session.scalars(select(Setting).where(wanted)).one())
        return Changes("As it was kept before", ())

    explained.run(forget)
    assert explained.ask(get_year).reason == "A grant of £5"
    assert LAPSED in move_amount(explained).words
    assert is_due(explained)


def read(rows: tuple[tuple[object, ...], ...]) -> Reading:
    heads = ("Partner", f"Contribution {YEAR}", "Note")
    sheet = Sheet("Budget", True, (heads, *((*row, None)[:3] for row in rows)))  # type: ignore[arg-type]
    recognised = recognise_contributions(sheet)
    assert recognised is not None
    return read_contributions(sheet, recognised)


def test_an_import_that_moves_the_difference_takes_the_reason_away(
    explained: Store, take: Take
) -> None:
    outcome = take(read((("HDFT", 70), ("Probation", 40))))
    assert any(LAPSED in note.why for note in outcome.notes)
    assert explained.ask(get_year).reason == ""
    assert is_due(explained)
    explained.run(undo, explained.ask(list_entries)[0].id)
    assert explained.ask(get_year).reason == "A grant of £5"


def test_a_sheet_that_says_nothing_new_leaves_the_reason(explained: Store, take: Take) -> None:
    outcome = take(read((("HDFT", 60), ("Probation", 40), ("Total", 105))))
    assert [row.state for row in outcome.rows] == ["same", "same"]
    assert not any(LAPSED in note.why for note in outcome.notes)
    assert explained.ask(get_year).reason == "A grant of £5"


def edited_export(store: Store, *, difference: int | None) -> Reading:
    """The year as it goes out, with another amount, and perhaps another difference, in it."""
    sheet = contributions_sheet(store.ask(get_year))
    rows = [list(row) for row in sheet.rows]
    rows[0][1] = 7000
    if difference is not None:
        rows[-1][1:4] = [difference, None, "A grant of £5, less what HDFT gave more"]
    out = replace(sheet, rows=tuple(tuple(row) for row in rows))
    found = read_workbook(write_workbook((out,)), "edited.xlsx").sheets[0]
    recognised = recognise_contributions(found)
    assert recognised is not None
    return read_contributions(found, recognised)


def test_an_export_with_another_amount_does_not_bring_the_old_reason_back(
    explained: Store, take: Take
) -> None:
    reading = edited_export(explained, difference=None)
    assert any(LAPSED in note.why for note in take(reading).notes)
    assert explained.ask(get_year).difference == -500
    assert is_due(explained)
    assert [row.state for row in take(reading).rows] == ["same", "same"]
    assert explained.ask(get_year).reason == ""


def test_a_reason_in_the_sheet_counts_for_the_difference_beside_it(
    explained: Store, take: Take
) -> None:
    outcome = take(edited_export(explained, difference=99900))
    assert any("is for another difference. It is not taken" in note.why for note in outcome.notes)
    assert explained.ask(get_year).reason == ""
    outcome = take(edited_export(explained, difference=-500))
    assert explained.ask(get_year).reason == "A grant of £5, less what HDFT gave more"
    assert outcome.rows[-1].changes[0][0] == "Reason"
    again = take(edited_export(explained, difference=-500))
    assert {row.state for row in again.rows} == {"same"}


def test_the_paper_asks_again(explained: Store) -> None:
    scope = Scope(TODAY, year=YEAR)
    assert "Reason recorded" in str(explained.ask(FEATURE.documents[0].make, scope).blocks)
    move_amount(explained)
    assert "Reason recorded" not in str(explained.ask(FEATURE.documents[0].make, scope).blocks)
