"""A backup as an attacker or a failing disk would leave it: refused in words, nothing written."""

import io
import json
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dscp_desktop.core.faults import CannotOpen, Refused, WrongUse
from dscp_desktop.store import backup, bundle
from dscp_desktop.store.contents import keys_of, look_into, read_people
from dscp_desktop.store.opening import Birth, Store, create_store, open_store
from tests.moulds import PASSPHRASE
from tests.store.deeds import add, names

PARTS = (bundle.MANIFEST, bundle.SLOTS, bundle.STORE)
DAMAGED = "is damaged or is no backup. Use another one."


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a real backup, made once."""
    path = tmp_path_factory.mktemp("whole") / "test.dscp"
    with create_store(path, Birth("Test partnership", "Ann", PASSPHRASE)) as store:
        store.run(add, "Durham Voice")
        made = backup.backup_file(path, store.key, path.with_name("b.dscpbackup"))
    return made.read_bytes()


@pytest.fixture
def made(whole: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "b.dscpbackup"
    path.write_bytes(whole)
    return path


def parts_of(made: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(made) as box:
        return {name: box.read(name) for name in box.namelist()}


def write(path: Path, parts: Any, how: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", how) as box:
        for name, data in parts:
            box.writestr(zipfile.ZipInfo(name) if how == zipfile.ZIP_STORED else name, data)
    return path


def refuse(path: Path, words: str = DAMAGED) -> None:
    """Assert that a file is refused with words that name it, and nothing is left of it."""
    folder = path.parent / "target"
    folder.mkdir(exist_ok=True)
    with pytest.raises(Refused, match=words) as said:
        backup.restore(path, folder / "y.dscp")
    assert path.name in said.value.words
    assert list(folder.iterdir()) == []


def test_what_is_written_is_read(made: Path) -> None:
    facts = bundle.read_facts(made)
    assert tuple(parts_of(made)) == PARTS
    assert facts.size == len(parts_of(made)[bundle.STORE])
    assert facts.manifest.format == bundle.FORMAT
    assert len(facts.store_id()) == 32
    assert bundle.Facts(facts.manifest, b"[", 0).store_id() == ""
    # Nothing of the machine or the hour is in the file but what the manifest says.
    with zipfile.ZipFile(made) as box:
        assert {part.date_time for part in box.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("twentieth", range(20))
def test_a_backup_that_was_cut_is_refused(whole: bytes, tmp_path: Path, twentieth: int) -> None:
    cut = tmp_path / "cut.dscpbackup"
    cut.write_bytes(whole[: len(whole) * twentieth // 20])
    refuse(cut)


def test_a_flipped_byte_is_refused_or_changes_nothing(made: Path) -> None:
    data, whole = made.read_bytes(), parts_of(made)
    dice = random.Random(20231019)
    places = [dice.randrange(len(data)) for _ in range(60)]
    ends = [*range(0, 400, 7), *range(len(data) - 260, len(data), 3)]  # heads and directory
    flipped, out = made.with_name("flip.dscpbackup"), made.with_name("out.dscp")
    refused = 0
    for place in places + ends:
        broken = bytearray(data)
        broken[place] ^= 1 << dice.randrange(8)
        flipped.write_bytes(broken)
        try:
            facts = bundle.take_out(flipped, out)
        except Refused:
            refused += 1
        else:  # a date or a flag of the zip: what comes out is what went in
            assert out.read_bytes() == whole[bundle.STORE], place
            assert facts.slots == whole[bundle.SLOTS], place
    assert refused > len(places)


def manifest_with(made: Path, **values: Any) -> bytes:
    return json.dumps({**json.loads(parts_of(made)[bundle.MANIFEST]), **values}).encode()


@pytest.mark.parametrize(
    "values",
    [
        {"store_sha256": "0" * 64},
        {"slots_sha256": "0" * 64},
        {"store_sha256": "zz"},
        {"made_at": "yesterday"},
        {"made_at": 5},
        {"public_name": None},
        {"revision": "\x1b[2J"},
        {"release": "x" * 50},
        {"format": 0},
        {"format": "1"},
        {"format": True},
    ],
)
def test_a_wrong_manifest_is_refused(made: Path, values: dict[str, Any]) -> None:
    parts = parts_of(made)
    parts[bundle.MANIFEST] = manifest_with(made, **values)
    refuse(write(made.with_name("w.dscpbackup"), parts.items()))


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{}", b"null", b"\xff", b"[" * 50_000, b"9" * 70_000]
)
def test_a_manifest_that_is_none_is_refused(made: Path, text: bytes) -> None:
    parts = {**parts_of(made), bundle.MANIFEST: text}
    refuse(write(made.with_name("w.dscpbackup"), parts.items()))


def test_a_manifest_with_more_to_say_is_read(made: Path) -> None:
    parts = {**parts_of(made), bundle.MANIFEST: manifest_with(made, mood="good")}
    assert bundle.read_facts(write(made.with_name("w.dscpbackup"), parts.items())).size


@pytest.mark.parametrize(("values", "words"), [
    ({"revision": "9999"}, "was made by a newer DSCP Desktop .its tables are 9999, this program"),
    ({"format": 2, "revision": 7}, "was made by a newer DSCP Desktop. Use the newer program."),
])  # fmt: skip
def test_a_backup_of_a_newer_program_is_refused_before_anything_is_moved(
    made: Path, store: Store, values: dict[str, Any], words: str
) -> None:
    store.close()
    before = {p.name: p.read_bytes() for p in store.path.parent.iterdir()}
    parts = {**parts_of(made), bundle.MANIFEST: manifest_with(made, **values)}
    newer = write(made.with_name("n.dscpbackup"), parts.items())
    with pytest.raises(Refused, match=words):
        backup.restore(newer, store.path)
    newer.unlink()
    assert {p.name: p.read_bytes() for p in store.path.parent.iterdir()} == before


Parts = list[tuple[str, bytes]]
FORGED: dict[str, Callable[[Parts], Parts]] = {
    "a name that climbs": lambda parts: [("../store.dscp", parts[2][1]), *parts[:2]],
    "a name more": lambda parts: [*parts, ("readme.txt", b"x")],
    "a climbing name more": lambda parts: [*parts, ("../../etc/x", b"x")],
    "no store": lambda parts: parts[:2],
    "no slots": lambda parts: [parts[0], parts[2]],
    "no manifest": lambda parts: parts[1:],
    "nothing": lambda parts: parts[3:],
    "a folder": lambda parts: [*parts[:2], ("store.dscp/", b"")],
    "great slots": lambda parts: [parts[0], (bundle.SLOTS, bytes(5 << 20)), parts[2]],
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_zip_with_other_parts_is_refused(made: Path, kind: str) -> None:
    parts = FORGED[kind](list(parts_of(made).items()))
    refuse(write(made.with_name("f.dscpbackup"), parts))


def test_a_part_that_stands_twice_is_refused(made: Path) -> None:
    parts = [*parts_of(made).items(), (bundle.STORE, b"another")]
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = write(made.with_name("t.dscpbackup"), parts)
    refuse(twice)


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    for name, data in (("text", b"no zip"), ("empty", b""), ("store", b"\0" * 4096)):
        (tmp_path / f"{name}.dscpbackup").write_bytes(data)
        refuse(tmp_path / f"{name}.dscpbackup")
    with pytest.raises(WrongUse, match="is not there"):
        backup.restore(tmp_path, tmp_path / "y.dscp")


def test_sizes_that_lie_are_refused(made: Path) -> None:
    data = made.read_bytes()
    start = data.rindex(b"PK\x01\x02")  # the last entry of the directory: the store
    for packed, plain in ((0xFFFFFFF0, 0xFFFFFFF0), (1 << 20, 0xFFFFFFF0), (0, 0)):
        forged = bytearray(data)
        forged[start + 20 : start + 28] = struct.pack("<LL", packed, plain)
        (made.with_name("s.dscpbackup")).write_bytes(forged)
        refuse(made.with_name("s.dscpbackup"))


def test_a_part_behind_a_password_is_refused(made: Path) -> None:
    forged = bytearray(made.read_bytes())
    start = forged.rindex(b"PK\x01\x02")
    forged[start + 8] |= 1
    made.with_name("p.dscpbackup").write_bytes(forged)
    refuse(made.with_name("p.dscpbackup"))


def test_what_cannot_be_read_is_said_otherwise(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Path.open

    def closed(path: Path, *args: Any, **more: Any) -> io.IOBase:
        if path == made:
            raise PermissionError(13, "Permission denied")
        return whole(path, *args, **more)

    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(Refused, match="cannot be read: Permission denied"):
        bundle.read_facts(made)


def test_slots_of_another_store_open_nothing(made: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.dscp"
    with create_store(other, Birth("Other", "Ann", PASSPHRASE)) as second:
        theirs = parts_of(backup.backup_file(other, second.key, tmp_path / "o.dscpbackup"))
    manifest = manifest_with(made, slots_sha256=json.loads(theirs[bundle.MANIFEST])["slots_sha256"])
    parts = {**parts_of(made), bundle.SLOTS: theirs[bundle.SLOTS], bundle.MANIFEST: manifest}
    mixed = write(made.with_name("m.dscpbackup"), parts.items())
    facts = bundle.read_facts(mixed)
    held = keys_of(read_people(facts), "Ann", PASSPHRASE)
    with pytest.raises(CannotOpen, match="does not fit"):
        look_into(mixed, held)
    # Put back all the same, it does not open, and what stood there is not lost.
    target = tmp_path / "target.dscp"
    with create_store(target, Birth("Third", "Ann", PASSPHRASE)) as third:
        third.run(add, "Stays")
    _manifest, aside = backup.restore(mixed, target)
    with pytest.raises(CannotOpen):
        open_store(target, PASSPHRASE)
    assert aside is not None
    with open_store(aside, PASSPHRASE) as kept:
        assert kept.ask(names) == ["Stays"]
