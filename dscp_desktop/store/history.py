"""History: audit trail, undo and the story of a record in one chained table."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Table, UniqueConstraint, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.store.search import forget, index_records
from dscp_desktop.store.session import (
    Key,
    Values,
    canonical,
    fresh_id,
    listed,
    read_rows,
    record_of,
    remember,
    rich_values,
    titles_of,
    tracked_tables,
    work_of,
)
from dscp_desktop.store.tables import (
    ChainHead,
    HistoryEntry,
    HistoryRecord,
    HistoryValue,
)

_START = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as people read it: when, who, what, and whether it can be, or was, undone."""

    id: str
    at: datetime
    who: str
    command: str
    words: str
    undoes: str
    undone: bool


@dataclass(frozen=True, slots=True)
class RowChange:
    """What one entry did to one row; `before` is None for a new row."""

    table: str
    row_id: str
    record_id: str
    hash: str
    nonce: str
    before: Values | None


def pack(values: Any) -> bytes:
    """Compress canonical JSON."""
    return zlib.compress(canonical(values).encode())


def unpack(block: bytes) -> Any:
    """Read what `pack` wrote."""
    return json.loads(zlib.decompress(block))


def row_hash(nonce: str, values: Values | None) -> str:
    """Return the hash of a row as an entry left it: SHA-256 of random bytes and its JSON."""
    return sha256(bytes.fromhex(nonce) + canonical(values).encode()).hexdigest()


def entry_hash(entry: HistoryEntry) -> str:
    """Return the hash that chains an entry to the one before."""
    head = {
        "seq": entry.seq,
        "id": entry.id,
        "at": entry.at.isoformat(),
        "who": entry.who,
        "command": entry.command,
        "words": entry.words,
        "undoes": entry.undoes,
        "rows": sha256(entry.rows).hexdigest(),
        "previous": entry.previous,
    }
    return sha256(canonical(head).encode()).hexdigest()


def chain_head(session: Session) -> ChainHead:
    """Return the end of the chain; at the start of a store, its first row."""
    head = session.get(ChainHead, 1)
    if head is None:
        head = ChainHead(id=1, seq=0, hash=_START)
        session.add(head)
    return head


def head_words(session: Session) -> str:
    """Return the first eight digits of the chain's head, as packs and slips print it."""
    head = session.get(ChainHead, 1)
    text = (head.hash if head else _START)[:8].upper()
    return f"{text[:4]}-{text[4:]}"


def write_entry(session: Session, command: str, changes: Changes, undoes: str = "") -> str:
    """Write the entry of everything this unit changed; return its id, '' if nothing changed."""
    session.flush()
    _name_records(session)
    before = work_of(session).before
    after = _after(session, before)
    touched = sorted(key for key in before if before[key] != after.get(key))
    if not touched:
        return ""
    rows, values, records = [], [], set()
    for table, row_id in touched:
        was, now = before[table, row_id], after.get((table, row_id))
        nonce = work_of(session).random(16).hex()
        record_id = record_of(table, row_id, now or was)
        rows.append([table, row_id, record_id, row_hash(nonce, now)])
        values.append([table, row_id, nonce, was])
        records |= {record_id, record_of(table, row_id, was or now)}
    return _chain(session, command, changes, undoes, rows, values, records)


def _chain(
    session: Session,
    command: str,
    changes: Changes,
    undoes: str,
    rows: list[list[str]],
    values: list[list[Any]],
    records: set[str],
) -> str:
    work, head = work_of(session), chain_head(session)
    entry = HistoryEntry(
        seq=head.seq + 1,
        id=fresh_id(session),
        at=work.clock().astimezone(UTC),
        who=work.who,
        command=command,
        words=changes.words,
        undoes=undoes or None,
        rows=pack(rows),
        previous=head.hash,
        hash="",
    )
    entry.hash = entry_hash(entry)
    session.add(entry)
    session.flush()
    session.add(HistoryValue(seq=entry.seq, rows=pack(values)))
    session.execute(
        insert(HistoryRecord), [{"record_id": r, "seq": entry.seq} for r in sorted(records)]
    )
    head.seq, head.hash = entry.seq, entry.hash
    session.flush()
    return entry.id


def _after(session: Session, before: Iterable[Key]) -> dict[Key, Values]:
    ids: dict[str, list[str]] = {}
    for table, row_id in before:
        ids.setdefault(table, []).append(row_id)
    tables = tracked_tables()
    return {
        (table, row_id): values
        for table, wanted in ids.items()
        for row_id, values in read_rows(session, tables[table], wanted).items()
    }


def _name_records(session: Session) -> None:
    """Keep the title of each touched record, and what search knows of it."""
    before = work_of(session).before
    after = _after(session, before)
    touched = {record_of(t, i, after.get((t, i)) or before[t, i]) for t, i in before}
    index_records(session, touched)
    session.flush()


