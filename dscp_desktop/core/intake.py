"""Files from outside as they come off a disk: their bytes, and what they may be called in words."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from dscp_desktop.core.faults import Refused

MOST_BYTES = 100 * 1024 * 1024
_LONGEST = 150
# Signs that move a cursor, turn the order of letters around, or are no letters at all.
_UNSHOWN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff]"
)
# A pipe that nobody writes into must not be waited for; Windows needs to be told 'as it is'.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def shown_name(name: str) -> str:
    """Return a file's name as it may stand in words: on one line, and it hides nothing.

    A sign that cannot be shown stands as its number; a very long name loses its middle.
    """
    plain = _UNSHOWN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", name)
    if len(plain) <= _LONGEST:
        return plain
    return f"{plain[: _LONGEST - 40]}…{plain[-38:]}"


def take_file(path: Path, name: str = "", most: int = MOST_BYTES) -> bytes:
    """Return the bytes of a file from outside; `name` is what it is called in words.

    It is opened once, so that what is looked at is what is read. Raises Refused, naming it, where
    it cannot be read, is a folder or no file, is larger than `most`, or changes meanwhile.
    """
    called = name or shown_name(path.name or str(path))
    try:
        with os.fdopen(os.open(path, _FLAGS), "rb") as source:
            about = os.fstat(source.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise Refused(f"{called} is no file that can be read. Choose another.")
            if about.st_size > most:
                raise Refused(
                    f"{called} is larger than {most // 1024 // 1024} MB. Split it into smaller "
                    "files, or save it with smaller pictures."
                )
            data = source.read(about.st_size + 1)
    except (OSError, ValueError) as error:
        if path.is_dir():
            raise Refused(f"{called} is a folder. Choose the files in it.") from error
        why = getattr(error, "strerror", None) or "no disk can hold such a name"
        raise Refused(
            f"{called} could not be read: {why}. Close it in other programs, or copy it to this "
            "computer and try again."
        ) from error
    if len(data) != about.st_size:
        raise Refused(f"{called} changed while it was read. Wait until it is whole and try again.")
    return data
