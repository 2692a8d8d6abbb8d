"""What must never reach an officer's machine: stand-ins, tests, tools of engineers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

# Every stand-in for Wine carries these words (`wine/*.c`).
MARK = b"stand-in for tests: never ship"
# Named like parts of Windows: the build must not bring its own.
_OF_WINDOWS = ("icuuc.dll", "bcryptprimitives.dll", "mscms.dll", "ucrtbase.dll")
_TOOLS = frozenset(
    (
        *("pytest", "_pytest", "pytestqt", "pytest_timeout", "hypothesis", "xdist", "execnet"),
        *("coverage", "mypy", "mypyc", "ruff", "importlinter", "grimp", "hatchling", "build"),
        *("piptools", "pip", "setuptools", "pkg_resources", "wheel", "ensurepip", "html5lib"),
        *("vobject", "pandas", "numpy", "idlelib", "lib2to3", "tkinter", "venv", "tests"),
    )
)
_PROGRAMS = (".dll", ".exe", ".pyd")


def foreign(names: Iterable[str]) -> list[str]:
    """Return what is wrong with the names of the files of a build, each in words."""
    wrong = []
    for name in sorted(names):
        path = PurePosixPath(name)
        low = path.name.lower()
        if low in _OF_WINDOWS or low.startswith("api-ms-win-"):
            wrong.append(f"{name} is named like a part of Windows")
        elif {part.split(".")[0] for part in path.parts[1:2]} & _TOOLS:
            wrong.append(f"{name} belongs to an engineer's tool")
        elif "tests" in path.parts or low.startswith(("test_", "conftest.")):
            wrong.append(f"{name} is a test")
        elif low.endswith((".pyi", ".c", ".h", ".lib", ".map", ".pdb", ".whl")):
            wrong.append(f"{name} is only of use to an engineer")
        elif low.endswith((".dscp", ".keys", ".dscpbackup")):
            wrong.append(f"{name} holds records")
        elif low.startswith(("qtnetwork.", "qttest.", "qt6test.")):
            wrong.append(f"{name} is a part of Qt that is not in use")
    return wrong


def marked(folder: Path) -> list[str]:
    """Return the programs and libraries of a build that are stand-ins, whatever their names."""
    return sorted(
        f"{path.relative_to(folder).as_posix()} is a stand-in"
        for path in folder.rglob("*")
        if path.suffix.lower() in _PROGRAMS and MARK in path.read_bytes()
    )


def check(folder: Path) -> list[str]:
    """Return all that is wrong with a build, in words; nothing where it may go out."""
    files = (path for path in folder.rglob("*") if path.is_file())
    names = [path.relative_to(folder).as_posix() for path in files]
    return foreign(names) + marked(folder)
