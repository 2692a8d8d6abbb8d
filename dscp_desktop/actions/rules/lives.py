"""The three lives of an action: done, evidenced, and what difference it made; its reviews."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dscp_desktop.core.days import show_date, working_days_between
from dscp_desktop.core.faults import Refused

FOUND = ("yes", "partly", "no")
FOUND_WORDS = {"yes": "Done", "partly": "Partly done", "no": "Not done"}
SOON = 10  # working days before a review is due from which it is asked for
_NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review of an action after so many months; `found` is yes, partly or no once it was done."""

    id: str
    months: int
    due: date
    done_on: date | None = None
    found: str = ""
    evidence: str = ""
    difference: str = ""


@dataclass(frozen=True, slots=True)
class Lives:
    """How far an action lived: when it was done and closed, its evidence, what it changed.

    `closed_at` names the meeting that closed it, '' where none did.
    """

    done_on: date | None = None
    closed_at: str = ""
    evidence: str = ""
    evidenced_on: date | None = None
    difference: str = ""
    difference_on: date | None = None
    reviews: tuple[ReviewLine, ...] = ()

    @property
    def next_review(self) -> ReviewLine | None:
        """Return the first review that was not done yet."""
        return next_review(self.reviews)


@dataclass(frozen=True, slots=True)
class ReviewFindings:
    """What a review found: was it done, with what evidence, and what difference it made."""

    found: str
    evidence: str = ""
    difference: str = ""


def next_review(reviews: Iterable[ReviewLine]) -> ReviewLine | None:
    """Return the first review that was not done yet, None where none is open."""
    open_ones = (review for review in reviews if review.done_on is None)
    return min(open_ones, key=lambda review: (review.due, review.months), default=None)


def add_months(day: date, months: int) -> date:
    """Return the same day so many months on, or the last one of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def review_months(text: str) -> tuple[int, ...]:
    """Read the setting of the months after which actions are reviewed, such as '6, 12'."""
    found = {int(part) for part in text.replace(",", " ").split() if part.isdecimal()}
    return tuple(sorted(found - {0}))


def is_review_due(review: ReviewLine | None, today: date) -> bool:
    """Say whether a review is to be asked for: late, or due within ten working days."""
    return review is not None and working_days_between(today, review.due) <= SOON


def review_words(months: int) -> str:
    """Return 'Review at six months', 'Review at 12 months'."""
    count = _NUMBERS[months] if months < len(_NUMBERS) else str(months)
    return f"Review at {count} {'month' if months == 1 else 'months'}"


def judge_findings(findings: ReviewFindings, on: date, done_on: date | None) -> None:
    """Raise Refused where a review does not say enough to be kept."""
    if findings.found not in FOUND:
        raise Refused("Say whether it was done: yes, partly or no.")
    if findings.found != "no" and not findings.evidence.strip():
        raise Refused("Say how we know that it was done: type the evidence.")
    if findings.found == "yes" and not findings.difference.strip():
        raise Refused("Say what difference it made, also where it made none.")
    if done_on is not None and on < done_on:
        raise Refused(f"The action was done on {show_date(done_on)}. Enter a day from then on.")


def no_difference_yet(lives: Lives) -> bool:
    """Say whether an action is done and nobody has said what difference it made."""
    return lives.done_on is not None and not lives.difference


def due_dates_words(dues: Sequence[date]) -> str:
    """Return 'Due 24 February, then 31 March 2023' of the days an action was due, in order."""
    said = []
    for place, due in enumerate(dues):
        day = show_date(due)
        same = place + 1 < len(dues) and dues[place + 1].year == due.year
        said.append(day.rsplit(" ", 1)[0] if same else day)
    return f"Due {', then '.join(said)}" if said else ""
