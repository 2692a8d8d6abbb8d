"""Attendance over a year: how often each organisation, and each seat, was there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dscp_desktop.diary.rules.meetings import MeetingLine
from dscp_desktop.meetings.rules.agenda import APOLOGIES, DEPUTY, NO_REPLY, PRESENT

# The mark of a body is the best one of its seats.
_BEST = (PRESENT, DEPUTY, APOLOGIES, NO_REPLY, "")


@dataclass(frozen=True, slots=True)
class SeatDay:
    """One core seat at one meeting: who holds it, and its mark, '' where nothing is recorded."""

    seat_id: str
    shown: str
    role: str
    body_id: str
    body: str
    mark: str


@dataclass(frozen=True, slots=True)
class YearRow:
    """The attendance of one organisation, or one seat, over the meetings of a year.

    `marks` has one for each meeting: None where it had no seat that day, '' where nothing is
    recorded of it.
    """

    id: str
    shown: str
    role: str
    marks: tuple[str | None, ...]

    @property
    def recorded(self) -> int:
        """Return at how many meetings something is recorded of it: these count."""
        return sum(bool(mark) for mark in self.marks)

    @property
    def present(self) -> int:
        """Return how often it came itself."""
        return sum(mark == PRESENT for mark in self.marks)

    @property
    def deputies(self) -> int:
        """Return how often a deputy came for it."""
        return sum(mark == DEPUTY for mark in self.marks)

    @property
    def apologies(self) -> int:
        """Return how often it sent apologies."""
        return sum(mark == APOLOGIES for mark in self.marks)

    @property
    def attended(self) -> int:
        """Return how often it came, deputies among them."""
        return self.present + self.deputies

    @property
    def rate(self) -> int | None:
        """Return how often it came, deputies among them, in tenths of a percent, half up.

        None where nothing is recorded.
        """
        return tenths(self.attended, self.recorded)

    @property
    def rate_itself(self) -> int | None:
        """Return how often it came itself, in tenths of a percent; None where nothing is kept."""
        return tenths(self.present, self.recorded)


@dataclass(frozen=True, slots=True)
class AttendanceYear:
    """A group's attendance over a year: its meetings in order, organisations and seats."""

    group_id: str
    group: str
    year: str
    meetings: tuple[MeetingLine, ...]
    organisations: tuple[YearRow, ...]
    seats: tuple[YearRow, ...]

    @property
    def rate(self) -> int | None:
        """Return the rate of all seats together, in tenths of a percent."""
        recorded = sum(row.recorded for row in self.seats)
        return tenths(sum(row.attended for row in self.seats), recorded)


def tenths(part: int, whole: int) -> int | None:
    """Return a share in tenths of a percent, half rounded up; None of nothing."""
    return (part * 2000 + whole) // (2 * whole) if whole else None


def rate_words(rate: int | None) -> str:
    """Return '83.3%', '100%', '' where nothing is recorded."""
    if rate is None:
        return ""
    whole, tenth = divmod(rate, 10)
    return f"{whole}.{tenth}%" if tenth else f"{whole}%"


def best_mark(marks: Sequence[str]) -> str:
    """Return the mark of a body with several seats: it was there where one of them was."""
    return min(marks, key=_BEST.index, default="")


def count_year(
    group_id: str,
    group: str,
    year: str,
    meetings: Sequence[MeetingLine],
    days: Sequence[Sequence[SeatDay]],
) -> AttendanceYear:
    """Put the core seats of each meeting together, one row for a seat and one for a body."""
    return AttendanceYear(
        group_id,
        group,
        year,
        tuple(meetings),
        _rows(days, lambda day: (day.body_id, day.body, "")),
        _rows(days, lambda day: (day.seat_id, day.shown, day.role)),
    )


def _rows(
    days: Sequence[Sequence[SeatDay]], name: Callable[[SeatDay], tuple[str, str, str]]
) -> tuple[YearRow, ...]:
    """Return a row for each name, in the order of their first day; a later name is shown."""
    shown: dict[str, tuple[str, str]] = {}
    marks: dict[str, list[list[str]]] = {}
    for at, seats in enumerate(days):
        for seat in seats:
            key, said, role = name(seat)
            shown[key] = said, role
            marks.setdefault(key, [[] for _ in days])[at].append(seat.mark)
    return tuple(
        YearRow(key, *shown[key], tuple(best_mark(m) if m else None for m in marks[key]))
        for key in shown
    )
