"""The steps of a contribution: proposed, agreed, invoiced, received; who pays; what is in kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.budget.commands import contributions as commands
from dscp_desktop.budget.page.forms import Form
from dscp_desktop.budget.rules.contributions import (
    STEPS,
    ContributionLine,
    StepValues,
    YearValues,
)
from dscp_desktop.core.changes import Changes
from dscp_desktop.core.days import show_date
from dscp_desktop.core.money import show_pounds
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.rules.parties import Party
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty, Total
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.forms import (
    ChoiceField,
    MoneyField,
    TextField,
    fields_beside,
)
from dscp_desktop.widgets.page import Surface, bar
from dscp_desktop.widgets.tables import DENSE
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.wholetable import WholeTable

_NONE = Empty(
    "No step is recorded", "Record when it was proposed, agreed, invoiced, received.", "waiting"
)


class LineForm(Form):
    """A form about one partner's line of a year, and perhaps one step of it."""

    partner_id = ""
    record = ""

    def draft_about(self) -> dict[str, str]:
        """Return the year, the partner and the step."""
        return {"year": self.about, "partner": self.partner_id, "record": self.record}


class StepForm(LineForm):
    """A step with its day, amount and reference. Part payments add up."""

    draft_name = "contribution step"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.step = ChoiceField("Step", list(STEPS.items()), width=160)
        self.on = DateField("Date")
        self.amount = MoneyField("Amount", missing="Enter the amount in pounds")
        self.reference = TextField("Reference", optional=True, width=200)
        self.remove = Button("Remove step", "danger", icon="delete")
        parts = (
            fields_beside(self.step, self.on),
            fields_beside(self.amount, self.reference),
            self.remove,
        )
        super().__init__("Record a step", "Record the step", parts, parent)


class GiftForm(LineForm):
    """Who pays where it is another, and what is given besides money."""

    draft_name = "payer and in kind"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.payer = ChoiceField("Paid by", optional=True, width=320)
        self.payer.label.setText("Paid by")
        self.in_kind = TextField("Given in kind", optional=True, hint="Never part of the sum.")
        self.value = MoneyField("Its value", optional=True, hint="Where somebody put one on it.")
        parts = (self.payer, self.in_kind, self.value)
        super().__init__("Payer and in kind", "Keep it", parts, parent)


