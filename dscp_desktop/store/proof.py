"""Following the history through, entry by entry, and comparing it with the rows as they stand.

Reads the file as it is, without mapped classes: an upgrade proves the older form before it
changes it. Nothing here trusts a value: what was changed may be of any type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnClause, Connection, Select, column, select, table

from dscp_desktop.store.chain import (
    ERASED,
    START,
    entry_hash,
    index_hash,
    more_of,
    row_hash,
    unpack,
)
from dscp_desktop.store.history import REDACT, UPGRADE
from dscp_desktop.store.session import Key, Values

_OUTSIDE = frozenset({"version", "search_row"})
_ENTRY = ("seq", "id", "at", "who", "command", "words", "undoes", "rows", "previous", "hash")
_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as the file has it."""

    seq: int
    id: str
    at: datetime
    who: str
    command: str
    words: str
    undoes: str | None
    rows: bytes
    previous: str
    hash: str
    words_nonce: str | None = None
    more: bytes | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """What the last entry that touched a row left of it."""

    nonce: str
    hash: str
    seq: int
    record_id: str


@dataclass(slots=True)
class Told:
    """What entries tell besides their rows; a later one counts."""

    gone: dict[int, set[tuple[Any, ...]]] = field(default_factory=dict)
    sealed: dict[int, str] = field(default_factory=dict)
    indexes: dict[int, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)
    erased: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Proof:
    """How far the history holds: what it left of each row, and what is wrong, in sentences."""

    told: Told
    entries: int = 0
    head: str = START
    left: dict[Key, Left] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def raw_select(name: str, columns: Iterable[str]) -> Select[Any]:
    """Return a query of columns as the file has them: nothing is made of their values."""
    wanted: list[ColumnClause[Any]] = [column(each) for each in columns]
    query: Select[Any] = select(*wanted)
    return query.select_from(table(name))


def columns_of(connection: Connection, name: str) -> dict[str, str]:
    """Return the columns of a table with their types; none where it is not there."""
    found = connection.exec_driver_sql("SELECT name, type FROM pragma_table_info(?)", (name,))
    return {row[0]: str(row[1]).upper() for row in found}


def kept_tables(connection: Connection) -> dict[str, dict[str, str]]:
    """Return the tables whose rows the history keeps, with their columns: they have versions."""
    listed = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    names = [str(row[0]) for row in connection.exec_driver_sql(listed)]
    columns = {name: columns_of(connection, name) for name in names}
    return {n: c for n, c in columns.items() if n == "record" or {"id", "version"} <= c.keys()}


def present_rows(
    connection: Connection, name: str, columns: dict[str, str]
) -> Iterator[tuple[str, Values]]:
    """Give the rows of a table in the order of their ids, as the history hashes them."""
    names = [each for each in columns if each not in _OUTSIDE]
    plain = [_PLAIN.get(columns[each]) for each in names]
    found = connection.execute(raw_select(name, names).order_by(column("id")))
    place = names.index("id")
    for part in found.partitions(_BATCH):
        for row in part:
            cells = [p(cell) if p else cell for p, cell in zip(plain, row, strict=True)]
            values = dict(zip(names, cells, strict=True))
            yield str(cells[place]), values


def _boolean(raw: Any) -> Any:
    return bool(raw) if type(raw) is int and raw in (0, 1) else raw


def _time(raw: Any) -> Any:
    try:
        value = time.fromisoformat(raw)
    except (TypeError, ValueError):
        return raw
    return value.isoformat() if f"{value:%H:%M:%S.%f}" == raw else raw


def _instant(raw: Any) -> Any:
    """Return an instant where the text is exactly what the program writes."""
    try:
        value = datetime.strptime(raw, "%Y-%m-%d %H:%M:%S.%f").replace(tzinfo=UTC)
    except (TypeError, ValueError):
        return raw
    return value if f"{value:%Y-%m-%d %H:%M:%S.%f}" == raw else raw


