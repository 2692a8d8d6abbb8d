"""Backups and restoring where something is left over, full, hostile, or stops half way."""

import zipfile
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest

from dscp_desktop.core.faults import CannotOpen, Refused, Trouble
from dscp_desktop.store import backup, connection, keys, room
from dscp_desktop.store.check import check_store
from dscp_desktop.store.opening import Birth, Store, create_store, open_store
from tests.moulds import PASSPHRASE
from tests.store.deeds import add, names

BIRTH = Birth("Test partnership", "Ann", PASSPHRASE)


@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_what_an_older_store_left_does_not_ruin_a_new_one(store: Store, ending: str) -> None:
    store.run(add, "Durham Voice")
    old = store.path.with_name("test.dscp-wal").read_bytes()
    made = backup.backup_file(store.path, store.key, store.path.with_name("b.dscpbackup"))
    store.run(add, "Later")
    store.close()
    left = store.path.with_name("test.dscp" + ending)
    left.write_bytes(old)
    _, aside = backup.restore(made, store.path)
    assert aside is not None
    assert aside.with_name(aside.name + ending).read_bytes() == old
    with open_store(store.path, PASSPHRASE) as again:
        assert again.ask(names) == ["Durham Voice"]
        assert check_store(again).problems == ()
    left.write_bytes(old)
    with create_store(store.path, BIRTH, force=True) as new:
        assert new.ask(names) == []


def made_backup(store: Store) -> Path:
    return backup.backup_file(store.path, store.key, store.path.with_name("b.dscpbackup"))


def test_a_backup_of_a_store_without_its_key_file_is_said(store: Store) -> None:
    keys.slots_path(store.path).unlink()
    with pytest.raises(CannotOpen, match="not beside the store"):
        made_backup(store)
    assert not list(store.path.parent.glob("b.*"))


def test_what_a_stopped_backup_left_is_in_nobodys_way(store: Store) -> None:
    for ending in (".copy", ".copy-journal", ".new"):
        (store.path.parent / f"b.dscpbackup{ending}").write_bytes(b"left")
    made_backup(store)
    assert [p.name for p in store.path.parent.glob("b.*")] == ["b.dscpbackup"]


def test_a_backup_that_finds_no_room_is_said(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = connection.connect

    def small(path: Path, key: bytes, **how: bool) -> Any:
        raw = whole(path, key, **how)
        if how.get("create"):
            raw.execute("PRAGMA max_page_count=2")
        return raw

    monkeypatch.setattr(backup, "connect", small)
    with pytest.raises(Refused, match="could not be written"):
        made_backup(store)
    assert not list(store.path.parent.glob("b.*"))


def test_a_backup_that_swells_is_refused(store: Store, tmp_path: Path) -> None:
    made, bomb = made_backup(store), tmp_path / "bomb.dscpbackup"
    with zipfile.ZipFile(made) as box, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as out:
        for name in box.namelist():
            out.writestr(name, box.read(name))
    with pytest.raises(Refused, match="damaged or is no backup"):
        backup.read_manifest(bomb)


def test_what_a_killed_backup_left_is_swept_at_the_next_one(store: Store) -> None:
    folder = store.path.parent
    ours = [
        "test-2023-10-19-085214.dscpbackup.new",
        "test-2023-10-19-085214.dscpbackup.copy-journal",
        "test-2023-10-18-085214.dscpbackup.part",
        "test-before-upgrade-1.dscpbackup.copy",
    ]
    others = [
        "test-north-2023-10-19-085214.dscpbackup.new",  # another store may be writing it now
        "test-2023-10-19-085214.dscpbackup",
        "test-2023-10-19.dscpbackup.new",
        "notes.new",
    ]
    for name in ours + others:
        (folder / name).write_bytes(b"left")
    made_backup(store)
    left = {path.name for path in folder.iterdir()}
    assert not left & set(ours)
    assert set(others) < left


def test_two_backups_at_once_do_not_meet(store: Store) -> None:
    with (
        backup.alone_in(store.path, store.path.parent),
        pytest.raises(Refused, match="Another backup of test"),
    ):
        made_backup(store)
    assert made_backup(store).exists()
    assert not list(store.path.parent.glob("*backup.lock"))


def full_disk(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    found = namedtuple("found", "total used free")(0, 0, free)
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: found)


def test_room_is_looked_at_first(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made = made_backup(store)
    before = sorted(path.name for path in store.path.parent.iterdir())
    full_disk(monkeypatch, 1_234_567)
    words = r"A backup needs \d\.\d MB of room, and the disk of .* has 1\.2 MB left"
    with pytest.raises(Refused, match=words):
        backup.backup_file(store.path, store.key, store.path.with_name("c.dscpbackup"))
    store.close()
    with pytest.raises(Refused, match=r"Bringing back the backup needs .* 1\.2 MB left"):
        backup.restore(made, store.path)
    assert sorted(path.name for path in store.path.parent.iterdir()) == [
        name for name in before if not name.endswith(("-wal", "-shm", ".lock"))
    ]


def test_a_disk_that_does_not_say_how_full_it_is_is_tried(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(_folder: Path) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr("shutil.disk_usage", silent)
    assert made_backup(store).exists()


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "1 kB"), (999_400, "999 kB"), (2_345_678, "2.3 MB"), (61_900_000, "61 MB"),
     (1_440_000_000, "1.4 GB")],
)  # fmt: skip
def test_sizes_in_words(size: int, words: str) -> None:
    assert room.size_words(size) == words


