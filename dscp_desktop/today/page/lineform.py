"""The form that changes the day or the amount of one line of a year that begins."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from dscp_desktop.core.offers import YearLine
from dscp_desktop.widgets.buttons import TickBox
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import Field, MoneyField
from dscp_desktop.widgets.texts import Text


class LineForm(FormPane):
    """Asks for another day, or another amount, of a line; nothing is saved before the year is."""

    draft_name = "line of a new year"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.year, self.key = "", ""
        self.what = Text("", "base", wrap=True)
        self.on = DateField("Day")
        self.amount = MoneyField("Amount")
        super().__init__("Change this line", (self.what, self.on, self.amount), "Change it", parent)

    def _inputs(self) -> dict[str, Field | TickBox]:
        return {"on": self.on, "amount": self.amount}

    def draft_about(self) -> dict[str, str]:
        """Return the year and the line."""
        return {"year": self.year, "key": self.key}

    def open(self, year: str, line: YearLine) -> None:
        """Show what a line has."""
        self.year, self.key = year, line.key
        self.what.setText(line.what)
        self.on.setVisible(line.on is not None)
        self.amount.setVisible(line.amount is not None)
        self.on.set_value(line.on)
        self.amount.set_value(line.amount)
        self.begin("Change this line")
