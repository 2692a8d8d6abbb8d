"""What every test may ask for. Qt draws off screen; nothing here knows a feature."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import coverage
import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from dscp_desktop.app.features import workbook_offers
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.offers import SheetOutcome
from dscp_desktop.jobs import files
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.values import Sheet
from dscp_desktop.store import connection, keys
from dscp_desktop.store.opening import Store
from tests.moulds import FILLED, Moulds, Ticking, begin

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

YEAR = ("contributions-2022-23.xlsx", "meetings-and-actions-2023-24.xlsx")
ROOT = Path(__file__).resolve().parent.parent
FULL_COST, LOW_COST = keys._SCRYPT_N, 2**10  # of a passphrase: a tenth of a second, next to nothing


def pytest_sessionfinish() -> None:
    """Write what was covered before the process is told to end: a slow one is killed then."""
    if (measure := coverage.Coverage.current()) is not None:
        measure.save()


@pytest.fixture(autouse=True)
def no_windows_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Delete the windows of a test after it: each one that stays slows every later one.

    Python looks for litter here alone, as `jobs.sweeping` does in the program: a part of a window
    that dies in another thread ends the process.
    """
    if not {"qapp", "qtbot"} & set(request.fixturenames):
        yield
        return
    gc.disable()
    yield
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    from dscp_desktop.widgets.remembering import remembered

    remembered.keep_in({})

    for window in QApplication.topLevelWidgets():
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect(1)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _low_cost() -> Iterator[None]:
    """Stores that a test makes in its own process open quickly.

    The slots are made, written and read by the program as ever; only the number in them that
    says how long a passphrase is stretched is low. Programs that a test starts have their own.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "_SCRYPT_N", LOW_COST)
        yield


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    """A statement is compiled once for all stores of a run, not anew for each of them."""
    first = create_engine("sqlite://", module=dbapi2, query_cache_size=2000)
    first.connect().close()

    def like_the_first(*words: Any, **values: Any) -> Engine:
        made = create_engine(*words, **values)
        made.dialect = made.pool._dialect = first.dialect
        made._compiled_cache = first._compiled_cache
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "create_engine", like_the_first)
        yield
    first.dispose()


@pytest.fixture(scope="session", autouse=True)
def _file_processes_unmeasured() -> Iterator[None]:
    """The process for files always ends by a kill, so what it measured would never be written."""
    told = files.child_environment
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "child_environment", lambda: unmeasured(told()))
        yield


def unmeasured(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process that never writes what it covered: it need not look."""
    return {name: text for name, text in environment.items() if "COVERAGE" not in name}


@pytest.fixture
def full_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase costs what it does in the program: for tests of keys and of waiting."""
    monkeypatch.setattr(keys, "_SCRYPT_N", FULL_COST)


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


@pytest.fixture(scope="session")
def moulds(tmp_path_factory: pytest.TempPathFactory) -> Moulds:
    """Stores made once and copied for each test, by all workers of a run together."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return Moulds(tmp_path_factory.mktemp("moulds"))
    shared = tmp_path_factory.getbasetemp().parent / "moulds"
    shared.mkdir(exist_ok=True)
    return Moulds(shared)


@pytest.fixture
def clock() -> Ticking:
    """A clock that stands on the morning of 19 October 2023 and moves a second at each look."""
    return Ticking()


BEGUN = {"new": lambda _store: None, "durham": begin("durham-2022-23")}


@pytest.fixture
def store(
    request: pytest.FixtureRequest, moulds: Moulds, tmp_path: Path, clock: Ticking
) -> Iterator[Store]:
    """A real encrypted store with empty tables, open for writing by Ann."""
    path = tmp_path / "test.dscp"
    asked = request.fixturenames
    name = next(
        (name for name in FILLED if name in asked), "durham" if "durham" in asked else "new"
    )
    with moulds.cast(name, FILLED.get(name) or BEGUN[name], path, clock) as made:
        yield made


@pytest.fixture
def durham(store: Store) -> Store:
    """The same store with the profile of Durham 2022-23 in it."""
    return store


@pytest.fixture
def office_year(durham: Store) -> Store:
    """The same store with the contributions, meetings and actions of a year in it."""
    return durham


def fill_year(store: Store) -> None:
    """Begin with Durham's profile and take two workbooks of the office."""
    begin("durham-2022-23")(store)
    data = ROOT / "tests" / "data"
    sheets = [
        sheet for name in YEAR for sheet in read_workbook((data / name).read_bytes(), name).sheets
    ]
    changes = store.run(take_sheets, sheets)
    assert not [fault for each in changes.result.values() for fault in each.faults]


FILLED["office_year"] = fill_year


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
