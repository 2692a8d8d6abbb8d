"""A look at the store in which nothing restricted is there: what leaves the house is made from it.

Views of one connection, in memory, stand in place of the tables. Whatever asks, a row that is
restricted, or hangs on one that is, is not found; nor is a file that such a row names. So nobody
who writes a document has to remember it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Table, create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from dscp_desktop.core.faults import Refused
from dscp_desktop.store.connection import connect
from dscp_desktop.store.session import in_words, tracked_tables
from dscp_desktop.store.tables import ChainHead

# Never shown to anybody outside: what somebody is typing, keys, and sentences about any record.
ALWAYS_HIDDEN = ("draft", "key_slot", "history_record", "history_value", "history_entry")
Column = tuple[str, str]  # of a table
_HELD = "(SELECT id FROM temp.withheld)"
_HELD_FILES = "(SELECT id FROM temp.withheld_file)"
_TRIES = 5
_CHANGED = (
    "Records were changed while they were written out, so nothing was kept. Try again when nobody "
    "else is working in this store."
)


@dataclass(frozen=True, slots=True)
class Look:
    """A session that reads one state of the store, and how many records of each kind are hidden."""

    session: Session
    hidden: Mapping[str, int] = field(default_factory=dict)
    head: str = ""

    def check_unchanged(self) -> None:
        """Raise Refused where a command was written since the look began."""
        head = self.session.get_one(ChainHead, 1, populate_existing=True)
        if head.hash != self.head:
            raise Refused(_CHANGED)


@contextmanager
def looking(
    path: Path, key: bytes, *, restricted: bool = False, stands_for: Collection[Column] = ()
) -> Iterator[Look]:
    """Give a look at the whole store, without what is restricted unless that is asked for.

    `stands_for` are columns that name a record which is restricted where its own row is, such as
    the place at which it stands. On a local disk one state is seen throughout; elsewhere nobody
    is held up, and `check_unchanged` says at the end whether one state was seen.
    """
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: connect(path, key),
        poolclass=StaticPool,
        hide_parameters=True,
    )
    try:
        with in_words(), Session(engine, autoflush=False) as session:
            raw: Any = session.connection().connection.driver_connection
            _cover(raw)
            head = _mark_one_state(raw, None if restricted else stands_for)
            rule = _select("kind", "record", f"id IN {_HELD}")
            hidden = Counter(kind for (kind,) in raw.execute(rule))
            raw.execute("PRAGMA query_only=ON")
            yield Look(session, hidden, head)
    finally:
        engine.dispose()


def _cover(raw: Any) -> None:
    """Put a view in place of every table that holds records or files; no rollback undoes it."""
    raw.execute("CREATE TEMP TABLE withheld (id TEXT PRIMARY KEY) WITHOUT ROWID")
    raw.execute("CREATE TEMP TABLE withheld_file (id TEXT PRIMARY KEY) WITHOUT ROWID")
    rules = dict.fromkeys(tracked_tables(), f"id NOT IN {_HELD}")
    rules["stored_file"] = f"id NOT IN {_HELD_FILES}"
    rules["file_chunk"] = f"file_id NOT IN {_HELD_FILES}"
    rules |= dict.fromkeys(ALWAYS_HIDDEN, "0")
    for name, rule in rules.items():
        columns = f'CREATE TEMP VIEW "{name}" AS SELECT *'
        raw.execute(f'{columns} FROM main."{name}" WHERE {rule}')


def _mark_one_state(raw: Any, stands_for: Collection[Column] | None) -> str:
    """Note what is restricted, and begin to read that very state; return where its chain ends.

    What was noted is committed first, so that no rollback brings back what is hidden.
    """
    for _try in range(_TRIES):
        raw.execute("BEGIN")
        raw.execute("DELETE FROM temp.withheld")
        raw.execute("DELETE FROM temp.withheld_file")
        if stands_for is not None:
            _mark(raw, stands_for)
        marked = _head(raw)
        raw.execute("COMMIT")
        if raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            return marked  # a reader that stays would keep others from writing
        raw.execute("BEGIN")
        if _head(raw) == marked:
            return marked
        raw.execute("COMMIT")
    raise Refused(_CHANGED)


def _head(raw: Any) -> str:
    found = raw.execute("SELECT hash FROM chain_head").fetchone()
    return str(found[0]) if found else ""


def _mark(raw: Any, stands_for: Collection[Column]) -> None:
    """Note the ids of all that is restricted, of what hangs on it, and of its files."""
    tables = tracked_tables()
    for name, table in tables.items():
        if "restricted" in table.c:
            raw.execute(f"INSERT OR IGNORE INTO temp.withheld {_select('id', name, 'restricted')}")
    hanging = [pair for table in tables.values() for pair in _pointing(table)]
    steps = [_select("id", table, f'"{column}" IN {_HELD}') for table, column in hanging]
    steps += [_named_by(table, column) for table, column in stands_for]
    known = -1
    while (found := _count(raw)) != known:
        known = found
        for step in steps:
            raw.execute(f"INSERT OR IGNORE INTO temp.withheld {step}")
    for name, table in tables.items():
        for column in _naming_files(table):
            raw.execute(f"INSERT OR IGNORE INTO temp.withheld_file {_named_by(name, column)}")


def _named_by(table: str, column: str) -> str:
    return _select(column, table, f'"{column}" IS NOT NULL AND id IN {_HELD}')


def _select(column: str, table: str, rule: str) -> str:
    """Return the statement; table and column are our own, never anything that was typed."""
    return f'SELECT "{column}" FROM main."{table}" WHERE {rule}'  # noqa: S608  see above


def _count(raw: Any) -> int:
    return int(raw.execute("SELECT count(*) FROM temp.withheld").fetchone()[0])


def _pointing(table: Table) -> Iterator[Column]:
    for key in table.foreign_keys:
        if key.column.table.name != "stored_file" and key.parent.name != "id":
            yield table.name, key.parent.name


def _naming_files(table: Table) -> Iterator[str]:
    return (k.parent.name for k in table.foreign_keys if k.column.table.name == "stored_file")
