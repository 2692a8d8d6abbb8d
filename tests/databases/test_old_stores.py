"""The store of each release opens with this program: upgraded, sound, with the values it had."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from dscp_desktop.core.faults import CannotOpen, Trouble
from dscp_desktop.meetings.tables import Paper
from dscp_desktop.store.backup import backup_file, restore
from dscp_desktop.store.check import check_store
from dscp_desktop.store.connection import connect
from dscp_desktop.store.drafts import list_drafts
from dscp_desktop.store.files import get_file
from dscp_desktop.store.history import list_entries, undo
from dscp_desktop.store.migrate import NEWEST
from dscp_desktop.store.opening import Store, open_store
from dscp_desktop.store.search import find
from tests.databases.make import HERE, PASSPHRASE, PERSON, all_rows
from tests.store.test_redact import redacted

RELEASES = sorted(folder.name for folder in HERE.iterdir() if folder.name[0].isdigit())


@pytest.fixture(params=RELEASES)
def release(request: pytest.FixtureRequest) -> Path:
    return HERE / str(request.param)


@pytest.fixture
def old(release: Path, tmp_path: Path) -> Path:
    """The store of an old release, brought back from its backup."""
    path = tmp_path / "old.dscp"
    restore(release / "old.dscpbackup", path)
    return path


@pytest.fixture
def upgraded(old: Path) -> Iterator[Store]:
    with open_store(old, PASSPHRASE, person=PERSON) as store:
        yield store


def test_there_is_a_store_of_each_release() -> None:
    assert {"0.1.0", "0.2.0", "0.3.0"} <= set(RELEASES)


def test_it_opens_is_sound_and_holds_what_it_held(upgraded: Store, release: Path) -> None:
    wanted = json.loads((release / "values.json").read_text("utf-8"))
    rows = upgraded.ask(all_rows)
    for table, held in wanted.items():
        assert rows[table].keys() == held.keys()
        for row_id, values in held.items():
            assert {name: rows[table][row_id][name] for name in values} == values
    checked = check_store(upgraded)
    assert checked.problems == ()
    assert checked.files == 1
    assert [hit.title for hit in upgraded.ask(find, "a paper")][:1] == ["A paper"]
    with upgraded.reading() as session:
        assert list_drafts(session, PERSON) == {"meeting/new": "half a word"}
        paper = session.scalars(select(Paper)).one()
        assert get_file(session, str(paper.file_id)).startswith(b"%PDF")


def test_the_upgrade_is_one_entry_and_a_backup_stands_beside(upgraded: Store) -> None:
    entries = upgraded.ask(list_entries)
    assert entries[0].words.endswith(f"to {NEWEST}")
    assert entries[0].who == PERSON
    assert entries[0].fixed
    assert (upgraded.path.parent / "old-before-upgrade-1.dscpbackup").exists()
    with pytest.raises(Trouble, match="has the form of this program since"):
        upgraded.run(undo, entries[0].id)
    paper = next(entry for entry in entries if entry.words.startswith("Item 1 has a new paper"))
    with pytest.raises(Trouble, match="brought to a newer form"):
        upgraded.run(undo, paper.id)
    paid = next(entry for entry in entries if entry.command == "put_contribution")
    with pytest.raises(Trouble, match="brought to a newer form"):
        upgraded.run(undo, paid.id)
    begun = next(entry for entry in entries if entry.command == "begin_from")
    upgraded.run(undo, begun.id)  # no table of its rows has another form
    assert check_store(upgraded).problems == ()


def test_the_search_is_filled_with_what_an_old_release_left_out(old: Path) -> None:
    raw = connect(old, key_of(old))
    (row,) = raw.execute("SELECT search_row FROM record WHERE kind = 'agenda item'").fetchone()
    raw.execute("DELETE FROM search WHERE rowid = ?", (row,))
    raw.close()
    with open_store(old, PASSPHRASE, person=PERSON) as store:
        assert "agenda item" in {hit.kind for hit in store.ask(find, "paper")}
        assert check_store(store).problems == ()


def test_a_name_goes_from_the_entries_of_an_old_release_too(upgraded: Store) -> None:
    redacted(upgraded, "Durham Constabulary")
    assert check_store(upgraded).problems == ()
    assert all("Constabulary" not in entry.words for entry in upgraded.ask(list_entries))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE organisation SET name = 'x' WHERE name = 'Police'", "changed outside the history"),
        ("UPDATE history_entry SET who = 'x' WHERE seq = 2", "was changed after it was written"),
        ("DELETE FROM chain_head", "entries are missing"),
    ],
)
def test_a_store_that_does_not_hold_is_not_upgraded(old: Path, change: str, named: str) -> None:
    before = revision(old)
    with pytest.raises(CannotOpen, match="must be opened for writing once"):
        open_store(old, PASSPHRASE, to_read=True)
    key = key_of(old)
    raw = connect(old, key)
    raw.execute(change)
    raw.close()
    with pytest.raises(Trouble, match=f"its history does not hold: .*{named}"):
        open_store(old, PASSPHRASE)
    assert revision(old) == before != NEWEST


def revision(path: Path) -> str:
    raw = connect(path, key_of(path))
    found = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    raw.close()
    return str(found[0])


def key_of(path: Path) -> bytes:
    from dscp_desktop.store.keys import open_slot, read_slots

    return open_slot(read_slots(path).slots[0], PASSPHRASE)[0]


def test_a_backup_of_the_upgraded_store_comes_back_sound(upgraded: Store, tmp_path: Path) -> None:
    again = tmp_path / "again.dscp"
    restore(backup_file(upgraded.path, upgraded.key, tmp_path / "b.dscpbackup"), again)
    with open_store(again, PASSPHRASE) as store:
        assert check_store(store).problems == ()
