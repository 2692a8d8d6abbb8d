"""One writer at a time: an operating-system lock on `NAME.lock`, which says who has it."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dscp_desktop.store.places import beside

# Windows locks a byte and forbids reading it: far behind the text, so that this can be read.
_LOCKED_BYTE = 1 << 30


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a store open for writing, on which machine, since when (local time, in words)."""

    person: str
    machine: str
    since: str

    def words(self) -> str:
        """Return 'Business officer on LAPTOP-12, since 09:14'."""
        return f"{self.person} on {self.machine}, since {self.since}"


class WriteLock:
    """The lock of one store. `holder` is None once it is ours, else who has it."""

    def __init__(self, path: Path) -> None:
        self._path = beside(path, ".lock")
        self._file: IO[bytes] | None = None

    def take(self, person: str, since: str) -> Holder | None:
        """Try to take the lock; return None when it is ours, else who holds it."""
        out = _open(self._path)
        if not _try_lock(out):
            out.close()
            return self.holder()
        if not _still_there(self._path, out):  # the holder before us removed it meanwhile
            out.close()
            return self.take(person, since)
        self._file = out
        try:
            out.seek(0)
            out.truncate()
            out.write("\n".join((person, socket.gethostname(), since)).encode())
        except OSError:
            self.release()
            raise
        return None

    def holder(self) -> Holder:
        """Return who wrote the lock file last."""
        try:
            lines = self._path.read_bytes().decode(errors="replace").split("\n")
        except FileNotFoundError:  # given back just now
            lines = []
        person, machine, since = (*lines, "", "", "")[:3]
        return Holder(person or "Somebody", machine or "another computer", since or "unknown")

    def release(self) -> None:
        """Give the lock back and remove its file; harmless when it is not ours."""
        if self._file is None:
            return
        held, self._file = self._file, None
        if sys.platform != "win32":  # pragma: no branch
            # Removed while still held, so that nobody locks a dead file. Where the disk does not
            # let us, the file stays: nobody holds it, so it keeps nobody out.
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
        held.close()
        if sys.platform == "win32":  # pragma: no cover
            with contextlib.suppress(PermissionError):  # another program has just opened it
                self._path.unlink(missing_ok=True)


def _open(path: Path) -> IO[bytes]:
    # Without a buffer: what a full disk did not take is not written again when it is closed.
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0)


def _still_there(path: Path, file: IO[bytes]) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
