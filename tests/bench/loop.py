"""How long the window's thread leaves its event loop alone: a clock in the loop, and who held it.

A timer in the loop ticks each millisecond; the time between two ticks is a gap. While a gap is
open a signal looks where the thread is, so that a long one is named by the code that made it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

LOOK = 0.004  # seconds between two looks at the window's thread
OURS = "dscp_desktop"
TASKS = "/proc/self/task"


@dataclass(frozen=True)
class Gap:
    """Seconds between two ticks, and where the thread was.

    Of them it `worked` itself, and it, or the thread of ours it waited for, `queued` for a
    processor that others had: that says how busy the machine is, not how the program is made.
    """

    seconds: float
    worked: float
    queued: float
    where: str

    @property
    def own(self) -> float:
        """Seconds that are the program's own."""
        return max(self.seconds - self.queued, self.worked)


@dataclass(frozen=True)
class Gaps:
    """All gaps of one stretch of time."""

    every: tuple[Gap, ...]

    @property
    def longest(self) -> Gap:
        """The longest of them."""
        return max(self.every, key=lambda gap: gap.own)

    @property
    def p99(self) -> float:
        """The length in seconds that one gap of a hundred is over."""
        lengths = sorted(gap.own for gap in self.every)
        return lengths[len(lengths) * 99 // 100]

    def words(self) -> str:
        """Say the longest gap, and which line of ours was at work in it."""
        long = self.longest
        return (
            f"the window stood still for {long.own * 1000:.0f} ms "
            f"(at work for {long.worked * 1000:.0f} ms): {long.where or 'nobody of ours was seen'}"
        )


class Watch(QObject):
    """Measures gaps between `start` and `stop`, in the main thread; one at a time."""

    def __init__(self, named_over: float = 0.02) -> None:
        super().__init__()
        self._named_over = named_over
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._tick)
        self._found: list[Gap] = []
        self._seen: list[str] = []
        self._last = self._worked = 0.0
        self._queues = Queues()

    def start(self) -> None:
        """Begin to measure with the next turn of the loop."""
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._queues.longest()
        self._timer.start()
        if hasattr(signal, "setitimer"):
            # A signal comes to the main thread itself. Another thread that looked at its frames
            # would keep their painters alive, and they would die in the wrong thread.
            signal.signal(signal.SIGALRM, self._look)
            signal.setitimer(signal.ITIMER_REAL, LOOK, LOOK)

    def stop(self) -> Gaps:
        """Give what was found; the gap that is open now counts."""
        self._tick()
        self._timer.stop()
        self._queues.close()
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, signal.SIG_IGN)  # one may still be on its way
        return Gaps(tuple(self._found))

    def _tick(self) -> None:
        now, worked, queued = time.perf_counter(), time.thread_time(), self._queues.longest()
        gap, busy = now - self._last, worked - self._worked
        self._last, self._worked = now, worked
        seen, self._seen = self._seen, []
        where = " < ".join(dict.fromkeys(seen)) if gap > self._named_over else ""
        self._found.append(Gap(gap, busy, min(queued, gap), where))

    def _look(self, _signal: int, frame: FrameType | None) -> None:
        if time.perf_counter() - self._last > self._named_over / 2:
            place = place_of(frame)
            if place:
                self._seen.append(place)


class Queues:
    """How long the threads of this process queued for a processor; Linux alone says."""

    def __init__(self) -> None:
        self._open: dict[str, int] = {}
        self._before: dict[str, int] = {}
        self._looks = 0

    def longest(self) -> float:
        """Return the seconds that the one which queued longest did so since the last call."""
        self._looks += 1
        if self._looks % 32 == 1:
            self._find()
        most = 0
        for thread, place in list(self._open.items()):
            try:
                queued = int(os.pread(place, 80, 0).split()[1])
            except (OSError, IndexError):  # the thread has ended
                os.close(self._open.pop(thread))
                continue
            most = max(most, queued - self._before.get(thread, queued))
            self._before[thread] = queued
        return most / 1e9

    def _find(self) -> None:
        if not os.path.isdir(TASKS):
            return
        for thread in os.listdir(TASKS):
            if thread not in self._open:
                with contextlib.suppress(OSError):
                    self._open[thread] = os.open(f"{TASKS}/{thread}/schedstat", os.O_RDONLY)

    def close(self) -> None:
        """Close the files."""
        for place in self._open.values():
            os.close(place)
        self._open.clear()


def place_of(frame: FrameType | None) -> str:
    """Return 'dscp_desktop/app/shell.py:120 go' of the innermost frame of ours."""
    while frame is not None:
        name = frame.f_code.co_filename
        if f"/{OURS}/" in name.replace("\\", "/"):
            short = name[name.rindex(OURS) :]
            return f"{short}:{frame.f_lineno} {frame.f_code.co_name}"
        frame = frame.f_back
    return ""


def wait_until(done: Callable[[], bool], seconds: float = 60) -> None:
    """Let the loop turn until something is so; raises TimeoutError when it is not in time."""
    loop, timer = QEventLoop(), QTimer()
    timer.setInterval(2)
    ends = time.perf_counter() + seconds

    came = False

    def look() -> None:
        nonlocal came
        came = came or done()  # what comes in while the loop ends may begin something new
        if came or time.perf_counter() > ends:
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    if not came:
        raise TimeoutError(f"after {seconds:.0f} s it was still not so")


def wait(seconds: float) -> None:
    """Let the loop turn for some time."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()
