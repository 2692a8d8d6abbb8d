"""What a sheet is taken for and where its headings stand, each to be set right by hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from dscp_desktop.core.offers import WorkbookOffer
from dscp_desktop.records.rules.planning import SheetPlan, layout_of
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.editors import Chooser
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.texts import Text

NOTHING = ("", "Nothing: left out")


class KindLine(Surface):
    """Two choosers for the sheet that is chosen, and the way back to how it was found."""

    chosen = Signal(str, object)  # a kind ('' for none), and the row of the headings or None
    as_found = Signal()

    def __init__(self, offers: Sequence[WorkbookOffer], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.kinds = Chooser([NOTHING, *((offer.kind, offer.title) for offer in offers)])
        self.heads = Chooser()
        self.back = Button("As found", "link")
        self.back.setToolTip("Read the sheet as it was found, not as it was set by hand")
        row = QHBoxLayout(self)
        row.setContentsMargins(GUTTER, 8, GUTTER, 0)
        row.setSpacing(8)
        row.addWidget(Text("Taken as", tone="t2"))
        row.addWidget(self.kinds, 1)
        self.heads_words = Text("Headings", tone="t2")
        row.addWidget(self.heads_words)
        row.addWidget(self.heads, 1)
        row.addWidget(self.back)
        for chooser in (self.kinds, self.heads):
            chooser.setSizeAdjustPolicy(
                Chooser.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            chooser.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.kinds.activated.connect(lambda _at: self.chosen.emit(self.kinds.value(), None))
        self.heads.activated.connect(
            lambda _at: self.chosen.emit(self.kinds.value(), self.heads.value())
        )
        self.back.clicked.connect(self.as_found)

    def show_plan(
        self, plan: SheetPlan | None, heads: Sequence[tuple[int, str]], sheet: str
    ) -> None:
        """Show what a sheet is taken for; of one that is of no kind only that can be said."""
        self.show()
        row = plan.recognised.header_row if plan else -1
        more = () if plan is None or any(at == row for at, _ in heads) else ((row, f"Row {row}"),)
        self.heads.set_options((*more, *heads))
        self.heads.set_value(row)
        self.kinds.set_value(plan.offer.kind if plan else "")
        for part in (self.heads, self.heads_words):
            part.setVisible(plan is not None)
        by_hand = plan is not None and plan.found is not None and layout_of(plan)[1] is not None
        self.back.setVisible(by_hand)
        self.kinds.setAccessibleName(f"What {sheet} is taken as")
        self.heads.setAccessibleName(f"Row of the headings of {sheet}")
        self.back.setAccessibleName(f"Read {sheet} as it was found")
