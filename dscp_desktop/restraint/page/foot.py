"""The foot bar of the ceremony: what is true at each step, and the one way on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dscp_desktop.restraint.page.look import DrawnRow, FaultRow, rest_words
from dscp_desktop.sampling.rules.certificate import Checked
from dscp_desktop.widgets.buttons import Button
from dscp_desktop.widgets.page import GUTTER, Surface
from dscp_desktop.widgets.status import Message
from dscp_desktop.widgets.texts import Text


@dataclass(frozen=True, slots=True)
class Said:
    """What is true now: a kind of status, the fact, a line of help, and what the buttons say."""

    kind: str
    fact: str
    help_words: str
    primary: str
    icon: str
    second: str = ""


def say_list(faults: Sequence[FaultRow], kept: int, left_out: int) -> Said:
    """Say whether the list can be frozen."""
    freeze = ("Freeze the list", "lock")
    if faults:
        fact = "1 fault keeps" if len(faults) == 1 else f"{len(faults)} faults keep"
        words = "Mend it in the register, or leave it out with a reason."
        return Said("late", f"{fact} the list from being frozen", words, *freeze)
    out = f", {left_out} left out" if left_out else ""
    words = "Once it is frozen, nothing in it changes."
    return Said("done", f"{kept} incidents can be frozen{out}", words, *freeze)


def say_plan() -> Said:
    """Say what the commitment is made of."""
    words = "The commitment is made of the list and the sample, before there is any seed."
    do = "Commit to list and sample"
    return Said("note", "Say how many are drawn", words, do, "lock", "Start anew")


def say_seed(here: int, people: int) -> Said:
    """Say how many have given their digits."""
    words = "Print the freeze slip first: it leaves the room before there is any seed."
    kind, fact = "done" if here == people else "waiting", f"{here} of {people} people are in"
    return Said(kind, fact, words, "Show the seed", "eye", "Print freeze slip")


def say_draw(seed: str) -> Said:
    """Say the seed, once all have given their digits."""
    words = "There is one draw from this list. It cannot be drawn again."
    return Said(
        "done", f"The seed is {seed}", words, "Draw the sample", "draw", "Print freeze slip"
    )


def say_check(
    rows: Sequence[DrawnRow], checks: Sequence[Checked], at: datetime, today: date
) -> Said:
    """Say whose footage is in danger, else that the draw was verified again."""
    ways = ("Go to the certificate", "certificate", "Verify again")
    risky = rest_words(rows, today)
    if risky and all(check.holds for check in checks):
        return Said("risk", risky, "Enter on an incident says that it cannot be viewed.", *ways)
    return Said(*_verified(rows, checks, at), *ways)


def say_certificate(rows: Sequence[DrawnRow], checks: Sequence[Checked], at: datetime) -> Said:
    """Say that the draw was verified again."""
    return Said(*_verified(rows, checks, at), "Make certificate", "certificate", "Save CERT.json")


def _verified(
    rows: Sequence[DrawnRow], checks: Sequence[Checked], at: datetime
) -> tuple[str, str, str]:
    wrong = [check.what for check in checks if not check.holds]
    if wrong:
        return "late", f"It does not hold: {', '.join(wrong)}", "Tell whoever keeps the store."
    count = sum(bool(row.number) for row in rows)
    words = f"Drawing again gives the same {count} incidents in the same order."
    return "done", f"Verified at {at:%H:%M}", words


class Foot(Surface):
    """What is true now, in bold and below it, and the one way on at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("top", parent=parent)
        self.fact = Message("plain")
        self.help = Text("", "caption", wrap=True)
        self.second = Button("")
        self.primary = Button("", "primary", keys="Ctrl+Enter")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.fact)
        words.addWidget(self.help)
        row = QHBoxLayout(self)
        row.setContentsMargins(GUTTER, 10, GUTTER, 10)
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(self.second)
        row.addWidget(self.primary)
        self.setAccessibleName("What is next")

    def show_said(self, said: Said) -> None:
        """Say what is true now, and offer a second way, where there is one, and the way on."""
        self.fact.tell(said.kind, said.fact)
        self.help.setText(said.help_words)
        self.help.setVisible(bool(said.help_words))
        self.second.setVisible(bool(said.second))
        if said.second:
            self.second.set_words(said.second)
        self.primary.icon_name = said.icon
        self.primary.set_words(said.primary)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on by Ctrl+Enter from here too, as the button says."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.primary.click()
        else:
            super().keyPressEvent(event)
