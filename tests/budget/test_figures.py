"""What the page shows of a year, as values."""

from __future__ import annotations

from collections.abc import Callable

from dscp_desktop.budget.documents.charts import OTHERS, bars_of
from dscp_desktop.budget.page.figures import rows_of
from dscp_desktop.budget.queries.contributions import list_history
from dscp_desktop.budget.rules.contributions import ContributionLine, YearValues
from dscp_desktop.budget.workbook.contributions import read_contributions, recognise_contributions
from dscp_desktop.core.charts import column_total, spoken
from dscp_desktop.core.offers import Reading, SheetOutcome
from dscp_desktop.sheets.values import Sheet
from dscp_desktop.store.opening import Store
from dscp_desktop.widgets.columns import Total


def test_the_largest_partners_have_a_part_of_their_own(
    durham: Store, office: Sheet, take: Callable[[Reading], SheetOutcome]
) -> None:
    recognised = recognise_contributions(office)
    assert recognised is not None
    take(read_contributions(office, recognised))
    chart = bars_of(durham.ask(list_history))
    assert chart is not None
    assert [one.name for one in chart.series] == [
        "Durham County Council",
        "Integrated Care Board (ICB)",
        "Durham Constabulary*",
        OTHERS,
    ]
    assert column_total(chart, 0) == 34625700
    assert chart.notes == ("Published",)
    lines = tuple(ContributionLine(str(n), str(n), f"P{n}", 100) for n in range(3))
    chart = bars_of([YearValues("", "2022-23", lines), YearValues("", "2023-24", lines[:1])])
    assert chart is not None
    assert [one.name for one in chart.series] == ["P0", "P1", "P2"]
    assert [one.values for one in chart.series] == [(100, 100), (100, None), (100, None)]


def test_years_without_lines_are_shown_without_figures() -> None:
    assert bars_of([]) is None
    chart = bars_of([YearValues("", "2023-24", ())])
    assert chart is not None
    assert spoken(chart) == ("2023-24 Entered: no figure",)


def test_a_sum_moves_only_where_every_line_is_known() -> None:
    lines = (
        ContributionLine("1", "1", "A", 500, last_year=400),
        ContributionLine("2", "2", "B", 500),
    )
    total = rows_of(YearValues("", "2022-23", lines))[2]
    assert isinstance(total, Total)
    assert total.cells[3:5] == ("£4", "")
