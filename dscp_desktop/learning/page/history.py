"""What was changed in a phase, by whom, and putting it back."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from dscp_desktop.core.days import show_date
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.learning.page.parts import Tab
from dscp_desktop.learning.queries.page import RecordPage
from dscp_desktop.learning.rules.cycles import CyclesPage
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty

_EMPTY = Empty("Nothing was changed yet", "Every change of this phase stands here.", "history")


class HistoryTab(Tab):
    """The changes of a phase, the newest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "History")
        self.back = Button("Put back", icon="undo", dense=True)
        columns = [
            Column("What", lambda e: e.words, lines=2, stretch=3, tone=_tone),
            Column("When", _when, 180, second=lambda e: e.who),
            Column(
                "", lambda e: "Put back since" if e.undone else "", 130, tone="t2", tip="Put back"
            ),
        ]
        self.table = self.put_table(columns, "History", _EMPTY, (self.back,))
        self.back.clicked.connect(lambda: self._put_back())

    def first_focus(self) -> QWidget:
        """Return the list."""
        return self.table

    def show_record(self, shown: RecordPage, page: CyclesPage) -> None:
        """Show the changes of a phase."""
        self.fill(self.table, shown.history)
        self.back.setEnabled(bool(shown.history))

    def _put_back(self) -> None:
        entry: Any = self.table.value()
        if entry is not None and not entry.undone and not entry.fixed:
            self.desk.undo(self, entry.id, then=self._done, failed=self._refused)


def _when(entry: Any) -> str:
    return f"{show_date(entry.at.date())}, {entry.at:%H:%M}"


def _tone(entry: Any) -> str:
    return "t2" if entry.undone else "t1"
