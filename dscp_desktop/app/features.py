"""Every feature of the program, in the order of the navigation: the one list of them."""

from __future__ import annotations

from dscp_desktop.actions.feature import FEATURE as ACTIONS
from dscp_desktop.budget.feature import FEATURE as BUDGET
from dscp_desktop.core.offers import DocumentOffer, DueOffer, Feature, WorkbookOffer
from dscp_desktop.diary.feature import FEATURE as DIARY
from dscp_desktop.meetings.feature import FEATURE as MEETINGS
from dscp_desktop.packs.feature import FEATURE as PACKS
from dscp_desktop.partnership.feature import FEATURE as PARTNERSHIP
from dscp_desktop.priorities.feature import FEATURE as PRIORITIES
from dscp_desktop.records.feature import FEATURE as RECORDS
from dscp_desktop.today.feature import FEATURE as TODAY

FEATURES: tuple[Feature, ...] = (
    TODAY,
    MEETINGS,
    ACTIONS,
    PACKS,
    PARTNERSHIP,
    BUDGET,
    RECORDS,
    DIARY,
    PRIORITIES,
)

# A profile's parts go in from the lowest room up: what others point at first.
BEGINNING: tuple[Feature, ...] = (PARTNERSHIP, DIARY, PRIORITIES, ACTIONS, MEETINGS, BUDGET)


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
