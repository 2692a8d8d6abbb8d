"""Restraint scrutiny as the rest of the house sees it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.offers import (
    DocumentOffer,
    DueOffer,
    Feature,
    ProposalOffer,
    Scope,
    WorkbookOffer,
)
from dscp_desktop.core.periods import parse_year
from dscp_desktop.diary.queries.meetings import get_meeting
from dscp_desktop.paper.document import Document
from dscp_desktop.partnership.queries.parties import printed_marking
from dscp_desktop.restraint.commands.homes import SECTIONS, begin, keep
from dscp_desktop.restraint.commands.taking import take_incidents
from dscp_desktop.restraint.documents import (
    OVERVIEW,
    PUBLISHED_YEAR,
    RESULTS,
    YEAR,
    overview_document,
    published_document,
    results_document,
    year_document,
)
from dscp_desktop.restraint.queries.due import list_due, list_proposals
from dscp_desktop.restraint.queries.incidents import FEATURE as NAME
from dscp_desktop.restraint.queries.incidents import list_homes, list_incidents
from dscp_desktop.restraint.queries.results import (
    draw_results,
    last_year,
    list_reviews,
    overview,
    year_overview,
)
from dscp_desktop.restraint.rules.blanks import BLANKS
from dscp_desktop.restraint.rules.overview import YearOverview
from dscp_desktop.restraint.tables import (
    Home,
    Incident,
    RestraintReturn,
    Reviewer,
    ScrutinyReview,
)
from dscp_desktop.restraint.workbook import (
    FIELDS,
    KIND,
    PREVIEW,
    incident_values,
    incidents_sheet,
    read_incidents,
    recognise_incidents,
)
from dscp_desktop.sheets.writing import SheetOut

_TABLES = (Home, RestraintReturn, Incident, ScrutinyReview, Reviewer)


def _write(session: Session, _scope: Scope) -> SheetOut:
    return incidents_sheet(list_incidents(session), len(list_homes(session)))


def _values(session: Session, _scope: Scope) -> Any:
    return incident_values(list_incidents(session))


def _day(session: Session, scope: Scope) -> date:
    """Return the day that a paper is for: as asked, else its meeting's, else today."""
    meeting = get_meeting(session, scope.meeting_id) if scope.meeting_id else None
    return scope.on or (meeting.on if meeting else scope.today)


def _overview(session: Session, scope: Scope) -> Document:
    return overview_document(overview(session, _day(session, scope), scope.on is not None))


def _results(session: Session, scope: Scope) -> Document:
    known = draw_results(session)
    chosen = [result for result in known if result.id == scope.record_id] or known
    return results_document(chosen, list_reviews(session), printed_marking(session))


def _year_of(session: Session, scope: Scope) -> YearOverview:
    try:
        year = parse_year(scope.year) if scope.year else last_year(session, _day(session, scope))
    except ValueError as error:
        raise WrongUse(str(error)) from error
    return year_overview(session, year)


def _year(session: Session, scope: Scope) -> Document:
    return year_document(_year_of(session, scope))


def _published(session: Session, scope: Scope) -> Document:
    return published_document(_year_of(session, scope))


FEATURE = Feature(
    name=NAME,
    title="Restraint sampling",
    icon="draw",
    page="dscp_desktop.restraint.page.restraint:RestraintPage",
    nav_group="Assurance",
    tables=tuple(table.__tablename__ for table in _TABLES),
    kinds={
        Home.record_kind: "Home",
        RestraintReturn.record_kind: "Restraint return",
        Incident.record_kind: "Incident",
        ScrutinyReview.record_kind: "Restraint review",
    },
    due=DueOffer(list_due),
    proposals=ProposalOffer(list_proposals),
    documents=(
        DocumentOffer("restraint-overview", OVERVIEW, _overview),
        DocumentOffer("restraint-results", RESULTS, _results),
        DocumentOffer("restraint-year", YEAR, _year),
        DocumentOffer("restraint-year-published", PUBLISHED_YEAR, _published),
    ),
    workbooks=(
        WorkbookOffer(
            kind=KIND,
            title="Restraint incidents",
            order=60,
            recognise=recognise_incidents,
            read=read_incidents,
            take=take_incidents,
            write=_write,
            values=_values,
            headings=PREVIEW,
            fields=FIELDS,
            blanks=BLANKS,
        ),
    ),
    begin=begin,
    sections=SECTIONS,
    keep=keep,
    optional=True,
)
