"""The sample partnership, made once and copied."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dscp_desktop.store.opening import Store, open_store
from tests.moulds import Moulds, cast_sample


@pytest.fixture(scope="session")
def county(moulds: Moulds, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, as the verb `demo` makes it."""
    path = tmp_path_factory.mktemp("county") / "county.dscp"
    moulds.copy("sample", cast_sample, path)
    return path


@pytest.fixture(scope="session")
def aldershire(county: Path) -> Iterator[Store]:
    """The sample, open to read."""
    with open_store(county, "sample", to_read=True) as store:
        yield store
