"""People with a key: adding one, removing one, changing a passphrase, changing the key."""

from __future__ import annotations

import os
from dataclasses import replace

from sqlalchemy import delete, select

from dscp_desktop.core.faults import WrongUse
from dscp_desktop.store import keys
from dscp_desktop.store.connection import connect
from dscp_desktop.store.opening import Store
from dscp_desktop.store.tables import KeySlot


def list_people(store: Store) -> tuple[tuple[str, str], ...]:
    """Return (name, access) of everybody with a key."""
    return tuple((slot.name, slot.access) for slot in keys.read_slots(store.path).slots)


def add_person(store: Store, name: str, access: str, passphrase: str) -> None:
    """Give a person a key of their own. Raises WrongUse where the name has one already."""
    keys.check_passphrase(passphrase)
    slots = keys.read_slots(store.path)
    if name in [slot.name for slot in slots.slots]:
        raise WrongUse(f"{name} has a key already. Choose another name.")
    slot = keys.make_slot(name, access, passphrase, store.key)
    _keep(store, replace(slots, slots=(*slots.slots, slot)))


def change_passphrase(store: Store, name: str, passphrase: str) -> None:
    """Give a person a new passphrase for the same key."""
    keys.check_passphrase(passphrase)
    slots = keys.read_slots(store.path)
    fresh = tuple(
        keys.make_slot(s.name, s.access, passphrase, store.key) if s.name == name else s
        for s in slots.slots
    )
    _keep(store, replace(slots, slots=fresh))


def remove_person(store: Store, name: str) -> None:
    """Take a leaver's slot away and change the key, so that their old key opens nothing new.

    Backups made before keep the old key. Raises WrongUse for the last person.
    """
    slots = keys.read_slots(store.path)
    left = tuple(slot for slot in slots.slots if slot.name != name)
    if not left:
        raise WrongUse(f"{name} is the last person with a key. Add another one first.")
    _keep(store, replace(slots, slots=left))
    change_key(store)


def change_key(store: Store) -> None:
    """Change the file key. Stopped anywhere, the store still opens with the slots it has.

    First the slots hold both keys, then the file is written anew under the new one in one
    transaction, then the slots hold the new key alone.
    """
    old, new = store.key, os.urandom(keys.KEY_BYTES)
    # The public halves come from inside: a slot put beside the store by a stranger gets nothing.
    with store.reading() as session:
        inside = [keys.slot_of(body) for body in session.scalars(select(KeySlot.body))]
    slots = keys.read_slots(store.path)
    both = tuple(keys.seal_to(slot, (new, old)) for slot in inside)
    keys.write_slots(store.path, replace(slots, slots=both))
    store.pause()
    rekey(store, old, new)
    store.resume(new)
    _keep(store, replace(slots, slots=tuple(keys.seal_to(slot, (new,)) for slot in inside)))


def _keep(store: Store, slots: keys.SlotFile) -> None:
    """Write the slots inside the store, then beside it."""
    with store.jotting() as session:
        session.execute(delete(KeySlot))
        session.add_all(KeySlot(name=s.name, body=keys.slot_text(s)) for s in slots.slots)
    keys.write_slots(store.path, slots)


def rekey(store: Store, old: bytes, new: bytes) -> None:
    """Write the file anew under another key, with no other connection open."""
    raw = connect(store.path, old)
    try:
        # A rekey goes through the rollback journal: a write-ahead log would mix two keys.
        raw.execute("PRAGMA journal_mode=DELETE")
        raw.execute(f"PRAGMA rekey=\"x'{new.hex()}'\"")
    finally:
        raw.close()
