"""Backups: one file with the store, its key slots and a manifest; encrypted as the store is."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError
from sqlcipher3 import dbapi2

from dscp_desktop.core.faults import CannotOpen, Refused, Stopped, WrongUse
from dscp_desktop.core.pace import UNWATCHED, Pace
from dscp_desktop.store.bundle import (
    ENDING,
    FORMAT,
    MANIFEST,
    SLOTS,
    STORE,
    Facts,
    Manifest,
    copy_pieces,
    read_facts,
    sum_of,
    take_out,
    write_bundle,
)
from dscp_desktop.store.connection import connect, make_engine
from dscp_desktop.store.keys import read_slots, slots_path
from dscp_desktop.store.lock import WriteLock
from dscp_desktop.store.migrate import revision_of
from dscp_desktop.store.places import SIDES, clear, settle
from dscp_desktop.store.replacing import finish, put_in_place
from dscp_desktop.store.room import check_room, size_of

__all__ = [
    "ENDING", "MANIFEST", "SLOTS", "SMALL_CACHE", "STORE", "Facts", "Manifest", "alone_in",
    "backup_file", "backup_name", "free_name", "integrity_problems", "read_facts",
    "read_manifest", "restore", "sweep",
]  # fmt: skip

_PAGES = 256  # that are copied before somebody is told: about a megabyte
SMALL_CACHE = "PRAGMA cache_size=-2048"  # kB: a backup goes through the file once


def backup_name(path: Path, at: datetime) -> str:
    """Return the name of a backup made now: the store's name and the local time."""
    return f"{path.stem}-{at.astimezone():%Y-%m-%d-%H%M%S}{ENDING}"


def free_name(path: Path, words: str, ending: str) -> Path:
    """Return a name beside `path` that nobody has: its stem, the words, the first free number."""
    number = 1
    # Other files of that number may be left of something that was stopped.
    while any(path.parent.glob(f"{glob.escape(f'{path.stem}-{words}-{number}.')}*")):
        number += 1
    return path.with_name(f"{path.stem}-{words}-{number}{ending}")


# Making ---------------------------------------------------------------------------------------


def backup_file(
    path: Path,
    key: bytes,
    target: Path,
    made_at: str = "",
    release: str = "",
    pace: Pace = UNWATCHED,
) -> Path:
    """Write a backup of the store at `path` to `target`, also while it is in use.

    The finished backup is taken apart and the store in it opened and checked before it gets its
    name. Raises WrongUse where the target exists, Refused where there is no room, another backup
    is being written into that folder, or it does not check out; Stopped where somebody asked
    for it, and then no file of it is left.
    """
    if target.exists():
        raise WrongUse(f"{target.name} is already there. Choose another name.")
    copy = target.with_name(target.name + ".copy")
    fresh = target.with_name(target.name + ".new")
    with alone_in(path, target.parent):
        sweep(path, target.parent)
        try:
            _make(path, key, (copy, fresh), (made_at, release), pace)
            pace.close("Keeping the backup")
            fresh.replace(target)
            settle(target)
        finally:
            for left in (copy, fresh):
                with suppress(OSError):  # a disk that went away: swept at the next one
                    clear(left)
    return target


@contextmanager
def alone_in(path: Path, folder: Path) -> Iterator[None]:
    """Let nobody else write backups of this store into the folder, or sweep there, meanwhile.

    Raises Refused where somebody does, OSError where the folder cannot be written.
    """
    lock = WriteLock(folder / f"{path.stem}.backup")
    if lock.take("backup", "") is not None:
        raise Refused(
            f"Another backup of {path.name} is being written into {folder}. Try again in a minute."
        )
    try:
        yield
    finally:
        lock.release()


def sweep(path: Path, folder: Path) -> None:
    """Remove what a backup of this store that was stopped left in a folder."""
    left = re.compile(
        rf"{re.escape(path.stem)}-(\d{{4}}-\d\d-\d\d-\d{{6}}|before-[a-z]+-\d+)"
        rf"{re.escape(ENDING)}\.(copy|new|part)({'|'.join(SIDES)})?"
    )
    for file in folder.iterdir():
        if left.fullmatch(file.name):
            file.unlink(missing_ok=True)


