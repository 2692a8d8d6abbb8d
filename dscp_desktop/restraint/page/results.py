"""What the reviews say of all incidents: for each level of each draw apart, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.core.days import show_date
from dscp_desktop.core.offers import Scope
from dscp_desktop.core.periods import year_of
from dscp_desktop.jobs.threads import Desk
from dscp_desktop.restraint.page.look import SHORT_LEVELS
from dscp_desktop.restraint.queries.pages import ResultsPage, results_page
from dscp_desktop.restraint.rules.results import (
    DrawResult,
    StratumResult,
    stratum_words,
    together_words,
)
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty, Section
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import CutText, Text

_NOTHING = Empty("No results yet", "Draw a sample and review it: then they stand here.", "chart")


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One level of one draw."""

    id: str
    result: DrawResult
    stratum: StratumResult


def result_rows(found: ResultsPage) -> tuple[ResultRow | Section, ...]:
    """Return the levels of each draw below its heading, the newest draw first."""
    rows: list[ResultRow | Section] = []
    for result in found.results:
        done = "reviewed" if result.is_complete else "still to review"
        kind = "rehearsal, " if result.rehearsal else ""
        period = f"{show_date(result.first)} to {show_date(result.last)}"
        rows.append(Section(period, f"{kind}{done}"))
        rows += [ResultRow(f"{result.id}/{s.level}", result, s) for s in result.strata]
    return tuple(rows)


class ResultsPane(QWidget):
    """A table of levels, with what may be said of each; below what may be said of two together."""

    document_wanted = Signal(str, object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.shown = ResultsPage()
        self.title = Text("Results by injury level", "strong")
        self.words = CutText("Never pooled over levels or quarters", "base", tone="t2")
        self.overview = Button("Quarterly overview", icon="print", dense=True)
        self.paper = Button("Results of the draw", icon="print", dense=True)
        self.year = Button("Year for the report", icon="print", dense=True)
        self.table = TableView(_columns(), "Results by injury level", empty=_NOTHING)
        self.together = Message("note")
        head = QHBoxLayout()
        head.setContentsMargins(GUTTER, 8, GUTTER, 8)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.words, 1)
        for button in (self.overview, self.paper, self.year):
            head.addWidget(button)
        self.foot = Surface("top")
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(GUTTER, 10, GUTTER, 10)
        foot.addWidget(self.together)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.table, 1)
        box.addWidget(self.foot)
        self.foot.hide()
        self.table.chosen.connect(self._show_together)
        self.overview.clicked.connect(lambda: self._want("restraint-overview"))
        self.paper.clicked.connect(lambda: self._want("restraint-results"))
        self.year.clicked.connect(lambda: self._want("restraint-year"))

    def stops(self) -> tuple[QWidget, ...]:
        """Return the stops of F6 in this part."""
        return (self.table,)

    def refresh(self) -> None:
        """Ask for the results again."""
        self.desk.ask(self, results_page, then=self.show_page, key="results")

    def show_page(self, shown: ResultsPage) -> None:
        """Show the results of every draw."""
        self.shown = shown
        self.table.set_rows(result_rows(shown))
        if self.table.value() is None:
            self.table.choose_first()
        self.paper.setEnabled(bool(shown.results))
        self._show_together(self.table.value())

    def _show_together(self, row: ResultRow | None) -> None:
        words = together_words(row.result) if row else ""
        self.foot.setVisible(bool(words))
        self.together.setText(words)

    def _want(self, kind: str) -> None:
        row = self.table.value()
        today = self.desk.today
        if kind == "restraint-results" and row is not None:
            scope = Scope(today, record_id=row.result.id)
        elif kind == "restraint-overview" and row is not None:
            scope = Scope(today, on=row.result.last)
        elif row is not None:
            scope = Scope(today, year=year_of(row.result.first))
        else:
            scope = Scope(today)
        self.document_wanted.emit(kind, scope)


def _columns() -> list[Column]:
    def missing(row: ResultRow) -> str:
        return str(row.stratum.missing) if row.stratum.missing else ""

    return [
        Column(
            "Injury level", lambda row: SHORT_LEVELS.get(row.stratum.level, row.stratum.level), 176
        ),
        Column("Incidents", lambda row: str(row.stratum.size), 84, align="right"),
        Column("Reviewed", lambda row: str(row.stratum.seen), 84, align="right"),
        Column("Of concern", lambda row: str(row.stratum.found), 92, align="right", role="strong"),
        Column("Not seen", missing, 80, align="right", drop_below=700),
        Column("What may be said", lambda row: stratum_words(row.stratum), lines=6, stretch=3),
    ]
