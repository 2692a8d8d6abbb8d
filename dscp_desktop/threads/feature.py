"""What gathers the steps and the days of all features: the golden thread map and the planner."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from dscp_desktop.core.offers import DocumentOffer, Feature, Scope
from dscp_desktop.diary.documents import (
    PLANNER_A3,
    PLANNER_A4,
    planner_calendar,
    planner_document,
)
from dscp_desktop.diary.queries.planner import get_planner, planner_file
from dscp_desktop.paper.document import Document
from dscp_desktop.priorities.queries.plans import plan_of
from dscp_desktop.threads.documents import TITLE, map_document
from dscp_desktop.threads.queries import thread_map

MAP = "golden-thread"
Standing = Callable[[Session], Sequence[Feature]]


def threads_feature(standing: Standing) -> Feature:
    """Return the feature over those that `standing` gives, which a store has not switched off."""

    def golden_thread(session: Session, scope: Scope) -> Document:
        offers = [one.steps for one in standing(session) if one.steps]
        plan, on = plan_of(session, scope), scope.on or scope.today
        return map_document(thread_map(session, offers, plan, on), plan.term, on)

    def planner(session: Session, scope: Scope) -> Document:
        return planner_document(get_planner(session, standing(session), scope), scope.today)

    def small_planner(session: Session, scope: Scope) -> Document:
        found = get_planner(session, standing(session), scope)
        return planner_document(found, scope.today, "A4 landscape")

    def calendar(session: Session, scope: Scope) -> bytes:
        found, parts = planner_file(session, standing(session), scope)
        return planner_calendar(found, parts, scope.today)

    return Feature(
        name="threads",
        title="Golden threads",
        icon="thread",
        nav_group="Partnership",
        page="dscp_desktop.threads.page:ThreadsPage",
        documents=(
            DocumentOffer(MAP, TITLE, golden_thread),
            DocumentOffer(PLANNER_A3, "Year planner, A3", planner),
            DocumentOffer(PLANNER_A4, "Year planner, A4", small_planner),
        ),
        calendar=calendar,
    )
