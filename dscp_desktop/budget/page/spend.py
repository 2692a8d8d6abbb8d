"""Spend against budget: the headings of a year, the months of one, and the picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from dscp_desktop.budget.commands import spend as commands
from dscp_desktop.budget.documents.charts import months_chart, spend_bars
from dscp_desktop.budget.page.part import ChartPane, Part, YearForm, caption, money
from dscp_desktop.budget.queries.spend import list_headings, spend_year
from dscp_desktop.budget.rules.spend import (
    MONTHS,
    HeadingValues,
    SpendLine,
    SpendYear,
    read_weights,
    variance_words,
)
from dscp_desktop.core.money import show_pounds
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty, Total
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.forms import MoneyField, TextField, fields_beside
from dscp_desktop.widgets.page import bar
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import DENSE, TWO_LINE
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.wholetable import WholeTable

_NONE = Empty("No heading of spend yet", "Add a heading, then say what it may spend.", "budget")
_NO_MONTHS = Empty("No heading is chosen", "Choose one above to see its months.", "calendar")
_NO_PICTURE = Empty("Nothing to draw yet", "Budgets and payments stand here as bars.", "chart")
_WORDS = (
    "By heading: what was spent, what was ordered, and what is left of the budget. By month: what "
    "was spent by then, against the budget of the year. Money back has no bar."
)


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of a heading: budget and spend, and both from April on."""

    id: str
    budget: int
    spent: int
    budget_so_far: int
    spent_so_far: int


def month_rows(line: SpendLine) -> list[MonthRow | Total]:
    """Return the months of a heading, then their sum."""
    rows: list[MonthRow | Total] = []
    for place, month in enumerate(MONTHS):
        so_far = (sum(line.budget_months[: place + 1]), sum(line.months[: place + 1]))
        rows.append(MonthRow(month, line.budget_months[place], line.months[place], *so_far))
    rows.append(Total(("Year", show_pounds(line.budget), show_pounds(line.actual))))
    return rows


class HeadingForm(YearForm):
    """A heading of spend: its title, and the last year it is used in."""

    draft_name = "spend heading"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.name = TextField("Title", width=320, missing="Enter the title of the heading")
        self.ends = TextField(
            "Last year it is used", optional=True, width=136, hint="Such as 2022-23."
        )
        super().__init__("Add a heading", "Add heading", (self.name, self.ends), parent)


class BudgetForm(YearForm):
    """What a heading may spend in a year, how the months share it, and a typed forecast."""

    draft_name = "budget of heading"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.amount = MoneyField("Budget", missing="Enter the budget in pounds")
        self.forecast = MoneyField("Forecast", optional=True, hint="Empty: it is computed.")
        self.weights = TextField(
            "How the months share it",
            optional=True,
            hint="Twelve whole numbers, April first, such as 0 0 1 1 1 1 1 1 1 1 1 3. Empty: "
            "every month the same.",
        )
        self.weights.problem_of = self._weights_fault
        self.note = TextField("Note", optional=True)
        beside = fields_beside(self.amount, self.forecast)
        super().__init__("Budget", "Keep the budget", (beside, self.weights, self.note), parent)

    def _weights_fault(self) -> str:
        words = self.weights.value().replace(",", " ").split()
        whole = all(word.isdecimal() for word in words)
        if words and not (whole and len(words) == 12 and any(int(word) for word in words)):
            return "Say a share for each of the twelve months: whole numbers, not all 0."
        return ""

    def shares(self) -> tuple[int, ...]:
        """Return the twelve weights, none where every month has the same."""
        return read_weights(self.weights.value().replace(",", " "))


