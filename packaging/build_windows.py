"""Builds what officers run on Windows: a folder, and an installer for one person.

    python3 packaging/build_windows.py --runtime FOLDER -o dist/

`--runtime` is a Windows Python of 64 bits, 3.12 or later, laid out as the embeddable package of
the Python project, unpacked. The wheels are those of `requirements.lock`, checked by their
hashes. Into the folder that `-o` names go `DSCP Desktop` (runs from a memory stick), the
installer and `SHA256SUMS.txt`. Works on Debian, with MinGW and NSIS, which it installs as root.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from windows import guard, parts, pe, pruning
from windows.host import (
    BUILD_TOOLS,
    COMPILER,
    INSTALLER,
    RESOURCES,
    ROOT,
    WORK,
    Stop,
    compile_tree,
    empty,
    fetch,
    main_guard,
    megabytes,
    need,
    python_of,
    run,
    size_of,
)

HERE = Path(__file__).resolve().parent / "windows"
NAME = "DSCP Desktop"
LOCK = ROOT / "packaging" / "requirements.lock"
# The starter, what Windows calls it, and whether it has a window.
STARTERS = ((f"{NAME}.exe", "DSCP Desktop", 1), ("dscp.exe", "DSCP Desktop, command line", 0))
FOR_TESTS = "FOR-TESTS.txt"
_SETTINGS = "http:" + "//schemas.microsoft.com/SMI"  # a name space of Windows, not a place
_SPARE = 20  # megabytes that an installation needs besides the files
AIMS = {"installer": 75e6, "installed": 220e6}


@dataclass(frozen=True)
class Built:
    """What came out: the folder, the installer, and the version of both."""

    folder: Path
    installer: Path
    version: str


@dataclass(frozen=True)
class Runtime:
    """A Windows Python: where it lies, and its minor version, such as '3.12'."""

    folder: Path
    version: str

    @property
    def short(self) -> str:
        """Return the version as it stands in file names, such as 'python312'."""
        return "python" + self.version.replace(".", "")


def find_runtime(folder: Path) -> Runtime:
    """Say which Python a folder holds; what it lacks ends the work in words."""
    for library in sorted(folder.glob("python3*.dll")):
        found = re.fullmatch(r"python3(\d+)\.dll", library.name)
        if found and int(found[1]) >= 12:
            runtime = Runtime(folder, f"3.{found[1]}")
            wanted = ("python3.dll", f"{runtime.short}.zip", "vcruntime140.dll", "_ctypes.pyd")
            lacking = [name for name in wanted if not (folder / name).is_file()]
            if lacking:
                raise Stop(f"The runtime in {folder} lacks " + ", ".join(lacking))
            return runtime
    raise Stop(f"There is no Windows Python 3.12 or later in {folder}")


def program_version() -> str:
    """Return the version in pyproject.toml."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    return str(tomllib.loads(text)["project"]["version"])


def four_numbers(version: str) -> str:
    """Return a version as Windows counts: '0.4.0' is '0.4.0.0'."""
    numbers = [*map(int, version.split(".")), 0, 0, 0]
    return ".".join(map(str, numbers[:4]))


# --- the folder ------------------------------------------------------------------------------


def put_runtime(runtime: Runtime, folder: Path) -> None:
    """Copy the Windows Python and tell it where its modules are."""
    into = folder / "runtime"
    into.mkdir()
    for path in sorted(runtime.folder.iterdir()):
        if path.is_file() and pruning.is_kept_of_runtime(path.name):
            shutil.copyfile(path, into / path.name)
    places = (f"{runtime.short}.zip", ".", "..\\packages", "..\\program")
    # With this file Python asks neither the registry nor the environment where modules are.
    (into / f"{runtime.short}._pth").write_text("\n".join(places) + "\n", "ascii")