def _instant_text(raw: Any) -> Any:
    value = _instant(raw)
    return value.isoformat() if isinstance(value, datetime) else value


_PLAIN: dict[str, Callable[[Any], Any]] = {
    "BOOLEAN": _boolean,
    "TIME": _time,
    "DATETIME": _instant_text,
}


def entries_of(connection: Connection) -> Iterator[EntryRow]:
    """Give the entries of the history, the oldest first."""
    columns = columns_of(connection, "history_entry")
    names = [*_ENTRY, *(name for name in ("words_nonce", "more") if name in columns)]
    query = raw_select("history_entry", names)
    seqs = connection.exec_driver_sql("SELECT seq FROM history_entry ORDER BY seq").scalars().all()
    for seq in seqs:  # one at a time: an import's block may be large
        one = connection.execute(query.where(column("seq") == seq)).one()
        values = dict(zip(names, one, strict=True))
        yield EntryRow(**{**values, "at": _instant(values["at"])})


def prove(connection: Connection) -> Proof:
    """Follow the chain and every row through it; `left` is what the rows should be now."""
    proof = Proof(_listen(connection))
    indexed = indexes_of(connection)
    knows_more = "more" in columns_of(connection, "history_entry")
    for entry in entries_of(connection):
        where = f"History entry {entry.seq} ('{entry.words}')"
        _prove_link(proof, entry, where)
        told = proof.told.indexes.get(entry.seq, "" if knows_more else None)
        if told is not None and indexed.pop(entry.seq, index_hash(())) != told:
            proof.problems.append(f"{where}: the records it names were changed (history_record).")
        _prove_rows(connection, proof, entry)
    _prove_head(connection, proof)
    return proof


def prove_rows(connection: Connection, proof: Proof) -> int:
    """Compare every row with what the history left of it; tells the problems to `proof`."""
    count, left = 0, dict(proof.left)
    for name, columns in kept_tables(connection).items():
        for row_id, values in present_rows(connection, name, columns):
            count += 1
            last = left.pop((name, row_id), None)
            if last is None:
                proof.problems.append(f"{name} {row_id} stands in no history.")
            elif not fits(last.nonce, values, last.hash):
                proof.problems.append(_changed(name, row_id, last.seq))
    for (name, row_id), last in left.items():
        if not fits(last.nonce, None, last.hash):
            proof.problems.append(_changed(name, row_id, last.seq))
    return count


def _changed(name: str, row_id: str, seq: int) -> str:
    return f"{name} {row_id} was changed outside the history since entry {seq}."


def fits(nonce: Any, values: Values | None, digest: Any) -> bool:
    """Say whether a row hashes to what the history says; never where the random bytes are gone."""
    try:
        return bool(nonce) and row_hash(nonce, values) == digest
    except (TypeError, ValueError):
        return False


def _listen(connection: Connection) -> Told:
    """Hear what all entries tell besides their rows: of what was erased, a later one tells."""
    told = Told()
    for entry in entries_of(connection):
        try:
            more = more_of(entry)
            if "records" in more:
                told.indexes[entry.seq] = more["records"]
            told.indexes.update({int(seq): digest for seq, digest in more.get("indexes", ())})
            told.files.update(dict(more.get("files", ())))
            told.taken.update(dict.fromkeys(more.get("taken", ()), entry.seq))
            told.sealed.update({int(seq): digest for seq, digest in more.get("sealed", ())})
            for seq, *place in more.get("gone", ()):
                told.gone.setdefault(int(seq), set()).add(tuple(place))
            if entry.command == REDACT:
                told.erased.append(_erased_words(entry, more))
        except (TypeError, ValueError, AttributeError):
            continue  # its hash does not fit either
    return told


