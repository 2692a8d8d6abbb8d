"""One line of the measurements, and how a piece of work is timed and its memory taken."""

from __future__ import annotations

import importlib
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Line:
    """One measurement: what, against what; times in seconds, memory in bytes.

    `floor` is the least that the public parts underneath could take, `peer` what others use for
    the same. The ratio is ours to the peer where there is one, else to the floor; it must not
    be over `at_most` (0 where nothing is asked of it). `aim` says the aim in words.
    """

    what: str
    floor_name: str
    floor: float
    peer_name: str = ""
    peer: float = 0
    ours: float = 0
    aim: str = ""
    at_most: float = 0
    memory: int = 0
    floor_memory: int = 0

    @property
    def against(self) -> str:
        """What the ratio is to."""
        return self.peer_name or self.floor_name

    @property
    def ratio(self) -> float:
        """Ours divided by what it is against."""
        return self.ours / (self.peer or self.floor)

    @property
    def holds(self) -> bool:
        """Whether the ratio is within its bound."""
        return not self.at_most or self.ratio <= self.at_most


@dataclass(frozen=True)
class Measured:
    """What a piece of work took in a process of its own: seconds, and peak bytes of memory."""

    seconds: float
    memory: int
    result: object = None


def best(work: Callable[[], object], times: int = 3) -> float:
    """Return the shortest of some runs, in seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def in_child(name: str, *args: str | int | float) -> Measured:
    """Run `package.module:function` with plain arguments in a fresh process.

    The time is that of the call alone, without the start of Python and the import of the module;
    the memory is the peak of the whole process. What the function gives must be fit for JSON;
    where it gives a dict with 'seconds', that is the time instead.
    """
    command = [sys.executable, "-m", "tests.bench.lines", name, json.dumps(args)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    answer = json.loads(done.stdout.splitlines()[-1])
    return Measured(answer["seconds"], answer["memory"], answer["result"])


def _run(name: str, args: list[object]) -> None:
    module, function = name.split(":")
    work = getattr(importlib.import_module(module), function)
    start = time.perf_counter()
    result = work(*args)
    seconds = time.perf_counter() - start
    if isinstance(result, dict):
        seconds = result.get("seconds", seconds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": seconds, "memory": peak, "result": result}))


if __name__ == "__main__":
    _run(sys.argv[1], json.loads(sys.argv[2]))
