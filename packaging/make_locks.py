"""Makes the lock files: `python packaging/make_locks.py [--upgrade]`, with pip-tools installed.

`requirements.lock` is what officers run, `requirements-dev.lock` adds the tools and the build
backend, `requirements-bench.lock` what the measurements compare with. They are resolved from
pyproject.toml, once, for Windows and Linux and every Python we support: each version carries the
hashes of all its files, and what only Windows needs is marked. Versions already in the files stay
unless `--upgrade` is given.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent / "pyproject.toml"

# What the tools ask for on Windows alone; resolving on Linux does not see it.
WINDOWS_ONLY_TOOLS = ("colorama",)

# What others read workbooks with: `dev.py bench` measures against it, and nothing else needs it.
PEERS = ("pandas",)

HEAD = """\
# {what}
# Made by packaging/make_locks.py from pyproject.toml; do not edit. Exact versions, with the
# hashes of all their files, for Windows and Linux and Python 3.11 to 3.14.
"""


def resolve(wanted: list[str], output: Path) -> None:
    """Write to `output` the exact versions and hashes of `wanted` and all they need."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "wanted.in"
        source.write_text("\n".join(wanted) + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "piptools", "compile", str(source)]
        options = (
            "--generate-hashes --strip-extras --allow-unsafe --no-header --no-annotate --quiet "
            "--no-emit-index-url --no-emit-find-links --no-emit-trusted-host"
        )
        command += [*options.split(), *sys.argv[1:], f"--output-file={output}"]
        subprocess.run(command, check=True)


def finish(lock: Path, what: str) -> None:
    """Put the heading on top, mark what only Windows needs, and hold that no address is inside."""
    text = lock.read_text(encoding="utf-8")
    for name in WINDOWS_ONLY_TOOLS:
        text = re.sub(rf"(?m)^({name}==\S+) ", r'\1 ; sys_platform == "win32" ', text)
    if "://" in text:
        sys.exit(f"{lock.name} holds an address. Look at the settings of pip.")
    lock.write_text(HEAD.format(what=what) + text, encoding="utf-8", newline="\n")


def versions_of(lock: Path) -> list[str]:
    """Return the exact versions that a lock file holds."""
    return re.findall(r"(?m)^[\w.-]+==\S+", lock.read_text(encoding="utf-8"))


def main() -> None:
    """Make the files; the versions of each hold in the next."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))
    wanted: list[str] = project["project"]["dependencies"]
    tools: list[str] = project["dependency-groups"]["dev"]
    run_lock, dev_lock = HERE / "requirements.lock", HERE / "requirements-dev.lock"
    resolve(wanted, run_lock)
    bench_lock = HERE / "requirements-bench.lock"
    finish(run_lock, "What an officer's machine runs.")
    resolve([*versions_of(run_lock), *tools, *WINDOWS_ONLY_TOOLS], dev_lock)
    finish(dev_lock, "What an engineer's machine runs: the program, its tools, its build backend.")
    resolve([*versions_of(dev_lock), *WINDOWS_ONLY_TOOLS, *PEERS], bench_lock)
    finish(bench_lock, "What the measurements compare with, besides an engineer's machine.")


if __name__ == "__main__":
    main()
