"""What was found in the papers stands in words before a pack is built, and what blocks it."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from dscp_desktop.packs.page.packs import CHECKS, PACK, PacksPage
from dscp_desktop.widgets.columns import Section
from tests.packs.page.deeds import Bring, Key, Settle, build


@pytest.mark.usefixtures("papers")
def test_findings_stand_in_words_before_the_pack_is_built(
    page: PacksPage, settle: Settle, qtbot: QtBot
) -> None:
    seen: list[tuple[int, bool]] = []
    page.building.checked.connect(
        lambda f: seen.append((len(f.findings), bool(page.building.pack)))
    )
    build(page, settle)
    assert seen
    assert seen[0][0] >= 1
    assert not seen[0][1]  # told before anything was built
    assert page.building.findings.text() == "1 thing to look at"
    page.building.findings.click()
    assert page.tabs.currentIndex() == CHECKS
    assert page.tabs.tabText(CHECKS) == "Checks 1"
    heads = [row.title for row in page.checks.table.rows.rows if isinstance(row, Section)]
    assert heads[0] == "Not in the pack as it is"
    first = page.checks.table.value().finding
    assert first.part == "Workforce report"
    assert "Ask Business manager for it, or withdraw it with a reason." in first.words
    assert page.building.pack is not None
    assert f"{page.building.pack.pages} pages" in page.checks.totals.text()
    page.checks.table.setFocus()
    qtbot.keyClick(page.checks.table, Key.Key_Return)
    settle()
    assert page.tabs.currentIndex() == PACK
    assert page.table.value().part.title == "Workforce report"


@pytest.mark.usefixtures("papers")
def test_damaged_papers_block_the_pack_by_name(
    page: PacksPage, bring: Bring, settle: Settle
) -> None:
    for title in ("Spoiled", "Torn"):
        bring(title, b"%PDF-1.7 nothing", pages=1)
    page.refresh()
    settle()
    page.show_tab(CHECKS)
    settle()
    assert page.tabs.tabText(CHECKS) == "Checks 3"
    page.look()
    page.checks.cancel()
    settle()
    assert page.checks.again.isVisible()
    page.build_now()
    settle()
    said: Any = page.building.dialog
    assert said.windowTitle() == "The pack could not be built"
    words = said.accessibleDescription()
    assert [line.partition(" and ")[0] for line in words.splitlines()] == [
        "Spoiled is damaged",
        "Torn is damaged",
    ]
    said.accept()
    assert page.building.pack is None
    page.issue()
    page.register.issuing.issue_now()
    settle()
    assert "Spoiled is damaged" in page.register.issuing.trouble.text()
