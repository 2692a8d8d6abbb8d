"""The plan itself: its term, vision and values, and the form that changes it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from dscp_desktop.core.changes import Changes
from dscp_desktop.core.faults import Trouble
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.priorities.commands.plans import add_plan, change_plan, remove_plan
from dscp_desktop.priorities.page.forms import PlanForm
from dscp_desktop.priorities.page.parts import View
from dscp_desktop.priorities.queries.plans import PlansPage
from dscp_desktop.priorities.rules.plans import PlanLine, position_words, warnings_of
from dscp_desktop.widgets.buttons import Button


class PlanPart(QStackedWidget):
    """What is said of the plan; the form takes its place while it is open."""

    saved = Signal(str)  # the id of the plan that was added or changed, '' where one was removed
    form_opened = Signal(bool)
    page_asked = Signal()  # the plan on a page

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.plan: PlanLine | None = None
        self.edit_button = Button("Change plan", icon="edit", dense=True)
        self.on_a_page = Button("Plan on a page", icon="print", dense=True)
        self.remove_button = Button("Remove plan", icon="delete", dense=True)
        buttons = (self.edit_button, self.on_a_page, self.remove_button)
        self.view = View("Plan", buttons)
        self.form = PlanForm()
        for part in (self.view, self.form):
            self.addWidget(part)
        self.edit_button.clicked.connect(lambda: self.edit())
        self.on_a_page.clicked.connect(self.page_asked)
        self.remove_button.clicked.connect(lambda: self.remove())
        self.form.submitted.connect(self._save)
        self.form.cancelled.connect(self.leave)
        self.setAccessibleName("Plan")

    def show_plan(self, shown: PlansPage) -> None:
        """Show what is said of the plan, and which others go on beside it."""
        self.plan = plan = shown.plan
        if plan is None:
            return
        beside = [
            one.term
            for one in shown.plans
            if one.id != plan.id and one.starts and plan.starts and one.overlaps(plan)
        ]
        facts = [
            ("In time", plan.when),
            ("Vision", plan.vision),
            ("Values", ", ".join(plan.values)),
            ("Holds", position_words(plan)),
            ("Beside it", ", ".join(beside)),
            ("Source", plan.source),
            ("Note", plan.note),
            ("To settle", "\n".join(words for _id, words in warnings_of(plan))),
        ]
        self.view.show_words(f"Plan {plan.term}", facts)

    def is_editing(self) -> bool:
        """Say whether the form is open."""
        return self.currentWidget() is self.form

    def _show(self, part: QWidget) -> None:
        was = self.is_editing()
        self.setCurrentWidget(part)
        if was != self.is_editing():
            self.form_opened.emit(self.is_editing())

    def add(self) -> None:
        """Open the form of a new plan."""
        self._show(self.form)
        self.form.open(None)

    def edit(self) -> None:
        """Open the form of the plan shown."""
        if self.plan:
            self._show(self.form)
            self.form.open(self.plan)

    def leave(self) -> None:
        """Leave the form; nothing is saved."""
        self.form.touched = False
        self._show(self.view)
        self.edit_button.setFocus()

    def _save(self) -> None:
        form = self.form
        then, failed = self._done, self._refused
        if form.plan:
            args = (form.plan.id, form.details())
            self.desk.run(self, change_plan, *args, then=then, failed=failed)
        else:
            self.desk.run(self, add_plan, form.details(), then=then, failed=failed)

    def _done(self, changes: Changes) -> None:
        self.leave()
        self.saved.emit(str(changes.result or ""))

    def _refused(self, trouble: Trouble) -> None:
        self.form.show_trouble(trouble.words)

    def remove(self) -> None:
        """Take the plan away with all that stands in it; undo brings it back."""
        if self.plan:
            run = self.desk.run
            run(self, remove_plan, self.plan.id, then=lambda _done: self.saved.emit(""))
