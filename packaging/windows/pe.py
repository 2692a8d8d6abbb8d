"""Reads what a Windows library asks for and offers: the tables of a 64-bit PE file."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

_EXPORTS, _IMPORTS, _DELAYED = 0, 1, 13
_IMPORT_ROW, _DELAYED_ROW = 20, 32


class NoLibrary(ValueError):
    """The file is no 64-bit Windows program or library."""


class _File:
    """The bytes of a file and where its sections lie once it is loaded."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        if raw[:2] != b"MZ":
            raise NoLibrary("it does not begin with MZ")
        head: int = struct.unpack_from("<I", raw, 0x3C)[0]
        if raw[head : head + 4] != b"PE\0\0":
            raise NoLibrary("it has no PE header")
        sections, optional = struct.unpack_from("<H12xH", raw, head + 6)
        start = head + 24
        if struct.unpack_from("<H", raw, start)[0] != 0x20B:
            raise NoLibrary("it is not of 64 bits")
        self.tables = start + 112
        row = start + optional
        self.sections = [
            struct.unpack_from("<IIII", raw, row + 40 * number + 8) for number in range(sections)
        ]

    def at(self, address: int) -> int:
        """Return the place in the file of an address in memory."""
        for size, begins, stored, place in self.sections:
            if begins <= address < begins + max(size, stored):
                return int(address - begins + place)
        raise NoLibrary("a table lies outside of all sections")

    def text(self, address: int) -> str:
        """Return the name that stands at an address."""
        place = self.at(address)
        return self.raw[place : self.raw.index(b"\0", place)].decode("ascii")

    def table(self, number: int) -> int:
        """Return the address of a table; 0 where the file has none."""
        return int(struct.unpack_from("<I", self.raw, self.tables + 8 * number)[0])

    def rows(self, number: int, width: int, name_at: int) -> Iterator[str]:
        """Yield the name in each row of a table, up to the row without one."""
        address = self.table(number)
        while address:
            name = struct.unpack_from("<I", self.raw, self.at(address) + name_at)[0]
            if not name:
                return
            yield self.text(name)
            address += width


def imports(path: Path) -> set[str]:
    """Return the names, in small letters, of the libraries that a file loads or may load late."""
    file = _File(path.read_bytes())
    at_once = file.rows(_IMPORTS, _IMPORT_ROW, 12)
    late = file.rows(_DELAYED, _DELAYED_ROW, 4)
    return {name.lower() for name in (*at_once, *late)}


def exports(path: Path) -> list[str]:
    """Return the names that a library offers, sorted."""
    file = _File(path.read_bytes())
    address = file.table(_EXPORTS)
    if not address:
        return []
    place = file.at(address)
    count = struct.unpack_from("<I", file.raw, place + 24)[0]
    names = file.at(struct.unpack_from("<I", file.raw, place + 32)[0])
    return sorted(file.text(row) for row in struct.unpack_from(f"<{count}I", file.raw, names))
