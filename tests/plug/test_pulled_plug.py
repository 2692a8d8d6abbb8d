"""The plug is pulled: a program killed at any moment loses nothing that it has acknowledged.

Five hundred kills over one run of `dev.py test --all`. DSCP_PLUG_SEED gives other moments; a
failure names the seed, the deed, the number of the kill and the moment.
"""

from __future__ import annotations

import itertools
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from dscp_desktop.core.places import find_place
from dscp_desktop.store.backup import ENDING
from dscp_desktop.store.migrate import NEWEST
from tests.plug.books import make_books
from tests.plug.conftest import Forker, Pulled, copy_store

SEED = int(os.environ.get("DSCP_PLUG_SEED", "1"))
KILLS = {
    "command": 90, "autosave": 60, "import": 70, "backup": 60, "restore": 70, "migration": 50,
    "key": 60, "pack": 40,
}  # fmt: skip
# How many kills one store bears before the next takes its place.
ON_ONE_STORE = 10
BOOK_ROWS, BOOKS = 250, 3
MEETING = "Safeguarding Executive Group 2023-10-26"
INSIDE = 0.6  # the least share of kills that must land within the deed


@dataclass(slots=True)
class Ground:
    """One store under attack, and what its programs acknowledged."""

    forker: Forker
    path: Path
    spare: Path
    books: list[str] = field(default_factory=list)
    newer: str = ""
    made: str = ""
    acknowledged: list[str] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    begun: int = 0

    def look(self) -> dict[str, Any]:
        last = next((a for a in reversed(self.acknowledged) if "-" in a), "")
        found = self.forker.look(path=str(self.path), newer=self.newer, sought=last)
        assert found["problems"] == []
        if last and self.newer == "":
            assert last in found["hits"]
        return found

    def left_over(self, *kept: str) -> set[str]:
        """Return the names beside the store that are neither its own nor of these endings."""
        own = {self.path.name, f"{self.path.stem}.keys"}
        there = {p.name for p in self.path.parent.iterdir()} - own
        return {name for name in there if not name.endswith(kept or ("\0",))}


def pull_commands(ground: Ground, tag: str, after: float) -> Pulled:
    pulled = ground.forker.do("command", after, path=str(ground.path), tag=tag)
    ground.acknowledged += pulled.acknowledged
    ground.begun += pulled.begun
    found = ground.look()
    named = [name for name in found["names"] if name.startswith("k")]
    assert set(ground.acknowledged) <= set(named)
    assert len(named) <= ground.begun
    assert ground.left_over() == set()
    return pulled


def pull_drafts(ground: Ground, tag: str, after: float) -> Pulled:
    pulled = ground.forker.do("autosave", after, path=str(ground.path), tag=tag)
    draft = ground.look()["draft"]
    # What was acknowledged last, or what was being kept as the plug was pulled.
    could_be = {*ground.drafts[-1:], f"{tag}-0"}
    if pulled.acknowledged:
        last = int(pulled.acknowledged[-1].rsplit("-", 1)[1])
        could_be = {f"{tag}-{last}", f"{tag}-{last + 1}"}
    if draft or ground.drafts or pulled.acknowledged:
        assert draft.split(" ")[0] in could_be
        assert draft == draft.split(" ")[0] + " " + "typed " * 2000
        ground.drafts.append(draft.split(" ")[0])
    assert ground.left_over() == set()
    return pulled


def pull_imports(ground: Ground, tag: str, after: float) -> Pulled:
    assert tag
    pulled = ground.forker.do("import", after, path=str(ground.path), books=ground.books)
    ground.acknowledged = sorted({*ground.acknowledged, *pulled.acknowledged})
    actions = ground.forker.look(path=str(ground.path))["actions"]
    assert ground.look()["problems"] == []
    assert {name: actions.get(name) for name in ground.acknowledged} == dict.fromkeys(
        ground.acknowledged, BOOK_ROWS
    )
    assert set(actions.values()) <= {BOOK_ROWS}, "a workbook came in by half"
    assert ground.left_over() == set()
    return pulled


def pull_backups(ground: Ground, tag: str, after: float) -> Pulled:
    pulled = ground.forker.do("backup", after, path=str(ground.path), tag=tag)
    made = sorted(ground.path.parent.glob(f"*{ENDING}"))
    assert {place.name for place in made} >= set(pulled.acknowledged)
    ground.look()
    for place in made[-2:]:
        spare = ground.spare / place.stem / "spare.dscp"
        spare.parent.mkdir(parents=True)
        found = ground.forker.look("backup", made=str(place), spare=str(spare))
        assert tag in found["names"]
        assert found["problems"] == []
        shutil.rmtree(spare.parent)
    again = ground.forker.do("verb", words=["backup", str(ground.path), str(ground.path.parent)])
    assert again.code == 0, again.said
    assert ground.left_over(ENDING) == set()
    for place in ground.path.parent.glob(f"*{ENDING}"):
        place.unlink()
    return pulled


def pull_restores(ground: Ground, tag: str, after: float) -> Pulled:
    # Killed while it writes, so that a log of changes stands beside the store.
    before = ground.forker.do("command", 0.15, path=str(ground.path), tag=f"{tag}c")
    pulled = ground.forker.do("restore", after, path=str(ground.path), made=ground.made)
    ground.look()
    found: set[str] = set()
    for place in sorted(ground.path.parent.glob("*.dscp"))[:2]:  # the first one moved aside has it
        there = ground.forker.look(path=str(place))
        assert there["problems"] == []
        found |= set(there["names"])
    assert set(before.acknowledged) <= found
    ground.acknowledged = []
    # The parts of a store that was being put aside stand there: what it was stands too.
    assert ground.left_over(".dscp", ".keys", ".dscp-wal") == set()
    for place in ground.path.parent.glob("*before-restore*"):
        place.unlink()
    return pulled


