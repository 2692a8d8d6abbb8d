"""The right pane of the ceremony: the list with its faults, and the drawn list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.restraint.page.look import (
    SHORT_LEVELS,
    DrawnRow,
    FaultRow,
    drawn_words,
    footage_status,
    when_words,
)
from dscp_desktop.restraint.rules.incidents import IncidentLine
from dscp_desktop.sampling.rules.frame import FrameRow
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column, Empty
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.status import Status
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import CutText, Text

_NO_LIST = Empty("No incidents in this period", "Choose another one, or import a return.", "list")
_NO_FAULT = Empty("Nothing is wrong with the list", "It can be frozen.", "done")


@dataclass(frozen=True, slots=True)
class ListRow:
    """One incident of the list before it is drawn."""

    id: str
    level: str
    when: str
    place: str
    on: date
    footage: Status


def list_rows(
    rows: Sequence[FrameRow], lines: Mapping[str, IncidentLine], today: date
) -> tuple[ListRow, ...]:
    """Return the rows of a list with what the register says of them, in their order."""
    found = []
    for row in sorted(rows, key=lambda row: row.ref.encode("utf-8")):
        line = lines.get(row.ref)
        when = when_words(row.on, line.values.at if line else None)
        place = line.values.place if line else ""
        status = footage_status(line, today)
        found.append(ListRow(row.ref, row.stratum, when, place, row.on, status))
    return tuple(found)


def short_level(level: str) -> str:
    """Return '1 Minor' of '1 Minor, no treatment'."""
    return SHORT_LEVELS.get(level, level).partition(",")[0].replace(" treatment", "")


class ListsPane(Surface):
    """One heading, and below it the table of the step."""

    fault_chosen = Signal(object)
    lost_asked = Signal(object)  # a DrawnRow

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.title = Text("The list", "strong")
        self.words = CutText("", "base", tone="t2")
        self.button = Button("Print list", "quiet", icon="print", dense=True)
        self.faults = TableView(
            [
                Column("Incident", lambda row: row.ref, 110, role="strong"),
                Column("What keeps the list from being frozen", lambda row: row.why, lines=3),
            ],
            "Faults of the list",
            gutter=12,
            empty=_NO_FAULT,
        )
        self.list = TableView(_list_columns(), "The list", height=28, gutter=12, empty=_NO_LIST)
        self.drawn = TableView(_drawn_columns(), "Drawn list", height=28, gutter=12, tint=_tint)
        self.drawn.actions_for = self._actions
        self.stack = QStackedWidget()
        for table in (self.list, self.faults, self.drawn):
            self.stack.addWidget(table)
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, GUTTER, 8)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.words, 1)
        head.addWidget(self.button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.stack, 1)
        self.faults.chosen.connect(self.fault_chosen)
        self.faults.opened.connect(self.fault_chosen)
        self.drawn.opened.connect(self.lost_asked)
        self.setAccessibleName("The list and the sample")

    def _actions(self, row: DrawnRow) -> list[tuple[str, Callable[[], None]]]:
        if row.lost:
            return []
        return [("Cannot be viewed", lambda: self.lost_asked.emit(row))]

    def table(self) -> TableView:
        """Return the table in front."""
        table = self.stack.currentWidget()
        assert isinstance(table, TableView)
        return table

    def show_faults(self, faults: Sequence[FaultRow]) -> None:
        """Show what keeps the list from being frozen."""
        self.title.setText("Faults")
        count = "1 to mend" if len(faults) == 1 else f"{len(faults)} to mend"
        self.words.setText(f"{count} in the register, or to leave out with a reason")
        self.faults.set_rows(faults)
        self.stack.setCurrentWidget(self.faults)
        if self.faults.value() is None:
            self.faults.choose_first()
        self.button.hide()

    def show_list(self, rows: Sequence[ListRow], words: str) -> None:
        """Show the list that is, or will be, frozen."""
        self.title.setText("The list")
        self.words.setText(words)
        self.list.set_rows(rows)
        self.stack.setCurrentWidget(self.list)
        self.button.hide()

    def show_drawn(self, rows: Sequence[DrawnRow]) -> None:
        """Show the drawn list, the lost ones struck through with what replaces them beneath."""
        self.title.setText("Drawn list")
        self.words.setText(drawn_words(rows))
        self.drawn.set_rows(rows)
        self.stack.setCurrentWidget(self.drawn)
        self.button.show()


def _tint(row: DrawnRow) -> str:
    return "subtle" if row.instead_of else ""


def _list_columns() -> list[Column]:
    return [
        Column("Incident", lambda row: row.id, 96, role="strong"),
        Column("When", lambda row: row.when, 164, sort=lambda row: (row.on, row.when)),
        Column("Place", lambda row: row.place, drop_below=640),
        Column("Injury level", lambda row: short_level(row.level), 116),
        Column("CCTV", lambda _row: "", 250, status=lambda row: row.footage),
    ]


def _drawn_columns() -> list[Column]:
    def tone(row: DrawnRow) -> str:
        return "t2" if row.lost else "t1"

    def when(row: DrawnRow) -> str:
        return when_words(row.incident.on, row.incident.values.at) if row.incident else ""

    return [
        Column("No.", lambda row: row.number or "↳", 48, align="right", tone="t2"),
        Column("Incident", lambda row: row.ref, 82, role="strong", tone=tone, struck=_lost),
        Column("When", when, 168, tone=tone, drop_below=660),
        Column(
            "Place",
            lambda row: row.incident.values.place if row.incident else "",
            tone=tone,
            lines=2,
            drop_below=800,
        ),
        Column("Injury level", lambda row: short_level(row.level), 100, tone=tone, drop_below=640),
        Column("CCTV", lambda _row: "", 218, status=lambda row: row.footage),
        Column("Result", lambda row: row.result, 152, tone=lambda r: "t1" if r.lost else "t2"),
    ]


def _lost(row: DrawnRow) -> bool:
    return row.lost
