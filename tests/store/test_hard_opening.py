"""Opening, locking, backing up and bringing back where the disk or a stranger makes it hard."""

import json
import os
import subprocess
import sys
import tempfile
import textwrap
import traceback
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from dscp_desktop.core.faults import CannotOpen, Refused, WrongUse
from dscp_desktop.store import backup, connection, keys, lock, people, places
from dscp_desktop.store.check import check_store
from dscp_desktop.store.lock import WriteLock
from dscp_desktop.store.opening import Birth, Store, create_store, open_store, open_with_key
from tests.conftest import ROOT
from tests.moulds import PASSPHRASE
from tests.store.deeds import add, names

BIRTH = Birth("Test partnership", "Ann", PASSPHRASE)


@pytest.mark.parametrize(
    "name",
    ["a#b?c%20d.dscp", "two  words.dscp", "Sgîl ŵ ń 日本.dscp", "C:x.dscp", "a&mode=ro.dscp",
     "north.2023", "no ending", ".dscp"],
)  # fmt: skip
@pytest.mark.skipif(os.name == "nt", reason="Windows forbids some of these")
def test_a_store_may_have_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "50% off #1?"
    folder.mkdir()
    with create_store(folder / name, BIRTH) as store:
        store.run(add, "Durham Voice")
        made = backup.backup_file(store.path, store.key, folder / "b.dscpbackup")
    assert len(list(folder.iterdir())) == 3
    backup.restore(made, folder / name)
    with open_store(folder / name, PASSPHRASE) as again:
        assert again.ask(names) == ["Durham Voice"]


def test_an_address_names_a_share_as_sqlite_wants_it() -> None:
    class Share(type(Path())):  # type: ignore[misc]
        def as_posix(self) -> str:
            return "//server/team share/x.dscp"

        def resolve(self, strict: bool = False) -> Any:
            return self

    assert connection._address(Share("x")) == "file:////server/team%20share/x.dscp"
    assert connection._address(Path("/a b/x.dscp")) == "file:///a%20b/x.dscp"


def test_two_stores_never_share_a_file(tmp_path: Path) -> None:
    with create_store(tmp_path / "north.2023", BIRTH), create_store(tmp_path / "north.2024", BIRTH):
        assert places.beside(Path("north.2023"), ".keys").name == "north.2023.keys"
    for name in ("a.keys", "a.LOCK"):
        with pytest.raises(WrongUse, match="other file"):
            create_store(tmp_path / name, BIRTH)


def test_a_new_store_with_force_never_takes_one_that_is_open(store: Store) -> None:
    store.run(add, "Durham Voice")
    with pytest.raises(CannotOpen, match="Ann on"):
        create_store(store.path, BIRTH, force=True)
    assert store.ask(names) == ["Durham Voice"]


def test_a_half_made_store_has_no_final_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dscp_desktop.store.opening.upgrade", lambda _engine: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        create_store(tmp_path / "x.dscp", BIRTH)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_locked_says_open_it_to_read(store: Store) -> None:
    store.close()
    store.path.with_suffix(".lock").mkdir()
    with pytest.raises(CannotOpen, match="Open it to read"):
        open_store(store.path, PASSPHRASE)
    open_store(store.path, PASSPHRASE, to_read=True).close()
    with pytest.raises(Refused, match="could not be put back"):
        backup.restore(
            backup.backup_file(store.path, store.key, store.path.with_name("b.dscpbackup")),
            store.path,
        )
    open_store(store.path, PASSPHRASE, to_read=True).close()


