"""Tasks that misbehave, for the process for files to survive."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from dscp_desktop.core.faults import Refused

Progress = Callable[[str, int, int], None]
Answer = tuple[dict[str, Any], list[bytes]]


def echo(values: dict[str, Any], blobs: list[bytes], progress: Progress) -> Answer:
    progress("Echo", 1, 1)
    return {**values, "pid": os.getpid()}, blobs


def chatter(_values: dict[str, Any], blobs: list[bytes], progress: Progress) -> Answer:
    print("this would break the framing", flush=True)
    os.write(1, b"\x00\x00\x00\x05hello")
    os.write(2, b"and this")
    for step in range(10_000):
        progress("Counting", step, 10_000)
    progress("Counting", 10_000, 10_000)
    return {"read": sys.stdin.read()}, blobs


def surroundings(_values: dict[str, Any], _blobs: list[bytes], _progress: Progress) -> Answer:
    return {"environment": dict(os.environ), "modules": sorted(sys.modules)}, []


def refuse(_values: dict[str, Any], _blobs: list[bytes], _progress: Progress) -> Answer:
    raise Refused("a.xlsx is a PDF. Ask for the workbook.")


def mistake(_values: dict[str, Any], _blobs: list[bytes], _progress: Progress) -> Answer:
    raise KeyError("no such field")


def not_found(_values: dict[str, Any], _blobs: list[bytes], _progress: Progress) -> Answer:
    raise FileNotFoundError("gone")


def leave(_values: dict[str, Any], _blobs: list[bytes], _progress: Progress) -> Answer:
    sys.exit(3)


def crash(_values: dict[str, Any], _blobs: list[bytes], _progress: Progress) -> Answer:
    ctypes.string_at(0)
    raise AssertionError


def hang(_values: dict[str, Any], _blobs: list[bytes], progress: Progress) -> Answer:
    progress("Hanging", 0, 1)
    time.sleep(600)
    return {}, []


def devour(_values: dict[str, Any], _blobs: list[bytes], _progress: Progress) -> Answer:
    held = [bytes(50_000_000) for _ in range(100)]
    return {"held": len(held)}, []


def too_much(_values: dict[str, Any], _blobs: list[bytes], _progress: Progress) -> Answer:
    return {"not": {1, 2}}, []


def garbage(_values: dict[str, Any], _blobs: list[bytes], _progress: Progress) -> Answer:
    """Write on every open pipe, as code that had taken the process over might."""
    for number in range(3, 20):
        try:
            os.write(number, b"\xff" * 64)
        except OSError:
            continue
    time.sleep(600)
    return {}, []


def say(values: dict[str, Any], _blobs: list[bytes], _progress: Progress) -> Answer:
    """Write a whole frame of its own on the pipe of the answers."""
    header = values["header"].encode()
    frame = len(header).to_bytes(4, "big") + bytes(4) + header
    for number in range(3, 20):
        try:
            os.write(number, frame)
        except OSError:
            continue
    time.sleep(600)
    return {}, []


def long(_values: dict[str, Any], _blobs: list[bytes], _progress: Progress) -> Answer:
    return {"long": "x" * 17_000_000}, []
