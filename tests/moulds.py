"""Stores made once and copied for each test: to make one takes a hundred times as long."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dscp_desktop.app.beginning import begin_from
from dscp_desktop.app.cli import run
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.store.keys import slots_path
from dscp_desktop.store.opening import Birth, Store, create_store, open_with_key

PASSPHRASE = "correct horse battery staple"
PERSON = "Ann"
STORE, SAID = "mould.dscp", "said.json"
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


class Moulds:
    """Each store by its name; the first asking of a run makes it, in whichever worker that is.

    A mould is made in a folder of its own, which gets its name when all is in it: nobody ever
    copies half a store. A worker waits for another that makes the same, but not for ever: that
    one may have died.
    """

    def __init__(self, folder: Path, patience: float = 60) -> None:
        self._folder, self._patience = folder, patience

    def cast(self, name: str, fill: Callable[[Store], object], path: Path, clock: Ticking) -> Store:
        """Return an open copy at `path` of what `fill` filled; the clock goes on from there."""
        made = self._ready(name, lambda place: make_filled(place, fill))
        lay(made / STORE, path)
        said = json.loads((made / SAID).read_text())
        store = open_with_key(path, bytes.fromhex(said["key"]), PERSON, clock)
        clock.seconds = said["seconds"]
        return store

    def copy(self, name: str, make: Callable[[Path], object], path: Path) -> None:
        """Lay a copy at `path` of the store that `make` makes at the place it is given."""
        lay(self._ready(name, make) / STORE, path)

    def _ready(self, name: str, make: Callable[[Path], object]) -> Path:
        made = self._folder / name
        if made.exists():
            return made
        with self._alone(name):
            if not made.exists():
                half = self._folder / f"{name}.{os.getpid()}"
                half.mkdir()
                try:
                    make(half / STORE)
                    settle(half, made)
                finally:
                    shutil.rmtree(half, ignore_errors=True)
        return made

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        """Wait while another worker makes the mould, at most for the patience there is."""
        lock = self._folder / f"{name}.lock"
        ends = time.monotonic() + self._patience
        while True:
            try:
                lock.touch(exist_ok=False)
                break
            except FileExistsError:
                if time.monotonic() > ends:
                    break
                time.sleep(0.02)
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)


def make_filled(path: Path, fill: Callable[[Store], object]) -> None:
    """Make a store that is filled, and beside it say its key and the second it was finished at."""
    clock = Ticking()
    with create_store(path, Birth("Test partnership", PERSON, PASSPHRASE), clock) as store:
        fill(store)
        said = {"key": store.key.hex(), "seconds": clock.seconds}
    path.with_name(SAID).write_text(json.dumps(said))


def settle(half: Path, made: Path) -> None:
    """Give a folder its name; one that another made meanwhile stays, and is as good."""
    try:
        half.rename(made)
    except OSError:
        if not made.exists():
            raise


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
