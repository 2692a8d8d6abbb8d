"""Ring-fenced grants and the reserve: brought forward, received or used, and carried."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.budget.commands.grants import begin_grant, change_grant, put_grant_year
from dscp_desktop.budget.commands.years import put_reserve
from dscp_desktop.budget.documents.spend import grant_words, reserve_pairs
from dscp_desktop.budget.page.part import Part, YearForm, money
from dscp_desktop.budget.queries.grants import GrantsYear, grants_year
from dscp_desktop.budget.rules.spend import GrantLine, ReserveValues
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.forms import AreaField, MoneyField, TextField, fields_beside
from dscp_desktop.widgets.page import GUTTER, Surface, bar
from dscp_desktop.widgets.tables import DENSE, TWO_LINE
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.wholetable import WholeTable

_NONE = Empty("No ring-fenced grant", "Add one: its money is kept apart from the rest.", "budget")
_NO_RESERVE = Empty("No reserve to show", "Add a year first.", "budget")


class GrantForm(YearForm):
    """A grant: what it is for, who gives it, and its money of a year."""

    draft_name = "grant"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.name = TextField("Title", width=320, missing="Enter the title of the grant")
        self.funder = TextField("Who gives it", optional=True, width=320)
        self.conditions = AreaField("What it is for", optional=True, lines=2)
        self.spend_by = DateField("Spend by", optional=True)
        parts = (fields_beside(self.name, self.funder), self.conditions, self.spend_by)
        super().__init__("Add a grant", "Keep the grant", parts, parent)


class GrantYearForm(YearForm):
    """What a grant received in a year, and brought into it."""

    draft_name = "grant of a year"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.received = MoneyField("Received", missing="Enter what was received, or 0")
        self.brought = MoneyField(
            "Brought forward", optional=True, hint="Empty: what the year before carries."
        )
        beside = fields_beside(self.received, self.brought)
        super().__init__("Money of the grant", "Keep it", (beside,), parent)


class ReserveForm(YearForm):
    """What was brought into the year, and the level that was agreed."""

    draft_name = "reserve"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.brought = MoneyField(
            "Brought forward", optional=True, hint="Empty: what the year before carries."
        )
        self.planned = MoneyField("Planned use", optional=True, hint="Of the reserve, this year.")
        self.level = MoneyField("Agreed level", optional=True, hint="To be held in reserve.")
        self.level_source = TextField("Where the level was agreed", optional=True, width=320)
        parts = (
            fields_beside(self.brought, self.planned),
            fields_beside(self.level, self.level_source),
        )
        super().__init__("Reserve", "Keep the reserve", parts, parent)


class GrantsPart(Part):
    """The grants of a year, each with its own carry-forward, and the reserve."""

    kind, title = "budget-monitoring", "Grants and reserve"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.held = GrantsYear()
        self.table = WholeTable(
            _columns(), "Ring-fenced grants", height=TWO_LINE, empty=_NONE, key=_grant_of
        )
        self.grant, self.money, self.reserve_form = GrantForm(), GrantYearForm(), ReserveForm()
        self.reserve = WholeTable(
            (Column("Reserve", lambda x: x[0]), Column("Figure", lambda x: x[1], stretch=1)),
            "Reserve",
            height=DENSE,
            empty=_NO_RESERVE,
            key=lambda row: row[0],
        )
        self.words = Text("", "caption", wrap=True)
        self.add = Button("Add grant", "quiet", icon="add", dense=True)
        self.change = Button("Change grant", "quiet", icon="edit", dense=True)
        self.set_money = Button("Money of the grant", "quiet", icon="edit", dense=True)
        self.set_reserve = Button("Set reserve", "quiet", icon="edit", dense=True)
        below = Surface()
        box = QVBoxLayout(below)
        box.setContentsMargins(GUTTER, 8, GUTTER, 8)
        box.addWidget(self.words)
        parts = (
            *(self.table, self.grant, self.money),
            bar(Text("Reserve", "section"), None, self.set_reserve),
            *(self.reserve, below, self.reserve_form),
        )
        self.lay_out((self.set_money, self.change, self.add), parts)
        self.table.opened.connect(lambda _line: self.start_money())
        self.reserve.opened.connect(lambda _row: self.start_reserve())
        self.add.clicked.connect(self.new)
        self.change.clicked.connect(self.change_chosen)
        self.set_money.clicked.connect(self.start_money)
        self.set_reserve.clicked.connect(self.start_reserve)
        self.grant.submitted.connect(self._save_grant)
        self.money.submitted.connect(self._save_money)
        self.reserve_form.submitted.connect(self._save_reserve)

    def ask(self) -> None:
        """Ask for the grants and the reserve of the year."""
        if self.year:
            today = self.desk.today
            self.desk.ask(self, grants_year, self.year, today, then=self._show, key="grants")
        else:
            self._show(GrantsYear())

    def _show(self, held: GrantsYear) -> None:
        self.held = held
        self.table.set_rows(held.grants)
        if self.table.value() is None:
            self.table.choose_first()
        reserve = held.reserve
        self.reserve.set_rows(reserve_pairs(reserve) if reserve else [])
        self.words.setText("\n".join(reserve.words) if reserve else "")
        self.words.setVisible(bool(reserve and reserve.words))
        open_year = self.given is not None and self.given.closed_on is None
        for button in (self.add, self.set_reserve):
            button.setEnabled(open_year)
        for button in (self.change, self.set_money):
            button.setEnabled(open_year and bool(held.grants))
        self.came()

    def first_focus(self) -> QWidget:
        """Return the grants, or the reserve where there are none."""
        return self.table if self.held.grants else self.reserve

    # Forms ----------------------------------------------------------------------------------

    def new(self) -> None:
        """Add a grant."""
        if self.add.isEnabled():
            self._show_grant(None)
            self.open(self.grant, "Add a grant")

    def _show_grant(self, line: GrantLine | None) -> None:
        self.grant.name.set_value(line.title if line else "")
        self.grant.funder.set_value(line.funder if line else "")
        self.grant.conditions.set_value(line.conditions if line else "")
        self.grant.spend_by.set_value(line.spend_by if line else None)

    def change_chosen(self) -> None:
        """Change what is said of the chosen grant."""
        line = self.table.value()
        if line is not None and self.change.isEnabled():
            self._show_grant(line)
            self.open(self.grant, f"Change {line.title}", record=line.grant_id)

    def start_money(self) -> None:
        """Say what the chosen grant received."""
        line = self.table.value()
        if line is not None and self.set_money.isEnabled():
            self.money.received.set_value(line.received)
            self.money.brought.set_value(line.brought if line.brought_how == "typed" else None)
            self.open(self.money, f"{line.title} {self.year}", record=line.grant_id)

    def start_reserve(self) -> None:
        """Say what was brought forward, and the agreed level."""
        reserve: ReserveValues | None = self.held.reserve
        if reserve is None or not self.set_reserve.isEnabled():
            return
        form = self.reserve_form
        form.brought.set_value(reserve.brought if reserve.brought_how == "typed" else None)
        form.planned.set_value(reserve.planned)
        form.level.set_value(reserve.level)
        form.level_source.set_value(reserve.level_source)
        self.open(form, f"Reserve {self.year}")

    def start(self, name: str, about: Mapping[str, str]) -> bool:
        """Open a form again."""
        record = about.get("record", "")
        if name == self.reserve_form.draft_name:
            self.start_reserve()
            return True
        if record and not self.table.choose(record):
            return False
        if name == self.money.draft_name:
            self.start_money()
        elif record:
            self.change_chosen()
        else:
            self.new()
        return True

    def _save_grant(self) -> None:
        form = self.grant
        values = (form.name.value(), form.funder.value(), form.conditions.value())
        if form.record:
            self.submit(form, change_grant, form.record, *values, form.spend_by.value())
            return
        self.submit(form, begin_grant, form.year, *values, form.spend_by.value())

    def _save_money(self) -> None:
        form = self.money
        values = (form.received.value(), form.brought.value())
        self.submit(form, put_grant_year, form.year, form.record, *values)

    def _save_reserve(self) -> None:
        form = self.reserve_form
        values = (form.brought.value(), form.level.value(), form.level_source.value())
        self.submit(form, put_reserve, form.year, *values, form.planned.value())


def _grant_of(line: object) -> object:
    return getattr(line, "grant_id", None)


def _columns() -> tuple[Column, ...]:
    return (
        Column("Grant", lambda x: x.title, second=grant_words),
        Column("Brought forward", lambda x: money(x.brought), 140, align="right"),
        Column("Received", lambda x: money(x.received), 100, align="right"),
        Column("Spent", lambda x: money(x.spent), 100, align="right"),
        Column("Ordered", lambda x: money(x.committed), 100, align="right", drop_below=760),
        Column("Carried forward", lambda x: money(x.carried), 140, align="right"),
    )
