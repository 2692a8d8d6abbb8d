"""Facts of a record: a quiet label at the left, words that wrap beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.layouts import empty_layout, laid_out
from dscp_desktop.widgets.texts import Text


class Facts(QWidget):
    """Labels and words; what has no words is left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def set_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show other facts."""
        empty_layout(self._grid)
        said = [(label, words) for label, words in facts if words]
        for row, (label, words) in enumerate(said):
            name = Text(label, "base", tone="t2")
            name.setMinimumWidth(fonts.scaled(80))
            name.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(Text(words, "base", wrap=True, selectable=True), row, 1)
        self.setVisible(bool(said))

    def words(self) -> list[str]:
        """Return what is shown, label and words in turn."""
        return [part.text() for part in laid_out(self._grid) if isinstance(part, Text)]
