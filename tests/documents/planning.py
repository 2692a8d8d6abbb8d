"""The papers of a strategic plan, with measures and threads that go on from an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dscp_desktop.core.offers import DocumentOffer, Scope
from dscp_desktop.paper.document import Document
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.store.opening import Store
from tests.priorities.conftest import BOOK, take_in

PLANNED_KINDS = ("plan", "plan-on-a-page")


def planned_kinds(store: Store, offers: Sequence[DocumentOffer], data: Path) -> dict[str, Document]:
    """Take in the workbook of a plan, and make each paper of it."""
    take_in(store, read_workbook((data / BOOK).read_bytes(), BOOK).sheets, BOOK)
    scope = Scope(store.today(), year="2025-27")
    wanted = [offer for offer in offers if offer.kind in PLANNED_KINDS]
    return {offer.kind: store.ask(offer.make, scope) for offer in wanted}
