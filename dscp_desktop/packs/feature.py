"""Packs: everything for one meeting as one PDF."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dscp_desktop.core.faults import Refused, WrongUse
from dscp_desktop.core.offers import DocumentOffer, Feature, Scope
from dscp_desktop.diary.queries.meetings import get_meeting
from dscp_desktop.packs.documents.change_sheet import change_sheet
from dscp_desktop.packs.documents.register import recall_document, register_document
from dscp_desktop.packs.queries.issues import load_issued
from dscp_desktop.packs.queries.register import list_copies, recall_list
from dscp_desktop.packs.rules.issued import IssuedPack, SheetLine, change_lines
from dscp_desktop.packs.rules.parts import name_of_pack
from dscp_desktop.packs.tables import (
    IssuedEdition,
    IssuedPart,
    PackCopy,
    PackIssue,
    PackOptions,
)
from dscp_desktop.paper.document import Document

_TABLES = (PackOptions, PackIssue, IssuedPart, IssuedEdition, PackCopy)


def _heading(session: Session, scope: Scope) -> str:
    meeting = get_meeting(session, scope.meeting_id) if scope.meeting_id else None
    if meeting is None:
        raise WrongUse("Say which meeting's pack is meant.")
    return name_of_pack(meeting)


def _register(session: Session, scope: Scope) -> Document:
    return register_document(_heading(session, scope), list_copies(session, scope.meeting_id))


def _recall(session: Session, scope: Scope) -> Document:
    heading = _heading(session, scope)
    lines = recall_list(session, meeting_id=scope.meeting_id, paper_id=scope.record_id)
    issued = load_issued(session, scope.meeting_id, with_files=False)
    parts = issued.parts if issued and scope.record_id else ()
    title = next((part.title for part in parts if part.key == scope.record_id), "")
    return recall_document(heading, lines, title)


def _changes(session: Session, scope: Scope) -> tuple[IssuedPack, int, tuple[SheetLine, ...]]:
    heading = _heading(session, scope)
    issued = load_issued(session, scope.meeting_id, with_files=False)
    last = issued.last.number if issued else 0
    number = int(scope.version or last)
    if issued is None or not 1 <= number <= last:
        raise Refused(f"The pack of {heading} has no supplement {number or ''}".rstrip() + ".")
    return issued, number, change_lines(issued.part_rows(number), number)


def _change_sheet(session: Session, scope: Scope) -> Document:
    issued, number, lines = _changes(session, scope)
    return change_sheet(issued.issues[number], lines)


def _tells_part_2(session: Session, scope: Scope) -> bool:
    return any(line.restricted for line in _changes(session, scope)[2])


FEATURE = Feature(
    name="packs",
    title="Packs",
    icon="pack",
    page="dscp_desktop.packs.page.packs:PacksPage",
    tables=tuple(table.__tablename__ for table in _TABLES),
    kinds={PackIssue.record_kind: "Pack"},
    documents=(
        DocumentOffer("pack-register", "Register of issue", _register, needs=("meeting",)),
        DocumentOffer("recall-list", "Recall list", _recall, needs=("meeting",)),
        DocumentOffer(
            "change-sheet", "Change sheet", _change_sheet, _tells_part_2, needs=("meeting",)
        ),
    ),
)
