"""Identifiers of records and lines: UUIDs of version 7 (RFC 9562), which sort by time."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime


def new_id(now: datetime, random_bytes: Callable[[int], bytes]) -> str:
    """Return a new UUIDv7 as text; `now` is an instant with a zone, `random_bytes(n)` gives n."""
    milliseconds = int(now.timestamp() * 1000)
    noise = int.from_bytes(random_bytes(10), "big")
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76
    value |= ((noise >> 62) & 0xFFF) << 64
    value |= 0b10 << 62
    value |= noise & 0x3FFF_FFFF_FFFF_FFFF
    return str(uuid.UUID(int=value))
