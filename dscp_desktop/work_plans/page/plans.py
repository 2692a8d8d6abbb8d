"""The page of work plans: a group's lines of a year, and what it reports each quarter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_day_year
from dscp_desktop.core.faults import Trouble
from dscp_desktop.core.offers import Scope
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.binding import bind
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.empty import EmptyState
from dscp_desktop.widgets.page import Page, TwoPanes
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.work_plans import commands, queries
from dscp_desktop.work_plans.page.line import LinePane
from dscp_desktop.work_plans.page.quarter import QuarterPane
from dscp_desktop.work_plans.queries import PlanPage
from dscp_desktop.work_plans.rules import (
    QUARTERS,
    QuarterWords,
    WorkLine,
    line_state,
    position_words,
    report_state,
)

_NO_LINE = Empty("No line yet", "Add the first one with Ctrl+N.", "list")
_NO_GROUP = Empty("No group yet", "Add a group first: a work plan is a group's.", "group")


class WorkPlansPage(Page):
    """One plan at a time: its group and year are chosen beside the title."""

    help_topic = (
        "A group's work plan for a year: what is to come out of it, under which priority and "
        "threads, and what the group reports each quarter. Ctrl+N adds a line, Alt+Up and "
        "Alt+Down move one, Ctrl+P prints the group's report, Alt+Left goes back."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Work plans", parent=parent)
        self.desk = desk
        self.shown: PlanPage | None = None
        self._group = self._year = self._wanted = ""
        self._line = ""  # the line to make current once it is there
        self.year, self.group = Chooser(), Chooser()
        for chooser, name in ((self.year, "Year"), (self.group, "Group")):
            chooser.setAccessibleName(name)
            chooser.activated.connect(lambda _place: self._choose_plan())
            self.add_beside_title(chooser)
        self.group.setMaximumWidth(fonts.scaled(300))
        self.year.setMinimumWidth(fonts.scaled(96))
        self.narrow_changed.connect(self.context.setHidden)
        self.print = self.add_print_button(self.share)
        self.new = self.add_button(Button("Add line", "primary", icon="add"))
        self.new.clicked.connect(self.add)
        self.put_body(self._body())
        self._connect()
        self._show_nothing()

    def _body(self) -> QWidget:
        today = self.desk.today
        self.table = TableView(
            [
                Column("No.", lambda line: str(line.number), 64, sort=lambda line: line.number),
                Column("Outcome", lambda line: line.outcome, lines=3, stretch=3),
                Column("Owner", lambda line: line.owner, 160, lines=2, tone="t2", drop_below=680),
                Column(
                    "Due",
                    lambda line: _short(line.due) if line.due else "Not set",
                    116,
                    sort=lambda line: line.due or today.max,
                    drop_below=480,
                ),
                Column("Status", lambda _line: "", 182, status=self._status_of),
            ],
            "Lines of the work plan",
            empty=_NO_LINE,
        )
        self.pane = LinePane()
        self.halves = TwoPanes(
            "work plans", self.table, self.pane, titles=("Lines", "Line"), share=0.6, limit=800
        )
        self.quarters = tuple(QuarterPane(number) for number in QUARTERS)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for part in (self.tabs, self.tabs.tabBar()):
            part.setAccessibleName("Lines and quarters")
        self.tabs.addTab(self.halves, "Lines")
        for pane in self.quarters:
            self.tabs.addTab(pane, f"Quarter {pane.number}")
        self.none = EmptyState(_NO_GROUP)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.none)
        self.stack.addWidget(self.tabs)
        return self.stack

    def _connect(self) -> None:
        self.table.chosen.connect(lambda line: self.pane.show_line(line, self.desk.today))
        self.table.opened.connect(lambda _line: self.edit())
        self.table.move_asked.connect(lambda line, step: self._move(line, step))
        self.pane.edit_asked.connect(self.edit)
        self.pane.remove_asked.connect(self.remove)
        self.pane.move_asked.connect(lambda step: self._move(self.pane.line, step))
        self.pane.form.submitted.connect(self._save_line)
        self.pane.form.cancelled.connect(self._leave_form)
        for pane in self.quarters:
            pane.keep_asked.connect(self._keep_quarter)
        for part in (self.tabs, self.pane, self.stack):
            part.currentChanged.connect(lambda _place: self._fit_primary())
        bind(self, "Ctrl+N", "Add line", self.add)

    def _fit_primary(self) -> None:
        """One primary button at a time: that of a form while one is shown."""
        lines = self.tabs.currentWidget() is self.halves
        typing = self.pane.is_editing() if lines else self.stack.currentWidget() is self.tabs
        self.new.kind = "secondary" if typing else "primary"
        self.new.updateGeometry()
        self.new.update()

    # What a page says of itself -----------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the plan again."""
        args = (self._group, self._year, self.desk.today, self._wanted)
        self.desk.ask(self, queries.plan_page, *args, then=self._show, key="plan")

    def open_record(self, record_id: str) -> None:
        """Show the plan of a group for the present year, a plan, or the plan of a line."""
        self._wanted = self._line = record_id
        self._year = ""
        self.tabs.setCurrentIndex(0)
        self.refresh()

    def first_focus(self) -> QWidget | None:
        """Go to the lines; to the button that starts a plan where there is none."""
        return self.table if self.shown is not None and self.shown.plan else self.new

    def panes(self) -> list[QWidget]:
        """Return banner, tabs, and what is in front."""
        front = self.tabs.currentWidget()
        shown = [self.table, self.pane] if front is self.halves else [front]
        every = (self.banner, self.tabs.tabBar(), *shown)
        return [pane for pane in every if pane is not None and pane.isVisible()]

    def commands(self) -> tuple[tuple[str, str, Callable[[], None]], ...]:
        """Return what the palette offers of this page."""
        found: list[tuple[str, str, Callable[[], None]]] = []
        if self.shown is not None and self.shown.plan is not None:
            found.append(("Add a line to the work plan", "Ctrl+N", self.add))
            found.append(("Print or save the work plan", "Ctrl+P", self.share))
            if self.shown.before:
                found.append(("Copy open lines of the year before", "", self.copy))
        elif self.shown is not None and self.shown.group_id:
            found.append(("Start the work plan", "Ctrl+N", self.add))
        return tuple(found)

    def share(self) -> None:
        """Show the group's report as it is printed."""
        if self.shown is not None and self.shown.plan is not None:
            scope = Scope(self.desk.today, group_id=self.shown.group_id, year=self.shown.year)
            self.document_wanted.emit("work-plan", scope)

    def reopen(self, name: str, about: Mapping[str, str], gone: Callable[[], object]) -> None:
        """Open a form or a quarter again; `gone` is called where its plan or line is not there."""

        def ready(shown: PlanPage) -> None:
            self._show(shown)
            plan, line = shown.plan, about.get("record", "")
            if plan is None or (about.get("plan") and plan.id != about["plan"]):
                gone()
            elif name.startswith("quarter"):
                number = int(about["quarter"])
                self.tabs.setCurrentIndex(number)
                if self.quarters[number - 1].given_back is not None:
                    self.quarters[number - 1].put_back()
                self.quarters[number - 1].achieved.editor.setFocus()
            elif line and not self.table.choose(line):
                gone()
            else:
                self._open_form(self.table.value() if line else None)

        wanted = about.get("record") or about.get("plan", "")
        self.desk.ask(
            self, queries.plan_page, "", "", self.desk.today, wanted, then=ready, key="plan"
        )

    # What it shows ------------------------------------------------------------------------

    def _status_of(self, line: WorkLine) -> Status:
        return Status(*line_state(line, self.desk.today))

    def _show_nothing(self) -> None:
        for part in (self.print, self.new, self.year, self.group):
            part.setEnabled(False)
        for chooser in (self.year, self.group):
            chooser.hide()
        self.stack.setCurrentWidget(self.none)

    def _show(self, shown: PlanPage) -> None:
        self.shown, self._wanted = shown, ""
        self._group, self._year = shown.group_id, shown.year
        self.group.set_options([(one.id, one.title) for one in shown.groups])
        self.group.set_value(shown.group_id)
        self.year.set_options([(year, year) for year in shown.years])
        self.year.set_value(shown.year)
        if not shown.group_id:
            self._show_nothing()
            return
        for part in (self.new, self.year, self.group):
            part.setEnabled(True)
            part.show()
        plan = shown.plan
        self.print.setEnabled(plan is not None)
        self.new.set_words("Add line" if plan else "Start the plan")
        self.context.setText(position_words(plan.lines) if plan else "")
        self.stack.setCurrentWidget(self.tabs if plan else self.none)
        self._show_banner(shown)
        if plan is None:
            group = self.group.currentText()
            words = f"{group} has no work plan for {shown.year}"
            self.none.set_empty(Empty(words, "Start it with Ctrl+N.", "list"))
            return
        for pane, quarter in zip(self.quarters, plan.quarters, strict=True):
            pane.show_quarter(plan.id, quarter, self.desk.today)
            kind, words = report_state(quarter, self.desk.today)
            self.tabs.setTabToolTip(quarter.number, words)
            late = "late" if kind == "late" else "due" if kind == "waiting" else ""
            ending = f" ({late})" if late else ""
            self.tabs.setTabText(quarter.number, f"Quarter {quarter.number}{ending}")
        self._show_lines(plan.lines)

    def _show_lines(self, lines: tuple[WorkLine, ...]) -> None:
        self.table.set_rows(lines)
        if self._line:
            self.table.choose(self._line)
            self._line = ""
        if self.table.value() is None:
            self.table.choose_first()
        self.pane.show_line(self.table.value(), self.desk.today)

    def _show_banner(self, shown: PlanPage) -> None:
        if shown.plan is None or not shown.before or shown.plan.lines:
            self.show_banner(None)
            return
        count = "1 line" if shown.before == 1 else f"{shown.before} lines"
        fact = f"{count} of the year before {'is' if shown.before == 1 else 'are'} not done"
        help_words = "Copy them with owner, priority and threads; dates are set anew."
        if self.banner is not None:
            self.banner.set_words(fact, help_words)
            return
        copy = Button("Copy the lines", icon="add")
        copy.clicked.connect(self.copy)
        self.show_banner(Banner(fact, help_words, buttons=[copy]))

    def _choose_plan(self) -> None:
        self._group, self._year = self.group.value(), self.year.value()
        self.refresh()

    # What is written ----------------------------------------------------------------------

    def add(self) -> None:
        """Start the plan where there is none; else open the form of a new line."""
        if self.shown is None or not self.shown.group_id:
            return
        if self.shown.plan is None:
            args = (self.shown.group_id, self.shown.year)
            self.desk.run(self, commands.start_plan, *args, then=self._started)
            return
        self._open_form(None)

    def _started(self, _changes: Changes) -> None:
        self.refresh()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def edit(self) -> None:
        """Open the form of the line that is chosen."""
        line = self.table.value()
        if line is not None:
            self._open_form(line)

    def _open_form(self, line: WorkLine | None) -> None:
        shown = self.shown
        if shown is None or shown.plan is None:
            return
        self.tabs.setCurrentIndex(0)
        self.halves.show_second()
        self.pane.setCurrentWidget(self.pane.form)
        self.pane.form.open(shown.plan.id, line, shown.priorities, shown.threads)

    def _leave_form(self) -> None:
        self.pane.form.touched = False
        self.pane.show_view()
        self.halves.show_first()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save_line(self) -> None:
        form = self.pane.form
        if form.line:
            self._run(commands.change_line, form.line.id, form.details())
        else:
            self._run(commands.add_line, form.plan_id, form.details())

    def _run(self, command: Callable[..., Changes], *args: object) -> None:
        self.desk.run(self, command, *args, then=self._line_saved, failed=self._refused)

    def _line_saved(self, changes: Changes) -> None:
        self._line = str(changes.result)
        self._leave_form()
        self.refresh()

    def _refused(self, trouble: Trouble) -> None:
        self.pane.form.show_trouble(trouble.words)

    def remove(self) -> None:
        """Take the line that is chosen out of the plan; undo brings it back."""
        line = self.table.value()
        if line is not None:
            self.desk.run(self, commands.remove_line, line.id, then=lambda _done: self.refresh())

    def _move(self, line: WorkLine | None, step: int) -> None:
        if line is not None:
            self._line = line.id
            args = (line.id, step)
            self.desk.run(self, commands.move_line, *args, then=lambda _done: self.refresh())

    def copy(self) -> None:
        """Copy the lines of the year before that are not done."""
        if self.shown is not None and self.shown.plan is not None:
            plan_id = self.shown.plan.id
            copied = commands.copy_open_lines
            self.desk.run(self, copied, plan_id, then=lambda _done: self.refresh())

    def _keep_quarter(self, number: int, words: QuarterWords) -> None:
        pane = self.quarters[number - 1]

        def kept(_changes: Changes) -> None:
            pane.saved()
            self.refresh()

        def refused(trouble: Trouble) -> None:
            pane.show_trouble(trouble.words)

        report = commands.report_quarter
        self.desk.run(self, report, pane.plan_id, number, words, then=kept, failed=refused)


def _short(day: date) -> str:
    """Return '6 Oct 2023'."""
    return show_day_year(day).partition(" ")[2]
