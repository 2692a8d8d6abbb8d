"""Nothing asks for the network: the system kills whoever does, and Python tells who tried."""

from __future__ import annotations

import os
import platform
import re
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from dscp_desktop.store.opening import Birth, create_store
from tests.conftest import ROOT
from tests.contracts.tree import imports, python_files, told
from tests.secrets.planted import PHRASE

# Put before a script, it has the system kill this process, and each one that it starts, at the
# first socket that is not one of this computer alone; and Python name what it tried.
GUARD = """
import ctypes, os, platform, struct, sys
ARCH, SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}[platform.machine()]
LOAD, IS, END = 0x20, 0x15, 0x06  # of the classic packet filter
STEPS = [
    (LOAD, 0, 0, 4), (IS, 0, 5, ARCH),
    (LOAD, 0, 0, 0), (IS, 0, 3, SOCKET),
    (LOAD, 0, 0, 16), (IS, 1, 0, 1),  # 1: a socket of this computer
    (END, 0, 0, 0x80000000),  # kill the process
    (END, 0, 0, 0x7FFF0000),  # let it be
]
held = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in STEPS))
rule = struct.pack("HxxxxxxP", len(STEPS), ctypes.addressof(held))
libc = ctypes.CDLL(None, use_errno=True)
libc.prctl(38, 1, 0, 0, 0)  # it gets no more rights
assert libc.prctl(22, 2, rule, 0, 0) == 0, "the system takes no such rule"
def tell(event, _values):
    known = event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "imaplib."))
    if known and event != "socket.gethostname":
        os.write(2, b"NETWORK " + event.encode() + bytes([10]))
sys.addaudithook(tell)
"""
TRIES = {
    "itself": "import socket; socket.socket(socket.AF_INET)",
    "six": "import socket; socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
    "behind Python": "import ctypes; ctypes.CDLL(None).socket(2, 1, 0)",
}
CHILD = """
import subprocess, sys
sys.exit(-subprocess.run([sys.executable, "-c", "import socket; socket.socket()"]).returncode)
"""
KNOWN = "dscp_desktop/store/lock.py"  # the name of this computer, for who has a store open
NETWORK = {"socket", "ssl", "urllib.request", "http", "ftplib", "smtplib", "imaplib", "poplib"}
NETWORK |= {"asyncio", "socketserver", "xmlrpc", "telnetlib", "requests", "httpx"}

# The window as a person starts it: unlocked, a page, an import of nothing, closed.
WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from dscp_desktop.app.main import main
from dscp_desktop.app.shell import Shell
from dscp_desktop.app.start import StartWindow
typed = []
def step():
    windows = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    for window in windows:
        if isinstance(window, StartWindow) and not typed:
            typed.append(True)
            window.page().phrase.editor.setText(sys.argv[2])
            window.page().open(to_read=False)
        elif isinstance(window, Shell) and window.isEnabled() and window.desk.idle():
            if window.place() != "records":
                window.go("records")
            else:
                print("shown", window.place(), flush=True)
                window.close()
timer = QTimer()
app = QApplication(sys.argv[:1])
timer.timeout.connect(step)
timer.start(20)
code = main(["open", sys.argv[1]])
print("ended", code, QApplication.topLevelWidgets() is not None, flush=True)
import os; os._exit(code)
"""


@cache
def has_guard() -> bool:
    """Say whether this system takes the rule."""
    if sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"):
        return False
    return run(GUARD).returncode == 0


def run(script: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *words],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


@pytest.mark.parametrize("name", TRIES)
def test_the_guard_sees_who_asks_for_the_network(name: str) -> None:
    if not has_guard():
        pytest.skip("this system takes no such rule")
    ran = run(GUARD + TRIES[name])
    assert ran.returncode == -signal.SIGSYS
    assert ("NETWORK socket." in ran.stderr) == (name != "behind Python")


def test_the_guard_holds_for_what_a_process_starts_and_for_nothing_else() -> None:
    if not has_guard():
        pytest.skip("this system takes no such rule")
    assert run(GUARD + CHILD).returncode == signal.SIGSYS
    assert run(GUARD + "import socket; socket.socketpair(); socket.gethostname()").returncode == 0


def test_the_window_opens_and_ends_without_the_network(tmp_path: Path) -> None:
    """From the start to the end of the process: unlock, a page, close."""
    store = tmp_path / "s.dscp"
    create_store(store, Birth("Test", "Ann", PHRASE)).close()
    own = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    ran = run((GUARD if has_guard() else "") + WINDOW, str(store), PHRASE, **own)
    assert ran.stdout.splitlines() == ["shown records", "ended 0 True"], ran.stderr
    assert "NETWORK" not in ran.stderr
    assert not store.with_suffix(".lock").exists()


def test_nothing_of_the_network_is_imported() -> None:
    """In our own code: neither Python's modules for it nor Qt's."""
    maybe = re.compile("|".join((*map(re.escape, NETWORK), "QtNetwork")))
    files = [path for path in python_files("dscp_desktop") if maybe.search(path.read_text("utf-8"))]
    bad = [
        f"{told(path)}:{line} {name}"
        for path in files
        for line, name in imports(path)
        if "QtNetwork" in name or any(f"{name}.".startswith(f"{each}.") for each in NETWORK)
    ]
    assert [row.split(":")[0] for row in bad] == [KNOWN]
