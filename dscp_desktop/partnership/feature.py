"""Groups and terms: what the partnership offers to the rest of the house."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.core.offers import DocumentOffer, Feature, Scope, WorkbookOffer
from dscp_desktop.paper.document import Document
from dscp_desktop.partnership import documents, workbook
from dscp_desktop.partnership.commands import naming
from dscp_desktop.partnership.commands.beginning import begin
from dscp_desktop.partnership.commands.membership import take_membership
from dscp_desktop.partnership.queries.keeping import keep
from dscp_desktop.partnership.queries.parties import (
    list_meeting_groups,
    list_organisations,
    printed_marking,
)
from dscp_desktop.partnership.queries.structure import load_membership, load_structure
from dscp_desktop.partnership.rules.blanks import BLANKS
from dscp_desktop.partnership.tables import (
    Chairing,
    FormerName,
    Group,
    Holding,
    KnownAs,
    Organisation,
    Person,
    Seat,
    Succession,
)
from dscp_desktop.sheets.writing import SheetOut
from dscp_desktop.store.settings import get_setting


def _write(session: Session, _scope: Scope) -> SheetOut:
    groups = [group for group in list_meeting_groups(session) if not group.ends]
    return workbook.membership_sheet(list_organisations(session), groups)


def _structure(session: Session, scope: Scope) -> Document:
    on = scope.on or scope.today
    name = get_setting(session, "partnership.name")
    places = load_structure(session, on)
    return documents.structure_document(places, on, name, printed_marking(session))


def _membership(session: Session, scope: Scope) -> Document:
    membership = load_membership(session, scope.group_id, scope.on or scope.today)
    return documents.membership_document(membership, printed_marking(session))


def _values(session: Session, _scope: Scope) -> list[dict[str, Any]]:
    return [
        {
            "name": line.name,
            "short_name": line.short_name,
            "kind": line.kind,
            "agency_group": line.agency_group,
            "groups": list(line.groups),
        }
        for line in list_organisations(session)
    ]


_TABLES = (
    Organisation,
    Group,
    KnownAs,
    FormerName,
    Succession,
    Person,
    Seat,
    Holding,
    Chairing,
)
FEATURE = Feature(
    name=naming.FEATURE,
    title="Groups and terms",
    icon="group",
    page="dscp_desktop.partnership.page.groups:GroupsPage",
    nav_group="Partnership",
    tables=tuple(table.__tablename__ for table in _TABLES),
    kinds={"organisation": "Organisation", "group": "Group", "seat": "Seat", "person": "Person"},
    documents=(
        DocumentOffer("structure", documents.STRUCTURE_TITLE, _structure),
        DocumentOffer("membership-list", documents.MEMBERSHIP_TITLE, _membership, needs=("group",)),
    ),
    workbooks=(
        WorkbookOffer(
            kind=workbook.KIND,
            title="Organisations and membership",
            order=10,
            recognise=workbook.recognise_membership,
            read=workbook.read_membership,
            take=take_membership,
            write=_write,
            values=_values,
            headings=("Organisation", "Kind", "Agency group", "Seats"),
            fields=workbook.FIELDS,
            repeats=("group",),
            blanks=BLANKS,
        ),
    ),
    begin=begin,
    sections=("partnership", "organisation", "group", "seat", "person", "succession"),
    keep=keep,
)
