"""The third step: what was written, with the way back and the ways on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.core.offers import WorkbookOffer
from dscp_desktop.records.rules.results import SheetResult, count_words, feature_of, tally
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import Text


class AcceptedPane(Surface):
    """Says what was written; one undo takes all of it back. Enter on a sheet opens its place."""

    undo_asked = Signal()
    again = Signal()
    open_asked = Signal(str)  # a feature's name

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.offers: Mapping[str, WorkbookOffer] = {}
        self.fact = Text("", "item", wrap=True)
        self.said = Message("done")
        self.undo = Button("Undo the import", icon="undo")
        self.more = Button("Import another workbook", "primary", icon="folder")
        self.mark = Button("Save a marked copy to send back", icon="workbook")
        self.undo.clicked.connect(self.undo_asked)
        self.more.clicked.connect(self.again)
        self.table = TableView(self._columns(), "What was written", key=_place_of)
        self.table.opened.connect(self._open)
        top = QWidget()
        box = QVBoxLayout(top)
        box.setContentsMargins(GUTTER, 20, GUTTER, 16)
        box.setSpacing(12)
        box.addWidget(self.fact)
        box.addWidget(self.said)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.more)
        buttons.addWidget(self.undo)
        buttons.addWidget(self.mark)
        buttons.addStretch()
        box.addLayout(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(self.table, 1)

    def show_written(
        self, results: Sequence[SheetResult], offers: Mapping[str, WorkbookOffer]
    ) -> None:
        """Say what an import wrote, with a way to each place it wrote to."""
        self.offers = offers
        counted = tally(results)
        self.fact.setText(f"{count_words(counted.written)} written")
        kept = f" {count_words(counted.refused)} stayed out." if counted.refused else ""
        self.said.tell("done", f"It is one step of the history, and one undo takes it back.{kept}")
        self.undo.setVisible(True)
        self.mark.setVisible(bool(counted.refused))
        sheets = [result for result in results if result.sheet]
        for result in sheets:
            self.table.put_widget(_place_of(result), "Open", partial(self._link, result))
        self.table.set_rows(sheets)

    def show_undone(self) -> None:
        """Say that the import was taken back."""
        self.fact.setText("The import was taken back")
        self.said.tell("away", "The store is as it was before. The history keeps both steps.")
        self.undo.setVisible(False)
        self.mark.setVisible(False)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("Workbook", lambda result: result.file, lines=2, drop_below=760),
            Column("Sheet", lambda result: result.sheet, lines=2),
            Column("New", lambda result: f"{result.count('new'):,}", 76, align="right"),
            Column("Changed", lambda result: f"{result.count('changed'):,}", 88, align="right"),
            Column("The same", lambda result: f"{result.count('same'):,}", 88, align="right"),
            Column("Refused", lambda result: f"{result.refused:,}", 88, align="right"),
            Column("Open", self._words, 270, paint=lambda *_cell: None),
        )

    def _words(self, result: SheetResult) -> str:
        return f"Open {self.offers[result.kind or ''].title.lower()}"

    def _link(self, result: SheetResult) -> QWidget:
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(12, 0, 0, 0)
        button = Button(self._words(result), "link")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(partial(self._open, result))
        row.addWidget(button)
        row.addStretch()
        return place

    def _open(self, result: SheetResult, _pressed: bool = False) -> None:
        self.open_asked.emit(feature_of(self.offers[result.kind or ""]))


def _place_of(result: SheetResult) -> object:
    return result.file, result.sheet
