"""A pack that went out, its supplement and who holds copies, for the documents made from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dscp_desktop.core.offers import DocumentOffer, Scope
from dscp_desktop.packs.commands.issuing import issue_pack, issue_supplement
from dscp_desktop.packs.commands.register import give_copies
from dscp_desktop.packs.rules.issued import ADDED, REPLACED, WITHDRAWN, Issue, IssuedPart
from dscp_desktop.packs.rules.numbers import next_numbers, run_of
from dscp_desktop.packs.rules.parts import COVER, COVER_TITLE, FULL, PAPER
from dscp_desktop.packs.rules.ready import Ready
from dscp_desktop.packs.rules.register import Given
from dscp_desktop.paper.document import Document
from dscp_desktop.store.history import head_words
from dscp_desktop.store.opening import Store

PACKED_KINDS = ("change-sheet", "pack-register", "recall-list")
OUT, LATER = date(2023, 10, 26), date(2023, 11, 2)
WHY = "The figures of March were missing."


def packed_kinds(
    store: Store, meeting: str, offers: Sequence[DocumentOffer]
) -> dict[str, Document]:
    """Issue a pack of ten pages and a supplement, give copies, and make every document."""
    neglect, family = run_of(2, 5), run_of(7, 4)
    parts = (
        IssuedPart(COVER, COVER, COVER_TITLE, run_of(1, 1), on=OUT),
        IssuedPart("p1", PAPER, "Audit of neglect", neglect, "4", "Audits", on=OUT),
        IssuedPart("p2", PAPER, "One family", family, "5", "Cases", restricted=True, on=OUT),
    )
    first = _issue(store, meeting, 0, OUT, parts)
    later = next_numbers({*neglect, *family}, neglect[-1], 2)
    change = {"supplement": 1, "on": LATER, "why": WHY}
    _issue(
        store,
        meeting,
        1,
        LATER,
        (
            IssuedPart("p3", PAPER, "Budget to date", later, "4", "Audits", change=ADDED, **change),
            IssuedPart(
                "p1", PAPER, "Audit of neglect", neglect, "4", "Audits", change=REPLACED, **change
            ),
            IssuedPart("p2", PAPER, "One family", family, "5", "Cases", change=WITHDRAWN, **change),
        ),
    )
    given = [Given("Chair", "hand"), Given("Detective Chief Inspector", "post")]
    store.run(give_copies, first, FULL, given, OUT)
    scope = Scope(today=LATER, meeting_id=meeting)
    return {
        offer.kind: store.ask(offer.make, scope) for offer in offers if offer.kind in PACKED_KINDS
    }


def _issue(store: Store, meeting: str, number: int, on: date, parts: Sequence[IssuedPart]) -> str:
    """Issue these parts as they stand; gives the id of the issue."""
    head = store.ask(head_words)
    issue = Issue(
        "", number, store.now(), on, head, 10, "OFFICIAL-SENSITIVE", "Durham", "Executive", ""
    )
    command = issue_supplement if number else issue_pack
    return str(
        store.run(command, meeting, Ready(issue, tuple((p, None) for p in parts), ())).result
    )