class SpendPart(Part):
    """Spend by heading and month against the budget."""

    kind, title = "budget-monitoring", "Spend"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.spend: SpendYear | None = None
        self.headings: tuple[HeadingValues, ...] = ()
        self.table = WholeTable(
            _columns(), "Spend by heading", height=TWO_LINE, empty=_NONE, key=_heading_of
        )
        self.table.on_paste = lambda: desk.place_asked.emit("records", "paste:spend")
        self.budget_form, self.heading_form = BudgetForm(), HeadingForm()
        self.month_words = Text("Months", "section")
        self.how = Text("", "caption", wrap=True)
        self.months = WholeTable(_month_columns(), "Months", height=DENSE, empty=_NO_MONTHS)
        self.set_budget = Button("Set budget", "quiet", icon="edit", dense=True)
        self.add = Button("Add heading", "quiet", icon="add", dense=True)
        self.change = Button("Change heading", "quiet", icon="edit", dense=True)
        parts = (
            *(self.table, self.budget_form, self.heading_form),
            *(bar(self.month_words, line=""), caption(self.how), self.months),
        )
        self.drawn = Chooser((("heading", "By heading"), ("month", "By month")))
        self.drawn.setAccessibleName("What the picture shows")
        self.drawn.activated.connect(lambda _place: self._draw())
        pane = ChartPane("Spend", _WORDS, _NO_PICTURE, self.drawn)
        self.lay_out((self.set_budget, self.change, self.add), parts, pane)
        self.table.chosen.connect(self._show_months)
        self.table.opened.connect(lambda _line: self.start_budget())
        self.set_budget.clicked.connect(self.start_budget)
        self.add.clicked.connect(self.new)
        self.change.clicked.connect(self.change_heading)
        self.budget_form.submitted.connect(self._save_budget)
        self.heading_form.submitted.connect(self._save_heading)

    # What it shows --------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask for the headings and the spend of the year."""
        if not self.year:
            self._show(None)
            return
        self.desk.ask(self, list_headings, then=self._keep_headings, key="headings")
        self.desk.ask(self, spend_year, self.year, self.desk.today, then=self._show, key="spend")

    def _keep_headings(self, headings: tuple[HeadingValues, ...]) -> None:
        self.headings = headings

    def _show(self, spend: SpendYear | None) -> None:
        self.spend = spend
        self.table.set_rows(spend_rows(spend) if spend and spend.lines else [])
        if self.table.value() is None:
            self.table.choose_first()
        self._show_months(self.table.value())
        for button in (self.set_budget, self.change):
            button.setEnabled(bool(spend and spend.lines))
        self.add.setEnabled(spend is not None)
        self._draw()
        self.came()

    def _draw(self) -> None:
        make = months_chart if self.drawn.value() == "month" else spend_bars
        if self.picture is not None:
            self.picture.show_chart(make(self.spend) if self.spend else None)

    def _show_months(self, line: SpendLine | None) -> None:
        self.month_words.setText(f"{line.heading}, month by month" if line else "Months")
        said = (f"Forecast. {line.forecast_words}.", line.note) if line else ()
        self.how.setText(" ".join(part for part in said if part))
        self.months.set_rows(month_rows(line) if line else [])

    def first_focus(self) -> QWidget:
        """Return the headings."""
        return self.table

    # Forms ----------------------------------------------------------------------------------

    def new(self) -> None:
        """Add a heading."""
        if self.given:
            self.heading_form.name.set_value("")
            self.heading_form.ends.set_value("")
            self.heading_form.ends.setVisible(False)
            self.open(self.heading_form, "Add a heading", "Add heading")

    def change_heading(self) -> None:
        """Change the title of the chosen heading, or say when it ends."""
        line = self.table.value()
        held = next((x for x in self.headings if line and x.id == line.heading_id), None)
        if held is not None:
            self.heading_form.name.set_value(held.title)
            self.heading_form.ends.set_value(held.ends)
            self.heading_form.ends.setVisible(True)
            title = f"Change {held.title}"
            self.open(self.heading_form, title, "Keep heading", record=held.id)

    def start_budget(self) -> None:
        """Say what the chosen heading may spend."""
        line = self.table.value()
        if line is None or not line.heading_id:
            return
        form = self.budget_form
        form.amount.set_value(line.budget if line.budgeted else None)
        form.forecast.set_value(line.typed_forecast)
        form.weights.set_value(" ".join(map(str, line.weights)))
        form.note.set_value(line.note)
        title = f"Budget of {line.heading} {self.year}"
        self.open(form, title, record=line.heading_id)

    def start(self, name: str, about: Mapping[str, str]) -> bool:
        """Open a form again."""
        record = about.get("record", "")
        if record and not self.table.choose(record):
            return False
        if name == self.budget_form.draft_name:
            self.start_budget()
        elif record:
            self.change_heading()
        else:
            self.new()
        return True

    def _save_budget(self) -> None:
        form = self.budget_form
        values = (form.amount.value(), form.shares(), form.forecast.value(), form.note.value())
        self.submit(form, commands.put_budget, form.year, form.record, *values)

    def _save_heading(self) -> None:
        form = self.heading_form
        if form.record:
            args = (form.record, form.name.value(), form.ends.value())
            self.submit(form.name, commands.change_heading, *args)
        else:
            self.submit(form.name, commands.add_heading, form.name.value())


def spend_rows(spend: SpendYear) -> list[SpendLine | Total]:
    """Return the headings, then what they come to together."""
    sums = (spend.budget, spend.actual, spend.committed, spend.forecast)
    words = variance_words(spend.variance)
    return [*spend.lines, Total(("All headings", *map(show_pounds, sums), words))]


def _heading_of(line: object) -> object:
    return getattr(line, "heading_id", None)


def _variance(line: SpendLine) -> Status:
    if not line.budgeted:
        return Status("plain", "No budget")
    kind = "risk" if line.variance > 0 else "plain"
    return Status(kind, line.variance_words)


def _columns() -> tuple[Column, ...]:
    return (
        Column("Heading", lambda x: x.heading, lines=2, second=lambda x: x.note),
        Column("Budget", lambda x: money(x.budget) if x.budgeted else "None", 100, align="right"),
        Column("Spent", lambda x: money(x.actual), 104, align="right"),
        Column(
            "Ordered", lambda x: money(x.committed), 88, align="right", tone="t2", drop_below=620
        ),
        Column(
            "Forecast",
            lambda x: money(x.forecast),
            116,
            align="right",
            sort=lambda x: x.forecast,
            tip="Typed, or spent and ordered so far with the budget of the months to come",
        ),
        Column("Against budget", lambda x: x.variance_words, 196, status=_variance, drop_below=540),
    )


def _month_columns() -> tuple[Column, ...]:
    return (
        Column("Month", lambda x: x.id),
        Column("Budget", lambda x: money(x.budget), 104, align="right", tone="t2"),
        Column("Spent", lambda x: money(x.spent), 104, align="right"),
        Column("Budget so far", lambda x: money(x.budget_so_far), 112, align="right", tone="t2"),
        Column("Spent so far", lambda x: money(x.spent_so_far), 112, align="right"),
    )
