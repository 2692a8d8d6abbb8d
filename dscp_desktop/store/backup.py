"""Backups: one file with the store, its key slots and a manifest; encrypted as the store is."""

from __future__ import annotations

import glob
import json
import os
import shutil
import zipfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError
from sqlcipher3 import dbapi2

from dscp_desktop.core.faults import CannotOpen, Refused, WrongUse
from dscp_desktop.store.connection import connect, make_engine
from dscp_desktop.store.keys import read_slots, slots_path
from dscp_desktop.store.lock import WriteLock
from dscp_desktop.store.migrate import revision_of
from dscp_desktop.store.places import SIDES, clear, settle

STORE, SLOTS, MANIFEST = "store.dscp", "store.keys", "manifest.json"
ENDING = ".dscpbackup"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself in the clear; `head` is where the history's chain stood."""

    format: int
    made_at: str
    public_name: str
    revision: str
    head: str
    store_sha256: str
    slots_sha256: str


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


def backup_file(path: Path, key: bytes, target: Path, made_at: str = "") -> Path:
    """Write a backup of the store at `path` to `target`, also while it is in use.

    The copy is opened and checked before it gets its name. Raises WrongUse where the target
    exists, Refused where the copy does not check out.
    """
    if target.exists():
        raise WrongUse(f"{target.name} is already there. Choose another name.")
    copy = target.with_name(target.name + ".copy")
    fresh = target.with_name(target.name + ".new")
    try:
        clear(copy)
        public_name = read_slots(path).public_name
        _copy_store(path, key, copy)
        revision, head = _look_into(copy, key)
        store, slots = copy.read_bytes(), slots_path(path).read_bytes()
        manifest = Manifest(
            format=1,
            made_at=made_at,
            public_name=public_name,
            revision=revision,
            head=head,
            store_sha256=sha256(store).hexdigest(),
            slots_sha256=sha256(slots).hexdigest(),
        )
        with fresh.open("wb") as out:
            _write_zip(out, manifest, store, slots)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(target)
        settle(target)
    finally:
        clear(copy)
        fresh.unlink(missing_ok=True)
    return target


def _write_zip(out: IO[bytes], manifest: Manifest, store: bytes, slots: bytes) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as box:
        box.writestr(zipfile.ZipInfo(MANIFEST), json.dumps(asdict(manifest), indent=1))
        box.writestr(zipfile.ZipInfo(SLOTS), slots)
        box.writestr(zipfile.ZipInfo(STORE), store)


def _copy_store(path: Path, key: bytes, copy: Path) -> None:
    source, target = connect(path, key, read_only=True), connect(copy, key, create=True)
    try:
        source.backup(target)
        # One file that can be moved about, whatever the original's journal.
        target.execute("PRAGMA journal_mode=DELETE")
    except dbapi2.OperationalError as error:
        raise Refused(
            f"The backup could not be written: {error}. Free some room, or try again in a minute."
        ) from error
    finally:
        target.close()
        source.close()


def _look_into(copy: Path, key: bytes) -> tuple[str, str]:
    engine = make_engine(copy, key, writes=False)
    try:
        with engine.connect() as connection:
            problems = integrity_problems(connection)
            if problems:
                raise Refused(f"The backup does not check out and was not kept: {problems[0]}.")
            head = connection.exec_driver_sql("SELECT hash FROM chain_head").scalar()
            return revision_of(connection), str(head or "")
    finally:
        engine.dispose()


def integrity_problems(connection: Connection) -> list[str]:
    """Return what SQLCipher, then SQLite, find wrong with the file's pages and tables.

    Where pages are damaged the tables are not looked at: they could not be read.
    """
    for pragma in ("cipher_integrity_check", "integrity_check"):
        try:
            rows = connection.exec_driver_sql(f"PRAGMA {pragma}").fetchall()
        except DatabaseError as error:
            return [str(error.orig)]
        found = [str(row[0]) for row in rows if row[0] != "ok"]
        if found:
            return found
    return []


def read_manifest(backup: Path) -> Manifest:
    """Read what a backup says of itself. Raises Refused where it is no backup or is damaged."""
    return _read_backup(backup)[0]


def _read_backup(backup: Path) -> tuple[Manifest, bytes, bytes]:
    if not backup.is_file():
        raise WrongUse(f"{backup} is not there.")
    damaged = Refused(f"{backup.name} is damaged or is no backup. Use another one.")
    try:
        with zipfile.ZipFile(backup) as box:
            if any(part.compress_type != zipfile.ZIP_STORED for part in box.infolist()):
                raise damaged  # ours are stored as they are: what swells is not ours
            manifest = Manifest(**json.loads(box.read(MANIFEST)))
            store, slots = box.read(STORE), box.read(SLOTS)
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        RuntimeError,
        EOFError,
        OSError,
    ) as error:
        raise damaged from error
    sums = (sha256(store).hexdigest(), sha256(slots).hexdigest())
    if sums != (manifest.store_sha256, manifest.slots_sha256):
        raise damaged
    return manifest, store, slots


def restore(backup: Path, path: Path) -> tuple[Manifest, Path | None]:
    """Put a backup back as the store at `path`; a store that stands there is moved aside.

    Returns what was restored and where the old store went. Raises CannotOpen where the store
    is in use.
    """
    manifest, store, slots = _read_backup(backup)
    lock = WriteLock(path)
    fresh, fresh_slots = (path.with_name(path.name + end) for end in (".new", ".newkeys"))
    try:
        holder = lock.take("restore", manifest.made_at[11:16])
        if holder is not None:
            raise CannotOpen(f"{path.name} is open: {holder.words()}. Close it first.")
        for place, data in ((fresh, store), (fresh_slots, slots)):
            with place.open("wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
        aside = _copy_aside(path)
        clear(path)
        fresh_slots.replace(slots_path(path))
        fresh.replace(path)
        settle(path)
    except OSError as error:
        raise Refused(
            f"{path.name} could not be put back: {error.strerror}. What stood there is still "
            "there, or beside it under a name with 'before-restore'."
        ) from error
    finally:
        for place in (fresh, fresh_slots):
            with suppress(OSError):
                place.unlink(missing_ok=True)
        lock.release()
    return manifest, aside


def _copy_aside(path: Path) -> Path | None:
    """Copy what stands there under a free name, the store last; what SQLite left goes with it.

    Moved file by file, a store could be without its log of changes when the power goes.
    """
    aside = free_name(path, "before-restore", path.suffix)
    logs = [end for end in SIDES if end != "-shm"]  # that one is made anew
    stands = [(path.with_name(path.name + end), aside.with_name(aside.name + end)) for end in logs]
    stands += [(slots_path(path), slots_path(aside)), (path, aside)]
    for old, copy in stands:
        if old.exists():
            part = copy.with_name(copy.name + ".part")
            shutil.copyfile(old, part)
            with part.open("rb+") as out:
                os.fsync(out.fileno())
            part.replace(copy)
    settle(aside)
    return aside if aside.exists() else None
