"""The forms beside the year, each made when it is first wanted: the page opens sooner."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from dscp_desktop.diary.page.forms import MoveForm, PlanForm
from dscp_desktop.diary.page.joint import JointPane
from dscp_desktop.diary.page.runup import RunUpAsking

if TYPE_CHECKING:
    from dscp_desktop.diary.page.year import YearPart


class YearForms(QObject):
    """The plan of a year, the move of a meeting, its joint bodies, and the run-up."""

    made = Signal()  # a form is there that was not there before

    def __init__(self, part: YearPart) -> None:
        super().__init__(part)
        self.part = part
        self.run_up = RunUpAsking(part)
        self.run_up.made = self._made

    @cached_property
    def plan(self) -> PlanForm:
        """The form of a plan."""
        form = PlanForm()
        form.altered.connect(self.part.ask_preview)
        form.submitted.connect(self.part.submit_plan)
        form.cancelled.connect(self.part.leave_form)
        self._made(form)
        return form

    @cached_property
    def move(self) -> MoveForm:
        """The form that moves a meeting."""
        form = MoveForm()
        form.submitted.connect(self.part.submit_move)
        form.cancelled.connect(self.part.leave_form)
        self._made(form)
        return form

    @cached_property
    def joint(self) -> JointPane:
        """Where one says with whom a meeting is held."""
        pane = JointPane()
        pane.changed.connect(self.part.set_joint)
        pane.left.connect(self.part.leave_form)
        self._made(pane)
        return pane

    def make_all(self) -> None:
        """Make every form that is not there yet."""
        for form in (self.plan, self.move, self.joint, self.run_up.form):
            assert form is not None

    def _made(self, form: QWidget) -> None:
        self.part.right.addWidget(form)
        self.made.emit()
