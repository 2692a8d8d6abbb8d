"""The sample store to pull the plug on, and the process that does the deeds."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, unmeasured
from tests.moulds import Moulds, cast_sample

pytestmark = pytest.mark.skipif(os.name == "nt", reason="forks")


@dataclass(frozen=True, slots=True)
class Pulled:
    """What became of one deed: how its program ended, and what its diary says."""

    code: int
    seconds: float
    inside: bool
    acknowledged: tuple[str, ...]
    begun: int
    said: str
    left: bool


class Forker:
    """The process that forks a child for each deed, as the tests see it."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._number = folder, itertools.count()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.plug.forker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True,
            env=unmeasured(os.environ),  # its children end at once, and write nothing
        )  # fmt: skip

    def _ask(self, **request: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def do(
        self,
        deed: str,
        kill: float | None = None,
        *,
        whole: bool = False,
        user: int = 0,
        passphrase: str = "sample",
        **values: Any,
    ) -> Pulled:
        """Do a deed, and kill it some seconds after its beginning where that is asked for."""
        number = next(self._number)
        diary, said = self._folder / f"{number}.diary", self._folder / f"{number}.said"
        for place in (diary, said):
            place.touch()
            place.chmod(0o666)
        answer = self._ask(
            deed=deed, kill=kill, whole=whole, user=user, diary=str(diary), said=str(said),
            passphrase=passphrase, values=values,
        )  # fmt: skip
        lines = [line.split("\t") for line in diary.read_text().split("\n")[:-1]]
        ends = tuple(line[2] for line in lines if line[0] == "end")
        begun = sum(line[0] == "begin" for line in lines)
        return Pulled(
            answer["code"], answer["seconds"], begun > len(ends), ends, begun,
            said.read_text(errors="replace"), answer["left"],
        )  # fmt: skip

    def look(self, look: str = "store", **values: Any) -> dict[str, Any]:
        """Look at a store in a program of its own; its traceback is the failure of the test."""
        number = next(self._number)
        answer, said = self._folder / f"{number}.answer", self._folder / f"{number}.said"
        got = self._ask(look=look, said=str(said), answer=str(answer), values=values)
        assert got["code"] == 0, said.read_text()
        found: dict[str, Any] = json.loads(answer.read_text())
        return found

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(30)


@pytest.fixture(scope="session")
def forker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forker]:
    made = Forker(tmp_path_factory.mktemp("forker"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def sample(moulds: Moulds, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample store, closed."""
    path = tmp_path_factory.mktemp("sample") / "sample.dscp"
    moulds.copy("sample", cast_sample, path)
    return path


def copy_store(sample: Path, folder: Path) -> Path:
    """Copy a closed store into a new folder, and return where it stands."""
    folder.mkdir(parents=True)
    for name in (sample.name, f"{sample.stem}.keys"):
        shutil.copy(sample.with_name(name), folder / name)
    return folder / sample.name
