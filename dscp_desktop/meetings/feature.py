"""Meetings as the rest of the house sees them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.offers import (
    DocumentOffer,
    Due,
    DueOffer,
    Feature,
    ProposalOffer,
    Scope,
    WorkbookOffer,
    YearOffer,
)
from dscp_desktop.core.periods import year_of
from dscp_desktop.diary.queries.meetings import get_meeting, list_meetings
from dscp_desktop.diary.rules.meetings import last_meeting
from dscp_desktop.meetings.commands.agenda import FEATURE as NAME
from dscp_desktop.meetings.commands.attendance import take_attendance
from dscp_desktop.meetings.commands.deciding import begin_rules
from dscp_desktop.meetings.commands.forwarding import take_forward
from dscp_desktop.meetings.commands.logs import take_challenges, take_decisions
from dscp_desktop.meetings.commands.new_year import take_year
from dscp_desktop.meetings.documents.agenda import agenda_document, attendance_document
from dscp_desktop.meetings.documents.forward import forward_document
from dscp_desktop.meetings.documents.logs import (
    attendance_year_document,
    challenge_log,
    decision_log,
)
from dscp_desktop.meetings.documents.minutes import has_part_2, minutes_document
from dscp_desktop.meetings.queries.agenda import (
    agenda,
    attendance_matrix,
    attendance_table,
    list_due,
)
from dscp_desktop.meetings.queries.attendance import attendance_year
from dscp_desktop.meetings.queries.due import list_loose_ends
from dscp_desktop.meetings.queries.forward import PROPOSED_BY, plan_ahead
from dscp_desktop.meetings.queries.lint import lint_groups
from dscp_desktop.meetings.queries.logs import list_challenges, list_decisions
from dscp_desktop.meetings.queries.new_year import propose_year
from dscp_desktop.meetings.queries.papers import late_papers
from dscp_desktop.meetings.queries.past import past_meetings
from dscp_desktop.meetings.queries.proposing import list_proposals
from dscp_desktop.meetings.queries.record import meeting_record
from dscp_desktop.meetings.rules import blanks
from dscp_desktop.meetings.rules.forward import ForwardLine
from dscp_desktop.meetings.rules.record import ChallengeLine, DecisionLine
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
    PaperText,
    PaperVersion,
    View,
)
from dscp_desktop.meetings.workbook import forward
from dscp_desktop.meetings.workbook import logs as sheets
from dscp_desktop.meetings.workbook.attendance import (
    FIELDS,
    KIND,
    PREVIEW,
    attendance_sheet,
    attendance_values,
    read_attendance,
    recognise_attendance,
)
from dscp_desktop.paper.document import Document, Paragraph
from dscp_desktop.partnership.queries.parties import load_parties
from dscp_desktop.sheets.writing import SheetOut

_TABLES = (
    AgendaItem,
    Paper,
    PaperVersion,
    PaperText,
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


def _decisions(session: Session, scope: Scope) -> tuple[DecisionLine, ...]:
    return list_decisions(session, scope.group_id, scope.year)


def _challenges(session: Session, scope: Scope) -> tuple[ChallengeLine, ...]:
    return list_challenges(session, scope.group_id, scope.year)


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


_NEEDS_MEETING = "Say which meeting's minutes are wanted."


def _minutes(session: Session, scope: Scope) -> Document:
    if not scope.meeting_id:
        raise WrongUse(_NEEDS_MEETING)
    return minutes_document(meeting_record(session, scope.meeting_id))


def _minutes_part_1(session: Session, scope: Scope) -> Document:
    if not scope.meeting_id:
        raise WrongUse(_NEEDS_MEETING)
    return minutes_document(meeting_record(session, scope.meeting_id), whole=False)


def _minutes_part_2(session: Session, scope: Scope) -> bool:
    return bool(scope.meeting_id) and has_part_2(meeting_record(session, scope.meeting_id))


def _last_minutes(session: Session, scope: Scope) -> Document:
    """Return the minutes of the meeting before this one, without part 2: they go into a pack."""
    meeting = get_meeting(session, scope.meeting_id) if scope.meeting_id else None
    if meeting is None:
        raise WrongUse("Say before which meeting.")
    before = last_meeting(list_meetings(session, meeting.group_id, until=meeting.on), meeting.on)
    if before is None:
        nothing = Paragraph("There is no meeting before this one.")
        return Document("Minutes", subtitle=meeting.group, blocks=(nothing,))
    return minutes_document(meeting_record(session, before.id), whole=False)


def _group(session: Session, scope: Scope) -> tuple[str, str]:
    """Return the group that is asked for, by its meeting where no other is said: id and name."""
    meeting = get_meeting(session, scope.meeting_id) if scope.meeting_id else None
    group_id = scope.group_id or (meeting.group_id if meeting else "")
    party = load_parties(session).get(group_id)
    return group_id, party.name if party else ""


def _decision_log(session: Session, scope: Scope) -> Document:
    group_id, name = _group(session, scope)
    return decision_log(list_decisions(session, group_id, scope.year), name, scope.year)


def _challenge_log(session: Session, scope: Scope) -> Document:
    group_id, name = _group(session, scope)
    return challenge_log(list_challenges(session, group_id, scope.year), name, scope.year)


def _attendance_year(session: Session, scope: Scope) -> Document:
    group_id, _ = _group(session, scope)
    year = scope.year or year_of(scope.today)
    return attendance_year_document(attendance_year(session, group_id, year))


def _planned(session: Session, scope: Scope) -> tuple[ForwardLine, ...]:
    return plan_ahead(session, scope.today, _group(session, scope)[0])


def _forward(session: Session, scope: Scope) -> Document:
    # With a meeting it stands in a pack's part 1: there nothing is told of part 2.
    name = _group(session, scope)[1]
    return forward_document(_planned(session, scope), name, withheld=bool(scope.meeting_id))


def _forward_hides(session: Session, scope: Scope) -> bool:
    return not scope.meeting_id and any(line.restricted for line in _planned(session, scope))


def _hides(listed: Callable[..., tuple[object, ...]]) -> Callable[[Session, Scope], bool]:
    """Say whether one of the lines listed is restricted."""

    def ask(session: Session, scope: Scope) -> bool:
        group_id, _ = _group(session, scope)
        lines = listed(session, group_id, scope.year)
        return any(getattr(line, "restricted", False) for line in lines)

    return ask


_RECORD_DOCUMENTS = (
    DocumentOffer("minutes", "Minutes", _minutes, _minutes_part_2, needs=("meeting",)),
    DocumentOffer("minutes-part-1", "Minutes without part 2", _minutes_part_1, needs=("meeting",)),
    DocumentOffer("last-minutes", "Minutes of the last meeting", _last_minutes, needs=("meeting",)),
    DocumentOffer("decisions", "Decision log", _decision_log, _hides(list_decisions)),
    DocumentOffer("challenges", "Challenge log", _challenge_log, _hides(list_challenges)),
    DocumentOffer(forward.KIND, "Forward plan", _forward, _forward_hides),
    DocumentOffer(
        "attendance-year", "Attendance over the year", _attendance_year, needs=("group or meeting",)
    ),
)


def _due(session: Session, day: date) -> tuple[Due, ...]:
    return (
        *late_papers(session, day),
        *list_due(session, day),
        *list_loose_ends(session, day),
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
    roles=(PROPOSED_BY, "priority"),
    due=DueOffer(_due),
    year=YearOffer(50, propose_year, take_year),
    proposals=ProposalOffer(list_proposals),
    documents=(
        DocumentOffer("agenda", "Agenda", _agenda, _has_part_2, ("meeting",)),
        DocumentOffer("attendance", "Attendance", _attendance, needs=("group or meeting",)),
        *_RECORD_DOCUMENTS,
    ),
    workbooks=(
        WorkbookOffer(
            kind=KIND,
            title="Attendance",
            order=30,
            narrows=("group",),
            recognise=recognise_attendance,
            read=read_attendance,
            take=take_attendance,
            write=_write,
            values=_values,
            headings=PREVIEW,
            fields=FIELDS,
            repeats=("meeting",),
            blanks=blanks.ATTENDANCE,
        ),
        WorkbookOffer(
            kind=sheets.DECISIONS,
            title="Decisions",
            order=50,
            narrows=("group", "year"),
            recognise=sheets.recognise_decisions,
            read=sheets.read_decisions,
            take=take_decisions,
            write=lambda session, scope: sheets.decisions_sheet(_decisions(session, scope)),
            values=lambda session, scope: sheets.decision_values(_decisions(session, scope)),
            headings=sheets.DECISION_PREVIEW,
            fields=sheets.DECISION_FIELDS,
            blanks=blanks.DECISIONS,
        ),
        WorkbookOffer(
            kind=sheets.CHALLENGES,
            title="Challenges",
            order=51,
            narrows=("group", "year"),
            recognise=sheets.recognise_challenges,
            read=sheets.read_challenges,
            take=take_challenges,
            write=lambda session, scope: sheets.challenges_sheet(_challenges(session, scope)),
            values=lambda session, scope: sheets.challenge_values(_challenges(session, scope)),
            headings=sheets.CHALLENGE_PREVIEW,
            fields=sheets.CHALLENGE_FIELDS,
            blanks=blanks.CHALLENGES,
        ),
        WorkbookOffer(
            kind=forward.KIND,
            title="Forward plan",
            order=52,
            narrows=("group",),
            recognise=forward.recognise_forward,
            read=forward.read_forward,
            take=take_forward,
            write=lambda session, scope: forward.forward_sheet(_planned(session, scope)),
            values=lambda session, scope: forward.forward_values(_planned(session, scope)),
            headings=forward.PREVIEW,
            fields=forward.FIELDS,
            blanks=blanks.FORWARD,
        ),
    ),
    begin=begin_rules,
    past=past_meetings,
    checks=lint_groups,
)

# The minutes of one meeting while it goes on: a page that is reached from that of meetings.
LIVE = Feature(
    name="live",
    title="Live minutes",
    icon="meeting",
    page="dscp_desktop.meetings.page.live.page:LivePage",
    under=NAME,
)

# The Word copy of minutes: it goes out, comes back, and its differences are accepted.
RETURNED = Feature(
    name="returned",
    title="Minutes in Word",
    icon="meeting",
    page="dscp_desktop.meetings.page.returned.page:ReturnedPage",
    under=NAME,
)
