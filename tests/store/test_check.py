"""One changed value anywhere in a store is found and named, whatever table it stands in."""

from __future__ import annotations

import random
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session
from sqlcipher3.dbapi2 import IntegrityError

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import CannotOpen
from dscp_desktop.store.chain import pack, unpack
from dscp_desktop.store.check import check_store
from dscp_desktop.store.connection import connect
from dscp_desktop.store.keys import slots_path
from dscp_desktop.store.opening import Store, open_with_key
from dscp_desktop.store.session import remember, tracked_tables
from tests.databases.make import fill
from tests.store.deeds import add

# What somebody is typing, which no command made; it is no record and is never printed.
TYPING = {"draft"}
# Numbers of this file alone: any whole number from 1 serves as a version.
RULED = {"version": -7}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with imports, edits, an undo, a paper and links of every kind, made once."""
    with fill(tmp_path_factory.mktemp("filled") / "store.dscp") as store:
        yield store


def places(store: Store) -> list[tuple[str, str]]:
    """Every column of every table that the file has, the search's own tables too."""
    raw = connect(store.path, store.key)
    tables = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type='table'")]
    found = [
        (table, row[1])
        for table in tables
        if not table.startswith("sqlite_")
        for row in raw.execute(f'PRAGMA table_info("{table}")')
    ]
    raw.close()
    return found


def other(value: Any, column: str, row_count: int) -> Any:
    """A value that is not the one given, of its own type."""
    if column in RULED:
        return RULED[column]
    if value == b"":
        return b"x"
    if isinstance(value, bytes):
        middle = len(value) // 2
        return value[:middle] + bytes([value[middle] ^ 1]) + value[middle + 1 :]
    if isinstance(value, int):
        return value + 1_000 + row_count
    return "changed" if value is None else f"{value}x"


def test_a_sound_store_has_no_problem(filled: Store) -> None:
    found = check_store(filled)
    assert found.problems == ()
    assert (found.entries > 5, found.rows > 20, found.files) == (True, True, 1)


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.slow)])
@pytest.mark.timeout(600)
def test_each_column_of_each_table_is_watched(filled: Store, tmp_path: Path, every: bool) -> None:
    """In the ordinary run, of a feature's table its last column stands for all."""
    unseen, unnamed = [], []
    of_features = tracked_tables().keys() - {"record", "setting"}
    last = dict(places(filled))
    for table, column in places(filled):
        if table in TYPING or not (every or table not in of_features or last[table] == column):
            continue
        found = spoil(filled, tmp_path, table, column)
        if found is None:
            continue  # the table is empty, or the file refused the change
        if not found:
            unseen.append(f"{table}.{column}")
        elif not any(named(table, problem) for problem in found):
            unnamed.append(f"{table}.{column}: {found[0]}")
    assert (unseen, unnamed) == ([], [])


def named(table: str, problem: str) -> bool:
    """Whether a sentence names the table, or what of the history or search stands in it."""
    if table.startswith("search"):
        return "search" in problem
    if table in ("history_entry", "history_value"):
        return "entry" in problem
    if table == "alembic_version":
        return "its tables are" in problem
    return table in problem


def spoil(filled: Store, folder: Path, table: str, column: str) -> tuple[str, ...] | None:
    """Change one value of the last row of a table behind the program, and check; None where the
    table is empty or the file itself refused.
    """
    path = copy_of(filled, folder)
    raw = connect(path, filled.key)
    try:
        raw.execute("PRAGMA foreign_keys=OFF")
        number = "id" if table.startswith(("search_data", "search_docsize")) else "rowid"
        if table in ("search_idx", "search_config"):
            number = "segid" if table == "search_idx" else "k"
        row = raw.execute(
            f'SELECT {number}, "{column}", (SELECT count(*) FROM "{table}") FROM "{table}" '
            f"ORDER BY {number} DESC LIMIT 1"
        ).fetchone()
        if row is None:
            return None
        changed = other(row[1], column, row[2])
        done = raw.execute(
            f'UPDATE "{table}" SET "{column}" = ? WHERE {number} = ?', (changed, row[0])
        )
        assert done.rowcount == 1, (table, column)
    except IntegrityError:
        return None
    finally:
        raw.close()
    return problems_of(path, filled)


def copy_of(filled: Store, folder: Path) -> Path:
    """A copy of the store and its keys."""
    filled.pause()
    path = folder / "spoilt.dscp"
    shutil.copy(filled.path, path)
    shutil.copy(slots_path(filled.path), slots_path(path))
    return path


