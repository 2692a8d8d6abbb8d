"""The three lives of an action that is done: done, evidenced, and what difference it made."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from dscp_desktop.actions.page.fields import DifferenceField, EvidenceField
from dscp_desktop.actions.rules.lives import FOUND_WORDS, Lives, ReviewLine, review_words
from dscp_desktop.core.days import days_words, show_day_year, show_long_day, working_days_between
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.layouts import empty_layout
from dscp_desktop.widgets.painting import paint_rule
from dscp_desktop.widgets.status import Status, StatusLabel
from dscp_desktop.widgets.texts import Text

_SOON = 5  # working days left from which a review is shown as a risk


class LifeRow(QWidget):
    """One life: how it stands, when, and a quieter line about it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.stands = StatusLabel(Status("not due", name))
        self.stands.setFixedWidth(fonts.scaled(104))
        self.words = Text("", "base", wrap=True)
        self.below = Text("", "caption", wrap=True)
        said = QVBoxLayout()
        said.setSpacing(1)
        said.addWidget(self.words)
        said.addWidget(self.below)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 6)
        row.setSpacing(8)
        row.addWidget(self.stands, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(said, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def tell(self, kind: str, words: str, below: str = "") -> None:
        """Say how this life stands."""
        self.stands.set_status(Status(kind, self.name))
        self.words.setText(words)
        self.below.setText(below)
        self.below.setVisible(bool(below))
        self.setAccessibleName(", ".join(part for part in (self.name, words, below) if part))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hairline below."""
        paint_rule(QPainter(self), QPointF(0, self.height() - 1), self.width(), "hair")


class ReviewRow(QWidget):
    """One review: after how many months, when it is due, or what it found."""

    def __init__(self, review: ReviewLine, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.review = review
        self.words = Text(review_words(review.months), "base", wrap=True)
        self.below = Text(_review_said(review, today), "caption", wrap=True)
        said = QVBoxLayout()
        said.setSpacing(1)
        said.addWidget(self.words)
        said.addWidget(self.below)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 6)
        row.setSpacing(8)
        row.addLayout(said, 1)
        self.record = Button("Record", icon="edit", dense=True)
        self.record.setAccessibleName(f"Record: {review_words(review.months)}")
        self.remove = Button("Take out", "quiet", icon="delete", dense=True, icon_only=True)
        self.remove.setAccessibleName(f"Take out: {review_words(review.months)}")
        for button in (self.record, self.remove):
            if review.done_on is not None:  # to show one that has no place yet opens a window
                button.hide()
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hairline below."""
        paint_rule(QPainter(self), QPointF(0, self.height() - 1), self.width(), "hair")


def _review_said(review: ReviewLine, today: date) -> str:
    if review.done_on is None:
        return f"Due {show_day_year(review.due)} · {days_words(review.due, today)}"
    said = f"{FOUND_WORDS[review.found]}, {show_day_year(review.done_on)}"
    return f"{said} · {review.difference or review.evidence}".rstrip(" ·")


class LivesPart(QWidget):
    """Three rows, the fields for evidence and difference, and the reviews."""

    plan_asked = Signal()
    record_asked = Signal(object)  # a ReviewLine
    remove_asked = Signal(str)  # a review's id
    evidence_said = Signal(str)
    difference_said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.done, self.evidenced = LifeRow("Done"), LifeRow("Evidenced")
        self.changed = LifeRow("Difference")
        self.difference, self.evidence = DifferenceField(), EvidenceField()
        self.save_difference = Button("Save", icon="tick", dense=True, keys="Ctrl+Enter")
        self.save_difference.setAccessibleName("Save what difference it made (Ctrl+Enter)")
        self.save_evidence = Button("Save", icon="tick", dense=True, keys="Ctrl+Enter")
        self.save_evidence.setAccessibleName("Save the evidence (Ctrl+Enter)")
        self.plan = Button("Plan reviews", icon="calendar", dense=True)
        self.rows: list[ReviewRow] = []
        self._lay_out()
        self.save_difference.clicked.connect(self.send_difference)
        self.save_evidence.clicked.connect(self.send_evidence)
        self.plan.clicked.connect(self.plan_asked)

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(Text("Three lives", "section"))
        lives = QVBoxLayout()
        lives.setSpacing(0)
        for row in (self.done, self.evidenced, self.changed):
            lives.addWidget(row)
        box.addLayout(lives)
        for field, save in (
            (self.difference, self.save_difference),
            (self.evidence, self.save_evidence),
        ):
            box.addWidget(field)
            box.addWidget(save, 0, Qt.AlignmentFlag.AlignLeft)
        box.addSpacing(4)
        box.addWidget(Text("Reviews", "section"))
        self.none = Text("No review is planned", "base", tone="t2")
        box.addWidget(self.none)
        self.list = QVBoxLayout()
        self.list.setSpacing(0)
        box.addLayout(self.list)
        box.addWidget(self.plan, 0, Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_lives(self, action_id: str, number: str, lives: Lives, today: date) -> None:
        """Show how far an action lived."""
        closed = f"Closed by {lives.closed_at}" if lives.closed_at else ""
        self.done.tell("done", _long(lives.done_on) or "The day is not known", closed)
        if lives.evidence:
            self.evidenced.tell("done", _long(lives.evidenced_on), lives.evidence)
        else:
            self.evidenced.tell("not due", "Not yet", "How do we know that it was done?")
        self._show_difference(lives, today)
        self.difference.show_for(action_id, number, lives.difference)
        self.evidence.show_for(action_id, number, lives.evidence)
        empty_layout(self.list)
        self.rows = [ReviewRow(review, today) for review in lives.reviews]
        self.none.setVisible(not self.rows)
        for row in self.rows:
            review = row.review
            row.record.clicked.connect(lambda _on=False, one=review: self.record_asked.emit(one))
            row.remove.clicked.connect(lambda _on=False, one=review: self.remove_asked.emit(one.id))
            self.list.addWidget(row)

    def _show_difference(self, lives: Lives, today: date) -> None:
        coming = lives.next_review
        asked = f"{review_words(coming.months)}, {days_words(coming.due, today)}" if coming else ""
        if lives.difference:
            self.changed.tell("done", _long(lives.difference_on), asked or lives.difference)
        elif coming is not None:
            left = working_days_between(today, coming.due)
            kind = "late" if left < 0 else "risk" if left <= _SOON else "later"
            self.changed.tell(kind, f"Due {show_long_day(coming.due)}", asked)
        else:
            self.changed.tell("not due", "Not said yet", "Plan a review to be asked for it")

    def send_difference(self) -> None:
        """Save what difference it made, if something is said."""
        if self.difference.check():
            self.difference_said.emit(self.difference.value())
        else:
            self.difference.editor.setFocus()

    def send_evidence(self) -> None:
        """Save how we know that it was done, if something is said."""
        if self.evidence.check():
            self.evidence_said.emit(self.evidence.value())
        else:
            self.evidence.editor.setFocus()

    def save_focused(self) -> bool:
        """Save the field that has the keys; return whether one has."""
        now = self.window().focusWidget()
        if now is self.difference.editor:
            self.send_difference()
        elif now is self.evidence.editor:
            self.send_evidence()
        else:
            return False
        return True


def _long(on: date | None) -> str:
    return show_long_day(on) if on else ""
