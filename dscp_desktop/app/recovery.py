"""The way back in when every passphrase is lost: the key as it was printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlcipher3.dbapi2 import DatabaseError

from dscp_desktop.core.faults import CannotOpen, WrongUse
from dscp_desktop.store import keys, people
from dscp_desktop.store.connection import is_place_trouble
from dscp_desktop.store.opening import Store, open_with_key, utc_now


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

    Where the key file beside the store is lost, damaged or an old one, it is written anew.
    Raises WrongUse for a short passphrase or no name, CannotOpen for a key that does not add up
    or does not fit.
    """
    keys.check_passphrase(passphrase)
    name = person.strip()
    if not name:
        raise WrongUse("Enter your role. It stands in the history of each change.")
    store = _open_with_sheet(path, code, name, clock)
    try:
        if not _slots_can_be_read(path):
            people.write_slots_anew(store)
        if people.has_key(store, name):
            people.change_passphrase(store, name, passphrase)
        else:
            people.add_person(store, name, "full", passphrase)
    except BaseException:
        store.close()
        raise
    return store


def _open_with_sheet(path: Path, code: str, name: str, clock: Callable[[], datetime]) -> Store:
    key = keys.key_of_recovery(code)
    try:
        return open_with_key(path, key, name, clock)
    except CannotOpen as error:
        if not isinstance(error.__cause__, DatabaseError) or is_place_trouble(error):
            raise
        raise CannotOpen(
            f"The key is typed as it was printed, but it does not open {path.name}. The key of a "
            "store changes when a person's key is removed: use the sheet printed after that, or "
            "bring back a backup made before. It may also be the sheet of another store."
        ) from error


def _slots_can_be_read(path: Path) -> bool:
    try:
        keys.read_slots(path)
    except CannotOpen:
        return False
    return True
