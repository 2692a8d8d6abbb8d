"""Many new rows at once, as an import brings them: no object for each, and the same history."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from hashlib import sha256
from itertools import islice
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table, func, select
from sqlalchemy.orm import Session

from dscp_desktop.store.search import add_to_search, index_records
from dscp_desktop.store.session import OUTSIDE, Key, Work, work_of
from dscp_desktop.store.tables import Base, Record, RecordRow, Row
from dscp_desktop.store.whereabouts import record_classes

_AT_ONCE = 2_000
# A line break cannot stand inside JSON text, so it parts the values of a column for certain.
_BY_LINES = json.JSONEncoder(separators=("\n", ":"), ensure_ascii=False)
_Columns = dict[str, list[Any]]


def add_rows(session: Session, kind: type[Row], rows: Iterable[Mapping[str, Any]]) -> int:
    """Add new rows of one table, each given by its columns' values, and return how many.

    Each has its `id` (see `fresh_ids`); a column left out takes its default. What the history
    says of them, and for records the title and what search finds, is the same as if each had
    been added by itself. A row that it points at must be there, or come in this unit.
    """
    session.flush()
    table = Base.metadata.tables[kind.__tablename__]
    defaults = {c.name: _default(c.default) for c in table.columns} | {"version": 1}
    work, count, coming = work_of(session), 0, iter(rows)
    paged, owners = not work.rehearsed and _has_pages(table, kind.belongs_to), set[str]()
    while block := list(islice(coming, _AT_ONCE)):
        columns = {name: _column(block, name, default) for name, default in defaults.items()}
        if issubclass(kind, RecordRow):
            held = _named_after(session, kind, columns)
            told = (_Told({**defaults, **row}) for row in block)
            _add_records(session, work, kind, columns["id"], told)
            del held
        _insert(session.connection(), table, columns)
        _remember(work, table, kind.belongs_to, columns)
        if paged:
            owners.update(columns[kind.belongs_to])
        count += len(block)
    index_records(session, owners)
    return count


def _has_pages(table: Table, column: str) -> bool:
    """Say whether the record that a row of this table is a line of is searched by its pages."""
    above = {key.column.table.name for key in table.c[column].foreign_keys}
    return any(one.has_pages() and one.__tablename__ in above for one in record_classes().values())


def _column(rows: list[Mapping[str, Any]], name: str, default: Any) -> list[Any]:
    try:
        return list(map(itemgetter(name), rows))
    except KeyError:
        return [row.get(name, default) for row in rows]


def _default(default: Any) -> Any:
    if default is None:
        return None
    if not default.is_scalar:
        raise TypeError("a default that is reckoned for each row")
    return default.arg


def _add_records(
    session: Session, work: Work, kind: type[RecordRow], ids: list[str], rows: Iterable[_Told]
) -> None:
    """Put the records in before the rows: what points at a row that is not there is slow."""
    describe: Callable[[Any, Session], tuple[str, str]] = kind.describe
    found = [describe(row, session) for row in rows]
    last = session.execute(select(func.max(Record.search_row))).scalar() or 0
    count = len(found)
    records: _Columns = {
        "search_row": list(range(last + 1, last + count + 1)),
        "id": ids,
        "kind": [kind.record_kind] * count,
        "title": [title for title, _ in found],
        "marking": [""] * count,
        "restricted": [False] * count,
        "deleted": [False] * count,
    }
    table = Base.metadata.tables[Record.__tablename__]
    _insert(session.connection(), table, records)
    _remember(work, table, "id", records)
    if not work.rehearsed:
        add_to_search(session, [(n, *told) for n, told in enumerate(found, last + 1)])


def _named_after(session: Session, kind: type[RecordRow], columns: _Columns) -> list[RecordRow]:
    """Return what the rows are named after: while it is held, `describe` finds it at hand."""
    mapped = [mapper.class_ for mapper in Base.registry.mappers]
    classes = {c.record_kind: c for c in mapped if issubclass(c, RecordRow)}
    held: list[RecordRow] = []
    for name, other in kind.named_after:
        of_kind, ids = classes[other], sorted(set(columns[name]) - {None})
        for start in range(0, len(ids), 500):
            part = select(of_kind).where(of_kind.id.in_(ids[start : start + 500]))
            held += session.scalars(part)
    return held


class _Told:
    """The values of a row under their names, for `describe`, without a mapped object."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__ = values


def _insert(connection: Connection, table: Table, columns: _Columns) -> None:
    """Insert by the driver itself; each type of column says how the file keeps its values."""
    dialect = connection.dialect
    kept = [_kept(dialect, table, name, values) for name, values in columns.items()]
    quote = dialect.identifier_preparer.quote
    names, marks = ", ".join(map(quote, columns)), ", ".join("?" * len(columns))
    statement = f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks})"  # noqa: S608
    connection.exec_driver_sql(statement, list(zip(*kept, strict=True)))


def _kept(dialect: Dialect, table: Table, name: str, values: list[Any]) -> list[Any]:
    processor = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
    return values if processor is None else _each_once(processor, values)


def _each_once(how: Callable[[Any], Any], values: list[Any]) -> list[Any]:
    """Return what `how` makes of each value, asked once for those that come again: days do."""
    made = {value: how(value) for value in set(values)}
    return list(map(made.__getitem__, values))


def _remember(work: Work, table: Table, owner: str, columns: _Columns) -> None:
    """Keep for the history that the rows are new, and the hash of each with its random bytes."""
    keys = [(table.name, row_id) for row_id in columns["id"]]
    work.before.update(dict.fromkeys(keys))
    if work.rehearsed:
        return
    names = sorted(columns.keys() - OUTSIDE)
    texts = zip(*(_json_texts(columns[name]) for name in names), strict=True)
    form = "{" + ",".join(f'"{name}":%s' for name in names) + "}"
    noise = work.random(16 * len(keys))
    for at, (key, record_id, row) in enumerate(zip(keys, columns[owner], texts, strict=True)):
        nonce = noise[16 * at : 16 * at + 16]
        digest = sha256(nonce + (form % row).encode()).digest()
        work.fresh[key] = (record_id or key[1], nonce + digest)


def _json_texts(values: list[Any]) -> list[str]:
    """Return each value of a column as the history's JSON has it: days and times as ISO text."""
    if not set(map(type, values)).isdisjoint((date, datetime, time)):
        values = _each_once(lambda value: value and value.isoformat(), values)
    return _BY_LINES.encode(values)[1:-1].split("\n")


def unread(work: Work) -> Iterator[Key]:
    """Yield the rows that this unit touched and that must be read again to tell what they are."""
    return (key for key in work.before if key not in work.fresh)
