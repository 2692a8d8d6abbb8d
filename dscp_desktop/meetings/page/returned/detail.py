"""One difference: what stands here and what came back, side by side, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dscp_desktop.core.worddiff import SAME, Run, compare_words
from dscp_desktop.meetings.rules.returned.values import Difference
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.choices import Choice, ChoiceList
from dscp_desktop.widgets.columns import Empty
from dscp_desktop.widgets.empty import EmptyState
from dscp_desktop.widgets.page import GUTTER, Surface, scrolling
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.worddiff import WordDiff

_NONE = Empty("No difference is chosen", "Choose one in the list: F7 goes to the next.", "changed")
_WIDE = 560  # below this the two texts stand one below the other
LEAVE = -2
_APART = ("comment", "heading")


def _runs(found: Difference) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Return what stands on each side; words that are no wording of the other stay unmarked."""
    if found.kind in _APART:
        old = (Run(SAME, found.old),) if found.old else ()
        return old, (Run(SAME, found.new),) if found.new else ()
    runs = compare_words(found.old, found.new)
    return runs if found.old else (), runs if found.new else ()


class DifferencePane(QStackedWidget):
    """Shows a difference. `accepted` gives the answer chosen (-1 where none is needed)."""

    accepted = Signal(int)
    left_alone = Signal()
    next_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.difference: Difference | None = None
        self.item = Text("", "caption strong")
        self.words = Text("", "item", wrap=True)
        self.more = Text("", "base", tone="t2", wrap=True)
        self.old_name, self.new_name = Text("Here", "label"), Text("Came back", "label")
        self.old = WordDiff(side="old", role="minutes", name="Here")
        self.new = WordDiff(side="new", role="minutes", name="Came back")
        self.question = Text("What is to be done?", "label")
        self.ways = ChoiceList("What is to be done")
        self.accept = Button("Accept", "primary", icon="tick", keys="Enter")
        self.leave = Button("Leave as it is", icon="close", keys="Del")
        self.next = Button("Next", "quiet", icon="down", keys="F7")
        self.accept.clicked.connect(self.do_accept)
        self.leave.clicked.connect(self.left_alone)
        self.next.clicked.connect(self.next_asked)
        self.none = EmptyState(_NONE)
        self.whole = self._lay_out()
        for part in (self.none, self.whole):
            self.addWidget(part)
        self.setAccessibleName("Difference")

    def _lay_out(self) -> QWidget:
        inside = Surface()
        box = QVBoxLayout(inside)
        box.setContentsMargins(GUTTER, 12, GUTTER, 16)
        box.setSpacing(6)
        for part in (self.item, self.words, self.more):
            box.addWidget(part)
        box.addSpacing(8)
        self.sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.sides.setSpacing(16)
        for name, text in ((self.old_name, self.old), (self.new_name, self.new)):
            column = QVBoxLayout()
            column.setSpacing(3)
            column.addWidget(name)
            column.addWidget(text)
            column.addStretch(1)
            self.sides.addLayout(column, 1)
        box.addLayout(self.sides)
        box.addSpacing(8)
        box.addWidget(self.question)
        box.addWidget(self.ways)
        box.addSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.accept, self.leave, self.next):
            row.addWidget(button)
        row.addStretch(1)
        box.addLayout(row)
        box.addStretch(1)
        return scrolling(inside, "Difference")

    def show_difference(self, found: Difference | None) -> None:
        """Show a difference, None where none is chosen."""
        anew = found is None or self.difference is None or found.key != self.difference.key
        self.difference = found
        self.setCurrentWidget(self.none if found is None else self.whole)
        if found is None:
            return
        self.item.setText(found.item or "Before or after the items")
        self.words.setText(found.words)
        self.more.setText(found.more)
        self.more.setVisible(bool(found.more))
        old, new = _runs(found)
        self.old.set_runs(old)
        self.new.set_runs(new)
        self.old_name.setText("Here" if found.old else "Here: nothing")
        came = "The comment" if found.kind == "comment" else "Came back"
        self.new_name.setText(came if found.new else f"{came}: nothing")
        if anew:
            choices = [Choice(at, way.words) for at, way in enumerate(found.ways)]
            stays = Choice(LEAVE, "Leave it as it is here")
            self.ways.set_choices([*choices, stays] if choices else [])
            self.ways.set_value(LEAVE)
        asked = bool(found.ways)
        self.question.setVisible(asked)
        self.ways.setVisible(asked)
        self.accept.setVisible(found.certain or asked)
        self.accept.set_words("Accept" if found.certain else "Do this")
        self.leave.set_words("Leave as it is" if found.certain or asked else "I have seen it")

    def do_accept(self) -> None:
        """Accept, or give the answer chosen; a question without one gets the keys."""
        found = self.difference
        if found is None:
            return
        if found.certain:
            self.accepted.emit(-1)
        elif not found.ways:
            self.left_alone.emit()
        elif self.ways.value() == LEAVE:
            if any(row.hasFocus() for row in self.ways.rows()):
                self.left_alone.emit()
            else:
                self._choose_answer()
        else:
            self.accepted.emit(int(self.ways.value()))

    def _choose_answer(self) -> None:
        """Give the keys to the answers."""
        for row in self.ways.rows():
            if row.isChecked():
                row.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the two texts one below the other where there is little room."""
        super().resizeEvent(event)
        beside = self.width() >= fonts.scaled(_WIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self.sides.direction() != way:
            self.sides.setDirection(way)
