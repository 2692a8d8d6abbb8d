"""What a verb is given: a passphrase, a name, places for files; checked before work begins."""

from __future__ import annotations

import ctypes
import getpass
import json
import re
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from dscp_desktop.core.faults import CannotOpen, Refused, WrongUse
from dscp_desktop.core.privacy import take_from_environment
from dscp_desktop.core.saving import save_file
from dscp_desktop.store.keys import read_slots, slots_path
from dscp_desktop.store.lock import WriteLock
from dscp_desktop.store.opening import Store, open_store

# Signs that would move the cursor, colour a terminal or turn the order of letters around.
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LONGEST_LINE = 1_000
_LONGEST_NAME = 100


@cache
def program_version() -> str:
    """Return the program's version as it was installed."""
    return metadata.version("dscp-desktop")


def say(words: str) -> None:
    """Say something to the person on standard error; what a file brought in stays plain text."""
    plain = _UNSHOWN.sub("\ufffd", words)
    lines = (line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]} …"
             for line in plain.split("\n"))  # fmt: skip
    print("\n".join(lines), file=sys.stderr)


def show_json(values: Any) -> None:
    """Print values for a script on standard output."""
    print(json.dumps(values, ensure_ascii=False))


def disk_words(error: BaseException) -> str:
    """Say what a full or failing disk did, or why the store refused; '' for any other error."""
    if isinstance(error, Refused):
        return error.words
    if isinstance(error, OSError):
        name = Path(str(error.filename)).name if error.filename else "A file"
        why = error.strerror or "the disk failed"
        return f"{name} could not be read or written: {why}. Look at the disk and its free space."
    why = str(error.orig) if isinstance(error, DBAPIError) else ""
    if any(word in why for word in ("full", "I/O", "readonly")):
        return f"The store could not be written: {why}. Nothing was changed."
    return ""


def passphrase(*, twice: bool = False) -> str:
    """Return the passphrase: from DSCP_PASSPHRASE, which is taken away, or from a prompt.

    Raises WrongUse where there is neither, or it holds what is no text.
    """
    missing = "There is no passphrase: set DSCP_PASSPHRASE, or start it at a terminal."
    return secret("DSCP_PASSPHRASE", "Passphrase", missing, twice=twice)


def secret(variable: str, prompt: str, missing: str, *, twice: bool = True) -> str:
    """Return words that nobody else may see: from a variable, which is taken away, or a prompt.

    Raises WrongUse with what is `missing` where there is neither, where the two that were typed
    differ, or where it holds what is no text.
    """
    given = take_from_environment(variable)
    if given is None:
        if not _can_be_typed():
            raise WrongUse(missing)
        given = getpass.getpass(f"{prompt}: ")
        if twice and getpass.getpass(f"{prompt}, again: ") != given:
            raise WrongUse("The two that were typed differ. Nothing was made.")
    if any("\ud800" <= sign <= "\udfff" for sign in given):
        raise WrongUse(f"{prompt} is not text in UTF-8. Set {variable} again.")
    return given


def _can_be_typed() -> bool:
    """Say whether a person can type here. On Windows the empty device calls itself a terminal."""
    if not sys.stdin.isatty():
        return False
    if sys.platform == "win32":  # pragma: no cover
        kernel, mode = ctypes.WinDLL("kernel32"), ctypes.c_ulong()
        kernel.GetStdHandle.restype = ctypes.c_void_p
        there = ctypes.c_void_p(kernel.GetStdHandle(-10))
        return bool(kernel.GetConsoleMode(there, ctypes.byref(mode)))
    return True


def login_name() -> str:
    """Return the name of the person at this computer."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "Officer"


def slot_name(text: str) -> str:
    """Return a person's name for a slot, tidy. Raises WrongUse where it cannot stand in one."""
    name = " ".join(text.split())
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise WrongUse(f"A person's name has 1 to {_LONGEST_NAME} letters. Write another --by.")
    return name


def is_there(path: Path) -> bool:
    """Say whether a file stands at a path; a path that no disk can have holds none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def check_place(path: Path) -> None:
    """Raise WrongUse where no store can be made: a folder, no folder, the name of a key file."""
    if not path.name or path.is_dir():
        raise WrongUse(f"{path} is a folder. Name a file, such as partnership.dscp.")
    if path.suffix.casefold() == ".keys":
        raise WrongUse(f"{path.name} is the name of a key file. End it in .dscp.")
    if not path.parent.is_dir():
        raise WrongUse(f"The folder {path.parent} is not there. Make it, or choose another.")


@contextmanager
def making(path: Path, *, force: bool = False) -> Iterator[None]:
    """Make a store within the block: where that fails nothing of it stays, and a store that was
    to be replaced stands again. Raises CannotOpen where somebody has that one open.
    """
    check_place(path)
    aside: dict[Path, Path] = {}
    if force and path.exists():
        lock = WriteLock(path)
        holder = lock.take("new", "now")
        if holder is not None:
            raise CannotOpen(f"{path.name} is open: {holder.words()}. Close it first.")
        lock.release()
        for old in (path, slots_path(path)):
            if old.exists():
                aside[old] = old.with_name(f"{old.name}.replaced")
                old.replace(aside[old])
    before = path.exists() or slots_path(path).exists()
    try:
        yield
    except BaseException:
        if not before:
            _clear(path, ("", "-wal", "-shm", "-journal"))
            _clear(slots_path(path), ("", ".new"))
        for old, kept in aside.items():
            kept.replace(old)
        raise
    for kept in aside.values():
        kept.unlink(missing_ok=True)


@contextmanager
def putting_back(path: Path) -> Iterator[None]:
    """Restore a store within the block: a copy that was not finished is taken away again."""
    check_place(path)
    try:
        yield
    except BaseException:
        _clear(path, (".new", ".newkeys"))
        raise


def _clear(path: Path, endings: tuple[str, ...]) -> None:
    for ending in endings:
        with suppress(OSError):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def check_target(path: Path, *, force: bool) -> None:
    """Raise WrongUse where a file cannot go: it is there already, or its folder is not."""
    if path.is_dir():
        raise WrongUse(f"{path} is a folder. Name a file.")
    if path.exists() and not force:
        raise WrongUse(f"{path} is already there. Choose another name, or add --force.")
    if not path.parent.is_dir():
        raise WrongUse(f"The folder {path.parent} is not there.")


def write_out(path: Path, data: bytes, *, force: bool) -> None:
    """Write a file under its final name only when it is whole; never over another one."""
    check_target(path, force=force)
    save_file(path, data)


def open_for(options: Namespace, *, to_read: bool = False) -> Store:
    """Open the store of a verb with the slot of `--by`, else of the login name, else any."""
    path: Path = options.file
    if not is_there(path):
        raise WrongUse(f"{path} is not there.")
    person = options.by
    if not person and slots_path(path).is_file():
        names = [slot.name for slot in read_slots(path).slots]
        person = login_name() if login_name() in names else ""
    return open_store(path, passphrase(), person=person, to_read=to_read)
