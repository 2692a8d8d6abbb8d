"""Stores made once for a whole run: whole or not there, and made again where a worker died."""

from __future__ import annotations

from pathlib import Path

import pytest

from dscp_desktop.store.keys import slots_path
from dscp_desktop.store.opening import Store
from tests.moulds import PASSPHRASE, Moulds, Ticking


def write(path: Path) -> None:
    path.write_bytes(b"a store")
    slots_path(path).write_bytes(b"its slots")


def fail(path: Path) -> None:
    path.write_bytes(b"half a store")
    raise OSError("The disk is full.")


def never(path: Path) -> None:
    raise AssertionError(f"made a second time: {path.name}")


def test_another_worker_copies_what_the_first_made(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    Moulds(folder).copy("sample", write, tmp_path / "a.dscp")
    Moulds(folder).copy("sample", never, tmp_path / "b.dscp")
    assert (tmp_path / "b.dscp").read_bytes() == b"a store"
    assert slots_path(tmp_path / "b.dscp").read_bytes() == b"its slots"
    assert [one.name for one in folder.iterdir()] == ["sample"]


def test_half_a_mould_is_never_there(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    with pytest.raises(OSError, match="full"):
        Moulds(folder).copy("sample", fail, tmp_path / "a.dscp")
    assert list(folder.iterdir()) == []
    Moulds(folder).copy("sample", write, tmp_path / "a.dscp")
    assert (tmp_path / "a.dscp").read_bytes() == b"a store"


def test_nobody_waits_for_ever_for_a_worker_that_died(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    (folder / "sample.lock").touch()
    Moulds(folder, patience=0.1).copy("sample", write, tmp_path / "a.dscp")
    assert (tmp_path / "a.dscp").read_bytes() == b"a store"


def test_two_that_made_the_same_keep_the_first(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()

    def overtaken(path: Path) -> None:
        write(path)
        (folder / "sample").mkdir()
        write(folder / "sample" / path.name)
        (folder / "sample" / path.name).write_bytes(b"the first")

    Moulds(folder).copy("sample", overtaken, tmp_path / "a.dscp")
    assert (tmp_path / "a.dscp").read_bytes() == b"the first"
    assert [one.name for one in folder.iterdir()] == ["sample"]


def test_the_key_and_the_clock_come_to_another_worker_too(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()

    def fill(store: Store) -> None:
        store.clock()

    first, second = Ticking(), Ticking()
    with Moulds(folder).cast("new", fill, tmp_path / "a.dscp", first) as store:
        key = store.key
    with Moulds(folder).cast("new", fill, tmp_path / "b.dscp", second) as store:
        assert store.key == key != PASSPHRASE.encode()
    assert first.seconds == second.seconds > 0
