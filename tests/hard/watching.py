"""Watches the memory of every process that this one starts, also of those that are killed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MOST = 400  # megabytes


class Peak:
    """The most that any child held at once, in megabytes, and how many children were seen."""

    def __init__(self) -> None:
        self.megabytes = 0
        self.seen: set[int] = set()


@contextmanager
def children_watched() -> Iterator[Peak]:
    """Watch while the block lasts; asserts at its end that none took more than it may."""
    peak, done = Peak(), threading.Event()

    def watch() -> None:
        while not done.wait(0.01):
            for pid in _children():
                peak.seen.add(pid)
                peak.megabytes = max(peak.megabytes, _most_held(pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
        time.sleep(0.03)
    finally:
        done.set()
        watcher.join()
    assert peak.seen, "no child was seen: nothing was measured"
    assert peak.megabytes < MOST, f"the process for files held {peak.megabytes} MB"


def _children() -> list[int]:
    found: list[int] = []
    for listed in Path("/proc/self/task").glob("*/children"):
        try:
            found += map(int, listed.read_text().split())
        except OSError:
            continue
    return found


def _most_held(pid: int) -> int:
    try:
        told = Path(f"/proc/{pid}/status").read_text()
        if "dscp_desktop.jobs.child" not in Path(f"/proc/{pid}/cmdline").read_text():
            return 0
    except OSError:
        return 0
    _, found, rest = told.partition("VmHWM:")
    return int(rest.split()[0]) // 1024 if found else 0