def _erased_words(entry: EntryRow, more: dict[str, Any]) -> str:
    values = sum(1 for _seq, _table, _row, what in more.get("gone", ()) if what == "before")
    sealed, files = len(more.get("sealed", ())), len(more.get("taken", ()))
    return (
        f"History entry {entry.seq}: {values} earlier values, the words of {sealed} entries and "
        f"{files} files were erased by redaction on {entry.at:%d %B %Y} by {entry.who}."
    )


def indexes_of(connection: Connection) -> dict[int, str]:
    """Return the hash of the record ids that each entry's index has."""
    listed = "SELECT seq, record_id FROM history_record ORDER BY seq, record_id"
    found = connection.exec_driver_sql(listed)
    return {
        seq: index_hash(str(row[1]) for row in rows)
        for seq, rows in groupby(found, key=itemgetter(0))
    }


def _prove_link(proof: Proof, entry: EntryRow, where: str) -> None:
    proof.entries += 1
    if entry.seq != proof.entries:
        proof.problems.append(f"{where}: an entry before it is missing.")
        proof.entries = entry.seq
    if entry.previous != proof.head:
        proof.problems.append(f"{where} does not follow from the entry before it.")
    wanted = proof.told.sealed.get(entry.seq, entry.hash)
    try:
        holds = entry_hash(entry) == wanted
    except (TypeError, ValueError, AttributeError):
        holds = False
    if not holds:
        proof.problems.append(f"{where} was changed after it was written.")
    proof.head = entry.hash


def _prove_head(connection: Connection, proof: Proof) -> None:
    rows = connection.exec_driver_sql("SELECT id, seq, hash FROM chain_head").fetchall()
    ends = (1, proof.entries, proof.head)
    if [tuple(row) for row in rows] != [ends] and (rows or proof.entries):
        proof.problems.append(
            "The history does not end where its head says (chain_head): entries are missing."
        )


def _prove_rows(connection: Connection, proof: Proof, entry: EntryRow) -> None:
    found = connection.exec_driver_sql("SELECT rows FROM history_value WHERE seq = ?", (entry.seq,))
    block = found.scalar()
    if block is None:
        proof.problems.append(f"The values before history entry {entry.seq} are gone.")
        block = b""
    try:
        rows = [(str(t), str(i), str(r), str(h)) for t, i, r, h in unpack(entry.rows)]
        values = [(str(t), str(i), n, v) for t, i, n, v in unpack(block)] if block else []
    except (TypeError, ValueError) as error:
        proof.problems.append(
            f"The rows of history entry {entry.seq}, or the values before it, cannot be read: "
            f"{error}."
        )
        return
    if block and [row[:2] for row in rows] != [value[:2] for value in values]:
        proof.problems.append(f"The values before history entry {entry.seq} are of other rows.")
    before = {(name, row_id): (nonce, was) for name, row_id, nonce, was in values}
    for name, row_id, record_id, digest in rows:
        nonce, was = before.get((name, row_id), ("", None))
        if block:
            _prove_row(proof, entry, (name, row_id), nonce, was)
        proof.left[name, row_id] = Left(nonce, digest, entry.seq, record_id)


def _prove_row(proof: Proof, entry: EntryRow, key: Key, nonce: Any, was: Values | None) -> None:
    where, last = f"{key[0]} {key[1]}", proof.left.get(key)
    gone = proof.told.gone.get(entry.seq, set())
    for what, is_gone in (("nonce", not nonce), ("before", was == ERASED)):
        promised = (*key, what) in gone
        meant = promised or (what == "before" and entry.command == UPGRADE)
        if is_gone and not meant:
            proof.problems.append(f"{where}: what history entry {entry.seq} knew of it is gone.")
        if promised and not is_gone:
            proof.problems.append(f"{where}: what was redacted stands in entry {entry.seq} again.")
    if was == ERASED:
        return
    if last is None and was is not None:
        proof.problems.append(f"{where}: no entry left what entry {entry.seq} found.")
    elif last is not None and not fits(last.nonce, was, last.hash):
        proof.problems.append(
            f"{where}: what entry {entry.seq} found is not what entry {last.seq} left."
        )
