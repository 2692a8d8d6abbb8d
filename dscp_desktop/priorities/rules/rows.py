"""What a row of a plan's sheets says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SheetValues:
    """What a sheet says as a whole: the term of its plan, and of the plan before; '' if neither."""

    term: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeValues:
    """A row of outcomes; a priority that has none stands alone, and the lead is its own."""

    number: int
    priority: str
    outcome_number: str
    outcome: str
    lead: str


@dataclass(frozen=True, slots=True)
class MeasureValues:
    """A row of measures: the numbers of its outcomes, () for none."""

    title: str
    numbers: tuple[str, ...]
    activity: str


@dataclass(frozen=True, slots=True)
class ThreadValues:
    """A row of golden threads: same, reworded, new, or '' where nothing is said."""

    title: str
    how: str
