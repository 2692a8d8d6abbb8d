"""Groups and terms: what the partnership offers to the rest of the house."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.core.offers import Feature, Scope, WorkbookOffer
from dscp_desktop.partnership import commands, queries, workbook
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


def _write(session: Session, _scope: Scope) -> SheetOut:
    organisations = queries.list_organisations(session)
    return workbook.membership_sheet(organisations, queries.list_meeting_groups(session))


def _values(session: Session, _scope: Scope) -> list[dict[str, Any]]:
    return [
        {
            "name": line.name,
            "short_name": line.short_name,
            "kind": line.kind,
            "agency_group": line.agency_group,
            "groups": list(line.groups),
        }
        for line in queries.list_organisations(session)
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
    name=commands.FEATURE,
    title="Groups",
    icon="group",
    page="dscp_desktop.partnership.page.groups:GroupsPage",
    nav_group="Partnership",
    tables=tuple(table.__tablename__ for table in _TABLES),
    kinds={"organisation": "Organisation", "group": "Group", "seat": "Seat", "person": "Person"},
    workbooks=(
        WorkbookOffer(
            kind=workbook.KIND,
            title="Organisations and membership",
            order=10,
            recognise=workbook.recognise_membership,
            read=workbook.read_membership,
            take=commands.take_membership,
            write=_write,
            values=_values,
            headings=("Organisation", "Kind", "Agency group", "Seats"),
            fields=(("name", "Organisation"), ("kind", "Kind"), ("agency_group", "Agency group")),
        ),
    ),
    begin=commands.begin,
)
