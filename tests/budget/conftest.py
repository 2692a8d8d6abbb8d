"""The office's sheet of contributions, and the way into the store by command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from dscp_desktop.budget.commands import take_contributions
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.offers import Reading, SheetOutcome
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.values import Sheet
from dscp_desktop.store.opening import Store


@pytest.fixture
def office(data: Path) -> Sheet:
    """The sheet of contributions as the office keeps it."""
    name = "contributions-2022-23.xlsx"
    return read_workbook((data / name).read_bytes(), name).sheets[0]


@pytest.fixture
def take(durham: Store) -> Callable[[Reading], SheetOutcome]:
    """Take a reading into the store for good, by command."""

    def taken(reading: Reading) -> SheetOutcome:
        found: list[SheetOutcome] = []

        def import_sheet(session: Session) -> Changes:
            found.append(take_contributions(session, reading))
            return Changes("Imported", ("budget",))

        durham.run(import_sheet)
        return found[0]

    return taken
