"""The process for files, seen from the program: one child that is asked, limited and replaced."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from dscp_desktop.core.faults import Refused
from dscp_desktop.core.faults import Stopped as Stopped
from dscp_desktop.jobs.child import is_task
from dscp_desktop.jobs.frames import BadFrame, read_frame, write_frame

Progress = Callable[[str, int, int], None]
Frame = tuple[dict[str, Any], list[bytes]]

_ROOT = Path(__file__).resolve().parent.parent.parent
_STEP = 0.05
_LONGEST_STEP = 200
_MUCH = 32 * 1024 * 1024
TOO_LARGE = "This is too large to be made or read in one piece. Choose fewer records, or split it."
# A console window must not flash up on Windows.
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class TaskFailed(Exception):
    """A task met a mistake of the program's own; the text is its traceback."""


class _Child:
    """One running process and the thread that takes in its frames."""

    def __init__(self, packages: Sequence[str]) -> None:
        self.process: subprocess.Popen[bytes] = subprocess.Popen(
            command_line(packages),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            creationflags=_NO_WINDOW,
        )
        self.frames: queue.SimpleQueue[Frame | None] = queue.SimpleQueue()
        self.handed = 0
        threading.Thread(target=self._take_in, daemon=True).start()

    def _take_in(self) -> None:
        source = self.process.stdout
        try:
            while source is not None and (frame := read_frame(source)) is not None:
                self.frames.put(frame)
        except (BadFrame, OSError, ValueError):
            self.process.kill()
        finally:
            self.frames.put(None)

    def send(self, header: Mapping[str, Any], blobs: Sequence[bytes]) -> None:
        """Send from a thread of its own: a child that does not read must not stop the program."""
        self.handed = sum(map(len, blobs))
        threading.Thread(target=self._send, args=(header, blobs), daemon=True).start()

    def _send(self, header: Mapping[str, Any], blobs: Sequence[bytes]) -> None:
        if self.process.stdin is not None:
            # A child that is gone shows in what comes back: nothing.
            with suppress(OSError, ValueError):
                try:
                    write_frame(self.process.stdin, header, blobs)
                except BadFrame:  # nothing of it was sent
                    self.frames.put(({"refused": TOO_LARGE}, []))

    def end(self) -> None:
        """Kill the process, wait for it, and close the pipes."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


class FileWorker:
    """Runs tasks on files in one child process, one after another; any thread may ask.

    The child starts with the first task and stays; after a crash, a time limit, a cancel or a
    large file the next task starts a new one.
    """

    def __init__(self, packages: Sequence[str] = ("dscp_desktop",)) -> None:
        self._packages = tuple(packages)
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self._closed = False

    def ask(
        self,
        task: str,
        values: Mapping[str, Any],
        blobs: Sequence[bytes] = (),
        on_progress: Progress | None = None,
        seconds: float = 120,
        cancelled: Callable[[], bool] | None = None,
    ) -> tuple[dict[str, Any], list[bytes]]:
        """Run 'package.module:function' in the child and return its values and blobs.

        `on_progress(words, done, all)` is called in this thread. Raises Refused in the words of
        the task, or where the file made the child stop or take longer than `seconds`; Stopped
        where `cancelled()` became true; TaskFailed for a mistake of the program. `values["name"]`
        or `values["title"]` names the file in the words, which also tell the last step reported.
        """
        if not is_task(task, self._packages):
            raise ValueError(f"{task} is not a task of this program")
        name = values.get("name") or values.get("title")
        named = name if isinstance(name, str) and name else "The file"
        while not self._lock.acquire(timeout=_STEP):
            _check(cancelled)
        try:
            child = self._running_child()
            child.send({"task": task, "values": values}, blobs)
            return self._wait(child, named, on_progress, time.monotonic() + seconds, cancelled)
        finally:
            self._lock.release()

    def _wait(
        self,
        child: _Child,
        named: str,
        on_progress: Progress | None,
        until: float,
        cancelled: Callable[[], bool] | None,
    ) -> Frame:
        done = False
        last = ""
        try:
            while True:
                _check(cancelled)
                if time.monotonic() > until:
                    raise Refused(
                        f"{named} took too long to work through and was left.{last} Split it into "
                        "smaller files, or save it again in the program it came from."
                    )
                try:
                    frame = child.frames.get(timeout=_STEP)
                except queue.Empty:
                    continue
                header = {} if frame is None else frame[0]
                if "progress" in header:
                    step = _progress(header["progress"], named)
                    last = f" The last step was: {step[0]}."
                    if on_progress is not None:
                        on_progress(*step)
                    continue
                # One that answers in no way of ours, or is short of memory, is not kept; nor one
                # that had much in hand, which is never given back whole to the next task.
                done = isinstance(header.get("values", header.get("refused")), dict | str)
                done = done or isinstance(header.get("failed"), str)
                answered = sum(map(len, frame[1])) if frame is not None else 0
                done = done and child.handed + answered < _MUCH
                return _judge(frame, named, last)
        finally:
            # Whatever else happened, the child is not at rest: the next task gets a new one.
            if not done:
                self._drop()

    def _running_child(self) -> _Child:
        if self._closed:
            raise Refused("The program is closing. Start it again to read the file.")
        if self._child is not None and self._child.process.poll() is not None:
            self._drop()
        if self._child is None:
            try:
                self._child = _Child(self._packages)
            except OSError as error:
                raise Refused(
                    "The part of the program that reads files could not be started. Close other "
                    "programs and try again."
                ) from error
        return self._child

    def _drop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def start(self) -> None:
        """Start the child before it is needed, so that the first file is read at once."""
        with self._lock:
            self._running_child()

    def close(self) -> None:
        """End the child, also in mid-task; every later task is refused."""
        self._closed = True
        child = self._child
        if child is not None:
            child.process.kill()
        with self._lock:
            self._drop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def command_line(packages: Sequence[str] = ("dscp_desktop",)) -> list[str]:
    """Return the command that starts the child, from source and from the Windows folder."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--file-worker"]
    # -P: a file beside the workbook must not be taken for a module.
    return [sys.executable, "-P", "-m", "dscp_desktop.jobs.child", *packages]


