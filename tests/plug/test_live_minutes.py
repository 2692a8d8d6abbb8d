"""kill -9 while minutes are taken in the window: nothing older than five seconds is lost."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dscp_desktop.app.beginning import begin_from
from dscp_desktop.core.profiles import load_profile
from dscp_desktop.store.check import check_store
from dscp_desktop.store.drafts import list_drafts
from dscp_desktop.store.opening import Birth, Store, create_store, open_store
from tests.conftest import ROOT
from tests.meetings.page.liveroom import Hands, plan, record_of
from tests.moulds import PASSPHRASE

OLDEST = 5.0  # seconds
_WORD = re.compile(r"w\d{5}", re.IGNORECASE)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals")


@pytest.fixture(scope="module")
def planned_store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A closed store with a meeting of today; and the meeting's id."""
    path = tmp_path_factory.mktemp("planned") / "live.dscp"
    with create_store(path, Birth("Test partnership", "Ann", PASSPHRASE), Hands()) as store:
        store.run(begin_from, load_profile("durham-2022-23"))
        return path, plan(store, more=6)


def all_words(store: Store, meeting_id: str) -> set[str]:
    """Return the numbered words of the minutes: notes, what stands in them, and drafts."""
    said = list(store.ask(list_drafts, store.person).values())
    for item in record_of(store, meeting_id).items:
        for note in item.notes:
            said.append(note.record.text if note.record else note.text)
    return {word.casefold() for text in said for word in _WORD.findall(text)}


def take_minutes(planned: tuple[Path, str], folder: Path, seed: int, after: float) -> list[str]:
    """Have minutes taken, pull the plug after some seconds; return what is wrong afterwards."""
    path, meeting_id = planned
    folder.mkdir()
    for there in (path, path.with_suffix(".keys")):
        shutil.copy(there, folder / there.name)
    diary = folder / "diary"
    words = [str(folder / path.name), meeting_id, str(diary), str(seed)]
    typist = subprocess.Popen(
        [sys.executable, "-m", "tests.plug.typist", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, text=True,
    )  # fmt: skip
    assert typist.stdout is not None
    assert typist.stderr is not None
    ready = typist.stdout.readline()
    time.sleep(after)
    alive = typist.poll() is None
    killed_at = time.time()
    typist.kill()
    typist.wait(30)
    told = typist.stderr.read()
    typist.stdout.close()
    typist.stderr.close()
    assert ready == "ready\n", told
    assert alive, told
    assert "Traceback" not in told, told
    lines = [line.split("\t") for line in diary.read_text().splitlines()]
    old = [word for word, at in lines if float(at) < killed_at - OLDEST]
    with open_store(folder / path.name, PASSPHRASE, clock=Hands()) as store:
        found = all_words(store, meeting_id)
        problems = [f"{word} is lost" for word in old if word not in found]
        problems += [str(each) for each in check_store(store).problems]
    assert lines, told
    return problems


def test_minutes_outlive_a_pulled_plug(planned_store: tuple[Path, str], tmp_path: Path) -> None:
    assert take_minutes(planned_store, tmp_path / "1", 1, 6.5) == []


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_fifty_pulled_plugs_lose_nothing_older_than_five_seconds(
    planned_store: tuple[Path, str], tmp_path: Path
) -> None:
    chance = random.Random(6)
    for seed in range(50):
        after = chance.uniform(0.3, 9.0) if seed % 2 else chance.uniform(5.0, 9.0)
        assert take_minutes(planned_store, tmp_path / str(seed), seed, after) == []
        shutil.rmtree(tmp_path / str(seed))
