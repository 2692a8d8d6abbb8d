"""How old the late actions of a log are, and how far due dates slipped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dscp_desktop.actions.rules.log import ActionLine
from dscp_desktop.core.days import working_days_between

_SOME, _MANY = 10, 30  # working days


@dataclass(frozen=True, slots=True)
class Ageing:
    """How many actions are late by fewer than 10, by 10 to 30, and by more working days.

    `moved` counts the actions, done ones left out, whose due date was put off, `days` by how
    many working days in all.
    """

    under: int = 0
    between: int = 0
    over: int = 0
    moved: int = 0
    days: int = 0

    @property
    def late_words(self) -> str:
        """Return 'Late by fewer than 10 working days: 3; by 10 to 30: 1; by more than 30: 2.'"""
        if not self.under + self.between + self.over:
            return ""
        return (
            f"Late by fewer than {_SOME} working days: {self.under}; by {_SOME} to {_MANY}: "
            f"{self.between}; by more than {_MANY}: {self.over}."
        )

    @property
    def slipped_words(self) -> str:
        """Return 'Put off since first set: 2 actions, by 51 working days in all.'"""
        if not self.moved:
            return ""
        actions, days = _counted(self.moved, "action"), _counted(self.days, "working day")
        return f"Put off since first set: {actions}, by {days} in all."


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def ageing_of(lines: Iterable[ActionLine], today: date) -> Ageing:
    """Count how old the late actions are on a day, and how far the open ones slipped."""
    under = between = over = moved = days = 0
    for line in lines:
        if line.part == "late" and line.due is not None:
            age = working_days_between(line.due, today)
            under += age < _SOME
            between += _SOME <= age <= _MANY
            over += age > _MANY
        if line.part in ("late", "open") and line.slipped > 0:
            moved += 1
            days += line.slipped
    return Ageing(under, between, over, moved, days)
