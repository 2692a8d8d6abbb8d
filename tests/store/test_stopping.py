"""Backups and restores that say how far they are, and leave nothing where they are stopped."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dscp_desktop.core.faults import Stopped
from dscp_desktop.core.pace import Pace
from dscp_desktop.store import backup
from dscp_desktop.store.contents import look_into
from dscp_desktop.store.files import put_file
from dscp_desktop.store.opening import Store, open_store
from tests.moulds import PASSPHRASE
from tests.store.deeds import add, names

Heard = list[tuple[str, float]]


def hearing(told: Heard, stop: Callable[[str, float], bool] = lambda *_: False) -> Pace:
    """A pace that writes down what it is told, and stops after what somebody chose."""
    return Pace(lambda *said: told.append(said), lambda: bool(told) and stop(*told[-1]))


def files(folder: Path) -> dict[str, bytes]:
    """What lies in a folder; what SQLite keeps beside an open store is none of ours."""
    ours = (path for path in folder.iterdir() if not path.name.endswith(("-wal", "-shm", ".lock")))
    return {path.name: path.read_bytes() for path in ours}


@pytest.fixture
def large(store: Store) -> Store:
    """A store of some megabytes with a change that a backup can lack."""
    with store.jotting() as session:
        put_file(session, "large.pdf", os.urandom(3_000_000))
    store.run(add, "Durham Voice")
    return store


def test_a_backup_is_told_by_the_pages_copied(large: Store, tmp_path: Path) -> None:
    told: Heard = []
    made = backup.backup_file(large.path, large.key, tmp_path / "b.dscpbackup", pace=hearing(told))
    parts = [part for _words, part in told]
    copied = [part for words, part in told if words == "Copying the store"]
    assert len(copied) >= 3
    assert parts == sorted(parts)
    assert parts[-1] == 1.0
    assert list(dict.fromkeys(words for words, _part in told)) == [
        "Copying the store",
        "Taking its sum",
        "Writing the backup",
        "Reading the backup again",
        "Checking the backup",
        "Keeping the backup",
    ]
    assert backup.read_manifest(made).public_name == "Test partnership"


def test_a_backup_stopped_at_any_step_leaves_no_file(large: Store, tmp_path: Path) -> None:
    told: Heard = []
    backup.backup_file(large.path, large.key, tmp_path / "whole.dscpbackup", pace=hearing(told))
    before = files(tmp_path)
    steps = list(dict.fromkeys(words for words, _part in told))
    for step in steps[:-1]:
        with pytest.raises(Stopped):
            backup.backup_file(
                large.path,
                large.key,
                tmp_path / "b.dscpbackup",
                pace=hearing([], lambda words, _part, step=step: words == step),
            )
        assert files(tmp_path) == before, step
    assert large.ask(names) == ["Durham Voice"]


def test_a_command_meanwhile_is_not_in_the_backup_and_holds_nothing_up(
    large: Store, tmp_path: Path
) -> None:
    """The copy is of one moment: what is written between two pages does not begin it anew."""
    done: list[float] = []

    def told(words: str, part: float) -> None:
        if words == "Copying the store":
            done.append(part)
            large.run(add, f"Meanwhile {len(done)}")

    made = backup.backup_file(large.path, large.key, tmp_path / "b.dscpbackup", pace=Pace(told))
    assert done == sorted(set(done))
    assert "Meanwhile 1" in large.ask(names)
    backup.restore(made, tmp_path / "fresh.dscp")
    with open_store(tmp_path / "fresh.dscp", PASSPHRASE) as again:
        assert again.ask(names) == ["Durham Voice"]


def test_a_restore_stopped_before_the_store_is_in_its_place_moves_nothing(
    large: Store, tmp_path: Path
) -> None:
    made = backup.backup_file(large.path, large.key, tmp_path / "b.dscpbackup")
    large.run(add, "Later")
    large.close()
    before = files(tmp_path)
    for step in ("Reading the backup", "Copying the store that stands there"):
        for part in (0.0, 0.7):
            pace = hearing(
                [], lambda words, far, step=step, part=part: words == step and far > part
            )
            if step == "Reading the backup" and part:
                continue
            with pytest.raises(Stopped):
                backup.restore(made, large.path, pace)
            assert files(tmp_path) == before
    with open_store(large.path, PASSPHRASE) as again:
        assert again.ask(names) == ["Durham Voice", "Later"]


def test_a_restore_cannot_be_stopped_once_it_says_so(large: Store, tmp_path: Path) -> None:
    made = backup.backup_file(large.path, large.key, tmp_path / "b.dscpbackup")
    large.run(add, "Later")
    large.close()
    told: Heard = []
    backup.restore(made, large.path, hearing(told, lambda _words, part: part >= 1))
    assert told[-1] == ("Putting the store in its place. This cannot be stopped any more", 1.0)
    assert [part for _words, part in told] == sorted(part for _words, part in told)
    with open_store(large.path, PASSPHRASE) as again:
        assert again.ask(names) == ["Durham Voice"]


def test_looking_into_a_backup_is_told_and_stopped(large: Store, tmp_path: Path) -> None:
    made = backup.backup_file(large.path, large.key, tmp_path / "b.dscpbackup")
    told: Heard = []
    look_into(made, (large.key,), pace=hearing(told))
    assert [part for _words, part in told] == sorted(part for _words, part in told)
    with pytest.raises(Stopped):
        look_into(made, (large.key,), pace=hearing([], lambda _words, part: part > 0.4))
