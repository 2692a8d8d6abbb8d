"""The forms of reviews: planning them, and recording what one found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from dscp_desktop.actions.rules.lives import (
    FOUND_WORDS,
    ReviewFindings,
    ReviewLine,
    review_months,
    review_words,
)
from dscp_desktop.core.days import show_day_year
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import AreaField, ChoiceField, TextField


class PlanForm(FormPane):
    """After how many months an action is reviewed, counted from which day."""

    draft_name = "plan of reviews"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.action_id = ""
        self.counts_from = DateField("Counted from", missing="Enter the day they count from")
        self.months = TextField(
            "After how many months",
            missing="Enter the months, such as 6, 12",
            hint="Such as 6, 12. What is planned already stays.",
        )
        super().__init__("Plan reviews", (self.counts_from, self.months), "Plan reviews", parent)
        self.months.problem_of = self._months_problem

    def draft_about(self) -> dict[str, str]:
        """Return the action."""
        return {"record": self.action_id}

    def open_for(
        self, action_id: str, number: str, counts_from: date, months: Sequence[int]
    ) -> None:
        """Show the months that are usual, counted from a day."""
        self.action_id = action_id
        self.counts_from.set_value(counts_from)
        self.months.set_value(", ".join(str(month) for month in months))
        self.begin(f"Plan reviews of {number}")

    def chosen(self) -> tuple[int, ...]:
        """Return the months."""
        return review_months(self.months.value())

    def _months_problem(self) -> str:
        if self.months.value() and not self.chosen():
            return "Enter whole months, such as 6, 12"
        return ""


class ReviewForm(FormPane):
    """What a review found: was it done, how do we know, what difference did it make."""

    draft_name = "action review"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.action_id = self.review_id = ""
        self.closed_on: date | None = None
        options = [(None, "Choose one"), *FOUND_WORDS.items()]
        self.found = ChoiceField("Was it done?", options, missing="Say whether it was done")
        self.evidence = AreaField("How do we know?", lines=3, optional=True)
        self.difference = AreaField("What difference did it make?", lines=3, optional=True)
        self.on = DateField("Reviewed on", missing="Enter the day of the review")
        parts = (self.found, self.evidence, self.difference, self.on)
        super().__init__("Record a review", parts, "Record review", parent)
        self.evidence.problem_of = self._evidence_problem
        self.difference.problem_of = self._difference_problem
        self.on.problem_of = self._day_problem

    def draft_about(self) -> dict[str, str]:
        """Return the action and the review."""
        return {"record": self.action_id, "review": self.review_id}

    def open_for(
        self, action_id: str, number: str, review: ReviewLine, closed_on: date | None, today: date
    ) -> None:
        """Show empty fields for a review of an action."""
        self.action_id, self.review_id, self.closed_on = action_id, review.id, closed_on
        for field in (self.found, self.evidence, self.difference):
            field.set_value(None)
        self.on.set_value(today)
        self.begin(f"{review_words(review.months)} of {number}")

    def findings(self) -> ReviewFindings:
        """Return what the fields say."""
        words = (self.evidence.value(), self.difference.value())
        return ReviewFindings(self.found.value() or "", *words)

    def _evidence_problem(self) -> str:
        wanted = self.found.value() in ("yes", "partly") and not self.evidence.value()
        return "Enter how we know that it was done" if wanted else ""

    def _difference_problem(self) -> str:
        wanted = self.found.value() == "yes" and not self.difference.value()
        return "Enter what difference it made, also where it made none" if wanted else ""

    def _day_problem(self) -> str:
        on = self.on.value()
        if on and self.closed_on and on < self.closed_on:
            return f"Enter a day from {show_day_year(self.closed_on)} on, when it was done"
        return ""