def test_a_lock_given_back_meanwhile_has_no_name(tmp_path: Path) -> None:
    assert "Somebody on another computer" in WriteLock(tmp_path / "x.dscp").holder().words()


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_closed_store_in_a_folder_that_only_reads_opens_to_read() -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "x.dscp"
        with create_store(path, BIRTH) as store:
            store.run(add, "Durham Voice")
        for file in Path(place).iterdir():
            file.chmod(0o444)
        Path(place).chmod(0o555)
        script = textwrap.dedent(f"""
            import os
            from pathlib import Path
            from dscp_desktop.core.faults import CannotOpen
            from dscp_desktop.store.opening import open_store
            from dscp_desktop.store.check import check_store
            from dscp_desktop.store import search
            from tests.store.deeds import names
            if os.getuid() == 0:
                # Load all that opening needs: the tree may stand where only root can read.
                open_store(Path({str(path)!r}), {PASSPHRASE!r}, to_read=True).close()
                os.setgid(65534)
                os.setuid(65534)
            try:
                open_store(Path({str(path)!r}), {PASSPHRASE!r})
            except CannotOpen as error:
                print(error)
            with open_store(Path({str(path)!r}), {PASSPHRASE!r}, to_read=True) as store:
                print(store.ask(names))
        """)
        command = [sys.executable, "-c", script]
        try:
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        finally:
            Path(place).chmod(0o755)
        assert done.stdout.endswith("['Durham Voice']\n"), done.stderr
        assert "Open it to read" in done.stdout


def hurry(store: Store, pragma: str) -> None:
    """Give the writing connection of a store another setting from now on."""
    engine = store._writing_engine()
    event.listen(engine, "connect", lambda raw, _record: raw.execute(f"PRAGMA {pragma}"))


def test_a_store_that_another_program_writes_is_said_to_be_busy(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.pause()
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.01)
    with closing(connection.connect(store.path, store.key)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Refused, match="Another program is using the store"):
            store.run(add, "Durham Voice")
    store.run(add, "Durham Voice")


def test_a_full_disk_is_said_and_loses_nothing(store: Store) -> None:
    store.run(add, "Durham Voice")
    pages = store.ask(lambda session: session.execute(text("PRAGMA page_count")).scalar())
    store.pause()
    hurry(store, f"max_page_count={pages}")
    with pytest.raises(Refused, match="The disk is full"):
        store.run(add, "x" * 500_000)
    store.pause()
    assert store.ask(names) == ["Durham Voice"]
    store.run(add, "Second")
    assert check_store(store).problems == ()


def test_a_mistake_in_a_statement_stays_a_bug(store: Store) -> None:
    from sqlalchemy.exc import OperationalError

    with pytest.raises(OperationalError, match="no such table"):
        store.ask(lambda session: session.execute(text("SELECT * FROM nowhere")))


def test_a_journal_that_cannot_change_now_stays_as_it_is(store: Store) -> None:
    with closing(connection.connect(store.path, store.key)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM record").fetchall()
        with closing(connection.connect(store.path, store.key)) as raw:
            raw.execute("PRAGMA busy_timeout=10")
            assert connection.choose_journal(raw, shared=True) == "wal"


def test_a_store_that_is_written_is_not_called_damaged(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.01)
    with closing(connection.connect(store.path, store.key)) as raw:
        assert connection.choose_journal(raw, shared=True) == "delete"
        raw.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CannotOpen, match="another program is writing"):
            open_store(store.path, PASSPHRASE, to_read=True)


