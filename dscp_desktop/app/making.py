"""New stores: from a profile, and the sample partnership."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dscp_desktop.app.opening import Clock
from dscp_desktop.core.faults import Stopped
from dscp_desktop.core.pace import UNWATCHED, Pace
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.store.keys import slots_path
from dscp_desktop.store.opening import Birth, Store, create_store
from dscp_desktop.store.places import clear

Told = Callable[[str, float], object]  # the step in words, and the part done from 0 to 1


@dataclass(frozen=True, slots=True)
class NewStore:
    """What a person chose for a new store."""

    profile: str
    public_name: str
    person: str
    path: Path
    passphrase: str


def start_store(new: NewStore, clock: Clock, pace: Pace = UNWATCHED) -> Store:
    """Make a store and put its profile in; where that fails or is stopped no file of it stays."""
    from dscp_desktop.app.beginning import begin_from  # late: it reaches every feature

    profile = load_profile(new.profile)
    birth = Birth(new.public_name, new.person, new.passphrase)
    pace.at("Making the encrypted file", 0)
    store = create_store(new.path, birth, clock)
    try:
        store.run(begin_from, profile, pace=pace.step(0.5, 1))
        pace.close("Opening the store")
    except BaseException:
        _forget(store)
        raise
    return store


def _forget(store: Store) -> None:
    """Remove a store that was begun and is not finished."""
    store.close()
    clear(store.path)
    slots_path(store.path).unlink(missing_ok=True)


def make_sample(path: Path, day: date, passphrase: str, told: Told) -> Path:
    """Make the sample store unless it is there already, and return its path; `told` hears how far
    it is, and stops it by raising Stopped: then no file of it stays.
    """
    from dscp_desktop.app.sample.making import make_sample_store

    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            make_sample_store(path, day, passphrase, told=told)
        except Stopped:
            clear(path)
            slots_path(path).unlink(missing_ok=True)
            raise
    return path
