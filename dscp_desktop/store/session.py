"""Sessions: they know the clock and the person, and remember what each row was before."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, TypeVar

from sqlalchemy import Boolean, Column, Date, DateTime, Engine, Table, Time, column, event, select
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import ORMExecuteState, Session, object_session

from dscp_desktop.core.faults import Refused, Trouble
from dscp_desktop.core.ids import new_id, new_ids
from dscp_desktop.store.search import forget
from dscp_desktop.store.tables import Base, Record, RecordRow, Row, UtcTime

Clock = Callable[[], datetime]
Key = tuple[str, str]
Values = dict[str, Any]

# Kept out of the history: numbers of this file that mean nothing in another one.
OUTSIDE = frozenset({"version", "search_row"})
ONCE = "once"  # where a session keeps what its query had made

T = TypeVar("T")

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)

# What the disk or another program can do to a command: SQLite's words, and ours.
_TROUBLES = {
    "locked": "Another program is using the store. Nothing was changed: try again in a minute.",
    "full": "The disk is full. Nothing was changed: free some room and try again.",
    "readonly": "The store cannot be written any more. Nothing was changed: look at its folder.",
    "disk I/O": "The disk of the store does not answer. Nothing was changed: look at its folder.",
    "unable to open": "The store's folder cannot be used. Nothing was changed: look at its folder.",
    "malformed": "The store cannot be read: its disk does not answer, or the file is damaged. "
    "Nothing was changed: close the store, look at its disk and check the store.",
    "not a database": "The store cannot be read: its disk does not answer, or the file is "
    "damaged. Nothing was changed: close the store, look at its disk and check the store.",
}


@dataclass(slots=True)
class Work:
    """What a unit of writing knows: who, the clock, random bytes, and the rows as they were.

    `noted` is what else its entry of the history vouches for, by name. `fresh` holds the rows
    that were added many at once (see `store.adding`): the record of each, random bytes and hash.
    A `rehearsed` unit is rolled back: neither history nor search will ask for anything.
    """

    who: str
    clock: Clock
    random: Callable[[int], bytes]
    before: dict[Key, Values | None] = field(default_factory=dict)
    noted: dict[str, list[Any]] = field(default_factory=dict)
    fresh: dict[Key, tuple[str, bytes]] = field(default_factory=dict)
    rehearsed: bool = False
    last_id: str = ""


def work_of(session: Session) -> Work:
    """Return what this session's unit of writing knows."""
    work = session.info["work"]
    assert isinstance(work, Work)
    return work


def fresh_id(session: Session) -> str:
    """Return a new identifier for a row of this session; it sorts after those it gave before."""
    work = work_of(session)
    work.last_id = new_id(work.clock(), work.random, work.last_id)
    return work.last_id


def fresh_ids(session: Session, count: int) -> list[str]:
    """Return new identifiers for many rows of this session, in rising order."""
    work = work_of(session)
    return new_ids(work.clock(), work.random, count)


@contextmanager
def writing(engine: Engine, work: Work) -> Iterator[Session]:
    """Give a session that begins to write at once and is rolled back unless it is committed."""
    with in_words(), Session(engine, autoflush=True, expire_on_commit=False) as session:
        session.info["work"] = work
        # Rows of a record and of a feature come in any order; the constraints hold at the end.
        session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        yield session


@contextmanager
def in_words(kind: type[Trouble] = Refused) -> Iterator[None]:
    """Say in words what the disk or another program did; what is a bug stays one."""
    try:
        yield
    except DatabaseError as error:
        for sign, words in _TROUBLES.items():
            if sign in str(error.orig):
                raise kind(words) from error
        raise


def finish(session: Session) -> None:
    """Commit. Raises Refused, with the list, where something still refers to what would go."""
    session.flush()
    try:
        session.connection().exec_driver_sql("COMMIT")
    except IntegrityError as error:
        raise Refused(
            "Nothing was changed, because what would go is still used in: "
            f"{listed(_users(session))}. Change those first."
        ) from error
    session.commit()


def _users(session: Session) -> list[str]:
    connection = session.connection()
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    ids = set()
    for name in {row[0] for row in broken} & tracked_tables().keys():
        table, numbers = tracked_tables()[name], [row[1] for row in broken if row[0] == name]
        found = select(table.c.id).where(column("rowid").in_(numbers[:500]))
        held = read_rows(session, table, connection.execute(found).scalars())
        ids |= {record_of(name, row_id, values) for row_id, values in held.items()}
    return titles_of(session, ids)


def titles_of(session: Session, ids: Iterable[str]) -> list[str]:
    """Return the titles of records, sorted; of one that this unit removes, the one it had."""
    wanted, before = sorted(ids), work_of(session).before
    found = {str(was["title"]) for i in wanted if (was := before.get(("record", i)))}
    for start in range(0, len(wanted), 500):
        part = select(Record).where(Record.id.in_(wanted[start : start + 500]))
        found |= {record.title or record.kind for record in session.scalars(part)}
    return sorted(found)


