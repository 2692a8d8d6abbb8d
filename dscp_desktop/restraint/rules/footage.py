"""How long footage is kept, and what stands in the way of looking at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dscp_desktop.core.days import show_date
from dscp_desktop.restraint.rules.incidents import NO, PARTLY, IncidentLine

# Days of the calendar, not working days: footage is overwritten at the weekend too.
RED_DAYS, AMBER_DAYS = 5, 10
NONE, GONE, HELD, ASKED, KEPT, SOON, UNKNOWN = (
    *("none", "gone", "held", "asked", "kept", "soon", "unknown"),
)


@dataclass(frozen=True, slots=True)
class FootageWarning:
    """One incident whose footage is gone or will be: its state, the day, and the words."""

    ref: str
    state: str
    on: date | None
    words: str
    incident_id: str = ""

    @property
    def is_gone(self) -> bool:
        """Whether nothing can be seen any more."""
        return self.state in (NONE, GONE)


def kept_until(footage: str, stated: date | None, on: date, days: int) -> date | None:
    """Return the last day footage is kept: as the return says, else by the home's rule.

    None where the return says that there is none, or nobody knows how long it is kept.
    """
    if footage == NO:
        return None
    return stated or (on + timedelta(days=days) if days > 0 else None)


def footage_state(line: IncidentLine, today: date) -> str:
    """Say how it stands with the footage: none, gone, held, asked, soon, kept or unknown.

    A hold that was asked for is none until the home confirms it. Footage whose day has passed
    counts as gone though nobody has said so.
    """
    if line.overwritten_on is not None:
        return GONE
    if line.values.footage == NO:
        return NONE
    if line.hold_confirmed_on is not None:
        return HELD
    if line.kept_until is None:
        return UNKNOWN
    if line.kept_until < today:
        return GONE
    if days_left(line, today) <= AMBER_DAYS:
        return SOON
    return ASKED if line.hold_asked_on else KEPT


def days_left(line: IncidentLine, today: date) -> int:
    """Return how many days of the calendar the footage is still kept; 0 is the last one."""
    return (line.kept_until - today).days if line.kept_until else 0


def days_left_words(days: int) -> str:
    """Return '3 days left', 'Due today', '2 days late'."""
    if not days:
        return "Due today"
    unit = "day" if abs(days) == 1 else "days"
    return f"{abs(days)} {unit} {'late' if days < 0 else 'left'}"


def urgency_of(days: int) -> str:
    """Return how near the day is: red is 'late', amber 'near', else 'later'."""
    return "late" if days <= RED_DAYS else "near" if days <= AMBER_DAYS else "later"


def footage_words(line: IncidentLine, today: date) -> str:
    """Return in a sentence how it stands with the footage of an incident."""
    state, until = footage_state(line, today), line.kept_until
    partly = " It shows a part only." if line.values.footage == PARTLY else ""
    if line.overwritten_on:
        return f"Overwritten, known since {show_date(line.overwritten_on)}."
    if state == NONE:
        return "The return says that there is no footage."
    if line.hold_confirmed_on:
        return f"Held: the home confirmed it on {show_date(line.hold_confirmed_on)}.{partly}"
    if until is None:
        return f"Nobody has said how long the footage is kept.{partly}"
    if state == GONE:
        return f"Kept until {show_date(until)}: it may be overwritten.{partly}"
    asked = (
        f" A hold was asked for on {show_date(line.hold_asked_on)} and is not confirmed."
        if line.hold_asked_on
        else ""
    )
    return f"Kept until {show_date(until)}.{asked}{partly}"


def warnings_of(lines: Sequence[IncidentLine], today: date) -> tuple[FootageWarning, ...]:
    """Return a warning for each incident whose footage is gone, or will be within ten days."""
    found = []
    for line in lines:
        state = footage_state(line, today)
        if state in (NONE, GONE, SOON, UNKNOWN):
            words = footage_words(line, today)
            on = line.overwritten_on or line.kept_until
            found.append(FootageWarning(line.ref, state, on, words, line.id))
    return tuple(found)
