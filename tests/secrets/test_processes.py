"""Process lists, environments and core dumps: what another program, or a crash, could see."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from dscp_desktop.jobs.files import FileWorker
from dscp_desktop.store.opening import Birth, create_store, open_store
from tests.conftest import ROOT
from tests.secrets.planted import PHRASE, WRONG, found_in, shapes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)

# Carries out a verb, starts the process for files, then waits to be looked at.
SCRIPT = """
import sys
print("before", flush=True)
sys.stdin.readline()
from dscp_desktop.app.main import main
from dscp_desktop.jobs.files import FileWorker
code = main(sys.argv[1:])
worker = FileWorker(("dscp_desktop", "tests"))
told, _ = worker.ask("tests.secrets.tasks:tell", {})
print("after", code, told["pid"], told["dumpable"], *told["core"], flush=True)
sys.stdin.readline()
worker.close()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "s.dscp"
    create_store(place, Birth("Test", "Ann", PHRASE)).close()
    return place


@pytest.fixture
def running(path: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, "check", str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "DSCP_PASSPHRASE": PHRASE},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, _most()),
    ) as process:
        yield process
        process.kill()


def _most() -> tuple[int, int]:
    _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    return hard, hard


def say(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def line(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout is not None
    return process.stdout.readline().split()


def seen(pid: int) -> bytes:
    """What the process list and the environment show of a process."""
    place = Path("/proc") / str(pid)
    parts = [(place / name).read_bytes() for name in ("cmdline", "environ", "comm", "status")]
    return b"\n".join(parts)


def test_a_passphrase_leaves_the_environment_and_is_in_no_list(
    running: subprocess.Popen[str], path: Path
) -> None:
    with open_store(path, PHRASE) as store:
        secrets = shapes(PHRASE, key=store.key)
    assert line(running) == ["before"]
    assert found_in(seen(running.pid), secrets)  # it was there, and would be found
    say(running)
    words = line(running)
    while words[:1] != ["after"]:
        assert words, running.stderr.read() if running.stderr else ""
        words = line(running)
    assert words[1] == "0"
    assert found_in(seen(running.pid), secrets) == []
    assert found_in(seen(int(words[2])), secrets) == []
    assert b"DSCP_PASSPHRASE" not in seen(int(words[2]))
    assert words[3:] == ["0", "0", "0"]  # the process for files: not dumpable, no core
    limits = (Path("/proc") / str(running.pid) / "limits").read_text()
    core = next(row for row in limits.splitlines() if row.startswith("Max core file size"))
    assert core.split()[4:6] == ["0", "0"]
    say(running)


def test_the_process_for_files_shuts_itself_and_is_told_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DSCP_PASSPHRASE", PHRASE)
    worker = FileWorker(("dscp_desktop", "tests"))
    told, _ = worker.ask("tests.secrets.tasks:tell", {})
    try:
        assert (told["dumpable"], told["core"]) == (0, [0, 0])
        assert found_in(seen(told["pid"]), shapes(PHRASE)) == []
    finally:
        worker.close()


def python(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_window_takes_the_passphrase_away_too(tmp_path: Path) -> None:
    ran = python(
        """
        import sys
        from pathlib import Path
        import dscp_desktop.app.window as window
        window.open_window = lambda path: 0  # what is tried here comes before any window
        from dscp_desktop.app.main import main
        assert b"zebra" in Path("/proc/self/environ").read_bytes()
        assert main([]) == 0
        print(b"zebra" in Path("/proc/self/environ").read_bytes())
        """,
        DSCP_PASSPHRASE=PHRASE,
        XDG_CONFIG_HOME=str(tmp_path),
    )
    assert ran.stdout.split() == ["False"], ran.stderr


DIES = """
import os, resource, signal, sys
resource.setrlimit(resource.RLIMIT_CORE, [resource.getrlimit(resource.RLIMIT_CORE)[1]] * 2)
if "keep" in sys.argv:
    from dscp_desktop.core.privacy import keep_private
    keep_private()
signal.signal(getattr(signal, sys.argv[1]), signal.SIG_DFL)  # a job in the background ignores some
os.kill(os.getpid(), getattr(signal, sys.argv[1]))
"""


def dumped(folder: Path, *words: str) -> tuple[int, bool]:
    """Let a process die; return the signal, and whether the system made a core dump."""
    process = subprocess.Popen(
        [sys.executable, "-c", DIES, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
    )
    _pid, status = os.waitpid(process.pid, 0)
    process.returncode = status
    return os.WTERMSIG(status), os.WCOREDUMP(status)


@pytest.mark.parametrize("name", ["SIGABRT", "SIGSEGV", "SIGQUIT"])
def test_a_crash_leaves_no_core(tmp_path: Path, name: str) -> None:
    died, core = dumped(tmp_path, name, "keep")
    assert (died, core) == (getattr(signal, name), False)
    assert list(tmp_path.iterdir()) == []


def test_without_it_there_could_be_a_core(tmp_path: Path) -> None:
    """The test above would see one, where this system makes any."""
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    if hard == 0:
        pytest.skip("this system lets nobody make a core dump")
    _died, core = dumped(tmp_path, "SIGABRT")
    if not core:
        pytest.skip("this system keeps no core dump")
    assert core


def test_every_door_of_the_program_shuts_it() -> None:
    """Of both entries: the process itself says that nobody may dump it, or look into it."""
    ran = python(
        """
        import ctypes, resource
        from dscp_desktop.app.main import main
        try:
            main(["--version"])
        except SystemExit:
            pass
        print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), *resource.getrlimit(resource.RLIMIT_CORE))
        """
    )
    assert ran.stdout.splitlines()[-1] == "0 0 0", ran.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="plays another program of the same person")
def test_another_program_of_the_same_person_cannot_look_in() -> None:
    ran = python(
        """
        import ctypes, os, resource, subprocess
        from dscp_desktop.core.privacy import keep_private
        os.setgid(65534)
        os.setuid(65534)
        look = ["cat", f"/proc/{os.getpid()}/environ"]
        ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # setuid shut it: open it, to see it shut again
        print(subprocess.run(look, capture_output=True).returncode)
        keep_private()
        print(subprocess.run(look, capture_output=True).returncode)
        """
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split() == ["0", "1"]


def test_a_variable_that_is_not_there_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from dscp_desktop.core.privacy import take_from_environment

    monkeypatch.delenv("DSCP_PASSPHRASE", raising=False)
    assert take_from_environment("DSCP_PASSPHRASE") is None
    monkeypatch.setenv("DSCP_PASSPHRASE", WRONG)
    assert take_from_environment("DSCP_PASSPHRASE") == WRONG
    assert "DSCP_PASSPHRASE" not in os.environ
    assert ctypes.CDLL(None).getenv(b"DSCP_PASSPHRASE") == 0
