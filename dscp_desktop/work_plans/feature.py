"""Work plans as the rest of the house sees them."""

from __future__ import annotations

from dscp_desktop.core.offers import Feature
from dscp_desktop.work_plans.tables import QuarterReport, WorkPlan, WorkPlanLine

FEATURE = Feature(
    name="work_plans",
    title="Work plans",
    icon="group",
    tables=tuple(t.__tablename__ for t in (WorkPlan, WorkPlanLine, QuarterReport)),
    kinds={WorkPlan.record_kind: "Work plan", WorkPlanLine.record_kind: "Line of a work plan"},
)