def listed(names: list[str]) -> str:
    """Return up to eight names in a row, and how many more there are."""
    shown = names or ["a record that is no longer there"]
    return "; ".join(shown[:8]) + (f" and {len(shown) - 8} more" if len(shown) > 8 else "")


def tracked_tables() -> dict[str, Table]:
    """Return the tables whose rows the history keeps, by name."""
    classes = [mapper.class_ for mapper in Base.registry.mappers]
    kept = [c for c in classes if issubclass(c, Row) or c is Record]
    return {c.__tablename__: Base.metadata.tables[c.__tablename__] for c in kept}


def class_of(table: str) -> type[Any]:
    """Return the mapped class of a table."""
    found = (m.class_ for m in Base.registry.mappers if m.class_.__tablename__ == table)
    return next(found)


def record_of(table: str, row_id: str, values: Values | None) -> str:
    """Return the id of the record that a row is, or is a line of."""
    if table == "record" or values is None:
        return row_id
    return str(values.get(class_of(table).belongs_to) or row_id)


def canonical(values: Any) -> str:
    """Return the one JSON text of a value: sorted, without spaces, not escaped."""
    return _ENCODER.encode(values)


def once(session: Session, key: Hashable, make: Callable[[], T]) -> T:
    """Return what `make` gives; a query asked by `Store.ask` has it made once for its `key`.

    Nothing can change while such a query runs. Elsewhere it is made each time.
    """
    kept: dict[Hashable, T] | None = session.info.get(ONCE)
    if kept is None:
        return make()
    if key not in kept:
        kept[key] = make()
    return kept[key]


def read_rows(session: Session, table: Table, ids: Iterable[str]) -> dict[str, Values]:
    """Return rows as plain values (dates as ISO text), by id, as the database has them now."""
    wanted = list(ids)
    columns = [c for c in table.columns if c.name not in OUTSIDE]
    rows: dict[str, Values] = {}
    for start in range(0, len(wanted), 500):
        part = select(*columns).where(table.c.id.in_(wanted[start : start + 500]))
        for row in session.connection().execute(part):
            values = {c.name: _plain(v) for c, v in zip(columns, row, strict=True)}
            rows[values["id"]] = values
    return rows


def rich_values(table: Table, values: Values) -> Values:
    """Return plain values as the table's columns want them (the inverse of `read_rows`)."""
    return {name: _rich(table.c[name], value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | time | datetime) else value


def _rich(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, Time):
        return time.fromisoformat(value)
    if isinstance(column.type, Boolean):
        return bool(value)
    if isinstance(column.type, DateTime | UtcTime):
        return datetime.fromisoformat(value)
    return value


def remember(session: Session, keys: Iterable[Key]) -> None:
    """Keep what rows are now, before this unit changes them; the first look counts."""
    before = work_of(session).before
    wanted: dict[str, list[str]] = {}
    for table, row_id in keys:
        if (table, row_id) not in before:
            wanted.setdefault(table, []).append(row_id)
    tables = tracked_tables() if wanted else {}
    for table, ids in wanted.items():
        found = read_rows(session, tables[table], ids)
        before.update({(table, row_id): found.get(row_id) for row_id in ids})


@event.listens_for(Session, "do_orm_execute")
def _only_by_row(state: ORMExecuteState) -> None:
    """Turn away a statement over many rows: the history would not see it."""
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    table = state.bind_mapper.class_ if state.bind_mapper is not None else Base
    if "work" in state.session.info and issubclass(table, Row | Record):
        raise TypeError(f"change {table.__name__} row by row, for the history")


@event.listens_for(Session, "before_flush")
def _before_flush(session: Session, _context: Any, _objects: Any) -> None:
    if "work" not in session.info:
        return
    before = work_of(session).before
    for row in list(session.new):
        if isinstance(row, RecordRow):
            session.add(Record(id=row.id, kind=row.record_kind))
    for row in session.new:
        if isinstance(row, Row | Record):
            before.setdefault((row.__tablename__, row.id), None)
    for row in [row for row in session.deleted if isinstance(row, RecordRow)]:
        with session.no_autoflush:
            session.delete(session.scalars(select(Record).where(Record.id == row.id)).one())
        forget(session, row.id)
    touched = [r for r in (*session.dirty, *session.deleted) if isinstance(r, Row | Record)]
    for row in touched:
        work_of(session).fresh.pop((row.__tablename__, row.id), None)
    remember(session, ((r.__tablename__, r.id) for r in touched))


def session_of(row: Row) -> Session:
    """Return the session that a row lives in."""
    session = object_session(row)
    assert session is not None
    return session
