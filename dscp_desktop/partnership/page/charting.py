"""The structure as a chart of groups, and what does not agree as a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.partnership.rules.structure import StructurePlace
from dscp_desktop.widgets.boxchart import Box, BoxChart
from dscp_desktop.widgets.columns import Column
from dscp_desktop.widgets.empty import Empty
from dscp_desktop.widgets.focus import hand_on
from dscp_desktop.widgets.page import scrolling
from dscp_desktop.widgets.tables import TableView


class StructurePart(QWidget):
    """Boxes and lines: which group reports to which."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = BoxChart("Structure of the partnership")
        area = scrolling(self.chart, "Structure")
        area.setHorizontalScrollBarPolicy(area.verticalScrollBarPolicy())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(area)
        hand_on(self, self.chart)

    def show_places(self, places: Sequence[StructurePlace]) -> None:
        """Show the groups of a day in their places."""
        self.chart.set_boxes([_box(place, places) for place in places])


def _box(place: StructurePlace, places: Sequence[StructurePlace]) -> Box:
    group = place.group
    above = places[place.under].group if place.under >= 0 else None
    said = [group.name, group.code]
    said.append(f"reports to {above.name}" if above else "reports to no other group")
    said.append(f"chair {group.chair}" if group.chair else "no chair is known")
    if group.joint_with:
        said.append(f"joint with {group.joint_with}")
    chair = f"Chair: {group.chair}" if group.chair else group.kind.capitalize()
    joint = f"Joint with {group.joint_with}" if group.joint_with else ""
    second = " · ".join(filter(None, (group.code, joint or chair)))
    under = above.id if above else ""
    return Box(group.id, group.name, second, under, ", ".join(said), bool(group.joint_with))


class CheckPart(QWidget):
    """What does not agree: promised and held, seats and holders, reviews that passed."""

    opened = Signal(str)  # the id of a record

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = TableView(
            [
                Column("Group", lambda line: line.group, lines=3, stretch=2),
                Column("What does not agree", lambda line: line.what, lines=2, stretch=3),
                Column("In detail", lambda line: line.detail, lines=3, stretch=5, tone="t2"),
            ],
            "What does not agree",
            empty=Empty("Everything agrees", "Terms, seats and meetings fit together.", "done"),
            key=lambda line: (line.group, line.what, line.detail),
        )
        self.table.opened.connect(lambda line: self.opened.emit(line.record_id))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.table)
        hand_on(self, self.table)

    def show_lines(self, lines: Sequence[Any]) -> None:
        """Show what does not agree."""
        self.table.set_rows(lines)
