"""People with a key: adding one, removing one, changing a passphrase, changing the key."""

from __future__ import annotations

import os
from dataclasses import replace

from sqlalchemy import delete, select, text
from sqlcipher3.dbapi2 import DatabaseError

from dscp_desktop.core.faults import CannotOpen, Refused, WrongUse
from dscp_desktop.store import keys
from dscp_desktop.store.connection import connect
from dscp_desktop.store.opening import Store, fitting
from dscp_desktop.store.tables import KeySlot


def list_people(store: Store) -> tuple[tuple[str, str], ...]:
    """Return (name, access) of everybody with a key."""
    return tuple((slot.name, slot.access) for slot in keys.read_slots(store.path).slots)


def add_person(store: Store, name: str, access: str, passphrase: str) -> None:
    """Give a person a key of their own. Raises WrongUse where the name has one already."""
    keys.check_passphrase(passphrase)
    inside = _inside(store)
    if name in [slot.name for slot in inside]:
        raise WrongUse(f"{name} has a key already. Choose another name.")
    _keep(store, (*inside, keys.make_slot(name, access, passphrase, store.key)))


def change_passphrase(store: Store, name: str, passphrase: str) -> None:
    """Give a person a new passphrase for the same key."""
    keys.check_passphrase(passphrase)
    fresh = tuple(
        keys.make_slot(s.name, s.access, passphrase, store.key) if s.name == name else s
        for s in _inside(store)
    )
    _keep(store, fresh)


def remove_person(store: Store, name: str) -> None:
    """Take a leaver's slot away and change the key, so that their old key opens nothing new.

    Backups made before keep the old key. Raises WrongUse for the last person.
    """
    left = tuple(slot for slot in _inside(store) if slot.name != name)
    if not left:
        raise WrongUse(f"{name} is the last person with a key. Add another one first.")
    _keep_inside(store, left)  # the slot beside goes with the key: stopped here, it still shows
    change_key(store)


def change_key(store: Store) -> None:
    """Change the file key. Stopped anywhere, the store still opens with the slots it has.

    First the slots hold both keys, then the file is written anew under the new one in one
    transaction, then the slots hold the new key alone. Who next opens it to write finishes what
    was stopped. Raises Refused where somebody reads the store meanwhile, or the disk is full.
    """
    old, new = store.key, os.urandom(keys.KEY_BYTES)
    inside, slots = _inside(store), keys.read_slots(store.path)
    if not inside:
        raise Refused("The store knows nobody with a key. Open it with the recovery sheet.")
    both = tuple(keys.seal_to(slot, (new, old)) for slot in inside)
    keys.write_slots(store.path, replace(slots, slots=both))
    store.pause()
    try:
        rekey(store, old, new)
    except (DatabaseError, CannotOpen) as error:
        raise Refused(
            "The key was not changed: another program is reading the store, or the disk is full. "
            "It is tried again when the store is next opened."
        ) from error
    finally:
        store.resume(fitting(store.path, (new, old)))
    _keep(store, tuple(keys.seal_to(slot, (new,)) for slot in inside))


def _inside(store: Store) -> tuple[keys.Slot, ...]:
    """Return the slots kept inside: one put beside the store by a stranger is not among them."""
    with store.reading() as session:
        bodies = session.scalars(select(KeySlot.body).order_by(text("rowid")))
        return tuple(keys.slot_of(body) for body in bodies)


def _keep(store: Store, slots: tuple[keys.Slot, ...]) -> None:
    """Write the slots inside the store, then beside it."""
    _keep_inside(store, slots)
    keys.write_slots(store.path, replace(keys.read_slots(store.path), slots=slots))


def _keep_inside(store: Store, slots: tuple[keys.Slot, ...]) -> None:
    with store.jotting() as session:
        session.execute(delete(KeySlot))
        session.add_all(KeySlot(name=s.name, body=keys.slot_text(s)) for s in slots)


def rekey(store: Store, old: bytes, new: bytes) -> None:
    """Write the file anew under another key, with no other connection open."""
    raw = connect(store.path, old)
    try:
        # A rekey goes through the rollback journal: a write-ahead log would mix two keys.
        raw.execute("PRAGMA journal_mode=DELETE")
        raw.execute(f"PRAGMA rekey=\"x'{new.hex()}'\"")
    finally:
        raw.close()
    connect(store.path, new).close()
