"""The diary as the rest of the house sees it: the dates alone, for all who reckon with them."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.core.offers import Feature, Scope, WorkbookOffer
from dscp_desktop.diary.commands import take_meetings
from dscp_desktop.diary.queries import list_meetings
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
from dscp_desktop.sheets.writing import SheetOut


def _write(session: Session, scope: Scope) -> SheetOut:
    return meetings_sheet(list_meetings(session, scope.group_id))


def _values(session: Session, scope: Scope) -> Any:
    return meeting_values(list_meetings(session, scope.group_id))


FEATURE = Feature(
    name="diary",
    title="Diary",
    icon="calendar",
    tables=tuple(t.__tablename__ for t in (Meeting, MeetingBody, Cadence, RunUpStep, StepDone)),
    kinds={Meeting.record_kind: "Meeting"},
    workbooks=(
        WorkbookOffer(
            kind=KIND,
            title="Meetings",
            order=20,
            recognise=recognise_meetings,
            read=read_meetings,
            take=take_meetings,
            write=_write,
            values=_values,
            headings=PREVIEW,
            fields=FIELDS,
        ),
    ),
)
