"""The diary as the rest of the house sees it: the dates alone, for all who reckon with them."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.core.offers import (
    DocumentOffer,
    DueOffer,
    Feature,
    Scope,
    WorkbookOffer,
    YearOffer,
)
from dscp_desktop.core.periods import year_of
from dscp_desktop.diary.commands.meetings import take_meetings
from dscp_desktop.diary.commands.new_year import take_year
from dscp_desktop.diary.commands.planning import begin, finish_step
from dscp_desktop.diary.documents import calendar_file, year_document
from dscp_desktop.diary.queries.keeping import keep
from dscp_desktop.diary.queries.meetings import list_meetings
from dscp_desktop.diary.queries.new_year import propose_year
from dscp_desktop.diary.queries.planning import calendar_parts, list_due, list_year
from dscp_desktop.diary.rules.blanks import BLANKS
from dscp_desktop.diary.tables import Cadence, Meeting, MeetingBody, RunUpStep, StepDone
from dscp_desktop.diary.workbook import (
    FIELDS,
    KIND,
    PREVIEW,
    meeting_values,
    meetings_sheet,
    read_meetings,
    recognise_meetings,
)
from dscp_desktop.paper.document import Document
from dscp_desktop.partnership.queries.parties import load_parties
from dscp_desktop.sheets.writing import SheetOut


def _write(session: Session, scope: Scope) -> SheetOut:
    return meetings_sheet(list_meetings(session, scope.group_id))


def _values(session: Session, scope: Scope) -> Any:
    return meeting_values(list_meetings(session, scope.group_id))


def _year(session: Session, scope: Scope) -> Document:
    year = scope.year or year_of(scope.today)
    group = load_parties(session).get(scope.group_id)
    lines = list_year(session, year, scope.group_id)
    return year_document(lines, year, group.name if group else "")


def make_calendar(session: Session, scope: Scope) -> bytes:
    """Return the meetings of all groups or of one, of all years or of one, as an iCalendar file."""
    return calendar_file(calendar_parts(session, scope.group_id, scope.year), scope.today)


FEATURE = Feature(
    name="diary",
    title="Diary",
    icon="calendar",
    page="dscp_desktop.diary.page.diary:DiaryPage",
    under="meetings",
    tables=tuple(t.__tablename__ for t in (Meeting, MeetingBody, Cadence, RunUpStep, StepDone)),
    kinds={Meeting.record_kind: "Meeting"},
    due=DueOffer(list_due, "diary", finish_step),
    year=YearOffer(10, propose_year, take_year),
    documents=(DocumentOffer("meetings-list", "Meetings of the year", _year),),
    begin=begin,
    sections=("cadence",),
    keep=keep,
    calendar=make_calendar,
    workbooks=(
        WorkbookOffer(
            kind=KIND,
            title="Meetings",
            order=20,
            narrows=("group",),
            recognise=recognise_meetings,
            read=read_meetings,
            take=take_meetings,
            write=_write,
            values=_values,
            headings=PREVIEW,
            fields=FIELDS,
            blanks=BLANKS,
        ),
    ),
)
