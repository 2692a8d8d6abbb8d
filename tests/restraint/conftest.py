"""A store with the four returns of a year in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.offers import SheetOutcome
from dscp_desktop.restraint.commands.taking import take_incidents
from dscp_desktop.restraint.workbook import read_incidents, recognise_incidents
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.values import Sheet
from dscp_desktop.store.opening import Store
from tests.conftest import ROOT
from tests.moulds import FILLED, begin

YEAR = "restraint-return-2022-23.xlsx"
FAULTS = "restraint-return-with-faults.xlsx"
HEADS = ("Incident ref", "Date", "Injury level")
Take = Callable[..., list[SheetOutcome]]


def sheet_of(*rows: Sequence[Any], title: str = "", heads: Sequence[str] = HEADS) -> Sheet:
    """A sheet as a home may type it: a title, headings and rows, all equally wide."""
    wide = [[title], heads, *rows]
    width = max(len(row) for row in wide)
    filled = tuple((*row, *[None] * (width - len(row))) for row in wide)
    return Sheet("Sheet", True, filled)


def take_in(store: Store, *sheets: Sheet) -> list[SheetOutcome]:
    """Take sheets as an import does, faults of the cells with the others; one outcome each."""
    found = []
    for sheet in sheets:
        recognised = recognise_incidents(sheet)
        assert recognised is not None
        reading = read_incidents(sheet, recognised)

        def command(session: Any, reading: Any = reading) -> Any:
            return Changes("Return taken", ("restraint",), take_incidents(session, reading))

        taken = store.run(command).result
        assert isinstance(taken, SheetOutcome)
        faults = (*reading.faults, *taken.faults)
        found.append(SheetOutcome(taken.rows, faults, (*reading.notes, *taken.notes)))
    return found


@pytest.fixture
def sheets(data: Path) -> tuple[Sheet, ...]:
    """The four sheets of the year."""
    return read_workbook((data / YEAR).read_bytes(), YEAR).sheets


@pytest.fixture
def faulty(data: Path) -> Sheet:
    """The sheet with faults."""
    return read_workbook((data / FAULTS).read_bytes(), FAULTS).sheets[0]


def fill_returned(store: Store) -> None:
    """Take the four sheets of the year."""
    begin("durham-2022-23")(store)
    data = ROOT / "tests" / "data"
    take_in(store, *read_workbook((data / YEAR).read_bytes(), YEAR).sheets)


FILLED["returned"] = fill_returned


@pytest.fixture
def returned(durham: Store) -> Store:
    """A store whose home has returned a year."""
    return durham


@pytest.fixture
def home(returned: Store) -> Store:
    """The same store."""
    return returned
