"""£346,257, £347,060 and £803: where one of them stands, all three do."""

from __future__ import annotations

import json
import re

from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from dscp_desktop.budget.commands.contributions import record_reason
from dscp_desktop.budget.feature import FEATURE
from dscp_desktop.budget.page.budget import BudgetPage
from dscp_desktop.core.money import show_share
from dscp_desktop.core.offers import Scope
from dscp_desktop.paper.document import Chart, Document, Table, chart_table
from dscp_desktop.paper.html import render_html
from dscp_desktop.sheets.reading import read_workbook
from dscp_desktop.sheets.writing import write_workbook
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.tables import TableView
from tests.budget.pages import cells, page_of, settle

FIGURES = ("346257", "347060", "803")
YEAR = "2022-23"


def figures_in(text: str) -> set[str]:
    """Return which of the three figures stand in a text, however they are written."""
    found = {number.replace(",", "") for number in re.findall(r"\d[\d,]*", text)}
    return found & set(FIGURES)


def shown_on(page: BudgetPage) -> str:
    """Return every word that stands on a page."""
    words = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    for table in page.findChildren(TableView):
        if table.isVisible():
            words += ["; ".join(row) for row in cells(table)]
    return "\n".join(words)


def test_every_print_has_all_three(worked: Store) -> None:
    scope = Scope(worked.today(), year=YEAR)
    for offer in FEATURE.documents:
        document: Document = worked.ask(offer.make, scope)
        assert figures_in(render_html(document).decode()) == set(FIGURES), offer.kind
        if offer.kind in ("contributions", "budget-monitoring", "budget-statement"):
            tables = [block for block in document.blocks if isinstance(block, Table)]
            ends = ["; ".join(cell.text for row in table.rows[-3:] for cell in row.cells)
                    for table in tables]  # fmt: skip
            assert any(figures_in(end) == set(FIGURES) for end in ends), offer.kind
    worked.run(record_reason, YEAR, "A grant was counted in.")
    for offer in FEATURE.documents:
        text = render_html(worked.ask(offer.make, scope)).decode()
        assert figures_in(text) == set(FIGURES), offer.kind
        assert "A grant was counted in." in text, offer.kind


def test_every_export_that_has_one_has_all_three(worked: Store) -> None:
    scope = Scope(worked.today(), year=YEAR)
    having = []
    for offer in FEATURE.workbooks:
        book = write_workbook([worked.ask(offer.write, scope)])
        rows = [row for sheet in read_workbook(book, "x.xlsx").sheets for row in sheet.rows]
        sheet = " ".join(f"{cell:g}" if isinstance(cell, float) else str(cell)
                         for row in rows for cell in row)  # fmt: skip
        values = json.dumps(worked.ask(offer.values, scope)).replace(".00", "")
        for text in (sheet, values):
            assert figures_in(text) in (set(), set(FIGURES)), offer.kind
        having += [offer.kind] if figures_in(sheet) and figures_in(values) else []
    assert having == ["contributions", "budget-year"]


def test_every_view_has_all_three_and_no_total_can_be_typed(worked: Store, qtbot: QtBot) -> None:
    due = worked.ask(FEATURE.due.list_due, worked.today()) if FEATURE.due else ()
    assert figures_in(due[0].what) == set(FIGURES)
    with page_of(worked, qtbot) as page:
        for reason in ("", "A grant was counted in."):
            if reason:  # the banner goes; the figures stay
                worked.run(record_reason, YEAR, reason)
                page.refresh()
            for tab in range(page.tabs.count()):
                page.show_tab(tab)
                settle(page, qtbot)
                assert (page.banner is None) is bool(reason)
                assert figures_in(shown_on(page)) == set(FIGURES), page.tabs.tabText(tab)
        for form in page.findChildren(FormPane):
            form.put_in()
        names = {field.accessibleName() for field in page.findChildren(QLineEdit)}
        typed = {name for name in names if re.search(r"\b(sum|total)\b", name, re.IGNORECASE)}
        # What was published is a fact; what a scenario shares out is a question about next year.
        assert typed == {"Published total (optional)", "Sum of all lines"}


def test_shares_add_to_a_hundred_wherever_they_stand(worked: Store) -> None:
    scope = Scope(worked.today(), year=YEAR)
    seen = 0
    for offer in FEATURE.documents:
        document: Document = worked.ask(offer.make, scope)
        for block in document.blocks:
            table = chart_table(block) if isinstance(block, Chart) else block
            if not isinstance(table, Table):
                continue
            for place, column in enumerate(table.columns):
                if column.title in ("Share", "Share with in kind"):
                    lines = [row.cells[place].text for row in table.rows if row.kind == "line"]
                    tenths = sum(int(text[:-1].replace(".", "")) for text in lines)
                    assert show_share(tenths) == "100.0%", (offer.kind, lines)
                    seen += 1
    assert seen == 1 + 1 + 1 + 2 + 3  # three contributions, two shares, three scenarios
