"""Room on a disk: asked for before something large is written."""

from __future__ import annotations

import shutil
from pathlib import Path

from dscp_desktop.core.faults import Refused

SPARE = 2_000_000  # bytes left free beside what is written: journals, names, other programs


def size_words(size: int) -> str:
    """Return a size in bytes as people read it: '850 kB', '61 MB', '1.4 GB'."""
    if size < 1_000_000:
        return f"{max(round(size / 1000), 1)} kB"
    if size < 1_000_000_000:
        return f"{size / 1_000_000:.1f} MB" if size < 10_000_000 else f"{size // 1_000_000} MB"
    return f"{size / 1_000_000_000:.1f} GB"


def check_room(folder: Path, needed: int, what: str) -> None:
    """Raise Refused, with both numbers, where a folder's disk has less room than is needed.

    `needed` is in bytes, `what` the subject of the sentence ('A backup'). Where the disk does
    not say how full it is, nothing is refused.
    """
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return
    if free < needed + SPARE:
        raise Refused(
            f"{what} needs {size_words(needed + SPARE)} of room, and the disk of {folder} has "
            f"{size_words(free)} left. Nothing was written. Free some room there, or choose "
            "another folder."
        )


def size_of(*paths: Path) -> int:
    """Return how many bytes these files take; those that are not there take none."""
    return sum(path.stat().st_size for path in paths if path.exists())