class StepsPane(Surface):
    """The steps of the chosen line, oldest first, with what is outstanding."""

    opened = Signal(object)  # the form that is to be shown, in place of the line's fields
    done = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.desk = desk
        self.year = ""
        self.line: ContributionLine | None = None
        self.partners: tuple[Party, ...] = ()
        self.words = Text("", "caption", wrap=True)
        self.table = WholeTable(_columns(), "Steps", height=DENSE, empty=_NONE)
        self.record = Button("Record a step", "quiet", icon="add", dense=True)
        self.gift = Button("Payer and in kind", "quiet", icon="edit", dense=True)
        self.step_form, self.gift_form = StepForm(), GiftForm()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(bar(Text("Steps", "section"), self.words, None, self.gift, self.record))
        box.addWidget(self.table)
        self.record.clicked.connect(self.start_step)
        self.gift.clicked.connect(self.start_gift)
        self.table.opened.connect(self._change)
        self.step_form.submitted.connect(self._save_step)
        self.step_form.remove.clicked.connect(self._remove_step)
        self.gift_form.submitted.connect(self._save_gift)
        self.setAccessibleName("Steps of the contribution")

    @property
    def forms(self) -> tuple[LineForm, ...]:
        """The forms, which the page puts in the place of the line's fields."""
        return self.step_form, self.gift_form

    def show_line(self, year: YearValues | None, line: ContributionLine | None) -> None:
        """Show the steps of a line."""
        self.year, self.line = year.year if year else "", line
        self.table.set_rows(step_rows(line) if line else [])
        self.words.setText(line_words(line) if line else "")
        closed = year is not None and year.closed_on is not None
        for button in (self.record, self.gift):
            button.setEnabled(line is not None and not closed)

    def choose_step(self, step_id: str) -> bool:
        """Open a step by its id; say whether it is there."""
        found = self.table.choose(step_id)
        if found:
            self._change(self.table.value())
        return found

    def start_step(self) -> None:
        """Record a step of the chosen line."""
        if self.line is not None and self.record.isEnabled():
            self._show_step(None)

    def _change(self, step: StepValues) -> None:
        if self.record.isEnabled():
            self._show_step(step)

    def _show_step(self, step: StepValues | None) -> None:
        line, form = self.line, self.step_form
        assert line is not None
        form.about, form.partner_id = self.year, line.partner_id
        form.record = step.id if step else ""
        form.step.set_value(step.kind if step else next_step(line))
        form.on.set_value(step.on if step else self.desk.today)
        form.amount.set_value(step.amount if step else max(line.outstanding, 0) or None)
        form.reference.set_value(step.reference if step else "")
        form.remove.setVisible(step is not None)
        form.begin(f"{'Change' if step else 'Record'} a step: {line.partner} {self.year}")
        self.opened.emit(form)

    def start_gift(self) -> None:
        """Say who pays, and what is given in kind."""
        line, form = self.line, self.gift_form
        if line is None or not self.gift.isEnabled():
            return
        others = [(p.id, p.shown) for p in self.partners if p.id != line.partner_id]
        form.payer.set_options([("", f"{line.partner} itself"), *others])
        form.about, form.partner_id, form.record = self.year, line.partner_id, ""
        form.payer.set_value(line.payer_id)
        form.in_kind.set_value(line.in_kind)
        form.value.set_value(line.in_kind_value)
        form.begin(f"Payer and in kind: {line.partner} {self.year}")
        self.opened.emit(form)

    def _run(self, form: LineForm, command: Callable[..., Changes], *args: Any) -> None:
        self.desk.run(
            self,
            command,
            *args,
            then=lambda _changes: self.done.emit(),
            failed=lambda trouble: form.show_trouble(trouble.words),
        )

    def _save_step(self) -> None:
        form = self.step_form
        values = (form.step.value(), form.on.value(), form.amount.value(), form.reference.value())
        whose = (form.about, form.partner_id)
        self._run(form, commands.put_step, *whose, *values, form.record)

    def _remove_step(self) -> None:
        self._run(self.step_form, commands.remove_step, self.step_form.record)

    def _save_gift(self) -> None:
        form = self.gift_form
        values = (form.payer.value() or "", form.in_kind.value(), form.value.value())
        self._run(form, commands.put_gift, form.about, form.partner_id, *values)


def next_step(line: ContributionLine) -> str:
    """Return the step that comes next: none is left out, and payments may go on."""
    kinds = {step.kind for step in line.steps}
    return next((kind for kind in STEPS if kind not in kinds), "received")


def step_rows(line: ContributionLine) -> Sequence[StepValues | Total]:
    """Return the steps of a line; below them what came and what is outstanding."""
    if not line.steps:
        return ()
    said = line.outstanding_words or "Nothing outstanding"
    return (*line.steps, Total(("Received", "", show_pounds(line.received), said)))


def line_words(line: ContributionLine) -> str:
    """Say who pays where it is another, and what is given in kind."""
    value = "" if line.in_kind_value is None else f" ({show_pounds(line.in_kind_value)})"
    said = (
        f"Paid by {line.payer}" if line.payer else "",
        f"In kind: {line.in_kind}{value}" if line.in_kind else "",
    )
    return ". ".join(part for part in said if part)


def _columns() -> tuple[Column, ...]:
    return (
        Column("Step", lambda x: STEPS[x.kind], 130),
        Column("Date", lambda x: show_date(x.on), 150, sort=lambda x: x.on),
        Column("Amount", lambda x: show_pounds(x.amount), 120, align="right"),
        Column("Reference", lambda x: x.reference, tone="t2"),
    )
