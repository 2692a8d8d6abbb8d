"""The foot of today: the year in one strip, with its phases and meetings."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dscp_desktop.core.periods import year_bounds, year_named, year_of
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.today.queries import NEW_YEAR, get_year
from dscp_desktop.today.rules import CYCLES, YearLane, few_lanes
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.page import GUTTER, Surface, scrolling
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.yearstrip import Block, Lane, Mark, StripLegend, YearStrip

# A page lower than this has room for a few lines of the year only.
SHORT = 660


class YearFoot(Surface):
    """A financial year: arrows turn it, one group of it can be chosen, Enter opens a mark."""

    opened = Signal(str, str)  # a feature's name and a record's id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("top", parent=parent)
        self.desk = desk
        self.year = year_of(desk.today)
        self.lanes: tuple[YearLane, ...] = ()
        self.wanted = ""  # the group that was chosen, '' for all
        self.cycles = False  # whether there are learning cycles here
        self._room = 0
        self.strip = YearStrip()
        self.strip.opened.connect(lambda key: self.opened.emit(*key))
        self.year_words = Text("", "section")
        self.back = Button("Year before", "quiet", icon="left", icon_only=True, dense=True)
        self.forward = Button("Year after", "quiet", icon="right", icon_only=True, dense=True)
        self.back.clicked.connect(lambda: self._turn(-1))
        self.forward.clicked.connect(lambda: self._turn(1))
        self.group = Chooser(dense=True)
        self.group.setAccessibleName("Group shown in the year")
        self.group.activated.connect(self._choose_group)
        self.start = Button("Start a new year", "quiet", dense=True)
        self.start.clicked.connect(lambda: self.opened.emit(NEW_YEAR, ""))
        self.none = Text("No meeting is in the diary of this year.", tone="t2")
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self.year_words, self.back, self.forward, self.group, self.start):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(StripLegend())
        self.area: QScrollArea = scrolling(self.strip, "The year")
        box = QVBoxLayout(self)
        box.setContentsMargins(GUTTER, 8, GUTTER, 8)
        box.setSpacing(4)
        box.addLayout(head)
        box.addWidget(self.none)
        box.addWidget(self.area)

    def _turn(self, years: int) -> None:
        self.year = year_named(int(self.year[:4]) + years)
        args = (self.year, self.desk.today, self.cycles)
        self.desk.ask(self, get_year, *args, then=self.show_year, key="year")

    def _choose_group(self, _place: int) -> None:
        self.wanted = str(self.group.value())
        self._show_lanes()

    def show_year(self, lanes: tuple[YearLane, ...]) -> None:
        """Show the lanes of the year."""
        self.lanes = lanes
        groups = [lane for lane in lanes if lane.meetings]
        self.group.set_options(
            [("", "All groups"), *((lane.group_id, lane.code or lane.name) for lane in groups)]
        )
        first, last = year_bounds(self.year)
        self.year_words.setText(f"Year {first.year} to {last.year}")
        self._show_lanes()

    def set_narrow(self, narrow: bool) -> None:
        """Use the codes of groups where the window is narrow."""
        self.strip.codes = narrow
        self._show_lanes()

    def fit(self, room: int) -> None:
        """Take a third of a page that is so high; where it is low, few lines of the year."""
        self._room = room
        self._show_lanes()

    def _show_lanes(self) -> None:
        one = self._room < fonts.scaled(SHORT)
        lanes, shown = self.lanes, self.wanted
        if one:
            lanes = few_lanes(lanes, shown)
            shown = next((lane.group_id for lane in lanes if lane.meetings), "")
        elif shown:
            lanes = tuple(lane for lane in lanes if lane.group_id == shown)
        self.group.set_value(shown)
        strip = [_lane(lane) for lane in lanes]
        self.strip.set_year(year_bounds(self.year)[0], self.desk.today, strip)
        self.none.setVisible(not lanes)
        self.area.setVisible(bool(lanes))
        # A third of the page at most, so that the lists keep theirs.
        most = max(self._room // 3, fonts.scaled(64))
        self.area.setFixedHeight(min(self.strip.sizeHint().height() + 2, most))


def _lane(lane: YearLane) -> Lane:
    marks = tuple(
        Mark(meeting.on, state, "next meeting" if state == "next" else state, key)
        for meeting, state in lane.meetings
        for key in [("meetings", meeting.id)]
    )
    blocks = tuple(
        Block(
            each.starts,
            each.ends,
            each.words,
            each.state,
            (CYCLES, each.id),
            code=each.words.partition(" ")[0],
        )
        for each in lane.phases
    )
    return Lane(lane.name, marks, blocks, code=lane.code)
