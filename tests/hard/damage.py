"""Sound PDFs damaged in twenty ways, as disks, mail programs and half downloads do it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Damage = Callable[[bytes], bytes]


def cut(part: float) -> Damage:
    """A download that stopped."""
    return lambda data: data[: int(len(data) * part)]


def hole(part: float, size: int) -> Damage:
    """A block of the disk that reads as noughts."""

    def made(data: bytes) -> bytes:
        at = int(len(data) * part)
        return data[:at] + bytes(min(size, len(data) - at)) + data[at + size :]

    return made


def gone(part: float, size: int) -> Damage:
    """A piece that is missing, so that all behind it has moved."""

    def made(data: bytes) -> bytes:
        at = int(len(data) * part)
        return data[:at] + data[at + size :]

    return made


def flipped(seed: int, bits: int) -> Damage:
    """Bits that turned over, here and there."""

    def made(data: bytes) -> bytes:
        dice, found = random.Random(seed), bytearray(data)
        for _ in range(bits):
            found[dice.randrange(len(found))] ^= 1 << dice.randrange(8)
        return bytes(found)

    return made


def swapped(old: bytes, new: bytes, most: int = 0) -> Damage:
    """One thing written for another, `most` times or everywhere."""
    return lambda data: re.sub(old, new, data, count=most)


def shuffled(data: bytes) -> bytes:
    """Blocks of a disk in another order."""
    blocks = [data[at : at + 4096] for at in range(0, len(data), 4096)]
    random.Random(7).shuffle(blocks)
    return b"".join(blocks)


def as_text(data: bytes) -> bytes:
    """A transfer as text: each byte above 127 became a question mark of three bytes."""
    return data.decode("utf-8", "replace").encode()


WAYS: dict[str, Damage] = {
    "cut at a tenth": cut(0.1),
    "cut in the middle": cut(0.5),
    "cut near its end": cut(0.97),
    "without its first bytes": lambda data: data[200:],
    "with the header of another": swapped(rb"^%PDF-\d\.\d", b"%!PS-Adobe", 1),
    "hole at its start": hole(0.02, 600),
    "hole in the middle": hole(0.5, 4096),
    "hole at its end": hole(0.95, 4096),
    "piece missing": gone(0.4, 777),
    "piece missing at its end": gone(0.98, 60),
    "table in the wrong place": swapped(rb"startxref\s+\d+", b"startxref\n7"),
    "table of noughts": swapped(rb"\d{10} \d{5} n", b"0000000000 00000 n"),
    "no root": swapped(rb"/Root", b"/Toor"),
    "pages that are their own parents": swapped(rb"/Kids\s*\[\s*\d+ ", b"/Kids [1 "),
    "lengths that lie": swapped(rb"/Length (\d+)", rb"/Length 9\1"),
    "streams that never end": swapped(rb"endstream", b"endstraem"),
    "objects that never end": swapped(rb"endobj", b"endjob"),
    "a hundred bits turned over": flipped(1, 100),
    "ten thousand bits turned over": flipped(2, 10_000),
    "blocks in another order": shuffled,
    "sent as text": as_text,
    "lines of another system": swapped(rb"\n", b"\r\n"),
}
