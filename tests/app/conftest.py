"""The command line as scripts use it: words in, exit code and two streams out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dscp_desktop.app.cli import run
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.store.opening import Store
from tests.app.handover import fill
from tests.conftest import ROOT, take_sheets
from tests.moulds import FILLED, PASSPHRASE, Moulds, begin

OFFICE = ("membership.xlsx", "contributions-2022-23.xlsx", "meetings-and-actions-2023-24.xlsx")


@dataclass(frozen=True)
class Said:
    """What a verb left: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Dscp = Callable[..., Said]


@pytest.fixture
def dscp(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Dscp:
    """Run a verb with the tests' passphrase."""

    def call(*words: object, passphrase: str | None = PASSPHRASE) -> Said:
        if passphrase is None:
            monkeypatch.delenv("DSCP_PASSPHRASE", raising=False)
        else:
            monkeypatch.setenv("DSCP_PASSPHRASE", passphrase)
        capsys.readouterr()
        code = run([str(word) for word in words])
        read = capsys.readouterr()
        return Said(code, read.out, read.err)

    return call


@pytest.fixture
def office(moulds: Moulds, dscp: Dscp, tmp_path: Path, data: Path) -> Path:
    """A store of Durham 2022-23 with the three workbooks of the year in it."""

    def make(path: Path) -> None:
        assert dscp("new", path, "--profile", "durham-2022-23", "--by", "Ann").code == 0
        said = dscp("import", path, *(data / name for name in OFFICE))
        assert said.code == 0, said.err

    moulds.copy("office", make, tmp_path / "s.dscp")
    return tmp_path / "s.dscp"


def fill_office(store: Store) -> None:
    """Begin with Durham's profile and take the three workbooks of the year, one by one."""
    begin("durham-2022-23")(store)
    for name in OFFICE:
        book = ROOT / "tests" / "data" / name
        store.run(take_sheets, read_workbook(book.read_bytes(), name).sheets)


FILLED["planted"] = fill
FILLED["three_books"] = fill_office


@pytest.fixture
def three_books(store: Store) -> Store:
    """A store of Durham with the office's three workbooks of the year in it, open."""
    return store


@pytest.fixture
def planted(store: Store) -> Store:
    """A store with something restricted of every kind."""
    return store
