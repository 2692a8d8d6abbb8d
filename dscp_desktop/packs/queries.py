"""What a pack is made of, gathered from the store at one moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.core.offers import DocumentOffer, Scope
from dscp_desktop.meetings.queries.agenda import agenda
from dscp_desktop.meetings.rules.agenda import AgendaLine, PaperLine
from dscp_desktop.packs.rules import (
    DOCUMENT,
    PAPER,
    PLACEHOLDER,
    PackContents,
    PackPart,
    PackPiece,
    in_pack_order,
)
from dscp_desktop.partnership.queries.parties import printed_marking
from dscp_desktop.store.files import get_file
from dscp_desktop.store.history import head_words
from dscp_desktop.store.settings import get_setting


def gather(
    session: Session,
    meeting_id: str,
    offers: Iterable[DocumentOffer],
    today: date,
    *,
    with_files: bool = True,
) -> PackContents:
    """Return what the pack of a meeting holds today: documents as values, papers as bytes.

    An item that names a document is given the offer of that kind; one without document or paper
    has no page. Without `with_files` the bytes are left in the store: enough for a list. Raises
    WrongUse where the meeting is gone.
    """
    by_kind = {offer.kind: offer for offer in offers}
    found = agenda(session, meeting_id)
    scope = Scope(today, meeting_id=meeting_id, group_id=found.meeting.group_id)
    pieces: list[PackPiece] = []
    notes: list[str] = []
    for item in found.items:
        if item.document in by_kind:
            document = by_kind[item.document].make(session, scope)
            pieces.append(PackPiece(_part_of(item, DOCUMENT, document.title), document))
        elif item.document:
            notes.append(f"Item {item.number}: nothing makes a document '{item.document}'.")
        pieces += [_paper(session, item, paper, with_files) for paper in item.papers]
    return PackContents(
        partnership=get_setting(session, "partnership.name"),
        marking=printed_marking(session),
        zone=get_setting(session, "partnership.zone", "Europe/London"),
        agenda=found,
        pieces=in_pack_order(pieces),
        check_code=head_words(session),
        notes=tuple(notes),
    )


def _part_of(item: AgendaLine, kind: str, title: str) -> PackPart:
    return PackPart(
        kind=kind,
        title=title,
        item=item.number,
        purpose=item.purpose,
        owner=item.lead,
        restricted=item.restricted,
    )


def _paper(session: Session, item: AgendaLine, paper: PaperLine, with_files: bool) -> PackPiece:
    part = PackPart(
        kind=PAPER if paper.file_id else PLACEHOLDER,
        title=paper.title,
        item=item.number,
        purpose=item.purpose,
        owner=paper.owner or item.lead,
        restricted=item.restricted or paper.restricted,
        pages=paper.pages if paper.file_id else 1,
        received_on=paper.received_on,
    )
    if paper.file_id is None or not with_files:
        return PackPiece(part)
    return PackPiece(part, data=get_file(session, paper.file_id))


def paper_file(session: Session, file_id: str) -> bytes:
    """Return the file of a paper, for the preview."""
    return get_file(session, file_id)
