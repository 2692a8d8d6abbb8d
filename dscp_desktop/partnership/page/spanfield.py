"""A date that may be known to the day or only to the month, as fields of history take it."""

from __future__ import annotations

from datetime import date
from typing import Any

from dscp_desktop.core.faults import Refused
from dscp_desktop.partnership.rules.spans import read_date
from dscp_desktop.widgets.datefields import read_date as read_day
from dscp_desktop.widgets.forms import TextField

_HOW = "Enter a day such as 19/10/2023, or a month such as 10/2023"


class WhenField(TextField):
    """A day or a month; `value()` is the text that history keeps: '2023-10-19', '2023-10' or ''."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, placeholder="dd/mm/yyyy", **{"width": 136, **more})

    def value(self) -> str:
        """Return the day or month as it is kept, '' for nothing or what cannot be read."""
        try:
            return read_when(self.editor.text())
        except ValueError:
            return ""

    def set_value(self, value: str | None) -> None:
        """Show a day or a month that is kept."""
        parts = (value or "").split("-")
        super().set_value("/".join(reversed(parts)) if value else "")

    def problem(self) -> str:
        """Say what a day or a month looks like, where it cannot be read."""
        try:
            read_when(self.editor.text())
        except ValueError:
            return _HOW
        return super().problem()


def read_when(text: str) -> str:
    """Return a typed day or month as it is kept. Raises ValueError where it is neither."""
    plain = text.strip()
    if not plain:
        return ""
    month, slash, year = plain.partition("/")
    if slash and "/" not in year and month.isdigit() and len(year) == 4:
        return date(int(year), int(month), 1).isoformat()[:7]
    try:
        return read_date(plain, "From")
    except Refused:
        return read_day(plain).isoformat()
