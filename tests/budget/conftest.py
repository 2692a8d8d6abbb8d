"""A real encrypted store that begins as one partnership's profile says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.offers import Reading, SheetOutcome
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.partnership.commands import begin
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.values import Sheet
from dscp_desktop.store.opening import Birth, Store, create_store

NOW = datetime(2023, 10, 19, 14, 20, tzinfo=UTC)


def begin_durham(session: Session) -> Changes:
    begin(session, load_profile("durham-2022-23").values)
    return Changes("Begun", ("*",))


@pytest.fixture
def durham(tmp_path: Path) -> Iterator[Store]:
    birth = Birth("Test", "Ann", "correct horse battery")
    with create_store(tmp_path / "s.dscp", birth, lambda: NOW) as store:
        store.run(begin_durham)
        yield store


@pytest.fixture
def office(data: Path) -> Sheet:
    """The sheet of contributions as the office keeps it."""
    name = "contributions-2022-23.xlsx"
    return read_workbook((data / name).read_bytes(), name).sheets[0]


@pytest.fixture
def take(durham: Store) -> Callable[[Reading], SheetOutcome]:
    """Take a reading into the store for good, by command."""
    from dscp_desktop.budget.commands import take_contributions

    def taken(reading: Reading) -> SheetOutcome:
        found: list[SheetOutcome] = []

        def import_sheet(session: Session) -> Changes:
            found.append(take_contributions(session, reading))
            return Changes("Imported", ("budget",))

        durham.run(import_sheet)
        return found[0]

    return taken
