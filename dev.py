"""The engineer's one tool: `python3 dev.py run`, `test [--all]`, `bench`, `pictures`.

It needs nothing but Python. It makes `.venv` beside itself, fills it from the lock file, adds the
system libraries Qt misses, and then does what was asked (`py dev.py ...` on Windows).
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.etree import ElementTree

if not (3, 11) <= sys.version_info[:2] <= (3, 14):
    here = "{}.{}".format(*sys.version_info[:2])
    print(f"DSCP Desktop needs Python 3.11, 3.12, 3.13 or 3.14; this is {here}.", file=sys.stderr)
    print("Install one of them and call dev.py with it: python3.12 dev.py test", file=sys.stderr)
    sys.exit(2)

ROOT = Path(__file__).resolve().parent
BUILD = ROOT / "build"
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
LOCK = ROOT / "packaging" / "requirements-dev.lock"
BENCH_LOCK = ROOT / "packaging" / "requirements-bench.lock"
STAMP = VENV / "lock.stamp"
HALF = VENV / "half-done"  # there while `.venv` is made or filled: a killed call leaves it

SAMPLE = BUILD / "sample" / "sample.dscp"
SAMPLE_PASSPHRASE = "sample"
SAMPLE_MEETING = "Safeguarding Executive Group 2023-10-26"
SAMPLE_PACK = SAMPLE.with_name("executive-pack.pdf")

# Debian's name of a package and the library in it that Qt loads: without a screen, and what a
# real X11 window needs besides.
LIBRARIES = {
    "libglib2.0-0": "libglib-2.0.so.0",
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
}
WINDOW_LIBRARIES = {
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
}
PYTHON_PACKAGES = ("python3-venv", "python3-pip")

# The least share of lines and branches that tests must reach, in percent. They only go up.
BOUNDS = {"rules and core": 100.0, "other code without Qt": 95.0, "window code": 85.0}


class Stop(Exception):
    """The work cannot go on: words for the engineer, and the exit code."""

    def __init__(self, words: str, code: int = 1) -> None:
        super().__init__(words)
        self.code = code


# --- making ready ---------------------------------------------------------------------------


def works(command: list[str]) -> bool:
    """Whether `command` runs and ends well; it says nothing."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def is_root() -> bool:
    """Whether we may install system packages without asking."""
    return not WINDOWS and os.geteuid() == 0


def can_load(library: str) -> bool:
    """Whether the system's loader finds `library`."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_libraries(window: bool) -> list[str]:
    """The Debian packages whose library Qt would miss; none outside Linux."""
    if not sys.platform.startswith("linux"):
        return []
    wanted = {**LIBRARIES, **(WINDOW_LIBRARIES if window else {})}
    return [package for package, library in wanted.items() if not can_load(library)]


def add_system_packages(packages: list[str]) -> None:
    """Install Debian packages as root; otherwise name the one line that does."""
    if not shutil.which("apt-get"):
        raise Stop(
            "Some system packages are missing. Install what your system calls the following, "
            f"then try again:\n  {' '.join(packages)}",
            2,
        )
    if not is_root():
        # A machine that was just made knows no package before the update.
        line = "sudo apt-get update && sudo apt-get install -y " + " ".join(packages)
        raise Stop(f"Some system packages are missing. Install them, then try again:\n  {line}", 2)
    print("Installing " + ", ".join(packages), flush=True)
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    calm = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.run(install, env=calm, capture_output=True, check=False).returncode == 0:
        return
    subprocess.run(["apt-get", "update"], env=calm, check=False)
    if subprocess.run(install, env=calm, check=False).returncode != 0:
        raise Stop("apt-get could not install them; its own words stand above.", 2)


def venv_works() -> bool:
    """Whether `.venv` is whole, runs the Python of this call's version, and can be filled."""
    if HALF.exists():
        return False
    version = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    return works([str(PYTHON), "-c", version]) and bool(pip_command())


def pip_command() -> list[str]:
    """The pip that fills `.venv`: its own, else the system's pointed at it; empty if neither."""
    inside = [str(PYTHON), "-m", "pip"]
    outside = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    return next((way for way in (inside, outside) if works([*way, "--version"])), [])


def make_venv() -> bool:
    """Make `.venv` by the first way that works here; False where Python itself lacks parts."""
    for options in ([], ["--without-pip"]):
        shutil.rmtree(VENV, ignore_errors=True)
        VENV.mkdir()
        HALF.touch()
        made = works([sys.executable, "-m", "venv", *options, str(VENV)])
        HALF.unlink()
        if made and venv_works():
            return True
    shutil.rmtree(VENV, ignore_errors=True)
    return False


