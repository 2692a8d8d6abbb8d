"""The process for files, seen from inside: it gets values and bytes, and gives some back.

Files from outside are opened only here. It holds no key, never opens the store, may use so much
memory and no more, and ends as soon as the program that started it does.
"""

from __future__ import annotations

import os
import queue
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import IO, Any

from dscp_desktop.core.faults import Refused
from dscp_desktop.core.privacy import keep_private
from dscp_desktop.jobs.frames import BadFrame, read_frame, write_frame

_MEGABYTE = 1024 * 1024
# What the process may ever use, and what a task may that is handed no great file. With what the
# libraries themselves take, the second keeps the whole process below 400 MB.
MEMORY_LIMIT = 1024 * _MEGABYTE
TASK_MEMORY = 320 * _MEGABYTE
_TASK = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+:[A-Za-z]\w*")
_BETWEEN_REPORTS = 0.05

Frame = tuple[dict[str, Any], list[bytes]]


def is_task(task: str, packages: Sequence[str]) -> bool:
    """Say whether a name is 'package.module:function' of one of our own packages."""
    return bool(_TASK.fullmatch(task)) and task.split(".", 1)[0] in packages


def memory_for(handed: int) -> int:
    """Return how many bytes of data a task may reserve that is handed so many.

    A small file gets little, or one that unfolds to gigabytes would fill the machine; a large
    one more, for readers reserve up to twice what they fill.
    """
    return min(MEMORY_LIMIT, TASK_MEMORY + 32 * handed)


def serve(
    source: IO[bytes],
    sink: IO[bytes],
    packages: Sequence[str] = ("dscp_desktop",),
    at_end: Callable[[], None] = lambda: None,
    limit: Callable[[int], None] = lambda _bytes: None,
) -> None:
    """Answer every frame of `source` on `sink` until it is closed.

    `at_end` is called, from another thread, as soon as the pipe is closed, also in mid-task;
    `limit` with the bytes of memory that may be used, before a task and after it.
    """
    inbox: queue.SimpleQueue[Frame | None] = queue.SimpleQueue()
    threading.Thread(target=_take_in, args=(source, inbox, at_end), daemon=True).start()
    while (frame := inbox.get()) is not None:
        header, blobs = frame
        limit(memory_for(sum(map(len, blobs))))
        try:
            _answer(header, blobs, sink, packages)
        except OSError:
            return
        limit(MEMORY_LIMIT)


def _take_in(
    source: IO[bytes], inbox: queue.SimpleQueue[Frame | None], at_end: Callable[[], None]
) -> None:
    try:
        while (frame := read_frame(source)) is not None:
            inbox.put(frame)
    except (BadFrame, OSError, ValueError):
        pass
    finally:
        inbox.put(None)
        at_end()


def _answer(
    header: dict[str, Any], blobs: list[bytes], sink: IO[bytes], packages: Sequence[str]
) -> None:
    try:
        values, answer = _run(header, blobs, sink, packages)
        write_frame(sink, {"values": values}, answer)
    except Refused as refused:
        write_frame(sink, {"refused": refused.words})
    except (MemoryError, BadFrame):
        # An answer that fits in no frame comes of a file that is too large to work with.
        write_frame(sink, {"memory": True})
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        write_frame(sink, {"failed": traceback.format_exc()})
    except BaseException:
        # A panic of a reader written in another language is no Exception; the parent decides.
        write_frame(sink, {"failed": traceback.format_exc()})


def _run(
    header: dict[str, Any], blobs: list[bytes], sink: IO[bytes], packages: Sequence[str]
) -> Frame:
    task = str(header["task"])
    if not is_task(task, packages):
        raise ValueError(f"{task} is not a task of this program")
    module, _, function = task.partition(":")
    work: Callable[..., Frame] = getattr(import_module(module), function)
    last = 0.0

    def report(words: str, done: int, whole: int) -> None:
        nonlocal last
        now = time.monotonic()
        if done >= whole or now - last >= _BETWEEN_REPORTS:
            last = now
            write_frame(sink, {"progress": [words, done, whole]})

    return work(header["values"], blobs, report)


def limit_memory(limit: int = MEMORY_LIMIT) -> None:
    """Set how many bytes this process may use for data, and that it leaves no core dump.

    It may be called again with another number up to MEMORY_LIMIT.
    """
    if sys.platform == "win32":  # pragma: no cover
        _limit_memory_on_windows(limit)
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (limit, MEMORY_LIMIT))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if sys.platform == "win32":  # pragma: no cover
    import ctypes
    from ctypes import wintypes

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _Extended(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", _Basic),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    @cache
    def _own_job() -> tuple[ctypes.WinDLL, int]:
        """Put this process in a job object of its own; return the system's calls and the job."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        kernel.SetInformationJobObject.argtypes = (
            *(wintypes.HANDLE, ctypes.c_int),
            *(ctypes.c_void_p, wintypes.DWORD),
        )
        job = kernel.CreateJobObjectW(None, None)
        if not (job and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())):
            raise ctypes.WinError(ctypes.get_last_error())
        return kernel, job

    def _limit_memory_on_windows(limit: int) -> None:
        """Set the limit of memory of the job that this process is in."""
        process_memory, extended = 0x100, 9
        about = _Extended()
        about.BasicLimitInformation.LimitFlags = process_memory
        about.ProcessMemoryLimit = limit
        kernel, job = _own_job()
        size = ctypes.sizeof(about)
        if not kernel.SetInformationJobObject(job, extended, ctypes.byref(about), size):
            raise ctypes.WinError(ctypes.get_last_error())


def main(packages: Sequence[str] = ("dscp_desktop",)) -> None:
    """Serve on standard input and output, which nothing else can then write on or read from."""
    keep_private()
    source = os.fdopen(os.dup(0), "rb")
    sink = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    # A library that prints would break the framing; what it prints goes nowhere.
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)
    limit_memory()
    serve(source, sink, packages, at_end=lambda: os._exit(0), limit=limit_memory)


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or ("dscp_desktop",))
