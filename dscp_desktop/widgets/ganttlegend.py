"""What the blocks of a timetable mean, beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from dscp_desktop.core.drawing import Box, Drawing, Fill
from dscp_desktop.core.timetable import Timetable
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.drawing import paint_drawing
from dscp_desktop.widgets.layouts import empty_layout
from dscp_desktop.widgets.painting import text_width
from dscp_desktop.widgets.texts import Text

# State of a block, what it is called, its fill, and whether its line is quiet.
_LEGEND: tuple[tuple[str, str, Fill, bool], ...] = (
    ("done", "Done", "grey", False),
    ("now", "Now", "strong", False),
    ("to come", "Not started", "", False),
    ("late", "Late", "stripes", False),
    ("first", "First plan", "", True),
)
_ALWAYS = ("done", "now", "to come")


class GanttLegend(QWidget):
    """What the fills of the blocks mean; 'Late' and 'First plan' only where there is one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names: list[str] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(14)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_for(None)

    def show_for(self, timetable: Timetable | None) -> None:
        """Show what the blocks of a timetable need."""
        blocks = [block for lane in timetable.lanes for block in lane.blocks] if timetable else []
        there = {*_ALWAYS, *(block.state for block in blocks)}
        if any(block.first for block in blocks):
            there.add("first")
        wanted = [line for line in _LEGEND if line[0] in there]
        names = [words for _state, words, _fill, _quiet in wanted]
        if names == self.names:
            return
        self.names = names
        empty_layout(self._row)
        for _state, words, fill, quiet in wanted:
            self._row.addWidget(_Sample(words, fill, quiet))
        self.setAccessibleName("Fills: " + ", ".join(names))


class _Sample(Text):
    """A small block with what it means."""

    def __init__(self, words: str, fill: Fill, quiet: bool) -> None:
        super().__init__(words, "caption")
        self.fill, self.quiet = fill, quiet
        self.setContentsMargins(fonts.scaled(26), 0, 0, 0)
        self.setMinimumWidth(round(text_width(words, "caption")) + fonts.scaled(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the block before the words."""
        super().paintEvent(event)
        high, wide = float(fonts.scaled(12)), float(fonts.scaled(20))
        top = (self.height() - high) / 2
        shape = Box(1, top, wide, high, self.fill, not self.fill, self.quiet)
        drawing = Drawing(self.width(), self.height(), (shape,))
        painter = QPainter(self)
        paint_drawing(painter, drawing, QRectF(self.rect()))
