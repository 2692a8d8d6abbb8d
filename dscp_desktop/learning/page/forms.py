"""The form of a cycle, and the bar that asks how a phase is to be moved."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from dscp_desktop.core.days import show_month
from dscp_desktop.core.faults import Refused
from dscp_desktop.learning.rules.cycles import (
    STATES,
    CycleDetails,
    CycleLine,
    CyclesPage,
    PhaseLine,
)
from dscp_desktop.learning.rules.plan import judge_start, month_window
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.formpane import FormPane
from dscp_desktop.widgets.forms import ChoiceField, TextField
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.texts import Text

_MONTH, _AFTER, _UNKNOWN = "month", "after", "unknown"
_BEGINS = (
    (_MONTH, "In a month"),
    (_AFTER, "After the work of another cycle"),
    (_UNKNOWN, "Not known yet"),
)
_HOW = "Enter a month such as 10/2023"


class MonthField(TextField):
    """A month; `value()` is its first day, None for nothing or what cannot be read."""

    def __init__(self, label: str) -> None:
        super().__init__(label, placeholder="mm/yyyy", width=136, missing=_HOW)

    def month(self) -> date | None:
        """Return the first day of the month."""
        month, _slash, year = self.editor.text().strip().partition("/")
        known = month.isascii() and year.isascii() and month.isdigit() and year.isdigit()
        if not known or len(year) != 4 or not 1 <= int(month) <= 12 or not int(year):
            return None
        return date(int(year), int(month), 1)

    def set_month(self, day: date | None) -> None:
        """Show a month."""
        self.set_value(f"{day:%m/%Y}" if day else "")

    def problem(self) -> str:
        """Say what a month looks like, and which may be meant."""
        day = self.month()
        if day is None:
            return _HOW
        try:
            judge_start(day)
        except Refused as refused:
            return refused.words
        return ""


class CycleForm(FormPane):
    """The topic of a cycle, its priority, and when it starts; its phases follow by rule."""

    draft_name = "learning cycle"

    def __init__(self) -> None:
        self.cycle: CycleLine | None = None
        self.topic = TextField("Topic", missing="Type the topic of the cycle")
        self.priority = ChoiceField("Priority", optional=True, width=520)
        self.begins = ChoiceField("Starts", _BEGINS, width=280)
        self.month = MonthField("Month one")
        self.follows = ChoiceField("Follows", width=520, missing="Choose the cycle that it follows")
        words = [(state, state.capitalize()) for state in STATES]
        self.state = ChoiceField("Status", words, width=200)
        parts = (self.topic, self.priority, self.begins, self.month, self.follows, self.state)
        super().__init__("New learning cycle", parts, "Plan the cycle")
        self.begins.changed.connect(self._fit)

    def _fit(self) -> None:
        self.month.setVisible(self.begins.value() == _MONTH)
        self.follows.setVisible(self.begins.value() == _AFTER)

    def draft_about(self) -> dict[str, str]:
        """Return the cycle, nothing for a new one."""
        return {"cycle": self.cycle.id} if self.cycle else {}

    def open(self, cycle: CycleLine | None, page: CyclesPage) -> None:
        """Show a cycle's values, or empty fields; a new one follows the last that has months."""
        self.cycle = cycle
        known = [(one.id, f"{one.title} ({one.code})") for one in page.priorities]
        self.priority.set_options([("", "None"), *known])
        others = [one for one in page.cycles if cycle is None or one.id != cycle.id]
        named = [(one.id, one.topic) for one in others]
        self.follows.set_options([("", "Choose"), *named])
        dated = [one for one in others if one.starts is not None]
        last = dated[-1].id if dated and cycle is None else ""
        self.topic.set_value(cycle.topic if cycle else "")
        self.priority.set_value(cycle.priority.id if cycle and cycle.priority else "")
        self.month.set_month(cycle.starts if cycle else None)
        self.follows.set_value(cycle.follows.id if cycle and cycle.follows else last)
        begins = _AFTER if last or (cycle and cycle.follows) else _MONTH
        if cycle is not None and cycle.starts is None and cycle.follows is None:
            begins = _UNKNOWN
        self.begins.set_value(begins)
        self.state.set_value(cycle.state if cycle else STATES[0])
        self.state.setVisible(cycle is not None)
        self._fit()
        title = "Change the cycle" if cycle else "New learning cycle"
        self.begin(title, "Save changes" if cycle else "Plan the cycle")

    def details(self) -> CycleDetails:
        """Return what the fields say."""
        begins = self.begins.value()
        return CycleDetails(
            topic=self.topic.value(),
            priority_id=self.priority.value() or None,
            starts=self.month.month() if begins == _MONTH else None,
            follows_id=self.follows.value() or None if begins == _AFTER else None,
            state=self.state.value(),
        )