def put_packages(wheels: Sequence[Path], folder: Path) -> None:
    """Unpack what is needed of the wheels; of Qt only what the program there loads."""
    into = folder / "packages"
    code = (folder / "program" / "dscp_desktop").rglob("*.py")
    modules = pruning.qt_modules(path.read_text("utf-8") for path in code)
    with tempfile.TemporaryDirectory() as held:
        whole = Path(held)
        for wheel in wheels:
            with zipfile.ZipFile(wheel) as archive:
                if any(".data/" in name for name in archive.namelist()):
                    raise Stop(f"{wheel.name} puts files elsewhere: the build does not know where.")
                archive.extractall(whole)
        files = [path for path in whole.rglob("*") if path.is_file()]
        names = {path.relative_to(whole).as_posix() for path in files}
        asked = {name: pe.imports(whole / name) for name in names if is_library(name)}
        qt = pruning.qt_files(names, modules, asked)
        for name in sorted(names):
            kept = name in qt if pruning.is_of_qt(name) else pruning.is_kept(name)
            if kept:
                (into / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.move(whole / name, into / name)


def is_library(name: str) -> bool:
    """Say whether a file is a Windows library or program."""
    return name.lower().endswith((".dll", ".pyd", ".exe"))


def put_program(folder: Path, version: str) -> None:
    """Copy the program with what lies beside it in the tree."""
    into = folder / "program"
    no_cache = shutil.ignore_patterns("__pycache__", "*.pyc", "*.dscp*", "*.keys")
    shutil.copytree(ROOT / "dscp_desktop", into / "dscp_desktop", ignore=no_cache)
    for name in pruning.NOT_SHIPPED:
        shutil.rmtree(into / name)
    for name in ("resources", "db"):
        shutil.copytree(ROOT / name, into / "dscp_desktop/_shared" / name, ignore=no_cache)
    about = into / f"dscp_desktop-{version}.dist-info"
    about.mkdir()
    lines = f"Metadata-Version: 2.1\nName: dscp-desktop\nVersion: {version}\n"
    (about / "METADATA").write_text(lines, "utf-8")


def compile_all(runtime: Runtime, folder: Path) -> None:
    """Compile what is Python; of the packages only the compiled form stays."""
    python = python_of(runtime.version)
    if python is None:
        print(f"There is no Python {runtime.version} here: modules go out as they are, and start "
              "a little later.")  # fmt: skip
        return
    packages, program = folder / "packages", folder / "program"
    compile_tree(python, packages, beside=True)
    for path in packages.rglob("*.py"):
        if path.with_suffix(".pyc").exists():
            path.unlink()
    compile_tree(python, program, beside=False)


def make_starter(runtime: Runtime, into: Path, what: str, window: int, version: str) -> None:
    """Compile a starter with its icon, version and manifest."""
    four = four_numbers(version)
    with tempfile.TemporaryDirectory() as held:
        work = Path(held)
        manifest = (HERE / "launcher.manifest").read_text("utf-8")
        manifest = manifest.replace("@FOUR@", four).replace("@SETTINGS@", _SETTINGS)
        (work / "launcher.manifest").write_text(manifest, "utf-8")
        shutil.copyfile(HERE / "program.ico", work / "program.ico")
        given = {
            "ICON_FILE": '"program.ico"',
            "MANIFEST_FILE": '"launcher.manifest"',
            "COMMAS": four.replace(".", ","),
            "WHAT": f'"{what}"',
            "VERSION": f'"{version}"',
            "STARTER": f'"{into.name}"',
        }
        text = "".join(f"#define {name} {value}\n" for name, value in given.items())
        source = work / "launcher.rc"
        source.write_text(text + (HERE / "launcher.rc").read_text("utf-8"), "utf-8")
        run(RESOURCES, "launcher.rc", "-O", "coff", "-o", "launcher.res", cwd=work)
        options = ["-O2", "-s", "-municode", "-static", f"-DWINDOW={window}"]
        options += [f'-DPYDLL=L"{runtime.short}.dll"', *(["-mwindows"] if window else [])]
        run(COMPILER, *options, "-o", into, HERE / "launcher.c", work / "launcher.res")


def check_libraries(folder: Path) -> list[str]:
    """Name what libraries of the build load and neither it nor Windows has."""
    found = (path for path in folder.rglob("*") if is_library(path.name))
    asked = {path.relative_to(folder).as_posix(): pe.imports(path) for path in found}
    return pruning.lacking_libraries(asked)


def build_folder(runtime: Runtime, out: Path, version: str) -> Path:
    """Make the folder that runs from a memory stick."""
    wheels = fetch(
        WORK / f"wheels-{runtime.version}", runtime.version, "--require-hashes", "-r", str(LOCK)
    )
    wheels = [path for path in wheels if parts.is_locked(path, LOCK.read_text("utf-8"))]
    folder = empty(out / NAME)
    put_runtime(runtime, folder)
    put_program(folder, version)
    put_packages(wheels, folder)
    compile_all(runtime, folder)
    for name, what, window in STARTERS:
        make_starter(runtime, folder / name, what, window, version)
    about = [parts.read_wheel(wheel) for wheel in wheels]
    python = parts.python_part(runtime.folder, runtime.version)
    own = parts.Part("DSCP Desktop", version, "MIT", "", {"LICENSE": _text(ROOT / "LICENSE")})
    texts = {path.name: _text(path) for path in sorted((HERE / "licences").iterdir())}
    (folder / "LICENCES.txt").write_text(
        parts.licences([own, python, *about], texts), "utf-8", newline="\r\n"
    )
    made_for_tests = (runtime.folder / FOR_TESTS).exists()
    listed = parts.part_list(own, [python, *about], for_tests=made_for_tests)
    (folder / "parts.cdx.json").write_text(listed, "utf-8")
    wrong = guard.check(folder) + check_libraries(folder)
    if wrong:
        raise Stop("The build may not go out:\n  " + "\n  ".join(wrong))
    if made_for_tests:
        print("The runtime was made for tests: this build is not one to hand out.")
    return folder


def _text(path: Path) -> str:
    return path.read_text("utf-8", "replace")


# --- the installer ---------------------------------------------------------------------------


def installer_name(version: str) -> str:
    """Return the name of a version's installer."""
    return f"dscp-desktop-{version}-setup.exe"


def build_installer(folder: Path, out: Path, version: str, *, quick: bool = False) -> Path:
    """Pack the folder into an installer; a quick one is larger, and for tests."""
    size = size_of(folder)
    installer = out / installer_name(version)
    given = {
        "VERSION": version,
        "FOUR": four_numbers(version),
        "SOURCE": folder,
        "OUT": installer,
        "ICON": HERE / "program.ico",
        "KILOBYTES": size // 1024,
        "MEGABYTES": 2 * size // 1_000_000 + _SPARE,
    }
    words = [f"-D{name}={value}" for name, value in given.items()]
    words += ["-DQUICK"] if quick else []
    run(INSTALLER, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *words, HERE / "installer.nsi")
    return installer


def renumbered(built: Built, out: Path, version: str) -> Path:
    """Make an installer of the same files that bears another number, to test upgrades with."""
    folder = empty(out) / NAME
    shutil.copytree(built.folder, folder, copy_function=os.link)
    about = folder / "program" / f"dscp_desktop-{built.version}.dist-info"
    text = (about / "METADATA").read_text("utf-8")
    (about / "METADATA").unlink()
    about = about.rename(about.with_name(f"dscp_desktop-{version}.dist-info"))
    (about / "METADATA").write_text(text.replace(built.version, version), "utf-8")
    return build_installer(folder, out, version, quick=True)


def build(runtime: Path, out: Path, version: str = "") -> Built:
    """Build both, write their hashes and say their sizes."""
    need(BUILD_TOOLS)
    version = version or program_version()
    out.mkdir(parents=True, exist_ok=True)
    folder = build_folder(find_runtime(runtime), out, version)
    installer = build_installer(folder, out, version)
    digest = hashlib.sha256(installer.read_bytes()).hexdigest()
    (out / "SHA256SUMS.txt").write_text(f"{digest}  {installer.name}\n", "ascii")
    sizes = {"installer": size_of(installer), "installed": size_of(folder)}
    for name, size in sizes.items():
        print(f"{name}: {megabytes(size)} (aim {megabytes(int(AIMS[name]))})", flush=True)
    return Built(folder, installer, version)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runtime", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("-o", dest="out", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--version", default="", help="another number, to test upgrades")
    asked = parser.parse_args(arguments)
    built = build(asked.runtime.absolute(), asked.out.absolute(), asked.version)
    print(f"{built.installer}\n{built.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main_guard(main))
