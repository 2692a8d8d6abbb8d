"""A sheet as a card: what it is taken for, and why."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from dscp_desktop.records.rules.planning import SheetPlan
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.icons import paint_icon
from dscp_desktop.widgets.painting import paint_box, paint_rule
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.theme import color


class SheetCard(QAbstractButton):
    """One sheet: what it was taken for and why. Pressed, its columns are shown below.

    One without a plan is of no known kind, or hidden, and is left out until somebody says what it
    is; `why` then says what it may be.
    """

    left_out = Signal(bool)

    def __init__(
        self,
        name: str,
        plan: SheetPlan | None,
        why: str,
        *,
        hidden: bool = False,
        file: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.name, self.file, self.hidden = name, file, hidden
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.what = Text("", "strong", wrap=True)
        self.why = Text("", "caption", wrap=True)
        self.turn = Button("Not that")
        self.turn.clicked.connect(lambda: self.left_out.emit(not self.out))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.what)
        words.addWidget(self.why)
        words.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(fonts.scaled(40), 10, 12, 10)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self.turn, 0, Qt.AlignmentFlag.AlignTop)
        self.show_plan(plan, why, out=False)

    def show_plan(self, plan: SheetPlan | None, why: str, *, out: bool) -> None:
        """Show what the sheet is taken for, and whether it is left out."""
        self.plan, self.out = plan, out or plan is None
        said = why if plan else f"{why} Say below what it is, to take it.".strip()
        self.why.setText(f"{self.file}. {said}" if self.file else said)
        self.what.setText(f"{self.name} {self._said()}")
        self.turn.set_words("Take it" if self.out else "Not that")
        self.turn.setVisible(plan is not None)
        self.turn.setAccessibleName(f"{self.turn.words}: {self.name}")
        self.setAccessibleName(self.what.text())
        self.setAccessibleDescription(self.why.text())
        self._fit()
        self.update()

    def _said(self) -> str:
        if self.plan is not None and not self.out:
            return f"is taken as: {self.plan.offer.title.lower()}"
        if self.plan is not None:
            return "is left out"
        return "is hidden and left out" if self.hidden else "is of no known kind"

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as tall as the words need at this width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - fonts.scaled(40) - 24
        if self.plan is not None:
            room -= self.turn.sizeHint().width()
        words = self.what.heightForWidth(room) + self.why.heightForWidth(room)
        tall = max(words, self.turn.sizeHint().height()) + 20
        if tall != self.height():
            self.setFixedHeight(tall)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show it as it was."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the fill and the icon."""
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self.isChecked() or self.underMouse():
            paint_box(painter, box, color("sel" if self.isChecked() else "hover"))
        else:
            paint_rule(painter, QPointF(0, box.bottom() - 1), box.width(), "hair")
        side = float(fonts.scaled(16))
        paint_icon(
            painter, QRectF(14, 12, side, side), "workbook", color("t2" if self.out else "t1")
        )
