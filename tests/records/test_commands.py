"""An import is one step: all of it, or nothing, and one undo takes it back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from dscp_desktop.app.features import workbook_offers
from dscp_desktop.budget.queries.contributions import list_years
from dscp_desktop.records.commands import import_workbooks, take_workbooks
from dscp_desktop.records.queries import list_history
from dscp_desktop.records.rules.planning import FilePlan, plan_file
from dscp_desktop.records.rules.results import ImportRefused, tally
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.store.history import undo
from dscp_desktop.store.opening import Store

OFFERS = workbook_offers()


def plan_of(path: Path) -> FilePlan:
    return plan_file(path.name, read_workbook(path.read_bytes(), path.name).sheets, OFFERS)


def test_a_rehearsal_says_what_would_be_and_writes_nothing(durham: Store, data: Path) -> None:
    plan = plan_of(data / "contributions-2022-23.xlsx")
    found = durham.rehearse(take_workbooks, [plan])
    assert tally(found).new == 6
    assert durham.ask(list_years) == ()


def test_an_import_and_its_undo_stand_in_the_history(durham: Store, data: Path) -> None:
    plan = plan_of(data / "contributions-2022-23.xlsx")
    done = durham.run(import_workbooks, [plan])
    assert durham.ask(list_years) == ("2022-23",)
    again = durham.rehearse(take_workbooks, [plan])
    assert tally(again).same == 6
    durham.run(undo, done.entry)
    assert durham.ask(list_years) == ()
    lines = durham.ask(list_history)
    assert [line.state for line in lines] == ["undo", "undone", "first"]
    assert lines[1].words.startswith("Imported 1 workbook: contributions 6 new")
    assert lines[1].who == "Ann"
    assert lines[1].at.utcoffset() == timedelta(hours=1)  # in summer time
    assert durham.ask(list_history, 1)[0].state == "undo"


def test_one_refused_row_refuses_all_unless_the_good_are_asked_for(
    durham: Store, faulty: Path
) -> None:
    plans = [plan_of(faulty), FilePlan("odd.xlsx", refusal="odd.xlsx is no workbook.")]
    with pytest.raises(ImportRefused) as refused:
        durham.run(import_workbooks, plans)
    assert refused.value.words == "Nothing was imported: 1 file and 2 rows are refused."
    assert durham.ask(list_years) == ()
    done = durham.run(import_workbooks, plans, accept_good=True)
    assert isinstance(done.result, tuple)
    assert tally(done.result).written == 4
    assert tally(done.result).files_refused == 1
