"""The years side by side as bars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.budget.page.figures import bars_of
from dscp_desktop.budget.rules import YearValues
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.charts import ChartView
from dscp_desktop.widgets.columns import Empty
from dscp_desktop.widgets.empty import EmptyState
from dscp_desktop.widgets.page import GUTTER, Surface, bar, scrolling
from dscp_desktop.widgets.texts import Text

_WORDS = (
    "Bars show the sum of lines, not published totals. Patterns tell the partners apart when "
    "printed in black and white."
)
_EMPTY = Empty("No year to compare yet", "Each year you add stands here as a bar.", "budget")


class YearsPane(Surface):
    """Contributions by year; choosing a bar chooses its year."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.years: tuple[str, ...] = ()
        self.chart = ChartView(None, "Contributions by year", fills=True)
        self.chart.chosen.connect(lambda place: self.chosen.emit(self.years[place]))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 12)
        box.setSpacing(12)
        box.addWidget(bar(Text("Contributions by year", "section")))
        sheet, self.figures = Surface(), QWidget()
        room = QVBoxLayout(sheet)
        room.setContentsMargins(GUTTER, 0, GUTTER, 0)
        room.addWidget(self.chart)
        area = scrolling(sheet, "Contributions by year")
        area.setMaximumHeight(fonts.scaled(540))
        words = QVBoxLayout()
        words.setContentsMargins(GUTTER, 0, GUTTER, 0)
        words.addWidget(Text(_WORDS, "caption", wrap=True))
        inner = QVBoxLayout(self.figures)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addWidget(area, 1)
        inner.addLayout(words)
        box.addWidget(self.figures, 1000)
        self.none = EmptyState(_EMPTY)
        box.addWidget(self.none)
        box.addStretch(1)

    def show_years(self, years: Sequence[YearValues], now: str) -> None:
        """Show a bar for each year, and mark one."""
        self.years = tuple(year.year for year in years)
        self.figures.setVisible(bool(years))
        self.none.setVisible(not years)
        place = self.years.index(now) if now else len(years) - 1
        self.chart.set_chart(bars_of(years), place)
