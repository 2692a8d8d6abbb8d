"""Identifiers of records and lines: UUIDs of version 7 (RFC 9562), which sort by time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime


def new_ids(now: datetime, random_bytes: Callable[[int], bytes], count: int) -> list[str]:
    """Return many new UUIDv7 of one instant, rising: they sort as they were asked for.

    Each is the one before and a random step of up to 32 bits (RFC 9562, 6.2, method 2).
    """
    if count < 1:
        return []
    milliseconds, steps = _milliseconds(now), random_bytes(4 * count)
    noise = int.from_bytes(random_bytes(10), "big") & _HALF
    made = []
    for at in range(0, 4 * count, 4):
        noise += 1 + int.from_bytes(steps[at : at + 4], "big")
        made.append(_written(milliseconds, noise))
    return made


def new_id(now: datetime, random_bytes: Callable[[int], bytes], last: str = "") -> str:
    """Return a new UUIDv7 as text, that sorts after `last`, the one made before it.

    `now` is an instant with a zone, `random_bytes(n)` gives n of them. The time of an identifier
    stands still, and its rest rises, where the clock did not go on (RFC 9562, 6.2).
    """
    if last:
        value = int(last.replace("-", ""), 16)
        if value >> 80 >= _milliseconds(now):
            noise = (value >> 64 & 0xFFF) << 62 | value & 0x3FFF_FFFF_FFFF_FFFF
            step = 1 + int.from_bytes(random_bytes(4), "big")
            return _written(value >> 80, noise + step)
    noise = int.from_bytes(random_bytes(10), "big") & _HALF
    return _written(_milliseconds(now), noise)


# 74 bits of a UUIDv7 are random; with the highest one left free, no number of steps overflows.
_HALF = (1 << 73) - 1


def _milliseconds(now: datetime) -> int:
    return int(now.timestamp() * 1000) & 0xFFFF_FFFF_FFFF


def _written(milliseconds: int, noise: int) -> str:
    value = milliseconds << 80 | 0x7 << 76 | ((noise >> 62) & 0xFFF) << 64
    text = f"{value | 0b10 << 62 | noise & 0x3FFF_FFFF_FFFF_FFFF:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
