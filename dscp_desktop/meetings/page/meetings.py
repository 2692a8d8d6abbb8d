"""The page of meetings: the diary of all groups, and one meeting beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from dscp_desktop.core.days import show_day, show_day_year, show_times
from dscp_desktop.core.offers import Scope
from dscp_desktop.diary.queries import list_meetings
from dscp_desktop.diary.rules import MeetingLine
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.page.detail import DOCUMENTS, MeetingDetail
from dscp_desktop.meetings.queries.agenda import meeting_of, readiness
from dscp_desktop.meetings.rules.agenda import Readiness
from dscp_desktop.partnership.queries import list_meeting_groups
from dscp_desktop.partnership.rules import GroupLine
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty, Section
from dscp_desktop.widgets.editors import Chooser, LineEdit
from dscp_desktop.widgets.page import Page, TwoPanes, bar
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TWO_LINE, TableView

_NONE = Empty(
    "No meeting is in the diary",
    "Add the first one with Ctrl+N, or bring a workbook of meetings in.",
    "meeting",
)
_NONE_SUCH = Empty("No meeting of this group in this year", "Choose another group or year.")


def year_words(meeting: MeetingLine) -> str:
    """Return the financial year of a meeting, April to March: '2023-24'."""
    first = meeting.on.year - (meeting.on.month < 4)
    return f"{first}-{(first + 1) % 100:02d}"


class MeetingsPage(Page):
    """Meetings to come, the next one first, then those before; at the right the chosen one."""

    help_topic = (
        "Choose a meeting to see its agenda and its attendance. Alt+Up and Alt+Down move an item, "
        "Enter edits it; Space changes a mark of attendance. Ctrl+N adds a meeting, Ctrl+P prints "
        "or saves the part that is shown."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Meetings", parent=parent)
        self.desk = desk
        self.meetings: tuple[MeetingLine, ...] = ()
        self.states: Mapping[str, Readiness] = {}
        self.groups: tuple[GroupLine, ...] = ()
        self.wanted = ""
        self.group = Chooser([("", "All groups")])
        self.year = Chooser([("", "All years")])
        self.group.setAccessibleName("Group")
        self.year.setAccessibleName("Year")
        self.filter = LineEdit("Filter this list (Ctrl+F)", icon="filter")
        self.filter.setAccessibleName("Filter this list")
        self.filter.setClearButtonEnabled(False)
        self.filter.setMinimumWidth(fonts.scaled(220))
        self.table = self._make_table()
        self.detail = MeetingDetail(desk)
        self.two = TwoPanes(
            "meetings",
            self.table,
            self.detail,
            titles=("Meetings", "Meeting"),
            share=0.5,
            limit=940,
        )
        self.put_body(self.two)
        self.add_bar(bar(self.group, self.year, self.filter, None))
        self.print = self.add_print_button(lambda: self.share(self.detail.shown_document()))
        self.print.setEnabled(False)
        self.new = self.add_button(Button("New meeting", "primary", icon="add"))
        self._connect()

    def _make_table(self) -> TableView:
        columns = (
            Column(
                "Date",
                lambda m: show_day_year(m.on),
                148,
                second=lambda m: show_times(m.start, m.end),
                sort=lambda m: (m.on, m.start is None, m.start),
            ),
            Column("Group", lambda m: m.group, second=lambda m: m.venue),
            Column("Status", lambda m: self._status(m).words, 164, status=self._status),
        )
        return TableView(columns, "Meetings", height=TWO_LINE, empty=_NONE)

    def _connect(self) -> None:
        self.new.clicked.connect(self.new_meeting)
        self.group.activated.connect(lambda _place: self._show_rows())
        self.year.activated.connect(lambda _place: self._show_rows())
        self.filter.textChanged.connect(self.table.set_filter)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _row: self._go_to_detail())
        self.detail.changed.connect(self._changed)
        self.detail.left.connect(self.table.setFocus)
        for keys, do in (("Ctrl+N", self.new_meeting), ("Ctrl+F", self._go_to_filter)):
            QShortcut(QKeySequence(keys), self).activated.connect(do)

    def _status(self, meeting: MeetingLine) -> Status:
        if meeting.on < self.desk.today and meeting.status in ("planned", "agenda out"):
            return Status("risk", "Not marked held")
        found = self.states.get(meeting.id)
        if found is None:
            return Status("plain", "")
        kind = "plain" if meeting.status == "cancelled" else found.state
        return Status(kind, found.words)

    # What it shows --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the diary again, and for the meeting that is shown."""
        self.desk.ask(self, list_meeting_groups, then=self._show_groups, key="groups")
        self.desk.ask(self, list_meetings, then=self._take_meetings, key="meetings")
        self.detail.refresh()

    def first_focus(self) -> QWidget | None:
        """The list."""
        return self.table

    def panes(self) -> list[QWidget]:
        """The list, then the meeting."""
        return [self.table, self.detail]

    def commands(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Return what the palette can run here."""
        shares = [
            (f"Print or save the {kind}", "", partial(self.share, kind))
            for kind in DOCUMENTS
            if self.detail.meeting_id
        ]
        return (("New meeting", "Ctrl+N", self.new_meeting), *shares)

    def open_record(self, record_id: str) -> None:
        """Show a meeting, or the one that an item or a paper belongs to; '' leaves all as it is."""
        if record_id:

            def open_it(meeting_id: str) -> None:
                self._open_meeting(meeting_id, record_id)

            self.desk.ask(self, meeting_of, record_id, then=open_it, key="record")

    def _open_meeting(self, meeting_id: str, record_id: str) -> None:
        self.wanted = meeting_id
        self.group.set_value("")
        self.year.set_value("")
        self.filter.clear()
        if record_id != meeting_id:
            self.detail.tabs.setCurrentIndex(0)
            self.detail.go_to(record_id)
        self._show_rows()

    def _show_groups(self, groups: tuple[GroupLine, ...]) -> None:
        self.groups = groups
        self.group.set_options([("", "All groups"), *((g.id, g.name) for g in groups)])

    def _take_meetings(self, meetings: tuple[MeetingLine, ...]) -> None:
        self.meetings = meetings
        years = sorted({year_words(m) for m in meetings}, reverse=True)
        self.year.set_options([("", "All years"), *((year, year) for year in years)])
        today = self.desk.today
        self.desk.ask(self, readiness, today, meetings, then=self._take_states, key="states")

    def _take_states(self, states: Mapping[str, Readiness]) -> None:
        self.states = states
        coming = [m for m in self.meetings if m.on >= self.desk.today and m.goes_ahead]
        count = "1 meeting" if len(self.meetings) == 1 else f"{len(self.meetings)} meetings"
        for meeting in coming[:1]:
            count += f", next {meeting.code or meeting.group} {show_day(meeting.on)}"
        self.context.setText(count)
        self._show_rows()

    def _show_rows(self) -> None:
        group_id, year = self.group.value(), self.year.value()
        shown = [
            m
            for m in self.meetings
            if (not group_id or m.group_id == group_id) and (not year or year_words(m) == year)
        ]
        today = self.desk.today
        coming = [m for m in shown if m.on >= today]
        before = [m for m in reversed(shown) if m.on < today]
        self.table.set_empty(_NONE_SUCH if self.meetings else _NONE)
        self.table.set_rows([*_part("To come", coming), *_part("Before", before)])
        if self.wanted and self.table.choose(self.wanted):
            self.wanted = ""
        elif self.table.value() is None and not self.table.choose_first():
            self.detail.show_meeting("")
        if self.table.currentIndex().row() <= 1:
            self.table.scrollToTop()  # the heading above the first meeting
        self.print.setEnabled(bool(self.detail.meeting_id))

    # What a person does ---------------------------------------------------------------------

    def share(self, kind: str) -> None:
        """Show the agenda or the attendance as it is printed."""
        if self.detail.meeting_id:
            scope = Scope(self.desk.today, meeting_id=self.detail.meeting_id)
            self.document_wanted.emit(kind, scope)

    def _choose(self, meeting: MeetingLine | None) -> None:
        shown = meeting.id if meeting else ""
        if shown != self.detail.meeting_id:
            self.detail.show_meeting(shown)

    def _changed(self, meeting_id: str) -> None:
        self.wanted = meeting_id
        self.desk.ask(self, list_meetings, then=self._take_meetings, key="meetings")

    def new_meeting(self) -> None:
        """Open the form of a new meeting, of the group that the list shows."""
        self.two.show_second()
        self.detail.new_meeting(self.groups, str(self.group.value() or ""))

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where what it is for is not there."""
        self.two.show_second()
        meeting = about.get("meeting") or about.get("record", "")
        if meeting:
            self.open_record(meeting)
            self.detail.reopen(name, about, gone)
            return

        def ready(groups: tuple[GroupLine, ...]) -> None:
            self._show_groups(groups)
            self.new_meeting()

        self.desk.ask(self, list_meeting_groups, then=ready, key="groups")

    def _go_to_filter(self) -> None:
        self.two.show_first()
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def _go_to_detail(self) -> None:
        self.two.show_second()
        self.detail.agenda.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _part(title: str, meetings: Sequence[MeetingLine]) -> list[Section | MeetingLine]:
    return [Section(title, str(len(meetings))), *meetings] if meetings else []
