"""One meeting: its day and place, its agenda and its attendance, and the forms for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_long_day, show_times
from dscp_desktop.core.faults import Trouble
from dscp_desktop.diary.commands.meetings import add_meeting, change_meeting
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.meetings.commands.agenda import (
    add_paper,
    move_paper,
)
from dscp_desktop.meetings.commands.papers import say_of_paper, withdraw_paper
from dscp_desktop.meetings.commands.touching import save_item
from dscp_desktop.meetings.page.agenda import AgendaPane
from dscp_desktop.meetings.page.attendance import AttendancePane
from dscp_desktop.meetings.page.forms import (
    STATUS_WORDS,
    ItemForm,
    MeetingForm,
    PaperForm,
    VersionForm,
    WithdrawalForm,
)
from dscp_desktop.meetings.page.minutes import MinutesPane
from dscp_desktop.meetings.page.runup import RunUpPane
from dscp_desktop.meetings.queries.agenda import agenda
from dscp_desktop.meetings.queries.papers import list_markings
from dscp_desktop.meetings.queries.touching import Stand, Touching, seat_lines, stand_of, touching
from dscp_desktop.meetings.rules.agenda import Agenda, AgendaLine, AttendanceLine, PaperLine
from dscp_desktop.meetings.rules.papers import NOTHING_TOLD
from dscp_desktop.partnership.queries.parties import list_holders
from dscp_desktop.partnership.rules.parties import GroupLine
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Empty
from dscp_desktop.widgets.empty import EmptyState
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.latertabs import Tabs
from dscp_desktop.widgets.page import Surface
from dscp_desktop.widgets.texts import Text

_NONE = Empty("No meeting is chosen", "Choose one in the list, or add one (Ctrl+N).", "meeting")
DOCUMENTS = ("agenda", "attendance", "minutes")  # the kinds of document of its tabs


class MeetingDetail(QStackedWidget):
    """Shows a meeting, or one of the forms. `changed` says that the list is to ask again."""

    changed = Signal(str)  # the id of the meeting that is to be current
    left = Signal()  # the form of a meeting was left
    primary_changed = Signal()  # whether it shows a primary button may be otherwise

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.meeting_id = ""
        self._wanted: object = None  # the line of the agenda to go to when it is shown
        self.agenda = AgendaPane(desk)
        self.attendance = AttendancePane(desk)
        self.minutes_pane, self.runup = MinutesPane(desk), RunUpPane(desk)
        self.runup.told = self._count_steps
        self.minutes_pane.done = self._minuted
        self.empty = EmptyState(_NONE)
        self.whole = self._make_whole()
        made = [(o.kind, o.title) for o in desk.documents if o.kind != "agenda"]
        self.meeting_form, self.item_form, self.paper_form = (
            MeetingForm(),
            ItemForm(made),
            PaperForm(),
        )
        self.version_form, self.withdraw_form = VersionForm(), WithdrawalForm()
        forms = (self.meeting_form, self.item_form, self.paper_form)
        line_forms = (self.version_form, self.withdraw_form)
        for page in (self.empty, self.whole, *forms, *line_forms):
            self.addWidget(page)
        for form in (*forms, *line_forms):
            form.cancelled.connect(self._leave)
        self.version_form.submitted.connect(self._submit_version)
        self.withdraw_form.submitted.connect(self._submit_withdrawal)
        self.meeting_form.submitted.connect(self._submit_meeting)
        self.item_form.submitted.connect(self._submit_item)
        self.paper_form.submitted.connect(self._submit_paper)
        for stack in (self, self.tabs, self.minutes_pane):
            stack.currentChanged.connect(lambda _now: self.primary_changed.emit())
        self.agenda.done = self._changed
        self.attendance.done = self.refresh
        self.agenda.item_asked.connect(self.edit_item)
        self.agenda.paper_asked.connect(self.edit_paper)
        self.agenda.version_asked.connect(self.bring_version)
        self.agenda.withdrawal_asked.connect(self.withdraw)
        self.agenda.left.connect(self._leave)

    def _make_whole(self) -> Surface:
        self.title = Text("", "item", wrap=True)
        self.when = Text("", "base", tone="t2", wrap=True)
        self.edit = Button("Edit meeting", icon="edit")
        self.pack = Button("Build the pack", icon="pack")
        self.edit.clicked.connect(self.edit_meeting)
        self.pack.clicked.connect(lambda: self.desk.place_asked.emit("packs", self.meeting_id))
        self.minutes = Button("Open minutes", icon="decision")
        self.minutes.clicked.connect(lambda: self.desk.place_asked.emit("live", self.meeting_id))
        self.word = Button("Minutes in Word", "quiet", icon="paper", icon_only=True)
        self.word.clicked.connect(lambda: self.desk.place_asked.emit("returned", self.meeting_id))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.minutes)
        buttons.addWidget(self.edit)
        buttons.addWidget(self.pack)
        buttons.addStretch(1)
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(4)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.word)
        head.addLayout(top)
        head.addWidget(self.when)
        head.addSpacing(4)
        head.addLayout(buttons)
        self.tabs = Tabs()
        self.tabs.setDocumentMode(True)
        for named in (self.tabs, self.tabs.tabBar()):
            named.setAccessibleName("Parts of the meeting")
        self.tabs.addTab(self.agenda, "Agenda")
        self.tabs.addTab(self.attendance, "Attendance")
        self.tabs.addTab(self.minutes_pane, "Minutes")
        self.tabs.addTab(self.runup, "Run-up")
        whole = Surface()
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(head)
        box.addWidget(self.tabs, 1)
        return whole

    # What it shows --------------------------------------------------------------------------

    def show_meeting(self, meeting_id: str) -> None:
        """Show a meeting; '' for none. A form in which something was entered stays open."""
        self.meeting_id = meeting_id
        form = self.currentWidget()
        if not (isinstance(form, FormPane) and form.touched):
            self.setCurrentWidget(self.whole if meeting_id else self.empty)
        self.refresh()

    def shown_document(self) -> str:
        """Return the kind of document that the tab in front is printed as."""
        tab = self.tabs.currentIndex()
        return DOCUMENTS[tab] if tab < len(DOCUMENTS) else DOCUMENTS[0]

    def go_to(self, line: object) -> None:
        """Make a line of the agenda current, now or when it is shown."""
        if not self.agenda.table.choose(line):
            self._wanted = line

    def is_editing(self) -> bool:
        """Say whether a form is open."""
        return isinstance(self.currentWidget(), FormPane)

    def has_primary(self) -> bool:
        """Say whether a primary button of its own is shown: of a form, or to start the agenda."""
        if self.currentWidget() is not self.whole:
            return self.is_editing()
        tab = self.tabs.currentWidget()
        if tab is self.minutes_pane:
            return isinstance(self.minutes_pane.currentWidget(), FormPane)
        return tab is self.agenda and not self.agenda.start.isHidden()

    def refresh(self) -> None:
        """Ask again for the agenda and the attendance."""
        if not self.meeting_id:
            return
        desk, meeting_id = self.desk, self.meeting_id
        desk.ask(self, list_holders, then=self.attendance.show_holders, key="holders")
        desk.ask(self, agenda, meeting_id, then=self._show_agenda, failed=self._gone, key="agenda")

        def show(lines: tuple[AttendanceLine, ...]) -> None:
            self.attendance.show_lines(meeting_id, lines)

        desk.ask(self, seat_lines, meeting_id, then=show, key="attendance")
        desk.ask(self, stand_of, meeting_id, then=self._show_stand, key="stand")

    def _show_stand(self, stand: Stand) -> None:
        self.agenda.next_id = stand.next_id
        chair = self.agenda.agenda.meeting.chair if self.agenda.agenda else ""
        self.minutes_pane.show_stand(self.meeting_id, chair, stand)

    def _count_steps(self, done: int, whole: int) -> None:
        self.tabs.setTabText(3, f"Run-up {done} of {whole}" if whole else "Run-up")

    def _minuted(self) -> None:
        self._changed(None)

    def _gone(self, _trouble: Trouble) -> None:
        """The meeting was taken back by undo: the list says so by not having it."""
        self.show_meeting("")

    def _show_agenda(self, found: Agenda) -> None:
        meeting = found.meeting
        self.title.setText(meeting.group)
        times = show_times(meeting.start, meeting.end)
        status = STATUS_WORDS.get(meeting.status, meeting.status)
        said = (show_long_day(meeting.on), times, meeting.venue, meeting.chair, status)
        self.when.setText(" · ".join(part for part in said if part))
        starts = meeting.on == self.desk.today and meeting.status not in ("held", "cancelled")
        self.minutes.set_words("Start minutes" if starts else "Open minutes")
        self.agenda.show_agenda(found)
        if self.meeting_id == meeting.id:
            self.runup.show_meeting(meeting.id)
        self.primary_changed.emit()
        count = len(found.items)
        self.tabs.setTabText(0, f"Agenda, {count} item{'' if count == 1 else 's'}")
        if self._wanted is not None:
            self.agenda.table.choose(self._wanted)
            self._wanted = None

    # Forms ----------------------------------------------------------------------------------

    def new_meeting(self, groups: Sequence[GroupLine], group_id: str) -> None:
        """Open the form of a new meeting."""
        self.setCurrentWidget(self.meeting_form)
        self.meeting_form.begin_new(groups, group_id, self.desk.today)

    def edit_meeting(self) -> None:
        """Open the form of this meeting."""
        if self.agenda.agenda and self.meeting_id:
            self.setCurrentWidget(self.meeting_form)
            self.meeting_form.begin_change(self.agenda.agenda.meeting)

    def edit_item(self, item: AgendaLine | None) -> None:
        """Open the form of an item, or of a new one."""
        self.setCurrentWidget(self.item_form)
        self.item_form.meeting_id = self.meeting_id
        if item is None:
            self.item_form.begin_new(self.agenda.behind())
        else:
            self.item_form.begin_change(item)
        ids = (item.id,) if item else ()
        form, item_id = self.item_form, item.id if item else ""
        kept = form.given_back

        def offer(found: Touching) -> None:
            if form.item_id == item_id:
                form.offer(found)
                if kept is not None:
                    form.put_typed(kept)

        self.desk.ask(self, touching, ids, then=offer, key="touching")

    def edit_paper(self, paper: PaperLine | None) -> None:
        """Open the form of a paper, or of one that is awaited."""
        items = self.agenda.agenda.items if self.agenda.agenda else ()
        self.setCurrentWidget(self.paper_form)
        self.paper_form.meeting_id = self.meeting_id
        if paper is None:
            self.paper_form.begin_new(items, self.agenda.current_item())
        else:
            self.paper_form.begin_change(paper, items)
        # What is offered comes a moment later than what was typed before and is given back.
        kept, form = self.paper_form.given_back, self.paper_form

        def offer(markings: tuple[str, ...]) -> None:
            form.offer_markings(markings)
            if kept is not None:
                form.put_typed(kept)

        self.desk.ask(self, list_markings, then=offer, key="markings")

    def bring_version(self, paper: PaperLine) -> None:
        """Ask what changed in a newer version of a paper, then for its file."""
        self.setCurrentWidget(self.version_form)
        self.version_form.meeting_id = self.meeting_id
        out = "It went out: those who hold the old one are told this line, and its pages stay."
        kept = f"Version {paper.version} stays in the store beside the new one."
        help_words = out if paper.issued else kept
        self.version_form.begin_for(paper, f"New version of {paper.title}", help_words)

    def withdraw(self, paper: PaperLine) -> None:
        """Ask why a paper is withdrawn."""
        self.setCurrentWidget(self.withdraw_form)
        self.withdraw_form.meeting_id = self.meeting_id
        help_words = "It stays on the agenda as withdrawn; the next pack says why."
        self.withdraw_form.begin_for(paper, f"Withdraw {paper.title}", help_words)

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where its meeting, item or paper is not there."""
        record = about.get("record", "")

        def ready(found: Agenda) -> None:
            self.meeting_id = found.meeting.id
            self._show_agenda(found)
            papers = dict.fromkeys(("paper", "version", "withdrawal"), found.papers)
            lines: Mapping[str, Sequence[Any]] = {"item": found.items, **papers}
            line = next((x for x in lines.get(name, ()) if x.id == record), None)
            if name == "meeting":
                self.edit_meeting()
            elif name in {form.draft_name for form in self.minutes_pane.forms}:
                self._reopen_minutes(name)
            elif record and line is None:
                gone()
            elif name == "item":
                self.edit_item(line)
            elif name == "version" and line is not None:
                self.bring_version(line)
            elif name == "withdrawal" and line is not None:
                self.withdraw(line)
            else:
                self.edit_paper(line)

        meeting = about.get("meeting") or record
        self.desk.ask(self, agenda, meeting, then=ready, failed=lambda _trouble: gone())

    def _reopen_minutes(self, name: str) -> None:
        self.setCurrentWidget(self.whole)
        self.tabs.setCurrentWidget(self.minutes_pane)

        def ready(stand: Stand) -> None:  # the form offers the meetings that come after
            self._show_stand(stand)
            self.minutes_pane.reopen(name)

        self.desk.ask(self, stand_of, self.meeting_id, then=ready, key="minutes again")

    def _leave(self) -> None:
        was_meeting = self.currentWidget() is self.meeting_form
        self.setCurrentWidget(self.whole if self.meeting_id else self.empty)
        if was_meeting:
            self.left.emit()
        else:
            self.agenda.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _submit_meeting(self) -> None:
        form = self.meeting_form
        details = form.details()
        if form.meeting_id:
            self._run(form, change_meeting, form.meeting_id, details)
        else:
            self._run(form, add_meeting, form.group.value(), details)

    def _submit_item(self) -> None:
        form = self.item_form
        said = form.details()
        if not form.item_id:  # though another may have been chosen in the list since
            self.meeting_id = form.meeting_id
        touched = (form.threads.value(), form.priorities.value())
        after = "" if form.item_id else form.after
        self._run(form, save_item, form.meeting_id, form.item_id, said, *touched, after)

    def _submit_paper(self) -> None:
        form, paper = self.paper_form, self.paper_form.paper
        self.meeting_id = form.meeting_id
        said, item_id = form.details(), form.item.value() or ""
        if paper is None:
            details = (self.meeting_id, said.title, b"", 0, said.owner, None, (), said.restricted)
            more = (item_id, None, NOTHING_TOLD, said.due, said.marking)
            self._run(form, add_paper, *details, *more)
            return
        self._run(form, say_of_paper, paper.id, said)
        if item_id != paper.item_id:
            self._run(form, move_paper, paper.id, item_id)

    def _submit_version(self) -> None:
        form = self.version_form
        self.meeting_id = form.meeting_id
        if form.paper is not None:
            self.agenda.choose_version(form.paper, form.words.value(), form.show_trouble)

    def _submit_withdrawal(self) -> None:
        form = self.withdraw_form
        self.meeting_id = form.meeting_id
        if form.paper is not None:
            self._run(form, withdraw_paper, form.paper.id, form.words.value(), self.desk.today)

    def _run(self, form: FormPane, command: Callable[..., Changes], *args: object) -> None:
        def done(changes: Changes) -> None:
            self._leave()
            if form is self.meeting_form:
                self.meeting_id = str(changes.result)
            self._changed(changes.result)

        def failed(trouble: Trouble) -> None:
            form.show_trouble(trouble.words)

        self.desk.run(self, command, *args, then=done, failed=failed)

    def _changed(self, line: object) -> None:
        self._wanted = line
        self.refresh()
        self.changed.emit(self.meeting_id)