def lock_stamp() -> str:
    """What `.venv` was filled from: the lock, the project file and the place of the tree."""
    parts = [LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def fill_venv() -> None:
    """Install what the lock names, and the project itself, unless the stamp says it is done."""
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == lock_stamp():
        return
    print("Installing the packages of the lock", flush=True)
    pip = [*pip_command(), "install", "-qq", "--disable-pip-version-check"]
    project = ["--no-build-isolation", "--no-deps", "--editable", str(ROOT)]
    HALF.touch()
    for what in (["--require-hashes", "--requirement", str(LOCK)], project):
        if subprocess.run([*pip, *what], check=False).returncode != 0:
            HALF.unlink()  # what pip could not install it took back
            raise Stop(
                "The packages could not be installed; pip's own words stand above. If it found no "
                "package at all, look whether this computer is online."
            )
    HALF.unlink()
    STAMP.write_text(lock_stamp(), encoding="utf-8")


def check_folder() -> None:
    """Stop where the tree cannot be written to: `.venv` and `build` stand in it."""
    try:
        with tempfile.TemporaryFile(dir=ROOT):
            pass
    except OSError:
        raise Stop(
            f"Nothing can be written to {ROOT}, and .venv and build stand in it. Copy the tree to "
            "a folder of your own and call dev.py there.",
            2,
        ) from None


def prepare(window: bool) -> None:
    """See to it that `.venv` and the system libraries are there."""
    check_folder()
    missing = missing_libraries(window)
    if not venv_works():
        print("Making .venv", flush=True)
        if not make_venv():
            missing = [*PYTHON_PACKAGES, *missing]
    if missing:
        add_system_packages(missing)
    if not venv_works() and not make_venv():
        raise Stop("Python could make no environment here: it lacks the parts venv and pip.", 2)
    fill_venv()


# --- run, bench, pictures -------------------------------------------------------------------


def program(*words: str, passphrase: str = "") -> None:
    """Run the program with `words`; its failure is ours."""
    environment = os.environ | ({"DSCP_PASSPHRASE": passphrase} if passphrase else {})
    command = [str(PYTHON), "-m", "dscp_desktop.app.main", *words]
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    if code:
        raise Stop(f"dscp {words[0]} ended with {code}.", code)


def has_display() -> bool:
    """Whether a window can be shown."""
    always = WINDOWS or sys.platform == "darwin"
    return always or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def run() -> int:
    """Open the window on the sample partnership; with no display, make its executive pack."""
    prepare(window=has_display())
    if not SAMPLE.exists():
        SAMPLE.parent.mkdir(parents=True, exist_ok=True)
        print("Making the sample partnership", flush=True)
        program("demo", str(SAMPLE), passphrase=SAMPLE_PASSPHRASE)
    if has_display():
        print(f"The passphrase of the sample partnership is: {SAMPLE_PASSPHRASE}", flush=True)
        program("open", str(SAMPLE))
        return 0
    SAMPLE_PACK.unlink(missing_ok=True)
    pack = ["pack", str(SAMPLE), "--meeting", SAMPLE_MEETING, "-o", str(SAMPLE_PACK)]
    program(*pack, passphrase=SAMPLE_PASSPHRASE)
    print("There is no display, so no window was opened. Made instead:")
    print(f"  the sample partnership  {SAMPLE}   (passphrase: {SAMPLE_PASSPHRASE})")
    print(f"  its executive pack      {SAMPLE_PACK}")
    return 0


def module(*words: str) -> int:
    """Run a module of the tree off screen and give its exit code."""
    prepare(window=False)
    return step("", ["-m", *words])


def bench(parts: list[str]) -> int:
    """Measure; what the workbooks are compared with is installed here alone."""
    prepare(window=False)
    if not works([str(PYTHON), "-c", "import pandas"]):
        peers = ["--require-hashes", "--requirement", str(BENCH_LOCK)]
        if subprocess.run([*pip_command(), "install", "-qq", *peers], check=False).returncode:
            raise Stop("What is compared with could not be installed; pip's own words stand above.")
    return module("tests.bench", *parts)


# --- test -----------------------------------------------------------------------------------


def step(title: str, words: list[str]) -> int:
    """Run the environment's Python with `words`, say how long it took, and give its exit code."""
    if title:
        print(f"\n== {title}", flush=True)
    data = str(BUILD / "coverage" / "data")
    screenless = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "COVERAGE_FILE": data}
    began = time.perf_counter()
    code = subprocess.run([str(PYTHON), *words], cwd=ROOT, env=screenless, check=False).returncode
    if title:
        result = "passed" if code == 0 else f"FAILED ({code})"
        print(f"== {title}: {result}, {time.perf_counter() - began:.1f} s", flush=True)
    return code


# Import-linter without its script, whose path breaks when a tree moves.
LINT = ["-c", "import importlinter.cli as cli; cli.lint_imports_command()", "--no-cache"]


