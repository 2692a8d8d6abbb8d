"""Bringing an older store to the tables of this program, with Alembic."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, inspect, select, table, text

from dscp_desktop.core.faults import CannotOpen, Trouble
from dscp_desktop.core.places import find_place

# The newest revision below db/versions; a test holds the two together, so that a store of
# today opens without loading Alembic (0.4 s).
NEWEST = "0001"


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


def upgrade(engine: Engine) -> None:
    """Bring a store to the newest revision in one transaction, with its rows counted.

    Foreign keys are off meanwhile: with them on, rebuilding a parent table empties its children.
    Raises Trouble, and changes nothing, where rows or links would be lost.
    """
    from alembic import command
    from alembic.config import Config

    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        before = _counts(connection)
        config = Config()
        config.set_main_option("script_location", str(find_place("db")).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _refuse_loss(connection, before)
        connection.commit()
    engine.dispose()


def _counts(connection: Connection) -> dict[str, int]:
    names = [n for n in inspect(connection).get_table_names() if not n.startswith("search")]
    count = select(func.count())
    return {n: connection.execute(count.select_from(table(n))).scalar_one() for n in names}


def _refuse_loss(connection: Connection, before: Mapping[str, Any]) -> None:
    after = _counts(connection)
    lost = [n for n, count in before.items() if n in after and after[n] < count]
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if lost or broken:
        connection.rollback()
        where = ", ".join(lost or sorted({row[0] for row in broken}))
        raise Trouble(
            f"The store could not be brought to this program's form: rows of {where} would be "
            "lost. Nothing was changed; a backup was made before."
        )
