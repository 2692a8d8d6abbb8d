"""What goes over the pipe between the program and its process for files.

A frame is two lengths of four bytes, a JSON header and the raw bytes of its blobs. Nothing that
is read is ever run or unpickled.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

# Taking a header apart holds every thread up, the window's too: what is long comes as blobs.
HEADER_LIMIT = 16 * 1024 * 1024
BODY_LIMIT = 1024 * 1024 * 1024
_LENGTHS = struct.Struct(">II")
_PIECE = 1 << 20
_AT_ONCE = 64  # of a long list, so many are put into words while other threads wait


class BadFrame(Exception):
    """What came over the pipe is no frame, or larger than one may be."""


def write_frame(sink: IO[bytes], header: Mapping[str, Any], blobs: Sequence[bytes] = ()) -> None:
    """Write one frame and flush. Raises BadFrame where it is larger than the limits."""
    sizes = [len(blob) for blob in blobs]
    text = "".join(_words({**header, "blobs": sizes})).encode()
    if len(text) > HEADER_LIMIT or sum(sizes) > BODY_LIMIT:
        raise BadFrame("the answer is too large")
    sink.write(_LENGTHS.pack(len(text), sum(sizes)))
    sink.write(text)
    for blob in blobs:
        sink.write(blob)
    sink.flush()


def _words(value: Any) -> Iterator[str]:
    """Put a value into JSON piece by piece: all at once would hold every thread up."""
    if _is_short(value):
        yield _dumped(value)
    elif isinstance(value, dict) and all(type(key) is str for key in value):
        before = "{"
        for key, inner in value.items():
            yield f"{before}{json.dumps(key)}:"
            yield from _words(inner)
            before = ","
        yield "}" if value else "{}"
    elif isinstance(value, list | tuple) and len(value) > _AT_ONCE:
        for start in range(0, len(value), _AT_ONCE):
            yield "," if start else "["
            yield _dumped(list(value[start : start + _AT_ONCE]))[1:-1]
        yield "]"
    elif isinstance(value, list | tuple):
        before = "["
        for inner in value:
            yield before
            yield from _words(inner)
            before = ","
        yield "]" if value else "[]"
    else:
        yield _dumped(value)


def _is_short(value: Any) -> bool:
    """Say whether a value is plain, or holds a few plain ones."""
    if not isinstance(value, dict | list | tuple):
        return True
    inside = value.values() if isinstance(value, dict) else value
    return len(value) <= _AT_ONCE and not any(isinstance(v, dict | list | tuple) for v in inside)


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, allow_nan=False)


def read_frame(source: IO[bytes]) -> tuple[dict[str, Any], list[bytes]] | None:
    """Read one frame; None where the pipe was closed. Raises BadFrame."""
    start = _read(source, _LENGTHS.size)
    if not start:
        return None
    if len(start) < _LENGTHS.size:
        raise BadFrame("the pipe was closed within a frame")
    header_size, body_size = _LENGTHS.unpack(start)
    if header_size > HEADER_LIMIT or body_size > BODY_LIMIT:
        raise BadFrame("the frame is too large")
    try:
        header = json.loads(_read_all(source, header_size))
    except (ValueError, RecursionError) as error:
        raise BadFrame("the header is not JSON") from error
    if not isinstance(header, dict):
        raise BadFrame("the header is not an object")
    sizes = header.pop("blobs", None)
    if not isinstance(sizes, list) or not all(type(n) is int and n >= 0 for n in sizes):
        raise BadFrame("the sizes of the blobs are missing")
    if sum(sizes) != body_size:
        raise BadFrame("the sizes of the blobs do not add up")
    return header, [_read_all(source, size) for size in sizes]


def _read_all(source: IO[bytes], size: int) -> bytes:
    data = _read(source, size)
    if len(data) < size:
        raise BadFrame("the pipe was closed within a frame")
    return data


def _read(source: IO[bytes], size: int) -> bytes:
    """Read that many bytes, or fewer where the pipe ends; memory grows with what came."""
    pieces: list[bytes] = []
    left = size
    while left:
        piece = source.read(min(left, _PIECE))
        if not piece:
            break
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)
