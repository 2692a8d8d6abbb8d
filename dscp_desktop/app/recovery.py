"""The way back in when every passphrase is lost: the key as it was printed."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from dscp_desktop.core.faults import WrongUse
from dscp_desktop.store import keys, people
from dscp_desktop.store.opening import Store, open_with_key, utc_now
from dscp_desktop.store.settings import get_setting
from dscp_desktop.store.tables import KeySlot


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What is printed on the sheet: whose store, where it is kept, its key, and when."""

    public_name: str
    place: str
    code: str
    printed_on: str


def open_by_recovery(
    path: Path,
    code: str,
    person: str,
    passphrase: str,
    clock: Callable[[], datetime] = utc_now,
) -> Store:
    """Open a store with the printed key and give the person a new passphrase.

    Where the key file beside the store is lost it is written anew. Raises WrongUse for a short
    passphrase or no name, CannotOpen for a key that does not add up or does not fit.
    """
    keys.check_passphrase(passphrase)
    if not person.strip():
        raise WrongUse("Enter your role. It stands in the history of each change.")
    store = open_with_key(path, keys.key_of_recovery(code), person.strip(), clock)
    try:
        if not keys.slots_path(path).exists():
            _write_slots_anew(store)
        if person.strip() in [name for name, _access in people.list_people(store)]:
            people.change_passphrase(store, person.strip(), passphrase)
        else:
            people.add_person(store, person.strip(), "full", passphrase)
    except BaseException:
        store.close()
        raise
    return store


def _write_slots_anew(store: Store) -> None:
    with store.reading() as session:
        inside = tuple(keys.slot_of(body) for body in session.scalars(select(KeySlot.body)))
        name = get_setting(session, "partnership.name", store.path.stem)
        sample = bool(get_setting(session, "sample.as_at"))
    keys.write_slots(store.path, keys.SlotFile(os.urandom(16).hex(), name, sample, inside))
