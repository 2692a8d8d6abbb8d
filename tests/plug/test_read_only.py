"""A disk that turns read-only, or goes away, while a store is open: words, and nothing lost."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dscp_desktop.app.backups import make_backup
from dscp_desktop.core.faults import CannotOpen, Trouble
from dscp_desktop.store import people
from dscp_desktop.store.backup import ENDING, restore
from dscp_desktop.store.check import check_store
from dscp_desktop.store.drafts import keep_draft
from dscp_desktop.store.opening import Store, open_store
from tests.conftest import ROOT
from tests.plug.conftest import Forker, copy_store
from tests.plug.disks import go_away, needs_mounts, real_disk, turn_read_only
from tests.store.deeds import add, names

SAMPLE = "sample"
KILOBYTES = 24_000


def keep(store: Store) -> None:
    with store.jotting() as session:
        keep_draft(session, "place", "typed")


TRIED: dict[str, Callable[[Store], object]] = {
    "command": lambda store: store.run(add, "Too late by a second"),
    "autosave": keep,
    "rehearsal": lambda store: store.rehearse(add, "Not meant"),
    "backup": make_backup,
    "key": people.change_key,
    "person": lambda store: people.add_person(store, "Bob", "full", "five words or more here"),
}


def refusals(store: Store) -> set[str]:
    """Try everything, and return what was refused in words; any other error fails the test."""
    refused = set()
    for what, tried in TRIED.items():
        try:
            tried(store)
        except Trouble as trouble:
            check_words(trouble)
            refused.add(what)
    return refused


def check_words(trouble: Trouble) -> None:
    for sign in ("Errno", "sqlcipher", "Error", "Traceback"):
        assert sign not in trouble.words
    assert trouble.words.endswith(".")


def mount_again(folder: Path) -> None:
    """Mount the disk of a folder anew, as after the cable is back."""
    image = folder.with_name(f"{folder.name}.image")
    subprocess.run(["umount", "-l", folder], check=True)
    subprocess.run(["mount", "-o", "loop", image, folder], check=True)


@needs_mounts
@pytest.mark.parametrize("happens", [turn_read_only, go_away])
def test_a_disk_that_turns_away_in_mid_work_loses_nothing(
    happens: Callable[[Path], None], sample: Path, tmp_path: Path
) -> None:
    with real_disk(tmp_path / "disk", KILOBYTES) as disk:
        path = copy_store(sample, disk / "store")
        os.sync()
        store = open_store(path, SAMPLE)
        store.run(add, "In time")
        before = store.ask(names)
        happens(disk)
        assert refusals(store) >= {"command", "autosave", "backup", "key", "person"}
        if happens is turn_read_only:  # what is there can be read
            assert store.ask(names) == before
        store.close()
        mount_again(disk)
        with open_store(store.path, SAMPLE) as again:
            assert again.ask(names) == before
            assert check_store(again).problems == ()
            again.run(add, "Goes on")


@needs_mounts
def test_a_store_on_a_read_only_disk_can_be_read_and_refuses_writing_in_words(
    sample: Path, tmp_path: Path, forker: Forker
) -> None:
    with real_disk(tmp_path / "disk", KILOBYTES) as disk:
        path = copy_store(sample, disk / "store")
        made = forker.do("verb", words=["backup", str(path), str(tmp_path)])
        backup = next(tmp_path.glob(f"*{ENDING}"))
        os.sync()
        turn_read_only(disk)
        with pytest.raises(CannotOpen) as caught:
            open_store(path, SAMPLE)
        check_words(caught.value)
        with open_store(path, SAMPLE, to_read=True) as store:
            assert store.ask(names)
            assert check_store(store).problems == ()
        with pytest.raises(Trouble) as refused:
            restore(backup, path)
        check_words(refused.value)
        for words in (["due", str(path)], ["check", str(path)]):
            done = forker.do("verb", words=words)
            assert done.code == 0, done.said
        made = forker.do("verb", words=["backup", str(path), str(disk)])
        assert made.code == 1
        assert "Errno" not in made.said


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can become nobody")
@pytest.mark.parametrize("verb", ["due", "check", "backup", "import"])
def test_somebody_who_may_only_read_the_folder_reads_and_is_refused_in_words(
    verb: str, sample: Path, tmp_path_factory: pytest.TempPathFactory, forker: Forker
) -> None:
    nobody = 65534
    if not all(place.stat().st_mode & 0o001 for place in (ROOT, *ROOT.parents)):
        pytest.skip("nobody else can read this tree, so no program would start for them")
    folder = tmp_path_factory.mktemp("theirs")
    for above in (folder, *folder.parents):
        if above.stat().st_mode & 0o005 != 0o005:
            above.chmod(0o755)  # pytest's own folders are for its user alone
    path = copy_store(sample, folder / "store")
    path.chmod(0o444)
    path.with_suffix(".keys").chmod(0o444)
    last = {"backup": [str(folder)], "import": [str(path.with_suffix(".keys"))]}.get(verb, [])
    done = forker.do("verb", user=nobody, words=[verb, str(path), *last])
    assert done.code == (0 if verb in ("due", "check") else {"backup": 1, "import": 3}[verb])
    assert "Traceback" not in done.said
    assert "made a mistake" not in done.said


def test_a_folder_that_vanishes_in_mid_work_ends_in_words(sample: Path, tmp_path: Path) -> None:
    path = copy_store(sample, tmp_path / "share" / "store")
    store = open_store(path, SAMPLE)
    store.run(add, "In time")
    before = store.ask(names)
    (tmp_path / "share").rename(tmp_path / "gone")
    # The files are open, so SQLite may write on; what needs a name is refused.
    assert refusals(store) >= {"backup", "key", "person"}
    store.close()
    (tmp_path / "gone").rename(tmp_path / "share")
    with open_store(path, SAMPLE) as again:
        assert set(before) <= set(again.ask(names))
        assert check_store(again).problems == ()
