"""What a pack is made of, gathered from the store at one moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dscp_desktop.core.offers import DocumentOffer, Scope
from dscp_desktop.meetings.queries.agenda import agenda
from dscp_desktop.meetings.queries.papers import list_markings, usual_marking, versions_of
from dscp_desktop.meetings.rules.agenda import AgendaLine, PaperLine
from dscp_desktop.meetings.rules.papers import highest_marking
from dscp_desktop.packs.rules.parts import (
    DOCUMENT,
    PAPER,
    PLACEHOLDER,
    Options,
    PackContents,
    PackPart,
    PackPiece,
    in_pack_order,
)
from dscp_desktop.packs.tables import PackOptions
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
    has no page, nor has a verbal report or a paper that was withdrawn. Without `with_files` the
    bytes are left in the store: enough for a list. Raises WrongUse where the meeting is gone.
    """
    by_kind = {offer.kind: offer for offer in offers}
    found = agenda(session, meeting_id)
    options = pack_options(session, meeting_id)
    usual, printed = usual_marking(session), printed_marking(session)
    pieces: list[PackPiece] = []
    notes: list[str] = []
    for item in found.items:
        if item.document in by_kind:
            about = Scope(today, meeting_id, found.meeting.group_id, record_id=item.about_id)
            document = by_kind[item.document].make(session, about)
            pieces.append(PackPiece(_part_of(item, DOCUMENT, document.title), document))
        elif item.document:
            notes.append(f"Item {item.number}: nothing makes a document '{item.document}'.")
        notes += [f"Withdrawn: {p.title}. {p.withdrawn}" for p in item.papers if p.withdrawn]
        papers = (paper for paper in item.papers if _has_page(item, paper, options))
        pieces += [_paper(session, item, paper, with_files) for paper in papers]

    markings = [usual, *(piece.part.marking for piece in pieces)]
    highest = highest_marking(markings, list_markings(session))
    marked = (_marked(piece, usual, highest, printed) for piece in pieces)
    return PackContents(
        partnership=get_setting(session, "partnership.name"),
        marking=printed.replace(usual, highest),
        zone=get_setting(session, "partnership.zone", "Europe/London"),
        agenda=found,
        pieces=in_pack_order(marked, options.order),
        check_code=head_words(session),
        notes=tuple(notes),
        options=options,
        withdrawn=tuple((paper.id, paper.withdrawn) for paper in found.papers if paper.withdrawn),
    )


def _marked(piece: PackPiece, usual: str, highest: str, printed: str) -> PackPiece:
    """Return a piece with what its pages print: without a marking of its own that of the pack."""
    own = piece.part.marking or usual
    marking = "" if own == highest else printed.replace(usual, own)
    return replace(piece, part=replace(piece.part, marking=marking))


def pack_options(session: Session, meeting_id: str) -> Options:
    """Return how the pack of a meeting is put together."""
    query = select(PackOptions).where(PackOptions.meeting_id == meeting_id)
    row = session.scalars(query).first()
    if row is None:
        return Options()
    return Options(row.right_hand, row.placeholders, tuple(row.order.split()))


def _has_page(item: AgendaLine, paper: PaperLine, options: Options) -> bool:
    if paper.withdrawn:
        return False
    return paper.file_id is not None or (options.placeholders and not item.verbal)


def _part_of(item: AgendaLine, kind: str, title: str) -> PackPart:
    return PackPart(
        kind=kind,
        title=title,
        item=item.number,
        purpose=item.purpose,
        owner=item.lead,
        restricted=item.restricted,
        key=f"item:{item.id or f'#{item.number}'}",
        label=item.label or str(item.number),
        item_title=item.title,
    )


def _paper(session: Session, item: AgendaLine, paper: PaperLine, with_files: bool) -> PackPiece:
    kind = PAPER if paper.file_id else PLACEHOLDER
    part = replace(
        _part_of(item, kind, paper.title),
        owner=paper.owner or item.lead,
        restricted=item.restricted or paper.restricted,
        pages=paper.pages if paper.file_id else 1,
        received_on=paper.received_on,
        key=paper.id,
        marking=paper.marking,
    )
    if paper.file_id is None:
        return PackPiece(part)
    versions = versions_of(session, paper.id)
    why = versions[-1].changed if versions else ""
    data = get_file(session, paper.file_id) if with_files else None
    return PackPiece(part, data=data, file_id=paper.file_id, why=why)


def paper_file(session: Session, file_id: str) -> bytes:
    """Return the file of a paper, for the preview."""
    return get_file(session, file_id)
