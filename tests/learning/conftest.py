"""A partnership with its learning cycles, and what tests of them share."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from dscp_desktop.app.beginning import begin_from
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.learning.queries.cycles import list_cycles
from dscp_desktop.learning.rules.cycles import CycleLine, PhaseLine
from dscp_desktop.store.history import list_entries, undo
from dscp_desktop.store.opening import Birth, Store, create_store
from tests.moulds import PASSPHRASE

TODAY = date(2023, 10, 19)
CAPVA = "Child and adolescent to parent violence and abuse (CAPVA)"
MASH = "Multi-agency safeguarding hub (MASH) deep dive"
HARM = "Harm outside the home"


def cycles(store: Store, today: date = TODAY) -> dict[str, CycleLine]:
    """The cycles of a store by their topics."""
    return {line.topic: line for line in store.ask(list_cycles, today)}


def phase(store: Store, topic: str, number: int, today: date = TODAY) -> PhaseLine:
    """A phase of a cycle."""
    return cycles(store, today)[topic].phases[number - 1]


def months(store: Store, topic: str) -> list[str]:
    """The month of each phase of a cycle, as 2023-04."""
    lines = cycles(store)[topic].phases
    return [f"{line.planned.starts:%Y-%m}" if line.planned else "" for line in lines]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the profile of Durham, made once: what a test runs in it is undone after."""
    birth = Birth("Test partnership", "Ann", PASSPHRASE)
    path = tmp_path_factory.mktemp("shared") / "test.dscp"
    ticks = itertools.count()
    start = datetime(2023, 10, 19, 8, 52, 14, tzinfo=UTC)
    with create_store(path, birth, lambda: start + timedelta(seconds=next(ticks))) as made:
        made.run(begin_from, load_profile("durham-2022-23"))
        yield made


@pytest.fixture
def durham(shared: Store) -> Iterator[Store]:
    """The shared store, as it was after each test: every command of it is undone, last first."""
    before = {entry.id for entry in shared.ask(list_entries)}
    yield shared
    for entry in shared.ask(list_entries):
        if entry.id not in before:
            shared.run(undo, entry.id)
