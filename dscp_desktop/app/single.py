"""One window a person: a second start hands the name of its file over and ends.

No socket and no pipe: the first one holds an operating-system lock in the person's own folder,
which ends with it however it ends, and the second puts a small file there that the first takes.
"""

from __future__ import annotations

import ctypes
import os
import secrets
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path

from dscp_desktop.app.opening import BACKUP_ENDING, STORE_ENDING
from dscp_desktop.store.lock import WriteLock

HANDED = ".handed"
PATIENCE = 5.0  # seconds for the first one to take a file
_STEP = 0.02
_LONGEST = 4096  # bytes of a path
_ANY_PROCESS = 0xFFFFFFFF


class Single:
    """The place of the one window in a person's own folder.

    Two sessions of one person at one computer, such as a remote one, have a window each.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / f"window{_session()}"
        self._lock = WriteLock(self.folder / "one")

    def is_first(self) -> bool:
        """Take the place if nobody has it. Where it cannot be asked, this is the first."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            first = self._lock.take("", "") is None
        except OSError:
            return True
        if first:
            self._clear()
        return first

    def hand_over(self, path: str, patience: float = PATIENCE) -> bool:
        """Give the first one the name of a file ('' for none); return whether it took it."""
        named = str(Path(path).absolute()) if path else ""
        _let_come_forward()
        target = self.folder / f"{secrets.token_hex(8)}{HANDED}"
        part = target.with_suffix(".part")
        try:
            part.write_bytes(named.encode())
            part.replace(target)
            until = time.monotonic() + patience
            while target.exists():
                if time.monotonic() > until:
                    target.unlink(missing_ok=True)
                    return False
                time.sleep(_STEP)
        except OSError:
            return False
        return True

    def take_in(self) -> tuple[str, ...]:
        """Take what was handed over: names of files as `name_in` lets them through."""
        found = []
        for file in sorted(self.folder.glob(f"*{HANDED}")):
            name = name_in(file)
            with suppress(OSError):
                file.unlink()
            if name is not None:
                found.append(name)
        return tuple(found)

    def release(self) -> None:
        """Leave the place to the next start."""
        self._lock.release()

    def _clear(self) -> None:
        """Remove what nobody took: it was meant for one that is gone."""
        for ending in (HANDED, ".part"):
            for file in self.folder.glob(f"*{ending}"):
                with suppress(OSError):
                    file.unlink()


def name_in(file: Path) -> str | None:
    """Return the name of the store or backup that a handed file holds; '' where it holds none.

    None for anything else: a file of somebody else, a link, one that is too long, or one that
    names something else than a store or a backup by its whole path.
    """
    try:
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(handle, "rb") as source:
            facts = os.fstat(source.fileno())
            if not stat.S_ISREG(facts.st_mode) or _is_of_another(facts.st_uid):
                return None
            data = source.read(_LONGEST + 1)
        name = data.decode()
    except (OSError, UnicodeDecodeError):
        return None
    if len(data) > _LONGEST or any(ord(sign) < 32 for sign in name):
        return None
    path = Path(name)
    ours = path.is_absolute() and path.suffix.casefold() in (STORE_ENDING, BACKUP_ENDING)
    return name if ours or not name else None


def _is_of_another(owner: int) -> bool:
    return sys.platform != "win32" and owner != os.getuid()


def _session() -> str:
    """Return what tells the sessions of one person at one computer apart; Windows has several."""
    if sys.platform == "win32":  # pragma: no cover
        number = ctypes.c_ulong()
        kernel = ctypes.windll.kernel32
        if kernel.ProcessIdToSessionId(os.getpid(), ctypes.byref(number)):
            return f"-{number.value}"
    return ""


def _let_come_forward() -> None:
    """Let the first one put its window in front: Windows lets only the one that has the keys."""
    if sys.platform == "win32":  # pragma: no cover
        ctypes.windll.user32.AllowSetForegroundWindow(_ANY_PROCESS)
