"""The page of today: what is late or due, the next meetings, and the year."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dscp_desktop.actions.commands.log import mark_done
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_day, show_long_day, show_times
from dscp_desktop.core.offers import Due
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.today.queries import get_today, get_year
from dscp_desktop.today.rules import (
    YEAR_BEGINS_IN,
    Coming,
    TodayValues,
    YearLane,
    attention_words,
    urgency,
    year_of,
)
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty, Section
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.page import GUTTER, Page, Surface, TwoPanes, scrolling
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TWO_LINE, TableView
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.yearstrip import Lane, Mark, StripLegend, YearStrip

ACTIONS = "actions"
_KINDS = {"late": "late", "near": "waiting", "later": "later", "open": "risk"}
_ICONS = {"meetings": "meeting", "budget": "budget", ACTIONS: "action"}
_MEETING_ROW = 52
# A window lower than this has room for one line of the year only.
_SHORT = 660
_NOTHING = Empty(
    "Nothing needs attention",
    "No action is late or due soon, and the next meetings have their agendas.",
    "done",
)
_NO_MEETINGS = Empty("No meeting is to come", "Add one on the page of meetings.", "meeting")


def _due_key(due: Due) -> object:
    return due.feature, due.record_id, due.what


class TodayPage(Page):
    """What needs attention today, the most urgent first. Ticking an action marks it done."""

    help_topic = (
        "Today lists what is late or due soon. Space or a click on the box marks an action done; "
        "Ctrl+Z takes it back. Enter opens the place of a line."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(show_long_day(desk.today), parent=parent)
        self.desk = desk
        self.year = year_of(desk.today)
        self.lanes: tuple[YearLane, ...] = ()
        self.wanted = ""  # the group that was chosen for the year, '' for all
        self.due = self._make_due()
        self.coming = self._make_coming()
        self.panes_side_by_side = TwoPanes(
            "today",
            self.due,
            self.coming,
            titles=("Needs attention", "Next meetings"),
            share=0.65,
            limit=880,
        )
        self.strip = YearStrip()
        self.strip.opened.connect(self._open_meeting)
        self.foot = self._make_foot()
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.panes_side_by_side, 1)
        box.addWidget(self.foot)
        self.put_body(body)
        self.narrow_changed.connect(lambda _narrow: self._show_lanes())

    def _make_due(self) -> TableView:
        columns = (
            Column(
                "Done",
                lambda _due: "",
                56,
                tick=lambda due: False if due.feature == ACTIONS else None,
                icon=lambda due: _ICONS.get(due.feature, "note"),
                tone="t2",
            ),
            Column("What", lambda due: due.what, second=lambda due: due.detail),
            Column("Due", lambda due: show_day(due.on), 108),
            Column(
                "Status",
                lambda due: due.days,
                196,
                status=lambda due: Status(_KINDS[urgency(due, self.desk.today)], due.days),
            ),
        )
        table = TableView(
            columns,
            "What needs attention",
            head=False,
            height=TWO_LINE,
            empty=_NOTHING,
            key=_due_key,
        )
        table.opened.connect(lambda due: self.desk.place_asked.emit(due.feature, due.record_id))
        table.ticked.connect(self._tick)
        table.section_opened.connect(lambda _row: self.desk.place_asked.emit(ACTIONS, ""))
        return table

    def _make_coming(self) -> TableView:
        columns = (
            Column(
                "Day",
                lambda row: show_day(row.meeting.on).partition(" ")[0],
                70,
                second=lambda row: show_day(row.meeting.on).partition(" ")[2],
                day=True,
            ),
            Column("Meeting", self._name, role="strong", second=self._when),
            Column(
                "Readiness",
                lambda row: row.readiness.words,
                142,
                align="right",
                status=lambda row: Status(row.readiness.state, row.readiness.words),
            ),
        )
        table = TableView(
            columns,
            "Next meetings",
            head=False,
            height=_MEETING_ROW,
            gutter=12,
            empty=_NO_MEETINGS,
        )
        table.opened.connect(lambda row: self._open_meeting(row.id))
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return table

    def _name(self, row: Coming) -> str:
        return row.meeting.code if self.narrow else row.meeting.group

    def _when(self, row: Coming) -> str:
        times = show_times(row.meeting.start, row.meeting.end)
        today = "Today" if row.meeting.on == self.desk.today else ""
        venue = "" if self.narrow else row.meeting.venue
        first = ", ".join(part for part in (today, times) if part)
        return " · ".join(part for part in (first, venue) if part)

    def _make_foot(self) -> Surface:
        foot = Surface("top")
        self.year_words = Text("", "section")
        back = Button("Year before", "quiet", icon="left", icon_only=True, dense=True)
        forward = Button("Year after", "quiet", icon="right", icon_only=True, dense=True)
        back.clicked.connect(lambda: self._turn(-1))
        forward.clicked.connect(lambda: self._turn(1))
        self.back, self.forward = back, forward
        self.group = Chooser(dense=True)
        self.group.setAccessibleName("Group shown in the year")
        self.group.activated.connect(self._choose_group)
        self.none = Text("No meeting is in the diary of this year.", tone="t2")
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self.year_words, back, forward, self.group):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(StripLegend())
        self.lane_area: QScrollArea = scrolling(self.strip, "The year")
        box = QVBoxLayout(foot)
        box.setContentsMargins(GUTTER, 8, GUTTER, 8)
        box.setSpacing(4)
        box.addLayout(head)
        box.addWidget(self.none)
        box.addWidget(self.lane_area)
        return foot

    # What it shows --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask again what is due, and for the year."""
        desk = self.desk
        self.set_title(show_long_day(desk.today))
        desk.ask(self, get_today, desk.due, desk.today, then=self._show, key="today")
        self._ask_year()

    def first_focus(self) -> QWidget | None:
        """The list of what needs attention."""
        return self.due

    def panes(self) -> list[QWidget]:
        """The lists, then the year."""
        return [self.due, self.coming, self.strip]

    def _show(self, values: TodayValues) -> None:
        self.context.setText(attention_words(values.count))
        rows: list[object] = []
        actions_linked = False
        for duties in values.duties:
            link = ""
            if duties.lines[0].feature == ACTIONS and not actions_linked:
                link = f"Open all {values.open_actions} actions"
                actions_linked = True
            rows.append(Section(duties.heading, str(len(duties.lines)), link=link))
            rows.extend(duties.lines)
        self.due.set_rows(rows)
        if self.due.value() is None:
            self.due.choose_first()
        head = [Section("Next meetings", str(len(values.coming)))] if values.coming else []
        self.coming.set_rows([*head, *values.coming])

    def _choose_group(self, _place: int) -> None:
        self.wanted = str(self.group.value())
        self._show_lanes()

    def _ask_year(self) -> None:
        today = self.desk.today
        self.desk.ask(self, get_year, self.year, today, then=self._show_year, key="year")

    def _show_year(self, lanes: tuple[YearLane, ...]) -> None:
        self.lanes = lanes
        self.group.set_options(
            [("", "All groups"), *((lane.group_id, lane.code or lane.name) for lane in lanes)]
        )
        self.year_words.setText(f"Year {self.year} to {self.year + 1}")
        self._show_lanes()

    def _show_lanes(self) -> None:
        one = self.height() < fonts.scaled(_SHORT)
        lanes = self.lanes
        shown = self.wanted or (lanes[0].group_id if one and lanes else "")
        self.group.set_value(shown)
        if shown:
            lanes = tuple(lane for lane in lanes if lane.group_id == shown)
        self.strip.codes = self.narrow
        first = date(self.year, YEAR_BEGINS_IN, 1)
        self.strip.set_year(first, self.desk.today, [_lane(lane) for lane in lanes])
        self.none.setVisible(not lanes)
        self.lane_area.setVisible(bool(lanes))
        # A third of the page at most, so that the lists keep theirs.
        most = max(self.height() // 3, fonts.scaled(64))
        self.lane_area.setFixedHeight(min(self.strip.sizeHint().height() + 2, most))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show fewer lines of the year where the window is low."""
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self._show_lanes()

    # What a person does ---------------------------------------------------------------------

    def _turn(self, years: int) -> None:
        self.year += years
        self._ask_year()

    def _tick(self, due: Due) -> None:
        if due.feature == ACTIONS:
            desk = self.desk
            desk.run(self, mark_done, due.record_id, desk.today, then=self._ticked)

    def _ticked(self, _changes: Changes) -> None:
        self.refresh()
        self.due.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_meeting(self, meeting_id: str) -> None:
        self.desk.place_asked.emit("meetings", meeting_id)


def _lane(lane: YearLane) -> Lane:
    marks = tuple(
        Mark(meeting.on, state, state if state != "next" else "next meeting", meeting.id)
        for meeting, state in lane.meetings
    )
    return Lane(lane.name, marks, code=lane.code)
