"""Checking a store: its pages, its links, its history's chain, the hash of every row, its files."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.store.backup import integrity_problems
from dscp_desktop.store.connection import make_engine
from dscp_desktop.store.history import changes_of, entry_hash, row_hash
from dscp_desktop.store.opening import Store
from dscp_desktop.store.session import Key, Values, read_rows, tracked_tables
from dscp_desktop.store.tables import ChainHead, FileChunk, HistoryEntry, StoredFile


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at, and what is wrong, each in a sentence that names its place."""

    entries: int
    rows: int
    files: int
    head: str
    problems: tuple[str, ...]


def check_store(store: Store) -> Checked:
    """Check the whole store. Finds a changed byte anywhere: page, row, file or history.

    On a connection of its own: one that has searched before keeps an old picture of the search
    index and would call it damaged.
    """
    engine = make_engine(store.path, store.key, writes=False, read_only=store.read_only)
    try:
        with Session(engine, autoflush=False) as session:
            return _check(session)
    finally:
        engine.dispose()


def _check(session: Session) -> Checked:
    damaged = integrity_problems(session.connection())
    if damaged:
        named = [f"Damaged page: {text}." for text in damaged]
        return Checked(0, 0, 0, "", (*named, "The rest cannot be checked. Bring back a backup."))
    problems: list[str] = []
    broken = session.connection().exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    problems += [
        f"{row[0]}: row {row[1]} points at a {row[2]} that is not there." for row in broken
    ]
    entries, head, found = _check_chain(session)
    problems += found
    rows, found = _check_rows(session)
    problems += found
    files, found = _check_files(session)
    return Checked(entries, rows, files, head, tuple(problems + found))


def _check_chain(session: Session) -> tuple[int, str, list[str]]:
    problems, previous, count = [], "0" * 64, 0
    for entry in session.scalars(select(HistoryEntry).order_by(HistoryEntry.seq)):
        count += 1
        where = f"History entry {entry.seq} ('{entry.words}')"
        if entry.seq != count:
            problems.append(f"{where}: an entry before it is missing.")
            count = entry.seq
        if entry.previous != previous:
            problems.append(f"{where} does not follow from the entry before it.")
        if entry.hash != entry_hash(entry):
            problems.append(f"{where} was changed after it was written.")
        previous = entry.hash
    head = session.get(ChainHead, 1)
    if (count and head is None) or (head and (head.seq, head.hash) != (count, previous)):
        problems.append("The history does not end where its head says: entries are missing.")
    return count, previous, problems


def _check_rows(session: Session) -> tuple[int, list[str]]:
    """Compare every row, as it is and as it was, with the hashes of the history.

    What an entry left is what the next entry on that row found before; the last one is the row
    as it stands.
    """
    problems: list[str] = []
    now = _present(session)
    left: dict[Key, tuple[str, str, int]] = {}
    for entry in session.scalars(select(HistoryEntry).order_by(HistoryEntry.seq)):
        changes = changes_of(session, entry)
        if not all(row.nonce for row in changes):
            problems.append(f"The values before history entry {entry.seq} are gone.")
        for row in changes:
            key = (row.table, row.row_id)
            last = left.get(key)
            if last and row.nonce and row_hash(last[0], row.before) != last[1]:
                problems.append(
                    f"{row.table} {row.row_id}: what entry {entry.seq} found is not what entry "
                    f"{last[2]} left."
                )
            left[key] = (row.nonce, row.hash, entry.seq)
    for key, (nonce, digest, seq) in left.items():
        if nonce and row_hash(nonce, now.get(key)) != digest:
            problems.append(f"{key[0]} {key[1]} was changed outside the history since entry {seq}.")
    problems += [f"{t} {i} stands in no history." for t, i in now.keys() - left.keys()]
    return len(now), problems


def _present(session: Session) -> dict[Key, Values]:
    rows: dict[Key, Values] = {}
    for name, table in tracked_tables().items():
        ids = session.connection().execute(select(table.c.id)).scalars()
        rows.update({(name, i): values for i, values in read_rows(session, table, ids).items()})
    return rows


def _check_files(session: Session) -> tuple[int, list[str]]:
    problems, count = [], 0
    for row in session.execute(select(StoredFile.id, StoredFile.sha256, StoredFile.name)):
        digest = sha256()
        chunks = select(FileChunk.data).where(FileChunk.file_id == row.id)
        for data in session.scalars(chunks.order_by(FileChunk.number)):
            digest.update(data)
        count += 1
        if digest.hexdigest() != row.sha256:
            problems.append(f"The file {row.name} is not what was stored.")
    return count, problems
