"""The lock files hold what pyproject.toml asks for, for every machine we support."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.contracts.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WANTED: list[str] = PROJECT["project"]["dependencies"]
TOOLS: list[str] = PROJECT["dependency-groups"]["dev"]
RUN = ROOT / "packaging" / "requirements.lock"
DEV = ROOT / "packaging" / "requirements-dev.lock"
BENCH = ROOT / "packaging" / "requirements-bench.lock"


def locked(lock: Path) -> dict[str, str]:
    """Name and exact version of each package of a lock."""
    found = re.findall(r"(?m)^([\w.-]+)==(\S+)", lock.read_text(encoding="utf-8"))
    return {canonicalize_name(name): version for name, version in found}


@pytest.mark.parametrize(("lock", "wanted"), [(RUN, WANTED), (DEV, [*WANTED, *TOOLS])])
def test_a_lock_holds_what_is_wanted(lock: Path, wanted: list[str]) -> None:
    versions = locked(lock)
    for text in wanted:
        requirement = Requirement(text)
        version = versions[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version, prereleases=True), text


def test_the_locks_agree() -> None:
    assert locked(RUN).items() <= locked(DEV).items() <= locked(BENCH).items()
    assert "pandas" in locked(BENCH).keys() - locked(DEV).keys()


@pytest.mark.parametrize("lock", [RUN, DEV, BENCH])
def test_every_version_has_hashes(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    blocks = re.split(r"(?m)^(?=[\w.-]+==)", text)[1:]
    assert len(blocks) == len(locked(lock))
    assert all("--hash=sha256:" in block for block in blocks)


def test_officers_get_no_tools() -> None:
    tools = {canonicalize_name(Requirement(text).name) for text in TOOLS} - {"packaging"}
    assert tools.isdisjoint(locked(RUN))
    assert not {"sqlcipher3-wheels", "psycopg", "psycopg2"} & set(locked(DEV))


def test_what_windows_alone_needs_is_marked() -> None:
    line = re.search(r"(?m)^colorama==.*$", DEV.read_text(encoding="utf-8"))
    assert line is not None
    assert 'sys_platform == "win32"' in line.group()
