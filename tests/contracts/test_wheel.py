"""The wheel, unpacked outside the tree, holds all it needs and does its work there."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

MEETING = "Safeguarding Executive Group 2023-07-13"
RUN = """
import sys
from importlib.metadata import entry_points
main = entry_points(group="console_scripts")["dscp"].load()
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree, built without the net."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=root, check=True, capture_output=True, timeout=100)
    return next(folder.glob("dscp_desktop-*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment's Python that has the wheel; the libraries are lent by this environment."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    paths = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", vars=paths))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return Path(sysconfig.get_path("scripts", "venv", vars=paths)) / "python"


def ask(python: Path, folder: Path, script: str, *words: str) -> str:
    """Run `script` outside the tree, knowing nothing of it; what it prints."""
    ours = ("COVERAGE", "PYTHON", "DSCP", "QT_")
    bare = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    bare["DSCP_PASSPHRASE"] = "correct horse battery"
    ran = subprocess.run(
        [str(python), "-c", script, *words],
        cwd=folder,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_the_wheel_carries_what_lies_beside_the_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert "dscp_desktop/_shared/resources/profiles/durham-2022-23.toml" in names
    assert any(name.startswith("dscp_desktop/_shared/db/versions/") for name in names)
    assert not any(name.startswith(("tests/", "packaging/", "dev")) for name in names)
    assert not any("__pycache__" in name for name in names)


def test_the_wheel_finds_its_own_resources(python: Path, tmp_path: Path) -> None:
    script = "from dscp_desktop.core.places import find_place as f; print(f('resources/profiles'))"
    place = Path(ask(python, tmp_path, script).strip())
    assert place.parts[-3:] == ("_shared", "resources", "profiles")
    assert place.is_relative_to(python.parent.parent)


def test_the_wheel_makes_a_store_and_a_pack(python: Path, tmp_path: Path, data: Path) -> None:
    workbooks = ["membership.xlsx", "meetings-and-actions-2023-24.xlsx"]
    ask(python, tmp_path, RUN, "new", "s.dscp", "--profile", "durham-2022-23", "--by", "Officer")
    ask(python, tmp_path, RUN, "import", "s.dscp", *[str(data / name) for name in workbooks])
    ask(python, tmp_path, RUN, "pack", "s.dscp", "--meeting", MEETING, "-o", "pack.pdf")
    assert (tmp_path / "pack.pdf").read_bytes().startswith(b"%PDF-")
