"""Beside what is due: the next meetings with one word of readiness, and the phases that run."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from dscp_desktop.core.days import show_day, show_times
from dscp_desktop.today.rules import CYCLES, Coming, Running, TodayValues
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty, Section
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TableView

_ROW = 52
_NO_MEETINGS = Empty("No meeting is to come", "Add one on the page of meetings.", "meeting")
_READY = "Readiness"
_SECTION = "Learning cycle now"


class ComingTable(TableView):
    """Each group's next meeting, then each phase that runs. Enter opens the place of a line."""

    asked = Signal(str, str)  # a feature's name and a record's id

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        self.today, self.narrow = today, False
        columns = (
            Column("Day", _left, 64, second=_below_left, day=True),
            Column("Meeting", self._name, role="strong", lines=2, second=self._when),
            Column(_READY, lambda row: _status(row).words, 144, align="right", status=_status),
        )
        super().__init__(
            columns,
            "Next meetings",
            head=False,
            height=_ROW,
            gutter=12,
            empty=_NO_MEETINGS,
            parent=parent,
        )
        self.opened.connect(self._open_line)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_values(self, values: TodayValues, today: date, read_only: bool) -> None:
        """Show the meetings to come and what runs; a meeting of today can be begun."""
        self.today = today
        self._widgets.clear()
        if not read_only:
            for row in values.coming:
                if row.meeting.on == today and row.meeting.status != "held":
                    self.put_widget(row.id, _READY, partial(self._start_button, row.id))
        head = [Section("Next meetings", str(len(values.coming)))] if values.coming else []
        runs = [Section(_SECTION, str(len(values.running)))] if values.running else []
        self.set_rows((*head, *values.coming, *runs, *values.running))

    def begins(self) -> bool:
        """Say whether the minutes of a meeting can be started here."""
        return bool(self._widgets)

    def set_narrow(self, narrow: bool) -> None:
        """Use the codes of groups where the window is narrow."""
        self.narrow = narrow
        self.viewport().update()

    def _start_button(self, meeting_id: str) -> QWidget:
        button = Button("Start minutes", "primary", dense=True)
        button.clicked.connect(lambda: self.asked.emit("live", meeting_id))
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 12, 0)
        row.addStretch(1)
        row.addWidget(button)
        return place

    def _open_line(self, row: Coming | Running) -> None:
        self.asked.emit("meetings" if isinstance(row, Coming) else CYCLES, row.id)

    def _name(self, row: Coming | Running) -> str:
        if isinstance(row, Running):
            return row.topic
        return row.meeting.code if self.narrow else row.meeting.group

    def _when(self, row: Coming | Running) -> str:
        if isinstance(row, Running):
            planned = row.phase.planned
            ends = f"ends {show_day(planned.ends)}" if planned and self.narrow else row.ends
            title = "" if self.narrow else row.phase.title
            return " · ".join(part for part in (title, ends) if part)
        times = show_times(row.meeting.start, row.meeting.end)
        today = "Today" if row.meeting.on == self.today and not self.narrow else ""
        venue = "" if self.narrow else row.meeting.venue
        first = ", ".join(part for part in (today, times) if part)
        return " · ".join(part for part in (first, venue) if part)


def _left(row: Coming | Running) -> str:
    if isinstance(row, Running):
        return str(row.phase.number)
    return show_day(row.meeting.on).partition(" ")[0]


def _below_left(row: Coming | Running) -> str:
    if isinstance(row, Running):
        return f"of {row.phases}"
    return show_day(row.meeting.on).partition(" ")[2]


def _status(row: Coming | Running) -> Status:
    if isinstance(row, Running):
        return Status(*row.stands)
    return Status(row.readiness.state, row.readiness.words)
