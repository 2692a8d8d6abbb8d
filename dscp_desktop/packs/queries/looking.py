"""What the page of packs shows of one meeting, gathered at one moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from dscp_desktop.core.offers import DocumentOffer
from dscp_desktop.meetings.queries.papers import papers_due_on
from dscp_desktop.meetings.queries.touching import seat_lines
from dscp_desktop.packs.queries.contents import gather
from dscp_desktop.packs.queries.issues import load_issued
from dscp_desktop.packs.queries.register import list_copies
from dscp_desktop.packs.rules.issued import IssuedPack, IssuedPart
from dscp_desktop.packs.rules.parts import PackContents
from dscp_desktop.packs.rules.pending import pending_parts
from dscp_desktop.packs.rules.register import CopyLine


@dataclass(frozen=True, slots=True)
class PackView:
    """A pack with what became of it: files stay in the store.

    `pending` is what the next supplement would bring, `stuck` why it cannot; `members` are the
    names of the seats, `due` the day papers were to come by.
    """

    contents: PackContents
    issued: IssuedPack | None
    pending: tuple[IssuedPart, ...]
    stuck: str
    copies: tuple[CopyLine, ...]
    members: tuple[str, ...]
    due: date | None


def look_at_pack(
    session: Session, meeting_id: str, offers: Iterable[DocumentOffer], today: date
) -> PackView:
    """Return everything the page shows of the pack of a meeting."""
    contents = gather(session, meeting_id, offers, today, with_files=False)
    issued = load_issued(session, meeting_id, with_files=False)
    pending, stuck = pending_parts(issued, contents, today) if issued else ((), "")
    seated = (line.attendee for line in seat_lines(session, meeting_id) if line.seated)
    return PackView(
        contents,
        issued,
        pending,
        stuck,
        list_copies(session, meeting_id),
        tuple(dict.fromkeys(seated)),
        papers_due_on(session, meeting_id),
    )


def gather_with_issued(
    session: Session, meeting_id: str, offers: Iterable[DocumentOffer], today: date
) -> tuple[PackContents, IssuedPack | None]:
    """Return what a pack or its next supplement is built from, with every file."""
    contents = gather(session, meeting_id, offers, today)
    return contents, load_issued(session, meeting_id)
