"""What is typed in moderation: the agreed grade, a moved grade, and how it was finished."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.audits.rules.moderation import Moderation, QuestionRow
from dscp_desktop.audits.rules.tools import NO, SCALE, TEXT, YES
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import AreaField, ChoiceField, TextField, first_wrong
from dscp_desktop.widgets.page import Surface, scrolling
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.typed import Typed, Values

_INSET = 20


def offered_grades(shown: Moderation, row: QuestionRow) -> list[tuple[str, str]]:
    """Return what can be chosen for a question: grades of the scale, or Yes and No."""
    if row.kind == SCALE:
        return [(grade.letter, f"{grade.letter}  {grade.words}") for grade in shown.scale]
    return [(YES, YES), (NO, NO)]


class AgreePart(Surface, Typed):
    """The agreed grade of the question that is chosen, and why."""

    draft_name = "agreed grade"
    agreed = Signal(str, str, str)  # question, value, reason
    cleared = Signal(str)
    move_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.row: QuestionRow | None = None
        self.audit_id, self.audit = "", ""
        self.waiting: dict[tuple[str, str], Values] = {}  # by audit and question
        self.grade = ChoiceField("Agreed grade")
        self.spread = Text("", "caption", wrap=True)
        self.reason = AreaField("Why this grade", lines=3, missing="Say why this grade was agreed")
        self.by = Text("", "caption", wrap=True)
        self.trouble = Message("late")
        self.do = Button("Agree", icon="tick", dense=True)
        self.do.setToolTip("Agree this grade (Ctrl+Enter)")
        self.clear = Button("Take back", dense=True)
        self.move_one = Button("Move a grade", dense=True)
        self.move_one.setToolTip("Move the grade of an agency (M)")
        self.words = Text("", "base", wrap=True, tone="t2")
        inside = self.inside = Surface()
        box = QVBoxLayout(inside)
        box.setContentsMargins(_INSET, 12, _INSET, 12)
        box.setSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.do, self.clear, self.move_one):
            buttons.addWidget(button)
        buttons.addStretch()
        for part in (self.words, self.grade, self.spread, self.reason, self.trouble):
            box.addWidget(part)
        box.addLayout(buttons)
        box.addWidget(self.by)
        box.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self.area = scrolling(inside, "Agreed grade")
        whole.addWidget(self.area)
        self.do.clicked.connect(self.submit)
        self.clear.clicked.connect(self._clear)
        self.move_one.clicked.connect(self.move_asked)
        self.setAccessibleName("Agreed grade")

    def show_row(self, shown: Moderation, row: QuestionRow | None) -> None:
        """Show a question; what is typed for the same one stays."""
        same = row is not None and self.row is not None and row.id == self.row.id
        typed = self.is_live() if same else False
        if not same and self.is_live():
            self.waiting[self._key()] = self.typed()
        self.row, self.audit_id, self.audit = row, shown.audit.id, shown.audit.number
        done = bool(shown.audit.moderated_on)
        graded = row is not None and row.kind != TEXT
        for part in (self.grade, self.reason, self.spread, self.do, self.clear, self.move_one):
            part.setVisible(graded)
        for field in (self.do, self.clear, self.move_one):
            field.setEnabled(not done)
        self.by.setVisible(bool(row and row.agreed))
        self.trouble.hide()
        self.words.setText(_why_none(row, done))
        self.words.setVisible(bool(self.words.text()))
        if row is None or not graded:
            return
        self.clear.setVisible(bool(row.agreed))
        self.grade.setEnabled(not done)
        self.reason.setEnabled(not done)
        self.spread.setText(_spread(row))
        at = f" at {row.agreed_at:%H:%M}" if row.agreed_at else ""
        self.by.setText(f"Agreed by {row.agreed_by or 'the panel'}{at}" if row.agreed else "")
        if not typed:
            self.grade.set_options([("", "Not agreed"), *offered_grades(shown, row)])
            self.grade.set_value(row.agreed)
            self.reason.set_value(row.reason)
        waiting = self.waiting.pop(self._key(), None)
        if waiting is not None:
            self.put_typed(waiting)

    def draft_about(self) -> dict[str, str]:
        """Return the audit and the question."""
        return {"record": self.audit_id, "question": self.row.id if self.row else ""}

    def draft_title(self) -> str:
        """Return which grade it is."""
        number = self.row.number if self.row else ""
        return f"Agreed grade of question {number} of {self.audit}"

    def give_back(self, about: Mapping[str, str], values: Values) -> None:
        """Keep values until their question is shown."""
        self.waiting[about.get("record", ""), about.get("question", "")] = values

    def _key(self) -> tuple[str, str]:
        return self.audit_id, self.row.id if self.row else ""

    def is_live(self) -> bool:
        """Say whether something stands there that was not agreed."""
        row = self.row
        if row is None or row.kind == TEXT or self.grade.isHidden():
            return False
        return (self.grade.value(), self.reason.value()) != (row.agreed, row.reason)

    def submit(self) -> None:
        """Agree what stands there, if it is whole."""
        self.trouble.hide()
        if self.row is None or not self.do.isEnabled() or self.grade.isHidden():
            return
        if not self.grade.value():
            self.grade.show_error("Choose a grade")
            self.grade.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        elif first_wrong([self.reason]) is None:
            self.agreed.emit(self.row.id, self.grade.value(), self.reason.value())

    def refused(self, words: str) -> None:
        """Say what the store did not take."""
        self.trouble.tell("late", words)
        self.trouble.show()

    def taken(self, row_id: str, value: str, reason: str) -> None:
        """Hear that it was written: the fields show what is kept from now on."""
        if self.row is not None and self.row.id == row_id:
            self.grade.set_value(value)
            self.reason.set_value(reason)

    def put_back(self) -> None:
        """Show what is kept, and give up what was typed."""
        if self.row is not None:
            self.grade.set_value(self.row.agreed)
            self.reason.set_value(self.row.reason)

    def _clear(self) -> None:
        self.put_back()
        if self.row is not None:
            self.cleared.emit(self.row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter agrees; Esc takes back what was typed."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.submit()
        elif event.key() == Qt.Key.Key_Escape and self.is_live():
            self.put_back()
        else:
            super().keyPressEvent(event)


def _why_none(row: QuestionRow | None, done: bool) -> str:
    if row is None:
        return "Choose a question: its comments stand at the left, its agreed grade here."
    if row.kind == TEXT:
        return "A question for words has no grade. Put what was found among the findings."
    return "Moderation is finished: its grades stay as they are." if done else ""


def _spread(row: QuestionRow) -> str:
    last = f" Last time {row.last_agreed} was agreed." if row.last_agreed else ""
    return (row.spread_words or "Nobody has answered it yet.") + last


class MoveForm(FormPane):
    """Which agency's grade was moved, to which one, by whom and why."""

    draft_name = "moved grade"

    def __init__(self) -> None:
        self.audit_id, self.asked = "", ""
        self.agency = ChoiceField("Agency")
        self.after = ChoiceField("Moved to")
        self.by = TextField(
            "Who moved it", missing="Enter the role of who moved it", hint="A role, not a name"
        )
        self.why = AreaField("Why", lines=3, missing="Enter why it was moved")
        parts: tuple[QWidget, ...] = (self.agency, self.after, self.by, self.why)
        super().__init__("Move a grade", parts, "Move grade")

    def draft_about(self) -> dict[str, str]:
        """Return the audit and the question."""
        return {"record": self.audit_id, "question": self.asked}

    def fill(self, shown: Moderation, row: QuestionRow) -> None:
        """Offer the agencies that have returned, with what each says now."""
        self.audit_id, self.asked = shown.audit.id, row.id
        names = {one.id: one.name for one in shown.agencies}
        said = [
            (cell.agency_id, f"{names[cell.agency_id]}: now {cell.value or 'blank'}")
            for cell in row.cells
            if cell.state != "not returned"
        ]
        self.agency.set_options(said)
        self.after.set_options(offered_grades(shown, row))
        self.by.set_value("")
        self.why.set_value("")


