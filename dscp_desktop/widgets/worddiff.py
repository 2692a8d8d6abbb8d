"""Words that changed, marked without colour: what was cut is struck through, the new underlined.

`WordDiff(runs)` shows the runs of `core.worddiff.compare_words(old, new)` in one text;
`WordDiff(runs, side="old")` and `side="new"` show one side each, to stand beside each other:

    runs = compare_words(old, new)
    row.addWidget(WordDiff(runs, side="old")); row.addWidget(WordDiff(runs, side="new"))

It wraps and asks for the height it needs. `set_runs(runs)` shows others; `words()` is the text as
it stands there. Screen readers hear '[cut: May][new: June]' in the text of both, and on a side
the changed words in brackets.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from dscp_desktop.core.worddiff import CUT, NEW, SAME, Run, spoken
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.painting import line_height
from dscp_desktop.widgets.theme import color, theme_changed

BOTH, OLD, NEWER = "both", "old", "new"
SIDES = {BOTH: (SAME, CUT, NEW), OLD: (SAME, CUT), NEWER: (SAME, NEW)}
_LEAST = 80
_BREAK = "\u2028"


class WordDiff(QWidget):
    """A text with its changes: both in one (`side` 'both'), or the 'old' or the 'new' alone."""

    def __init__(
        self,
        runs: Sequence[Run] = (),
        *,
        side: str = BOTH,
        role: str = "base",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kinds = SIDES[side]
        self.side, self.role, self.name = side, role, name
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme_changed().changed.connect(self._take_height)
        self.set_runs(runs)

    def set_runs(self, runs: Sequence[Run]) -> None:
        """Show other runs."""
        self.runs = tuple(run for run in runs if run.kind in self.kinds and run.text)
        said = spoken(self.runs) or "nothing"
        self.setAccessibleName(f"{self.name}: {said}" if self.name else said)
        self._take_height()
        self.update()

    def words(self) -> str:
        """Return the text as it stands there."""
        return "".join(run.text for run in self.runs)

    # Room -------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return how high the words stand at a width."""
        return round(self._laid(width)[1])

    def sizeHint(self) -> QSize:
        """One line, or as many as the words need at the present width (at least 320 px)."""
        wide = round(fonts.metrics(self.role).horizontalAdvance(self.words())) + 2
        wide = max(min(wide, max(self.width(), fonts.scaled(320))), fonts.scaled(_LEAST))
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(fonts.scaled(_LEAST), round(line_height(self.role)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height that the words need at the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._take_height()

    def _take_height(self) -> None:
        if self.width() > 0:
            self.setMinimumHeight(self.heightForWidth(self.width()))
        self.updateGeometry()

    # Painting ---------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words."""
        painter = QPainter(self)
        painter.setPen(color("t1" if self.isEnabled() else "t3"))
        self._laid(self.width())[0].draw(painter, QPointF(0, 0))

    def _laid(self, width: int) -> tuple[QTextLayout, float]:
        """Return the words set in lines of a width, and how high they stand."""
        layout = QTextLayout(self.words().replace("\n", _BREAK), fonts.font(self.role))
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self._formats())
        top, step = 0.0, float(line_height(self.role))
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, top + (step - line.height()) / 2))
            top += step
        layout.endLayout()
        return layout, max(top, step)

    def _formats(self) -> list[QTextLayout.FormatRange]:
        made, start = [], 0
        for run in self.runs:
            length = len(run.text.encode("utf-16-le")) // 2  # Qt counts in halves of four bytes
            if run.kind != SAME:
                part = QTextLayout.FormatRange()
                part.start, part.length, part.format = start, length, _face(run.kind, self.role)
                made.append(part)
            start += length
        return made


def _face(kind: str, role: str) -> QTextCharFormat:
    """Struck through and quieter what was cut; underlined and in strong letters what is new."""
    face = QTextCharFormat()
    if kind == CUT:
        face.setFontStrikeOut(True)
        face.setForeground(color("t2"))
        return face
    strong = QFont(fonts.font("strong"))
    strong.setPointSizeF(fonts.font(role).pointSizeF())
    face.setFont(strong)
    face.setFontUnderline(True)
    return face
