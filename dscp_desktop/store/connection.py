"""Connections to an encrypted SQLite file: every pragma in one place."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from dscp_desktop.core.faults import CannotOpen
from dscp_desktop.store.keys import KEY_BYTES

_PRAGMAS = (
    "temp_store=MEMORY",  # a sort that spills would write plain text to a temporary folder
    "cache_spill=OFF",
    "cache_size=-65536",
    "foreign_keys=ON",
    "secure_delete=ON",
    "synchronous=FULL",
    "trusted_schema=OFF",
    "busy_timeout=5000",
)


def connect(path: Path, key: bytes, *, create: bool = False, read_only: bool = False) -> Any:
    """Open one raw connection with the 32-byte key.

    Raises CannotOpen where the file is missing, is no store, or the key does not fit it. The
    connection does not begin transactions by itself.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a store's key has 32 bytes")
    # A reader beside a writer needs the shared memory file, so 'ro' is for files it cannot write.
    only_reads = read_only and not os.access(path, os.W_OK)
    mode = "rwc" if create else "ro" if only_reads else "rw"
    try:
        raw = dbapi2.connect(
            f"{path.resolve().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
        )
    except dbapi2.OperationalError as error:
        raise CannotOpen(f"{path.name} cannot be opened: it is not there or locked.") from error
    try:
        raw.execute("PRAGMA cipher_log_level=NONE")
        raw.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for pragma in _PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")
    except dbapi2.DatabaseError as error:
        raw.close()
        # The error of the driver never names the key, but the statement would.
        raise CannotOpen(
            f"{path.name} cannot be read: the key does not fit it, or the file is damaged."
        ) from error
    return raw


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
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
    event.listen(engine, "begin", _begins_with(begin))
    return engine


def _begins_with(statement: str) -> Callable[[Any], None]:
    def begin(connection: Any) -> None:
        connection.exec_driver_sql(statement)

    return begin


def choose_journal(raw: Any, *, shared: bool) -> str:
    """Set the journal: write-ahead on a local disk, one file on a network or synchronised path."""
    mode = "DELETE" if shared else "WAL"
    return str(raw.execute(f"PRAGMA journal_mode={mode}").fetchone()[0])


def is_shared_path(path: Path) -> bool:
    """Say whether a store stands where a write-ahead log is not safe: a share or a synced folder.

    A path that begins with two slashes is a share; folders of the usual synchronisers are known
    by name. A mapped drive letter cannot be told from its name alone.
    """
    text = str(path)
    if text.startswith(("\\\\", "//")):
        return True
    synced = ("onedrive", "dropbox", "sharepoint", "google drive")
    return any(part.casefold().startswith(synced) for part in path.resolve().parts)
