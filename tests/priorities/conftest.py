"""A store with the overlapping plans of Durham, and what they need."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dscp_desktop.app.features import workbook_offers
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.partnership.feature import FEATURE as PARTNERSHIP
from dscp_desktop.priorities.feature import FEATURE as PRIORITIES
from dscp_desktop.priorities.queries.plans import list_plans
from dscp_desktop.priorities.rules.plans import PlanLine
from dscp_desktop.records.commands import take_workbooks
from dscp_desktop.records.rules.planning import plan_file
from dscp_desktop.sheets.values import Sheet
from dscp_desktop.store.keys import slots_path
from dscp_desktop.store.opening import Birth, Store, create_store, open_with_key
from tests.moulds import PASSPHRASE

BOOK = "business-plan-2025-27.xlsx"


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A store with the plans 2023-26 and 2025-27, closed, and its key: each test has a copy."""
    path = tmp_path_factory.mktemp("plans") / "plans.dscp"

    def begin(session: Session) -> Changes:
        for feature in (PARTNERSHIP, PRIORITIES):
            assert feature.begin is not None
            feature.begin(session, load_profile("durham-2025-27").values)
        return Changes("Begun", ("*",))

    start = datetime(2023, 10, 1, 8, 0, tzinfo=UTC)
    with create_store(path, Birth("Test partnership", "Ann", PASSPHRASE), lambda: start) as store:
        store.run(begin)
        return path, store.key


@pytest.fixture
def plans(
    begun: tuple[Path, bytes], tmp_path: Path, clock: Callable[[], datetime]
) -> Iterator[Store]:
    """The store with the plans 2023-26 and 2025-27, which overlap."""
    path, key = begun
    mine = tmp_path / path.name
    for one in (path, slots_path(path)):
        copyfile(one, mine.parent / one.name)
    with open_with_key(mine, key, "Ann", clock) as store:
        yield store


def plan_of(store: Store, term: str = "2025-27") -> PlanLine:
    """Return the plan of a term."""
    return next(plan for plan in store.ask(list_plans) if plan.term == term)


def take_in(store: Store, sheets: Sequence[Sheet], file: str = "") -> dict[str, Any]:
    """Take sheets as an import does, by kind; faults and notes of cells stand with the others."""

    def take(session: Session) -> Changes:
        results = take_workbooks(session, [plan_file(file, sheets, workbook_offers())])
        return Changes("Workbook taken", ("*",), {each.kind: each for each in results})

    found = store.run(take).result
    assert isinstance(found, dict)
    return found


@pytest.fixture
def book(data: Path) -> bytes:
    """The workbook of the plan 2025-27."""
    return (data / BOOK).read_bytes()


def rows_sheet(name: str, *rows: Sequence[Any]) -> Sheet:
    """Return a sheet of these rows."""
    wide = max(len(row) for row in rows)
    return Sheet(name, True, tuple((*row, *[None] * (wide - len(row))) for row in rows))
