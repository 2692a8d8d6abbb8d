"""Checking a store: its pages, its form, its links, its history's chain, every row and file.

What is wrong is named by its place: table and row, entry of the history, file. Outside the
history stand by their nature: `draft` (what somebody is typing), and of each row `version` and
`search_row`, numbers of this file alone; for those a rule is checked (a version is a whole number
from 1, a place in the search holds the record's own words).
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnClause, Connection, column, func, or_, select
from sqlalchemy.orm import Session

from dscp_desktop.core.faults import CannotOpen
from dscp_desktop.store import migrate
from dscp_desktop.store.backup import integrity_problems
from dscp_desktop.store.connection import make_engine
from dscp_desktop.store.files import CHUNK_BYTES, file_hash
from dscp_desktop.store.keys import read_slots, slot_of
from dscp_desktop.store.opening import Store
from dscp_desktop.store.proof import Told, kept_tables, prove, prove_rows, raw_select
from dscp_desktop.store.search import described, described_pages
from dscp_desktop.store.tables import Base, Record, RecordRow

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at, and what is wrong, each in a sentence that names its place.

    `erased` says of each redaction what is gone on purpose.
    """

    entries: int
    rows: int
    files: int
    head: str
    problems: tuple[str, ...]
    erased: tuple[str, ...] = ()


def check_store(store: Store) -> Checked:
    """Check the whole store. Finds a changed byte anywhere: page, row, file or history.

    On a connection of its own: one that has searched before keeps an old picture of the search
    index and would call it damaged.
    """
    engine = make_engine(store.path, store.key, writes=False, read_only=store.read_only)
    try:
        with Session(engine, autoflush=False) as session:
            return _check(session, store)
    finally:
        engine.dispose()


def _check(session: Session, store: Store) -> Checked:
    connection = session.connection()
    damaged = integrity_problems(connection)
    if damaged:
        named = [_damage_words(text) for text in damaged]
        return Checked(0, 0, 0, "", (*named, "The rest cannot be checked. Bring back a backup."))
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    links = [f"{row[0]}: row {row[1]} points at a {row[2]} that is not there." for row in broken]
    formed = _check_form(connection)
    if formed:
        return Checked(0, 0, 0, "", (*formed, *links))
    proof = prove(connection)
    rows = prove_rows(connection, proof)
    files, found = _check_files(connection, proof.told)
    problems = [*links, *proof.problems, *_check_versions(connection), *found]
    problems += _check_keys(connection, store)
    # Of records that were changed behind the program the words could not even be read.
    problems += [] if problems else _check_records(session)
    return Checked(
        proof.entries, rows, files, proof.head, tuple(problems), tuple(proof.told.erased)
    )


def _damage_words(text: str) -> str:
    if "fts5" in text.casefold():
        return f"The search table is damaged (search): {text}."
    return f"Damaged page or table: {text}."


def _check_form(connection: Connection) -> list[str]:
    """Compare the file's tables and indexes with the program's."""
    problems = []
    listed = "SELECT type, name FROM sqlite_master ORDER BY name"
    there = {(str(row[0]), str(row[1])) for row in connection.exec_driver_sql(listed)}
    wanted = {("table", name) for name in (*Base.metadata.tables, "alembic_version", "search")}
    for table in Base.metadata.tables.values():
        wanted |= {("index", str(index.name)) for index in table.indexes}
    problems += [f"The {kind} {name} is missing." for kind, name in sorted(wanted - there)]
    problems += [
        f"The {kind} {name} is none of the program's."
        for kind, name in sorted(there)
        if kind in ("trigger", "view")
    ]
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    if found != [migrate.NEWEST]:
        problems.append(f"alembic_version says {', '.join(map(str, found))}, not {migrate.NEWEST}.")
    return problems


def _check_versions(connection: Connection) -> list[str]:
    problems = []
    for name in sorted(kept_tables(connection).keys() - {"record"}):
        version: ColumnClause[Any] = column("version")
        wrong = or_(func.typeof(version) != "integer", version < 1)
        for row in connection.execute(raw_select(name, ("id", "version")).where(wrong)):
            problems.append(f"{name} {row[0]}: its version is {row[1]!r}.")
    return problems


def _check_files(connection: Connection, told: Told) -> tuple[int, list[str]]:
    """Compare each stored file with its pieces and with what the history vouches for."""
    problems = []
    wanted = {name: digest for name, digest in told.files.items() if name not in told.taken}
    listed = "SELECT id, sha256, size, name, nonce FROM stored_file ORDER BY id"
    files = connection.exec_driver_sql(listed).fetchall()
    for row in files:
        where = f"stored_file {row.id} ({row.name})"
        vouched = wanted.pop(row.id, None)
        if row.id in told.taken:
            problems.append(f"{where} was redacted, yet stands there again.")
        elif vouched is None:
            problems.append(f"{where} stands in no history.")
        elif not _is_vouched(row, vouched):
            problems.append(f"{where} was changed outside the history.")
        problems += _check_chunks(connection, row, where)
    problems += [f"stored_file {name} is gone." for name in wanted]
    return len(files), problems