def cheap_steps() -> list[str]:
    """Run what needs no test; give the titles of what failed."""
    steps = {
        "ruff format": ["-m", "ruff", "format", "--check", "."],
        "ruff check": ["-m", "ruff", "check", "."],
        "mypy": ["-m", "mypy"],
        "import contracts": LINT,
    }
    # Meanwhile the other core compiles all tests, for the workers and every process of a test.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    look = [str(PYTHON), "-m", "pytest", "--collect-only", "-qq", "-p", "no:cacheprovider"]
    with subprocess.Popen(look, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        return [title for title, words in steps.items() if step(title, words) != 0]


def test(everything: bool) -> int:
    """Every check of the house; 0 only where all of them pass."""
    began = time.perf_counter()
    prepare(window=False)
    failed = cheap_steps()
    if failed:
        print(f"\nNot passed: {', '.join(failed)}. The tests were not run.")
        return 1
    shutil.rmtree(BUILD / "coverage", ignore_errors=True)
    (BUILD / "coverage").mkdir(parents=True)
    chosen = "slow or not slow" if everything else "not slow"
    pytest = ["-m", "pytest", "-n", "auto", f"--junitxml={BUILD}/tests.xml", "-m", chosen]
    failed += ["tests"] if step("tests", ["-m", "coverage", "run", *pytest]) else []
    failed += ["coverage"] if measure() else []
    print(f"\n{'Not passed: ' + ', '.join(failed) if failed else 'All passed'}", end="")
    print(f" after {(time.perf_counter() - began) / 60:.1f} minutes.")
    print(f"Skipped for lack of the corpus: {skipped_for_corpus(BUILD / 'tests.xml')} tests.")
    return 1 if failed else 0


def skipped_for_corpus(report: Path) -> int:
    """How many tests of the report were skipped because the corpus is not there."""
    if not report.exists():
        return 0
    skips = ElementTree.parse(report).iter("skipped")
    return sum(skip.get("message", "").startswith("no corpus") for skip in skips)


def measure() -> bool:
    """Print what share of the code the tests reached, by kind; True where a bound is missed."""
    told = BUILD / "coverage" / "report.json"
    step("", ["-m", "coverage", "combine", "--quiet"])
    if step("", ["-m", "coverage", "json", "--quiet", "-o", str(told)]) or not told.exists():
        print("There is no measure of coverage.")
        return True
    files = json.loads(told.read_text(encoding="utf-8"))["files"]
    kinds: dict[str, list[tuple[str, dict[str, int]]]] = {kind: [] for kind in BOUNDS}
    for name, entry in files.items():
        kinds[kind_of(Path(name))].append((name, entry["summary"]))
    print("\n== coverage of lines and branches")
    missed = False
    for kind, members in kinds.items():
        reached = share([summary for _, summary in members])
        low = reached < BOUNDS[kind]
        missed, words = missed or low, "TOO LOW" if low else "holds"
        print(f"  {kind:<24}{reached:6.1f}%  at least {BOUNDS[kind]:g}%  {words}")
        weak = sorted((share([summary]), name) for name, summary in members)
        for own, name in [pair for pair in weak if low and pair[0] < BOUNDS[kind]][:15]:
            print(f"      {own:6.1f}%  {name}")
    return missed


def kind_of(path: Path) -> str:
    """Which bound holds for a file of the package."""
    parts = path.with_suffix("").parts
    if "core" in parts[:2] or "rules" in parts:
        return "rules and core"
    knows_qt = re.search(r"(?m)^ *(from|import) PySide6", (ROOT / path).read_text("utf-8"))
    if knows_qt or {"widgets", "page"} & set(parts):
        return "window code"
    return "other code without Qt"


def share(summaries: list[dict[str, int]]) -> float:
    """Reached lines and branches as a percentage of all; 100 where there are none."""
    there = sum(one["num_statements"] + one["num_branches"] for one in summaries)
    reached = sum(one["covered_lines"] + one["covered_branches"] for one in summaries)
    return 100.0 * reached / there if there else 100.0


def main() -> int:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("run", help="open the program on the sample partnership")
    tests = verbs.add_parser("test", help="run every check and all tests")
    tests.add_argument("--all", action="store_true", help="the slow tests too")
    measured = verbs.add_parser("bench", help="measure how fast it is")
    measured.add_argument("part", nargs="*", help="only these parts, and no page is written")
    verbs.add_parser("pictures", help="make the pictures of docs/pictures and the guide")
    asked = parser.parse_args()
    try:
        if asked.verb == "run":
            return run()
        if asked.verb == "test":
            return test(asked.all)
        if asked.verb == "bench":
            return bench(asked.part)
        return module("dscp_desktop.app.pictures", "docs/pictures", "resources/help/pictures")
    except Stop as stop:
        print(stop, file=sys.stderr)
        return stop.code
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
