"""Names as people type them: one exact match, near ones only suggested, never taken."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable


def tidy_name(text: str) -> str:
    """Return the form in which two names are the same: NFC, casefolded, spaces collapsed."""
    plain = text if text.isascii() else unicodedata.normalize("NFC", text)
    return " ".join(plain.casefold().split())


def near_names(text: str, names: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Return the names that look like `text`, the nearest first, as they are written."""
    written = {tidy_name(name): name for name in names}
    found = difflib.get_close_matches(tidy_name(text), written, n=most, cutoff=0.6)
    return tuple(written[name] for name in found)


def slug(text: str) -> str:
    """Return a name for a file of ours: lower case, letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")[:80] or "file"


def marked_name(name: str, mark: str) -> str:
    """Return the name of a file that goes out, with its mark in front: 'SAMPLE-actions.csv'."""
    return f"{mark}-{name}" if mark else name
