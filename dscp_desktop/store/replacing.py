"""Putting a whole store in the place of another, so that a power cut leaves one of the two.

The new store waits beside the old one until it is whole. From the moment it has the name
`NAME.dscp.restored` it counts: who next opens the store finishes what was stopped. Before that
moment the old store stands as it was.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from dscp_desktop.core.faults import CannotOpen
from dscp_desktop.store.keys import slots_path
from dscp_desktop.store.lock import WriteLock
from dscp_desktop.store.places import SIDES, settle


def put_in_place(path: Path, fresh: Path, fresh_slots: Path) -> None:
    """Let a store and its slots, both on the disk already, take the place of the one at `path`.

    Whoever calls holds the lock of the store.
    """
    ready, ready_slots = waiting(path)
    settle(path)
    fresh_slots.replace(ready_slots)
    fresh.replace(ready)
    settle(path)
    finish(path)


def finish(path: Path) -> None:
    """Do the rest of what `put_in_place` began; nothing where nothing was begun.

    Whoever calls holds the lock of the store.
    """
    ready, ready_slots = waiting(path)
    if not ready.exists():
        return
    for ending in SIDES:  # a log of the old store would ruin the new one
        path.with_name(path.name + ending).unlink(missing_ok=True)
    if ready_slots.exists():
        ready_slots.replace(slots_path(path))
    ready.replace(path)
    settle(path)


def forget(path: Path) -> None:
    """Remove a store that waits to take the place of one that is made anew."""
    for place in waiting(path):
        place.unlink(missing_ok=True)


def sweep(path: Path) -> None:
    """Remove what something that was stopped left beside a store, when nobody else can write.

    A part that another program has open just now stays until the next time.
    """
    keys_name, aside = slots_path(path).name, f"{path.stem}-before-restore-"
    left = {f"{path.name}{end}" for end in (".new", *(f".new{s}" for s in SIDES), ".newkeys")}
    left |= {f"{keys_name}.new", waiting(path)[1].name}
    with suppress(OSError):
        for place in path.parent.iterdir():
            part = place.name.startswith(aside) and place.name.endswith(".part")
            if part or place.name in left:
                place.unlink(missing_ok=True)


def mend(path: Path) -> None:
    """Finish, before a store is opened, what a power cut stopped.

    Raises CannotOpen where the folder does not let us.
    """
    if not waiting(path)[0].exists():
        return
    lock = WriteLock(path)
    try:
        if lock.take("restore", "now") is None:
            finish(path)
    except OSError as error:
        raise CannotOpen(
            f"{path.name} was being brought back from a backup when the program was stopped, and "
            f"the rest cannot be done: {error.strerror}. Have its folder opened for writing."
        ) from error
    finally:
        lock.release()


def waiting(path: Path) -> tuple[Path, Path]:
    """Return where a store and its slots wait that are to take the place of the one at `path`."""
    return path.with_name(path.name + ".restored"), path.with_name(path.name + ".restoredkeys")
