"""Connections to an encrypted SQLite file: every pragma in one place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from dscp_desktop.core.faults import CannotOpen
from dscp_desktop.store.keys import KEY_BYTES
from dscp_desktop.store.places import SIDES
from dscp_desktop.store.places import is_shared_path as is_shared_path

_PRAGMAS = (
    "temp_store=MEMORY",  # a sort that spills would write plain text to a temporary folder
    "cache_spill=OFF",
    "cache_size=-65536",
    "foreign_keys=ON",
    "secure_delete=ON",
    "synchronous=FULL",
    "trusted_schema=OFF",
)
BUSY_SECONDS = 5.0  # how long one connection waits for another


def connect(path: Path, key: bytes, *, create: bool = False, read_only: bool = False) -> Any:
    """Open one raw connection with the 32-byte key.

    Raises CannotOpen where the file is missing, is no store, or the key does not fit it. The
    connection does not begin transactions by itself.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a store's key has 32 bytes")
    if not create and not path.is_file():
        raise CannotOpen(f"{path.name} is not there. Look where it was moved, or open another.")
    if not read_only:
        return _connect(path, key, "rwc" if create else "rw")
    # A reader beside a writer needs the shared memory file, which it may have to make. Where it
    # cannot, and nobody left a log of changes there, the file is read as one that stands still.
    logged = any(path.with_name(path.name + ending).exists() for ending in SIDES)
    for mode in ("rw", "ro") if logged else ("rw", "ro", "ro&immutable=1"):
        try:
            return _connect(path, key, mode)
        except CannotOpen as error:
            if not is_place_trouble(error):
                raise
            failure = error
    raise failure


def is_place_trouble(error: CannotOpen) -> bool:
    """Say whether the folder or file did not let us, which says nothing of the key."""
    cause = error.__cause__
    return isinstance(cause, dbapi2.OperationalError) and "locked" not in str(cause)


def _connect(path: Path, key: bytes, mode: str) -> Any:
    raw = None
    try:
        raw = dbapi2.connect(
            f"{_address(path)}?mode={mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        raw.execute("PRAGMA cipher_log_level=NONE")
        raw.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for pragma in _PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")
    except dbapi2.DatabaseError as error:
        if raw is not None:
            raw.close()
        # The error of the driver never names the key, but the statement would.
        if isinstance(error, dbapi2.OperationalError):
            raise CannotOpen(
                f"{path.name} cannot be opened: another program is writing to it, or the folder "
                "does not let you. Try again in a minute."
            ) from error
        raise CannotOpen(
            f"{path.name} cannot be read: the key does not fit it, or the file is damaged."
        ) from error
    return raw


def _address(path: Path) -> str:
    """Return SQLite's own form of address: it takes no server's name, unlike `Path.as_uri`."""
    full = path.resolve().as_posix()
    return f"file://{'' if full.startswith('/') else '/'}{quote(os.fsencode(full))}"


def make_engine(path: Path, key: bytes, *, writes: bool, read_only: bool = False) -> Engine:
    """Return an engine over the file; one that writes begins IMMEDIATE, one that reads cannot."""

    def creator() -> Any:
        raw = connect(path, key, read_only=read_only)
        if not writes:
            raw.execute("PRAGMA query_only=ON")
        return raw

    engine = create_engine(
        "sqlite://", module=dbapi2, creator=creator, poolclass=QueuePool, hide_parameters=True
    )
    event.listen(engine, "begin", _begin_writing if writes else _begin_reading)
    return engine


def _begin_writing(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_reading(connection: Any) -> None:
    """Begin by the driver itself: it waits for nobody, and every key of a search begins anew."""
    connection.connection.driver_connection.execute("BEGIN")


def choose_journal(raw: Any, *, shared: bool) -> str:
    """Set the journal: write-ahead on a local disk, one file on a network or synchronised path."""
    mode = "DELETE" if shared else "WAL"
    try:
        return str(raw.execute(f"PRAGMA journal_mode={mode}").fetchone()[0])
    except dbapi2.OperationalError:  # somebody reads: it stays as it is until the next opening
        return str(raw.execute("PRAGMA journal_mode").fetchone()[0])
