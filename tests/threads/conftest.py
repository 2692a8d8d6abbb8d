"""A store whose threads are woven, made once for all tests of a module that only read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dscp_desktop.store.opening import Store
from tests.moulds import Moulds, Ticking, begin
from tests.threads.weaving import Woven, weave


@pytest.fixture(scope="module")
def woven_store(
    moulds: Moulds, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, Woven]]:
    path = tmp_path_factory.mktemp("threads") / "test.dscp"
    with moulds.cast("durham", begin("durham-2022-23"), path, Ticking()) as store:
        yield store, weave(store)