class FinishForm(FormPane):
    """What is still open, and how many sat on the panel."""

    draft_name = "finish moderation"

    def __init__(self) -> None:
        self.audit_id = ""
        self.open_title = Text("", "strong", wrap=True)
        self.open = Text("", "base", wrap=True)
        self.panel = TextField("How many sat on the panel", optional=True, width=110)
        self.panel.problem_of = self._problem
        super().__init__(
            "Finish moderation", (self.open_title, self.open, self.panel), "Finish moderation"
        )

    def draft_about(self) -> dict[str, str]:
        """Return the audit."""
        return {"record": self.audit_id}

    def _problem(self) -> str:
        typed = self.panel.value()
        right = not typed or (typed.isascii() and typed.isdigit() and 0 < int(typed) < 1000)
        return "" if right else "Type how many sat on the panel in digits, or leave it empty."

    def fill(self, shown: Moderation) -> None:
        """List what is open."""
        self.audit_id = shown.audit.id
        count = len(shown.open)
        title = "1 thing is open" if count == 1 else f"{count} things are open"
        self.open_title.setText(title if count else "Nothing is open")
        words = "\n".join(f"• {one}" for one in shown.open)
        kept = "\n\nIt is kept with the audit and printed in its report."
        self.open.setText(words + kept if count else "Every answer is in, every grade is agreed.")
        self.panel.set_value("")