def test_a_key_is_not_changed_under_a_reader(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.01)
    store.run(add, "Durham Voice")
    old = store.key
    with closing(connection.connect(store.path, store.key)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM record").fetchall()
        with pytest.raises(Refused, match="The key was not changed"):
            people.change_key(store)
        assert store.key == old
        assert store.ask(names) == ["Durham Voice"]
        store.close()
        with open_store(store.path, PASSPHRASE) as again:
            assert again.key == old
    with open_store(store.path, PASSPHRASE) as free:
        assert free.key != old
        with free.jotting() as session:
            session.execute(text("DELETE FROM key_slot"))
        with pytest.raises(Refused, match="knows nobody"):
            people.change_key(free)


def test_a_stranger_who_puts_a_slot_beside_the_store_gets_no_key(store: Store) -> None:
    slots = keys.read_slots(store.path)
    stranger = keys.make_slot("Eve", "full", "the passphrase of Eve", bytes(32))
    keys.write_slots(store.path, keys.SlotFile(slots.store, "", False, (*slots.slots, stranger)))
    people.add_person(store, "Bob", "full", "another passphrase")
    people.change_key(store)
    store.close()
    assert [slot.name for slot in keys.read_slots(store.path).slots] == ["Ann", "Bob"]
    with pytest.raises(CannotOpen):
        open_store(store.path, "the passphrase of Eve")


@pytest.mark.parametrize(
    ("field", "value"),
    [("n", 2**40), ("n", "x"), ("n", 0), ("r", 10**9), ("p", True), ("name", None), ("salt", 7),
     ("access", "owner"), ("sealed", "ab"), ("private", "zz"), ("n", 1000)],
)  # fmt: skip
def test_a_hostile_slot_is_refused_at_once(store: Store, field: str, value: object) -> None:
    store.close()
    place = keys.slots_path(store.path)
    values = json.loads(place.read_text())
    values["slots"][0][field] = value
    place.write_text(json.dumps(values))
    with pytest.raises(CannotOpen, match=r"damaged|does not fit"):
        open_store(store.path, PASSPHRASE)


@pytest.mark.parametrize(
    "content", [b"[]", b"\xff", b'{"format": 1}', b"[" * 100_000, b'{"format": 1, "slots": 3}']
)
def test_a_hostile_slot_file_is_refused(store: Store, content: bytes) -> None:
    store.close()
    keys.slots_path(store.path).write_bytes(content)
    with pytest.raises(CannotOpen, match="is damaged"):
        open_store(store.path, PASSPHRASE)
    keys.slots_path(store.path).write_text('{"format": 2}')
    with pytest.raises(CannotOpen, match="newer DSCP Desktop"):
        open_store(store.path, PASSPHRASE)
    keys.slots_path(store.path).unlink()
    keys.slots_path(store.path).mkdir()
    with pytest.raises(CannotOpen, match="cannot be read now: Is a directory"):
        open_store(store.path, PASSPHRASE)


def test_a_slot_that_holds_half_a_key_does_not_fit(store: Store) -> None:
    slots = keys.read_slots(store.path)
    odd = keys.seal_to(slots.slots[0], (store.key, b"half"))
    keys.write_slots(store.path, keys.SlotFile(slots.store, "", False, (odd,)))
    store.close()
    with pytest.raises(CannotOpen, match="does not fit"):
        open_store(store.path, PASSPHRASE)


def test_no_key_and_no_passphrase_in_what_is_shown(store: Store) -> None:
    shown = [repr(store), repr(BIRTH), str(store.reader), repr(keys.read_slots(store.path))]
    store.run(add, "Durham Voice")
    for attempt in (
        lambda: open_with_key(store.path, bytes.fromhex("ab" * 32), "Ann", to_read=True),
        lambda: open_store(store.path, "wrong " + PASSPHRASE, to_read=True),
        lambda: store.run(add, "Durham Voice"),
    ):
        with pytest.raises(Exception) as caught:  # noqa: PT011 - three kinds
            attempt()
        shown.append("".join(traceback.format_exception(caught.value)))
    for secret in (store.key.hex(), "ab" * 32, PASSPHRASE, "'Durham Voice'"):
        assert not any(secret in words for words in shown), secret


def test_a_store_that_cannot_fold_in_its_log_still_gives_its_lock_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.pause()
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.01)
    store.run(add, "Durham Voice")
    with closing(connection.connect(store.path, store.key)) as other:
        other.execute("BEGIN IMMEDIATE")
        store.close()
    with open_store(store.path, PASSPHRASE) as again:
        assert again.ask(names) == ["Durham Voice"]


def test_two_stores_in_one_program_stay_apart(store: Store, tmp_path: Path) -> None:
    with create_store(tmp_path / "other.dscp", BIRTH) as other:
        store.run(add, "Durham Voice")
        other.run(add, "Tees Voice")
        assert (store.ask(names), other.ask(names)) == (["Durham Voice"], ["Tees Voice"])
        assert check_store(other).problems == ()


def test_a_lock_whose_file_was_removed_meanwhile_is_taken_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    whole, tried = lock._try_lock, []

    def late(file: Any) -> bool:
        if not tried:  # the holder before gives it back between our opening and our locking
            store.path.with_suffix(".lock").unlink()
        tried.append(file)
        return whole(file)

    monkeypatch.setattr(lock, "_try_lock", late)
    with open_store(store.path, PASSPHRASE):
        assert len(tried) == 2
        with pytest.raises(CannotOpen, match="Ann on"):
            open_store(store.path, PASSPHRASE)


def test_a_place_that_is_no_file_is_said(store: Store) -> None:
    with pytest.raises(CannotOpen, match="does not let you"):
        connection.connect(store.path.parent, store.key, create=True)