def _make(
    path: Path, key: bytes, places: tuple[Path, Path], said: tuple[str, str], pace: Pace
) -> None:
    (copy, fresh), (made_at, release) = places, said
    clear(copy)
    public_name = read_slots(path).public_name
    slots = slots_path(path).read_bytes()
    # Twice: the copy with the backup made of it, then the backup with the store taken out again.
    log = path.with_name(path.name + "-wal")
    check_room(copy.parent, 2 * size_of(path, log) + len(slots), "A backup")
    _copy_store(path, key, copy, pace.step(0, 0.35))
    revision, head, _none = _look_into(copy, key, whole=False)
    manifest = Manifest(
        format=FORMAT,
        made_at=made_at,
        public_name=public_name,
        revision=revision,
        head=head,
        store_sha256=sum_of(copy, pace.step(0.35, 0.4), "Taking its sum"),
        slots_sha256=sha256(slots).hexdigest(),
        release=release,
    )
    write_bundle(fresh, manifest, copy, slots, pace.step(0.4, 0.55))
    clear(copy)
    found = take_out(fresh, copy, pace.step(0.55, 0.75), "Reading the backup again").manifest
    problems = _look_into(copy, key, whole=True, pace=pace.step(0.75, 1))[2]
    if problems or (found.head, found.revision) != (head, revision):
        raise _unsound(problems[0] if problems else "its contents are not what it says")


def _unsound(why: str) -> Refused:
    return Refused(f"The backup does not check out and was not kept: {why}.")


def _copy_store(path: Path, key: bytes, copy: Path, pace: Pace) -> None:
    """Copy the store page by page, as it stands at this moment."""

    def tell(_status: int, left: int, pages: int) -> None:
        pace.at("Copying the store", pages - left, pages)

    source, target = connect(path, key, read_only=True), connect(copy, key, create=True)
    try:
        source.execute(SMALL_CACHE)
        target.execute(SMALL_CACHE)
        target.execute("PRAGMA cache_spill=ON")  # else the whole copy is held until it is done
        target.execute("PRAGMA synchronous=OFF")  # the backup made of it is flushed and read again
        # Held open: what is written meanwhile would have the copy begin again.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        source.backup(target, pages=_PAGES, progress=tell)
        source.execute("COMMIT")
        # One file that can be moved about, whatever the original's journal.
        target.execute("PRAGMA journal_mode=DELETE")
    except dbapi2.OperationalError as error:
        raise Refused(
            f"The backup could not be written: {error}. Free some room, or try again in a minute."
        ) from error
    except dbapi2.DatabaseError as error:
        raise _unsound(f"the store itself is damaged ({error})") from error
    finally:
        target.close()
        source.close()


def _look_into(
    copy: Path, key: bytes, *, whole: bool, pace: Pace = UNWATCHED
) -> tuple[str, str, list[str]]:
    """Return revision, head of the chain and, of the whole file, what is wrong with it."""
    engine = make_engine(copy, key, writes=False)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(SMALL_CACHE)
            problems = integrity_problems(connection, pace) if whole else []
            if problems:
                return "", "", problems
            head = connection.exec_driver_sql("SELECT hash FROM chain_head").scalar()
            return revision_of(connection), str(head or ""), []
    except (DatabaseError, CannotOpen) as error:
        raise _unsound(str(getattr(error, "orig", error)).rstrip(".")) from error
    finally:
        engine.dispose()


def integrity_problems(connection: Connection, pace: Pace = UNWATCHED) -> list[str]:
    """Return what SQLCipher, then SQLite, find wrong with the file's pages and tables.

    Where pages are damaged the tables are not looked at: they could not be read.
    """
    for number, pragma in enumerate(("cipher_integrity_check", "integrity_check")):
        pace.at("Checking the backup", number, 2)
        try:
            rows = connection.exec_driver_sql(f"PRAGMA {pragma}").fetchall()
        except DatabaseError as error:
            return [str(error.orig)]
        found = [str(row[0]) for row in rows if row[0] != "ok"]
        if found:
            return found
    return []


