"""What every test may ask for. Qt draws off screen; nothing here knows a feature."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import coverage
import pytest
from sqlalchemy.orm import Session

from dscp_desktop.app.beginning import begin_from
from dscp_desktop.app.features import workbook_offers
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.offers import SheetOutcome
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.values import Sheet
from dscp_desktop.store.opening import Birth, Store, create_store

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PASSPHRASE = "correct horse battery staple"
ROOT = Path(__file__).resolve().parent.parent


def pytest_sessionfinish() -> None:
    """Write what was covered before the process is told to end: a slow one is killed then."""
    if (measure := coverage.Coverage.current()) is not None:
        measure.save()


@pytest.fixture(autouse=True)
def no_windows_left() -> Iterator[None]:
    """Delete the windows of a test after it: each one that stays slows every later one."""
    yield
    if "PySide6.QtWidgets" not in sys.modules:
        return
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is not None:
        for window in QApplication.topLevelWidgets():
            window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def data() -> Path:
    """Our own workbooks and the test vectors of the draw."""
    return ROOT / "tests" / "data"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real files made by many programs; the test is skipped where there is none."""
    place = Path(os.environ.get("DSCP_CORPUS") or ROOT.parent / "shared" / "corpus")
    if not place.is_dir():
        pytest.skip(f"no corpus at {place.name}: set DSCP_CORPUS to its folder")
    return place


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """A clock that stands on the morning of 19 October 2023 and moves a second at each look."""
    ticks = itertools.count()
    start = datetime(2023, 10, 19, 8, 52, 14, tzinfo=UTC)
    return lambda: start + timedelta(seconds=next(ticks))


@pytest.fixture
def store(tmp_path: Path, clock: Callable[[], datetime]) -> Iterator[Store]:
    """A real encrypted store with empty tables, open for writing by Ann."""
    birth = Birth("Test partnership", "Ann", PASSPHRASE)
    with create_store(tmp_path / "test.dscp", birth, clock) as made:
        yield made


@pytest.fixture
def durham(store: Store) -> Store:
    """The same store with the profile of Durham 2022-23 in it."""
    store.run(begin_from, load_profile("durham-2022-23"))
    return store


Bring = Callable[..., dict[str, SheetOutcome]]


def take_sheets(session: Session, sheets: Sequence[Sheet]) -> Changes:
    """Take every known sheet as an import does; the faults of the cells stand with the others."""
    found: dict[str, SheetOutcome] = {}
    for sheet in sheets:
        for offer in workbook_offers():
            recognised = offer.recognise(sheet)
            if recognised is None:
                continue
            reading = offer.read(sheet, recognised)
            taken = offer.take(session, reading)
            faults = (*reading.faults, *taken.faults)
            notes = (*reading.notes, *taken.notes)
            found[offer.kind] = SheetOutcome(taken.rows, faults, notes)
    return Changes("Workbook taken: every sheet", ("*",), found)


@pytest.fixture
def entries() -> list[str]:
    """The history entries of what was brought in, the last one last."""
    return []


@pytest.fixture
def bring(durham: Store, entries: list[str]) -> Bring:
    """Takes a workbook's bytes, or rows of cells, into the store; gives what became of them."""

    def take(source: bytes | Sequence[Sequence[Any]]) -> dict[str, SheetOutcome]:
        if isinstance(source, bytes):
            sheets = read_workbook(source, "workbook.xlsx").sheets
        else:
            sheets = (Sheet("Sheet", True, tuple(tuple(row) for row in source)),)
        changes = durham.run(take_sheets, sheets)
        entries.append(changes.entry)
        assert isinstance(changes.result, dict)
        return changes.result

    return take


@pytest.fixture
def office(data: Any) -> bytes:
    """The office's workbook of meetings, attendance and actions."""
    return bytes((data / "meetings-and-actions-2023-24.xlsx").read_bytes())
