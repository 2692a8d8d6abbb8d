"""Every hard workbook ends in words or as rows, by both ways, and the next one is read."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from dscp_desktop.app.features import workbook_offers
from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.records.rules.planning import FilePlan
from dscp_desktop.records.workbook.looking import look_at
from tests.app.conftest import Dscp
from tests.hard.conftest import Lay
from tests.hard.making import BOOKS, Hard
from tests.hard.watching import Peak

LONGEST = 30  # seconds, on a machine with much else to do; the slowest takes two alone
FAST = [hard for hard in BOOKS if not hard.slow]
SLOW = [hard for hard in BOOKS if hard.slow]
NEXT = Hard("the next one", next(h.make for h in BOOKS if h.name == "merged title"))


def ends_as_told(hard: Hard, plan: FilePlan) -> None:
    """Hold what was made of a hard file against the table."""
    faults = [fault for sheet in plan.sheets for fault in sheet.reading.faults]
    if isinstance(hard.end, tuple):
        assert faults, f"{hard.file}: no fault was found"
        assert (faults[0].sheet, faults[0].row, faults[0].column) == hard.end
        assert faults[0].why.endswith(".")
    elif hard.end:
        assert plan.refusal.startswith(hard.file), plan.refusal
        assert hard.end.strip() in plan.refusal, plan.refusal
        assert "Traceback" not in plan.refusal
        assert plan.refusal.endswith(".")
    else:
        assert not plan.refusal, plan.refusal
        assert faults == []
        assert sum(len(sheet.reading.lines) for sheet in plan.sheets) or "alone" in hard.name


@pytest.mark.timeout(240)
def test_every_hard_workbook_ends_as_the_table_says(
    worker: FileWorker, lay: Lay, watched: Peak
) -> None:
    """One worker takes them all, one after another; after a crash there is a new one."""
    assert len(FAST) > 80
    for hard in FAST:
        path, started = lay(hard), time.monotonic()
        (looked,) = look_at(worker.ask, [path], workbook_offers())
        took = time.monotonic() - started
        ends_as_told(hard, looked.plan)
        assert took < LONGEST, f"{hard.file} took {took:.0f} s"
    (looked,) = look_at(worker.ask, [lay(NEXT)], workbook_offers())
    assert not looked.plan.refusal
    assert len(watched.seen) > 1, "no file made the worker stop: the restart was not tried"


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("hard", SLOW, ids=lambda hard: hard.name)
def test_the_largest_ones_end_as_the_table_says(
    hard: Hard, worker: FileWorker, lay: Lay, watched: Peak
) -> None:
    path = lay(hard)
    (looked,) = look_at(worker.ask, [path], workbook_offers())
    ends_as_told(hard, looked.plan)
    # The worker that had the large one still has room for it, and for another.
    if not looked.plan.refusal:
        (again,) = look_at(worker.ask, [path], workbook_offers())
        ends_as_told(hard, again.plan)
    (after,) = look_at(worker.ask, [lay(NEXT)], workbook_offers())
    assert not after.plan.refusal
    assert watched.seen


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    "every", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["some", "all"]
)
def test_the_command_line_says_the_same_of_many_at_once(
    every: bool, dscp: Dscp, made: Path, lay: Lay, watched: Peak
) -> None:
    several = FAST if every else [hard for hard in FAST if isinstance(hard.end, tuple)] + FAST[-24:]
    before = dscp("export", made, "contributions", "--json").out
    said = dscp("import", made, *map(lay, several), "--json")
    assert said.code == 1
    assert "Traceback" not in said.err
    assert "The program made a mistake" not in said.err
    found: dict[str, list[Any]] = {}
    for result in said.json:
        found.setdefault(result["file"], []).append(result)
    assert set(found) == {hard.file for hard in several}
    for hard in several:
        faults = [fault for result in found[hard.file] for fault in result["faults"]]
        if isinstance(hard.end, tuple):
            assert (faults[0]["sheet"], faults[0]["row"], faults[0]["column"]) == hard.end
        elif hard.end:
            assert faults[0]["why"].startswith(hard.file)
            assert hard.end.strip() in faults[0]["why"]
    assert dscp("export", made, "contributions", "--json").out == before
    assert watched.seen


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_hundred_thousand_rows_come_in(dscp: Dscp, made: Path, lay: Lay, watched: Peak) -> None:
    (hard,) = (hard for hard in SLOW if hard.name == "100,000 rows")
    said = dscp("import", made, lay(hard), "--accept-good", "--json")
    (result,) = said.json
    assert result["kind"] == "actions"
    assert result["new"] + result["refused"] == 100_000
    for fault in result["faults"]:
        assert fault["sheet"] == "Q1"
        assert fault["row"]
        assert fault["why"]
    assert watched.seen
