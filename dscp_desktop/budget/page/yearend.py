"""The end of a year: its figures, closing it for good, and corrections beside what was closed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from dscp_desktop.budget.commands.years import add_correction, close_year
from dscp_desktop.budget.page.part import Part, YearForm, money
from dscp_desktop.budget.queries.statement import StatementYear, statement_year
from dscp_desktop.budget.rules.contributions import CorrectionValues
from dscp_desktop.core.days import show_date, show_long_day
from dscp_desktop.core.periods import year_bounds
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.dialogs import Question
from dscp_desktop.widgets.forms import AreaField, MoneyField, TextField, fields_beside
from dscp_desktop.widgets.page import bar
from dscp_desktop.widgets.tables import DENSE, TWO_LINE
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.wholetable import WholeTable

_NONE = Empty("No year to show", "Add a year first.", "budget")
_NO_CORRECTION = Empty(
    "No correction", "A closed year stays as it is; corrections stand here.", "note"
)


class CorrectionForm(YearForm):
    """A dated correction to a closed year."""

    draft_name = "correction of a year"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.on = DateField("Date")
        self.figure = TextField("About which figure", optional=True, width=260)
        self.amount = MoneyField(
            "Higher by", optional=True, hint="A minus where the figure should be lower."
        )
        self.words = AreaField("What is corrected, and why", lines=2)
        parts = (fields_beside(self.on, self.figure, self.amount), self.words)
        super().__init__("Add a correction", "Add correction", parts, parent)


class YearEndPart(Part):
    """Every figure of the year; once closed, nothing of it changes any more."""

    kind, title = "budget-statement", "Year end"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.held = StatementYear()
        self.question: Question | None = None
        self.table = WholeTable(
            _columns(), "Figures of the year", height=DENSE, empty=_NONE, key=lambda row: row[0]
        )
        self.state = Text("", "base", tone="t2")
        self.close_year = Button("Close the year", "quiet", icon="lock", dense=True)
        self.add = Button("Add correction", "quiet", icon="add", dense=True)
        self.corrections = WholeTable(
            _correction_columns(), "Corrections", height=TWO_LINE, empty=_NO_CORRECTION
        )
        self.form = CorrectionForm()
        parts = (
            self.table,
            bar(Text("Corrections", "section"), None, self.add),
            *(self.corrections, self.form),
        )
        self.lay_out((self.state, self.close_year), parts)
        self.close_year.clicked.connect(self.ask_close)
        self.add.clicked.connect(self.new)
        self.form.submitted.connect(self._save)

    def ask(self) -> None:
        """Ask for the figures of the year."""
        if self.year:
            today = self.desk.today
            self.desk.ask(self, statement_year, self.year, today, then=self._show, key="statement")
        else:
            self._show(StatementYear())

    def _show(self, held: StatementYear) -> None:
        self.held = held
        self.table.set_rows(held.figures)
        self.corrections.set_rows(held.corrections)
        closed = held.closed_on
        said = f"Closed on {show_long_day(closed)}" if closed else "Not closed"
        self.state.setText(said if self.year else "")
        ended = bool(self.year) and year_bounds(self.year)[1] < self.desk.today
        self.close_year.setEnabled(ended and closed is None)
        tip = "" if ended or not self.year else f"It ends on {show_date(year_bounds(self.year)[1])}"
        self.close_year.setToolTip(tip)
        self.add.setEnabled(closed is not None)
        self.came()

    def first_focus(self) -> QWidget:
        """Return the figures."""
        return self.table

    def ask_close(self) -> None:
        """Ask whether the year is meant to be closed: there is no way back but by undo."""
        if not self.close_year.isEnabled():
            return
        year = self.year
        self.question = Question(
            f"Close the year {year}?",
            "Nothing of it can be changed any more: no contribution, payment, budget or grant. "
            "What is found later is added as a dated correction. Both totals stay as they are.",
            safe="Keep it open",
            do="Close the year",
            kind="primary",
            icon="lock",
            parent=self,
        )
        self.question.ask(lambda: self.desk.run(self, close_year, year, self.desk.today))

    def new(self) -> None:
        """Add a correction to a closed year."""
        if self.add.isEnabled():
            self.form.on.set_value(self.desk.today)
            self.form.figure.set_value("")
            self.form.amount.set_value(None)
            self.form.words.set_value("")
            self.open(self.form, f"Add a correction to {self.year}")

    def start(self, _name: str, _about: Mapping[str, str]) -> bool:
        """Open the correction again."""
        self.new()
        return not self.form.isHidden()

    def _save(self) -> None:
        form = self.form
        values = (form.words.value(), form.amount.value(), form.figure.value())
        self.submit(form, add_correction, form.year, form.on.value(), *values)


def _columns() -> tuple[Column, ...]:
    return (
        Column("What", lambda x: x[0], stretch=2),
        Column(
            "Figure", lambda x: "Not recorded" if x[1] is None else money(x[1]), 130, align="right"
        ),
        Column("Words", lambda x: x[2], stretch=3, lines=3, tone="t2"),
    )


def _correction_columns() -> tuple[Column, ...]:
    def about(row: CorrectionValues) -> str:
        return row.about

    return (
        Column("Date", lambda x: show_date(x.on), 140, sort=lambda x: x.on),
        Column("What", lambda x: x.text, second=about),
        Column("Higher by", lambda x: money(x.amount), 120, align="right"),
    )
