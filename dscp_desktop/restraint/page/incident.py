"""One return, to be changed, and one incident with its clocks and its footage."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.partnership.page.facts import Facts
from dscp_desktop.restraint.page.look import footage_status, when_words
from dscp_desktop.restraint.queries.pages import RegisterPage
from dscp_desktop.restraint.rules.clocks import judge_clocks
from dscp_desktop.restraint.rules.footage import footage_words
from dscp_desktop.restraint.rules.incidents import IncidentLine, ReturnLine, level_words
from dscp_desktop.restraint.rules.returns import ReturnDetails, period_words
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import AreaField, TextField, fields_beside
from dscp_desktop.widgets.page import GUTTER, Surface, scrolling
from dscp_desktop.widgets.status import Status, StatusLabel
from dscp_desktop.widgets.texts import Text


class NumberField(TextField):
    """A whole number, or nothing."""

    def __init__(self, label: str) -> None:
        super().__init__(label, width=96, optional=True)
        self.problem_of = self._problem

    def _problem(self) -> str:
        typed = self.value()
        return "" if not typed or typed.isdecimal() else "Enter a whole number, such as 53"

    def number(self) -> int | None:
        """Return the number, None where none is given."""
        typed = self.value()
        return int(typed) if typed.isdecimal() else None

    def set_number(self, number: int | None) -> None:
        """Show a number."""
        self.set_value("" if number is None else str(number))


class ReturnForm(FormPane):
    """Who supplied a return, its total, and what was reported elsewhere."""

    draft_name = "restraint return"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.return_id = ""
        self.received = DateField("Received on", optional=True)
        self.supplied = TextField("Who supplied it", optional=True, hint="A role")
        self.declared = NumberField("Declared total")
        self.ycs = NumberField("Reported to the Youth Custody Service")
        self.ofsted = NumberField("Reported to Ofsted")
        self.note = AreaField("Note", lines=3, optional=True)
        parts = (
            fields_beside(self.received, self.declared),
            self.supplied,
            self.ycs,
            self.ofsted,
            self.note,
        )
        super().__init__("Return", parts, "Save changes", parent)

    def draft_about(self) -> dict[str, str]:
        """Return the return."""
        return {"return": self.return_id}

    def open(self, line: ReturnLine) -> None:
        """Show the values of a return."""
        self.return_id = line.id
        self.received.set_value(line.received_on)
        self.supplied.set_value(line.supplied_by)
        self.declared.set_number(line.declared)
        self.ycs.set_number(line.reported_ycs)
        self.ofsted.set_number(line.reported_ofsted)
        self.note.set_value(line.note)
        self.begin(f"Return {period_words(line.first, line.last)}")

    def details(self) -> ReturnDetails:
        """Return what the fields say."""
        return ReturnDetails(
            self.received.value(),
            self.supplied.value(),
            self.declared.number(),
            self.ycs.number(),
            self.ofsted.number(),
            self.note.value(),
        )


class IncidentPane(Surface):
    """One incident: what the return says, its clocks, its footage, and what can be recorded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.title = Text("", "item")
        self.facts, self.clocks = Facts(), Facts()
        self.clock_title = Text("Clocks of the regulation", "section")
        self.footage_title = Text("Footage", "section")
        self.state = StatusLabel(Status("plain", ""))
        self.words = Text("", "base", wrap=True, tone="t2")
        self.ask = Button("Hold asked", keys="H", dense=True)
        self.confirm = Button("Hold confirmed", keys="C", dense=True)
        self.gone = Button("Overwritten", keys="O", dense=True)
        self.clear = Button("Take back", "quiet", dense=True)
        self.buttons = (self.ask, self.confirm, self.gone, self.clear)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, pair in ((first, self.buttons[:2]), (second, self.buttons[2:])):
            row.setSpacing(8)
            for button in pair:
                row.addWidget(button)
            row.addStretch()
        inside = Surface()
        box = QVBoxLayout(inside)
        box.setContentsMargins(GUTTER, 14, GUTTER, 16)
        box.setSpacing(8)
        box.addWidget(self.title)
        box.addWidget(self.facts)
        for part in (self.footage_title, self.state, self.words):
            box.addWidget(part)
        box.addLayout(first)
        box.addLayout(second)
        box.addWidget(self.clock_title)
        box.addWidget(self.clocks)
        box.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(inside, "Incident"))
        self.setAccessibleName("Incident")

    def show_line(self, line: IncidentLine | None, found: RegisterPage, today: date) -> None:
        """Show an incident; None where none is chosen."""
        for part in (self.footage_title, self.state, self.words, *self.buttons):
            part.setVisible(line is not None)
        if line is None:
            self.title.setText("No incident is chosen")
            self.facts.set_facts([])
            self.clocks.set_facts([])
            self.clock_title.hide()
            return
        values = line.values
        self.title.setText(line.ref)
        self.facts.set_facts(
            [
                ("When", when_words(line.on, values.at)),
                ("Injury", level_words(line.level)),
                ("Where", values.place),
                ("Reason", values.reason),
                ("Lasted", f"{values.minutes} minutes" if values.minutes is not None else ""),
                ("Child", f"{values.child}, {values.age}" if values.age else values.child),
            ]
        )
        clocks = judge_clocks(values, found.rules)
        self.clock_title.setVisible(bool(clocks))
        self.clocks.set_facts(
            [
                (
                    clock.state.capitalize(),
                    f"{clock.rule.title} {clock.rule.limit}. {clock.words}",
                )
                for clock in clocks
            ]
        )
        self.state.set_status(footage_status(line, today))
        self.words.setText(footage_words(line, today))