def pull_migration(ground: Ground, tag: str, after: float) -> Pulled:
    assert tag
    pulled = ground.forker.do("migration", after, path=str(ground.path), newer=ground.newer)
    found = ground.look()
    assert found["revision"] > NEWEST
    assert found["rows"] > 100
    return pulled


def pull_key_changes(ground: Ground, tag: str, after: float) -> Pulled:
    pulled = ground.forker.do("key", after, path=str(ground.path), tag=tag)
    ground.acknowledged += pulled.acknowledged
    found = ground.look()
    assert set(ground.acknowledged) <= set(found["names"])
    assert ground.left_over() == set()
    return pulled


def pull_packs(ground: Ground, tag: str, after: float) -> Pulled:
    out = ground.path.with_name(f"{tag}.pdf")
    whole = bool(int(tag.split("k")[-1]) % 2)
    pulled = ground.forker.do(
        "pack", after, whole=whole, path=str(ground.path), meeting=MEETING, out=str(out)
    )
    assert not pulled.left, "the process for files lives on"
    if out.exists():
        checked = subprocess.run(["qpdf", "--check", out], capture_output=True, check=False)
        assert checked.returncode == 0, checked.stdout
    ground.look()
    again = ground.forker.do(
        "pack", path=str(ground.path), meeting=MEETING, out=str(out)
    )  # fmt: skip
    assert again.code == 0, again.said
    assert ground.left_over() == {out.name}
    out.unlink()
    return pulled


Pull = Callable[[Ground, str, float], Pulled]
PULLS: dict[str, Pull] = {
    "command": pull_commands,
    "autosave": pull_drafts,
    "import": pull_imports,
    "backup": pull_backups,
    "restore": pull_restores,
    "migration": pull_migration,
    "key": pull_key_changes,
    "pack": pull_packs,
}


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Workbooks of new actions, each with numbers of its own."""
    return make_books(tmp_path_factory.mktemp("books"), BOOKS, BOOK_ROWS)


def grounds(
    kind: str, forker: Forker, sample: Path, books: list[str], tmp_path: Path
) -> Iterator[Ground]:
    """Give the store for each kill: a fresh copy of the sample after every ten."""
    for number in itertools.count():
        path = copy_store(sample, tmp_path / f"{kind}{number}")
        ground = Ground(forker, path, tmp_path / f"spare{number}", books)
        if kind == "restore":
            made = forker.do("verb", words=["backup", str(path), str(tmp_path)])
            assert made.code == 0, made.said
            ground.made = str(max(tmp_path.glob(f"*{ENDING}"), key=lambda p: p.stat().st_mtime))
        if kind == "migration":
            ground.newer = str(tmp_path / f"newer{number}")
            shutil.copytree(find_place("db"), Path(ground.newer) / "db")
        for _ in range({"migration": 1, "import": 3}.get(kind, ON_ONE_STORE)):
            yield ground
        shutil.rmtree(path.parent)


LONGEST = {"command": 0.3, "autosave": 0.2, "backup": 0.4, "restore": 0.3, "key": 0.5}


def measure(kind: str, stores: Iterator[Ground]) -> float:
    """Return the seconds within which a kill lands in the deed."""
    if kind in LONGEST:
        return LONGEST[kind]
    ground = next(stores)
    values: dict[str, Any] = {"path": str(ground.path)}
    others: dict[str, dict[str, Any]] = {
        "import": {"books": ground.books},
        "migration": {"newer": ground.newer},
        "pack": {"meeting": MEETING, "out": str(ground.path.with_name("measured.pdf"))},
    }
    values |= others[kind]
    found = []
    for number in range(1 if kind == "migration" else 2):
        path = ground.path.parent.with_name(f"measured{number}") / ground.path.name
        place = copy_store(ground.path, path.parent)
        measured = ground.forker.do(kind, **values | {"path": str(place)})
        assert measured.code == 0, measured.said
        found.append(measured.seconds)
    return 0.9 * min(found)


def pull_often(
    kind: str,
    kills: int,
    forker: Forker,
    sample: Path,
    books: list[str],
    tmp_path: Path,
    least: float = INSIDE,
) -> None:
    pick = random.Random(f"{SEED} {kind}")
    first = grounds(kind, forker, sample, books, tmp_path / "measured")
    seconds = measure(kind, first)
    inside = 0
    stores = grounds(kind, forker, sample, books, tmp_path)
    for number, ground in zip(range(kills), stores, strict=False):
        after = pick.uniform(0, seconds)
        where = f"seed {SEED}, {kind}, kill {number} after {after:.4f} s"
        try:
            pulled = PULLS[kind](ground, f"k{number}", after)
        except AssertionError as error:
            raise AssertionError(f"{where}: {error}") from error
        inside += pulled.inside
        assert pulled.code in (-9, 0), f"{where}: ended with {pulled.code}: {pulled.said}"
    print(f"{kind}: seed {SEED}, {inside} of {kills} kills within the deed of {seconds:.2f} s")
    assert inside >= least * kills, f"{inside} of {kills} kills landed in mid-{kind}"


def test_a_killed_program_loses_nothing_acknowledged(
    forker: Forker, sample: Path, books: list[str], tmp_path: Path
) -> None:
    for kind in ("command", "autosave", "restore", "key"):
        pull_often(kind, 2, forker, sample, books, tmp_path / kind, least=0)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", KILLS)
def test_a_program_killed_five_hundred_times_loses_nothing_acknowledged(
    kind: str, forker: Forker, sample: Path, books: list[str], tmp_path: Path
) -> None:
    assert sum(KILLS.values()) == 500
    pull_often(kind, KILLS[kind], forker, sample, books, tmp_path)
