"""What the papers about audits say, and what the chapter for the public does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dscp_desktop.audits.feature import DOCUMENTS
from dscp_desktop.audits.queries.programme import find_audit
from dscp_desktop.audits.queries.tools import list_tools
from dscp_desktop.core.faults import WrongUse
from dscp_desktop.core.offers import Scope
from dscp_desktop.paper.document import Document
from dscp_desktop.store.opening import Store
from tests.documents.auditing import audited_kinds

TODAY = date(2022, 10, 20)
OFFERS = {offer.kind: offer for offer in DOCUMENTS}


def words(document: Document) -> str:
    return repr(document)


@pytest.fixture
def made(store: Store) -> dict[str, Any]:
    """The papers of the audit in moderation, once that is finished."""
    return audited_kinds(store, DOCUMENTS, store.ask(find_audit, "MA2"))


def test_the_papers_say_what_was_moved_left_open_and_came_back(made: dict[str, Any]) -> None:
    report = words(made["audit-report"])
    for said in (
        "R → I", "designated nurse", "Came back after it was closed",
        "Education has not returned", "by a panel of 7", "4 of 9 agreed", "Use the tools",
    ):  # fmt: skip
        assert said in report, said
    briefing = made["audit-briefing"]
    heads = [block.text for block in briefing.blocks if hasattr(block, "level")]
    assert len(heads) == 7
    year = words(made["audit-year"])
    assert "of 6" in year
    assert "8 working days" in year
    chapter = words(made["audit-chapter"])
    for never in ("Education", "Head of help", "C-104", "CDDFT"):
        assert never not in chapter, never


def test_what_is_wanted_must_be_said(store: Store) -> None:
    for kind in ("audit-report", "audit-briefing", "audit-tool"):
        with pytest.raises(WrongUse, match="Say which audit"):
            store.ask(OFFERS[kind].make, Scope(TODAY, record_id="nothing"))
    first = store.ask(find_audit, "MA1")
    with pytest.raises(WrongUse, match="asks nothing yet"):
        store.ask(OFFERS["audit-tool"].make, Scope(TODAY, record_id=first))
    with pytest.raises(WrongUse, match="Write the year as 2022-23"):
        store.ask(OFFERS["audit-year"].make, Scope(TODAY, year="soon"))
    version = store.ask(list_tools)[0].newest
    paper = store.ask(OFFERS["audit-tool"].make, Scope(TODAY, record_id=version.id))
    assert paper.subtitle == "Version 1. Issued on 26 September 2022."
    empty = store.ask(OFFERS["audit-chapter"].make, Scope(TODAY, year="2010-11"))
    assert "0 done of 6 promised" in words(empty)
    bare = store.ask(OFFERS["audit-report"].make, Scope(TODAY, record_id=first))
    assert "Neglect: are harms added up?" in bare.title
    nothing = store.ask(OFFERS["audit-year"].make, Scope(TODAY, year="2010-11"))
    assert "No audit is in the programme yet." in words(nothing)