def child_environment() -> dict[str, str]:
    """Return what the child may know: nothing of ours, so no passphrase, and where our code is."""
    kept = {key: text for key, text in os.environ.items() if not key.startswith("DSCP_")}
    before = kept.get("PYTHONPATH", "")
    kept["PYTHONPATH"] = f"{_ROOT}{os.pathsep}{before}" if before else str(_ROOT)
    # What is freed goes back at once: it would count as memory that the next task uses. But for
    # 16 MB, or many small things that come and go have the heap shrink and grow all the time.
    kept["MALLOC_MMAP_THRESHOLD_"] = str(1 << 20)
    kept["MALLOC_TRIM_THRESHOLD_"] = str(16 << 20)
    return kept


def _check(cancelled: Callable[[], bool] | None) -> None:
    if cancelled is not None and cancelled():
        raise Stopped("Stopped. Nothing was changed.")


def _progress(plain: Any, named: str) -> tuple[str, int, int]:
    """Return the words, steps done and all steps of a report; Refused where it is none."""
    try:
        words, done, whole = plain
        return str(words)[:_LONGEST_STEP], int(done), int(whole)
    except (TypeError, ValueError, OverflowError) as error:
        raise Refused(_stopped(named, "")) from error


def _stopped(named: str, last: str) -> str:
    return (
        f"{named} made the reader stop.{last} It may be damaged or far too large. Save it again in "
        "the program it came from, and try again."
    )


def _judge(frame: Frame | None, named: str, last: str) -> Frame:
    """Return the answer that a last frame holds, or raise what it says."""
    header, blobs = frame or ({}, [])
    if "memory" in header:
        raise Refused(
            f"{named} needs more memory than the reader may use.{last} Split it into smaller "
            "files and try again."
        )
    if "refused" in header:
        raise Refused(str(header["refused"]))
    if "failed" in header:
        raise TaskFailed(str(header["failed"]))
    if not isinstance(header.get("values"), dict):
        raise Refused(_stopped(named, last))
    return header["values"], blobs
