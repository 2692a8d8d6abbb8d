"""The form of the template: the phases, the route and the lists of the cycles to come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.learning.queries.page import TemplatePage
from dscp_desktop.learning.rules.cycles import Named, TemplatePhase, TemplateStep
from dscp_desktop.learning.rules.plan import MOST_PHASES, PhaseShape, faults_of_template
from dscp_desktop.widgets.buttons import Button, TickBox
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import AreaField, ChoiceField, Field, TextField
from dscp_desktop.widgets.texts import Text

_MOST_STEPS = 8
_HINT = "Cycles that are planned already keep the phases they have."


class PhaseRow(QWidget):
    """One phase: what it is called, who leads it, in which month, and what belongs to it."""

    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = TextField("Phase", optional=True)
        self.lead = ChoiceField("Lead group", optional=True, width=264)
        self.month = TextField("Month", optional=True, width=64)
        for field in (self.name, self.lead, self.month):
            field.label.setText(field.label.text().removesuffix(" (optional)"))
        self.review = TickBox("A review, after the work")
        self.remove = Button("Take out", "quiet", icon="delete", dense=True)
        self.remove.clicked.connect(self.removed)
        self.checklist = AreaField("Checklist", lines=3, optional=True, hint="One a line")
        self.questions = AreaField("Questions", lines=3, optional=True, hint="One a line")
        first, second = QHBoxLayout(), QHBoxLayout()
        bottom = Qt.AlignmentFlag.AlignBottom
        first.addWidget(self.name, 1, bottom)
        for part in (self.lead, self.month, self.review, self.remove):
            first.addWidget(part, 0, bottom)
        second.addWidget(self.checklist, 1, bottom)
        second.addWidget(self.questions, 1, bottom)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 8)
        box.setSpacing(6)
        for line in (first, second):
            line.setSpacing(16)
            box.addLayout(line)

    def parts(self) -> dict[str, Field | TickBox]:
        """Return its fields by name."""
        return {
            "name": self.name,
            "lead": self.lead,
            "month": self.month,
            "review": self.review,
            "checklist": self.checklist,
            "questions": self.questions,
        }

    def tell(self, number: int) -> None:
        """Say which phase it is."""
        self.name.label.setText(f"Phase {number}")
        for part in (self.name, self.lead, self.month, self.checklist, self.questions):
            label = part.label.text()
            part.editor.setAccessibleName(
                label if part is self.name else f"{label} of phase {number}"
            )
        self.review.setAccessibleName(f"Phase {number} is a review, after the work")
        self.remove.setAccessibleName(f"Take out phase {number}")

    def put(self, phase: TemplatePhase | None, groups: Sequence[Named]) -> None:
        """Show a phase, or empty fields."""
        _offer(self.lead, groups, phase.lead if phase else None)
        self.name.set_value(phase.title if phase else "")
        self.month.set_value(str(phase.month) if phase else "")
        self.review.setChecked(phase.review if phase else False)
        self.checklist.set_value("\n".join(phase.checklist) if phase else "")
        self.questions.set_value("\n".join(phase.questions) if phase else "")

    def shape(self) -> PhaseShape:
        """Return what the fields say; month 0 where it is no number."""
        month = self.month.value()
        return PhaseShape(
            title=self.name.value(),
            lead_id=self.lead.value() or "",
            month=int(month) if month.isascii() and month.isdigit() else 0,
            checklist=tuple(self.checklist.value().splitlines()),
            questions=tuple(self.questions.value().splitlines()),
            review=self.review.isChecked(),
        )


class StepRow(QWidget):
    """One step of the route: the group and what it does."""

    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.group = ChoiceField("Group", missing="Choose the group", width=264)
        self.does = TextField("Does", missing="Say what the group does")
        self.agrees = TickBox("It agrees the action plan")
        self.remove = Button("Take out", "quiet", icon="delete", dense=True)
        self.remove.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        bottom = Qt.AlignmentFlag.AlignBottom
        row.addWidget(self.group, 0, bottom)
        row.addWidget(self.does, 1, bottom)
        row.addWidget(self.agrees, 0, bottom)
        row.addWidget(self.remove, 0, bottom)

    def parts(self) -> dict[str, Field | TickBox]:
        """Return its fields by name."""
        return {"group": self.group, "does": self.does, "agrees": self.agrees}

    def tell(self, number: int) -> None:
        """Say which step it is."""
        self.group.editor.setAccessibleName(f"Group of step {number}")
        self.does.editor.setAccessibleName(f"What it does at step {number}")
        self.agrees.setAccessibleName(f"Step {number} agrees the action plan")
        self.remove.setAccessibleName(f"Take out step {number}")

    def put(self, step: TemplateStep | None, groups: Sequence[Named]) -> None:
        """Show a step, or empty fields."""
        _offer(self.group, groups, step.group if step else None)
        self.does.set_value(step.does if step else "")
        self.agrees.setChecked(step.agrees if step else False)


def _offer(field: ChoiceField, groups: Sequence[Named], chosen: Named | None) -> None:
    options = {group.id: group.title for group in groups}
    if chosen is not None:
        options.setdefault(chosen.id, chosen.title)
    field.set_options([("", "Choose"), *options.items()])
    field.set_value(chosen.id if chosen else "")


class TemplateForm(FormPane):
    """Phases, route and lists. What is wrong is said at its field."""

    draft_name = "learning cycle template"

    def __init__(self) -> None:
        self.groups: Sequence[Named] = ()
        self.phases: list[PhaseRow] = []
        self.steps: list[StepRow] = []
        self.lists: dict[str, AreaField] = {}
        self.rooms = [QWidget(), QWidget(), QWidget()]
        self._boxes = [QVBoxLayout(room) for room in self.rooms]
        for box in self._boxes:
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(8)
        self.add_phase = Button("Add a phase", icon="add", dense=True)
        self.add_step = Button("Add a step", icon="add", dense=True)
        parts = (
            *(Text(_HINT, "base", tone="t2", wrap=True), self.rooms[0], self.add_phase),
            *(Text("The way of what comes out", "section"), self.rooms[1], self.add_step),
            *(Text("What is chosen from, one a line", "section"), self.rooms[2]),
        )
        super().__init__("Phases of the cycles to come", parts, "Save changes")
        self.add_phase.clicked.connect(lambda: self._more_phases())
        self.add_step.clicked.connect(lambda: self._more_steps())

    def draft_about(self) -> dict[str, str]:
        """There is one template."""
        return {}

    # Rows -----------------------------------------------------------------------------------

    def _more_phases(self) -> None:
        self._show_phases(len(self.phases) + 1)
        self.phases[-1].name.editor.setFocus()
        self._touch()

    def _more_steps(self) -> None:
        self._show_steps(len(self.steps) + 1)
        self.steps[-1].group.editor.setFocus()
        self._touch()

    def _show_phases(self, count: int) -> None:
        while len(self.phases) < count:
            row = PhaseRow()
            row.put(None, self.groups)
            row.removed.connect(lambda row=row: self._take_phase(row))
            self._take_in(row, self.phases, 0)
        for row in self.phases[count:]:
            self._take_phase(row)
        self._tell()

    def _show_steps(self, count: int) -> None:
        while len(self.steps) < count:
            row = StepRow()
            row.put(None, self.groups)
            row.removed.connect(lambda row=row: self._take_step(row))
            self._take_in(row, self.steps, 1)
        for row in self.steps[count:]:
            self._take_step(row)
        self._tell()

    def _take_in(self, row: Any, rows: list[Any], room: int) -> None:
        for part in row.parts().values():
            told = part.changed if isinstance(part, Field) else part.clicked
            told.connect(self._touch)
        rows.append(row)
        self._boxes[room].addWidget(row)
        row.show()  # now: it gets the keys

    def _take_phase(self, row: PhaseRow) -> None:
        self.phases.remove(row)
        self._drop(row, 0)

    def _take_step(self, row: StepRow) -> None:
        self.steps.remove(row)
        self._drop(row, 1)

    def _drop(self, row: QWidget, room: int) -> None:
        self._boxes[room].removeWidget(row)
        row.hide()
        row.deleteLater()
        self._touch()
        self._tell()

    def _tell(self) -> None:
        for rows in (self.phases, self.steps):
            for number, row in enumerate(rows, 1):
                row.tell(number)  # type: ignore[attr-defined]
        self.add_phase.setVisible(len(self.phases) < MOST_PHASES)
        self.add_step.setVisible(len(self.steps) < _MOST_STEPS)

    # Values ---------------------------------------------------------------------------------

    def _inputs(self) -> dict[str, Any]:
        inputs: dict[str, Any] = {}
        for kind, rows in (("phase", self.phases), ("step", self.steps)):
            for number, row in enumerate(rows, 1):
                parts = row.parts()  # type: ignore[attr-defined]
                inputs |= {f"{kind} {number} {name}": part for name, part in parts.items()}
        return inputs | {f"list {name}": field for name, field in self.lists.items()}

    def fields(self) -> list[Field]:
        """Return the fields from top to bottom, without those of a row that was taken out."""
        return [part for part in self._inputs().values() if isinstance(part, Field)]

    def put_typed(self, values: Any) -> None:
        """Put back what was typed, with as many rows as there were."""
        self._show_phases(
            sum(name.startswith("phase ") and name.endswith("name") for name in values)
        )
        self._show_steps(sum(name.startswith("step ") and name.endswith("does") for name in values))
        super().put_typed(values)

    def open(self, page: TemplatePage) -> None:
        """Show the template as it is kept."""
        self.groups = groups = page.groups
        template = page.template
        self._show_phases(max(len(template.phases), 1))
        self._show_steps(len(template.route))
        for number, row in enumerate(self.phases):
            row.put(template.phases[number] if number < len(template.phases) else None, groups)
        for number, step in enumerate(self.steps):
            step.put(template.route[number], groups)
        for name, words, lines in page.lists:
            if name not in self.lists:
                self.lists[name] = field = AreaField(words, lines=4, optional=True)
                field.changed.connect(self._touch)
                self._boxes[2].addWidget(field)
            self.lists[name].set_value("\n".join(lines))
        self.begin("Phases of the cycles to come")

    def submit(self) -> None:
        """Say at its field what is wrong with the template; else send it."""
        faults = faults_of_template(self.shapes())
        fields: list[Field] = []
        for row in self.phases:
            for field in (row.name, row.lead, row.month):
                field.clear_error()
        for fault in faults:
            if fault.place < len(self.phases):
                row = self.phases[fault.place]
                at = {"title": row.name, "lead": row.lead, "month": row.month}[fault.field]
                at.show_error(fault.why)
                fields.append(at)
        if fields:
            fields[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self.stopped.emit(fields[0])
        elif faults:
            self.show_trouble(" ".join(fault.why for fault in faults))
        else:
            super().submit()

    def shapes(self) -> tuple[PhaseShape, ...]:
        """Return the phases."""
        return tuple(row.shape() for row in self.phases)

    def route(self) -> tuple[tuple[str, str, bool], ...]:
        """Return the steps of the route."""
        return tuple(
            (row.group.value() or "", row.does.value(), row.agrees.isChecked())
            for row in self.steps
        )

    def kept_lists(self) -> dict[str, tuple[str, ...]]:
        """Return the lines of each list, by its name."""
        return {name: tuple(field.value().splitlines()) for name, field in self.lists.items()}
