"""History: audit trail, undo and the story of a record in one chained table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, UniqueConstraint, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Refused
from dscp_desktop.store.adding import unread
from dscp_desktop.store.chain import (
    ERASED,
    START,
    Packing,
    entry_hash,
    index_hash,
    more_of,
    pack,
    row_hash,
    unpack,
)
from dscp_desktop.store.search import forget, index_records
from dscp_desktop.store.session import (
    Key,
    Values,
    Work,
    class_of,
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
    Record,
    Row,
)

# The program's own: no undo takes them back. The last one reads what files say, for the search.
UPGRADE, REDACT, READ = "upgrade", "redact_words", "keep_texts"
HANDED = "log_handover"
FIXED = (UPGRADE, REDACT, READ, HANDED)
# What people read of an entry. The block of its rows may be megabytes long.
_SHOWN = tuple(getattr(HistoryEntry, n) for n in ("id", "at", "who", "command", "words", "undoes"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as people read it: when, who, what, and whether it was undone.

    `fixed` is one that no undo takes back: a redaction, an upgrade of the store's form, or that
    files were read for the search.
    """

    id: str
    at: datetime
    who: str
    command: str
    words: str
    undoes: str
    undone: bool
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class RowChange:
    """What one entry did to one row; `before` is None for a new row.

    `before` is ERASED, and `nonce` empty, where what stood there was erased.
    """

    table: str
    row_id: str
    record_id: str
    hash: str
    nonce: str
    before: Values | None


def chain_head(session: Session) -> ChainHead:
    """Return the end of the chain; at the start of a store, its first row."""
    head = session.get(ChainHead, 1)
    if head is None:
        head = ChainHead(id=1, seq=0, hash=START)
        session.add(head)
    return head


def head_words(session: Session) -> str:
    """Return the first eight digits of the chain's head, as packs and slips print it."""
    head = session.get(ChainHead, 1)
    text = (head.hash if head else START)[:8].upper()
    return f"{text[:4]}-{text[4:]}"


def write_entry(session: Session, command: str, changes: Changes, undoes: str = "") -> str:
    """Write the entry of everything this unit changed; return its id, '' if nothing changed."""
    session.flush()
    work = work_of(session)
    after = _after(session, unread(work))
    _name_records(session, after)
    touched = sorted(k for k in work.before if k in work.fresh or work.before[k] != after.get(k))
    if not touched and not work.noted:
        return ""
    return _chain(session, command, changes, undoes, _told(work, touched, after))


@dataclass(frozen=True, slots=True)
class _Told:
    """What an entry tells of its rows: both blocks, and the records that they are of."""

    rows: bytes
    values: bytes
    records: list[str]


def _told(work: Work, touched: list[Key], after: dict[Key, Values]) -> _Told:
    rows, values, records = Packing(), Packing(), set()
    for start in range(0, len(touched), 1000):
        part = touched[start : start + 1000]
        noise = work.random(16 * len(part)).hex()
        left: list[list[str]] = []
        found: list[list[Any]] = []
        for at, key in enumerate(part):
            was, (table, row_id) = work.before[key], key
            if key in work.fresh:
                record_id, sealed = work.fresh[key]
                nonce, digest = sealed[:16].hex(), sealed[16:].hex()
            else:
                now, nonce = after.get(key), noise[32 * at : 32 * at + 32]
                record_id, digest = record_of(table, row_id, now or was), row_hash(nonce, now)
                records.add(record_of(table, row_id, was or now))
            records.add(record_id)
            left.append([table, row_id, record_id, digest])
            found.append([table, row_id, nonce, was])
        rows.add(left)
        values.add(found)
    return _Told(rows.whole(), values.whole(), sorted(records))


def chain_entry(
    session: Session,
    command: str,
    changes: Changes,
    undoes: str,
    rows: list[list[str]],
    values: list[list[Any]],
    records: Iterable[str],
) -> str:
    """Write an entry with these rows and values before, at the end of the chain; return its id."""
    told = _Told(pack(rows), pack(values), sorted(records))
    return _chain(session, command, changes, undoes, told)


