"""An audit in moderation, for the documents made from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dscp_desktop.audits.commands.findings import add_recommendation
from dscp_desktop.audits.commands.moderation import finish_moderation
from dscp_desktop.audits.rules.findings import RecommendationDetails
from dscp_desktop.core.offers import DocumentOffer, Scope
from dscp_desktop.paper.document import Document
from dscp_desktop.store.opening import Store
from tests.audits.page.conftest import fill

AUDITED_KINDS = ("audit-report", "audit-briefing", "audit-tool", "audit-year", "audit-chapter")
ON = date(2022, 10, 20)


def audited(store: Store, audit: str = "") -> str:
    """Fill in an audit, finish its moderation with things open, and recommend something."""
    audit = audit or fill(store)
    advice = RecommendationDetails(
        "Use the tools in every plan", owner_role="Head of help", due=date(2023, 1, 31),
        theme="Tools", counts_from=ON,
    )  # fmt: skip
    store.run(add_recommendation, audit, advice)
    store.run(finish_moderation, audit, ON, 7)
    return audit


def audited_kinds(
    store: Store, offers: Sequence[DocumentOffer], audit: str = ""
) -> dict[str, Document]:
    """Make each paper about an audit, and about its year, as they stand on the day."""
    audit = audited(store, audit)
    found = {}
    for offer in offers:
        if offer.kind in AUDITED_KINDS:
            scope = Scope(ON, year="2022-23", record_id="" if "year" in offer.kind else audit)
            found[offer.kind] = store.ask(offer.make, scope)
    return found
