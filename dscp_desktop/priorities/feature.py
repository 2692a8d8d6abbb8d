"""Priorities as the rest of the house sees them: plans, and what others point at."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from dscp_desktop.core.offers import (
    DocumentOffer,
    Feature,
    Scope,
    StepOffer,
    WorkbookOffer,
)
from dscp_desktop.paper.document import Document
from dscp_desktop.priorities import workbook
from dscp_desktop.priorities.commands.beginning import begin
from dscp_desktop.priorities.commands.taking import take_measures, take_outcomes, take_threads
from dscp_desktop.priorities.documents import ON_A_PAGE, PLAN, page_document, plan_document
from dscp_desktop.priorities.queries.keeping import keep
from dscp_desktop.priorities.queries.plans import FEATURE as NAME
from dscp_desktop.priorities.queries.plans import list_plans, list_steps, plan_of
from dscp_desktop.priorities.rules import blanks
from dscp_desktop.priorities.tables import (
    Measure,
    MeasureOutcome,
    Outcome,
    Plan,
    PlanActivity,
    Priority,
    Thread,
)
from dscp_desktop.sheets.writing import SheetOut

_TABLES = (Plan, Priority, Outcome, PlanActivity, Measure, MeasureOutcome, Thread)


def _document(session: Session, scope: Scope) -> Document:
    return plan_document(plan_of(session, scope))


def _page_document(session: Session, scope: Scope) -> Document:
    return page_document(plan_of(session, scope))


def _write_plan(session: Session, scope: Scope) -> tuple[SheetOut, ...]:
    return workbook.plan_sheets(plan_of(session, scope), list_plans(session))


def _write_measures(session: Session, scope: Scope) -> SheetOut:
    return workbook.measures_sheet(plan_of(session, scope))


def _write_threads(session: Session, scope: Scope) -> SheetOut:
    return workbook.threads_sheet(plan_of(session, scope), list_plans(session))


def _plan_values(session: Session, scope: Scope) -> Any:
    return workbook.plan_values(plan_of(session, scope))


def _measure_values(session: Session, scope: Scope) -> Any:
    return workbook.measure_values(plan_of(session, scope))


def _thread_values(session: Session, scope: Scope) -> Any:
    return workbook.thread_values(plan_of(session, scope))


FEATURE = Feature(
    name=NAME,
    title="Priorities",
    icon="priority",
    nav_group="Partnership",
    page="dscp_desktop.priorities.page.priorities:PrioritiesPage",
    tables=tuple(table.__tablename__ for table in _TABLES),
    kinds={
        Plan.record_kind: "Plan",
        Priority.record_kind: "Priority",
        Measure.record_kind: "Measure",
        Thread.record_kind: "Golden thread",
    },
    documents=(
        DocumentOffer("plan", PLAN, _document),
        DocumentOffer("plan-on-a-page", ON_A_PAGE, _page_document),
    ),
    workbooks=(
        WorkbookOffer(
            kind=workbook.OUTCOMES,
            title="Plan: priorities and outcomes",
            order=15,
            recognise=workbook.recognise_outcomes,
            read=workbook.read_outcomes,
            take=take_outcomes,
            write=_write_plan,
            values=_plan_values,
            headings=("Priority no", "Priority", "Outcome no", "Outcome", "Lead group"),
            fields=workbook.OUTCOME_FIELDS,
            blanks=blanks.OUTCOMES,
        ),
        WorkbookOffer(
            kind=workbook.MEASURES,
            title="Plan: measures",
            order=16,
            recognise=workbook.recognise_measures,
            read=workbook.read_measures,
            take=take_measures,
            write=_write_measures,
            values=_measure_values,
            headings=("Measure", "Outcomes", "Activity"),
            fields=workbook.MEASURE_FIELDS,
            blanks=blanks.MEASURES,
        ),
        WorkbookOffer(
            kind=workbook.THREADS,
            title="Plan: golden threads",
            order=17,
            recognise=workbook.recognise_threads,
            read=workbook.read_threads,
            take=take_threads,
            write=_write_threads,
            values=_thread_values,
            headings=("Thread", "How it came"),
            fields=workbook.THREAD_FIELDS,
            blanks=blanks.THREADS,
        ),
    ),
    begin=begin,
    sections=("plan",),
    keep=keep,
    steps=StepOffer(list_steps),
)
