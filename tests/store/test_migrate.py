"""Migrations: nothing is lost, a backup is made before, and an older store is brought along."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from dscp_desktop.core import places
from dscp_desktop.core.faults import CannotOpen, Trouble
from dscp_desktop.store import migrate
from dscp_desktop.store.check import check_store
from dscp_desktop.store.connection import make_engine
from dscp_desktop.store.opening import Store, open_store
from tests.conftest import PASSPHRASE
from tests.store.deeds import add, also_called, names

Newer = Callable[[str], None]


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newer:
    """Let the program know one more revision, whose steps are given as Python."""
    folder = tmp_path / "newer"
    shutil.copytree(places.find_place("db"), folder / "db")

    def know(steps: str) -> None:
        (folder / "db/versions/0002_test.py").write_text(
            "import sqlalchemy as sa\nfrom alembic import op\n"
            f"revision = '0002'\ndown_revision = '0001'\ndef upgrade():\n    {steps}\n"
        )
        monkeypatch.setattr(migrate, "find_place", lambda name: folder / name)
        monkeypatch.setattr(migrate, "NEWEST", "0002")

    return know


def test_an_older_store_is_brought_along_with_a_backup_before(store: Store, newer: Newer) -> None:
    made = store.run(add, "Durham Voice")
    store.run(also_called, str(made.result), "Voice")
    store.close()
    newer("op.create_table('extra', sa.Column('id', sa.Integer(), primary_key=True))")
    with pytest.raises(CannotOpen, match="must be opened for writing once"):
        open_store(store.path, PASSPHRASE, to_read=True)
    with open_store(store.path, PASSPHRASE) as again:
        assert again.ask(names) == ["Durham Voice"]
        with again.reading() as session:
            assert migrate.revision_of(session.connection()) == "0002"
        assert check_store(again).problems == ()
    assert store.path.with_name("test-before-upgrade-1.dscpbackup").exists()


def test_rebuilding_a_parent_table_keeps_its_children(store: Store, newer: Newer) -> None:
    made = store.run(add, "Durham Voice")
    store.run(also_called, str(made.result), "Voice")
    store.close()
    newer(
        "with op.batch_alter_table('record', recreate='always') as t:\n"
        "        t.add_column(sa.Column('extra', sa.Text()))"
    )
    with open_store(store.path, PASSPHRASE) as again, again.reading() as session:
        assert session.execute(text("SELECT count(*) FROM known_as")).scalar() == 1
        assert session.execute(text("SELECT count(*) FROM record")).scalar() == 1


@pytest.mark.parametrize(
    "steps", ["op.execute('DELETE FROM known_as')", "op.execute('DELETE FROM organisation')"]
)
def test_a_migration_that_loses_rows_changes_nothing(
    store: Store, newer: Newer, steps: str
) -> None:
    made = store.run(add, "Durham Voice")
    store.run(also_called, str(made.result), "Voice")
    store.close()
    newer(steps)
    for _ in range(2):  # the second try finds the backup of the first, and makes another
        with pytest.raises(Trouble, match=r"rows of .* would be\s+lost"):
            open_store(store.path, PASSPHRASE)
    engine = make_engine(store.path, store.key, writes=False)
    with engine.connect() as connection:
        assert migrate.revision_of(connection) == "0001"
        assert connection.execute(text("SELECT count(*) FROM known_as")).scalar() == 1
    engine.dispose()
