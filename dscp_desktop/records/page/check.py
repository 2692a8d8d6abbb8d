"""The second step: sheets and columns at the left, what becomes of each row at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dscp_desktop.core.offers import WorkbookOffer
from dscp_desktop.records.page.outcome import MORE, MOST, OutcomePane
from dscp_desktop.records.page.sheets import SheetsPane
from dscp_desktop.records.rules.planning import SheetPlan, left_rows
from dscp_desktop.records.rules.results import (
    SheetResult,
    Tally,
    accept_words,
    count_words,
    tally,
    tally_words,
)
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.page import GUTTER, Surface, TwoPanes, scrolling
from dscp_desktop.widgets.texts import CutText


class AcceptBar(Surface):
    """The foot: what was found, and the ways on. The button counts what it will write."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("top", "subtle", parent)
        self.found, self.means = CutText("", "strong"), CutText("", "caption")
        self.back = Button("Cancel")
        self.mark = Button("Save a marked copy to send back", icon="workbook")
        self.accept = Button("Accept", "primary")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.found)
        words.addWidget(self.means)
        row = QHBoxLayout(self)
        row.setContentsMargins(GUTTER, 12, GUTTER, 12)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in (self.back, self.mark, self.accept):
            row.addWidget(button)

    def show_tally(self, counted: Tally) -> None:
        """Show the numbers."""
        self.found.setText(tally_words(counted))
        self.means.setText(accept_words(counted))
        self.mark.setVisible(bool(counted.refused))
        self.accept.set_words(_accept_verb(counted))
        self.accept.setEnabled(bool(counted.written))


def _accept_verb(counted: Tally) -> str:
    if not counted.written:
        return "Nothing to accept"
    return f"Accept {count_words(counted.written, 'sound row')}"


class CheckPane(Surface):
    """Everything of the second step. It asks for what it needs by signals."""

    rows_left = Signal(object, bool)  # row numbers by (file, sheet), and whether they are left out

    def __init__(self, offers: Sequence[WorkbookOffer] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.sheets = SheetsPane(offers)
        self.outcome = OutcomePane((), ())
        self.left = scrolling(self.sheets, "Sheets and columns")
        self.right: QScrollArea = scrolling(self.outcome, "What becomes of each row")
        self.halves = TwoPanes(
            "import",
            self.left,
            self.right,
            titles=("Sheets and columns", "Rows"),
            share=0.436,
            limit=960,
        )
        self.foot = AcceptBar()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.halves, 1)
        box.addWidget(self.foot)

    def show_results(
        self,
        results: Sequence[SheetResult],
        offers: Sequence[WorkbookOffer],
        plans: Sequence[SheetPlan] = (),
        most: int = MOST,
    ) -> None:
        """Show what accepting would make of each row; `plans` say which are left out."""
        left: dict[tuple[str, str | None], frozenset[int]] = {
            (plan.file, plan.sheet): plan.left for plan in plans if plan.left
        }
        rows = [row for plan in plans for row in left_rows(plan, most)]
        place, down = self.outcome.has_keys(), self.right.verticalScrollBar().value()
        self.outcome = OutcomePane(results, offers, rows, left, most)
        self.outcome.rows_left.connect(self.rows_left)
        self.outcome.more_asked.connect(lambda: self.show_results(results, offers, plans, MORE))
        self.right.setWidget(self.outcome)
        if place is not None:  # a row was turned with the keys: they stay where they were
            self.right.verticalScrollBar().setValue(down)
            self.outcome.give_keys(place)
        self.foot.show_tally(tally(results))

    def first_focus(self) -> QWidget:
        """Return the first row that needs attention, else the button that goes on."""
        table = self.outcome.first_table()
        if table is not None and not self.halves.is_tabbed():
            return table
        return self.foot.accept if self.foot.accept.isEnabled() else self.foot.back
