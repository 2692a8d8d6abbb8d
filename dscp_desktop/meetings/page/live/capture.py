"""The bar below the notes: a decision, an action or a challenge is put down without leaving them.

Ctrl+Enter adds it, Esc goes back to the notes. It stands below the notes and never covers them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.actions.rules.log import BY_DATE, BY_MEETING, NO_DUE
from dscp_desktop.meetings.page.live.deeds import WITHOUT_A_VOTE, Said
from dscp_desktop.meetings.page.votepart import VotePart
from dscp_desktop.meetings.rules.capture import ACTION, CHALLENGE, DECISION, Captured
from dscp_desktop.meetings.rules.record import ChallengeLine, DecisionLine
from dscp_desktop.partnership.rules.parties import Party
from dscp_desktop.widgets.buttons import Button, TickBox
from dscp_desktop.widgets.datefields import DateField
from dscp_desktop.widgets.forms import ChoiceField, Field, TextField, first_wrong
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.typed import Typed, Values

_DUE = (
    (BY_DATE, "On a date"),
    (BY_MEETING, "Next meeting"),
    (NO_DUE, "No due date"),
)
_WORDS = {
    DECISION: ("New decision", "What was decided", "Add decision"),
    ACTION: ("New action", "What needs doing", "Add action"),
    CHALLENGE: ("New challenge", "What the concern is", "Add challenge"),
}
_PARTS = {
    DECISION: ("how",),
    ACTION: ("owner", "due_rule", "due"),
    CHALLENGE: ("to", "by"),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CaptureBar(Surface, Typed):
    """One thing that is put down. `submitted` comes when no field is wrong."""

    draft_name = "capture"
    submitted = Signal()
    left = Signal()
    opened = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("top", "subtle", parent)
        self.kind, self.item_id, self.meeting_id = ACTION, "", ""
        self.restricted = False
        self.record_id = ""  # of the decision or challenge that is changed
        self.given: tuple[Mapping[str, str], Values] | None = None
        self.title, self.hint = Text("", "strong"), Text("Press Esc to go back to notes", "caption")
        self.asked = Message("waiting")
        self.trouble = Message("late")
        self.text = TextField("What needs doing")
        self.how = TextField("How it was decided", optional=True)
        self.vote = VotePart(columns=3)
        self.owner = ChoiceField("Owner", missing="Choose who owns it")
        self.due_rule = ChoiceField("Due", _DUE, width=132)
        self.due = DateField("Due date", missing="Enter the day it is due")
        self.to = ChoiceField("Raised to", optional=True)
        self.by = TextField("Raised by", optional=True)
        self.add = Button("Add action", "primary", keys="Ctrl+Enter")
        self.cancel = Button("Cancel")
        self.add.clicked.connect(self.submit)
        self.cancel.clicked.connect(self.left)
        self.due_rule.changed.connect(self._fit_due)
        self.vote.rule.changed.connect(self._fit_how)
        self._lay_out()
        self.hide()

    def setVisible(self, visible: bool) -> None:
        """Tell of it: one button of the screen is primary at a time."""
        super().setVisible(visible)
        self.opened.emit(visible)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        bottom = Qt.AlignmentFlag.AlignBottom
        row.addWidget(self.how, 1, bottom)
        row.addWidget(self.vote.rule, 1, bottom)
        for field, stretch in ((self.owner, 1), (self.due_rule, 0), (self.due, 0)):
            row.addWidget(field, stretch, bottom)
        row.addWidget(self.to, 1, bottom)
        row.addWidget(self.by, 1, bottom)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.hint)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.add)
        box = QVBoxLayout(self)
        box.setContentsMargins(GUTTER, 10, GUTTER, 12)
        box.setSpacing(6)
        for part in (self.title, self.asked, self.trouble, self.text):
            box.addWidget(part)
        for part in (self.asked, self.trouble):
            part.hide()
        box.addLayout(row)
        box.addWidget(self.vote)
        box.addLayout(foot)

    def _fields(self) -> list[Field]:
        return [self.text, *(getattr(self, name) for name in _PARTS[self.kind])]

    def _fit_due(self) -> None:
        dated = self.kind == ACTION and self.due_rule.value() == BY_DATE
        self.due.setVisible(dated)
        self.due.optional = not dated

    def _fit_how(self) -> None:
        """What is voted was not agreed without a vote."""
        if self.vote.rule_name() and self.how.value() == WITHOUT_A_VOTE:
            self.how.set_value("")
        elif not self.vote.rule_name() and not self.how.value():
            self.how.set_value(WITHOUT_A_VOTE)

    def set_owners(self, parties: Sequence[Party], roles: Sequence[str]) -> None:
        """Offer who may own an action, or be raised a challenge to: bodies, and roles of seats."""
        bodies: list[tuple[Any, str]] = [(f"id:{party.id}", party.name) for party in parties]
        named = [(f"role:{role}", role) for role in dict.fromkeys(roles) if role]
        self.owner.set_options([("", "Choose an owner"), *named, *bodies])
        self.to.set_options([("", "Nobody in particular"), *bodies])

    def begin(self, kind: str, meeting_id: str, item_id: str, *, restricted: bool) -> None:
        """Ask for a new decision, action or challenge, the keys in its words."""
        self.kind, self.meeting_id, self.item_id = kind, meeting_id, item_id
        self.restricted = restricted
        self.record_id = ""
        title, label, do = _WORDS[kind]
        self.title.setText(title + (" (Part 2)" if restricted else ""))
        self.text.label.setText(label)
        self.text.editor.setAccessibleName(label)
        self.text.missing = f"Enter {label[0].lower()}{label[1:]}"
        self.add.set_words(do)
        for part in (self.asked, self.trouble):
            part.hide()
        for field in (self.text, self.how, self.owner, self.due_rule, self.due, self.to, self.by):
            field.clear_error()
            field.setVisible(field in self._fields())
        self.vote.open(shown=kind == DECISION)
        self.text.set_value("")
        self.how.set_value(WITHOUT_A_VOTE)
        self.owner.set_value("")
        self.due_rule.set_value(BY_DATE)
        self.due.set_value(None)
        self.to.set_value("")
        self.by.set_value("")
        self._fit_due()
        self.show()
        self.text.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        given, self.given = self.given, None
        if given is not None and given[0].get("item") == item_id:
            self.put_typed(given[1])

    def fill(self, found: Captured) -> None:
        """Put in what a typed line said; what it left open is asked, the keys are there."""
        self.text.set_value(found.text)
        if found.kind == ACTION:
            role = f"role:{found.owner_role}" if found.owner_role else ""
            self.owner.set_value(f"id:{found.owner.id}" if found.owner else role)
            self.due_rule.set_value(found.due_rule if found.due_rule != NO_DUE else BY_DATE)
            self.due.set_value(found.due)
            self._fit_due()
        elif found.kind == CHALLENGE:
            self.to.set_value(f"id:{found.to.id}" if found.to else "")
            self.by.set_value(found.by.name if found.by else "")
        said = []
        for question in found.questions:
            nearest = f" Did you mean {', '.join(question.choices)}?" if question.choices else ""
            said.append(question.words + nearest)
        if said:
            self.asked.tell("waiting", " ".join(said))
            self.asked.show()
            field = {"owner": self.owner, "due": self.due, "to": self.to}.get(
                found.questions[0].field, self.text
            )
            field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def edit(self, record: DecisionLine | ChallengeLine) -> None:
        """Put in a decision or a challenge that is there already, to be changed."""
        self.record_id = record.id
        self.restricted = record.restricted
        self.title.setText(record.shown)
        self.add.set_words("Save changes")
        self.text.set_value(record.text)
        if isinstance(record, DecisionLine):
            self.how.set_value(record.how)
            self.vote.set_vote(record.rule, record.votes)
        else:
            self.to.set_value(f"id:{record.raised_to_id}" if record.raised_to_id else "")
            self.by.set_value(record.raised_by)

    # What it says ---------------------------------------------------------------------------

    def said(self) -> Said:
        """Return what stands in the bar."""
        owner = str(self.owner.value() or "")
        action, challenge = self.kind == ACTION, self.kind == CHALLENGE
        return Said(
            self.kind,
            self.text.value(),
            how=self.how.value(),
            rule=self.vote.rule_name() if self.kind == DECISION else "",
            votes=self.vote.votes() if self.kind == DECISION else (),
            owner_id=owner.removeprefix("id:") if action and owner.startswith("id:") else None,
            owner_role=owner.removeprefix("role:") if owner.startswith("role:") else "",
            due_rule=self.due_rule.value(),
            due=self.due.value(),
            raised_by=self.by.value() if challenge else "",
            raised_to_id=str(self.to.value() or "").removeprefix("id:") or None,
            restricted=self.restricted,
            record_id=self.record_id,
        )

    def opens_calendar(self) -> bool:
        """Open the calendar where the keys are in the date: Alt+Down is its key there."""
        inside = self.due.editor.hasFocus()
        if inside:
            self.due.open_calendar()
        return inside

    def submit(self) -> None:
        """Add it, where nothing is wrong."""
        self.trouble.hide()
        if first_wrong(self._fields()) is None:
            self.submitted.emit()

    def show_trouble(self, words: str) -> None:
        """Say what the store refused."""
        self.trouble.tell("late", words)
        self.trouble.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter adds it, Enter goes on to the next field, Esc goes back to the notes."""
        if event.key() in _ENTER:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.submit()
            else:
                self.focusNextChild()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # Drafts ---------------------------------------------------------------------------------

    def _inputs(self) -> dict[str, Field | TickBox]:
        return super()._inputs() | self.vote.inputs()

    def put_typed(self, values: Values) -> None:
        """Put back what stood here: the rule first, for it asks those who vote."""
        self.vote.put(values)
        super().put_typed(values)

    def draft_about(self) -> dict[str, str]:
        """Return the meeting, the item and the kind."""
        return {"meeting": self.meeting_id, "item": self.item_id, "kind": self.kind}

    def draft_title(self) -> str:
        """Return 'New action'."""
        return self.title.text()

    def give_back(self, about: Mapping[str, str], values: Values) -> None:
        """Keep values until the bar is opened for their item."""
        self.given = (about, values)

    def is_live(self) -> bool:
        """Say whether something stands in the bar that was not added."""
        return not self.isHidden() and bool(self.text.value())
