"""The steps of the ceremony that are typed into: the list, the sample, the seed, what is lost."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from dscp_desktop.core.faults import WrongUse
from dscp_desktop.restraint.page.look import (
    REASONS,
    SHORT_LEVELS,
    USUAL_PLAN,
    helper_words,
)
from dscp_desktop.restraint.page.stepform import StepForm
from dscp_desktop.sampling.rules.frame import LeftOut, Period, left_out_text
from dscp_desktop.widgets import fonts
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.forms import AreaField, ChoiceField, TextField
from dscp_desktop.widgets.status import Status, StatusLabel
from dscp_desktop.widgets.texts import Text
from dscp_desktop.widgets.typed import Values

FEWEST, MOST = 2, 6
_DIGITS = re.compile(r"[0-9]{1,12}")
_ALL = "all"


class ListForm(StepForm):
    """Which period, who supplied the list, and the total they declared."""

    draft_name = "draw list"
    period_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._suggested = ("", "")
        self.home = ChoiceField("Home")
        self.period = ChoiceField("Period", hint="A month or a quarter: footage is overwritten")
        self.supplied = TextField(
            "Who supplied the list", hint="A role", missing="Enter the role that supplied the list"
        )
        self.declared = TextField("Total they declared", width=96, optional=True)
        self.declared.problem_of = self._number_problem
        parts = (self.home, self.period, self.supplied, self.declared)
        super().__init__("The list", parts, parent)
        for chooser in (self.home, self.period):
            chooser.changed.connect(self.period_chosen)

    def _number_problem(self) -> str:
        typed = self.declared.value()
        return "" if not typed or typed.isdecimal() else "Enter a whole number, such as 53"

    def clear(self) -> None:
        """Forget who supplied the list before."""
        self._suggested = ("", "")
        for field in (self.supplied, self.declared):
            field.set_value("")

    def suggest(self, supplied: str, declared: int | None) -> None:
        """Fill in what the returns of the period say, where nobody has typed otherwise."""
        said = (supplied, "" if declared is None else str(declared))
        fields = (self.supplied, self.declared)
        for field, before, now in zip(fields, self._suggested, said, strict=True):
            if field.value() == before:
                field.set_value(now)
        self._suggested = said

    def declared_total(self) -> int | None:
        """Return the declared total, None where none is given."""
        typed = self.declared.value()
        return int(typed) if typed.isdecimal() else None

    def chosen(self) -> Period | None:
        """Return the period that is chosen."""
        value = self.period.value()
        return value if isinstance(value, Period) else None

    def _inputs(self) -> dict[str, Any]:
        return {"supplied": self.supplied, "declared": self.declared}


class LeaveOutForm(StepForm):
    """Why one incident is left out of the list; the reason stands in the certificate."""

    draft_name = "left out of the list"
    leave_out = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.ref = ""
        self.words = Text("", "base", wrap=True)
        self.reason = TextField(
            "Leave it out, with the reason",
            hint="In one line. It stands on the certificate.",
            missing="Enter why it is left out",
        )
        self.reason.problem_of = self._problem
        self.do = Button("Leave out", icon="away", dense=True)
        self.do.clicked.connect(self.send)
        super().__init__("Fault", (self.words, self.reason, self.do), parent)
        self.submitted.connect(self.send)

    def _problem(self) -> str:
        try:
            left_out_text([LeftOut(self.ref, self.reason.value())])
        except WrongUse as wrong:
            return wrong.words
        return ""

    def draft_about(self) -> dict[str, str]:
        """Return the incident."""
        return {"frame": self.frame_id, "fault": self.ref}

    def open(self, ref: str, why: str) -> None:
        """Show a fault and ask for the reason."""
        if ref != self.ref:
            self.reason.set_value("")
            self.touched = False
        self.ref = ref
        self.title.setText(f"Fault: {ref}")
        self.words.setText(why)

    def send(self) -> None:
        """Leave it out."""
        if self.is_right():
            reason = self.reason.value()
            self.reason.set_value("")
            self.touched = False
            self.leave_out.emit(self.ref, reason)


class PlanForm(StepForm):
    """How many are drawn of each level: a number, or all. Of the last level all, always."""

    draft_name = "draw plan"

    def __init__(self, parent: QWidget | None = None) -> None:
        self.sizes: Mapping[str, int] = {}
        self.settled: dict[str, str] = {}  # who supplied the list, and their total
        self.levels: dict[str, TextField] = {}
        for level in tuple(SHORT_LEVELS)[:-1]:
            field = TextField(SHORT_LEVELS[level], width=96, missing="Enter how many, or all")
            field.problem_of = partial(self._problem, field)
            field.set_value(USUAL_PLAN[level])
            self.levels[level] = field
        self.last = tuple(SHORT_LEVELS)[-1]
        self.whole = Text(f"{SHORT_LEVELS[self.last]}: all, always", "base", wrap=True)
        hint = Text(
            "Type how many are drawn of each injury level, or all. All of level 3 are drawn.",
            "caption",
            wrap=True,
        )
        super().__init__(
            "Sample by injury level", (hint, *self.levels.values(), self.whole), parent
        )

    def draft_about(self) -> dict[str, str]:
        """Return that the list was settled, and what was said of it."""
        return {"frame": self.frame_id, "step": "plan", **self.settled}

    def _inputs(self) -> dict[str, Any]:
        return {f"level {level}": field for level, field in self.levels.items()}

    @staticmethod
    def _problem(field: TextField) -> str:
        typed = field.value().casefold()
        good = typed == _ALL or (typed.isascii() and typed.isdigit() and len(typed) < 7)
        return "" if good else "Enter a whole number, or all"

    def show_sizes(self, sizes: Mapping[str, int]) -> None:
        """Say how many there are, and how many would be needed to say something."""
        self.sizes = sizes
        for level, field in self.levels.items():
            words = helper_words(sizes.get(level, 0))
            there = f"Of {sizes.get(level, 0)}"
            field.hint.setText(f"{there}. {words}" if words else "There are none")
            field.hint.show()
            field.editor.setAccessibleDescription(field.hint.text())
        count = sizes.get(self.last, 0)
        there = f"there are {count}" if count else "there are none"
        self.whole.setText(f"{SHORT_LEVELS[self.last]}: all are always drawn, {there}")

    def plan(self) -> str:
        """Return the plan as text: '0:8,1:5,2:all,3:all'."""
        said = {level: field.value().casefold() for level, field in self.levels.items()}
        parts = [f"{n}:{v if v == _ALL else int(v)}" for n, v in said.items()]
        return ",".join([*parts, f"{self.last}:{_ALL}"])


class _Person(QWidget):
    """One person who rolls dice: role, digits, and whether they are in."""

    changed = Signal()

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.role = TextField(f"Person {number}", placeholder="Role", missing="Enter the role")
        self.digits = TextField(
            "Digits", role="mono", width=112, missing="Roll dice and enter 1 to 12 digits"
        )
        self.digits.problem_of = self._problem
        self.digits.editor.setEchoMode(QLineEdit.EchoMode.Password)
        name = f"Digits of person {number}"
        self.digits.editor.setAccessibleName(name)
        self.roll = Button(f"Roll dice for person {number}", icon="auto", icon_only=True)
        self.roll.clicked.connect(self._roll)
        self.rolled = ""
        self.state = StatusLabel(Status("not due", "Not in"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        bottom = Qt.AlignmentFlag.AlignBottom
        row.addWidget(self.role, 1, bottom)
        row.addWidget(self.digits, 0, bottom)
        row.addWidget(self.roll, 0, bottom)
        row.addWidget(self.state, 0, bottom)
        for field in (self.role, self.digits):
            field.changed.connect(self._tell)

    def sizeHint(self) -> QSize:
        """Leave room for the longest state."""
        return super().sizeHint().expandedTo(QSize(fonts.scaled(320), 0))

    def _problem(self) -> str:
        if _DIGITS.fullmatch(self.part()):
            return ""
        return "Enter 1 to 12 digits, and nothing else"

    def part(self) -> str:
        """Return the digits, typed spaces dropped."""
        return "".join(self.digits.editor.text().split(" "))

    def is_in(self) -> bool:
        """Say whether role and digits are there."""
        return bool(self.role.value() and _DIGITS.fullmatch(self.part()))

    def _roll(self) -> None:
        self.digits.set_value(f"{secrets.randbelow(1_000_000):06d}")
        self.rolled = self.part()
        self.digits.changed.emit()

    def _tell(self) -> None:
        inside = self.is_in()
        self.state.set_status(Status("done", "In") if inside else Status("not due", "Not in"))
        self.changed.emit()

    def named(self) -> str:
        """Return who gave the digits, and whether the program rolled for them."""
        by_program = bool(self.rolled) and self.rolled == self.part()
        return self.role.value() + (" (rolled by the program)" if by_program else "")


class SeedForm(StepForm):
    """At least two people by role; nobody sees the digits of others until all are in.

    Digits are never kept as a draft: the roles are.
    """

    draft_name = "draw seed"
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.people: list[_Person] = []
        self.rows = QWidget()
        self._rows = QVBoxLayout(self.rows)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        self.add = Button("Add a person", icon="add", dense=True)
        self.add.clicked.connect(lambda: self._add(focus=True))
        hint = Text(
            "Each person rolls dice and enters what they show, six digits are usual. Nobody can "
            "see the others' digits until all are in.",
            "caption",
            wrap=True,
        )
        super().__init__("Seed", (hint, self.rows, self.add), parent)
        self.shown = False
        for _ in range(FEWEST):
            self._add()

    def _add(self, *, focus: bool = False) -> None:
        if len(self.people) >= MOST:
            return
        person = _Person(len(self.people) + 1)
        person.changed.connect(self._touch)
        person.changed.connect(self.changed)
        self.people.append(person)
        self._rows.addWidget(person)
        self.add.setVisible(len(self.people) < MOST and not self.shown)
        if focus:
            person.role.editor.setFocus()
            self.changed.emit()

    def _inputs(self) -> dict[str, Any]:
        return {f"role {n}": person.role for n, person in enumerate(self.people, start=1)}

    def put_typed(self, values: Values) -> None:
        """Put back the roles, as many as there were."""
        while len(self.people) < min(len(values), MOST):
            self._add()
        super().put_typed(values)

    def clear(self) -> None:
        """Forget all that was typed, and hide digits again."""
        self.hide_digits()
        for person in self.people[FEWEST:]:
            self._rows.removeWidget(person)
            person.hide()
            person.deleteLater()
        del self.people[FEWEST:]
        for person in self.people:
            person.role.set_value("")
            person.digits.set_value("")
            person.rolled = ""
            person._tell()
        self.touched = False

    def all_in(self) -> bool:
        """Say whether every person has given digits."""
        return len(self.people) >= FEWEST and all(person.is_in() for person in self.people)

    def show_digits(self) -> None:
        """Show what all have entered; nothing can be changed any more."""
        self._reveal(True)

    def hide_digits(self) -> None:
        """Hide the digits, to be typed."""
        self._reveal(False)

    def _reveal(self, shown: bool) -> None:
        self.shown = shown
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        for person in self.people:
            person.digits.editor.setEchoMode(mode)
            for field in (person.role, person.digits):
                field.editor.setReadOnly(shown)
            person.roll.setEnabled(not shown)
        self.add.setVisible(not shown and len(self.people) < MOST)

    def seed(self) -> str:
        """Return the seed: the parts in the order given, joined with hyphens."""
        return "-".join(person.part() for person in self.people)

    def given_by(self) -> str:
        """Return who gave it: 'Independent scrutineer and Detective inspector'."""
        names = [person.named() for person in self.people]
        return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


class LostForm(StepForm):
    """Why the footage of one that was drawn cannot be viewed."""

    draft_name = "footage lost"
    lost = Signal(str, str, str, str)  # level, reference, reason, words

    def __init__(self, parent: QWidget | None = None) -> None:
        self.level = self.ref = ""
        self.reason = ChoiceField("Why it cannot be viewed", [("", "Choose a reason"), *REASONS])
        self.reason.missing = "Choose why it cannot be viewed"
        self.words = AreaField("In words", lines=2, optional=True)
        self.words.problem_of = self._problem
        self.do = Button("Replace by the next in draw order", icon="again", dense=True)
        self.do.clicked.connect(self.send)
        super().__init__("Footage cannot be viewed", (self.reason, self.words, self.do), parent)
        self.submitted.connect(self.send)

    def _problem(self) -> str:
        other = self.reason.value() == REASONS[-1][0]
        return "Say why, in words" if other and not self.words.value() else ""

    def draft_about(self) -> dict[str, str]:
        """Return the frozen list and the incident."""
        return {"frame": self.frame_id, "ref": self.ref}

    def open(self, level: str, ref: str) -> None:
        """Ask for the reason of one incident."""
        if ref != self.ref:
            self.reason.set_value("")
            self.words.set_value("")
            self.touched = False
        self.level, self.ref = level, ref
        self.title.setText(f"{ref} cannot be viewed")

    def send(self) -> None:
        """Say that it is lost."""
        if self.is_right():
            self.lost.emit(self.level, self.ref, self.reason.value(), self.words.value())
