"""The printed reports where there is little, or nothing, to show."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dscp_desktop.budget.commands.spend import add_transaction
from dscp_desktop.budget.commands.years import add_year
from dscp_desktop.budget.documents.charts import months_chart, scenarios_chart, spend_bars
from dscp_desktop.budget.feature import FEATURE
from dscp_desktop.budget.queries.contributions import get_year
from dscp_desktop.budget.queries.spend import list_headings, spend_year
from dscp_desktop.budget.rules.spend import TransactionDetails
from dscp_desktop.core.offers import Scope
from dscp_desktop.paper.html import render_html
from dscp_desktop.store.opening import Store
from tests.conftest import Bring
from tests.documents.budgeting import budget_kinds


def printed(store: Store, kind: str) -> str:
    make = next(offer.make for offer in FEATURE.documents if offer.kind == kind)
    return render_html(store.ask(make, Scope(store.today()))).decode()


def test_a_store_without_years_and_a_year_without_lines_say_so(durham: Store) -> None:
    kinds = [offer.kind for offer in FEATURE.documents]
    for kind in kinds:
        assert "No contributions are recorded" in printed(durham, kind)
    durham.run(add_year, "2023-24")
    for kind in kinds:
        assert "2023-24" in printed(durham, kind)
    assert "No scenario starts from 2023-24 yet." in printed(durham, "budget-scenarios")
    assert "No ring-fenced grant is recorded" in printed(durham, "budget-monitoring")
    assert scenarios_chart(durham.ask(get_year), ()) is None


def test_money_back_has_no_bar(durham: Store) -> None:
    durham.run(add_year, "2023-24")
    heading = durham.ask(list_headings)[0].id
    back = TransactionDetails(date(2023, 5, 1), -5_00, "A refund", heading_id=heading)
    durham.run(add_transaction, "2023-24", back)
    spend = durham.ask(spend_year, "2023-24", durham.today())
    assert spend_bars(spend) is None
    chart = months_chart(spend)
    assert chart is not None
    assert chart.series.values[:2] == (0, -5_00)
    assert months_chart(durham.ask(spend_year, "2023-24", date(2023, 3, 1))) is None


def test_a_closed_year_is_stated_with_its_correction(
    durham: Store, bring: Bring, data: Path
) -> None:
    bring((data / "contributions-2022-23.xlsx").read_bytes())
    made = budget_kinds(durham, FEATURE.documents)
    stated = render_html(made["budget-statement"]).decode()
    assert "Closed on Thursday 19 October 2023" in stated
    assert "An invoice came late" in stated
    assert "Steps of the contributions" in stated
