"""Windows as far as Wine is Windows: a prefix of its own, a virtual screen, programs run in it.

Wine 8 lacks three libraries that Qt and our parts ask for. Stand-ins (`wine/*.c`) are compiled
into the prefix, never into a build: `guard` looks for their mark.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from windows.host import COMPILER, Stop, empty, run

STAND_INS = Path(__file__).with_name("wine")
LIBRARIES = {"icuuc": (), "bcryptprimitives": ("-ladvapi32",), "mscms": ()}
_OVERRIDES = "mscms=n;mscoree,mshtml="
_LAST_WORDS = 0.3  # seconds until they are through the pipe
_PATIENCE = 900  # seconds: the machine may have other work


@dataclass(frozen=True)
class Done:
    """What a program under Wine gave: exit code, words, seconds."""

    code: int
    words: str
    seconds: float


@contextmanager
def screen(size: str = "1600x1000x24") -> Iterator[str]:
    """Start a virtual screen and give its name; Wine without one never ends."""
    read, write = os.pipe()
    words = ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp"]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(words, pass_fds=(write,), stdout=quiet, stderr=quiet)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            number = told.readline().strip()
        if not number:
            raise Stop("The virtual screen did not start.")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


class Prefix:
    """A Windows of its own in a folder, on one screen."""

    def __init__(self, folder: Path, display: str) -> None:
        self.folder, self.display = folder, display
        self.drive = folder / "drive_c"
        self.offline = False  # whether programs see no network at all

    def make(self) -> None:
        """Make it, with the stand-ins in its own folder of libraries."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        done = self.call("wineboot", "--init", given={"WINEDLLOVERRIDES": "mscoree,mshtml="})
        system = self.drive / "windows/system32"
        if not system.is_dir():
            raise Stop("Wine made no Windows:\n" + done.words)
        self.end()
        with tempfile.TemporaryDirectory() as held:
            for name, libraries in LIBRARIES.items():
                made = Path(held, f"{name}.dll")
                run(COMPILER, "-shared", "-O1", "-s", "-o", made, STAND_INS / f"{name}.c",
                    *libraries)  # fmt: skip
                shutil.copyfile(made, system / made.name)

    def environment(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return the whole environment of a program: nothing of Qt or Python from here."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        wine = {"WINEPREFIX": str(self.folder), "WINEDEBUG": "-all", "DISPLAY": self.display}
        return {**kept, "LC_ALL": "C.UTF-8", **wine, "WINEDLLOVERRIDES": _OVERRIDES, **given}

    def start(
        self, *words: str | Path, log: Path, given: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a program; what it says goes into a file, for Wine's servers outlive it.

        It goes through a pipe: Python under Wine cannot write to a file of this system.
        """
        cut_off = ["unshare", "--net"] if self.offline else []
        with log.open("wb") as said:
            copier = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=said)
        running = subprocess.Popen(
            [*cut_off, "wine", *map(str, words)],
            stdin=subprocess.DEVNULL,
            stdout=copier.stdin,
            stderr=subprocess.STDOUT,
            env=self.environment(given or {}),
            cwd=self.drive if self.drive.is_dir() else None,
            process_group=0,
        )
        if copier.stdin is not None:
            copier.stdin.close()
        return running

    def call(
        self,
        *words: str | Path,
        given: Mapping[str, str] | None = None,
        seconds: float = _PATIENCE,
    ) -> Done:
        """Run a program to its end; one that takes too long is killed and has the code -1."""
        began = time.perf_counter()
        with tempfile.NamedTemporaryFile() as held:
            log = Path(held.name)
            running = self.start(*words, log=log, given=given)
            try:
                code = running.wait(seconds)
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)
                running.wait()
                code = -1
                self.end()
            took = time.perf_counter() - began
            time.sleep(_LAST_WORDS)
            said = log.read_text("utf-8", "replace")
        return Done(code, said, took)

    def end(self) -> None:
        """End everything that runs in the prefix."""
        for word in ("-k", "-w"):
            subprocess.run(
                ["wineserver", word], env=self.environment({}), capture_output=True, check=False
            )

    def local(self) -> Path:
        """Return the person's own folder for programs and settings."""
        return next(self.drive.glob("users/*/AppData/Local"))

    def path_of(self, windows: str) -> Path:
        r"""Return where 'C:\folder\file' lies."""
        letter, _, rest = windows.partition(":\\")
        return self.folder / "dosdevices" / f"{letter.lower()}:" / rest.replace("\\", "/")

    def registry(self, key: str) -> dict[str, str]:
        """Return the values of a key by name, '' for its own; {} where there is no such key."""
        done = self.call("reg", "query", key)
        rows = (line.strip().split("    ") for line in done.words.splitlines())
        values = {row[0]: row[2] for row in rows if len(row) == 3 and row[1].startswith("REG_")}
        own = values.pop("(Default)", None)
        return values if own is None else {"": own, **values}


@contextmanager
def small_drive(prefix: Prefix, letter: str, megabytes: int) -> Iterator[Path]:
    """Give the prefix a drive of so many megabytes; needs root."""
    place = empty(prefix.folder.parent / f"drive-{letter}")
    run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", place)
    link = prefix.folder / "dosdevices" / f"{letter}:"
    link.unlink(missing_ok=True)
    link.symlink_to(place)
    try:
        yield place
    finally:
        link.unlink()
        prefix.end()
        run("umount", place)
        place.rmdir()
