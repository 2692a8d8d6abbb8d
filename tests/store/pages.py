"""The bytes of an encrypted store in the clear, free pages too: what is gone must not be there."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from dscp_desktop.store.connection import connect

PAGE, RESERVE, SALT = 4096, 80, 16


def plain_pages(path: Path, key: bytes) -> bytes:
    """Decrypt each page of a closed file: AES-256-CBC, its start value at the end of the page."""
    whole = path.read_bytes()
    assert len(whole) % PAGE == 0
    pages = []
    for start in range(0, len(whole), PAGE):
        page = whole[start : start + PAGE]
        first = SALT if start == 0 else 0
        at = PAGE - RESERVE
        reader = Cipher(AES(key), CBC(page[at : at + 16])).decryptor()
        pages.append(reader.update(page[first:at]) + reader.finalize())
    return b"".join(pages)


def blocks(path: Path, key: bytes) -> Iterator[bytes]:
    """Every compressed block of the history, as it reads."""
    raw = connect(path, key)
    for query in (
        "SELECT rows FROM history_entry",
        "SELECT more FROM history_entry WHERE more IS NOT NULL",
        "SELECT rows FROM history_value",
    ):
        for (block,) in raw.execute(query):
            yield zlib.decompress(block)
    raw.close()


def holds(path: Path, key: bytes, words: str) -> list[str]:
    """Where the words, in any capitals, stand: in pages, or in a block of the history."""
    wanted = words.casefold()
    found = []
    pages = plain_pages(path, key)
    for code in ("utf-8", "utf-16-le"):
        if wanted.encode(code) in pages.lower():
            found.append(f"pages ({code})")
    found += ["history block" for block in blocks(path, key) if wanted in block.decode().casefold()]
    return found
