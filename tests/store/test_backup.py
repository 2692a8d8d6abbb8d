"""Backups: one file, checked, and put back without losing what was there."""

import zipfile
from pathlib import Path

import pytest

from dscp_desktop.core.faults import CannotOpen, Refused, Trouble, WrongUse
from dscp_desktop.store import backup, connection, migrate
from dscp_desktop.store.check import check_store
from dscp_desktop.store.files import CHUNK_BYTES, get_file, put_file
from dscp_desktop.store.opening import Store, open_store
from dscp_desktop.store.tables import Base, FileChunk
from tests.moulds import PASSPHRASE
from tests.store.deeds import add, names


def test_a_backup_holds_the_store_of_its_moment(store: Store, tmp_path: Path) -> None:
    store.run(add, "Durham Voice")
    made = backup.backup_file(store.path, store.key, tmp_path / "b.dscpbackup", "2023-10-19T09:00")
    store.run(add, "Later")
    with pytest.raises(CannotOpen, match="is open: Ann on"):
        backup.restore(made, store.path)
    store.close()
    manifest, aside = backup.restore(made, store.path)
    assert manifest == backup.read_manifest(made)
    assert manifest.public_name == "Test partnership"
    assert aside is not None
    with open_store(store.path, PASSPHRASE) as again:
        assert again.ask(names) == ["Durham Voice"]
        assert check_store(again).head == manifest.head
    with open_store(aside, PASSPHRASE) as old:
        assert old.ask(names) == ["Durham Voice", "Later"]
    _, second = backup.restore(made, store.path)
    assert second is not None
    assert second.name == "test-before-restore-2.dscp"


def test_a_backup_is_put_back_where_nothing_stands(store: Store, tmp_path: Path) -> None:
    made = backup.backup_file(store.path, store.key, tmp_path / "b.dscpbackup")
    _, aside = backup.restore(made, tmp_path / "fresh.dscp")
    assert aside is None
    open_store(tmp_path / "fresh.dscp", PASSPHRASE).close()


def test_a_backup_overwrites_nothing_and_leaves_no_half_file(store: Store, tmp_path: Path) -> None:
    target = backup.backup_file(store.path, store.key, tmp_path / "b.dscpbackup")
    with pytest.raises(WrongUse, match="already there"):
        backup.backup_file(store.path, store.key, target)
    assert not list(tmp_path.glob("*.new")) + list(tmp_path.glob("*.copy"))
    assert backup.backup_name(store.path, store.clock()).startswith("test-2023-10-19-")


def test_a_damaged_backup_is_refused(store: Store, tmp_path: Path) -> None:
    made = backup.backup_file(store.path, store.key, tmp_path / "b.dscpbackup")
    data = made.read_bytes()
    (tmp_path / "cut.dscpbackup").write_bytes(data[: len(data) // 2])
    with zipfile.ZipFile(made) as box, zipfile.ZipFile(tmp_path / "x.dscpbackup", "w") as out:
        for name in box.namelist():
            content = box.read(name)
            out.writestr(name, content[:-1] + b"!" if name == backup.STORE else content)
    for name in ("cut", "x"):
        with pytest.raises(Refused, match="damaged or is no backup"):
            backup.restore(tmp_path / f"{name}.dscpbackup", tmp_path / "y.dscp")
    with pytest.raises(WrongUse, match="not there"):
        backup.read_manifest(tmp_path / "none.dscpbackup")
    assert not (tmp_path / "y.dscp").exists()


def test_a_flipped_bit_is_found(store: Store) -> None:
    store.run(add, "Durham Voice")
    store.close()
    data = bytearray(store.path.read_bytes())
    data[-2000] ^= 1
    store.path.write_bytes(data)
    with open_store(store.path, PASSPHRASE) as again:
        assert any("Damaged page" in problem for problem in check_store(again).problems)
        with pytest.raises(Refused, match="does not check out"):
            backup.backup_file(again.path, again.key, store.path.with_name("b.dscpbackup"))


def test_files_come_back_as_they_were_put(store: Store) -> None:
    data = bytes(range(256)) * (CHUNK_BYTES // 100)
    with store.jotting() as session:
        first = put_file(session, "../a.pdf", data)
        assert put_file(session, "b.pdf", data) == first
    assert store.ask(get_file, first) == data
    with store.jotting() as session:
        session.get_one(FileChunk, (first, 1)).data = b"other"
    with pytest.raises(Trouble, match="damaged in the store"):
        store.ask(get_file, first)
    assert any("../a.pdf" in problem for problem in check_store(store).problems)


def test_a_store_of_a_newer_program_is_refused_in_words(store: Store) -> None:
    with store.jotting() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    with pytest.raises(CannotOpen, match="newer DSCP Desktop"):
        open_store(store.path, PASSPHRASE)


def test_the_newest_revision_is_the_one_the_program_names() -> None:
    assert migrate.known_revisions()[-1] == migrate.NEWEST


def test_the_migrations_make_the_tables_that_the_code_maps(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from dscp_desktop.app import features

    assert features.FEATURES  # every feature's tables are loaded with them
    engine = connection.make_engine(store.path, store.key, writes=False)
    with engine.connect() as live:
        context = MigrationContext.configure(
            live,
            opts={"include_name": lambda name, kind, _: kind != "table" or not _is_search(name)},
        )
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def _is_search(name: str | None) -> bool:
    return bool(name) and (name == "search" or str(name).startswith("search_"))


def test_a_store_on_a_shared_path_is_one_file_at_any_moment(store: Store) -> None:
    assert connection.is_shared_path(Path("//server/share/x.dscp"))
    assert connection.is_shared_path(Path("/home/ann/OneDrive - Council/x.dscp"))
    assert not connection.is_shared_path(store.path)
    raw = connection.connect(store.path, store.key)
    raw.close()
    store.pause()
    raw = connection.connect(store.path, store.key)
    assert connection.choose_journal(raw, shared=True) == "delete"
    raw.close()
    store.resume(store.key)


def test_a_key_of_the_wrong_length_is_a_bug(store: Store) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        connection.connect(store.path, b"short")
    with pytest.raises(CannotOpen, match="is not there"):
        connection.connect(store.path.with_name("none.dscp"), store.key)
