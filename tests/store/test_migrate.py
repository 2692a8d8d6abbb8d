"""Migrations: nothing is lost, a backup is made before, and an older store is brought along."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from dscp_desktop.core import places
from dscp_desktop.core.faults import CannotOpen, Trouble
from dscp_desktop.store import migrate
from dscp_desktop.store.check import check_store
from dscp_desktop.store.connection import make_engine
from dscp_desktop.store.opening import Store, open_store
from tests.conftest import ROOT
from tests.moulds import PASSPHRASE
from tests.store.deeds import add, also_called, names

Newer = Callable[[str], None]
NOW = migrate.NEWEST
NEXT = f"{int(NOW) + 1:04}"


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newer:
    """Let the program know one more revision, whose steps are given as Python."""
    folder = tmp_path / "newer"
    shutil.copytree(places.find_place("db"), folder / "db")

    def know(steps: str) -> None:
        (folder / f"db/versions/{NEXT}_test.py").write_text(
            "import sqlalchemy as sa\nfrom alembic import op\n"
            f"revision = '{NEXT}'\ndown_revision = '{NOW}'\ndef upgrade():\n    {steps}\n"
        )
        monkeypatch.setattr(migrate, "find_place", lambda name: folder / name)
        monkeypatch.setattr(migrate, "NEWEST", NEXT)

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
            assert migrate.revision_of(session.connection()) == NEXT
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
        assert migrate.revision_of(connection) == NOW
        assert connection.execute(text("SELECT count(*) FROM known_as")).scalar() == 1
    engine.dispose()


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with history of a small program with tables of its own."""
    folder = tmp_path_factory.mktemp("grown")
    assert grow("old", folder) == []
    return folder


def grow(kind: str, folder: Path) -> Any:
    """Run the small program in a process of its own and return what it says."""
    words = [sys.executable, "-W", "error", "-m", "tests.store.growing", kind, str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


REACHES_NOT = "brought to a newer form"


@pytest.mark.parametrize(
    "kind",
    ["rename", "rebuild"]
    + [pytest.param(kind, marks=pytest.mark.slow) for kind in ("add", "drop", "values", "table")],
)
def test_a_migration_over_history_leaves_a_chain_that_verifies(
    grown: Path, tmp_path: Path, kind: str
) -> None:
    for file in ("s.dscp", "s.keys"):
        shutil.copy(grown / file, tmp_path / file)
    said = grow(kind, tmp_path)
    assert (said["problems"], said["after"], said.get("broken")) == ([], [], None)
    assert said["entries"] == 6
    assert said["words"][0].startswith("Store brought to the form of this program: tables 0901")
    assert said["name"] == "First"
    assert said.get("parts", 1) == 1
    added = said["refused"]["Thing added: first"]
    assert REACHES_NOT in added
    assert ("Thing renamed" in said["refused"]) == (kind != "table")
    assert "Setting changed: colour" not in said["refused"]  # its table has the form it had
