"""Every feature of the program, in the order of the navigation: the one list of them."""

from __future__ import annotations

from dscp_desktop.actions.feature import FEATURE as ACTIONS
from dscp_desktop.budget.feature import FEATURE as BUDGET
from dscp_desktop.core.offers import DocumentOffer, DueOffer, Feature, ProposalOffer, WorkbookOffer
from dscp_desktop.diary.feature import FEATURE as DIARY
from dscp_desktop.meetings.feature import FEATURE as MEETINGS
from dscp_desktop.packs.feature import FEATURE as PACKS
from dscp_desktop.partnership.feature import FEATURE as PARTNERSHIP
from dscp_desktop.priorities.feature import FEATURE as PRIORITIES
from dscp_desktop.records.feature import FEATURE as RECORDS
from dscp_desktop.terms_of_reference.feature import FEATURE as TERMS_OF_REFERENCE
from dscp_desktop.today.feature import FEATURE as TODAY
from dscp_desktop.work_plans.feature import FEATURE as WORK_PLANS

FEATURES: tuple[Feature, ...] = (
    TODAY,
    MEETINGS,
    ACTIONS,
    PACKS,
    PARTNERSHIP,
    TERMS_OF_REFERENCE,
    WORK_PLANS,
    BUDGET,
    RECORDS,
    DIARY,
    PRIORITIES,
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
)


def workbook_offers() -> tuple[WorkbookOffer, ...]:
    """Return every kind of sheet that comes in and goes out, in the order they are taken."""
    offers = [offer for feature in FEATURES for offer in feature.workbooks]
    return tuple(sorted(offers, key=lambda offer: offer.order))


def document_offers() -> tuple[DocumentOffer, ...]:
    """Return every kind of document that a pack can hold."""
    return tuple(offer for feature in FEATURES for offer in feature.documents)


def due_offers() -> tuple[DueOffer, ...]:
    """Return what lists things that are due."""
    return tuple(feature.due for feature in FEATURES if feature.due)


def proposal_offers() -> tuple[ProposalOffer, ...]:
    """Return what proposes items for the meetings to come."""
    return tuple(feature.proposals for feature in FEATURES if feature.proposals)
