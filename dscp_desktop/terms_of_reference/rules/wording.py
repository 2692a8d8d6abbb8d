"""The parts of terms of reference that are made from what the store knows, in words.

A line that begins with '- ' is an item of a list. Terms name seats, not the people on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dscp_desktop.core.days import show_date
from dscp_desktop.partnership.rules.seats import SeatHolder
from dscp_desktop.terms_of_reference.rules.versions import StandingLine

ITEM = "- "
_KINDS = (
    ("core", "Core members"),
    ("co-opted", "Co-opted members"),
    ("virtual", "Virtual members, who need not come"),
    ("in attendance", "In attendance"),
)
_OFFICES = (("chair", "Chair"), ("deputy chair", "Deputy chair"))


def seat_words(seat: SeatHolder) -> str:
    """Return 'Organisation, role', or whichever of the two is known."""
    who = seat.organisation or seat.shown
    return f"{who}, {seat.role}" if seat.role and seat.role != who else who


def membership_words(seats: Sequence[SeatHolder]) -> str:
    """Return who sits on a group, kind by kind, and says so where nobody does."""
    lines: list[str] = []
    for kind, title in _KINDS:
        found = [ITEM + seat_words(seat) for seat in seats if seat.kind == kind]
        lines += [f"{title}:", *found] if found else []
    return "\n".join(lines) or "No seats are known."


def chair_words(seats: Iterable[SeatHolder]) -> str:
    """Return which seats chair a group."""
    held = {seat.office: seat_words(seat) for seat in seats if seat.office}
    lines = [_office(title, held[office]) for office, title in _OFFICES if office in held]
    return "\n".join(lines) or "No chair is named."


def _office(title: str, words: str) -> str:
    return f"{title}: {'a seat of its own' if words == title else words}."


def standing_words(items: Sequence[StandingLine]) -> str:
    """Return the items that stand on every agenda."""
    return "\n".join(ITEM + item.title for item in items) or "There are no standing items."


def review_words(review_on: date | None, months: int) -> str:
    """Return when the document is reviewed: by its day, or so many months after it is agreed."""
    if review_on is not None:
        return f"To be reviewed by {show_date(review_on)}."
    every = "a year" if months == 12 else "a month" if months == 1 else f"{months} months"
    return f"To be reviewed {every} after it comes into force."
