"""The plug is pulled: a program killed at any moment loses nothing that it has acknowledged."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dscp_desktop.store import backup, people
from dscp_desktop.store.check import check_store
from dscp_desktop.store.opening import Store, open_store
from tests.conftest import PASSPHRASE, ROOT
from tests.store.deeds import names

SCRIPT = """
import itertools, sys
from pathlib import Path
from dscp_desktop.core.faults import Trouble
from dscp_desktop.store import backup, people
from dscp_desktop.store.drafts import keep_draft
from dscp_desktop.store.opening import open_store
from tests.store.deeds import add, names
path, mode, tag = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
if mode == "restore":
    print("ready", flush=True)
    for number in itertools.count():
        backup.restore(Path(sys.argv[4]), path)
with open_store(path, "correct horse battery staple") as store:
    print("ready", flush=True)
    for number in itertools.count():
        name = f"{tag}-{number} " + "x" * 3000
        store.run(add, name)
        print(name, flush=True)
        with store.jotting() as session:
            keep_draft(session, "place", name)
        if mode == "key":
            people.change_key(store)
        if mode == "backup":
            backup.backup_file(path, store.key, path.with_name(f"{tag}-{number}.dscpbackup"))
"""


def pull(path: Path, mode: str, tag: str, after: float, *more: str) -> list[str]:
    """Let a program work on the store, kill it after some seconds; return what it acknowledged."""
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(path), mode, tag, *more],
        stdout=subprocess.PIPE, cwd=ROOT, text=True,
    ) as work:  # fmt: skip
        assert work.stdout is not None
        assert work.stdout.readline() == "ready\n"
        time.sleep(after)
        work.kill()
        said = work.stdout.read().split("\n")
    assert work.returncode != 0
    assert os.name == "nt" or work.returncode == -signal.SIGKILL
    return said[:-1]  # the last one is cut or empty


def look(path: Path, acknowledged: set[str], kills: int) -> None:
    """The store opens, checks clean, and holds what was acknowledged, and one more a kill."""
    with open_store(path, PASSPHRASE) as store:
        assert check_store(store).problems == ()
        found = set(store.ask(names))
        assert acknowledged <= found
        assert len(found) <= len(acknowledged) + kills
        for name in path.parent.glob("*" + backup.ENDING):
            backup.read_manifest(name)


def pull_often(store: Store, kills: int, seed: int, modes: tuple[str, ...]) -> None:
    store.close()
    pick, acknowledged = random.Random(seed), set[str]()
    for number in range(kills):
        mode = modes[number % len(modes)]
        acknowledged |= set(pull(store.path, mode, f"{mode}{number}", pick.uniform(0, 0.4)))
        look(store.path, acknowledged, number + 1)
    assert acknowledged


def test_a_killed_program_loses_nothing_acknowledged(store: Store) -> None:
    pull_often(store, 5, 1, ("command", "key", "backup", "command", "key"))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_program_killed_fifty_times_loses_nothing_acknowledged(store: Store) -> None:
    pull_often(store, 50, 2, ("command", "key", "backup"))


@pytest.mark.parametrize("kills", [1, pytest.param(20, marks=pytest.mark.slow)])
def test_a_killed_restore_leaves_every_store_whole(store: Store, kills: int) -> None:
    made = backup.backup_file(store.path, store.key, store.path.with_name("b.dscpbackup"))
    store.close()
    pick = random.Random(3)
    for number in range(kills):
        # killed while it writes, so that a log of changes stands beside the store
        kept = pull(store.path, "command", f"r{number}", 0.3)
        pull(store.path, "restore", "x", pick.uniform(0, 0.2), str(made))
        found: set[str] = set()
        asides = list(store.path.parent.glob("*.dscp"))
        for path in asides:
            with open_store(path, PASSPHRASE) as found_there:
                assert check_store(found_there).problems == ()
                found |= set(found_there.ask(names))
        assert set(kept) <= found
        backup.restore(made, store.path)
        for path in asides:
            if path != store.path:
                path.unlink()


@pytest.mark.parametrize("step", ["inside", "both", "rekey", "inside again"])
def test_a_leaver_whose_removal_stopped_half_way_is_out_at_the_next_opening(
    store: Store, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    class Pulled(BaseException):
        pass

    def pull_here(*_args: object, **_options: object) -> None:
        raise Pulled

    people.add_person(store, "Bob", "full", "another passphrase")
    left = store.key
    whole = people._keep_inside
    calls: list[object] = []

    def counted(*args: object) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise Pulled
        whole(*args)  # type: ignore[arg-type]

    names_of = {"inside": "change_key", "both": "rekey", "rekey": "_keep"}
    if step in names_of:
        monkeypatch.setattr(people, names_of[step], pull_here)
    else:
        monkeypatch.setattr(people, "_keep_inside", counted)
    with pytest.raises(Pulled):
        people.remove_person(store, "Bob")
    monkeypatch.undo()
    store.close()
    with open_store(store.path, PASSPHRASE) as again:
        if step == "inside":  # Bob still shows, so that the removal is asked for again
            assert [name for name, _ in people.list_people(again)] == ["Ann", "Bob"]
            people.remove_person(again, "Bob")
        assert [name for name, _ in people.list_people(again)] == ["Ann"]
        assert again.key != left
        assert check_store(again).problems == ()
