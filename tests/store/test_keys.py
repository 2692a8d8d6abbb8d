"""Keys: slots, recovery, one writer at a time, a changed key, and nothing in plain text."""

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dscp_desktop.core.faults import CannotOpen, WrongUse
from dscp_desktop.store import keys, people
from dscp_desktop.store.check import check_store
from dscp_desktop.store.opening import Birth, Store, create_store, open_store, open_with_key
from tests.moulds import PASSPHRASE
from tests.store.deeds import add, names


def test_a_store_opens_with_its_passphrase_alone(store: Store) -> None:
    store.run(add, "Durham Voice")
    store.close()
    with open_store(store.path, PASSPHRASE) as again:
        assert (again.person, again.ask(names)) == ("Ann", ["Durham Voice"])
    with pytest.raises(CannotOpen, match="does not fit Ann"):
        open_store(store.path, "correct horse battery")
    with pytest.raises(WrongUse, match=r"Bob has no key to this store\. People with one: Ann"):
        open_store(store.path, PASSPHRASE, person="Bob")


@pytest.mark.usefixtures("full_cost")
def test_a_passphrase_is_stretched_as_the_documents_say(tmp_path: Path) -> None:
    path = tmp_path / "new.dscp"
    create_store(path, Birth("Test", "Ann", PASSPHRASE)).close()
    (slot,) = keys.read_slots(path).slots
    assert (slot.n, slot.r, slot.p) == (2**15, 8, 1)
    with open_store(path, PASSPHRASE) as again:
        assert again.person == "Ann"


def test_a_store_that_is_not_there_or_has_no_slots(store: Store, tmp_path: Path) -> None:
    with pytest.raises(CannotOpen, match="is not there"):
        open_store(tmp_path / "no.dscp", PASSPHRASE)
    store.close()
    slots = keys.slots_path(store.path)
    good = slots.read_bytes()
    slots.write_text("{")
    with pytest.raises(CannotOpen, match="is damaged"):
        open_store(store.path, PASSPHRASE)
    slots.unlink()
    with pytest.raises(CannotOpen, match="recovery sheet"):
        open_store(store.path, PASSPHRASE)
    slots.write_bytes(good)
    open_store(store.path, PASSPHRASE).close()


def test_nothing_is_overwritten_without_force(store: Store) -> None:
    store.close()
    birth = Birth("Other", "Bob", PASSPHRASE)
    with pytest.raises(WrongUse, match="already there"):
        create_store(store.path, birth)
    create_store(store.path, birth, force=True).close()
    with pytest.raises(WrongUse, match="folder"):
        create_store(store.path.parent / "none" / "x.dscp", birth)


def test_each_person_has_a_slot_of_their_own(store: Store) -> None:
    people.add_person(store, "Bob", "read", "another passphrase")
    assert people.list_people(store) == (("Ann", "full"), ("Bob", "read"))
    with pytest.raises(WrongUse, match="has a key already"):
        people.add_person(store, "Bob", "full", "another passphrase")
    with open_store(store.path, "another passphrase") as second:
        assert (second.person, second.read_only) == ("Bob", True)
    with pytest.raises(CannotOpen, match="fits none"):
        open_store(store.path, "nobody's passphrase")


def test_a_leaver_opens_nothing_that_comes_after(store: Store) -> None:
    people.add_person(store, "Bob", "full", "another passphrase")
    old_key, old_slots = store.key, keys.slots_path(store.path).read_bytes()
    people.remove_person(store, "Bob")
    store.run(add, "Durham Voice")
    assert store.key != old_key
    assert check_store(store).problems == ()
    store.close()
    with pytest.raises(CannotOpen):
        open_with_key(store.path, old_key, "Bob")
    with open_store(store.path, PASSPHRASE) as again:
        assert again.ask(names) == ["Durham Voice"]
        with pytest.raises(WrongUse, match="last person"):
            people.remove_person(again, "Ann")
    keys.slots_path(store.path).write_bytes(old_slots)
    with pytest.raises(CannotOpen, match="older than the store"):
        open_store(store.path, "another passphrase")


def test_a_passphrase_can_be_changed(store: Store) -> None:
    people.change_passphrase(store, "Ann", "a new passphrase for Ann")
    store.close()
    open_store(store.path, "a new passphrase for Ann").close()
    with pytest.raises(CannotOpen):
        open_store(store.path, PASSPHRASE)


