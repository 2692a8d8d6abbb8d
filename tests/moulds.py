"""Stores made once and copied for each test: to make one takes a hundred times as long."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dscp_desktop.app.beginning import begin_from
from dscp_desktop.app.cli import run
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.store.keys import slots_path
from dscp_desktop.store.opening import Birth, Store, create_store, open_with_key

PASSPHRASE = "correct horse battery staple"
PERSON = "Ann"
FILLED: dict[str, Callable[[Store], object]] = {}  # of a fixture's name: its `store` is filled so
START = datetime(2023, 10, 19, 8, 52, 14, tzinfo=UTC)


class Ticking:
    """A clock that stands on the morning of 19 October 2023 and moves a second at each look."""

    def __init__(self) -> None:
        self.seconds = 0

    def __call__(self) -> datetime:
        """Tell the time."""
        now = START + timedelta(seconds=self.seconds)
        self.seconds += 1
        return now


@dataclass(frozen=True)
class Made:
    """A closed store to copy: its file, its key and the second at which it was finished."""

    path: Path
    key: bytes
    seconds: int


class Moulds:
    """Each store by its name; `cast` makes it at the first asking."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, Made] = {}

    def cast(self, name: str, fill: Callable[[Store], object], path: Path, clock: Ticking) -> Store:
        """Return an open copy at `path` of what `fill` filled; the clock goes on from there."""
        if name not in self._made:
            self._made[name] = self._make(name, fill)
        made = self._made[name]
        lay(made.path, path)
        store = open_with_key(path, made.key, PERSON, clock)
        clock.seconds = made.seconds
        return store

    def copy(self, name: str, make: Callable[[Path], object], path: Path) -> None:
        """Lay a copy at `path` of the store that `make` makes at the place it is given."""
        first = self._folder / f"{name}.dscp"
        if not first.exists():
            make(first)
        lay(first, path)

    def _make(self, name: str, fill: Callable[[Store], object]) -> Made:
        clock = Ticking()
        path = self._folder / f"{name}.dscp"
        with create_store(path, Birth("Test partnership", PERSON, PASSPHRASE), clock) as store:
            fill(store)
            return Made(path, store.key, clock.seconds)


def lay(store: Path, path: Path) -> None:
    """Copy a closed store and its slots."""
    shutil.copyfile(store, path)
    shutil.copyfile(slots_path(store), slots_path(path))


def cast_sample(path: Path) -> None:
    """Make the sample partnership as the verb `demo` does: to be cast once and copied."""
    os.environ.pop("DSCP_PASSPHRASE", None)
    assert run(["demo", str(path)]) == 0


def begin(profile: str) -> Callable[[Store], object]:
    """Return what fills a new store from a profile of the program."""
    return lambda store: store.run(begin_from, load_profile(profile))
