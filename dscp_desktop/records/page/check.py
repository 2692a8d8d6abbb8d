"""The second step: sheets and columns at the left, what becomes of each row at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dscp_desktop.core.offers import WorkbookOffer
from dscp_desktop.records.page.outcome import OutcomePane
from dscp_desktop.records.page.sheets import SheetsPane
from dscp_desktop.records.rules import (
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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.sheets = SheetsPane()
        self.outcome = OutcomePane((), ())
        self.left = scrolling(self.sheets, "Sheets and columns")
        self.right: QScrollArea = scrolling(self.outcome, "What becomes of each row")
        self.halves = TwoPanes(
            "import",
            self.left,
            self.right,
            titles=("Sheets and columns", "Rows"),
            share=0.43,
            limit=880,
        )
        self.foot = AcceptBar()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.halves, 1)
        box.addWidget(self.foot)

    def show_results(self, results: Sequence[SheetResult], offers: Sequence[WorkbookOffer]) -> None:
        """Show what accepting would make of each row."""
        self.outcome = OutcomePane(results, offers)
        self.right.setWidget(self.outcome)
        self.foot.show_tally(tally(results))

    def first_focus(self) -> QWidget:
        """Return the first row that needs attention, else the button that goes on."""
        table = self.outcome.first_table()
        if table is not None and not self.halves.is_tabbed():
            return table
        return self.foot.accept if self.foot.accept.isEnabled() else self.foot.back
