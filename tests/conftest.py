"""What every test may ask for. Qt draws off screen; nothing here knows a feature."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

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
