"""The third step: what was written, with the way back and the ways on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.core.offers import WorkbookOffer
from dscp_desktop.records.rules import SheetResult, count_words, feature_of, tally
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.columns import Column
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.tables import TableView
from dscp_desktop.widgets.texts import Text


class AcceptedPane(Surface):
    """Says what was written; one undo takes all of it back."""

    undo_asked = Signal()
    again = Signal()
    open_asked = Signal(str)  # a feature's name

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.fact = Text("", "item", wrap=True)
        self.said = Message("done")
        self.undo = Button("Undo the import", icon="undo")
        self.more = Button("Import another workbook", icon="folder")
        self.undo.clicked.connect(self.undo_asked)
        self.more.clicked.connect(self.again)
        self.places: list[Button] = []
        self.table = TableView(_columns(), "What was written")
        top = QWidget()
        box = QVBoxLayout(top)
        box.setContentsMargins(GUTTER, 20, GUTTER, 16)
        box.setSpacing(12)
        box.addWidget(self.fact)
        box.addWidget(self.said)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addWidget(self.undo)
        self.buttons.addWidget(self.more)
        self.buttons.addStretch()
        box.addLayout(self.buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(self.table, 1)

    def show_written(
        self, results: Sequence[SheetResult], offers: Mapping[str, WorkbookOffer]
    ) -> None:
        """Say what an import wrote, with a way to each place it wrote to."""
        counted = tally(results)
        self.fact.setText(f"{count_words(counted.written)} written")
        kept = f" {count_words(counted.refused)} stayed out." if counted.refused else ""
        self.said.tell("done", f"It is one step of the history, and one undo takes it back.{kept}")
        self.undo.setVisible(True)
        self.table.set_rows([result for result in results if result.sheet])
        for button in self.places:
            self.buttons.removeWidget(button)
            button.hide()
            button.deleteLater()
        written = [r.kind for r in results if r.kind and r.count("new") + r.count("changed")]
        self.places = [self._place(offers[kind]) for kind in dict.fromkeys(written)]

    def _place(self, offer: WorkbookOffer) -> Button:
        button = Button(
            f"Open {offer.title.lower()}", "primary" if not self.places else "secondary"
        )
        button.clicked.connect(lambda: self.open_asked.emit(feature_of(offer)))
        self.buttons.insertWidget(self.buttons.count() - 3, button)
        return button

    def show_undone(self) -> None:
        """Say that the import was taken back."""
        self.fact.setText("The import was taken back")
        self.said.tell("away", "The store is as it was before. The history keeps both steps.")
        self.undo.setVisible(False)


def _columns() -> tuple[Column, ...]:
    return (
        Column("Workbook", lambda result: result.file, 260, lines=2),
        Column("Sheet", lambda result: result.sheet, lines=2),
        Column("New", lambda result: f"{result.count('new'):,}", 90, align="right"),
        Column("Changed", lambda result: f"{result.count('changed'):,}", 90, align="right"),
        Column("The same", lambda result: f"{result.count('same'):,}", 90, align="right"),
        Column("Refused", lambda result: f"{result.refused:,}", 100, align="right"),
    )
