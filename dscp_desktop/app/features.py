"""Every feature of the program, in the order of the navigation: the one list of them."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy.orm import Session

from dscp_desktop.actions.feature import FEATURE as ACTIONS
from dscp_desktop.app.backups_due import BACKUP_DUE
from dscp_desktop.app.parts import guard_document, guard_workbook, switched_off
from dscp_desktop.audits.feature import FEATURE as AUDITS
from dscp_desktop.budget.feature import FEATURE as BUDGET
from dscp_desktop.core.offers import (
    DocumentOffer,
    DueOffer,
    Feature,
    ProposalOffer,
    Scope,
    WorkbookOffer,
)
from dscp_desktop.diary.documents import PLANNER_A3
from dscp_desktop.diary.feature import FEATURE as DIARY
from dscp_desktop.learning.feature import FEATURE as LEARNING
from dscp_desktop.meetings.feature import FEATURE as MEETINGS
from dscp_desktop.meetings.feature import LIVE, RETURNED
from dscp_desktop.packs.feature import FEATURE as PACKS
from dscp_desktop.partnership.feature import FEATURE as PARTNERSHIP
from dscp_desktop.priorities.feature import FEATURE as PRIORITIES
from dscp_desktop.records.feature import EXPORT
from dscp_desktop.records.feature import FEATURE as RECORDS
from dscp_desktop.restraint.feature import FEATURE as RESTRAINT
from dscp_desktop.sampling.feature import FEATURE as SAMPLING
from dscp_desktop.terms_of_reference.feature import FEATURE as TERMS_OF_REFERENCE
from dscp_desktop.threads.feature import threads_feature
from dscp_desktop.today.feature import YEAR_TO_COME, today_feature
from dscp_desktop.work_plans.feature import FEATURE as WORK_PLANS

CALENDAR = "calendar"  # the kind that goes out as iCalendar


def _standing_in(session: Session) -> tuple[Feature, ...]:
    return standing_features(switched_off(session))


TODAY = today_feature(_standing_in)
THREADS = threads_feature(_standing_in)

FEATURES: tuple[Feature, ...] = (
    TODAY,
    YEAR_TO_COME,
    MEETINGS,
    LIVE,
    RETURNED,
    ACTIONS,
    PACKS,
    LEARNING,
    AUDITS,
    RESTRAINT,
    PARTNERSHIP,
    TERMS_OF_REFERENCE,
    WORK_PLANS,
    PRIORITIES,
    THREADS,
    BUDGET,
    RECORDS,
    EXPORT,
    DIARY,
    SAMPLING,
)

# A profile's parts go in from the lowest room up: what others point at first.
BEGINNING: tuple[Feature, ...] = (
    PARTNERSHIP,
    DIARY,
    PRIORITIES,
    ACTIONS,
    WORK_PLANS,
    TERMS_OF_REFERENCE,
    MEETINGS,
    BUDGET,
    LEARNING,
    AUDITS,
    RESTRAINT,
)


NONE: frozenset[str] = frozenset()


def standing_features(off: Collection[str] = NONE) -> tuple[Feature, ...]:
    """Return the features without those that are switched off by name; only optional ones can."""
    return tuple(f for f in FEATURES if not (f.optional and f.name in off))


def optional_parts() -> tuple[Feature, ...]:
    """Return the features that can be switched off."""
    return tuple(feature for feature in FEATURES if feature.optional)


def workbook_offers() -> tuple[WorkbookOffer, ...]:
    """Return every kind of sheet that comes in and goes out, in the order they are taken.

    One whose part a store has switched off says so when it is taken or asked for.
    """
    offers = [guard_workbook(feature, offer) for feature in FEATURES for offer in feature.workbooks]
    return tuple(sorted(offers, key=lambda offer: offer.order))


def document_offers(off: Collection[str] = NONE) -> tuple[DocumentOffer, ...]:
    """Return every kind of document that a pack can hold."""
    return tuple(
        guard_document(feature, offer)
        for feature in standing_features(off)
        for offer in feature.documents
    )


def due_offers(off: Collection[str] = NONE) -> tuple[DueOffer, ...]:
    """Return what lists things that are due: of the features, and that backups are old."""
    return (*(feature.due for feature in standing_features(off) if feature.due), BACKUP_DUE)


def proposal_offers(off: Collection[str] = NONE) -> tuple[ProposalOffer, ...]:
    """Return what proposes items for the meetings to come."""
    return tuple(feature.proposals for feature in standing_features(off) if feature.proposals)


def calendar_of(kind: str) -> Callable[[Session, Scope], bytes] | None:
    """Return what makes the iCalendar file of this kind, None where there is none.

    That of the meetings goes by the name of calendar, that of all features by the planner's;
    others by the kind of their workbook.
    """
    if kind in (CALENDAR, PLANNER_A3):
        return DIARY.calendar if kind == CALENDAR else THREADS.calendar
    for feature in FEATURES:
        kinds = {offer.kind for offer in feature.workbooks}
        if feature.calendar and feature is not DIARY and kind in kinds:
            return feature.calendar
    return None
