"""The form that puts off what is due: another day, in the place of the next meetings."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.offers import Due
from dscp_desktop.widgets.buttons import TickBox
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import Field
from dscp_desktop.widgets.texts import Text


class PutOffForm(FormPane):
    """Asks for the day until which something is put off."""

    draft_name = "put off"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.due: Due | None = None
        self.what = Text("", "base", wrap=True)
        self.on = DateField("Put off to")
        super().__init__("Put off", (self.what, self.on), "Put it off", parent)

    def _inputs(self) -> dict[str, Field | TickBox]:
        return {"on": self.on}

    def draft_about(self) -> dict[str, str]:
        """Return which thing is put off."""
        due = self.due
        return {"feature": due.feature, "record": due.record_id} if due else {}

    def open(self, due: Due, today: date) -> None:
        """Ask until when one thing is put off; the day has to be ahead."""
        self.due = due
        self.what.setText(f"{due.what}, due {show_day_year(due.on)}")
        self.on.earliest = today
        self.on.set_value(None)
        self.begin("Put off")
