"""Audits as the rest of the house sees them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.audits.commands.beginning import SECTIONS, begin, keep
from dscp_desktop.audits.commands.new_year import take_year
from dscp_desktop.audits.commands.recommending import take_recommendations
from dscp_desktop.audits.commands.taking import take_findings, take_register
from dscp_desktop.audits.documents.briefing import audit_briefing
from dscp_desktop.audits.documents.report import AuditRecord, audit_report
from dscp_desktop.audits.documents.tool import paper_tool
from dscp_desktop.audits.documents.year import YearRecord, annual_chapter, year_report
from dscp_desktop.audits.queries.cases import cases_of
from dscp_desktop.audits.queries.due import list_days, list_due, list_proposals, list_steps
from dscp_desktop.audits.queries.findings import findings_of, recommendations_of, theme_table
from dscp_desktop.audits.queries.moderation import moderation_page
from dscp_desktop.audits.queries.new_year import propose_year
from dscp_desktop.audits.queries.programme import get_audit, list_audits, programme_page
from dscp_desktop.audits.queries.settings import CYCLE
from dscp_desktop.audits.queries.settings import FEATURE as NAME
from dscp_desktop.audits.queries.tools import get_version
from dscp_desktop.audits.rules import blanks
from dscp_desktop.audits.rules.findings import FindingLine, RecommendationLine
from dscp_desktop.audits.rules.programme import AuditLine
from dscp_desktop.audits.tables import (
    Audit,
    AuditAgency,
    AuditAnswer,
    AuditCase,
    AuditFinding,
    AuditFrame,
    AuditGrade,
    AuditMove,
    AuditOutcome,
    AuditProgramme,
    AuditRecommendation,
    AuditReturn,
    AuditReviewDate,
    AuditTheme,
    AuditTool,
    ToolVersion,
)
from dscp_desktop.audits.workbook import register
from dscp_desktop.core.days import show_date
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
    YearOffer,
)
from dscp_desktop.core.periods import parse_year
from dscp_desktop.paper.document import Document
from dscp_desktop.sheets.writing import SheetOut

_TABLES = (
    *(AuditProgramme, AuditTool, ToolVersion, Audit, AuditAgency, AuditCase, AuditFrame),
    *(AuditReturn, AuditAnswer, AuditGrade, AuditMove, AuditTheme, AuditFinding),
    *(AuditRecommendation, AuditReviewDate, AuditOutcome),
)


def _audits(session: Session, scope: Scope) -> tuple[AuditLine, ...]:
    """Return the audits of the year that is asked for, or of all."""
    try:
        year = parse_year(scope.year) if scope.year else ""
    except ValueError as error:
        raise WrongUse(str(error)) from error
    return list_audits(session, scope.today, year)


def _findings(session: Session, scope: Scope) -> list[tuple[str, str, FindingLine]]:
    lines = _audits(session, scope)
    by_audit: Mapping[str, AuditLine] = {line.id: line for line in lines}
    places = {line.id: at for at, line in enumerate(lines)}
    found = [one for one in findings_of(session) if one.audit_id in by_audit]
    found.sort(key=lambda one: places[one.audit_id])
    of = by_audit
    return [(of[one.audit_id].number, of[one.audit_id].details.year, one) for one in found]


def _recommendations(session: Session, scope: Scope) -> list[tuple[str, RecommendationLine]]:
    lines = _audits(session, scope)
    years = {line.id: line.details.year for line in lines}
    places = {line.id: at for at, line in enumerate(lines)}
    every = recommendations_of(session, "", scope.today)
    found = [one for one in every if one.audit_id in years]
    found.sort(key=lambda one: places[one.audit_id])
    return [(years[one.audit_id], one) for one in found]


def _write_register(session: Session, scope: Scope) -> SheetOut:
    return register.register_sheet(_audits(session, scope))


def _register_values(session: Session, scope: Scope) -> Any:
    return register.register_values(_audits(session, scope))


def _write_findings(session: Session, scope: Scope) -> SheetOut:
    return register.findings_sheet(_findings(session, scope))


def _finding_values(session: Session, scope: Scope) -> Any:
    return register.finding_values(_findings(session, scope))


def _write_recommendations(session: Session, scope: Scope) -> SheetOut:
    return register.recommendations_sheet(_recommendations(session, scope))


def _recommendation_values(session: Session, scope: Scope) -> Any:
    return register.recommendation_values(_recommendations(session, scope))


def _audit_record(session: Session, scope: Scope) -> AuditRecord:
    """Return all that papers about an audit are made of. Raises WrongUse where there is none."""
    if get_audit(session, scope.record_id, scope.today) is None:
        raise WrongUse("Say which audit is wanted.")
    return AuditRecord(
        moderation_page(session, scope.record_id, scope.today),
        findings_of(session, scope.record_id),
        recommendations_of(session, scope.record_id, scope.today),
        cases_of(session, scope.record_id),
    )


def _year_record(session: Session, scope: Scope) -> YearRecord:
    """Return all that papers about a year are made of; no year is that of the day."""
    try:
        year = parse_year(scope.year) if scope.year else ""
    except ValueError as error:
        raise WrongUse(str(error)) from error
    programme = programme_page(session, year, scope.today)
    ids = {line.id for line in programme.audits}
    years = tuple(sorted(one for one in programme.years if one <= programme.year))[-4:]
    return YearRecord(
        programme,
        tuple(one for one in findings_of(session) if one.audit_id in ids),
        tuple(r for r in recommendations_of(session, "", scope.today) if r.audit_id in ids),
        theme_table(session, (programme.year,)),
        theme_table(session, years) if years[1:] else (),
    )


def _report(session: Session, scope: Scope) -> Document:
    return audit_report(_audit_record(session, scope), scope.today)


def _briefing(session: Session, scope: Scope) -> Document:
    return audit_briefing(_audit_record(session, scope), scope.today)


def _tool(session: Session, scope: Scope) -> Document:
    """Return the tool of an audit, or a version of a tool by its own id."""
    audit = get_audit(session, scope.record_id, scope.today)
    if audit is None:
        if session.get(ToolVersion, scope.record_id) is None:
            raise WrongUse("Say which audit, or which version of a tool, is wanted.")
        return paper_tool(get_version(session, scope.record_id))
    if not audit.tool_version_id:
        raise WrongUse(f"{audit.number} asks nothing yet: choose its tool first.")
    due = audit.details.returns_due
    facts = (
        ("Audit", f"{audit.number} {audit.details.title}"),
        ("Return by", show_date(due) if due else "Not set"),
        ("Purpose", audit.details.purpose or "Not recorded"),
    )
    return paper_tool(get_version(session, audit.tool_version_id), facts)


def _year(session: Session, scope: Scope) -> Document:
    return year_report(_year_record(session, scope), scope.today)


def _chapter(session: Session, scope: Scope) -> Document:
    return annual_chapter(_year_record(session, scope))


DOCUMENTS = (
    DocumentOffer("audit-report", "Report of an audit", _report, needs=("audit",)),
    DocumentOffer(
        "audit-briefing", "Briefing of an audit in seven points", _briefing, needs=("audit",)
    ),
    DocumentOffer("audit-tool", "Audit tool on paper", _tool, needs=("audit",)),
    DocumentOffer("audit-year", "Report of a year of audits", _year),
    DocumentOffer("audit-chapter", "Audits, chapter for the annual report", _chapter),
)

WORKBOOKS = (
    WorkbookOffer(
        kind=register.REGISTER,
        title="Audit register",
        order=70,
        narrows=("year",),
        recognise=register.recognise_register,
        read=register.read_register,
        take=take_register,
        write=_write_register,
        values=_register_values,
        headings=register.REGISTER_PREVIEW,
        fields=register.REGISTER_FIELDS,
        blanks=blanks.REGISTER,
    ),
    WorkbookOffer(
        kind=register.FINDINGS,
        title="Audit findings",
        order=71,
        narrows=("year",),
        recognise=register.recognise_findings,
        read=register.read_findings,
        take=take_findings,
        write=_write_findings,
        values=_finding_values,
        headings=register.FINDING_PREVIEW,
        fields=register.FINDING_FIELDS,
        blanks=blanks.FINDINGS,
    ),
    WorkbookOffer(
        kind=register.RECOMMENDATIONS,
        title="Audit recommendations",
        order=72,
        narrows=("year",),
        recognise=register.recognise_recommendations,
        read=register.read_recommendations,
        take=take_recommendations,
        write=_write_recommendations,
        values=_recommendation_values,
        headings=register.RECOMMENDATION_PREVIEW,
        fields=register.RECOMMENDATION_FIELDS,
        blanks=blanks.RECOMMENDATIONS,
    ),
)

FEATURE = Feature(
    name=NAME,
    title="Audits",
    icon="audit",
    nav_group="Assurance",
    page="dscp_desktop.audits.page.audits:AuditsPage",
    tables=tuple(table.__tablename__ for table in _TABLES),
    kinds={
        AuditProgramme.record_kind: "Audit programme",
        AuditTool.record_kind: "Audit tool",
        Audit.record_kind: "Audit",
        AuditReturn.record_kind: "Audit return",
        AuditTheme.record_kind: "Audit theme",
        AuditRecommendation.record_kind: "Audit recommendation",
    },
    roles=(CYCLE,),
    due=DueOffer(list_due),
    year=YearOffer(30, propose_year, take_year),
    proposals=ProposalOffer(list_proposals),
    documents=DOCUMENTS,
    workbooks=WORKBOOKS,
    begin=begin,
    sections=SECTIONS,
    keep=keep,
    optional=True,
    steps=StepOffer(list_steps),
    days=DayOffer(list_days),
)
