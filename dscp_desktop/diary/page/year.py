"""The year of all groups: their meetings by month, planning, moving, calendar files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import add_working_days
from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.offers import Scope
from dscp_desktop.core.periods import year_named, year_of
from dscp_desktop.core.saving import save_file
from dscp_desktop.diary.commands.planning import (
    cancel_meeting,
    move_meeting,
    plan_meetings,
    set_joint,
)
from dscp_desktop.diary.documents import calendar_file
from dscp_desktop.diary.page.forms import PlanForm
from dscp_desktop.diary.page.joint import JointPane
from dscp_desktop.diary.page.list import ask_where, by_month, count_words, year_table
from dscp_desktop.diary.page.meeting import MeetingPane
from dscp_desktop.diary.page.preview import PlanPreview
from dscp_desktop.diary.page.runup import RunUpForm
from dscp_desktop.diary.page.yearforms import YearForms
from dscp_desktop.diary.queries.meetings import joint_bodies
from dscp_desktop.diary.queries.planning import (
    calendar_parts,
    list_year,
    plan_preview,
    planning_parts,
    year_line,
)
from dscp_desktop.diary.rules.year import CadenceLine, CalendarParts, YearLine
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.rules.parties import GroupLine, Party
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Empty
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.empty import EmptyState
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.page import Surface, TwoPanes, bar
from dscp_desktop.widgets.texts import Text

_NOTHING = Empty("No meeting is chosen", "Choose one in the list, or plan the year.", "calendar")
DOCUMENT = "meetings-list"
_MIDDLE = QAbstractItemView.ScrollHint.PositionAtCenter
Loaded = tuple[tuple[GroupLine, ...], tuple[Party, ...], dict[str, CadenceLine]]


class YearPart(Surface):
    """The meetings of a year by month, beside them one meeting, or a form.

    Alt+Left and Alt+Right move the current meeting by a working day. `meeting_asked` says which
    meeting's agenda is wanted, `document_wanted` what is to be printed.
    """

    meeting_asked = Signal(str)
    document_wanted = Signal(str, object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.desk = desk
        self.groups: tuple[GroupLine, ...] = ()
        self.bodies: tuple[Party, ...] = ()
        self.cadences: Mapping[str, CadenceLine] = {}
        self.listed: tuple[YearLine, ...] = ()
        self.wanted = ""
        self.dialog: QFileDialog | None = None
        self._planning = ""  # the group whose cadence stands in the form
        self.year = Chooser()
        self.year.setAccessibleName("Year of the plan")
        self.year.setMinimumWidth(fonts.scaled(104))  # its words, also where there is little room
        self._offer_years(year_of(desk.today))
        self.group = Chooser([("", "All groups")])
        self.group.setAccessibleName("Group of the plan")
        self.plan = Button("Plan the year", icon="calendar")
        self.save = Button("Save calendar file", icon="save")
        self.said = Text("", "base", tone="t2")
        self.table = year_table()
        self.table.on_paste = lambda: self.desk.place_asked.emit("records", "paste:meetings")
        self.preview = PlanPreview()
        self.pane = MeetingPane(desk)
        self.empty = EmptyState(_NOTHING)
        self._lay_out()
        self.forms = YearForms(self)
        self.run_up = self.forms.run_up
        self._connect()

    def _lay_out(self) -> None:
        self.left = QStackedWidget()
        self.right = QStackedWidget()
        self.left.addWidget(self.table)
        self.left.addWidget(self.preview)
        for part in (self.empty, self.pane):
            self.right.addWidget(part)
        titles = ("The year", "Meeting")
        self.two = TwoPanes("year", self.left, self.right, titles=titles, share=0.52, limit=940)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 1, 0, 0)
        box.setSpacing(0)
        box.addWidget(bar(self.year, self.group, self.said, None, self.save, self.plan))
        box.addWidget(self.two, 1)

    def _connect(self) -> None:
        for chooser, do in ((self.year, self._ask_lines), (self.group, self._show_rows)):
            chooser.activated.connect(do)
        self.plan.clicked.connect(self.plan_year)
        self.save.clicked.connect(self.save_calendar)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda line: self.meeting_asked.emit(line.id))
        self.table.actions_for = self._actions
        self.pane.agenda_asked.connect(self._open_agenda)
        self.pane.move_asked.connect(self.ask_move)
        self.pane.joint_asked.connect(self.ask_joint)
        self.pane.cancel_asked.connect(self.cancel)
        self.pane.run_up_asked.connect(self.run_up.ask)
        for keys, step in (("Alt+Left", -1), ("Alt+Right", 1)):
            words = "A working day later" if step > 0 else "A working day earlier"
            bind(self.table, keys, words, partial(self.move_by, step), inside=True)
        plan = bind(self, "Ctrl+Shift+N", "Plan the year", self.plan_year)
        plan.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # What it shows --------------------------------------------------------------------------

    def _offer_years(self, year: str) -> None:
        first = int(year[:4])
        self.year.set_options([(n, n) for n in map(year_named, range(first - 3, first + 3))])
        self.year.set_value(year)

    def refresh(self) -> None:
        """Ask for the groups, their cadences and the meetings again."""
        self.desk.ask(self, planning_parts, then=self._take, key="year groups")
        self._ask_lines()

    def _take(self, found: Loaded) -> None:
        self.groups, self.bodies, self.cadences = found
        others = [Party(g.id, g.kind, g.name, g.name, is_group=True) for g in self.groups]
        known = {party.id for party in others}
        self.bodies = (*others, *(body for body in self.bodies if body.id not in known))
        self.group.set_options([("", "All groups"), *((g.id, g.name) for g in self.groups)])

    def _ask_lines(self) -> None:
        year = str(self.year.value())
        self.desk.ask(self, list_year, year, then=self._take_lines, key="year")

    def _take_lines(self, lines: tuple[YearLine, ...]) -> None:
        self.listed = lines
        self._show_rows()

    def _show_rows(self) -> None:
        group_id = self.group.value()
        shown = [ln for ln in self.listed if not group_id or ln.meeting.group_id == group_id]
        self.table.set_rows(tuple(by_month(shown)))
        self.said.setText(count_words(shown))
        if self.wanted and self.table.choose(self.wanted):
            self.wanted = ""
        elif self.table.value() is None:
            if not self.table.choose_first(self._coming):
                self.table.choose_first()
            self.table.scrollTo(self.table.currentIndex(), _MIDDLE)
        self._choose(self.table.value())

    def _coming(self, line: YearLine) -> bool:
        return line.meeting.on >= self.desk.today

    def _choose(self, line: YearLine | None) -> None:
        form = self.right.currentWidget()
        if line is not None:
            self.pane.show_line(line)
        if not isinstance(form, FormPane | JointPane):
            self.right.setCurrentWidget(self.pane if line is not None else self.empty)

    def open_meeting(self, meeting_id: str) -> None:
        """Show the year of a meeting, with it chosen."""
        self.desk.ask(self, year_line, meeting_id, then=self._go_to, key="year record")

    def _go_to(self, line: YearLine | None) -> None:
        if line is not None:
            self._offer_years(year_of(line.meeting.on))
            self.group.set_value("")
            self.wanted = line.id
            self._ask_lines()

    def panes(self) -> list[QWidget]:
        """Return the stops of F6: the list, then the meeting or the form."""
        return [self.left, self.right]

    def scope(self) -> Scope:
        """Return the year and the group that are shown, to be printed or saved."""
        group_id, year = str(self.group.value() or ""), str(self.year.value())
        return Scope(self.desk.today, group_id=group_id, year=year)

    def commands(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Return what the palette can run here."""
        return (
            ("Plan the year of meetings", "Ctrl+Shift+N", self.plan_year),
            ("Save calendar file", "", self.save_calendar),
            ("Print or save the meetings of the year", "", self.share),
        )

    def share(self) -> None:
        """Show the list of the year as it is printed."""
        self.document_wanted.emit(DOCUMENT, self.scope())

    def _actions(self, line: YearLine) -> Sequence[tuple[str, Callable[[], object]]]:
        found: list[tuple[str, Callable[[], object]]] = [("Open the agenda", self._open_agenda)]
        if line.meeting.status in ("planned", "agenda out"):
            found += [
                ("Move", self.ask_move),
                ("A day earlier (Alt+Left)", lambda: self.move_by(-1)),
                ("A day later (Alt+Right)", lambda: self.move_by(1)),
                ("Joint with", self.ask_joint),
                ("Cancel it", self.cancel),
            ]
        return found

    # Planning -------------------------------------------------------------------------------

    def plan_year(self) -> None:
        """Open the form of a plan, for the group and the year that are shown."""
        if not self.groups:
            self.desk.ask(self, planning_parts, then=self._begin_plan, key="year groups")
            return
        self._open_plan(str(self.group.value() or self.groups[0].id), str(self.year.value()))

    def _begin_plan(self, found: Loaded) -> None:
        self._take(found)
        if self.groups:
            self.plan_year()

    def _open_plan(self, group_id: str, year: str) -> None:
        self.preview.begin()
        self._planning = group_id
        self.left.setCurrentWidget(self.preview)
        self._show_second(self.forms.plan)
        self.forms.plan.begin_plan(self.groups, group_id, year, self.cadences.get(group_id))

    def ask_preview(self) -> None:
        """Show what the plan in the form would bring."""
        if self.right.currentWidget() is not self.forms.plan or not self._planning:
            return
        form = self.forms.plan
        group_id, year = str(form.group.value()), str(form.year.value())
        if group_id != self._planning:  # another group has a cadence of its own
            self._planning = group_id
            self.preview.begin()
            form.put_cadence(self.cadences.get(group_id))
            form.follow()
            return
        args = (form.cadence(), year, form.first_day())
        self.desk.ask(self, plan_preview, *args, then=self.preview.show_plan, key="plan preview")

    def submit_plan(self) -> None:
        """Plan the year as the form says."""
        form = self.forms.plan
        planned, removed = self.preview.planned(), self.preview.removed()
        self.year.set_value(str(form.year.value()))
        self._run(form, plan_meetings, form.cadence(), planned, removed)

    # One meeting ----------------------------------------------------------------------------

    def _open_agenda(self) -> None:
        line = self.table.value()
        if line is not None:
            self.meeting_asked.emit(line.id)

    def ask_move(self) -> None:
        """Open the form that moves the current meeting."""
        if line := self.table.value():
            self._show_second(self.forms.move)
            self.forms.move.begin_move(line.meeting)

    def move_by(self, step: int) -> None:
        """Move the current meeting by so many working days."""
        line = self.table.value()
        if line is not None:
            self.wanted = line.id
            on = add_working_days(line.meeting.on, step)
            self._run(None, move_meeting, line.id, on)

    def ask_joint(self) -> None:
        """Ask with whom the current meeting is held."""
        line = self.table.value()
        if line is None:
            return

        def show(with_whom: tuple[str, ...]) -> None:
            self._show_second(self.forms.joint)
            self.forms.joint.show_meeting(line.meeting, self.bodies, with_whom)

        self.desk.ask(self, joint_bodies, line.id, then=show, key="joint")

    def cancel(self) -> None:
        """Cancel the current meeting; undo brings it back."""
        if line := self.table.value():
            self.wanted = line.id
            self._run(None, cancel_meeting, line.id)

    def submit_move(self) -> None:
        """Move the meeting as the form says."""
        form = self.forms.move
        self.wanted = form.meeting_id
        self._run(form, move_meeting, form.meeting_id, form.on.value(), *form.times())

    def set_joint(self, meeting_id: str, bodies: tuple[str, ...]) -> None:
        """Keep with whom a meeting is held."""
        self.wanted = meeting_id
        self._run(None, set_joint, meeting_id, bodies)

    def _run(self, form: FormPane | None, command: Callable[..., Changes], *args: object) -> None:
        def done(_changes: Changes) -> None:
            if form is not None:
                self.leave_form()
            self.refresh()

        def failed(trouble: Trouble) -> None:
            if form is not None:
                form.show_trouble(trouble.words)
            else:
                self.desk.troubled.emit(trouble.words)

        self.desk.run(self, command, *args, then=done, failed=failed)

    # Forms ----------------------------------------------------------------------------------

    def _show_second(self, part: QWidget) -> None:
        self.right.setCurrentWidget(part)
        self.two.show_second()

    def leave_form(self) -> None:
        """Show the year and the meeting again."""
        self._planning = ""
        self.left.setCurrentWidget(self.table)
        self.right.setCurrentWidget(self.pane if self.table.value() is not None else self.empty)
        self.two.show_first()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form again; `gone` is called where its group or meeting is not there."""
        record, year = about.get("record", ""), about.get("year", "")

        def ready(found: Loaded) -> None:
            self._take(found)
            group_id = about.get("group", "")
            named = next((group.name for group in self.groups if group.id == group_id), "")
            if name == RunUpForm.draft_name:
                self.run_up.open(group_id, named, gone)
                return
            if name == PlanForm.draft_name:
                if named and year:
                    self._open_plan(group_id, year)
                else:
                    gone()
                return
            self.desk.ask(self, year_line, record, then=show, key="year record")

        def show(line: YearLine | None) -> None:
            if line is None:
                gone()
                return
            self._take_lines((line,))
            self.ask_move()
            self._go_to(line)

        self.desk.ask(self, planning_parts, then=ready, key=f"year reopen {name}")

    # Files ----------------------------------------------------------------------------------

    def save_calendar(self) -> None:
        """Ask where the calendar file of what is shown goes, and save it as a plain copy."""
        scope = self.scope()
        group = next((g for g in self.groups if g.id == scope.group_id), None)
        name = "-".join(p for p in ("meetings", group.code if group else "", scope.year) if p)
        self.dialog = ask_where(
            self, f"{name.lower()}.ics", lambda path: self._save_to(path, scope), self.desk.mark
        )

    def _saved(self, path: Path) -> None:
        self.said.setText(f"Saved {path.name} as a plain copy")
        self.desk.saved.emit(path)

    def _save_to(self, path: Path, scope: Scope) -> None:
        def write(parts: CalendarParts) -> None:
            def job(_files: object) -> Path:
                return save_file(path, calendar_file(parts, scope.today))

            self.desk.work(self, job, then=self._saved)

        self.desk.ask(self, calendar_parts, scope.group_id, scope.year, then=write, key="calendar")
