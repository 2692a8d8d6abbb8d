"""One line of a work plan: how it stands, and the form that adds or changes one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.core.days import show_long_day
from dscp_desktop.partnership.page.facts import Facts
from dscp_desktop.widgets.buttons import Button, TickBox
from dscp_desktop.widgets.columns import Empty
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.empty import EmptyState
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import AreaField, ChoiceField, Field, TextField, fields_beside
from dscp_desktop.widgets.page import GUTTER, Surface, scrolling
from dscp_desktop.widgets.status import Status, StatusLabel
from dscp_desktop.widgets.texts import Text
from dscp_desktop.work_plans.rules import STATUSES, LineDetails, Named, WorkLine, line_state

_NONE = Empty("No line is chosen", "Choose one in the list, or add one with Ctrl+N.", "list")


class LinePane(QStackedWidget):
    """The line that is chosen; the form takes its place while it is open."""

    edit_asked = Signal()
    remove_asked = Signal()
    move_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line: WorkLine | None = None
        self._add_view()
        self.form = LineForm()
        self.none = EmptyState(_NONE)
        for part in (self.none, self.view, self.form):
            self.addWidget(part)
        self.setAccessibleName("Line of the work plan")

    def _add_view(self) -> None:
        self.outcome = Text("", "item", wrap=True, selectable=True)
        self.stands = StatusLabel(Status("plain", ""))
        self.facts = Facts()
        self.progress_title = Text("Progress", "section")
        self.progress = Text("", "base", wrap=True, selectable=True)
        self.edit = Button("Change line", icon="edit", dense=True)
        self.up = Button("Move up", icon="up", dense=True, icon_only=True, keys="Alt+Up")
        self.down = Button("Move down", icon="down", dense=True, icon_only=True, keys="Alt+Down")
        self.remove = Button("Remove line", icon="delete", dense=True)
        self.edit.clicked.connect(self.edit_asked)
        self.remove.clicked.connect(self.remove_asked)
        self.up.clicked.connect(lambda: self.move_asked.emit(-1))
        self.down.clicked.connect(lambda: self.move_asked.emit(1))
        inside = Surface()
        box = QVBoxLayout(inside)
        box.setContentsMargins(GUTTER, 14, GUTTER, 16)
        box.setSpacing(8)
        stands = QHBoxLayout()
        stands.addWidget(self.stands)
        stands.addStretch()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.edit, self.up, self.down, self.remove):
            buttons.addWidget(button)
        buttons.addStretch()
        box.addWidget(self.outcome)
        box.addLayout(stands)
        box.addWidget(self.facts)
        box.addWidget(self.progress_title)
        box.addWidget(self.progress)
        box.addSpacing(4)
        box.addLayout(buttons)
        box.addStretch()
        self.view = scrolling(inside, "Line of the work plan")

    def show_line(self, line: WorkLine | None, today: date) -> None:
        """Show a line; None where none is chosen. A form in which something stands stays open."""
        self.line = line
        if line is not None:
            self.outcome.setText(line.outcome)
            self.stands.set_status(Status(*line_state(line, today)))
            self.facts.set_facts(
                [
                    ("Owner", line.owner or "No owner"),
                    ("Due", show_long_day(line.due) if line.due else "Not set"),
                    ("Priority", line.priority.title if line.priority else "None chosen"),
                    ("Threads", "\n".join(one.title for one in line.threads) or "None chosen"),
                ]
            )
            self.progress.setText(line.progress or "Nothing is said of it yet.")
        if not self.is_editing() or not self.form.touched:
            self.show_view()

    def is_editing(self) -> bool:
        """Say whether the form is open."""
        return self.currentWidget() is self.form

    def show_view(self) -> None:
        """Leave the form; nothing is saved."""
        self.setCurrentWidget(self.view if self.line else self.none)


class LineForm(FormPane):
    """What is to come out of it, under which priority and threads, by whom, when, how far."""

    draft_name = "work plan line"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.plan_id = ""
        self.line: WorkLine | None = None
        self.threads: dict[str, TickBox] = {}
        self.outcome = AreaField("Outcome", lines=3, missing="Enter what is to come out of it")
        self.priority = ChoiceField("Priority", optional=True)
        self.threads_box = QWidget()
        self._ticks = inside = QVBoxLayout(self.threads_box)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(2)
        self.threads_title = Text("Golden threads", "label")
        self.owner = TextField("Owner", optional=True, hint="A role or an organisation")
        self.due = DateField("Due date", optional=True)
        options = [(status, status.capitalize()) for status in STATUSES]
        self.status = ChoiceField("Status", options, width=160)
        self.progress = AreaField("Progress", lines=3, optional=True)
        parts = (
            self.outcome,
            self.priority,
            self.threads_title,
            self.threads_box,
            self.owner,
            fields_beside(self.due, self.status),
            self.progress,
        )
        super().__init__("New line", parts, "Add line", parent)

    def draft_about(self) -> dict[str, str]:
        """Return the line, or the plan that a new one is for."""
        return {"record": self.line.id} if self.line else {"plan": self.plan_id}

    def _inputs(self) -> dict[str, Field | TickBox]:
        return {**super()._inputs(), **{f"thread {one}": box for one, box in self.threads.items()}}

    def open(
        self,
        plan_id: str,
        line: WorkLine | None,
        priorities: Sequence[Named],
        threads: Sequence[Named],
    ) -> None:
        """Show the values of a line, or empty fields for a new one."""
        self.plan_id, self.line = plan_id, line
        there = list(priorities)
        if line and line.priority and line.priority not in there:
            there.insert(0, line.priority)
        options = [(None, "None"), *((one.id, one.title) for one in there)]
        self.priority.set_options(options)
        chosen = line.threads if line else ()
        self._offer([*threads, *(one for one in chosen if one not in threads)], chosen)
        details = _details_of(line)
        self.outcome.set_value(details.outcome)
        self.priority.set_value(details.priority_id)
        self.owner.set_value(details.owner)
        self.due.set_value(details.due)
        self.status.set_value(details.status)
        self.progress.set_value(details.progress)
        if line:
            self.begin(f"Change line {line.number}", "Save changes")
        else:
            self.begin("New line", "Add line")

    def _offer(self, threads: Sequence[Named], chosen: Sequence[Named]) -> None:
        for box in self.threads.values():
            box.hide()
            box.deleteLater()
        self.threads = {}
        for one in threads:
            box = TickBox(one.title)
            box.setChecked(one in chosen)
            box.clicked.connect(self._touch)
            self._ticks.addWidget(box)
            self.threads[one.id] = box
        for part in (self.threads_title, self.threads_box):
            part.setVisible(bool(threads))

    def details(self) -> LineDetails:
        """Return what the fields say."""
        return LineDetails(
            outcome=self.outcome.value(),
            priority_id=self.priority.value(),
            threads=tuple(one for one, box in self.threads.items() if box.isChecked()),
            owner=self.owner.value(),
            due=self.due.value(),
            status=self.status.value(),
            progress=self.progress.value(),
        )


def _details_of(line: WorkLine | None) -> LineDetails:
    if line is None:
        return LineDetails("")
    return LineDetails(
        outcome=line.outcome,
        priority_id=line.priority.id if line.priority else None,
        threads=tuple(one.id for one in line.threads),
        owner=line.owner,
        due=line.due,
        status=line.status,
        progress=line.progress,
    )
