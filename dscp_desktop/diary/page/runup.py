"""The form of a group's run-up: what is done so many working days before or after a meeting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from dscp_desktop.diary.commands.planning import set_run_up
from dscp_desktop.diary.queries.planning import list_steps
from dscp_desktop.diary.rules.runup import MOST_DAYS, Step
from dscp_desktop.widgets.buttons import TickBox
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import ChoiceField, Field, TextField, fields_beside

if TYPE_CHECKING:
    from dscp_desktop.diary.page.year import YearPart

MOST_STEPS = 10
_DAYS = [(n, f"{n} working day{'' if n == 1 else 's'}") for n in range(MOST_DAYS + 1)]
_SIDES = [(-1, "before"), (1, "after")]


class RunUpForm(FormPane):
    """The steps of a group's meetings, each with its days; a step without words is left out."""

    draft_name = "run-up"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.group_id = ""
        self.ids: list[str] = []
        self.rows = tuple(
            (
                TextField(f"Step {n}", optional=True),
                ChoiceField(f"Days of step {n}", _DAYS, width=150),
                ChoiceField(f"Side of step {n}", _SIDES, width=96),
            )
            for n in range(1, MOST_STEPS + 1)
        )
        for _title, days, side in self.rows:
            days.label.setText("Days")
            side.label.setText("The meeting")
        parts = [fields_beside(*row) for row in self.rows]
        super().__init__("The run-up", parts, "Save the run-up", parent)

    def _inputs(self) -> dict[str, Field | TickBox]:
        names = ("step", "days", "side")
        return {
            f"{name} {n}": field
            for n, row in enumerate(self.rows, 1)
            for name, field in zip(names, row, strict=True)
        }

    def draft_about(self) -> dict[str, str]:
        """Return the group."""
        return {"group": self.group_id}

    def open(self, group_id: str, group: str, steps: Sequence[Step]) -> None:
        """Show the steps of a group, in their order."""
        self.group_id, self.ids = group_id, [step.id for step in steps]
        for place, (title, days, side) in enumerate(self.rows):
            step = steps[place] if place < len(steps) else Step("", 0)
            title.set_value(step.title)
            days.set_value(abs(step.days))
            side.set_value(1 if step.days > 0 else -1)
        self.begin(f"The run-up of {group}")

    def steps(self) -> tuple[Step, ...]:
        """Return the steps that have words; those that were there keep what was done for them."""
        ids = [*self.ids, *[""] * MOST_STEPS]
        return tuple(
            Step(title.value(), days.value() * side.value(), ids[place])
            for place, (title, days, side) in enumerate(self.rows)
            if title.value()
        )


class RunUpAsking:
    """Opens the form of a run-up beside the year, and has it kept."""

    def __init__(self, part: YearPart) -> None:
        self.part = part
        self.made: Callable[[QWidget], object] = bool

    @cached_property
    def form(self) -> RunUpForm:
        """The form, made when it is first wanted."""
        form = RunUpForm()
        form.submitted.connect(self.submit)
        form.cancelled.connect(self.part.leave_form)
        self.made(form)
        return form

    def ask(self) -> None:
        """Open the form of the run-up of the current meeting's group."""
        if line := self.part.table.value():
            self.open(line.meeting.group_id, line.meeting.group)

    def open(self, group_id: str, group: str, gone: Callable[[], object] = bool) -> None:
        """Open the form of a group; `gone` is called where it has no name: it is not there."""
        if not group:
            gone()
            return

        def show(steps: tuple[Step, ...]) -> None:
            self.part._show_second(self.form)
            self.form.open(group_id, group, steps)

        self.part.desk.ask(self.part, list_steps, group_id, then=show, key="run-up steps")

    def submit(self) -> None:
        """Keep the run-up."""
        form = self.form
        self.part._run(form, set_run_up, form.group_id, form.steps())
