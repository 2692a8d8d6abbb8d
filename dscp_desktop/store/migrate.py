"""Bringing an older store to the tables of this program, with Alembic."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, inspect, select, table, text
from sqlalchemy.orm import Session

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import CannotOpen, Trouble
from dscp_desktop.core.places import find_place
from dscp_desktop.store.chain import ERASED, index_hash, row_hash
from dscp_desktop.store.files import vouch_for
from dscp_desktop.store.history import UPGRADE, chain_entry
from dscp_desktop.store.proof import (
    Left,
    Proof,
    fits,
    indexes_of,
    kept_tables,
    present_rows,
    prove,
    prove_rows,
)
from dscp_desktop.store.search import index_records
from dscp_desktop.store.session import Values, Work
from dscp_desktop.store.tables import HistoryEntry, StoredFile
from dscp_desktop.store.whereabouts import record_classes

# The newest revision below db/versions; a test holds the two together, so that a store of
# today opens without loading Alembic (0.4 s).
NEWEST = "0004"


def revision_of(connection: Connection) -> str:
    """Return the revision a store stands at, '' for an empty file."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def known_revisions() -> tuple[str, ...]:
    """Return the revisions this program knows, oldest first."""
    return tuple(sorted(path.name[:4] for path in find_place("db/versions").glob("0*.py")))


def needs_upgrade(connection: Connection, path: Path) -> bool:
    """Say whether a store is older than the program. Raises CannotOpen where it is newer."""
    at = revision_of(connection)
    if at == NEWEST:
        return False
    if at and at not in known_revisions():
        raise CannotOpen(
            f"{path.name} was written by a newer DSCP Desktop (its tables are {at}, this program "
            f"knows {NEWEST}). Open it with the newer program."
        )
    return True


def upgrade(engine: Engine, work: Work | None = None) -> None:
    """Bring a store to the newest revision in one transaction, with its rows counted.

    The history is proven in its old form first; one entry then vouches for what every changed
    row is in the new one. `work` says who upgrades, and when; without it, as for a copy that is
    only looked into, the time of the last entry stands. Foreign keys are off meanwhile: with
    them on, rebuilding a parent table empties its children. Raises Trouble, and changes nothing,
    where rows or links would be lost, triggers would go, or the history does not hold.
    """
    from alembic import command
    from alembic.config import Config

    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        before, triggers = _counts(connection), _triggers(connection)
        at = revision_of(connection)
        proof = _prove(connection) if at else None
        config = Config()
        config.set_main_option("script_location", str(find_place("db")).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _refuse_loss(connection, before, triggers)
        if at:
            fill_search(connection, at)
        if proof is not None and proof.entries:
            _vouch(connection, proof, at, work)
        connection.commit()
    engine.dispose()


def fill_search(connection: Connection, at: str) -> None:
    """Put into the search what kinds of records say now and did not say yet at a revision."""
    with Session(connection) as session:
        for kind in record_classes().values():
            if at < kind.searched_since:
                index_records(session, session.scalars(select(kind.id)))
        session.commit()


def _prove(connection: Connection) -> Proof:
    proof = prove(connection)
    prove_rows(connection, proof)
    if proof.problems:
        connection.rollback()
        raise Trouble(
            "The store could not be brought to this program's form, because its history does not "
            f"hold: {proof.problems[0]} Nothing was changed. Bring back a backup from before."
        )
    return proof


def _vouch(connection: Connection, proof: Proof, at: str, work: Work | None) -> None:
    """Write the one entry that vouches for the new form of every row that has another one now."""
    with Session(connection, expire_on_commit=False) as session:
        last = session.scalars(select(HistoryEntry).order_by(HistoryEntry.seq.desc())).first()
        assert last is not None
        work = work or Work(last.who, lambda: last.at, os.urandom)
        session.info["work"] = work
        rows, values, records = _new_forms(connection, proof, work)
        known, indexes = proof.told.indexes, indexes_of(connection)
        bare = [n for n in range(1, proof.entries + 1) if n not in known]
        work.noted["indexes"] = [[n, indexes.get(n, index_hash(()))] for n in bare]
        work.noted["tables"] = sorted({row[0] for row in rows})
        for file in session.scalars(select(StoredFile).where(StoredFile.nonce.is_(None))):
            vouch_for(session, file)
        words = f"Store brought to the form of this program: tables {at} to {NEWEST}"
        chain_entry(session, UPGRADE, Changes(words, ("*",)), "", rows, values, records)
        session.commit()
        work.noted.clear()


def _new_forms(
    connection: Connection, proof: Proof, work: Work
) -> tuple[list[list[str]], list[list[Any]], set[str]]:
    """Return the rows, values before and records of the entry of an upgrade.

    What a row was in the older form is not kept here: the backup before the upgrade holds it.
    """
    left = dict(proof.left)
    now: list[tuple[str, str, Left | None, Values | None]] = []
    for name, columns in kept_tables(connection).items():
        for row_id, row in present_rows(connection, name, columns):
            last = left.pop((name, row_id), None)
            if last is None or not fits(last.nonce, row, last.hash):
                now.append((name, row_id, last, row))
    for (name, row_id), last in left.items():
        if not fits(last.nonce, None, last.hash):
            now.append((name, row_id, last, None))
    rows, values = [], []
    for name, row_id, was, is_now in sorted(now, key=lambda each: each[:2]):
        nonce = work.random(16).hex()
        rows.append([name, row_id, was.record_id if was else row_id, row_hash(nonce, is_now)])
        values.append([name, row_id, nonce, ERASED if was else None])
    return rows, values, {row[2] for row in rows}


def _triggers(connection: Connection) -> set[str]:
    found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    return set(found.scalars())


def _counts(connection: Connection) -> dict[str, int]:
    names = [n for n in inspect(connection).get_table_names() if not n.startswith("search")]
    count = select(func.count())
    return {n: connection.execute(count.select_from(table(n))).scalar_one() for n in names}


def _refuse_loss(
    connection: Connection, before: Mapping[str, Any], triggers: Collection[str]
) -> None:
    after = _counts(connection)
    lost = [n for n, count in before.items() if n in after and after[n] < count]
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    lost += sorted(set(triggers) - _triggers(connection))
    if lost or broken:
        connection.rollback()
        where = ", ".join(lost or sorted({row[0] for row in broken}))
        raise Trouble(
            f"The store could not be brought to this program's form: rows of {where} would be "
            "lost. Nothing was changed; a backup was made before."
        )
