"""The group's report on paper: each part said, and what was not reported said plainly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dscp_desktop.core.offers import Scope
from dscp_desktop.paper.document import Document, Heading, Paragraph, Table, plain_text
from dscp_desktop.store.opening import Store
from dscp_desktop.work_plans import commands, queries
from dscp_desktop.work_plans.documents import work_plan_document
from dscp_desktop.work_plans.feature import FEATURE
from dscp_desktop.work_plans.rules import QuarterWords, WorkPlanValues
from tests.work_plans.conftest import TODAY, YEAR

Plan = Callable[..., WorkPlanValues]


def texts(document: Document) -> list[str]:
    found = []
    for block in document.blocks:
        if isinstance(block, Heading):
            found.append(f"{'#' * block.level} {block.text}")
        elif isinstance(block, Paragraph):
            found.append(plain_text(block.text))
    return found


@pytest.mark.usefixtures("plan_id")
def test_an_empty_plan_says_so(plan: Plan) -> None:
    document = work_plan_document(plan(), TODAY)
    assert (document.title, document.subtitle) == (
        "Work plan 2023-24",
        "Performance and Learning Group",
    )
    assert texts(document) == [
        "Position at 19 October 2023. No lines yet.",
        "## What is to be done",
        "The plan has no lines yet.",
        "## Quarter 1, April to June 2023",
        "Not reported. The report was due by 14 July 2023.",
        "## Quarter 2, July to September 2023",
        "Not reported. The report was due by 13 October 2023.",
        "## Quarter 3, October to December 2023",
        "Not ended yet. The report is due by 15 January 2024.",
        "## Quarter 4, January to March 2024",
        "Not ended yet. The report is due by 15 April 2024.",
    ]


def test_lines_and_a_report(
    durham: Store, plan_id: str, group: str, add: Callable[..., str]
) -> None:
    thread = durham.ask(queries.plan_page, group, YEAR, TODAY).threads[0]
    add("Late", due=date(2023, 10, 6), owner="Nurse", threads=(thread.id,), progress="Half")
    add("Plain")
    durham.run(commands.report_quarter, plan_id, 1, QuarterWords("Two audits", "Fewer repeats"))
    (offer,) = FEATURE.documents
    scope = Scope(TODAY, group_id=group)
    document = durham.ask(offer.make, scope)
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows == [
        ["1", "Late", thread.title, "Nurse", "6 October 2023", "■ 9 working days late"],
        ["2", "Plain", "Not aligned", "No owner", "Not set", "○ Not started"],
    ]
    assert table.rows[0].cells[1].below == "Half"
    said = texts(document)
    start = said.index("## Quarter 1, April to June 2023")
    assert said[start + 1 : start + 9] == [
        "### What was achieved", "Two audits", "### What difference it made", "Fewer repeats",
        "### Evidence", "Not reported.", "### What comes next", "Not reported.",
    ]  # fmt: skip
    earlier = durham.ask(offer.make, Scope(TODAY, group_id=group, on=date(2023, 10, 1)))
    assert texts(earlier)[0] == "Position at 1 October 2023. 2 lines: 2 open."
