"""What a group says of one quarter."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import AreaField
from dscp_desktop.widgets.status import Message
from dscp_desktop.work_plans.rules import PARTS, QuarterLine, QuarterWords, report_state


class QuarterPane(FormPane):
    """Achieved, difference, evidence, next. It stays open: Cancel puts back what is kept."""

    draft_name = "quarter 1"  # each has its own
    keep_asked = Signal(int, object)  # the quarter, and what was typed

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        self.number, self.plan_id = number, ""
        self.quarter: QuarterLine | None = None
        self.draft_name = f"quarter {number}"
        self.state = Message("plain")
        self.achieved, self.difference, self.evidence, self.next_steps = (
            AreaField(title, lines=3, optional=True) for _name, title in PARTS
        )
        fields = (self.achieved, self.difference, self.evidence, self.next_steps)
        super().__init__(f"Quarter {number}", (self.state, *fields), "Keep the report", parent)
        self.submitted.connect(lambda: self.keep_asked.emit(self.number, self.words()))
        self.cancelled.connect(self.put_back)

    def draft_about(self) -> dict[str, str]:
        """Return the plan and the quarter."""
        return {"plan": self.plan_id, "quarter": str(self.number)}

    def is_live(self) -> bool:
        """Say whether something was typed that is not kept yet, whatever tab is in front."""
        return self.touched

    def show_quarter(self, plan_id: str, quarter: QuarterLine, today: date) -> None:
        """Show what is kept of a quarter; of the same one, what somebody is typing stays."""
        same = self.plan_id == plan_id
        self.plan_id, self.quarter = plan_id, quarter
        self.title.setText(quarter.title)
        self.state.tell(*report_state(quarter, today))
        if not (same and self.touched):
            self.put_back()

    def put_back(self) -> None:
        """Show what is kept, and what was half typed where that is offered back."""
        words = self.quarter.words if self.quarter else QuarterWords()
        for field, text in zip(self._areas(), words.texts(), strict=True):
            field.set_value(text)
        self.trouble.hide()
        self.touched = False
        if self.given_back is not None:
            values, self.given_back = self.given_back, None
            self.put_typed(values)
            self.touched = True

    def _areas(self) -> tuple[AreaField, ...]:
        return (self.achieved, self.difference, self.evidence, self.next_steps)

    def words(self) -> QuarterWords:
        """Return what stands in the fields."""
        return QuarterWords(*(field.value() for field in self._areas()))

    def saved(self) -> None:
        """Say that what was typed is kept."""
        self.touched = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Esc to the window where nothing was typed: there is nothing to cancel."""
        if self.touched or event.text() != "\x1b":
            super().keyPressEvent(event)
        else:
            event.ignore()
