"""Several things that are ticked under one title."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dscp_desktop.audits.queries.choices import Offered
from dscp_desktop.widgets.buttons import TickBox
from dscp_desktop.widgets.texts import Text


class Ticks(QWidget):
    """A title and its ticks; with nothing to offer it is not shown."""

    changed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.boxes: dict[str, TickBox] = {}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(2)
        self._box.addWidget(Text(title, "label"))
        self.setAccessibleName(title)
        self.setHidden(True)

    def offer(self, offered: Sequence[Offered], chosen: Collection[str]) -> None:
        """Offer other things, some of them ticked."""
        for box in self.boxes.values():
            box.hide()
            box.deleteLater()
        self.boxes = {}
        for one in offered:
            box = TickBox(one.title, wraps=True)
            box.setChecked(one.id in chosen)
            box.clicked.connect(lambda _on: self.changed.emit())
            self._box.addWidget(box)
            self.boxes[one.id] = box
        self.setHidden(not self.boxes)

    def chosen(self) -> tuple[str, ...]:
        """Return the ids that are ticked, in the order they are offered."""
        return tuple(one for one, box in self.boxes.items() if box.isChecked())
