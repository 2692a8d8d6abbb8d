"""The learning cycle as the rest of the house sees it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.offers import (
    DayOffer,
    DocumentOffer,
    DueOffer,
    Feature,
    ProposalOffer,
    Scope,
    StepOffer,
    WorkbookOffer,
)
from dscp_desktop.core.periods import parse_year, year_bounds
from dscp_desktop.learning.commands.taking import take_cycles
from dscp_desktop.learning.commands.template import begin, keep
from dscp_desktop.learning.documents.calendar import calendar_document
from dscp_desktop.learning.documents.feedback import feedback_report
from dscp_desktop.learning.documents.plan import (
    briefing_document,
    calendar_file,
    cycles_document,
)
from dscp_desktop.learning.documents.reports import cycle_report, phase_report
from dscp_desktop.learning.queries.cycles import FEATURE as NAME
from dscp_desktop.learning.queries.cycles import calendar_parts, list_cycles, list_days
from dscp_desktop.learning.queries.due import list_due, list_proposals, list_steps
from dscp_desktop.learning.queries.record import (
    WORKED_AT,
    get_phase,
    get_record,
    list_feedback,
)
from dscp_desktop.learning.rules.blanks import BLANKS
from dscp_desktop.learning.rules.record import CycleRecord
from dscp_desktop.learning.tables import (
    BriefingPoint,
    Cycle,
    CyclePhase,
    Feedback,
    PhaseCheck,
    PhasePaper,
    PhaseTemplate,
    RouteStep,
    RouteTemplate,
    TookPart,
)
from dscp_desktop.learning.workbook import (
    FIELDS,
    KIND,
    PREVIEW,
    cycle_values,
    cycles_sheet,
    read_cycles,
    recognise_cycles,
)
from dscp_desktop.paper.document import Document
from dscp_desktop.sheets.writing import SheetOut

_TABLES = (
    *(PhaseTemplate, RouteTemplate, Cycle, CyclePhase, PhaseCheck, TookPart, PhasePaper),
    *(RouteStep, BriefingPoint, Feedback),
)


def _write(session: Session, scope: Scope) -> SheetOut:
    return cycles_sheet(list_cycles(session, scope.today))


def _values(session: Session, scope: Scope) -> Any:
    return cycle_values(list_cycles(session, scope.today))


def _plan(session: Session, scope: Scope) -> Document:
    today = scope.on or scope.today
    return cycles_document(list_cycles(session, today), today)


def _calendar(session: Session, scope: Scope) -> Document:
    today = scope.on or scope.today
    return calendar_document(list_cycles(session, today), today, "A4 landscape")


def _large_calendar(session: Session, scope: Scope) -> Document:
    today = scope.on or scope.today
    return calendar_document(list_cycles(session, today), today, "A3 landscape")


def _phase(session: Session, scope: Scope) -> Document:
    today = scope.on or scope.today
    record = get_phase(session, scope.record_id, today)
    if record is None:
        raise WrongUse("Say which phase of which learning cycle is wanted.")
    return phase_report(record, today)


def _record(session: Session, scope: Scope) -> CycleRecord:
    record = get_record(session, scope.record_id, scope.on or scope.today)
    if record is None:
        raise WrongUse("Say which learning cycle is wanted.")
    return record


def _cycle(session: Session, scope: Scope) -> Document:
    return cycle_report(_record(session, scope), scope.on or scope.today)


def _briefing(session: Session, scope: Scope) -> Document:
    return briefing_document(_record(session, scope))


def _feedback(session: Session, scope: Scope) -> Document:
    if not scope.year:
        return feedback_report(list_feedback(session), "All years")
    try:
        year = parse_year(scope.year)
    except ValueError as error:
        raise WrongUse(str(error)) from error
    first, last = year_bounds(year)
    return feedback_report(list_feedback(session, since=first, until=last), year)


def make_calendar(session: Session, scope: Scope) -> bytes:
    """Return the phases of all cycles as an iCalendar file."""
    return calendar_file(calendar_parts(session, scope.today), scope.today)


FEATURE = Feature(
    name=NAME,
    title="Learning cycle",
    icon="cycle",
    page="dscp_desktop.learning.page.learning:LearningPage",
    nav_group="Assurance",
    tables=tuple(table.__tablename__ for table in _TABLES),
    roles=(WORKED_AT,),
    kinds={
        Cycle.record_kind: "Learning cycle",
        CyclePhase.record_kind: "Phase of a learning cycle",
        Feedback.record_kind: "Feedback",
    },
    due=DueOffer(list_due),
    proposals=ProposalOffer(list_proposals),
    documents=(
        DocumentOffer("cycles", "Plan of the learning cycles", _plan),
        DocumentOffer("cycles-a4", "Calendar of the learning cycles, A4", _calendar),
        DocumentOffer("cycles-a3", "Calendar of the learning cycles, A3", _large_calendar),
        DocumentOffer("cycle-report", "Report of a learning cycle", _cycle, needs=("cycle",)),
        DocumentOffer("phase-report", "Report of a phase", _phase, needs=("phase",)),
        DocumentOffer("briefing", "Learning briefing", _briefing, needs=("cycle",)),
        DocumentOffer("feedback", "Feedback", _feedback),
    ),
    workbooks=(
        WorkbookOffer(
            kind=KIND,
            title="Learning cycles",
            order=50,
            recognise=recognise_cycles,
            read=read_cycles,
            take=take_cycles,
            write=_write,
            values=_values,
            headings=PREVIEW,
            fields=FIELDS,
            blanks=BLANKS,
        ),
    ),
    begin=begin,
    sections=("phase", "route", "learning", "cycle"),
    keep=keep,
    optional=True,
    calendar=make_calendar,
    steps=StepOffer(list_steps),
    days=DayOffer(list_days),
)
