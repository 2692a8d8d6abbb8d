"""Every component in its states, to look at and to copy from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.core import charts
from dscp_desktop.widgets.banner import Banner
from dscp_desktop.widgets.buttons import Button, TickBox
from dscp_desktop.widgets.charts import ChartView
from dscp_desktop.widgets.choices import Choice, ChoiceList, WayRow
from dscp_desktop.widgets.columns import Column, Empty, Section, Total
from dscp_desktop.widgets.datefields import DateField, TimeField
from dscp_desktop.widgets.empty import EmptyState
from dscp_desktop.widgets.forms import ChoiceField, MoneyField, TextField, fields_row
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.passphrase import PassphraseField
from dscp_desktop.widgets.progress import Progress
from dscp_desktop.widgets.status import Status, StatusLabel
from dscp_desktop.widgets.steps import StepStrip
from dscp_desktop.widgets.tables import MONEY, TWO_LINE, TableView
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.yearstrip import Block, Lane, Mark, StripLegend, YearStrip


@dataclass(frozen=True)
class Line:
    """A row of the sample tables."""

    id: str
    what: str
    amount: str
    status: Status
    second: str = ""
    mark: str = ""


STATUSES = (
    (Status("late", "2 working days left", True), Status("risk", "Came 1 day late", True)),
    (
        Status("done", "In pack", chip=True),
        Status("running", "In progress", chip=True),
        Status("restricted", "Restricted", chip=True),
    ),
    (Status("later", "Not due yet", chip=True), Status("auto", "Automatic", chip=True)),
    (
        Status("done", "Received"),
        Status("late", "9 working days late"),
        Status("risk", "No notes yet"),
    ),
)
MONEY_LINES = (
    Line("1", "County", "£191,604", Status("done", "Received")),
    Line("2", "Police", "£39,285", Status("done", "Received"), mark="*"),
    Line("3", "Probation", "£4,873", Status("waiting", "Invoice sent")),
    Total(("Sum of lines", "£235,762", "")),
    Total(("Difference", "£803", "Not explained"), rule=False, tone="amb", icon="risk"),
)
DUTIES = (
    Section("Late", "2", link="Open all 41 actions"),
    Line(
        "E044",
        "Agree a family feedback method for the whole of the cycle, with every group",
        "Fri 6 Oct",
        Status("late", "9 working days late"),
        "A044 · Board, 27 July",
    ),
    Line(
        "E045",
        "Report training numbers",
        "Wed 11 Oct",
        Status("risk", "3 working days left", second="Review at 12 months"),
        "A045 · Board, 27 July",
    ),
    Section("Open", "1"),
    Line("E046", "Bring the overview", "Thu 26 Oct", Status("not due", "11 working days left")),
)


def money_table() -> TableView:
    """Return a table with amounts, a mark, totals and a difference."""
    columns = [
        Column("Partner", lambda row: row.what),
        Column("2022-23", lambda row: row.amount, 110, align="right", mark=lambda row: row.mark),
        Column("Payment", lambda row: row.status.words, 150, status=lambda row: row.status),
    ]
    table = TableView(columns, "Contributions", height=MONEY, gutter=10)
    table.set_rows(MONEY_LINES)
    table.setFixedHeight(30 + 39 * 5)
    table.choose("3")
    return table


def duty_list() -> TableView:
    """Return a list of two lines a row, with tick boxes, dates, statuses and headings."""
    columns = [
        Column("", lambda _row: "", 40, tick=lambda _row: False),
        Column("Action", lambda row: row.what, second=lambda row: row.second),
        Column("Due", lambda row: row.amount, 100),
        Column("Status", lambda row: row.status.words, 190, status=lambda row: row.status),
    ]
    table = TableView(columns, "Late and open", head=False, height=TWO_LINE, gutter=10)
    table.set_rows(DUTIES)
    table.setFixedHeight(38 * 2 + 44 * 3)
    table.choose("E044")
    return table


class Gallery(Surface):
    """All components. `title` is printed at the top."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(GUTTER, 12, GUTTER, GUTTER)
        box.setSpacing(10)
        box.addWidget(Text(title, "title"))
        halves = QHBoxLayout()
        halves.setSpacing(28)
        halves.addLayout(self._left(), 1)
        halves.addLayout(self._right(), 1)
        box.addLayout(halves)
        box.addWidget(Text("Banners and tables", "caption strong", tone="t2"))
        banner = Banner(
            "1 paper is missing and 1 came late",
            "You can still build the pack: page 93 will say 'Paper not received'.",
            buttons=[Button("Write to owners")],
        )
        box.addWidget(banner)
        box.addWidget(money_table())
        box.addWidget(duty_list())
        box.addWidget(StepStrip(["Look", "Check", "Accept"], 1))
        box.addWidget(self._year())
        box.addStretch()

    def _left(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(8)
        box.addWidget(Text("Buttons", "caption strong", tone="t2"))
        self.primary = Button("Primary", "primary")
        waiting = Button("Disabled")
        waiting.setEnabled(False)
        box.addLayout(_row(self.primary, Button("Secondary"), Button("Quiet", "quiet"), waiting))
        box.addLayout(
            _row(
                Button("Print", icon="print"),
                Button("Add action", "primary", keys="Ctrl+Enter"),
                Button("Delete", "danger", icon="delete"),
                Button("Open", "link"),
                Button("Edit", "quiet", icon="edit", icon_only=True),
            )
        )
        said = "Status: icon and words, never colour alone"
        box.addWidget(Text(said, "caption strong", tone="t2"))
        for line in STATUSES:
            box.addLayout(_row(*(StatusLabel(status) for status in line)))
        box.addWidget(Text("Empty state", "caption strong", tone="t2"))
        none = Empty("No overdue actions", "Every action for this group is done or on time.")
        box.addWidget(EmptyState(none, framed=True))
        box.addWidget(Text("Progress", "caption strong", tone="t2"))
        progress = Progress()
        progress.report("Numbering page 88 of 142", 0.62)
        progress.show()
        box.addWidget(progress)
        choices = [
            Choice("manager", "Business manager", "Read and write · last here Wednesday"),
            Choice(
                "officer", "Support officer", "Read and write", Status("waiting", "Has it open")
            ),
        ]
        box.addWidget(ChoiceList("Who are you?", choices))
        box.addWidget(WayRow("Open another store", "Or drop a store here", "folder", keys="Ctrl+O"))
        box.addStretch()
        return box

    def _right(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(10)
        box.addWidget(Text("Fields", "caption strong", tone="t2"))
        reference = TextField("Reference", hint="As it stands in the letter")
        reference.set_value("R22-131")
        owner = ChoiceField("Owner", [(1, "Chair, first group"), (2, "Chair, second group")])
        due = DateField("Due date", earliest=date(2023, 10, 20))
        due.set_value(date(2023, 9, 17))
        due.check()
        start, amount = TimeField("Starts"), MoneyField("Amount", optional=True)
        phrase = PassphraseField(hint="Five words or more that you can remember")
        phrase.set_value("correct horse battery")
        phrase.show_note(Status("done", "Long enough: 5 words"))
        for field in (reference, owner, due):
            box.addWidget(field)
        box.addLayout(fields_row(start, amount))
        box.addWidget(phrase)
        ticked = TickBox("Placeholder page for each missing paper")
        ticked.setChecked(True)
        box.addWidget(ticked)
        late, done = TickBox("Late", count="3", framed=True), TickBox("Done too", framed=True)
        box.addLayout(_row(late, done))
        box.addWidget(Text("Charts", "caption strong", tone="t2"))
        for alternative, chart in sample_charts():
            box.addWidget(ChartView(chart, alternative))
        box.addStretch()
        return box

    def _year(self) -> QWidget:
        strip = YearStrip()
        strip.set_year(date(2023, 4, 1), date(2023, 10, 19), sample_lanes())
        whole = QWidget()
        grid = QGridLayout(whole)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(Text("Year 2023 to 2024", "section"), 0, 0)
        grid.addWidget(StripLegend(), 0, 1)
        grid.addWidget(strip, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        return whole


def sample_charts() -> tuple[tuple[str, charts.AnyChart], ...]:
    """Return a chart of each kind with what it shows in words."""
    years, months = ("2020-21", "2021-22", "2022-23"), ("Jun", "Jul", "Aug", "Sep", "Oct")
    parts = (
        charts.Series("County", (18_610_000, 18_850_000, 19_160_400)),
        charts.Series("Health", (10_200_000, 10_370_000, 10_513_500)),
        charts.Series("Police*", (3_850_000, 3_890_000, 3_928_500)),
        charts.Series("Others", (None, 1_004_000, 1_023_300)),
    )
    notes = ("Entered", "Entered", "Published")
    phases = (
        charts.Period("Doing", date(2023, 8, 1), date(2023, 9, 30)),
        charts.Period("Sharing", date(2023, 10, 1), date(2023, 10, 31)),
        charts.Period("Reflecting", date(2023, 11, 1), date(2023, 11, 30)),
    )
    late = charts.Series("Late actions", (3, 5, None, 4, 2))
    return (
        ("Contributions by year", charts.StackedBars(years, parts, "pounds", notes=notes)),
        ("Late actions by month", charts.RunChart(months, late, middle=4, target=3)),
        ("Phases", charts.Gantt(phases, (charts.Mark(date(2023, 10, 19), "Today"),))),
        ("Late actions, small", charts.Sparkline(months, late)),
    )


def sample_lanes() -> tuple[Lane, ...]:
    """Return the lines of the sample year."""
    return (
        Lane(
            "Year of work",
            blocks=(
                Block(date(2023, 8, 1), date(2023, 9, 30), "3 Doing", "done"),
                Block(date(2023, 10, 1), date(2023, 10, 31), "4 Sharing", "now"),
                Block(date(2023, 11, 1), date(2023, 11, 30), "5 Reflect", "to come"),
            ),
        ),
        Lane(
            "Board",
            (
                Mark(date(2023, 4, 27), "held"),
                Mark(date(2023, 7, 27), "held"),
                Mark(date(2023, 10, 26), "next", "12 papers, next"),
                Mark(date(2024, 1, 25), "planned"),
            ),
            code="B",
        ),
        Lane(
            "Finance and estates",
            (
                Mark(date(2023, 9, 7), "held"),
                Mark(date(2023, 10, 19), "today"),
                Mark(date(2023, 12, 7), "planned"),
            ),
            code="FE",
        ),
    )


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch()
    return row
