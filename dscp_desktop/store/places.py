"""Where the files of a store stand, and making sure that a new name outlives a power cut."""

from __future__ import annotations

import os
import sys
from pathlib import Path

STORE_ENDING = ".dscp"
# What SQLite keeps beside an open store. A stale one beside another store would ruin that one.
SIDES = ("-wal", "-shm", "-journal")


def beside(path: Path, ending: str) -> Path:
    """Return the name of a store's other file: `NAME.keys` for `NAME.dscp`.

    A store with another ending keeps it ('north.2023' has 'north.2023.keys'), so that two
    stores never share a file.
    """
    plain = path.suffix.casefold() == STORE_ENDING
    return path.with_suffix(ending) if plain else path.with_name(path.name + ending)


def is_shared_path(path: Path) -> bool:
    """Say whether a store stands where a write-ahead log is not safe: a share or a synced folder.

    A path that begins with two slashes is a share; folders of the usual synchronisers are known
    by name. A mapped drive letter cannot be told from its name alone.
    """
    text = str(path)
    if text.startswith(("\\\\", "//")):
        return True
    synced = ("onedrive", "dropbox", "sharepoint", "google drive")
    return any(part.casefold().startswith(synced) for part in path.resolve().parts)


def clear(path: Path) -> None:
    """Remove a store's file, and whatever SQLite left beside it."""
    for ending in ("", *SIDES):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def settle(path: Path) -> None:
    """Flush a folder, so that a file renamed in it has its new name after a power cut too."""
    if sys.platform == "win32":  # pragma: no cover
        return  # NTFS keeps renames in its own log, and opens no folder
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
