"""Next year's contributions as they could be: scenarios side by side, without advice."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.budget.commands.fairness import put_scenario, remove_scenario
from dscp_desktop.budget.documents.charts import scenarios_chart
from dscp_desktop.budget.documents.fairness import NO_ADVICE, beside_rows
from dscp_desktop.budget.page.part import ChartPane, Part, YearForm
from dscp_desktop.budget.queries.fairness import list_scenarios
from dscp_desktop.budget.rules.fairness import (
    FIXED,
    FREEZE,
    KINDS,
    NEW,
    PERCENT,
    ScenarioDetails,
    ScenarioValues,
)
from dscp_desktop.core.money import show_pounds
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.partnership.queries.parties import list_holders
from dscp_desktop.partnership.rules.parties import Party
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty, Total
from dscp_desktop.widgets.forms import ChoiceField, MoneyField, TextField, fields_beside
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TWO_LINE
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.wholetable import WholeTable

_NONE = Empty("No scenario yet", "Add one: as this year, a percentage, a fixed sum.", "chart")
_NO_LINES = Empty("No contributions to start from", "Add the year's lines first.", "budget")
_NO_PICTURE = Empty("No scenario to draw yet", "Each one stands here beside the year.", "chart")
_WORDS = "The first bar is the year as it is; the others are what the partners would give."
_BESIDE = 4  # as many as there is room for side by side


class ScenarioForm(YearForm):
    """How a scenario is made; only the fields of its kind are shown."""

    draft_name = "scenario"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.name = TextField("Name", width=320, missing="Enter a name for the scenario")
        self.way = ChoiceField("How it is made", list(KINDS.items()), width=240)
        self.rate = TextField(
            "Percentage", width=136, hint="Such as 2.5, or -1.", missing="Enter a percentage"
        )
        self.rate.problem_of = lambda: "" if self.rate_value() is not None else _NO_RATE
        self.target = MoneyField("Sum of all lines", hint="What is shared out.")
        self.partner = ChoiceField("New partner", missing="Choose the new partner", width=320)
        self.amount = MoneyField("It gives", missing="Enter what the new partner gives")
        self.note = TextField("Note", optional=True)
        self.remove = Button("Remove scenario", "danger", icon="delete")
        parts = (
            fields_beside(self.name, self.way),
            fields_beside(self.rate, self.target),
            fields_beside(self.partner, self.amount),
            *(self.note, self.remove),
        )
        super().__init__("Add a scenario", "Keep the scenario", parts, parent)
        self.way.changed.connect(self.fit)

    def rate_value(self) -> int | None:
        """Return hundredths of a percent; None for what is no percentage."""
        typed = self.rate.value().replace("%", "").strip()
        whole, _, rest = typed.lstrip("+-").partition(".")
        if not (whole.isdecimal() and (rest.isdecimal() or not rest) and len(rest) <= 2):
            return None
        value = int(whole) * 100 + int(rest.ljust(2, "0") or 0)
        return -value if typed.startswith("-") else value

    def fit(self) -> None:
        """Show the fields of the kind that is chosen."""
        way = self.way.value()
        self.rate.setVisible(way == PERCENT)
        self.target.setVisible(way in (FIXED, NEW))
        self.target.optional = way == NEW
        words = "Sum of all lines (optional)" if way == NEW else "Sum of all lines"
        self.target.label.setText(words)
        self.target.editor.setAccessibleName(words)
        for field in (self.partner, self.amount):
            field.setVisible(way == NEW)

    def show_details(self, details: ScenarioDetails) -> None:
        """Show how a scenario is made."""
        self.name.set_value(details.title)
        self.way.set_value(details.kind)
        rate = details.rate
        shown = "" if rate is None else f"{'-' if rate < 0 else ''}{_plain_rate(abs(rate))}"
        self.rate.set_value(shown)
        self.target.set_value(details.target)
        self.amount.set_value(details.amount)
        self.partner.set_value(details.partner_id)
        self.note.set_value(details.note)
        self.fit()

    def put_typed(self, values: Mapping[str, object]) -> None:
        """Put back what was typed, and show the fields of its kind."""
        super().put_typed(values)
        self.fit()

    def details(self) -> ScenarioDetails:
        """Return how the scenario is made, as it is typed."""
        way = self.way.value()
        return ScenarioDetails(
            title=self.name.value(),
            kind=way,
            rate=self.rate_value() if way == PERCENT else None,
            target=self.target.value() if way in (FIXED, NEW) else None,
            amount=self.amount.value() if way == NEW else None,
            partner_id=self.partner.value() or "" if way == NEW else "",
            note=self.note.value(),
        )


_NO_RATE = "Enter a percentage with at most two decimals, such as 2.5"


def _plain_rate(rate: int) -> str:
    return f"{rate // 100}.{rate % 100:02d}".rstrip("0").rstrip(".")


class ScenariosPart(Part):
    """Scenarios of the year after the one that is shown, side by side."""

    kind, title = "budget-scenarios", "Scenarios"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.scenarios: tuple[ScenarioValues, ...] = ()
        self.list = WholeTable(_columns(), "Scenarios", height=TWO_LINE, empty=_NONE)
        self.form = ScenarioForm()
        self.beside_words = Text("Side by side", "section")
        self.room = Surface()
        self.beside_box = QVBoxLayout(self.room)
        self.beside_box.setContentsMargins(0, 0, 0, 0)
        self.table: WholeTable | None = None
        below = Surface()
        box = QVBoxLayout(below)
        box.setContentsMargins(GUTTER, 12, GUTTER, 8)
        box.addWidget(self.beside_words)
        advice = Surface()
        words = QVBoxLayout(advice)
        words.setContentsMargins(GUTTER, 12, GUTTER, 0)
        words.addWidget(Text(NO_ADVICE, "caption", wrap=True))
        self.add = Button("Add scenario", "quiet", icon="add", dense=True)
        pane = ChartPane("What partners would give", _WORDS, _NO_PICTURE)
        self.lay_out((self.add,), (self.list, self.form, below, self.room, advice), pane)
        self.add.clicked.connect(self.new)
        self.list.opened.connect(lambda line: self.change(line.id))
        self.form.submitted.connect(self._save)
        self.form.remove.clicked.connect(self._remove)

    def ask(self) -> None:
        """Ask for the scenarios of the year."""
        if not self.year:
            self._show(())
            return
        self.desk.ask(self, list_holders, then=self._keep_partners, key="partners")
        self.desk.ask(self, list_scenarios, self.year, then=self._show, key="scenarios")

    def _keep_partners(self, partners: tuple[Party, ...]) -> None:
        given = {line.partner_id for line in self.given.lines} if self.given else set()
        free = [(party.id, party.shown) for party in partners if party.id not in given]
        if self.form.isHidden():
            self.form.partner.set_options([("", "Choose a partner"), *free])

    def _show(self, scenarios: tuple[ScenarioValues, ...]) -> None:
        self.scenarios = scenarios
        lines = bool(self.given and self.given.lines)
        self.list.set_empty(_NONE if lines else _NO_LINES)
        self.list.set_rows(scenarios)
        self.add.setEnabled(lines)
        self._show_beside()
        if self.picture is not None and self.given is not None:
            self.picture.show_chart(scenarios_chart(self.given, scenarios[:8]))
        self.came()

    def _show_beside(self) -> None:
        """Make the table anew: it has a column for each scenario."""
        if self.table is not None:
            self.beside_box.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
            self.table = None
        year, shown = self.given, self.scenarios[:_BESIDE]
        self.beside_words.setVisible(bool(shown))
        if year is None or not shown:
            return
        columns = [Column("Partner", lambda row: row[0], lines=2)]
        for place, title in enumerate((year.year, *(each.title for each in shown))):
            columns.append(
                Column(
                    title,
                    partial(_text, place),
                    126,
                    align="right",
                    second=partial(_below, place),
                    mark=partial(_mark, place),
                )
            )
        table = WholeTable(columns, "Side by side", height=TWO_LINE, key=lambda row: row[0])
        sums = (year.sum, *(each.then for each in shown))
        total = Total(("Sum of lines", *map(show_pounds, sums)))
        table.set_rows([*beside_rows(year, shown), total])
        self.beside_box.addWidget(table)
        self.table = table

    def first_focus(self) -> QWidget:
        """Return the scenarios, or the button that adds one."""
        return self.list if self.scenarios else self.add

    # Forms ----------------------------------------------------------------------------------

    def new(self) -> None:
        """Add a scenario."""
        if self.add.isEnabled():
            self.form.show_details(ScenarioDetails("", FREEZE))
            self.form.remove.hide()
            self.open(self.form, f"Add a scenario for the year after {self.year}")

    def change(self, scenario_id: str) -> bool:
        """Change a scenario; say whether it is there."""
        held = next((each for each in self.scenarios if each.id == scenario_id), None)
        if held is None:
            return False
        self.form.show_details(held.details)
        self.form.remove.show()
        self.open(self.form, f"Change {held.title}", record=held.id)
        return True

    def start(self, _name: str, about: Mapping[str, str]) -> bool:
        """Open the form again."""
        if record := about.get("record", ""):
            return self.change(record)
        self.new()
        return not self.form.isHidden()

    def _save(self) -> None:
        form = self.form
        self.submit(form, put_scenario, form.year, form.details(), form.record)

    def _remove(self) -> None:
        self.submit(self.form, remove_scenario, self.form.record)


def _text(place: int, row: tuple[str, tuple[tuple[str, str, str], ...]]) -> str:
    return row[1][place][0]


def _below(place: int, row: tuple[str, tuple[tuple[str, str, str], ...]]) -> str:
    return row[1][place][1]


def _mark(place: int, row: tuple[str, tuple[tuple[str, str, str], ...]]) -> str:
    return row[1][place][2]


def _changed(scenario: ScenarioValues) -> Status:
    apart = scenario.then - scenario.now
    words = f"{show_pounds(abs(apart))} {'more' if apart > 0 else 'less'}" if apart else "No change"
    return Status("plain", words)


def _columns() -> tuple[Column, ...]:
    return (
        Column("Scenario", lambda x: x.title, second=lambda x: x.words, stretch=2),
        Column("Sum of lines", lambda x: show_pounds(x.then), 120, align="right"),
        Column("Against the year", lambda x: _changed(x).words, 150, status=_changed),
    )