class MoveBar(Surface):
    """Asks whether a phase moves alone, with the later ones, or with the cycles that follow too.

    Alt+Left and Alt+Right move it further; Esc leaves it where it is.
    """

    answered = Signal(str, int, bool, bool)  # phase, months, later ones, cycles that follow
    left = Signal()

    def __init__(self) -> None:
        super().__init__("bottom", "sel")
        self.phase: PhaseLine | None = None
        self.months = 0
        self.words = Text("", "strong", wrap=True)
        self.trouble = Message("late")
        self.alone = Button("This phase alone", dense=True)
        self.later = Button("The later ones too", dense=True)
        self.chained = Button("And the cycles that follow", dense=True)
        self.stay = Button("Leave it", "quiet", dense=True, keys="Esc")
        box = QVBoxLayout(self)
        box.setContentsMargins(GUTTER, 8, GUTTER, 8)
        box.setSpacing(6)
        box.addWidget(self.words)
        box.addWidget(self.trouble)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.alone, self.later, self.chained, self.stay):
            row.addWidget(button)
        row.addStretch()
        box.addLayout(row)
        self.alone.clicked.connect(lambda: self._answer(later=False, chained=False))
        self.later.clicked.connect(lambda: self._answer(later=True, chained=False))
        self.chained.clicked.connect(lambda: self._answer(later=True, chained=True))
        self.stay.clicked.connect(self.left)
        for button in (self.alone, self.later, self.chained, self.stay):
            button.installEventFilter(self)  # a button takes arrows, the window Alt+Left
        self.setAccessibleName("Move the phase")
        self.hide()

    def ask(self, phase: PhaseLine, months: int, followed: bool) -> None:
        """Ask about a phase; `followed` says whether another cycle follows its own."""
        self.phase, self.months = phase, months
        self.chained.setVisible(followed)
        self.trouble.hide()
        self.show()
        self._tell()
        self.alone.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        phase = self.phase
        if phase is None or phase.planned is None:
            return
        to = show_month(month_window(phase.planned.starts, 1, self.months).starts)
        count = "1 month" if abs(self.months) == 1 else f"{abs(self.months)} months"
        way = "later" if self.months > 0 else "earlier"
        self.words.setText(
            f"Move phase {phase.number}, {phase.title}, {count} {way}, to {to}? "
            "Its first plan stays visible."
        )
        self.setAccessibleDescription(self.words.text())

    def show_trouble(self, words: str) -> None:
        """Say why it cannot be moved so."""
        self.trouble.tell("late", words)
        self.trouble.show()

    def _answer(self, *, later: bool, chained: bool) -> None:
        if self.phase is not None:
            self.answered.emit(self.phase.id, self.months, later, chained)

    def _further(self, step: int) -> None:
        self.months += step if self.months + step else 2 * step
        self.trouble.hide()
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Alt and an arrow before a button or the window does."""
        across = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() in across and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.accept()
            if event.type() is QEvent.Type.KeyPress:
                self._further(across[Qt.Key(event.key())])
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves it."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
