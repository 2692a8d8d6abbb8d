"""What every test may ask for. Qt draws off screen; nothing here knows a feature."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dscp_desktop.core.profiles import load_profile
from dscp_desktop.store.opening import Birth, Store, create_store

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PASSPHRASE = "correct horse battery staple"
ROOT = Path(__file__).resolve().parent.parent


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
    from dscp_desktop.app.beginning import begin_from

    store.run(begin_from, load_profile("durham-2022-23"))
    return store
