"""`dscp backup` and `dscp restore`: old and new programs, damaged files, no room."""

import json
import re
import zipfile
from collections import namedtuple
from pathlib import Path

import pytest

from dscp_desktop.store import bundle
from dscp_desktop.store.backup import backup_file
from dscp_desktop.store.migrate import NEWEST
from dscp_desktop.store.opening import Birth, create_store, open_store
from tests.app.conftest import Dscp
from tests.moulds import PASSPHRASE
from tests.store.deeds import add, names

OLD = Path(__file__).parents[1] / "databases" / "0.1.0" / "old.dscpbackup"
OLD_PHRASE = "the store of an old release"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "s.dscp"
    with create_store(place, Birth("Durham", "Ann", PASSPHRASE)) as store:
        store.run(add, "Durham Voice")
    return place


def test_the_backup_of_the_oldest_release_comes_back(dscp: Dscp, tmp_path: Path) -> None:
    place = tmp_path / "old.dscp"
    said = dscp("restore", OLD, place, passphrase=OLD_PHRASE)
    assert (said.code, said.out) == (0, "")
    assert "County of old releases, backup of 2023-10-19T09:00" in said.err
    with open_store(place, OLD_PHRASE):  # written to once, it is of this program's form
        pass
    check = dscp("check", place, passphrase=OLD_PHRASE)
    assert check.code == 0, check.err
    upgraded = tmp_path / "old-before-upgrade-1.dscpbackup"
    assert bundle.read_facts(upgraded).manifest.revision == "0001"
    again = dscp("backup", place, tmp_path, passphrase=OLD_PHRASE)
    assert bundle.read_facts(Path(again.out.strip())).manifest.revision == NEWEST


def test_a_backup_of_a_newer_program_is_refused(dscp: Dscp, path: Path, tmp_path: Path) -> None:
    made, newer = Path(dscp("backup", path, tmp_path).out.strip()), tmp_path / "newer.dscpbackup"
    with zipfile.ZipFile(made) as box, zipfile.ZipFile(newer, "w") as out:
        for name in box.namelist():
            data = box.read(name)
            if name == bundle.MANIFEST:
                data = json.dumps({**json.loads(data), "revision": "9999"}).encode()
            out.writestr(name, data)
    before = sorted(tmp_path.iterdir())
    said = dscp("restore", newer, path)
    assert (said.code, said.out) == (1, "")
    assert "newer.dscpbackup was made by a newer DSCP Desktop" in said.err
    assert sorted(tmp_path.iterdir()) == before


def test_a_newer_store_is_refused_with_3(dscp: Dscp, path: Path, tmp_path: Path) -> None:
    with open_store(path, PASSPHRASE) as store, store.jotting() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for verb in (("check", path), ("due", path), ("backup", path, tmp_path)):
        said = dscp(*verb)
        assert (said.code, said.out) == (3, ""), verb
        assert "s.dscp was written by a newer DSCP Desktop" in said.err
        assert "Open it with the newer program" in said.err


def test_a_damaged_backup_is_refused_with_1(dscp: Dscp, path: Path, tmp_path: Path) -> None:
    made = Path(dscp("backup", path, tmp_path).out.strip())
    made.write_bytes(made.read_bytes()[:-100])
    said = dscp("restore", made, tmp_path / "x.dscp")
    assert (said.code, said.out) == (1, "")
    assert "is damaged or is no backup" in said.err
    assert not (tmp_path / "x.dscp").exists()


def test_no_room_is_said_with_both_numbers(
    dscp: Dscp, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = namedtuple("full", "total used free")(0, 0, 400_000)
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: full)
    said = dscp("backup", path, tmp_path)
    assert said.code == 1
    assert re.search(r"A backup needs \d\.\d MB", said.err)
    assert "has 400 kB left" in said.err
    assert not list(tmp_path.glob("*.dscpbackup*"))


def test_a_store_that_is_open_is_not_replaced(dscp: Dscp, path: Path, tmp_path: Path) -> None:
    with open_store(path, PASSPHRASE) as store:
        made = backup_file(path, store.key, tmp_path / "b.dscpbackup")
        said = dscp("restore", made, path)
        assert said.code == 3
        assert "Ann on" in said.err
        assert store.ask(names) == ["Durham Voice"]
