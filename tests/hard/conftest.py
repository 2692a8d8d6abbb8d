"""Hard files on a disk, by both ways: the command line and the process for files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dscp_desktop.jobs.files import FileWorker
from tests.app.conftest import OFFICE, Dscp, dscp
from tests.hard.making import Hard
from tests.hard.watching import Peak, children_watched

__all__ = ["dscp"]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
Lay = Callable[[Hard], Path]


@pytest.fixture
def watched() -> Iterator[Peak]:
    with children_watched() as peak:
        yield peak


@pytest.fixture(scope="module")
def worker() -> Iterator[FileWorker]:
    with FileWorker() as made:
        yield made


@pytest.fixture
def lay(tmp_path: Path) -> Lay:
    """Puts a hard file on the disk under its own name."""

    def put(hard: Hard) -> Path:
        path = tmp_path / hard.file
        path.write_bytes(hard.make())
        return path

    return put


@pytest.fixture
def made(dscp: Dscp, tmp_path: Path) -> Path:
    """An empty store of Durham."""
    path = tmp_path / "s.dscp"
    assert dscp("new", path, "--profile", "durham-2022-23", "--by", "Ann").code == 0
    return path


@pytest.fixture
def year(dscp: Dscp, made: Path, data: Path) -> Path:
    """A store with the year's meetings in it."""
    said = dscp("import", made, *(data / name for name in OFFICE))
    assert said.code == 0, said.err
    return made


def one_line(values: Any) -> str:
    return " ".join(str(values).split())
