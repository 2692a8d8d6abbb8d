"""What is in a backup, and how the store here compares with it."""

from pathlib import Path

import pytest

from dscp_desktop.core.faults import CannotOpen, Refused
from dscp_desktop.store import backup, bundle, connection, people
from dscp_desktop.store.check import check_store
from dscp_desktop.store.contents import Contents, keys_of, look_into, read_people
from dscp_desktop.store.opening import Store, open_store
from tests.moulds import PASSPHRASE
from tests.store.deeds import add, names

OLD = Path(__file__).parent.parent / "databases" / "0.1.0" / "old.dscpbackup"
OLD_PHRASE = "the store of an old release"


@pytest.fixture
def made(store: Store) -> Path:
    store.run(add, "Durham Voice")
    store.run(add, "Second Trust")
    return backup.backup_file(store.path, store.key, store.path.with_name("b.dscpbackup"))


def look(made: Path, here: Path | None = None) -> Contents:
    held = keys_of(read_people(bundle.read_facts(made)), "Ann", PASSPHRASE)
    return look_into(made, held, here)


def test_the_records_and_the_last_changes_are_told(made: Path) -> None:
    contents = look(made)
    assert contents.records == (("organisation", 2),)
    assert contents.entries == 2
    assert [entry.words for entry in contents.latest] == [
        "Organisation added: Second Trust",
        "Organisation added: Durham Voice",
    ]
    assert contents.compared is None


def test_only_those_with_a_key_can_look(made: Path) -> None:
    slots = read_people(bundle.read_facts(made))
    assert [(slot.name, slot.access) for slot in slots.slots] == [("Ann", "full")]
    with pytest.raises(CannotOpen, match="does not fit Ann"):
        keys_of(slots, "Ann", "another passphrase")
    with pytest.raises(CannotOpen, match="Ben has no key to it"):
        keys_of(slots, "Ben", PASSPHRASE)


def test_what_the_store_here_has_beyond_the_backup_is_listed(made: Path, store: Store) -> None:
    same = look(made, store.path).compared
    assert same is not None
    assert (same.newer, same.more, same.why_not) == ((), 0, "")
    store.run(add, "Third Trust")
    store.run(add, "Fourth Trust")
    newer = look(made, store.path).compared  # open meanwhile: nothing waits
    assert newer is not None
    assert [entry.words for entry in newer.newer] == [
        "Organisation added: Fourth Trust",
        "Organisation added: Third Trust",
    ]
    assert newer.more == 0


def test_a_store_that_went_another_way_is_compared_from_the_fork(made: Path, store: Store) -> None:
    early = store.path.with_name("early.dscpbackup")
    with open_store(_brought_back(made, store), PASSPHRASE) as other:
        other.run(add, "Only there")
        backup.backup_file(other.path, other.key, early)
    store.run(add, "Only here")
    parted = look(early, store.path).compared
    assert parted is not None
    assert [entry.words for entry in parted.newer] == ["Organisation added: Only here"]
    assert parted.more == 1


def _brought_back(made: Path, store: Store) -> Path:
    place = store.path.with_name("other.dscp")
    backup.restore(made, place)
    return place


def test_a_store_with_another_key_or_none_is_not_compared(made: Path, store: Store) -> None:
    people.change_key(store)
    other = look(made, store.path).compared
    assert other is not None
    assert "another key" in other.why_not
    assert look(made, store.path.with_name("none.dscp")).compared is None
    held = keys_of(read_people(bundle.read_facts(made)), "Ann", PASSPHRASE)
    found = look_into(made, held, store.path, (store.key,)).compared
    assert found is not None
    assert found.why_not == ""


@pytest.mark.parametrize(("revision", "words"), [("9999", "newer"), ("0001", "older")])
def test_a_store_of_another_program_is_not_compared(
    made: Path, store: Store, revision: str, words: str
) -> None:
    with store.jotting() as session:
        session.connection().exec_driver_sql(
            "UPDATE alembic_version SET version_num = ?", (revision,)
        )
    compared = look(made, store.path).compared
    assert compared is not None
    assert f"{words} DSCP Desktop" in compared.why_not


def test_a_backup_whose_store_is_damaged_inside_is_refused(made: Path, tmp_path: Path) -> None:
    """The sums are right and the pages are not: as a damaged store backed up by a bad program."""
    facts, place = bundle.read_facts(made), tmp_path / "taken"
    bundle.take_out(made, place)
    data = bytearray(place.read_bytes())
    data[-2000] ^= 1
    place.write_bytes(data)
    manifest = bundle.Manifest(**{
        **{n: getattr(facts.manifest, n) for n in facts.manifest.__slots__},
        "store_sha256": bundle.sum_of(place),
    })  # fmt: skip
    bad = tmp_path / "bad.dscpbackup"
    bundle.write_bundle(bad, manifest, place, facts.slots)
    with pytest.raises(Refused, match="is damaged"):
        look(bad)


@pytest.mark.parametrize(("table", "words"), [
    ("history_entry", "The store here is damaged, so it could not be compared."),
    ("", "The store here has another key or is damaged, so it could not be compared."),
])  # fmt: skip
def test_a_damaged_store_here_is_in_nobodys_way(
    made: Path, store: Store, table: str, words: str
) -> None:
    """It is often why somebody wants the backup: the page of a table, or the first one."""
    with store.reading() as session:
        asked = "SELECT max(rootpage) FROM sqlite_master WHERE name = ?"
        page = session.connection().exec_driver_sql(asked, (table,)).scalar() or 1
    store.close()
    data = bytearray(store.path.read_bytes())
    data[(page - 1) * 4096 + 77] ^= 1
    store.path.write_bytes(data)
    compared = look(made, store.path).compared
    assert compared is not None
    assert compared.why_not == words


def test_a_sound_file_that_is_no_store_is_refused(made: Path, store: Store, tmp_path: Path) -> None:
    place = tmp_path / "other"
    raw = connection.connect(place, store.key, create=True)
    raw.execute("CREATE TABLE x (y)")
    raw.close()
    facts = bundle.read_facts(made)
    values = {name: getattr(facts.manifest, name) for name in facts.manifest.__slots__}
    values["store_sha256"] = bundle.sum_of(place)
    bundle.write_bundle(tmp_path / "no.dscpbackup", bundle.Manifest(**values), place, facts.slots)
    with pytest.raises(Refused, match="no such table: history_entry"):
        look(tmp_path / "no.dscpbackup")


def test_a_folder_that_takes_nothing_is_said(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(made.parent / "none"))
    with pytest.raises(Refused, match="It can still be put back"):
        look_into(made, (b"k" * 32,))


def test_the_backup_of_the_oldest_release_is_looked_into_and_comes_back(tmp_path: Path) -> None:
    facts = bundle.read_facts(OLD)
    assert facts.manifest.revision == "0001"
    held = keys_of(read_people(facts), "Ann Archer", OLD_PHRASE)
    before = OLD.read_bytes()
    contents = look_into(OLD, held)
    assert dict(contents.records)["organisation"] > 0
    assert contents.entries > 3
    assert contents.latest[0].who == "Ann Archer"
    assert OLD.read_bytes() == before
    place = tmp_path / "old.dscp"
    backup.restore(OLD, place)
    with open_store(place, OLD_PHRASE) as store:
        assert check_store(store).problems == ()
        assert store.ask(names)
