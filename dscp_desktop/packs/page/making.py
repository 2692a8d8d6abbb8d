"""What is built when somebody presses the button: work in the thread for files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from dscp_desktop.core.offers import FileWork
from dscp_desktop.jobs.files import Stopped
from dscp_desktop.meetings.queries.preflight import Known, preflight
from dscp_desktop.meetings.rules.preflight import (
    DAMAGED,
    ENCRYPTED,
    STOP,
    Finding,
    Preflight,
    sheets_of,
)
from dscp_desktop.packs.documents.building import build_pack, build_part_2
from dscp_desktop.packs.documents.press import Kept
from dscp_desktop.packs.documents.standing import build_changes, build_issued
from dscp_desktop.packs.page.options import AS_ISSUED, NOW, Wish
from dscp_desktop.packs.page.output import Made
from dscp_desktop.packs.rules.issued import IssuedPack
from dscp_desktop.packs.rules.parts import PART_2, PackContents

Tell = Callable[[str, int, int], object]


class _Halt(Exception):
    """The work was stopped: no trouble of the paper that was being looked at."""


def check(
    query: Callable[..., Any],
    ask: FileWork,
    contents: PackContents,
    today: date,
    known: Known,
    tell: Tell,
) -> Preflight:
    """Look at every paper of a pack; `query` runs a query on the store, `ask` works on files.

    Raises Stopped where somebody stopped it.
    """

    def work(task: str, values: Any, blobs: Any = ()) -> tuple[dict[str, Any], list[bytes]]:
        try:
            return ask(task, values, blobs)
        except Stopped as stopped:
            raise _Halt from stopped

    right_hand = contents.options.right_hand
    try:
        return preflight(
            query, work, contents.meeting.id, today, tell, right_hand=right_hand, known=known
        )
    except _Halt:
        raise Stopped("Stopped before every paper was seen.") from None


def with_pages(found: Preflight, pages: int) -> Preflight:
    """Return what was found with the totals of the whole pack: pages of its own count too."""
    sheets = sheets_of(pages)
    totals = replace(found.totals, pages=pages, sheets=sheets, sheets_one_sided=pages)
    return replace(found, totals=totals)


def blocking(found: Preflight) -> tuple[Finding, ...]:
    """Return what no pack can be built with: papers that cannot be read."""
    return tuple(f for f in found.findings if f.severity == STOP and f.kind in (DAMAGED, ENCRYPTED))


def blocked_words(findings: tuple[Finding, ...]) -> str:
    """Return which papers cannot be read, and why: each finding names its own."""
    return "\n".join(finding.words for finding in findings)


def make_new(
    contents: PackContents, ask: FileWork, wish: Wish, built_at: datetime, kept: Kept
) -> Made:
    """Build a pack that was not issued."""
    pack = build_pack(contents, ask, wish.edition, built_at=built_at, kept=kept)
    part_2 = (
        build_part_2(contents, ask, built_at=built_at, password=wish.password, kept=kept)
        if wish.password
        else None
    )
    return Made(pack, part_2, wish.recipients)


def make_issued(issued: IssuedPack, ask: FileWork, wish: Wish, kept: Kept) -> Made:
    """Build a pack that was issued, as it now stands or as it went out, or one supplement."""
    password = wish.password
    part_2 = None
    if wish.what in (NOW, AS_ISSUED):
        upto = None if wish.what == NOW else 0
        pack = build_issued(issued, ask, wish.edition, upto=upto, kept=kept)
        if password:
            part_2 = build_issued(issued, ask, PART_2, upto=upto, password=password, kept=kept)
        what = "pack" if wish.what == NOW else "pack-as-issued"
        return Made(pack, part_2, wish.recipients, what)
    number = int(wish.what)
    pack = build_changes(issued, number, ask, wish.edition, kept=kept)
    if password:
        part_2 = build_changes(issued, number, ask, PART_2, password=password, kept=kept)
    return Made(pack, part_2, wish.recipients, f"supplement-{number}")