@pytest.mark.parametrize("kind", ["flipped", "cut"])
def test_the_finished_backup_is_opened_not_the_copy_alone(
    store: Store, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """What the disk makes of it between writing and naming is found."""
    whole = backup.write_bundle

    def spoiled(target: Path, *rest: Any) -> None:
        whole(target, *rest)
        data = bytearray(target.read_bytes())
        data[len(data) // 2] ^= 1
        target.write_bytes(data if kind == "flipped" else data[:-500])

    monkeypatch.setattr(backup, "write_bundle", spoiled)
    with pytest.raises(Refused, match="is damaged or is no backup"):
        made_backup(store)
    assert not list(store.path.parent.glob("b.*"))


def test_a_store_that_is_damaged_makes_no_backup(store: Store) -> None:
    """Each page in turn, so that tables, indexes and the head of the chain are all hit."""
    store.run(add, "Durham Voice")
    store.close()
    whole = store.path.read_bytes()
    for page in range(1, len(whole) // 4096, 9):
        data = bytearray(whole)
        data[page * 4096 + 77] ^= 1
        store.path.write_bytes(data)
        with pytest.raises((Refused, CannotOpen)):
            backup.backup_file(store.path, store.key, store.path.with_name("b.dscpbackup"))
    assert not list(store.path.parent.glob("b.*"))
    store.path.write_bytes(whole)


@pytest.mark.parametrize("step", range(12))
def test_a_restore_that_stops_at_any_step_loses_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Each file operation of a restore in turn does not happen: full disk, power gone."""
    made = made_backup(store)
    store.run(add, "Durham Voice")
    log = store.path.with_name("test.dscp-wal").read_bytes()
    whole = store.path.read_bytes()
    store.close()
    store.path.write_bytes(whole)  # as a killed program leaves it: the command is in the log
    store.path.with_name("test.dscp-wal").write_bytes(log)
    done: list[str] = []

    def counted(call: Any) -> Any:
        def stop(*args: Any, **options: Any) -> Any:
            if "lock" not in str(args[0]):
                done.append(call.__name__)
                if len(done) > step:
                    raise OSError(28, "No space left on device")
            return call(*args, **options)

        return stop

    with monkeypatch.context() as patch:
        for name in ("replace", "unlink"):
            patch.setattr(Path, name, counted(getattr(Path, name)))
        patch.setattr(backup, "copy_pieces", counted(backup.copy_pieces))
        with pytest.raises(Refused, match="before-restore"):
            backup.restore(made, store.path)
    found = set()
    for path in store.path.parent.glob("*.dscp"):
        with open_store(path, PASSPHRASE) as there:
            assert check_store(there).problems == ()
            found |= set(there.ask(names))
    assert found == {"Durham Voice"}
    backup.restore(made, store.path)
    assert not list(store.path.parent.glob("*.part"))
    with open_store(store.path, PASSPHRASE) as again:
        assert again.ask(names) == []


def test_restore_into_a_folder_that_is_not_there(store: Store) -> None:
    with pytest.raises(Trouble, match="could not be put back"):
        backup.restore(made_backup(store), store.path.parent / "none" / "x.dscp")
