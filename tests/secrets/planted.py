"""Secrets that are planted and looked for: as text in several encodings, as hex, as raw bytes."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from pathlib import Path

from dscp_desktop.store.keys import recovery_code

PHRASE = "zebra finch outreach xylophone"
WRONG = "zebra finch outside xylophone"


def shapes(*phrases: str, key: bytes = b"") -> dict[str, bytes]:
    """Every shape in which a secret could lie in a file or on a stream, by name."""
    found: dict[str, bytes] = {}
    for phrase in phrases:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            found[f"{phrase} {encoding}"] = phrase.encode(encoding)
        found[f"{phrase} base64"] = base64.b64encode(phrase.encode())[:-4]
        found[f"{phrase} hex"] = phrase.encode().hex().encode()
    if key:
        code = recovery_code(key)
        found |= {
            "the key": key,
            "the key as hex": key.hex().encode(),
            "the key as HEX": key.hex().upper().encode(),
            "the recovery code": code.encode(),
            "the recovery code without dashes": code.replace("-", "").encode(),
            "the recovery code in utf-16": code.encode("utf-16-le"),
        }
    return found


def found_in(data: bytes, secrets: dict[str, bytes]) -> list[str]:
    """Return the names of the secrets that stand in some bytes."""
    return [name for name, shape in secrets.items() if shape in data]


def found_below(folders: Iterable[Path], secrets: dict[str, bytes]) -> list[str]:
    """Return where secrets stand in any file of these folders: 'path: what'."""
    return [
        f"{path.name}: {name}"
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
        for name in (*found_in(path.read_bytes(), secrets), *found_in(str(path).encode(), secrets))
    ]
