"""Imports of many rows: no more statements than of few, the same again, changed rows, undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, event

from dscp_desktop.actions.queries.log import list_actions
from dscp_desktop.app.features import workbook_offers
from dscp_desktop.records.commands import import_workbooks, take_workbooks
from dscp_desktop.records.rules.planning import FilePlan, plan_file
from dscp_desktop.records.rules.results import ImportRefused, tally
from dscp_desktop.sheets.values import Sheet, Value
from dscp_desktop.store.check import check_store
from dscp_desktop.store.history import list_entries, undo
from dscp_desktop.store.opening import Store
from dscp_desktop.store.search import RANKED_AT_MOST, find
from tests.bench.workbooks import HEADINGS, action_row

OFFERS = workbook_offers()
TODAY = date(2023, 10, 19)
Row = tuple[Value, ...]


def log(rows: Sequence[Row], name: str = "Action log", file: str = "log.xlsx") -> FilePlan:
    return plan_file(file, [Sheet(name, True, (HEADINGS, *rows))], OFFERS)


def rows_of(first: int, count: int) -> list[Row]:
    return [action_row(n) for n in range(first, first + count)]


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Every statement that any connection is given."""
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)


def meetings(first: int, count: int) -> FilePlan:
    days = [date.fromordinal(738_000 + first + n) for n in range(count)]
    rows: list[Row] = [("EXEC", day, None, "County Hall") for day in days]
    heads = ("Group", "Date", "Start", "Venue")
    return plan_file("dates.xlsx", [Sheet("Meetings", True, (heads, *rows))], OFFERS)


@pytest.mark.parametrize(
    "plan_of", [lambda first, count: log(rows_of(first, count)), meetings], ids=["log", "meetings"]
)
def test_ten_times_the_rows_take_no_more_statements(
    durham: Store, statements: list[str], plan_of: Callable[[int, int], FilePlan]
) -> None:
    durham.run(import_workbooks, [plan_of(0, 20)])  # the owners are known from here on
    counts = []
    for first, count in ((1000, 100), (2000, 1000)):
        plan = plan_of(first, count)
        del statements[:]
        done = durham.run(import_workbooks, [plan])
        assert isinstance(done.result, tuple)
        assert done.result[0].count("new") == count
        counts.append(len(statements))
    assert counts[1] <= counts[0] + 5, counts
    assert check_store(durham).problems == ()


def test_the_same_log_again_changes_nothing_and_changed_rows_are_told(durham: Store) -> None:
    durham.run(import_workbooks, [log(rows_of(0, 200))])
    assert tally(durham.rehearse(take_workbooks, [log(rows_of(0, 200))])).same == 200
    rows = [(*row[:4], f"{row[4]}, again", *row[5:]) if n < 5 else row
            for n, row in enumerate(rows_of(0, 210))]  # fmt: skip
    done = durham.run(import_workbooks, [log(rows)])
    assert isinstance(done.result, tuple)
    found = tally(done.result)
    assert (found.new, found.changed, found.same) == (10, 5, 195)
    lines = {line.number: line for line in durham.ask(list_actions, TODAY)}
    assert lines["ACT000004"].text.endswith("again")
    assert [u.text for u in lines["ACT000205"].updates] == ["Sent to all, 11 came back"]
    words = [e.words for e in durham.ask(list_entries, lines["ACT000004"].id)]
    assert words == [
        "Imported 1 workbook: actions 10 new, 5 changed",
        "Imported 1 workbook: actions 200 new",
    ]
    assert check_store(durham).problems == ()
    durham.run(undo, done.entry)
    assert len(durham.ask(list_actions, TODAY)) == 200
    assert check_store(durham).problems == ()


def test_one_action_with_other_values_in_two_sheets_is_refused(durham: Store) -> None:
    rows = rows_of(0, 3)
    other = [(*rows[1][:4], "Something else", *rows[1][5:])]
    twice = [log(rows), log([rows[0], *other], "Second log", "more.xlsx")]
    with pytest.raises(ImportRefused) as refused:
        durham.run(import_workbooks, twice)
    (fault,) = [fault for result in refused.value.results for fault in result.faults]
    assert (fault.sheet, fault.row, fault.value) == ("Second log", 3, "ACT000001")
    assert fault.why == (
        "The same number stands in sheet ‘Action log’, row 3, with other values. Leave one of "
        "the two out, or make them the same."
    )
    assert durham.ask(list_actions, TODAY) == ()
    done = durham.run(import_workbooks, twice, accept_good=True)
    assert isinstance(done.result, tuple)
    assert [(r.count("new"), r.count("same")) for r in done.result] == [(3, 0), (0, 1)]


def test_few_are_ranked_and_of_very_many_the_newest_come_first(durham: Store) -> None:
    plain = [(f"A{n:05d}", "EXEC", None, "", f"Walrus {n}", "HDFT") for n in range(RANKED_AT_MOST)]
    heads = HEADINGS[:6]
    many = plan_file("log.xlsx", [Sheet("Log", True, (heads, *plain))], OFFERS)
    durham.run(import_workbooks, [many])
    last = ("B1", "EXEC", None, "", "Walrus walrus walrus", "HDFT")
    assert durham.ask(find, "walrus", 1)[0].title.startswith("A")
    late = plan_file("log.xlsx", [Sheet("Log", True, (heads, last))], OFFERS)
    durham.run(import_workbooks, [late])
    found = [hit.title for hit in durham.ask(find, "walrus", 2)]  # one more than are ranked
    assert found == ["B1", f"A{RANKED_AT_MOST - 1:05d}"]
    assert durham.ask(find, "walrus b", 1)[0].title == "B1"
    durham.run(undo, str(durham.ask(list_entries)[0].id))
