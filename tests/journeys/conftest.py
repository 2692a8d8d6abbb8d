"""One officer at one program, from an empty store on: what most journeys begin with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dscp_desktop.app.cli import run
from dscp_desktop.app.making import NewStore, start_store
from tests.journeys.keyboard import Hands, Wall, program_at
from tests.moulds import PASSPHRASE


@pytest.fixture
def wall(request: pytest.FixtureRequest) -> Wall:
    """The clock of a journey; its module may say when it BEGINS."""
    made = Wall()
    begins = getattr(request.module, "BEGINS", "")
    if begins:
        made.put(begins)
    return made


@pytest.fixture
def path(tmp_path: Path, wall: Wall) -> Path:
    """An empty store of Durham 2022-23."""
    place = tmp_path / "durham.dscp"
    new = NewStore("durham-2022-23", "Durham", "Business manager", place, PASSPHRASE)
    start_store(new, wall).close()
    return place


@pytest.fixture
def hands(
    path: Path, tmp_path: Path, wall: Wall, qapp: QApplication, qtbot: QtBot
) -> Iterator[Hands]:
    """The keys of the officer at the program, the store open."""
    with program_at(path, tmp_path / "own", wall, qapp, qtbot) as made:
        yield made


@pytest.fixture
def export(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Run `dscp export` on the store; return what it wrote."""
    monkeypatch.setenv("DSCP_PASSPHRASE", PASSPHRASE)

    def do(kind: str, name: str, *options: str) -> Path:
        out = tmp_path / name
        monkeypatch.setenv("DSCP_PASSPHRASE", PASSPHRASE)
        assert run(["export", str(path), kind, "-o", str(out), *options]) == 0
        return out

    return do