# Bringing back --------------------------------------------------------------------------------


def read_manifest(backup: Path) -> Manifest:
    """Read what a backup says of itself. Raises Refused where it is no backup or is damaged."""
    return read_facts(backup).manifest


def restore(backup: Path, path: Path, pace: Pace = UNWATCHED) -> tuple[Manifest, Path | None]:
    """Put a backup back as the store at `path`; a store that stands there is moved aside.

    Returns what was restored and where the old store went. Raises CannotOpen where the store
    is in use, Refused where the backup is damaged, of a newer program, or there is no room, and
    Stopped where somebody asked for it before the new store took its place; then nothing was moved.
    """
    facts = read_facts(backup)
    manifest = facts.manifest
    lock = WriteLock(path)
    fresh, fresh_slots = (path.with_name(path.name + end) for end in (".new", ".newkeys"))
    try:
        holder = lock.take("restore", manifest.made_at[11:16])
        if holder is not None:
            raise CannotOpen(f"{path.name} is open: {holder.words()}. Close it first.")
        finish(path)
        needed = facts.size + size_of(*(stand for stand, _copy in _stands(path, path)))
        check_room(path.parent, needed, "Bringing back the backup")
        if take_out(backup, fresh, pace.step(0, 0.6)) != facts:
            raise Refused(f"{backup.name} was changed while it was read. Try again.")
        with fresh_slots.open("wb") as out:
            out.write(facts.slots)
            out.flush()
            os.fsync(out.fileno())
        aside = _copy_aside(path, pace)
        put_in_place(path, fresh, fresh_slots)
    except OSError as error:
        raise Refused(
            f"{path.name} could not be put back: {error.strerror}. What stood there is still "
            "there, or beside it under a name with 'before-restore'."
        ) from error
    finally:
        # Also what one that was killed left: nobody else writes here while the lock is ours.
        parts = path.parent.glob(f"{glob.escape(path.stem)}-before-restore-*.part")
        for place in (fresh, fresh_slots, *parts):
            with suppress(OSError):
                place.unlink(missing_ok=True)
        lock.release()
    return manifest, aside


def _stands(path: Path, aside: Path) -> list[tuple[Path, Path]]:
    """Return the files of a store and where each goes, the store itself last."""
    logs = [end for end in SIDES if end != "-shm"]  # that one is made anew
    found = [(path.with_name(path.name + end), aside.with_name(aside.name + end)) for end in logs]
    return [*found, (slots_path(path), slots_path(aside)), (path, aside)]


def _copy_aside(path: Path, pace: Pace) -> Path | None:
    """Copy what stands there under a free name, the store last; what SQLite left goes with it.

    Moved file by file, a store could be without its log of changes when the power goes. Where it
    is stopped none of the copies is left. When all are made it cannot be stopped any more.
    """
    aside = free_name(path, "before-restore", path.suffix)
    stand = [(old, copy) for old, copy in _stands(path, aside) if old.exists()]
    sizes, done = [size_of(old) for old, _copy in stand], 0
    whole = sum(sizes) or 1
    try:
        for (old, copy), size in zip(stand, sizes, strict=True):
            part = copy.with_name(copy.name + ".part")
            step = pace.step(0.6 + 0.4 * done / whole, 0.6 + 0.4 * (done + size) / whole)
            with old.open("rb") as source, part.open("wb") as out:
                copy_pieces(source, out, size, "Copying the store that stands there", step)
                out.flush()
                os.fsync(out.fileno())
            part.replace(copy)
            done += size
        pace.close("Putting the store in its place. This cannot be stopped any more")
    except Stopped:
        for _old, copy in stand:
            copy.unlink(missing_ok=True)
        raise
    settle(aside)
    return aside if aside.exists() else None
