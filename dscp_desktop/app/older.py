"""A fresh backup, and the older copies of a store that it makes needless."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from dscp_desktop.app.backups import back_up, copy_elsewhere, list_backups
from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.offers import BackupWork
from dscp_desktop.store.bundle import read_facts
from dscp_desktop.store.keys import read_slots
from dscp_desktop.store.opening import Store


def backup_work(elsewhere: Callable[[], str]) -> BackupWork:
    """Return what a page may ask of backups; `elsewhere` gives the folder of second copies."""

    def renew(store: Store) -> tuple[Path, tuple[Path, ...]]:
        return renew_backups(store, elsewhere())

    return BackupWork(renew, remove_copies)


def renew_backups(store: Store, elsewhere: str = "") -> tuple[Path, tuple[Path, ...]]:
    """Make and check a backup, here and elsewhere, and return it with every older copy.

    Those are the backups of both folders, and what an upgrade or a restore put beside the store.
    The log of changes is folded in first: it may hold what was redacted. Raises Refused where no
    backup can be made.
    """
    store.pause()
    store.resume(store.key)
    kept = back_up(store)
    folders: list[Path | None] = [None]
    if elsewhere:
        folders.append(Path(elsewhere))
        with suppress(Trouble):  # the backup beside the store stands; the keeper tries again
            copy_elsewhere(store.path, kept.file, Path(elsewhere), kept.at)
    found = [file for folder in folders for _at, file in list_backups(store.path, folder)]
    ours = [f for f in found if f.name != kept.file.name and _may_be_of(f, store.path)]
    beside = sorted(
        file
        for file in store.path.parent.iterdir()
        if file.is_file() and file.name.startswith(f"{store.path.stem}-before-")
    )
    return kept.file, (*ours, *beside)


def _may_be_of(backup: Path, path: Path) -> bool:
    """Say whether a backup is of this store; a damaged one might be."""
    try:
        return read_facts(backup).store_id() == read_slots(path).store
    except Trouble:
        return True


def remove_copies(copies: Sequence[Path]) -> tuple[Path, ...]:
    """Remove copies of a store; return those that could not be."""
    left = []
    for copy in copies:
        try:
            copy.unlink(missing_ok=True)
        except OSError:
            left.append(copy)
    return tuple(left)
