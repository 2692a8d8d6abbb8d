"""A copy of the installed program with tests and their tools beside it, for Wine alone."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from windows.host import COMPILER, ROOT, WORK, fetch, run
from windows.underwine import STAND_INS, Done, Prefix

DEV_LOCK = ROOT / "packaging" / "requirements-dev.lock"
# What the tests need besides the program; the versions stand in the engineers' lock.
TOOLS = ("pytest", "pytest-qt", "pytest-timeout", "pluggy", "iniconfig", "pygments", "colorama",
         "hypothesis", "sortedcontainers")  # fmt: skip
# Nothing is measured there, and the real one wants a database that the build does not have.
_NO_COVERAGE = """
class Coverage:
    @staticmethod
    def current():
        return None
"""
# Wine hands on no variable of Qt from outside, and the tests' own choice is to draw off screen.
_ON_WINDOWS = (
    "import os, sys; os.environ['QT_QPA_PLATFORM'] = 'windows'; import pytest; "
    "sys.exit(pytest.main(sys.argv[1:]))"
)
# Wine gives each weight of a font with weights the same widths, and has no Segoe UI.
_NOT_THERE = "not digits_line_up"
_QT_FOR_TESTS = ("PySide6/QtTest.pyd", "PySide6/Qt6Test.dll")
# Window tests of the ordinary run, as they stand, and those that only make sense there.
TESTS = (
    "tests/app/window/test_unlock.py",
    "tests/widgets/test_theme.py",
    "packaging/windows/wine/test_there.py",
)


def put_beside(prefix: Prefix, place: Path) -> Path:
    """Copy the installed program, add a Python, the tests and their tools; where it lies."""
    copy = prefix.drive / "beside"
    mark = copy / "whole"
    if mark.exists():
        return copy
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(place, copy)
    library = next((copy / "runtime").glob("python3?*.dll"))
    version = f"3.{library.stem.removeprefix('python3')}"
    packages = copy / "packages"
    lock = DEV_LOCK.read_text("utf-8")
    wanted = [row.split(" ")[0] for row in lock.splitlines() if row.split("==")[0] in TOOLS]
    shutil.rmtree(WORK / f"tools-{version}", ignore_errors=True)
    for wheel in fetch(WORK / f"tools-{version}", version, *wanted):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(packages)
    for wheel in (WORK / f"wheels-{version}").glob("pyside6_essentials-*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            for name in _QT_FOR_TESTS:
                archive.extract(name, packages)
    (packages / "coverage.py").write_text(_NO_COVERAGE, "utf-8")
    python = [f'-DPYDLL=L"{library.name}"', "-O1", "-s", "-municode", "-static"]
    run(COMPILER, *python, "-o", copy / "python.exe", STAND_INS / "python.c")
    no_cache = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "tests", copy / "program" / "tests", ignore=no_cache)
    there = copy / "program" / "packaging" / "windows" / "wine"
    there.mkdir(parents=True)
    shutil.copy(STAND_INS / "test_there.py", there)
    shutil.copy(ROOT / "pyproject.toml", copy / "program")
    for name in ("resources", "db"):
        shutil.copytree(ROOT / name, copy / "program" / name, ignore=no_cache)
    mark.touch()
    return copy


def window_tests(prefix: Prefix, copy: Path) -> Done:
    """Run the window tests on the virtual screen, with Windows' own way of drawing."""
    program = "C:\\beside\\program"
    options = [
        "-p",
        "no:cacheprovider",
        "-q",
        "-k",
        _NOT_THERE,
        "--timeout=600",
        f"--rootdir={program}",
    ]
    words = ["-X", "utf8", "-B", "-c", _ON_WINDOWS, *options]
    paths = [f"{program}\\" + path.replace("/", "\\") for path in TESTS]
    return prefix.call(copy / "python.exe", *words, *paths, seconds=1500)