def problems_of(path: Path, filled: Store) -> tuple[str, ...]:
    """What is said of a store: by the check, or where it does not open at all."""
    try:
        with open_with_key(path, filled.key, "Ann", filled.clock, to_read=True) as store:
            return check_store(store).problems
    except CannotOpen as refused:
        return (refused.words,)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_flipped_byte_of_the_closed_file_is_found_or_it_does_not_open(
    filled: Store, tmp_path: Path
) -> None:
    filled.pause()
    whole = filled.path.read_bytes()
    path = tmp_path / "flipped.dscp"
    shutil.copy(slots_path(filled.path), slots_path(path))
    chance = random.Random(2023)
    unseen = []
    for _ in range(400):
        at = chance.randrange(len(whole))
        bit = 1 << chance.randrange(8)
        path.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
        if not problems_of(path, filled):
            unseen.append(at)
    assert unseen == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM search WHERE rowid = 3", "is not in the search"),
        ("UPDATE search SET body = 'x' WHERE rowid = 3", "search 3: it is not what record"),
        ("INSERT INTO search (rowid, title, body) VALUES (999, 'x', 'y')", "search 999 is of no"),
        ("UPDATE record SET kind = 'nothing' WHERE search_row = 3", "changed outside the history"),
        ("CREATE TRIGGER t AFTER INSERT ON draft BEGIN SELECT 1; END", "trigger t is none of"),
        ("DROP INDEX ix_known_as_record_id", "The index ix_known_as_record_id is missing"),
        ("DELETE FROM stored_file", "is gone"),
        ("DELETE FROM file_chunk", "is not what was stored"),
        ("UPDATE file_chunk SET number = 7", "its pieces are not numbered"),
        ("INSERT INTO stored_file VALUES ('f', 'x', 0, 'n', NULL)", "(n) stands in no history"),
        ("DELETE FROM history_value WHERE seq = 1", "before history entry 1 are gone"),
        ("UPDATE history_value SET rows = x'00' WHERE seq = 1", "cannot be read"),
        ("UPDATE history_value SET rows = (SELECT rows FROM history_value WHERE seq = 2)"
         " WHERE seq = 3", "entry 3 are of other rows"),
        ("INSERT INTO history_record VALUES ('x', 2)", "the records it names were changed"),
        ("DELETE FROM history_record WHERE seq = 2", "the records it names were changed"),
        ("INSERT INTO chain_head VALUES (2, 1, 'x')", "does not end where its head says"),
        ("UPDATE history_entry SET more = NULL WHERE seq = 2", "was changed after"),
        ("UPDATE history_entry SET words_nonce = NULL WHERE seq = 2", "was changed after"),
        ("DELETE FROM alembic_version", "older DSCP Desktop"),
    ],
)  # fmt: skip
def test_what_was_changed_is_named(
    filled: Store, tmp_path: Path, statement: str, said: str
) -> None:
    path = copy_of(filled, tmp_path)
    raw = connect(path, filled.key)
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute(statement)
    raw.close()
    assert [problem for problem in problems_of(path, filled) if said in problem]


def test_what_is_being_typed_is_no_record(filled: Store, tmp_path: Path) -> None:
    path = copy_of(filled, tmp_path)
    raw = connect(path, filled.key)
    raw.execute("UPDATE draft SET value = 'changed'")
    raw.close()
    assert problems_of(path, filled) == ()


def test_a_kind_and_its_table_are_held_together(durham: Store) -> None:
    """Not by the hash alone: here the history itself says so, as a mistake of a command would."""
    row_id = str(durham.run(add, "Lost").result)

    def lose_row(session: Session) -> Changes:
        connection = session.connection()
        remember(session, [("organisation", row_id)])
        connection.exec_driver_sql("DELETE FROM organisation WHERE id = ?", (row_id,))
        return Changes("Row lost", ())

    durham.run(lose_row)
    assert any("has no row in organisation" in p for p in check_store(durham).problems)


def test_a_block_with_something_added_is_not_read() -> None:
    block = pack([1, {"a": "b"}])
    assert unpack(block) == [1, {"a": "b"}]
    for wrong in (block + b"x", block[:-1], b"", zlib.compress(b'{"b":1, "a":2}')):
        with pytest.raises(ValueError, match="a block"):
            unpack(wrong)
