"""What the packaging scripts need of the machine they run on: tools, Pythons, wheels."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "windows"
COMPILER, RESOURCES, INSTALLER = "x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-windres", "makensis"

# Program and the Debian package that has it.
BUILD_TOOLS = {
    COMPILER: "gcc-mingw-w64-x86-64",
    RESOURCES: "binutils-mingw-w64-x86-64",
    INSTALLER: "nsis",
}
TEST_TOOLS = {"wine": "wine", "Xvfb": "xvfb", "xauth": "xauth"}

# Hashes that are never compared: the files may be copied, and nothing is written beside them.
_COMPILE = """
import compileall, py_compile, sys
mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
folder, beside = sys.argv[1], sys.argv[2] == "beside"
done = compileall.compile_dir(
    folder, quiet=1, legacy=beside, force=True, stripdir=folder, invalidation_mode=mode
)
sys.exit(not done)
"""


class Stop(Exception):
    """The work cannot go on: words for the engineer."""


def need(tools: dict[str, str], *more: str) -> None:
    """Install the Debian packages of missing programs; without the right to, name the line."""
    packages = sorted({package for name, package in tools.items() if not shutil.which(name)})
    packages += [] if has_pip() else ["python3-pip"]
    if not packages:
        return
    packages += more
    options = "install -y --no-install-recommends " + " ".join(packages)
    if not shutil.which("apt-get"):
        raise Stop("Install what your system calls the following: " + " ".join(packages))
    if os.geteuid():
        raise Stop(
            "Some programs are missing. Install them, then try again:\n"
            f"  sudo apt-get update && sudo apt-get {options}"
        )
    print("Installing " + ", ".join(packages), flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in ("update -q", options):
        run("apt-get", *words.split(), env=quiet)


def has_pip() -> bool:
    """Whether the Python that runs this has pip."""
    asked = [sys.executable, "-m", "pip", "--version"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def run(*words: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None) -> str:
    """Run a command and return what it said; its failure ends the work with its last words."""
    line = [str(word) for word in words]
    done = subprocess.run(
        line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env, cwd=cwd, check=False
    )
    said = done.stdout.decode("utf-8", "replace")
    if done.returncode:
        last = "\n".join(f"  | {row}" for row in said.splitlines()[-30:])
        raise Stop(f"{Path(line[0]).name} ended with {done.returncode}:\n{last}")
    return said


def python_of(version: str) -> Path | None:
    """Return a Python of this machine of that minor version, such as '3.12'; None for none."""
    asks = "import sys; print('{}.{}'.format(*sys.version_info[:2]), sys.executable)"
    for name in (sys.executable, f"python{version}", f"python{version}.exe"):
        found = shutil.which(name)
        if found is None:
            continue
        # A stand-in of a version manager may answer only where it is told which version is meant.
        near = sorted(Path(found).parent.parent.glob(f"versions/{version}.*/bin/python{version}"))
        for place in (found, *map(str, near)):
            told = subprocess.run(
                [place, "-I", "-c", asks], capture_output=True, text=True, check=False
            )
            if told.returncode == 0 and told.stdout.split()[0] == version:
                return Path(told.stdout.split(maxsplit=1)[1].strip())
    return None


def compile_tree(python: Path, folder: Path, *, beside: bool) -> None:
    """Compile all Python sources below a folder, beside themselves or into `__pycache__`."""
    run(python, "-I", "-c", _COMPILE, folder, "beside" if beside else "apart")


def fetch(folder: Path, version: str, *words: str) -> list[Path]:
    """Have pip bring wheels for 64-bit Windows and that Python into a folder; all that are there.

    `words` are what pip is to bring: '-r FILE' or names with exact versions. What is there already
    is not brought again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    options = ["--platform", "win_amd64", "--only-binary=:all:", "--no-deps", "--quiet"]
    options += ["--python-version", version, "--dest", str(folder)]
    run(sys.executable, "-m", "pip", "download", *options, *words)
    return sorted(folder.glob("*.whl"))


def size_of(folder: Path) -> int:
    """Return the bytes of a file, or of all files below a folder."""
    if folder.is_file():
        return folder.stat().st_size
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def megabytes(size: int) -> str:
    """Show bytes as '72.3 MB'."""
    return f"{size / 1e6:.1f} MB"


def empty(folder: Path) -> Path:
    """Make a folder anew."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def main_guard(main: object, arguments: Sequence[str] | None = None) -> int:
    """Call a script's `main`; what stops it is said in words, with exit code 1."""
    assert callable(main)
    try:
        return int(main(arguments))
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