def _chain(session: Session, command: str, changes: Changes, undoes: str, told: _Told) -> str:
    work, head = work_of(session), chain_head(session)
    entry = HistoryEntry(
        seq=head.seq + 1,
        id=fresh_id(session),
        at=work.clock().astimezone(UTC),
        who=work.who,
        command=command,
        words=changes.words,
        undoes=undoes or None,
        rows=told.rows,
        previous=head.hash,
        hash="",
        words_nonce=work.random(16).hex(),
        more=pack({"records": index_hash(told.records), **work.noted}),
    )
    entry.hash = entry_hash(entry)
    session.add(entry)
    session.flush()
    session.add(HistoryValue(seq=entry.seq, rows=told.values))
    if told.records:
        session.connection().exec_driver_sql(
            "INSERT INTO history_record (record_id, seq) VALUES (?, ?)",
            [(record_id, entry.seq) for record_id in told.records],
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


def _name_records(session: Session, after: dict[Key, Values]) -> None:
    """Keep the title of each touched record, and what search knows of it.

    Rows that were added many at once have both already. `after` is brought up to date.
    """
    work = work_of(session)
    changed = [key for key in unread(work) if work.before[key] != after.get(key)]
    forms = ((key, told.get(key)) for key in changed for told in (work.before, after))
    index_records(session, {record_of(*key, values) for key, values in forms if values})
    session.flush()
    named = [key for key in unread(work) if key[0] == Record.__tablename__]
    after.update(_after(session, named))


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
    query = select(*_SHOWN).order_by(HistoryEntry.seq.desc()).limit(most)
    if record_id:
        touching = select(HistoryRecord.seq).where(HistoryRecord.record_id == record_id)
        query = query.where(HistoryEntry.seq.in_(touching))
    undone: set[str] = set()
    undos = select(*_SHOWN).where(HistoryEntry.undoes.is_not(None))
    for entry in session.execute(undos.order_by(HistoryEntry.seq.desc())):
        if entry.undoes and entry.id not in undone:  # an undo undone counts no more
            undone.add(entry.undoes)
    return tuple(
        Entry(
            e.id,
            e.at,
            e.who,
            e.command,
            e.words,
            e.undoes or "",
            e.id in undone,
            e.command in FIXED,
        )
        for e in session.execute(query)
    )


def last_undoable(session: Session, who: str, since: datetime) -> Entry | None:
    """Return the last command of a person since an instant that is neither undo nor undone."""
    for entry in list_entries(session):
        mine = entry.who == who and entry.at >= since
        if mine and not entry.undoes and not entry.undone and not entry.fixed:
            return entry
    return None


def undo(session: Session, entry_id: str) -> Changes:
    """Put back what the rows of an entry were before it, as a new entry of the history.

    Raises Refused, with the list, where a row has changed since, or another record has taken a
    name or number that would come back: nothing is put back then.
    """
    entry = session.scalars(select(HistoryEntry).where(HistoryEntry.id == entry_id)).one()
    rows = changes_of(session, entry)
    _refuse_fixed(session, entry, rows)
    remember(session, [(row.table, row.row_id) for row in rows])
    now = work_of(session).before
    moved = {r.record_id for r in rows if row_hash(r.nonce, now[r.table, r.row_id]) != r.hash}
    if moved:
        raise Refused(
            f"'{entry.words}' cannot be undone, because these have changed since: "
            f"{listed(titles_of(session, moved))}. "
            "Undo the later changes first, or change them by hand."
        )
    frozen = _frozen(session, rows)
    session.expunge_all()
    _put_back(session, entry.words, rows)
    if frozen and (why := _frozen(session, rows)):  # what freezes may itself be undone
        raise Refused(f"'{entry.words}' cannot be undone. {why}")
    return Changes(words=f"Undone: {entry.words}", features=("*",), result=entry.id)


def _refuse_fixed(session: Session, entry: HistoryEntry, rows: tuple[RowChange, ...]) -> None:
    """Refuse where what was there before is gone, or had another form."""
    no = f"'{entry.words}' cannot be undone"
    if entry.command == UPGRADE:
        raise Refused(f"{no}: the store has the form of this program since. Change it by hand.")
    if entry.command == REDACT:
        raise Refused(f"{no}: what was redacted is gone for good.")
    if entry.command == HANDED:
        raise Refused(f"{no}: what was written out is out. Remove the files themselves.")
    if entry.command == READ:
        raise Refused(f"{no}: the search would only read them again.")
    if not all(row.nonce and row.before != ERASED for row in rows):
        raise Refused(f"{no}: what was there before was erased. Change it by hand.")
    later = select(HistoryEntry).where(HistoryEntry.command == UPGRADE)
    for upgrade in session.scalars(later.where(HistoryEntry.seq > entry.seq)):
        if {row.table for row in rows} & set(more_of(upgrade).get("tables", ())):
            raise Refused(
                f"{no}: the store was brought to a newer form on {upgrade.at:%d %B %Y}, and what "
                "was there before had the older one. Change it by hand."
            )


def _frozen(session: Session, rows: tuple[RowChange, ...]) -> str:
    """Return in words why one of these rows may not change any more, '' where all may."""
    for row in rows:
        kept = class_of(row.table)
        if not issubclass(kept, Row) or kept.frozen is Row.frozen:
            continue
        now = work_of(session).before[row.table, row.row_id]
        before = row.before or {}
        changed = {
            name for name in {*before, *(now or {})} if before.get(name) != (now or {}).get(name)
        }
        held = session.get(kept, row.row_id)
        if held is None and (values := before or now):
            held = kept(**rich_values(tracked_tables()[row.table], values))
        if held is not None and (why := held.frozen(session, changed)):
            return str(why)
    return ""


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
    for rule in unique_rules(table):
        same = and_(*(table.c[name] == values[name] for name in rule))
        found = list(session.connection().execute(select(table.c.id).where(same)).scalars())
        held = read_rows(session, table, found)
        ids |= {record_of(table.name, row_id, row) for row_id, row in held.items()}
    return titles_of(session, ids)


def unique_rules(table: Table) -> list[tuple[str, ...]]:
    """Return the columns in which no two rows of a table are the same, rule by rule."""
    rules = [c.columns for c in table.constraints if isinstance(c, UniqueConstraint)]
    rules += [index.columns for index in table.indexes if index.unique]
    return [tuple(column.name for column in columns) for columns in rules]