def changes_of(session: Session, entry: HistoryEntry) -> tuple[RowChange, ...]:
    """Return what an entry did, row by row."""
    value = session.get(HistoryValue, entry.seq)
    before = {(t, i): (n, v) for t, i, n, v in unpack(value.rows)} if value else {}
    return tuple(
        RowChange(table, row_id, record_id, digest, *before.get((table, row_id), ("", None)))
        for table, row_id, record_id, digest in unpack(entry.rows)
    )


def list_entries(session: Session, record_id: str = "", most: int = 200) -> tuple[Entry, ...]:
    """Return the newest entries first; of one record where it is given."""
    query = select(HistoryEntry).order_by(HistoryEntry.seq.desc()).limit(most)
    if record_id:
        touching = select(HistoryRecord.seq).where(HistoryRecord.record_id == record_id)
        query = query.where(HistoryEntry.seq.in_(touching))
    undone: set[str] = set()
    undos = select(HistoryEntry).where(HistoryEntry.undoes.is_not(None))
    for entry in session.scalars(undos.order_by(HistoryEntry.seq.desc())):
        if entry.undoes and entry.id not in undone:  # an undo undone counts no more
            undone.add(entry.undoes)
    return tuple(
        Entry(e.id, e.at, e.who, e.command, e.words, e.undoes or "", e.id in undone)
        for e in session.scalars(query)
    )


def last_undoable(session: Session, who: str, since: datetime) -> Entry | None:
    """Return the last command of a person since an instant that is neither undo nor undone."""
    for entry in list_entries(session):
        mine = entry.who == who and entry.at >= since
        if mine and not entry.undoes and not entry.undone:
            return entry
    return None


def undo(session: Session, entry_id: str) -> Changes:
    """Put back what the rows of an entry were before it, as a new entry of the history.

    Raises Refused, with the list, where a row has changed since, or another record has taken a
    name or number that would come back: nothing is put back then.
    """
    entry = session.scalars(select(HistoryEntry).where(HistoryEntry.id == entry_id)).one()
    rows = changes_of(session, entry)
    if not all(row.nonce for row in rows):
        raise Refused(f"'{entry.words}' cannot be undone: what was there before was erased.")
    remember(session, [(row.table, row.row_id) for row in rows])
    now = work_of(session).before
    moved = {r.record_id for r in rows if row_hash(r.nonce, now[r.table, r.row_id]) != r.hash}
    if moved:
        raise Refused(
            f"'{entry.words}' cannot be undone, because these have changed since: "
            f"{listed(titles_of(session, moved))}. "
            "Undo the later changes first, or change them by hand."
        )
    session.expunge_all()
    _put_back(session, entry.words, rows)
    return Changes(words=f"Undone: {entry.words}", features=("*",), result=entry.id)


def _put_back(session: Session, words: str, rows: tuple[RowChange, ...]) -> None:
    """Take all the rows away, then put back what was: two rows may have changed names.

    A record stays where it is, for the search knows its place.
    """
    tables, connection = tracked_tables(), session.connection()
    versions: dict[Key, int] = {}
    for row in rows:
        table = tables[row.table]
        gone = delete(table).where(table.c.id == row.row_id)
        if "version" in table.c:
            last = connection.execute(gone.returning(table.c.version)).scalar()
            versions[row.table, row.row_id] = (last or 0) + 1
        elif row.before is None:
            forget(session, row.row_id)
            connection.execute(gone)
    for row in rows:
        if row.before is None:
            continue
        table, values = tables[row.table], rich_values(tables[row.table], row.before)
        if "version" in table.c:
            values["version"] = versions[row.table, row.row_id]
        elif connection.execute(
            update(table).where(table.c.id == row.row_id).values(**values)
        ).rowcount:
            continue
        try:
            connection.execute(insert(table).values(**values))
        except IntegrityError as error:
            raise Refused(
                f"'{words}' cannot be undone, because its name or number is taken by: "
                f"{listed(_takers(session, table, values))}. Change that first."
            ) from error


def _takers(session: Session, table: Table, values: Values) -> list[str]:
    """Return the titles of records that have what must be unique and is in these values."""
    ids: set[str] = set()
    uniques = [c.columns for c in table.constraints if isinstance(c, UniqueConstraint)]
    for columns in (*uniques, *(index.columns for index in table.indexes if index.unique)):
        same = and_(*(column == values[column.name] for column in columns))
        found = list(session.connection().execute(select(table.c.id).where(same)).scalars())
        held = read_rows(session, table, found)
        ids |= {record_of(table.name, row_id, row) for row_id, row in held.items()}
    return titles_of(session, ids)
