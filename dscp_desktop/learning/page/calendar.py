"""The calendar of the cycles: what the numbers mean, the lanes, and the bar that moves a phase."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.learning.documents.calendar import calendar_chart, phase_names
from dscp_desktop.learning.page.forms import MoveBar
from dscp_desktop.learning.rules.cycles import CycleLine, PhaseLine
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.gantt import GanttView
from dscp_desktop.widgets.ganttlegend import GanttLegend
from dscp_desktop.widgets.page import GUTTER, Surface, scrolling
from dscp_desktop.widgets.texts import Text


class CalendarPart(Surface):
    """The lanes of all cycles, which scroll where there is no room for them."""

    def __init__(self) -> None:
        super().__init__()
        self.names = Text("", "caption", tone="t1", wrap=True)
        self.legend = GanttLegend()
        self.closer = Button("Fewer months (+)", "quiet", icon="add", dense=True, icon_only=True)
        self.wider = Button("More months (-)", "quiet", icon="less", dense=True, icon_only=True)
        self.view = GanttView("Calendar of the learning cycles")
        self.mover = MoveBar()
        self.compact = False
        self._shown: tuple[Sequence[CycleLine], date] | None = None
        self.closer.clicked.connect(lambda: self.view.zoom(1))
        self.wider.clicked.connect(lambda: self.view.zoom(-1))
        row = QHBoxLayout()
        row.setContentsMargins(GUTTER, 8, GUTTER, 0)
        row.setSpacing(10)
        row.addWidget(self.names, 1)
        for part in (self.legend, self.closer, self.wider):
            row.addWidget(part)
        self.inside = QWidget()
        lanes = QVBoxLayout(self.inside)
        lanes.setContentsMargins(GUTTER, 4, GUTTER, 4)
        lanes.addWidget(self.view)
        lanes.addStretch()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(row)
        self.area = scrolling(self.inside, "Calendar")
        box.addWidget(self.area, 1)
        box.addWidget(self.mover)
        self.view.chosen.connect(lambda _key: self._follow())
        self.setAccessibleName("Calendar")

    def _follow(self) -> None:
        """Scroll so that what is chosen is seen."""
        place = self.view.place()
        if place is not None:
            at = self.view.mapTo(self.inside, place.center().toPoint())
            self.area.ensureVisible(at.x(), at.y(), 0, round(place.height()))

    def ask_move(self, phase: PhaseLine, months: int, followed: bool) -> None:
        """Ask how a phase is to be moved."""
        self.mover.ask(phase, months, followed)
        self._follow()

    def wanted(self) -> int:
        """Return how high it is with all its lanes."""
        return self.names.sizeHint().height() + self.view.sizeHint().height() + 40

    def show_cycles(self, cycles: Sequence[CycleLine], today: date, key: str) -> None:
        """Show the cycles; the phase or the lane of the key is chosen."""
        same, self._shown = self._shown == (cycles, today), (cycles, today)
        if same and self.view.choose(key):
            return  # hundreds of blocks, and all that is said of them
        chart = calendar_chart(cycles, today)
        self.view.set_timetable(chart, key)
        self.view.set_compact(self.compact)
        self.legend.show_for(chart)
        phases = [f"{number} {words}" for number, words in phase_names(cycles, short=True)]
        names = "   ".join(phases)
        self.names.setText("   ".join(name.replace(" ", "\u00a0") for name in phases))
        self.names.setAccessibleName(f"Phases: {names}")

    def set_compact(self, compact: bool) -> None:
        """Show one line for each cycle, or two."""
        self.compact = compact
        self.view.set_compact(compact)
