"""The years side by side as bars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dscp_desktop.budget.documents.charts import bars_of
from dscp_desktop.budget.page.part import ChartPane
from dscp_desktop.budget.rules.contributions import YearValues
from dscp_desktop.widgets.columns import Empty

_WORDS = (
    "Bars show the sum of lines, not published totals. Patterns tell the partners apart when "
    "printed in black and white."
)
_EMPTY = Empty("No year to compare yet", "Each year you add stands here as a bar.", "budget")


class YearsPane(ChartPane):
    """Contributions by year; choosing a bar chooses its year."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Contributions by year", _WORDS, _EMPTY, parent=parent)
        self.years: tuple[str, ...] = ()
        self.chart.chosen.connect(lambda place: self.chosen.emit(self.years[place]))

    def show_years(self, years: Sequence[YearValues], now: str) -> None:
        """Show a bar for each year, and mark one."""
        self.years = tuple(year.year for year in years)
        place = self.years.index(now) if now else len(years) - 1
        self.show_chart(bars_of(years), place)
