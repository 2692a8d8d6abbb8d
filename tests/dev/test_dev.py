"""dev.py on machines that lack something. `packaging/fresh_machine.py` plays it out for real."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

TREE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """dev.py in a tree of its own, whose folder has a blank and a letter beyond ASCII."""
    tree = tmp_path_factory.mktemp("clone") / "Büro files"
    (tree / "packaging").mkdir(parents=True)
    shutil.copy(TREE / "dev.py", tree)
    (tree / "pyproject.toml").write_text("", "utf-8")
    lock = "nothing-is-called-this==1 --hash=sha256:" + "0" * 64
    (tree / "packaging" / "requirements-dev.lock").write_text(lock, "utf-8")
    spec = importlib.util.spec_from_file_location("dev_of_a_clone", tree / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def stopped(dev: ModuleType, work: Any, *values: Any, **named: Any) -> tuple[str, int]:
    """The words and the exit code that a call stops with."""
    with pytest.raises(dev.Stop) as caught:
        work(*values, **named)
    return str(caught.value), caught.value.code


@pytest.mark.skipif(sys.platform == "win32", reason="only Linux has packages to install")
def test_who_is_not_root_is_told_one_line(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    words, code = stopped(dev, dev.add_system_packages, ["python3-venv", "libegl1"])
    assert code == 2
    assert [line.strip() for line in words.splitlines() if "sudo" in line] == [
        "sudo apt-get update && sudo apt-get install -y python3-venv libegl1"
    ]


def test_a_system_without_apt_is_told_the_names(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    words, code = stopped(dev, dev.add_system_packages, ["python3-venv", "libegl1"])
    assert code == 2
    assert "what your system calls the following" in words
    assert "python3-venv libegl1" in words
    assert "apt-get" not in words


def test_a_tree_that_cannot_be_written_to_is_named(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dev.check_folder()
    nowhere = tmp_path / "read only"
    nowhere.write_text("no folder", "utf-8")
    monkeypatch.setattr(dev, "ROOT", nowhere)
    words, code = stopped(dev, dev.prepare, window=False)
    assert code == 2
    assert f"Nothing can be written to {nowhere}" in words
    assert "call dev.py there" in words


@pytest.mark.slow
def test_what_was_left_half_done_is_made_anew(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest = dev.VENV / "lib" / "half of a package"
    rest.mkdir(parents=True)
    dev.HALF.touch()
    assert not dev.venv_works()
    assert dev.make_venv()
    assert dev.venv_works()
    assert not rest.exists()
    dev.HALF.touch()  # the same environment, but its filling was cut off
    assert not dev.venv_works()
    dev.HALF.unlink()
    with monkeypatch.context() as newer:
        newer.setattr(sys, "version_info", (3, 99, 0, "final", 0))
        assert not dev.venv_works(), "another Python makes an environment of its own"
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    words, code = stopped(dev, dev.fill_venv)
    assert code == 1
    assert "look whether this computer is online" in words
    assert not dev.STAMP.exists()
    assert dev.venv_works(), "what pip refused leaves the environment whole"
