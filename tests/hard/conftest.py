"""Hard files on a disk, by both ways: the command line and the process for files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dscp_desktop.jobs.files import FileWorker
from tests.app.conftest import Dscp, dscp
from tests.app.conftest import office as office_file
from tests.hard.making import Hard
from tests.hard.watching import Peak, children_watched
from tests.moulds import Moulds

__all__ = ["dscp", "office_file"]

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
def made(moulds: Moulds, dscp: Dscp, tmp_path: Path) -> Path:
    """An empty store of Durham."""

    def make(path: Path) -> None:
        assert dscp("new", path, "--profile", "durham-2022-23", "--by", "Ann").code == 0

    moulds.copy("made", make, tmp_path / "s.dscp")
    return tmp_path / "s.dscp"


@pytest.fixture
def year(office_file: Path) -> Path:
    """A store with the year's meetings in it."""
    return office_file


def one_line(values: Any) -> str:
    return " ".join(str(values).split())