def _is_vouched(row: Any, vouched: str) -> bool:
    try:
        return file_hash(row.nonce, row.id, row.sha256, row.size, row.name) == vouched
    except (TypeError, ValueError):
        return False


def _check_chunks(connection: Connection, row: Any, where: str) -> list[str]:
    digest, size, numbers = sha256(), 0, []
    chunks = "SELECT number, data FROM file_chunk WHERE file_id = ? ORDER BY number"
    for number, data in connection.exec_driver_sql(chunks, (row.id,)):
        whole = data if isinstance(data, bytes) else str(data).encode()
        numbers.append((number, len(whole)))
        digest.update(whole)
        size += len(whole)
    full = [(place, CHUNK_BYTES) for place in range(len(numbers))]
    if [n for n, _ in numbers] != [n for n, _ in full] or numbers[:-1] != full[:-1]:
        return [f"{where}: its pieces are not numbered from 0 on (file_chunk)."]
    if (digest.hexdigest(), size) != (row.sha256, row.size):
        return [f"{where} is not what was stored (file_chunk)."]
    return []


def _check_keys(connection: Connection, store: Store) -> list[str]:
    """Compare the key slots inside with those beside the store, where both know a person."""
    try:
        beside = {slot.name: slot for slot in read_slots(store.path).slots}
    except CannotOpen:
        return []  # it was opened with the recovery sheet
    problems = []
    found = connection.exec_driver_sql("SELECT name, body FROM key_slot").fetchall()
    for name, body in found:
        try:
            slot = slot_of(body)
            fits = slot.name == name and beside.get(name, slot) == slot
        except (TypeError, ValueError):
            fits = False
        if not fits:
            problems.append(f"key_slot {name} is not the key that stands beside the store.")
    return problems


def _check_records(session: Session) -> list[str]:
    """Hold records, the rows of their features and the search together, kind by kind."""
    problems: list[str] = []
    classes = {m.class_ for m in Base.registry.mappers if issubclass(m.class_, RecordRow)}
    tables = {c.record_kind: Base.metadata.tables[c.__tablename__] for c in classes}
    connection = session.connection()
    for record in connection.execute(select(Record.id, Record.kind).order_by(Record.id)):
        if record.kind not in tables:
            problems.append(f"record {record.id} is of no known kind ({record.kind}).")
    for kind, table in sorted(tables.items()):
        of_kind, rows = select(Record.id).where(Record.kind == kind), select(table.c.id)
        lone = connection.execute(of_kind.except_(rows)).scalars()
        stray = connection.execute(rows.except_(of_kind)).scalars()
        problems += [f"record {row_id} has no row in {table.name}." for row_id in lone]
        problems += [f"{table.name} {row_id} has no record." for row_id in stray]
    return problems or _check_search(session)


def _check_search(session: Session) -> list[str]:
    """Compare what the search knows of each record with what the record says of itself."""
    problems, connection = [], session.connection()
    # SQLite's own check passes over terms of a segment that is not there: its number is the
    # upper part of each of its pages' ids.
    segments = "SELECT segid FROM search_idx EXCEPT SELECT id >> 37 FROM search_data WHERE id > 10"
    if connection.exec_driver_sql(segments).first():
        problems.append("The search table is damaged (search_idx): it names pages nobody has.")
    places = {row[0]: row[1] for row in connection.execute(select(Record.search_row, Record.id))}
    known = "SELECT rowid, title, body FROM search WHERE rowid >= 0 ORDER BY rowid"
    seen: set[int] = set()
    for part in connection.exec_driver_sql(known).partitions(_BATCH):
        rows = {int(row[0]): (row[1], row[2]) for row in part}
        seen |= rows.keys()
        said = described(session, [places[number] for number in rows if number in places])
        for number, words in rows.items():
            record_id = places.get(number)
            if record_id is None:
                problems.append(f"search {number} is of no record.")
            elif said.get(record_id) != words:
                problems.append(f"search {number}: it is not what record {record_id} says.")
        session.expunge_all()
    problems += [f"record {places[n]} is not in the search." for n in places.keys() - seen]
    return problems + _check_pages(session, list(places.values()))


def _check_pages(session: Session, record_ids: list[str]) -> list[str]:
    """Compare the pages that the search knows with what their records say of them."""
    known = "SELECT rowid, body FROM search WHERE rowid < 0"
    found = {int(row[0]): row[1] for row in session.connection().exec_driver_sql(known)}
    for start in range(0, len(record_ids), _BATCH):
        for number, words in described_pages(session, record_ids[start : start + _BATCH]).items():
            if found.pop(number, None) != words:
                return [f"search {number}: it is not what its page says."]
        session.expunge_all()
    return [f"search {number} is of no page." for number in sorted(found)[:1]]
