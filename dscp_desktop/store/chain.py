"""The history's blocks and hashes: what each entry vouches for, and by which formula.

`HistoryEntry.more` holds what an entry tells besides its rows, by name:
'records' a hash of the ids that its index has; 'files' [id, hash] of each stored file it put in
or renamed; and of a redaction 'gone' [entry, table, row, what] for each value it erased, 'sealed'
[entry, hash] for each entry whose words it changed, 'taken' the ids of the files it removed; of
an upgrade 'indexes' [entry, hash] of the entries made before there was 'records', and 'tables'.
"""

from __future__ import annotations

import contextlib
import json
import zlib
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

from dscp_desktop.store.session import Values, canonical

START = "0" * 64
# Stands in place of what a row was before, where that was erased or had another form.
ERASED: Values = {}
_PIECE = 1 << 16


class EntryParts(Protocol):
    """What of an entry its hash covers."""

    @property
    def seq(self) -> int:
        """Its number."""

    @property
    def id(self) -> str:
        """Its identifier."""

    @property
    def at(self) -> datetime:
        """When it was written."""

    @property
    def who(self) -> str:
        """Who did it."""

    @property
    def command(self) -> str:
        """The name of the command."""

    @property
    def words(self) -> str:
        """What it did, in words."""

    @property
    def undoes(self) -> str | None:
        """The entry that it undid."""

    @property
    def rows(self) -> bytes:
        """The block of its rows."""

    @property
    def previous(self) -> str:
        """The hash of the entry before."""

    @property
    def words_nonce(self) -> str | None:
        """The random bytes of the hash of its words."""

    @property
    def more(self) -> bytes | None:
        """The block of what else it vouches for."""


def pack(values: Any) -> bytes:
    """Compress canonical JSON."""
    return zlib.compress(canonical(values).encode())


class Packing:
    """Compresses a list of values as `pack` does, without ever holding its whole text."""

    def __init__(self) -> None:
        self._squeeze = zlib.compressobj(1)  # hashes and random bytes hardly shrink any further
        self._done = [self._squeeze.compress(b"[")]
        self._empty = True

    def add(self, values: list[Any]) -> None:
        """Put more values at the end of the list."""
        if values:
            text = f"{'' if self._empty else ','}{canonical(values)[1:-1]}"
            self._done.append(self._squeeze.compress(text.encode()))
            self._empty = False

    def whole(self) -> bytes:
        """Return the block; nothing can be added then."""
        return b"".join((*self._done, self._squeeze.compress(b"]"), self._squeeze.flush()))


def unpack(block: bytes) -> Any:
    """Read what `pack` wrote. Raises ValueError where the block is not what it writes."""
    reader = zlib.decompressobj()
    try:
        text = reader.decompress(block).decode()
        values = json.loads(text)
    except (zlib.error, ValueError, RecursionError, TypeError) as error:
        raise ValueError("a block that cannot be read") from error
    if reader.unused_data or not reader.eof or canonical(values) != text:
        raise ValueError("a block with something added")
    return values


def find_packed(block: bytes, *beginning: str) -> list[Any] | None:
    """Return the first list in a block of lists that begins with these texts, None without one.

    A block may hold a hundred thousand rows: it is opened piece by piece, and only as far as that
    list. Raises ValueError where it is not what `pack` writes.
    """
    mark = canonical(list(beginning))[:-1].encode() + b","
    reader, held = zlib.decompressobj(), b""
    try:
        while not reader.eof:
            piece = reader.decompress(block, _PIECE)
            block = reader.unconsumed_tail
            if not (piece or block or reader.eof):
                raise ValueError("a block that ends too soon")
            held += piece
            place = held.find(mark)
            if place < 0:
                held = held[-len(mark) :]
                continue
            held = held[place:]
            with contextlib.suppress(json.JSONDecodeError):  # its end has not come yet
                found: list[Any] = json.JSONDecoder().raw_decode(held.decode(errors="ignore"))[0]
                return found
    except zlib.error as error:
        raise ValueError("a block that cannot be read") from error
    return None


def row_hash(nonce: str, values: Values | None) -> str:
    """Return the hash of a row as an entry left it: SHA-256 of random bytes and its JSON."""
    return sha256(bytes.fromhex(nonce) + canonical(values).encode()).hexdigest()


def index_hash(record_ids: Iterable[str]) -> str:
    """Return the hash of the record ids that an entry's index has."""
    return sha256("\n".join(sorted(record_ids)).encode()).hexdigest()


def more_of(entry: EntryParts) -> dict[str, Any]:
    """Return what an entry tells besides its rows."""
    found = unpack(entry.more) if entry.more else {}
    if not isinstance(found, dict):
        raise ValueError("a block of another shape")
    return found


def entry_hash(entry: EntryParts) -> str:
    """Return the hash that chains an entry to the one before.

    An entry without `words_nonce` was written by release 0.1.0, whose formula held the words.
    """
    head = {
        "seq": entry.seq,
        "id": entry.id,
        "at": entry.at.isoformat(),
        "who": entry.who,
        "command": entry.command,
        "undoes": entry.undoes,
        "rows": sha256(entry.rows).hexdigest(),
        "previous": entry.previous,
    }
    if entry.words_nonce is None:
        head["words"] = entry.words
    else:
        head["said"] = sha256(bytes.fromhex(entry.words_nonce) + entry.words.encode()).hexdigest()
        head["more"] = sha256(entry.more or b"").hexdigest()
    return sha256(canonical(head).encode()).hexdigest()
