"""The page of meetings: the diary of all groups, the forward plan, the logs, the year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.core.days import show_day
from dscp_desktop.core.offers import NEW, Scope
from dscp_desktop.diary.page.year import YearPart
from dscp_desktop.diary.queries.meetings import list_meetings
from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.page.detail import DOCUMENTS, MeetingDetail
from dscp_desktop.meetings.page.forward.part import ForwardPart
from dscp_desktop.meetings.page.list import meetings_table
from dscp_desktop.meetings.page.logs.challenges import ChallengesPart
from dscp_desktop.meetings.page.logs.decisions import DecisionsPart
from dscp_desktop.meetings.queries.agenda import readiness
from dscp_desktop.meetings.queries.place import MEETING, place_of_record
from dscp_desktop.meetings.rules.agenda import Readiness
from dscp_desktop.partnership.queries.parties import list_meeting_groups
from dscp_desktop.partnership.rules.parties import GroupLine
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Empty, Section
from dscp_desktop.widgets.editors import Chooser, LineEdit
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.latertabs import LaterTabs
from dscp_desktop.widgets.page import Page, Surface, TwoPanes, bar
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.typed import typed_parts

MEETINGS, FORWARD, DECISIONS, CHALLENGES, YEAR = range(5)
_TITLES = ("Meetings", "Forward plan", "Decisions", "Challenges", "The year")
_NEW = ("New meeting", "Add item", "Add urgent decision", "Add challenge", "Plan the year")
_NONE = Empty(
    "No meeting is in the diary",
    "Add the first one with Ctrl+N, or bring a workbook of meetings in.",
    "meeting",
)
_NONE_SUCH = Empty("No meeting of this group in this year", "Choose another group or year.")

Part: TypeAlias = ForwardPart | DecisionsPart | ChallengesPart | YearPart
_PARTS: tuple[type[Part], ...] = (ForwardPart, DecisionsPart, ChallengesPart, YearPart)


def _drafts_of(part: QWidget) -> set[str]:
    return {form.draft_name for form in typed_parts(part)}


def year_words(meeting: MeetingLine) -> str:
    """Return the financial year of a meeting, April to March: '2023-24'."""
    first = meeting.on.year - (meeting.on.month < 4)
    return f"{first}-{(first + 1) % 100:02d}"


class MeetingsPage(Page):
    """Meetings to come, the next one first, then those before; at the right the chosen one."""

    help_topic = (
        "Choose a meeting to see its agenda and its attendance. Alt+Up and Alt+Down move an item, "
        "Enter edits it; Space changes a mark of attendance. Ctrl+N adds a meeting, Ctrl+P prints "
        "or saves the part that is shown. In the forward plan Space accepts what is proposed, "
        "Delete drops it, and Alt+Up and Alt+Down move an item to another meeting."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Meetings", parent=parent)
        self.desk = desk
        self.meetings: tuple[MeetingLine, ...] = ()
        self.states: Mapping[str, Readiness] = {}
        self.groups: tuple[GroupLine, ...] = ()
        self.wanted = ""
        self.listed: object = None
        self.group = Chooser([("", "All groups")])
        self.year = Chooser([("", "All years")])
        self.group.setAccessibleName("Group")
        self.year.setAccessibleName("Year")
        self.filter = LineEdit("Filter this list (Ctrl+F)", icon="filter")
        self.filter.setAccessibleName("Filter this list")
        self.filter.setClearButtonEnabled(False)
        self.filter.setMinimumWidth(fonts.scaled(220))
        self.table = meetings_table(self._status, _NONE)
        self.table.on_paste = lambda: self.desk.place_asked.emit("records", "paste:meetings")
        self.detail = MeetingDetail(desk)
        self.two = TwoPanes(
            "meetings",
            self.table,
            self.detail,
            titles=("List", "Meeting"),
            share=0.5,
            limit=940,
        )
        self._add_tabs()
        self.print = self.add_print_button(self._print)
        self.print.setEnabled(False)
        self.new = self.add_button(Button("New meeting", "primary", icon="add"))
        self._connect()

    def _add_tabs(self) -> None:
        self.list_part = Surface()
        box = QVBoxLayout(self.list_part)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(bar(self.group, self.year, self.filter, None))
        box.addWidget(self.two, 1)
        self.tabs = LaterTabs("Meetings, forward plan, decisions, challenges, the year")
        self.tabs.addTab(self.list_part, _TITLES[MEETINGS])
        for kind, title in zip(_PARTS, _TITLES[1:], strict=True):
            self.tabs.add_later(partial(self._make_part, kind), title)
        self.tabs.currentChanged.connect(self._tab_changed)
        self.tabs.made.connect(self.parts_made)
        self.put_body(self.tabs)

    def _make_part(self, kind: type[Part]) -> Part:
        part = kind(self.desk)
        part.meeting_asked.connect(self.open_record)
        part.document_wanted.connect(self.document_wanted)
        part.right.currentChanged.connect(lambda _now: self._fit_primary())
        if isinstance(part, YearPart):
            part.plan.hide()  # the button of the header does it here
        if isinstance(part, ForwardPart):
            part.counted.connect(self._count_proposals)
        return part

    @property
    def forward(self) -> ForwardPart:
        """Return the forward plan."""
        part = self.tabs.part(FORWARD)
        assert isinstance(part, ForwardPart)
        return part

    @property
    def decisions(self) -> DecisionsPart:
        """Return the log of decisions."""
        part = self.tabs.part(DECISIONS)
        assert isinstance(part, DecisionsPart)
        return part

    @property
    def challenges(self) -> ChallengesPart:
        """Return the log of challenges."""
        part = self.tabs.part(CHALLENGES)
        assert isinstance(part, ChallengesPart)
        return part

    def _connect(self) -> None:
        self.new.clicked.connect(self.new_record)
        self.group.activated.connect(lambda _place: self._show_rows())
        self.year.activated.connect(lambda _place: self._show_rows())
        self.filter.textChanged.connect(self.table.set_filter)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _row: self._go_to_detail())
        self.detail.changed.connect(self._changed)
        self.detail.left.connect(self.table.setFocus)
        self.detail.primary_changed.connect(self._fit_primary)
        bind(self, "Ctrl+N", "New record of the part that is shown", self.new_record)
        bind(self, "Ctrl+F", "Filter the list", self._go_to_filter)

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
        if part := self._part():
            part.refresh()

    def _part(self) -> Part | None:
        """Return the part that is shown, None for the list of meetings."""
        part = self.tabs.part(self.tabs.currentIndex())
        return part if isinstance(part, _PARTS) else None

    def _tab_changed(self, tab: int) -> None:
        self.new.set_words(_NEW[tab])
        if part := self._part():
            part.refresh()
        self.print.setEnabled(part is not None or bool(self.detail.meeting_id))
        self._fit_primary()

    def _fit_primary(self) -> None:
        """Let one button be primary: that of the form, or of the agenda, before the page's own."""
        part = self._part()
        form = part is not None and isinstance(part.right.currentWidget(), FormPane)
        taken = self.detail.has_primary() if part is None else form
        self.new.set_kind("secondary" if taken else "primary")

    def _count_proposals(self, count: int) -> None:
        self.tabs.setTabText(FORWARD, f"Forward plan {count}" if count else "Forward plan")

    def first_focus(self) -> QWidget | None:
        """The list of the part that is shown."""
        part = self._part()
        if part is None:
            return self.table
        return part.table if isinstance(part, YearPart) else part.first_focus()

    def panes(self) -> list[QWidget]:
        """The list, then the meeting; or the panes of the part that is shown."""
        part = self._part()
        return part.panes() if part else [self.table, self.detail]

    def commands(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Return what the palette can run here."""
        shares = [
            (f"Print or save the {kind}", "", partial(self.share, kind))
            for kind in DOCUMENTS
            if self.detail.meeting_id
        ]
        keys = "" if self._part() else "Ctrl+N"
        others = [(title, "", partial(self.show_tab, n)) for n, title in enumerate(_TITLES) if n]
        return (("New meeting", keys, self.new_meeting), *shares, *others)

    def show_tab(self, tab: int) -> None:
        """Show a part, with the keys in it."""
        self.tabs.setCurrentIndex(tab)
        if (first := self.first_focus()) is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_record(self, record_id: str) -> None:
        """Show a meeting or the one of an item or paper, a decision, a challenge, what is planned.

        NEW opens the form of a new meeting, '' leaves all as it is.
        """
        if record_id == NEW:
            self.wanted = NEW
        elif record_id:

            def open_it(place: tuple[str, str]) -> None:
                part, found = place
                if part == MEETING:
                    self.tabs.setCurrentIndex(0)
                    self._open_meeting(found, record_id)
                else:
                    self._open_in(part, record_id)

            self.desk.ask(self, place_of_record, record_id, then=open_it, key="record")

    def _open_in(self, name: str, record_id: str) -> None:
        tab = {"forward item": FORWARD, "decision": DECISIONS, "challenge": CHALLENGES}[name]
        self.tabs.setCurrentIndex(tab)
        part = self._part()
        assert part is not None
        assert not isinstance(part, YearPart)
        part.open_record(record_id)
        part.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

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
        today, then = self.desk.today, self._take_states
        self.desk.ask(self, readiness, today, meetings, then=then, key="states")

    def _take_states(self, states: Mapping[str, Readiness]) -> None:
        before, self.listed = self.listed, (self.meetings, states, self.desk.today)
        if self.listed == before and not self.wanted:
            return  # thousands of meetings are listed as they are
        self.states = states
        coming = [m for m in self.meetings if m.on >= self.desk.today and m.goes_ahead]
        count = "1 meeting" if len(self.meetings) == 1 else f"{len(self.meetings)} meetings"
        for meeting in coming[:1]:
            count += f", next {meeting.code or meeting.group} {show_day(meeting.on)}"
        self.context.setText(count)
        self._show_rows()
        if self.wanted == NEW:  # not before: the list shows what is chosen in it
            self.wanted = ""
            self.new_meeting()

    def _show_rows(self) -> None:
        group_id, year = self.group.value(), self.year.value()
        shown = [m for m in self.meetings if not group_id or m.group_id == group_id]
        shown = [m for m in shown if not year or year_words(m) == year]
        coming = [m for m in shown if m.on >= self.desk.today]
        before = [m for m in reversed(shown) if m.on < self.desk.today]
        self.table.set_empty(_NONE_SUCH if self.meetings else _NONE)
        self.table.set_rows((*_part("To come", coming), *_part("Before", before)))
        if self.wanted and self.table.choose(self.wanted):
            self.wanted = ""
        elif self.table.value() is None and not self.table.choose_first():
            self.detail.show_meeting("")
        if self.table.currentIndex().row() <= 1:
            self.table.scrollToTop()  # the heading above the first meeting
        self.print.setEnabled(bool(self.detail.meeting_id) or self._part() is not None)

    # What a person does ---------------------------------------------------------------------

    def _print(self) -> None:
        """Show what the part in front is printed as."""
        if part := self._part():
            part.share()
        else:
            self.share(self.detail.shown_document())

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

    def new_record(self) -> None:
        """Open the form of something new in the part that is shown."""
        part = self._part()
        if part is None:
            self.new_meeting()
        elif isinstance(part, ForwardPart):
            part.add_item()
        elif isinstance(part, YearPart):
            part.plan_year()
        else:
            part.add_record()

    def new_meeting(self) -> None:
        """Open the form of a new meeting, of the group that the list shows."""
        self.tabs.setCurrentIndex(0)
        self.two.show_second()
        self.detail.new_meeting(self.groups, str(self.group.value() or ""))

    def make_parts(self) -> None:
        """Make every tab."""
        self.tabs.make_all()

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where what it is for is not there."""
        for tab in range(1, self.tabs.count()):
            part = self.tabs.part(tab)
            if isinstance(part, _PARTS) and name in _drafts_of(part):
                self.tabs.setCurrentIndex(tab)
                part.reopen(name, about, gone)
                return
        self.tabs.setCurrentIndex(0)
        self.two.show_second()
        meeting = about.get("meeting") or about.get("record", "")
        if meeting:
            self.open_record(meeting)
            self.detail.reopen(name, about, gone)
            return
        self.wanted = NEW
        self.refresh()

    def _go_to_filter(self) -> None:
        part = self._part()
        if isinstance(part, DecisionsPart | ChallengesPart):
            part.two.show_first()
            part.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
            part.filter.selectAll()
            return
        if part is not None:
            part.group.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.two.show_first()
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def _go_to_detail(self) -> None:
        self.two.show_second()
        self.detail.agenda.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _part(title: str, meetings: Sequence[MeetingLine]) -> list[Section | MeetingLine]:
    return [Section(title, str(len(meetings))), *meetings] if meetings else []
