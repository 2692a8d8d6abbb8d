"""Work plans as the rest of the house sees them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dscp_desktop.core.offers import (
    DayOffer,
    DocumentOffer,
    DueOffer,
    Feature,
    ProposalOffer,
    Scope,
    YearOffer,
)
from dscp_desktop.paper.document import Document
from dscp_desktop.work_plans.commands import (
    begin,
    finish_line,
    keep,
    put_off_line,
    take_year,
)
from dscp_desktop.work_plans.documents import work_plan_document
from dscp_desktop.work_plans.queries import FEATURE as NAME
from dscp_desktop.work_plans.queries import (
    THREAD,
    find_plan,
    list_days,
    list_due,
    list_proposals,
    propose_year,
)
from dscp_desktop.work_plans.tables import QuarterReport, WorkPlan, WorkPlanLine


def _document(session: Session, scope: Scope) -> Document:
    today = scope.on or scope.today
    return work_plan_document(find_plan(session, scope.group_id, scope.year, today), today)


FEATURE = Feature(
    name=NAME,
    title="Work plans",
    icon="list",
    page="dscp_desktop.work_plans.page.plans:WorkPlansPage",
    under="partnership",
    tables=tuple(t.__tablename__ for t in (WorkPlan, WorkPlanLine, QuarterReport)),
    roles=(THREAD,),
    kinds={WorkPlan.record_kind: "Work plan", WorkPlanLine.record_kind: "Line of a work plan"},
    due=DueOffer(list_due, NAME, finish_line, put_off_line),
    year=YearOffer(20, propose_year, take_year),
    proposals=ProposalOffer(list_proposals),
    days=DayOffer(list_days),
    documents=(DocumentOffer("work-plan", "Work plan", _document, needs=("group",)),),
    begin=begin,
    sections=("work_plan",),
    keep=keep,
    optional=True,
)
