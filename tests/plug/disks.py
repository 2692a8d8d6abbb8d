"""Small real disks that fill up, turn read-only, or go away: Linux, and only as root."""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_GO_AWAY = 0x8004587D  # FS_IOC_SHUTDOWN of <linux/fs.h>: from now on the disk answers nothing
_WITHOUT_WRITING = 2


def _can_mount() -> bool:
    return os.name != "nt" and os.geteuid() == 0


needs_mounts = pytest.mark.skipif(
    not _can_mount(), reason="only root can mount a small disk: run this as root on Linux"
)


def _run(*words: str | Path) -> None:
    subprocess.run([*map(str, words)], check=True, capture_output=True)


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """Give a disk in memory of so many kilobytes."""
    folder.mkdir()
    _run("mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "dscp-test", folder)
    try:
        yield folder
    finally:
        _run("umount", "-l", folder)


@contextmanager
def real_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """Give a disk of ext4 in a file: one that can turn read-only or go away with files open."""
    image = folder.with_name(f"{folder.name}.image")
    with image.open("wb") as out:
        out.truncate(kilobytes * 1024)
    _run("mke2fs", "-q", "-t", "ext4", image)
    folder.mkdir()
    _run("mount", "-o", "loop,errors=remount-ro", image, folder)
    try:
        yield folder
    finally:
        _run("umount", "-l", folder)
        image.unlink()


def turn_read_only(folder: Path) -> None:
    """Let the disk turn read-only at once, as one does that met an error."""
    _run("mount", "-o", "remount,abort", folder)


def go_away(folder: Path) -> None:
    """Let the disk answer nothing from now on: the cable of a drive, the power of a server."""
    place = os.open(folder, os.O_RDONLY)
    try:
        fcntl.ioctl(place, _GO_AWAY, _WITHOUT_WRITING.to_bytes(4, "little"))
    finally:
        os.close(place)


def fill(folder: Path, leave_kilobytes: int) -> Path:
    """Fill a disk until so many kilobytes are left; return the file that takes the room."""
    filler = folder / "filler"
    with filler.open("wb") as out:
        free = os.statvfs(folder)
        left = free.f_bavail * free.f_frsize - leave_kilobytes * 1024
        try:
            while left > 0:
                left -= out.write(b"x" * min(left, 1 << 16))
                out.flush()
        except OSError:
            pass
    return filler
