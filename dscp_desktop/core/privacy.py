"""What a process keeps to itself: no core dump, no look into it, no secret in its environment."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
from pathlib import Path

_SET_DUMPABLE = 4  # prctl: whether a dump may be made, and others of the same user may look in
_ENVIRONMENT_STARTS, _ENVIRONMENT_ENDS = 47, 48  # in /proc/self/stat, counted behind the name
_NO_FAULT_BOX = 0x0001 | 0x0002  # SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX


def keep_private() -> None:
    """Have the system make no core dump of this process, and no report of its crash.

    On Linux this also shuts `/proc/PID/environ` and `/proc/PID/mem` to other programs of the same
    person. It holds for this process; what it starts must call this again.
    """
    if sys.platform == "win32":  # pragma: no cover
        ctypes.windll.kernel32.SetErrorMode(_NO_FAULT_BOX)
        with suppress(OSError, AttributeError):
            name = Path(sys.executable).name
            ctypes.WinDLL("wer").WerAddExcludedApplication(ctypes.c_wchar_p(name), False)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # pragma: no branch
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)


def take_from_environment(name: str) -> str | None:
    """Return a variable of the environment and take it away, from the system's own copy too.

    Python's removal alone leaves the text where `/proc/PID/environ` shows it. What a shell or a
    scheduler keeps for itself stays there.
    """
    value = os.environ.pop(name, None)
    if value is not None and sys.platform == "linux":
        with suppress(OSError, ValueError, IndexError):
            _wipe(os.fsencode(name) + b"=")
    return value


def _wipe(start: bytes) -> None:
    """Write zeros over a variable in the block that the process was started with."""
    fields = Path("/proc/self/stat").read_bytes().rpartition(b")")[2].split()
    first, last = int(fields[_ENVIRONMENT_STARTS]), int(fields[_ENVIRONMENT_ENDS])
    block = ctypes.string_at(first, last - first)
    place = 0
    for variable in block.split(b"\0"):
        if variable.startswith(start):
            ctypes.memset(first + place, 0, len(variable))
        place += len(variable) + 1
