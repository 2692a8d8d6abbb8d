"""Meetings as the rest of the house sees them."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.offers import DocumentOffer, DueOffer, Feature, Scope, WorkbookOffer
from dscp_desktop.diary.queries import get_meeting
from dscp_desktop.meetings.commands.agenda import FEATURE as NAME
from dscp_desktop.meetings.commands.agenda import begin
from dscp_desktop.meetings.commands.attendance import take_attendance
from dscp_desktop.meetings.documents.agenda import agenda_document, attendance_document
from dscp_desktop.meetings.queries.agenda import (
    agenda,
    attendance_matrix,
    attendance_table,
    list_due,
)
from dscp_desktop.meetings.tables import (
    AgendaItem,
    Attendance,
    Challenge,
    Correction,
    Decision,
    ForwardItem,
    Guest,
    Minutes,
    Movement,
    Note,
    Paper,
    View,
)
from dscp_desktop.meetings.workbook import (
    FIELDS,
    KIND,
    PREVIEW,
    attendance_sheet,
    attendance_values,
    read_attendance,
    recognise_attendance,
)
from dscp_desktop.paper.document import Document
from dscp_desktop.partnership.queries import load_parties
from dscp_desktop.sheets.writing import SheetOut

_TABLES = (
    AgendaItem,
    Paper,
    Attendance,
    Guest,
    Movement,
    Minutes,
    Note,
    Correction,
    Decision,
    View,
    Challenge,
    ForwardItem,
)
# So many columns stand beside the names on an upright page.
_MOST_MEETINGS = 6


def _write(session: Session, scope: Scope) -> SheetOut:
    return attendance_sheet(attendance_matrix(session, scope.group_id))


def _values(session: Session, scope: Scope) -> Any:
    return attendance_values(attendance_matrix(session, scope.group_id))


def _agenda(session: Session, scope: Scope) -> Document:
    if not scope.meeting_id:
        raise WrongUse("Say which meeting's agenda is wanted.")
    return agenda_document(agenda(session, scope.meeting_id))


def _has_part_2(session: Session, scope: Scope) -> bool:
    return any(item.restricted for item in agenda(session, scope.meeting_id).items)


def _attendance(session: Session, scope: Scope) -> Document:
    meeting = get_meeting(session, scope.meeting_id) if scope.meeting_id else None
    group_id = scope.group_id or (meeting.group_id if meeting else "")
    group = load_parties(session).get(group_id)
    if group is None:
        raise WrongUse("Say which group's attendance is wanted.")
    until = meeting.on if meeting else scope.today
    return attendance_document(
        attendance_table(session, group_id, until, _MOST_MEETINGS), group.name
    )


FEATURE = Feature(
    name=NAME,
    title="Meetings",
    icon="meeting",
    page="dscp_desktop.meetings.page.meetings:MeetingsPage",
    tables=tuple(t.__tablename__ for t in _TABLES),
    kinds={
        AgendaItem.record_kind: "Agenda item",
        Paper.record_kind: "Paper",
        Minutes.record_kind: "Minutes",
        Decision.record_kind: "Decision",
        Challenge.record_kind: "Challenge",
        ForwardItem.record_kind: "Forward plan",
    },
    due=DueOffer(list_due),
    documents=(
        DocumentOffer("agenda", "Agenda", _agenda, _has_part_2),
        DocumentOffer("attendance", "Attendance", _attendance),
    ),
    workbooks=(
        WorkbookOffer(
            kind=KIND,
            title="Attendance",
            order=30,
            recognise=recognise_attendance,
            read=read_attendance,
            take=take_attendance,
            write=_write,
            values=_values,
            headings=PREVIEW,
            fields=FIELDS,
        ),
    ),
    begin=begin,
)
