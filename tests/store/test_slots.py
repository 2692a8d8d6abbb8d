"""People and their slots: who can be removed, and slot files that are lost, old or half written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dscp_desktop.app.recovery import open_by_recovery
from dscp_desktop.core.faults import CannotOpen, Refused, WrongUse
from dscp_desktop.store import keys, people
from dscp_desktop.store.check import check_store
from dscp_desktop.store.opening import Store, open_store
from tests.moulds import PASSPHRASE
from tests.store.deeds import add, names

BENS, NEW = "another passphrase", "a third passphrase of words"


@pytest.fixture
def shared(store: Store) -> Store:
    """A store of Ann, who may write, and Ben, who may read."""
    people.add_person(store, "Ben", "read", BENS)
    store.run(add, "Voice")
    return store


def test_a_person_who_may_read_changes_nothing_and_no_key(shared: Store) -> None:
    shared.close()
    before = {p.name: p.read_bytes() for p in shared.path.parent.iterdir()}
    with open_store(shared.path, BENS) as reader:
        assert reader.read_only
        for attempt in (
            lambda: reader.run(add, "Second"),
            lambda: people.add_person(reader, "Eve", "full", NEW),
            lambda: people.change_passphrase(reader, "Ben", NEW),
            lambda: people.remove_person(reader, "Ann"),
            lambda: people.change_key(reader),
        ):
            with pytest.raises(WrongUse, match="open to read"):
                attempt()
    assert {p.name: p.read_bytes() for p in shared.path.parent.iterdir()} == before


def test_the_last_person_who_may_write_stays(shared: Store) -> None:
    key = shared.key
    with pytest.raises(WrongUse, match="Ann is the last person who may write"):
        people.remove_person(shared, "Ann")
    assert (shared.key, len(people.list_people(shared))) == (key, 2)
    people.add_person(shared, "Cat", "full", NEW)
    people.remove_person(shared, "Ann")
    assert people.list_people(shared) == (("Ben", "read"), ("Cat", "full"))


def test_nobody_of_that_name_is_said(shared: Store) -> None:
    key = shared.key
    with pytest.raises(WrongUse, match="Dan has no key to this store"):
        people.remove_person(shared, "Dan")
    with pytest.raises(WrongUse, match="Dan has no key to this store"):
        people.change_passphrase(shared, "Dan", NEW)
    assert shared.key == key


def old_file_put_back(shared: Store, change: Callable[[Store], None]) -> Path:
    """Close the store after a change to its people, with the key file of before beside it."""
    old = keys.slots_path(shared.path).read_bytes()
    change(shared)
    shared.close()
    keys.slots_path(shared.path).write_bytes(old)
    return shared.path


def test_an_older_key_file_is_mended_from_inside(shared: Store) -> None:
    path = old_file_put_back(shared, lambda s: people.add_person(s, "Cat", "full", NEW))
    with pytest.raises(WrongUse, match="Cat has no key"):
        open_store(path, NEW, person="Cat")
    with open_store(path, PASSPHRASE) as again:
        assert not again.key_changed
        assert [name for name, _ in people.list_people(again)] == ["Ann", "Ben", "Cat"]
    open_store(path, NEW, person="Cat").close()


def test_an_old_passphrase_that_came_back_with_the_file_serves_once(shared: Store) -> None:
    path = old_file_put_back(shared, lambda s: people.change_passphrase(s, "Ann", NEW))
    open_store(path, PASSPHRASE).close()
    with pytest.raises(CannotOpen, match="does not fit Ann"):
        open_store(path, PASSPHRASE, person="Ann")
    open_store(path, NEW).close()


def test_after_a_key_change_an_older_file_says_what_to_do(shared: Store) -> None:
    path = old_file_put_back(shared, lambda s: people.remove_person(s, "Ben"))
    code = keys.recovery_code(shared.key)
    for phrase in (PASSPHRASE, BENS):
        with pytest.raises(CannotOpen, match="key file is older than the store") as caught:
            open_store(path, phrase)
        assert "Put both back from one backup, or use the recovery sheet" in caught.value.words
    # Ben stands in the old file alone: the sheet lets nobody in as somebody who was removed.
    with open_by_recovery(path, code, "Ann", NEW) as again:
        assert again.ask(names) == ["Voice"]
        assert people.list_people(again) == (("Ann", "full"),)
    open_store(path, NEW).close()


def test_the_sheet_gives_a_person_of_the_old_file_a_slot_of_their_own(shared: Store) -> None:
    path = old_file_put_back(shared, lambda s: people.remove_person(s, "Ben"))
    code = keys.recovery_code(shared.key)
    open_by_recovery(path, code, "Ben", NEW).close()
    with open_store(path, NEW) as again:
        assert (again.person, again.read_only) == ("Ben", False)


def test_the_sheet_serves_where_somebody_is_missing_in_the_old_file(shared: Store) -> None:
    path = old_file_put_back(shared, lambda s: people.add_person(s, "Cat", "full", BENS + "!"))
    open_by_recovery(path, keys.recovery_code(shared.key), "Cat", NEW).close()
    open_store(path, NEW, person="Cat").close()


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]"])
def test_a_lost_key_file_comes_back_from_inside(shared: Store, content: bytes | None) -> None:
    shared.close()
    place = keys.slots_path(shared.path)
    if content is None:
        place.unlink()
    else:
        place.write_bytes(content)
    with pytest.raises(CannotOpen, match="recovery sheet"):
        open_store(shared.path, PASSPHRASE)
    with open_by_recovery(shared.path, keys.recovery_code(shared.key), "Ann", NEW) as again:
        assert people.list_people(again) == (("Ann", "full"), ("Ben", "read"))
        assert check_store(again).problems == ()
    with open_store(shared.path, BENS) as reader:  # Ben's passphrase still serves
        assert reader.ask(names) == ["Voice"]


def test_a_file_lost_in_mid_work_is_written_at_the_next_opening(shared: Store) -> None:
    people.write_slots_anew(shared)
    place = keys.slots_path(shared.path)
    place.unlink()
    assert people.mend_slots(shared) is False
    assert [slot.name for slot in keys.read_slots(shared.path).slots] == ["Ann", "Ben"]


def test_a_sheet_of_an_older_key_says_so(shared: Store) -> None:
    old = keys.recovery_code(shared.key)
    people.remove_person(shared, "Ben")
    shared.close()
    with pytest.raises(CannotOpen) as caught:
        open_by_recovery(shared.path, old, "Ann", NEW)
    assert "use the sheet printed after that" in caught.value.words
    assert old not in caught.value.words
    open_store(shared.path, PASSPHRASE).close()


def test_the_sheet_says_who_has_the_store_open(shared: Store) -> None:
    with pytest.raises(CannotOpen, match="Ann on"):
        open_by_recovery(shared.path, keys.recovery_code(shared.key), "Ann", NEW)


def test_a_removal_that_stopped_before_the_key_changed_is_finished(shared: Store) -> None:
    old = shared.key
    beside = keys.slots_path(shared.path).read_bytes()
    inside = tuple(s for s in keys.read_slots(shared.path).slots if s.name != "Ben")
    people._keep_inside(shared, inside)  # here the power went
    shared.close()
    with open_store(shared.path, PASSPHRASE) as again:
        assert again.key_changed
        assert again.key != old
        assert people.list_people(again) == (("Ann", "full"),)
    keys.slots_path(shared.path).write_bytes(beside)
    with pytest.raises(CannotOpen, match="older than the store"):
        open_store(shared.path, BENS)


def test_a_mending_that_cannot_be_done_now_keeps_nobody_out(
    shared: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = old_file_put_back(shared, lambda s: people.add_person(s, "Cat", "full", NEW))

    def refuse(_path: Path, _slots: keys.SlotFile) -> None:
        raise PermissionError("the folder is read only")

    with monkeypatch.context() as patch:
        patch.setattr(keys, "write_slots", refuse)
        open_store(path, PASSPHRASE).close()
    open_store(path, PASSPHRASE).close()
    open_store(path, NEW).close()


def test_a_forged_access_is_not_taken_for_a_mend(shared: Store) -> None:
    slots = keys.read_slots(shared.path)
    forged = tuple(replace(s, access="full") for s in slots.slots)
    keys.write_slots(shared.path, replace(slots, slots=forged))
    shared.close()
    with pytest.raises(CannotOpen, match="does not fit Ben"):
        open_store(shared.path, BENS, person="Ben")
    open_store(shared.path, PASSPHRASE).close()
    assert keys.read_slots(shared.path).slots[1].access == "read"


def test_a_person_added_while_the_disk_is_full_is_not_half_there(
    shared: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _slots: keys.SlotFile) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(keys, "write_slots", full)
        with pytest.raises((OSError, Refused)):
            people.add_person(shared, "Cat", "full", NEW)
    shared.close()
    with open_store(shared.path, PASSPHRASE) as again:  # inside is the truth: Cat has a key
        assert [name for name, _ in people.list_people(again)] == ["Ann", "Ben", "Cat"]
    open_store(shared.path, NEW).close()