def test_a_key_change_that_stopped_half_way_still_opens(store: Store) -> None:
    old, new = store.key, os.urandom(32)
    slots = keys.read_slots(store.path)
    both = tuple(keys.seal_to(slot, (new, old)) for slot in slots.slots)
    keys.write_slots(store.path, keys.SlotFile(slots.store, slots.public_name, False, both))
    store.close()
    with open_store(store.path, PASSPHRASE, to_read=True) as before:
        assert before.key == old
    people.rekey(store, old, new)
    with open_store(store.path, PASSPHRASE, to_read=True) as after:
        assert after.key == new
    with open_store(store.path, PASSPHRASE) as finished:  # who can write finishes it
        assert finished.key not in (old, new)
        (slot,) = keys.read_slots(store.path).slots
        assert keys.open_slot(slot, PASSPHRASE) == (finished.key,)
        finished.run(add, "Durham Voice")
        assert check_store(finished).problems == ()


def test_a_slot_cannot_be_given_another_name_or_access(store: Store) -> None:
    place = keys.slots_path(store.path)
    values = json.loads(place.read_text())
    store.close()
    for field, value in (("access", "read"), ("name", "Bob")):
        swapped = json.loads(json.dumps(values))
        swapped["slots"][0][field] = value
        place.write_text(json.dumps(swapped))
        with pytest.raises(CannotOpen, match="does not fit"):
            open_store(store.path, PASSPHRASE)


@given(st.binary(min_size=32, max_size=32))
def test_the_recovery_code_reads_back_as_typed(key: bytes) -> None:
    code = keys.recovery_code(key)
    assert keys.key_of_recovery(code) == key
    assert keys.key_of_recovery(code.lower().replace("-", " ")) == key


@pytest.mark.parametrize("change", [lambda c: c[:-1], lambda c: "A" + c[1:] + "A", lambda _: "?"])
def test_a_recovery_code_typed_wrong_is_said(change) -> None:  # type: ignore[no-untyped-def]
    code = keys.recovery_code(bytes(range(32)))
    with pytest.raises(CannotOpen, match="does not add up"):
        keys.key_of_recovery(change(code))


def test_the_recovery_key_opens_without_any_slot_file(store: Store) -> None:
    store.run(add, "Durham Voice")
    code = keys.recovery_code(store.key)
    store.close()
    keys.slots_path(store.path).unlink()
    with open_with_key(store.path, keys.key_of_recovery(code), "Ann") as again:
        assert again.ask(names) == ["Durham Voice"]


def test_weak_passphrases() -> None:
    with pytest.raises(WrongUse, match="under 8"):
        keys.check_passphrase("short")
    assert "weak" in keys.check_passphrase("aaaaaaaaaa")
    assert "weak" in keys.check_passphrase("password1")
    assert keys.check_passphrase(PASSPHRASE) == ""


def test_one_writer_at_a_time_and_readers_beside_it(store: Store) -> None:
    store.run(add, "Durham Voice")
    with pytest.raises(CannotOpen, match=r"Ann on .+, since \d\d:\d\d"):
        open_store(store.path, PASSPHRASE)
    with open_store(store.path, PASSPHRASE, to_read=True) as reader:
        assert reader.ask(names) == ["Durham Voice"]
        store.run(add, "Second")
        assert reader.ask(names) == ["Durham Voice", "Second"]
    store.close()
    assert sorted(p.name for p in store.path.parent.iterdir()) == ["test.dscp", "test.keys"]


def test_another_program_holds_the_lock_too(store: Store) -> None:
    store.close()
    script = textwrap.dedent(f"""
        import sys
        from pathlib import Path
        from dscp_desktop.store.opening import open_store
        with open_store(Path({str(store.path)!r}), {PASSPHRASE!r}):
            print("open", flush=True)
            sys.stdin.read()
    """)
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"open"
        with pytest.raises(CannotOpen, match="Ann on"):
            open_store(store.path, PASSPHRASE)
        other.communicate(b"")
    open_store(store.path, PASSPHRASE).close()


def test_no_plain_text_of_a_record_stands_in_any_file(store: Store) -> None:
    marker = "Zebrafinch Outreach Xylophone"
    store.run(add, marker)
    for name in os.listdir(store.path.parent):
        data = (store.path.parent / name).read_bytes()
        for encoding in ("utf-8", "utf-16-le"):
            assert marker.encode(encoding) not in data, name
    assert any(name.endswith("-wal") for name in os.listdir(store.path.parent))
