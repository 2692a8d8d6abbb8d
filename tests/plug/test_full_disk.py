"""A disk that is full: whatever is tried ends in words, nothing is lost, and it goes on after."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dscp_desktop.core.places import find_place
from tests.plug.books import make_books, make_paper
from tests.plug.conftest import Forker, copy_store
from tests.plug.disks import fill, needs_mounts, small_disk

pytestmark = needs_mounts

MEETING = "Safeguarding Executive Group 2023-10-26"
ROOM = (0, 4, 24, 64, 160, 400, 1000)  # kilobytes that are left
WORDS_OF_A_MISTAKE = ("Traceback", "made a mistake", "sqlcipher3", "sqlalchemy", "Errno")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 48_000) as folder:
        yield folder


@pytest.fixture
def there(sample: Path, disk: Path) -> Path:
    """The sample store on the small disk."""
    return copy_store(sample, disk / "store")


def check_words(said: str, code: int) -> None:
    """A refusal has words and the code of one; nothing of the program's insides is shown."""
    assert code in (0, 1, 3), said
    for word in WORDS_OF_A_MISTAKE:
        assert word not in said
    if code:
        assert said.strip().endswith((".", "here"))


def words_of(verb: str, path: Path, tmp_path: Path, disk: Path) -> list[str]:
    """Return a verb with what it needs, all of it read from another disk."""
    made = tmp_path / "made.dscpbackup"
    store = str(path)
    return {
        "import": ["import", store, str(tmp_path / "book0.xlsx")],
        "backup": ["backup", store, str(disk)],
        "restore": ["restore", str(made), store],
        "pack": ["pack", store, "--meeting", MEETING, "-o", str(disk / "out.pdf")],
        "export": ["export", store, "actions", "-o", str(disk / "out.xlsx")],
        "paper": ["paper", store, str(tmp_path / "paper.pdf"), "--meeting", MEETING],
        "new": ["new", str(disk / "new.dscp"), "--profile", "durham-2022-23"],
        "demo": ["demo", str(disk / "demo.dscp")],
    }[verb]


def try_when_full(
    verb: str,
    room: tuple[int, ...],
    forker: Forker,
    there: Path,
    tmp_path: Path,
    disk: Path,
    rows: int = 2000,
) -> int:
    """Try a verb on a disk ever less full, then with room; return how often it was refused."""
    make_books(tmp_path, 1, rows)
    make_paper(tmp_path / "paper.pdf")
    made = forker.do("verb", words=["backup", str(there), str(tmp_path)])
    assert made.code == 0, made.said
    next(tmp_path.glob("*.dscpbackup")).rename(tmp_path / "made.dscpbackup")
    refused = 0
    before = {p.name for p in disk.iterdir()}
    passphrase = "sample" if verb != "new" else "five words or more here"
    for kilobytes in room:
        filler = fill(disk, kilobytes)
        done = forker.do(
            "verb", passphrase=passphrase, words=words_of(verb, there, tmp_path, disk)
        )  # fmt: skip
        check_words(done.said, done.code)
        filler.unlink()
        found = forker.look(path=str(there))
        assert found["problems"] == []
        assert not [p.name for p in there.parent.iterdir() if p.name.endswith((".new", ".part"))]
        if done.code == 0:
            break
        refused += 1
        assert {p.name for p in disk.iterdir()} == before, "a half file was left"
        assert "book0" not in found["actions"]
    else:
        done = forker.do(
            "verb", passphrase=passphrase, words=words_of(verb, there, tmp_path, disk)
        )  # fmt: skip
        assert done.code == 0, done.said
    if verb == "import":
        assert forker.look(path=str(there))["actions"] == {"book0": rows}
    return refused


VERBS = ("import", "backup", "restore", "pack", "export", "paper", "new", "demo")


@pytest.mark.slow
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_on_a_full_disk_ends_in_words_and_goes_on_with_room(
    verb: str, forker: Forker, there: Path, tmp_path: Path, disk: Path
) -> None:
    assert try_when_full(verb, ROOM, forker, there, tmp_path, disk) > 0


def test_an_import_on_a_full_disk_ends_in_words_and_goes_on_with_room(
    forker: Forker, there: Path, tmp_path: Path, disk: Path
) -> None:
    assert try_when_full("import", (64,), forker, there, tmp_path, disk, rows=300) == 1


@pytest.mark.parametrize(
    ("kind", "room"),
    [
        ("command", 160),
        pytest.param("command", 1000, marks=pytest.mark.slow),
        pytest.param("autosave", 160, marks=pytest.mark.slow),
        pytest.param("autosave", 700, marks=pytest.mark.slow),
        *(pytest.param("key", n, marks=pytest.mark.slow) for n in (160, 700, 1500, 3000)),
    ],
)
def test_work_until_the_disk_is_full_keeps_all_that_was_acknowledged(
    kind: str, room: int, forker: Forker, there: Path, disk: Path
) -> None:
    filler = fill(disk, room)
    done = forker.do("until trouble", path=str(there), kind=kind)
    check_words(done.said, done.code)
    if kind != "key" or room < 3000:
        assert done.code in (1, 3), "the disk did not fill up"
    # What is there can be read while the disk is full.
    reads = forker.do("verb", words=["due", str(there)])
    assert reads.code == 0, reads.said
    filler.unlink()
    found = forker.look(path=str(there))
    assert found["problems"] == []
    if kind != "autosave":
        assert set(done.acknowledged) <= set(found["names"])
    again = forker.do("until trouble", path=str(there), kind="command", most=1, tag="more")
    assert again.code == 0, again.said


@pytest.mark.slow
def test_an_upgrade_on_a_full_disk_ends_in_words_and_goes_on_with_room(
    forker: Forker, there: Path, tmp_path: Path, disk: Path
) -> None:
    newer = tmp_path / "newer"
    shutil.copytree(find_place("db"), newer / "db")
    codes = []
    for room in (0, 64, 400, 1000, 2500, 3300):
        filler = fill(disk, room)
        done = forker.do("opening", path=str(there), newer=str(newer))
        check_words(done.said, done.code)
        codes.append(done.code)
        filler.unlink()
        if done.code == 0:
            break
    assert codes[0] == 3
    found = forker.look(path=str(there), newer=str(newer))
    assert found["problems"] == []
    assert found["rows"] > 100
