"""The form of a review: what was seen, by whom, and the home's view apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.actions.page.form import ActionForm
from dscp_desktop.restraint.rules.review import (
    ANSWERS,
    QUESTIONS,
    TEXTS,
    ReviewDetails,
    ReviewerDetails,
    ReviewLine,
)
from dscp_desktop.widgets.buttons import Button, TickBox
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import AreaField, ChoiceField, Field, TextField, fields_beside
from dscp_desktop.widgets.texts import Text

MOST_REVIEWERS = 5
_BEFORE_ANSWERS = ("before", "during", "after")
_AFTER_ANSWERS = ("de_escalation", "child_account", "aftercare", "good_practice")
_HOME = "home_view"


class _ReviewerRow(QWidget):
    """One reviewer by role, and the statement that they were not involved."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.role = TextField(f"Reviewer {number}", placeholder="Role", optional=number > 1)
        self.role.missing = "Enter the role of who reviewed the footage"
        self.tick = TickBox("I was not involved")
        self.tick.setAccessibleName(f"Reviewer {number}: I was not involved")
        self.role.problem_of = self._problem
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.role, 1)
        row.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignBottom)

    def _problem(self) -> str:
        if self.role.value() and not self.tick.isChecked():
            return "Who was involved cannot review. Have them state that they were not."
        return ""


class ReviewForm(FormPane):
    """All fields of a review. One who does not state that they were not involved is refused."""

    draft_name = "review"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.draw_id = self.incident_id = ""
        self.review: ReviewLine | None = None
        self.on = DateField("Reviewed on")
        self.manager = TextField("The home's manager present", optional=True, hint="A role")
        self.people: list[_ReviewerRow] = []
        self.reviewers = QWidget()
        self._rows = QVBoxLayout(self.reviewers)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(6)
        self.more = Button("Add a reviewer", icon="add", dense=True)
        self.more.clicked.connect(self._add)
        self.texts = {
            name: AreaField(label, lines=3 if name in _BEFORE_ANSWERS else 2, optional=True)
            for name, label in TEXTS.items()
        }
        options = list(ANSWERS.items())
        self.answers = {
            name: ChoiceField(label, options, width=150) for name, label in QUESTIONS.items()
        }
        for field in self.answers.values():
            field.optional = True
            field.label.setText(field.label.text())
        apart = Text("The home's view, kept apart", "section")
        first = list(self.answers.values())
        parts = (
            self.on,
            self.reviewers,
            self.more,
            self.manager,
            *(self.texts[name] for name in _BEFORE_ANSWERS),
            fields_beside(*first[:2]),
            fields_beside(*first[2:]),
            *(self.texts[name] for name in _AFTER_ANSWERS),
            apart,
            self.texts[_HOME],
        )
        super().__init__("Review", parts, "Record the review", parent)
        self._add()

    def _add(self) -> None:
        row = _ReviewerRow(len(self.people) + 1)
        row.role.changed.connect(self._touch)
        row.tick.clicked.connect(self._touch)
        self.people.append(row)
        self._rows.addWidget(row)
        self.more.setVisible(len(self.people) < MOST_REVIEWERS)

    def _show_rows(self, count: int) -> None:
        while len(self.people) < count:
            self._add()
        for row in self.people[max(count, 1) :]:
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        del self.people[max(count, 1) :]
        self.more.setVisible(len(self.people) < MOST_REVIEWERS)

    def draft_about(self) -> dict[str, str]:
        """Return the draw and the incident that is reviewed."""
        return {"draw": self.draw_id, "incident": self.incident_id}

    def _inputs(self) -> dict[str, Any]:
        inputs: dict[str, Field | TickBox] = {"on": self.on, "manager": self.manager}
        inputs |= {**self.texts, **self.answers}
        for number, row in enumerate(self.people, start=1):
            inputs |= {f"role {number}": row.role, f"not involved {number}": row.tick}
        return inputs

    def put_typed(self, values: Any) -> None:
        """Put back what was typed, with as many reviewers as there were."""
        self._show_rows(max(sum(str(name).startswith("role ") for name in values), 1))
        super().put_typed(values)

    def open(
        self, draw_id: str, incident_id: str, ref: str, review: ReviewLine | None, today: date
    ) -> None:
        """Show the values of a review, or empty fields for a new one."""
        self.draw_id, self.incident_id, self.review = draw_id, incident_id, review
        details = review.details if review else ReviewDetails(today)
        self._show_rows(max(len(details.reviewers), 1))
        for row, one in zip(self.people, details.reviewers or (ReviewerDetails(""),), strict=True):
            row.role.set_value(one.role)
            row.tick.setChecked(one.not_involved)
        self.on.set_value(details.on)
        self.manager.set_value(details.manager_present)
        for name, field in {**self.texts, **self.answers}.items():
            field.set_value(getattr(details, name))
        do = "Save changes" if review else "Record the review"
        self.begin(f"Review of {ref}", do)

    def details(self) -> ReviewDetails:
        """Return what the fields say."""
        people: Sequence[_ReviewerRow] = [row for row in self.people if row.role.value()]
        said = {name: field.value() for name, field in {**self.texts, **self.answers}.items()}
        on = self.on.value()
        assert on is not None  # the form is only sent with a day
        return ReviewDetails(
            on,
            tuple(ReviewerDetails(row.role.value(), row.tick.isChecked()) for row in people),
            self.manager.value(),
            **said,
        )


class ReviewActionForm(ActionForm):
    """An action that comes of a review."""

    draft_name = "review action"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.about: dict[str, str] = {}

    def draft_about(self) -> dict[str, str]:
        """Return the draw and the incident that was reviewed."""
        return self.about
