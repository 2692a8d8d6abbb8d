"""What was added, replaced or withdrawn since a pack was issued, and is in no supplement yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dscp_desktop.core.faults import Refused
from dscp_desktop.packs.rules.issued import NOTHING_NEW, IssuedPack, IssuedPart, Now
from dscp_desktop.packs.rules.issued import plan_supplement as plan
from dscp_desktop.packs.rules.parts import PLACEHOLDER, PackContents


def pending_parts(
    issued: IssuedPack, contents: PackContents, on: date
) -> tuple[tuple[IssuedPart, ...], str]:
    """Return what the next supplement would bring, and '' or why it cannot be issued as it is.

    What the program makes itself counts as one page until it is printed.
    """
    known = {part.key for part in issued.parts}
    now = [
        Now(replace(piece.part, pages=max(piece.part.pages, 1)), piece.file_id, piece.why)
        for piece in contents.pieces
        if piece.part.kind != PLACEHOLDER or piece.part.key in known
    ]
    number = issued.last.number + 1
    try:
        return plan(issued.parts, now, number, on, dict(contents.withdrawn)), ""
    except Refused as refused:
        return (), "" if refused.words == NOTHING_NEW else refused.words
