"""A pack, or a supplement to one, as it is ready to be issued: nothing of it is written yet."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from dscp_desktop.packs.rules.issued import Issue, IssuedPart, SheetLine
from dscp_desktop.packs.rules.parts import BuiltPack


@dataclass(frozen=True, slots=True)
class Ready:
    """What is issued: the issue, its parts each with the bytes that are kept (None: a paper's own
    file is kept already), and every edition as it was built.
    """

    issue: Issue
    parts: tuple[tuple[IssuedPart, bytes | None], ...]
    built: tuple[BuiltPack, ...]
    lines: tuple[SheetLine, ...] = ()

    @property
    def editions(self) -> tuple[tuple[str, int, str], ...]:
        """Return each edition, its pages and the SHA-256 of its file."""
        return tuple((b.edition, b.pages, sha256(b.data).hexdigest()) for b in self.built)
