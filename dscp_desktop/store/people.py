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
from dscp_desktop.store.settings import get_setting
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
    """Give a person a new passphrase for the same key. Raises WrongUse for somebody without one."""
    keys.check_passphrase(passphrase)
    inside = _inside(store)
    _known(name, inside)
    fresh = tuple(
        keys.make_slot(s.name, s.access, passphrase, store.key) if s.name == name else s
        for s in inside
    )
    _keep(store, fresh)


def remove_person(store: Store, name: str) -> None:
    """Take a leaver's slot away and change the key, so that their old key opens nothing new.

    Backups made before keep the old key. Raises WrongUse for the last person who may write, and
    for somebody without a key.
    """
    store.check_writes()
    inside = _inside(store)
    _known(name, inside)
    left = tuple(slot for slot in inside if slot.name != name)
    if not left:
        raise WrongUse(f"{name} is the last person with a key. Add another one first.")
    if not any(slot.access == "full" for slot in left):
        raise WrongUse(
            f"{name} is the last person who may write. Add another one who may read and write "
            "first."
        )
    _keep_inside(store, left)  # the slot beside goes with the key: stopped here, it still shows
    change_key(store)


def change_key(store: Store) -> None:
    """Change the file key. Stopped anywhere, the store still opens with the slots it has.

    First the slots hold both keys, then the file is written anew under the new one in one
    transaction, then the slots hold the new key alone. Who next opens it to write finishes what
    was stopped. Raises Refused where somebody reads the store meanwhile, or the disk is full,
    WrongUse where the store is open to read.
    """
    store.check_writes()
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


def mend_slots(store: Store) -> bool:
    """Make the slots beside an opened store those kept inside it, which are the truth.

    They part where an older key file was put back, where it was lost, or where the power went
    while somebody was added or removed. Somebody who is known beside the store alone was being
    removed: the key is changed now, so that their old slot opens nothing new. Returns whether it
    was.
    """
    inside = _inside(store)
    if not inside:
        return False
    if not keys.slots_path(store.path).exists():
        write_slots_anew(store)
        return False
    beside = keys.read_slots(store.path)
    if {slot.name for slot in beside.slots} - {slot.name for slot in inside}:
        change_key(store)
        return True
    if beside.slots != inside:
        keys.write_slots(store.path, replace(beside, slots=inside))
    return False


def write_slots_anew(store: Store) -> None:
    """Write a key file that was lost from the slots kept inside the store."""
    with store.reading() as session:
        name = get_setting(session, "partnership.name", store.path.stem)
        sample = bool(get_setting(session, "sample.as_at"))
    fresh = keys.SlotFile(os.urandom(16).hex(), name, sample, _inside(store))
    keys.write_slots(store.path, fresh)


def has_key(store: Store, name: str) -> bool:
    """Say whether a person has a key, as the store itself knows it."""
    return name in [slot.name for slot in _inside(store)]


def _known(name: str, slots: tuple[keys.Slot, ...]) -> None:
    if name not in [slot.name for slot in slots]:
        raise WrongUse(f"{name} has no key to this store. Look at the list of people again.")


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
